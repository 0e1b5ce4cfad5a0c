"""The estimator behind ``sound-convnet``: ``convnet`` on spectrograms, each sound heard against its own loudness, in all and in each band.

Shapes: N sounds, M mel bands, F frames. With 40 bands the grid is halved three times.
"""

import numpy as np

from zerotohero.algorithms._augment_sounds import augment_sounds_with, sound_changes
from zerotohero.algorithms._convnet import ConvNet
from zerotohero.algorithms._layers import levelled

WIDEST = 3  # times the channels of the first grid: with up to 18 of those, fewer than 100,000 weights


class SoundConvNet(ConvNet):
    """Convolutions in pairs on (N, M, F) log-mel spectrograms; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    views : int
        How many sounds it hears in all, each changed a little every time.
    epochs : int
        How often it hears each sound at most.
    width : int
        Channels of the first grid; those of the others are two and three times as many.
    learning_rate, weight_decay, smoothing, dropout, optimizer, precision, batch, held_out
        See ``_torch.Plan``; dropout is the share of the last features that is left out at random.
    augment : {"auto", "none"}
    threads, random_state : int
    """

    def __init__(self, task="classification", views=16_000, epochs=60, width=8, learning_rate=0.004, weight_decay=0.05,
                 smoothing=0.05, dropout=0.2, batch=64, augment="auto", optimizer="adamw", precision="auto",
                 held_out=0.0, threads=1, random_state=0):  # fmt: skip
        super().__init__(task, views, epochs, width, learning_rate, weight_decay, smoothing, dropout, batch, augment,
                         optimizer, precision, held_out, threads, random_state)  # fmt: skip

    def _learn(self, X):
        """Learn how much cells vary around the mean of their sound."""
        self.shape_, self.mean_ = (*X.shape[1:], 1), np.zeros(1)
        self.spread_ = np.maximum(levelled(X[:: max(1, len(X) // 2000)]).std(keepdims=True).ravel(), 1e-6).astype(float)

    def _augment(self, X):
        """Return what changes a batch."""
        return augment_sounds_with(sound_changes(self.augment))

    def _scaled(self):
        """Return the first layer: what ``levelled`` does, on a common scale."""
        import torch

        def forward(grid):
            heard = grid.amax(2, keepdim=True) > 0
            own = (grid * heard).sum(3, keepdim=True) / heard.sum(3, keepdim=True).clamp(min=1)
            return (grid - (own + own.mean(2, keepdim=True)) / 2) * heard / float(self.spread_[0])

        layer = torch.nn.Module()
        layer.forward = forward
        return layer

    def _widths(self):
        """Return the channels of each grid, from the largest grid to the smallest."""
        return [self.width * min(level + 1, WIDEST) for level in range(len(super()._widths()))]
