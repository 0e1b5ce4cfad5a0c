"""The estimator behind ``convnet``: convolutions in pairs, each pair followed by a halving of the grid.

Shapes: pictures (N, H, W) or (N, H, W, 3); with ``width`` 16 and 28 x 28 pixels the grids are
28 x 28 x 16, 14 x 14 x 32, 7 x 7 x 64, and their mean over all places goes to the classes.
"""

import numpy as np

from zerotohero.algorithms._augment import augment_with, changes_for
from zerotohero.algorithms._network import Network
from zerotohero.algorithms._torch import Plan

FEWEST_STEPS = 8  # an epoch of few rows takes smaller batches rather than fewer steps
SMALLEST_BATCH = 16


class ConvNet(Network):
    """Convolutions in pairs, each pair followed by a halving of the grid; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    views : int
        How many pictures it looks at in all, each changed a little every time.
    epochs : int
        How often it looks at each picture at most.
    width : int
        Channels of the first grid; every halving doubles them.
    learning_rate, weight_decay, smoothing, dropout, optimizer, precision, batch, held_out
        See ``_torch.Plan``; dropout is the share of the last features that is left out at random.
    augment : {"auto", "none", "letters", "photos"}
    threads, random_state : int
    """

    def __init__(self, task="classification", views=28_000, epochs=60, width=16, learning_rate=0.006, weight_decay=0.05,
                 smoothing=0.05, dropout=0.2, batch=64, augment="auto", optimizer="adamw", precision="auto",
                 held_out=0.0, threads=1, random_state=0):  # fmt: skip
        self.task, self.views, self.epochs, self.width = task, views, epochs, width
        self.learning_rate, self.weight_decay, self.smoothing = learning_rate, weight_decay, smoothing
        self.dropout, self.batch, self.augment, self.optimizer = dropout, batch, augment, optimizer
        self.precision, self.held_out, self.threads, self.random_state = precision, held_out, threads, random_state

    def _learn(self, X):
        """Learn how bright pictures are, and how much that varies, per colour."""
        grids = X if X.ndim == 4 else X[..., None]
        self.shape_ = grids.shape[1:]
        some = grids[:: max(1, len(grids) // 2000)].astype(np.float64)
        self.mean_ = some.mean(axis=(0, 1, 2))
        self.spread_ = np.maximum(some.std(axis=(0, 1, 2)), 1e-6)

    def _fed(self, X):
        """Return X as (N, C, H, W), a view whose channels lie side by side in memory."""
        return (X if X.ndim == 4 else X[..., None]).transpose(0, 3, 1, 2)

    def _augment(self, X):
        """Return what changes a batch."""
        return augment_with(changes_for(X, self.augment))

    def _plan(self, n):
        """Return how it is trained."""
        batch = int(min(self.batch, max(SMALLEST_BATCH, n // FEWEST_STEPS)))
        return Plan(epochs=min(self.epochs, self.views / n), batch=batch, learning_rate=self.learning_rate,
                    weight_decay=self.weight_decay, optimizer=self.optimizer, smoothing=self.smoothing,
                    held_out=self.held_out, precision=self.precision, threads=self.threads, seed=self.random_state)  # fmt: skip

    def _build(self, outputs):
        """Return the network, its first layer brightness on a common scale."""
        from torch import nn

        layers, channels = [self._scaled()], self.shape_[2]
        *paired, last = self._widths()
        for wide in paired:
            for _ in range(2):
                layers += [nn.Conv2d(channels, wide, 3, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU()]
                channels = wide
            layers.append(nn.MaxPool2d(2))
        return nn.Sequential(
            *layers, nn.Conv2d(channels, last, 3, padding=1, bias=False), nn.BatchNorm2d(last), nn.ReLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(self.dropout), nn.Linear(last, outputs),
        )  # fmt: skip

    def _scaled(self):
        """Return the first layer."""
        return _standardised(self.mean_, self.spread_)

    def _widths(self):
        """Return the channels of each grid, from the largest grid to the smallest."""
        return [self.width * 2 ** min(level, 3) for level in range(halvings_of(*self.shape_[:2]) + 1)]


def halvings_of(height, width):
    """Return how often a grid is halved: until about 7 cells are left of the shorter side."""
    return int(np.clip(round(np.log2(min(height, width) / 7)), 1, 4)) if min(height, width) > 1 else 0


def _standardised(mean, spread):
    """Return a layer that subtracts a mean and divides by a spread, per channel."""
    import torch

    layer = torch.nn.Module()
    layer.register_buffer("mean", torch.tensor(mean, dtype=torch.float32)[:, None, None], persistent=False)
    layer.register_buffer("spread", torch.tensor(spread, dtype=torch.float32)[:, None, None], persistent=False)
    layer.forward = lambda grid: (grid - layer.mean) / layer.spread
    return layer
