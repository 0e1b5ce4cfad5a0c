"""Augmentation of sounds: the same word from another throat, faster, through another microphone, with parts missing.

A batch is a float32 tensor (B, 1, M, F) of log-mel spectrograms from 0 (silence) to 1 (the loudest cell), low pitches
first; cells after the end of a sound are 0. Each sound draws its own amounts.

Sources: vocal-tract warping: Jaitly and Hinton (2013), "Vocal tract length perturbation improves speech recognition";
masks: Park et al. (2019), SpecAugment, https://arxiv.org/abs/1904.08779.
"""

from dataclasses import dataclass

from zerotohero.algorithms._augment import drawn

BEND = 1.9  # log(1 + 4,000 / 700): how far the mel scale of speech is from a straight line
RIPPLES = 3  # cosine waves that a microphone's curve consists of


@dataclass(frozen=True)
class SoundChanges:
    """How far sounds are changed at most.

    Parameters
    ----------
    tract : float
        Log of the factor by which all resonances rise or fall, as in a shorter or longer throat.
    pitch : float
        Share of the mel axis by which everything moves.
    speed : float
        Log of the factor by which it gets faster or slower.
    shift : float
        Share of the frames by which it begins sooner or later.
    loudness : float
        By how much all cells rise or fall, and their contrast.
    microphone : float
        By how much bands rise or fall against each other, in gentle waves.
    noise : float
        Highest floor below which nothing is heard.
    masks : int
        How many stretches of bands, and how many of frames, are left out.
    masked : float
        Share of the axis that a mask covers.
    """

    tract: float = 0.0
    pitch: float = 0.0
    speed: float = 0.0
    shift: float = 0.0
    loudness: float = 0.0
    microphone: float = 0.0
    noise: float = 0.0
    masks: int = 0
    masked: float = 0.0


def sound_changes(wanted="auto"):
    """Return the SoundChanges for speech, which suit other sounds too; none where the person wanted none."""
    if wanted == "none":
        return SoundChanges()
    return SoundChanges(tract=0.2, pitch=0.03, speed=0.25, shift=0.04, loudness=0.15, microphone=0.15, noise=0.3,
                        masks=2, masked=0.15)  # fmt: skip


def augment_sounds_with(changes):
    """Return ``augment(batch, generator)`` for the training loop; None where nothing is to be changed."""
    if changes == SoundChanges():
        return None

    def augment(batch, generator):
        batch = _warp(batch, changes, generator)
        heard = batch.amax(2, keepdim=True) > 0  # (B, 1, 1, F)
        batch = _relisten(batch, changes, generator) * heard
        return _mask(batch, heard, changes, generator) if changes.masks else batch

    return augment


def _warp(batch, changes, generator):
    """Return the batch with other resonances, pitch, speed and beginning, all in one resampling."""
    import torch

    count, _, bands, frames = batch.shape
    tract, pitch, speed, shift = drawn(batch, generator, 4, count, 1)
    band, frame = ((torch.arange(size, device=batch.device) + 0.5) / size for size in (bands, frames))
    hertz = torch.exp(changes.tract * tract) * torch.expm1(BEND * band)  # (B, M), in units of 700
    band = torch.log1p(hertz) / BEND + changes.pitch * pitch
    band = band.clamp(0.5 / bands, 1 - 0.5 / bands)  # the outermost bands are continued; time is not
    frame = frame * torch.exp(changes.speed * speed) + changes.shift * shift
    places = torch.stack(
        [frame[:, None, :].expand(-1, bands, -1), band[:, :, None].expand(-1, -1, frames)], -1
    )  # (B, M, F, 2)
    return torch.nn.functional.grid_sample(batch, 2 * places - 1, align_corners=False)


def _relisten(batch, changes, generator):
    """Return the batch louder or softer, through another microphone, with the faintest cells drowned in noise."""
    import torch

    count, bands = len(batch), batch.shape[2]
    louder, contrast, floor = drawn(batch, generator, 3, count, 1, 1, 1)
    order = torch.arange(1, RIPPLES + 1, device=batch.device)
    band = (torch.arange(bands, device=batch.device) + 0.5) / bands
    waves = torch.cos(torch.pi * order[:, None] * band) / order[:, None]  # (RIPPLES, M)
    curve = changes.microphone * drawn(batch, generator, count, RIPPLES) @ waves  # (B, M)
    batch = batch * (1 + changes.loudness * contrast) + changes.loudness * louder + curve[:, None, :, None]
    return torch.maximum(batch, changes.noise * (floor + 1) / 2).clamp(max=1)


def _mask(batch, heard, changes, generator):
    """Return the batch with stretches of bands and of frames replaced by each band's mean over time."""
    import torch

    mean = (batch * heard).sum(3, keepdim=True) / heard.sum(3, keepdim=True).clamp(min=1)  # (B, 1, M, 1)
    hidden = torch.zeros_like(batch, dtype=torch.bool)
    for axis, length in ((2, batch.shape[2]), (3, heard.sum((1, 2, 3)))):  # of the frames, those that are heard
        place = torch.arange(batch.shape[axis], device=batch.device)
        for _ in range(changes.masks):
            start, size = (drawn(batch, generator, 2, len(batch)) + 1) / 2
            size = size * changes.masked * length
            start = start * (length - size)
            inside = (place >= start[:, None]) & (place < (start + size)[:, None])  # (B, M or F)
            hidden |= inside[:, None, :, None] if axis == 2 else inside[:, None, None, :]
    return torch.where(hidden & heard, mean, batch)
