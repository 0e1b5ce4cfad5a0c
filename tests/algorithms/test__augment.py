"""Changed pictures are still pictures of the same thing, and only what suits them changes."""

import numpy as np
import pytest

from zerotohero.algorithms._augment import SUITED, Changes, augment_with, changes_for, contact_sheet, suited

torch = pytest.importorskip("torch")


def blob(size=33, at=(16, 16), colours=1):
    """One bright disc on black: (1, C, H, W)."""
    y, x = np.mgrid[:size, :size]
    disc = 255.0 * ((y - at[0]) ** 2 + (x - at[1]) ** 2 < 20)
    return torch.tensor(disc, dtype=torch.float32).expand(1, colours, size, size).clone()


def centre(picture):
    picture = picture[0].numpy()
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    return (y * picture).sum() / picture.sum(), (x * picture).sum() / picture.sum()


def changed(batch, seed=0, **changes):
    return augment_with(Changes(**changes))(batch, torch.Generator().manual_seed(seed))


def test_letters_are_not_flipped_and_photos_are():
    grey, colour = np.zeros((2, 28, 28), np.uint8), np.zeros((2, 32, 32, 3), np.uint8)
    assert suited(grey) == "letters" and not SUITED["letters"].flip
    assert suited(colour) == "photos" and SUITED["photos"].flip
    assert suited(np.zeros((2, 96, 96), np.uint8)) == "photos"
    assert suited(np.zeros((2, 40, 60), np.float32)) == "none"  # a spectrogram is no picture
    assert changes_for(colour, "letters") == SUITED["letters"]
    assert augment_with(changes_for(grey, "none")) is None


def test_a_flip_is_left_and_right_exactly_and_about_half_are_flipped():
    batch = torch.arange(35.0).reshape(1, 1, 5, 7).repeat(400, 1, 1, 1)
    found = changed(batch, flip=True)
    mirrored = torch.flip(batch, [3])
    share = [torch.allclose(f, m, atol=1e-3) for f, m in zip(found, mirrored)]
    kept = [torch.allclose(f, b, atol=1e-3) for f, b in zip(found, batch)]
    assert all(a != b for a, b in zip(share, kept))
    assert 0.4 < np.mean(share) < 0.6


def test_shifts_stay_within_their_share_and_go_everywhere():
    found = changed(blob().repeat(300, 1, 1, 1), shift=0.1)
    moved = np.array([centre(f) for f in found]) - 16
    assert np.abs(moved).max() <= 0.1 * 33 + 0.2
    assert (moved.min(axis=0) < -2).all() and (moved.max(axis=0) > 2).all()


def test_a_rotation_keeps_the_distance_from_the_middle_on_grids_that_are_not_square():
    y, x = np.mgrid[:41, :61]
    disc = torch.tensor(255.0 * ((y - 20) ** 2 + (x - 45) ** 2 < 16), dtype=torch.float32)[None, None]
    found = changed(disc.repeat(100, 1, 1, 1), rotate=30)
    places = np.array([centre(f) for f in found]) - [20, 30]
    assert np.abs(np.hypot(*places.T) - 15).max() < 0.6
    angles = np.degrees(np.arctan2(*places.T))
    assert np.abs(angles).max() < 31 and angles.min() < -20 and angles.max() > 20


def test_zoom_grows_and_shrinks():
    found = changed(blob().repeat(200, 1, 1, 1), zoom=0.2)
    area = found.sum(dim=(1, 2, 3)) / blob().sum()
    assert 0.5 < area.min() < 0.85 and 1.18 < area.max() < 1.9


def test_light_changes_whole_pictures_and_stays_in_range():
    batch = torch.rand(64, 3, 8, 8) * 255
    found = changed(batch, brightness=0.3)
    assert found.min() >= 0 and found.max() <= 255
    assert (found - batch).mean(dim=(1, 2, 3)).std() > 10


def test_a_rectangle_is_painted_over_in_the_share_that_was_asked():
    batch = torch.zeros(400, 3, 32, 32)
    found = changed(batch, erase=0.3)
    painted = (found > 0).any(dim=1).float().mean(dim=(1, 2))
    assert 0.2 < (painted > 0).float().mean() < 0.4
    assert painted.max() <= 0.5**2 + 0.05


def test_the_generator_decides():
    batch = torch.rand(8, 1, 20, 20) * 255
    photos = augment_with(SUITED["photos"])
    a, b, c = (photos(batch, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(a, b) and not torch.equal(a, c)


@pytest.mark.parametrize("shape", [(9, 28, 28), (3, 32, 20, 3)])
def test_the_contact_sheet_shows_each_picture_as_it_is_and_changed(shape):
    X = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    sheet = contact_sheet(X, SUITED["photos"], columns=5)
    rows = min(4, len(X))
    assert sheet.dtype == np.uint8
    assert sheet.shape == (rows * shape[1], 5 * shape[2], *shape[3:])
    for i in range(rows):
        row = sheet[i * shape[1] : (i + 1) * shape[1]]
        assert np.array_equal(row[:, : shape[2]], X[i])
        assert not np.array_equal(row[:, shape[2] : 2 * shape[2]], X[i])
