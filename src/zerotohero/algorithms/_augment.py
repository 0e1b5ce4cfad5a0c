"""Augmentation: other pictures of the same thing, made from a whole batch at a time.

A batch is a float32 tensor (B, C, H, W) with cells from 0 to 255. Which changes suit is decided per data set: grey
and small pictures are taken for letters, which mean something else when they are flipped; others for photos.
"""

from dataclasses import dataclass

import numpy as np

LETTER_PIXELS = 64  # grey pictures up to this size are taken for letters or digits


@dataclass(frozen=True)
class Changes:
    """How far pictures are changed at most; each picture draws its own amounts.

    Parameters
    ----------
    shift : float
        Share of the width or height.
    rotate : float
        Degrees, either way.
    zoom : float
        Share by which it grows or shrinks, height and width each on its own by half of it.
    shear : float
        Share of the height by which the top moves against the bottom.
    flip : bool
        Whether left and right are swapped in half of the pictures.
    brightness : float
        Share by which contrast changes, and share of the full range by which all cells grow or shrink.
    erase : float
        Share of the pictures in which a rectangle is painted over with grey.
    """

    shift: float = 0.0
    rotate: float = 0.0
    zoom: float = 0.0
    shear: float = 0.0
    flip: bool = False
    brightness: float = 0.0
    erase: float = 0.0


SUITED = {
    "none": Changes(),
    "letters": Changes(shift=0.08, rotate=12.0, zoom=0.12, shear=0.12),
    "photos": Changes(shift=0.08, rotate=10.0, zoom=0.2, flip=True, brightness=0.2, erase=0.3),
}
KINDS = ("auto", *SUITED)


def suited(X, wanted="auto"):
    """Return "letters", "photos" or "none" for pictures X (N, H, W) or (N, H, W, 3).

    Parameters
    ----------
    X : ndarray
    wanted : {"auto", "none", "letters", "photos"}
        What the person said; "auto" looks at shape and type: grids that are no pictures are left as they are.

    Examples
    --------
    >>> suited(np.zeros((5, 28, 28), np.uint8)), suited(np.zeros((5, 32, 32, 3), np.uint8))
    ('letters', 'photos')
    """
    if wanted != "auto":
        return wanted
    if X.dtype != np.uint8:
        return "none"
    return "letters" if X.ndim == 3 and max(X.shape[1:3]) <= LETTER_PIXELS else "photos"


def changes_for(X, wanted):
    """Return the Changes that suit X, or those of the kind that the person wanted."""
    return SUITED[suited(X, wanted)]


def augment_with(changes):
    """Return ``augment(batch, generator)`` for the training loop; None where nothing is to be changed."""
    if changes == Changes():
        return None

    def augment(batch, generator):
        if changes.shift or changes.rotate or changes.zoom or changes.shear or changes.flip:
            batch = _move(batch, changes, generator)
        if changes.brightness:
            batch = _relight(batch, changes.brightness, generator)
        return _erase(batch, changes.erase, generator) if changes.erase else batch

    return augment


def contact_sheet(X, changes, seed=0, rows=4, columns=8):
    """Return one picture of pictures, uint8 (rows * H, columns * W) or with 3 colours: each row one picture of X as it is, then changed.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, 3) uint8
    changes : Changes
    seed : int
    rows, columns : int
        Of pictures; the first column is unchanged.
    """
    import torch

    rows = min(rows, len(X))
    shown = np.repeat(X[:rows], columns, axis=0)  # (rows * columns, H, W) or with colours
    grid = torch.from_numpy(shown[..., None] if shown.ndim == 3 else shown).permute(0, 3, 1, 2).float()
    if augment := augment_with(changes):
        kept = grid[::columns].clone()
        grid = augment(grid, torch.Generator().manual_seed(seed))
        grid[::columns] = kept
    found = grid.round().clamp(0, 255).permute(0, 2, 3, 1).numpy().astype(np.uint8)  # (rows * columns, H, W, C)
    height, width, colours = found.shape[1:]
    sheet = found.reshape(rows, columns, height, width, colours).transpose(0, 2, 1, 3, 4)
    sheet = sheet.reshape(rows * height, columns * width, colours)
    return sheet if X.ndim == 4 else sheet[..., 0]


def drawn(batch, generator, *shape):
    """Return numbers from -1 to 1 of this shape on the batch's device; drawn on the CPU, so alike on every device."""
    import torch

    return (torch.rand(shape, generator=generator) * 2 - 1).to(batch.device)


def _move(batch, changes, generator):
    """Return the batch shifted, rotated, zoomed, sheared and flipped, all in one resampling; edges are continued."""
    import torch

    count, _, height, width = batch.shape
    angle = drawn(batch, generator, count) * (changes.rotate * np.pi / 180)
    grow = drawn(batch, generator, 3, count) * changes.zoom
    shear = drawn(batch, generator, count) * changes.shear
    shift = drawn(batch, generator, 2, count) * (2 * changes.shift)
    side = torch.where(drawn(batch, generator, count) < 0, -1.0, 1.0) if changes.flip else torch.ones_like(angle)
    across, down = (torch.exp(grow[0] + grow[i] / 2) for i in (1, 2))
    ratio = height / width  # the axes run from -1 to 1 whatever the shape
    theta = torch.stack(
        [side * across * angle.cos(), across * (shear - angle.sin()) * ratio, shift[0],
         side * down * angle.sin() / ratio, down * angle.cos(), shift[1]], dim=1,
    ).view(count, 2, 3)  # fmt: skip
    places = torch.nn.functional.affine_grid(theta, batch.shape, align_corners=False)
    return torch.nn.functional.grid_sample(batch, places, padding_mode="border", align_corners=False)


def _relight(batch, amount, generator):
    """Return the batch brighter or darker, with more or less contrast."""
    draw = drawn(batch, generator, 2, len(batch), 1, 1, 1) * amount
    mean = batch.mean(dim=(1, 2, 3), keepdim=True)
    return ((batch - mean) * (1 + draw[0]) + mean + draw[1] * 255).clamp(0, 255)


def _erase(batch, share, generator):
    """Return the batch with a rectangle of 1/4 to 1/2 of each side painted over in this share of the pictures."""
    import torch

    count, _, height, width = batch.shape
    draw = (drawn(batch, generator, 5, count) + 1) / 2  # whether, centre, size
    down = torch.arange(height, device=batch.device)[None] / height
    across = torch.arange(width, device=batch.device)[None] / width
    size = (0.25 + 0.25 * draw[3:]) / 2
    inside_y = (down - draw[1][:, None]).abs() < size[0][:, None]  # (B, H)
    inside_x = (across - draw[2][:, None]).abs() < size[1][:, None]  # (B, W)
    hole = inside_y[:, :, None] & inside_x[:, None, :] & (draw[0] < share)[:, None, None]
    return batch.masked_fill(hole[:, None], 127.5)
