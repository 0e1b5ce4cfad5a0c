"""The estimator behind ``mlp``: every column becomes a few learned numbers, and dense layers mix them.

Shapes: N rows, D columns, F waves per number, E learned numbers per number, G per category, M members, W inputs of the
first layer, H width, K outputs. A number x becomes x itself and E - 1 mixtures of waves cos(2 pi (f x + p)): so a
dense layer can bend sharply where it must (Gorishniy et al. 2022). A category takes its row of a table. M members
share all layers but look through signs of their own, and answer each with a last layer of its own; the answer is
their mean (Gorishniy et al. 2024). Scaling is robust and smoothly clipped (Holzmüller et al. 2024).
"""

import numpy as np

from zerotohero.algorithms._network import Network
from zerotohero.algorithms._torch import Plan

WAVES, NUMBERS, CATEGORIES = 16, 4, 8  # F, E, G
FEWEST_STEPS = 64  # an epoch of few rows takes smaller batches rather than fewer steps
SMALLEST_BATCH = 32


class MLP(Network):
    """Dense layers on learned embeddings of columns; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    views : int
        How many rows it looks at in all.
    epochs : int
        How often it looks at each row at most.
    width, layers, members : int
        H, how many hidden layers, M.
    pitch : float
        Spread of the waves' frequencies at the start: how sharply it may bend.
    learning_rate, weight_decay, smoothing, dropout, batch, held_out
        See ``_torch.Plan``; dropout is the share of each hidden layer that is left out at random.
    codes : tuple of int
        How many codes each column takes, 0 for a number; () for numbers only.
    threads, random_state : int
    """

    def __init__(self, task="classification", views=500_000, epochs=60, width=128, layers=3, members=8, pitch=0.3,
                 learning_rate=0.003, weight_decay=0.02, smoothing=0.0, dropout=0.1, batch=256, held_out=0.0,
                 codes=(), threads=1, random_state=0):  # fmt: skip
        self.task, self.views, self.epochs, self.width, self.layers = task, views, epochs, width, layers
        self.members, self.pitch, self.learning_rate, self.weight_decay = members, pitch, learning_rate, weight_decay
        self.smoothing, self.dropout, self.batch, self.held_out = smoothing, dropout, batch, held_out
        self.codes, self.threads, self.random_state = codes, threads, random_state

    def _learn(self, X):
        """Learn the middle and the spread of every column of numbers."""
        self.codes_ = np.array(self.codes or [0] * X.shape[1], np.int32)
        low, self.center_, high = np.quantile(X, [0.25, 0.5, 0.75], axis=0)
        spread = np.where(high > low, (high - low) / 1.35, X.std(axis=0))  # 1.35: of a normal distribution
        self.scale_x_ = np.where(spread > 1e-90, spread, 1.0)

    def _fed(self, X):
        """Return X (N, D) as float32: numbers scaled, codes as they are."""
        return scaled(X, self.codes_, self.center_, self.scale_x_).astype(np.float32)

    def _plan(self, n):
        """Return how it is trained."""
        batch = int(min(self.batch, max(SMALLEST_BATCH, n // FEWEST_STEPS)))
        return Plan(epochs=min(self.epochs, self.views / n), batch=batch, learning_rate=self.learning_rate,
                    weight_decay=self.weight_decay, smoothing=self.smoothing, held_out=self.held_out,
                    precision="float32", threads=self.threads, seed=self.random_state)  # fmt: skip

    def _build(self, outputs):
        """Return the network."""
        return tabular_network(self.codes_, outputs, self.width, self.layers, self.members, self.pitch, self.dropout)


def scaled(X, codes, center, scale):
    """Return X (N, D) with every number scaled, and bent towards 3 and -3 where it is extreme; codes as they are."""
    x = np.clip((np.clip(X, -1e100, 1e100) - center) / scale, -1e6, 1e6)
    return np.where(codes > 0, np.clip(X, 0, np.maximum(codes - 1, 0)), x / np.sqrt(1 + (x / 3) ** 2))


def tabular_network(codes, outputs, width, layers, members, pitch, dropout):
    """Return the torch Module; its parameters have the names of the arrays in the model file."""
    import torch
    from torch import nn

    numbers, categories = np.flatnonzero(codes == 0), np.flatnonzero(codes > 0)
    starts = torch.tensor(np.append(0, np.cumsum(codes[categories]))[:-1], dtype=torch.long)
    inputs = len(numbers) * NUMBERS + len(categories) * CATEGORIES

    class Tabular(nn.Module):
        def __init__(self):
            super().__init__()
            self.frequency = nn.Parameter(torch.randn(len(numbers), WAVES) * pitch)
            self.phase = nn.Parameter(torch.rand(len(numbers), WAVES) - 0.5)
            self.mix = nn.Parameter(torch.randn(len(numbers), WAVES, NUMBERS - 1) / WAVES**0.5)
            self.table = nn.Parameter(torch.randn(max(int(codes.sum()), 1), CATEGORIES) * 0.5)
            self.signs = nn.Parameter(torch.randint(0, 2, (members, inputs)) * 2.0 - 1)
            self.hidden = nn.ModuleList(nn.Linear(width if i else inputs, width) for i in range(layers))
            self.head = nn.Parameter(torch.randn(members, width, outputs) * 0.1 / width**0.5)
            self.bias = nn.Parameter(torch.zeros(members, outputs))

        def forward(self, X):
            """Return scores (N, K, M) while training; afterwards the logarithm of their mean probabilities (N, K)."""
            x = X[:, numbers, None]  # (N, I, 1)
            waves = torch.cos(2 * torch.pi * (x * self.frequency + self.phase))  # (N, I, F)
            found = [torch.cat([x, torch.einsum("nif,ife->nie", waves, self.mix)], dim=2).flatten(1)]
            found.append(self.table[X[:, categories].long() + starts.to(X.device)].flatten(1))
            h = torch.cat(found, dim=1)[:, None] * self.signs  # (N, M, W)
            for layer in self.hidden:
                h = nn.functional.dropout(nn.functional.silu(layer(h)), dropout, self.training)
            scores = torch.einsum("nmh,mhk->nkm", h, self.head) + self.bias.T
            if self.training:
                return scores
            return scores.mean(dim=2) if outputs == 1 else scores.log_softmax(dim=1).exp().mean(dim=2).log()

    return Tabular()
