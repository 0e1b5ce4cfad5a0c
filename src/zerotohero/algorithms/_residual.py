"""The estimator behind ``convnet-photos``: blocks of two convolutions, each added to what came in.

Shapes: pictures (N, H, W) or (N, H, W, 3), S x S inside; with S = 64 and ``width`` 16 the grids are 32 x 32 x 16,
16 x 16 x 32, 8 x 8 x 64, 4 x 4 x 128, and their mean over all places goes to the classes.
"""

import numpy as np

from zerotohero.algorithms._augment import augment_with, changes_for
from zerotohero.algorithms._photos import PhotoNetwork, resized, stretched_to
from zerotohero.algorithms._torch import Plan

SMALLEST_SIDE = 32  # pixels
SMALLEST_GRID = 3  # places a side that are left at the end
BLOCKS = 2  # between two halvings


class ResidualNet(PhotoNetwork):
    """Residual blocks, the first after each halving with a shortcut of its own; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    views : int
        How many pictures it looks at in all, each changed a little every time.
    epochs : int
        How often it looks at each picture at most.
    width : int
        Channels of the first grid; every halving doubles them, up to 16 times.
    side : int
        Pixels a side that the network sees at most.
    learning_rate, weight_decay, smoothing, dropout, precision, batch, held_out
        See ``_torch.Plan``; dropout is the share of the last features that is left out at random.
    augment : {"auto", "none", "letters", "photos"}
    threads, random_state : int
    """

    def __init__(self, task="classification", views=40_000, epochs=60, width=16, side=64, learning_rate=0.004,
                 weight_decay=0.05, smoothing=0.1, dropout=0.2, batch=16, augment="auto", precision="auto", held_out=0.0,
                 threads=1, random_state=0):  # fmt: skip
        self.task, self.views, self.epochs, self.width, self.side = task, views, epochs, width, side
        self.learning_rate, self.weight_decay, self.smoothing = learning_rate, weight_decay, smoothing
        self.dropout, self.batch, self.augment, self.precision = dropout, batch, augment, precision
        self.held_out, self.threads, self.random_state = held_out, threads, random_state

    def _learn(self, X):
        """Learn the size of the pictures, and the size they have inside."""
        self.grid_ = self._fed(X).shape[2:] + self._fed(X).shape[1:2]
        self.side_ = side_for(*self.grid_[:2], self.side)

    def _augment(self, X):
        """Return what changes a batch; pictures are shrunk first, as fewer pixels are moved faster."""
        augment = augment_with(changes_for(X, self.augment))
        return augment and (lambda batch, generator: augment(resized(batch, self.side_), generator))

    def _plan(self, n):
        """Return how it is trained."""
        return Plan(epochs=min(self.epochs, self.views / n), batch=min(self.batch, n), learning_rate=self.learning_rate,
                    weight_decay=self.weight_decay, smoothing=self.smoothing, held_out=self.held_out,
                    precision=self.precision, threads=self.threads, seed=self.random_state)  # fmt: skip

    def _build(self, outputs):
        """Return the network."""
        from torch import nn

        layers = [stretched_to(self.side_), _convolution(3, self.width, 3, stride=2)]
        layers += [nn.BatchNorm2d(self.width), nn.ReLU()]
        channels, side, level = self.width, self.side_ // 2, 0
        while side // 2 >= SMALLEST_GRID:
            level, side = level + 1, -(-side // 2)
            wide = self.width * 2 ** min(level, 4)
            for block in range(BLOCKS):
                layers += [_block(channels, wide, stride=1 if block else 2), nn.ReLU()]
                channels = wide
        return nn.Sequential(
            *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(self.dropout), nn.Linear(channels, outputs)
        )


def side_for(height, width, most):
    """Return the side S of pictures inside: that of the longer one, in steps of 16 from 32, at most ``most``.

    Examples
    --------
    >>> side_for(192, 192, 96), side_for(14, 8, 96), side_for(60, 80, 96)
    (96, 32, 80)
    """
    return int(np.clip(-(-max(height, width) // 16) * 16, SMALLEST_SIDE, most))


def _convolution(inputs, outputs, size, stride=1):
    """Return a convolution whose bias the batch norm after it brings."""
    from torch import nn

    return nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)


def _block(inputs, outputs, stride):
    """Return a layer that adds what two convolutions make of a grid to the grid, or to one convolution of it."""
    from torch import nn

    block = nn.Module()
    block.detour = nn.Sequential(
        _convolution(inputs, outputs, 3, stride), nn.BatchNorm2d(outputs), nn.ReLU(),
        _convolution(outputs, outputs, 3), nn.BatchNorm2d(outputs),
    )  # fmt: skip
    nn.init.zeros_(block.detour[-1].weight)  # at first a block changes nothing: deep networks learn from the first step
    shortcut = [_convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)] if stride > 1 else []
    block.shortcut = nn.Sequential(*shortcut)
    block.forward = lambda grid: block.detour(grid) + block.shortcut(grid)
    return block
