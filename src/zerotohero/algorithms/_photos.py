"""What networks for photos share: one size for all pictures, in colour, and answers that are means over mirror images."""

import numpy as np

from zerotohero.algorithms._augment import augment_with, changes_for
from zerotohero.algorithms._features import BATCH, in_colour
from zerotohero.algorithms._mobilenet import GREY
from zerotohero.algorithms._network import Network


class PhotoNetwork(Network):
    """A network that begins with ``stretched_to(side_)``; a subclass builds the rest."""

    def scores(self, X):
        """Return the network's scores (N, K), means over a picture and its mirror image, in float32 by PyTorch."""
        import torch

        torch.set_num_threads(self.threads)
        fed, found = self._fed(np.asarray(X)), [np.empty((0, self.network_[-1].out_features))]
        with torch.inference_mode():
            for start in range(0, len(fed), BATCH):
                grid = torch.from_numpy(np.array(fed[start : start + BATCH])).float()
                grid = grid.contiguous(memory_format=torch.channels_last)
                found.append(((self.network_(grid) + self.network_(grid.flip(3))) / 2).double().numpy())
        return np.concatenate(found)

    def _learn(self, X):
        """Nothing is learned about brightness: it goes from -1 to 1."""

    def _fed(self, X):
        """Return X as (N, C, H, W), a view whose channels lie side by side in memory."""
        return in_colour(X).transpose(0, 3, 1, 2)

    def _augment(self, X):
        """Return what changes a batch."""
        return augment_with(changes_for(X, self.augment))


def stretched_to(side):
    """Return a layer that takes pictures (B, 1 or 3, H, W) from 0 to 255 to (B, 3, S, S) from -1 to 1."""
    import torch

    layer = torch.nn.Module()
    layer.forward = lambda grid: resized(grid, side).expand(-1, 3, -1, -1) / GREY - 1
    return layer


def resized(grid, side):
    """Return pictures (B, C, H, W) as (B, C, S, S), straight lines drawn between their pixels."""
    import torch

    if grid.shape[2:] == (side, side):
        return grid
    return torch.nn.functional.interpolate(grid, size=(side, side), mode="bilinear", align_corners=False)
