"""The drawn letters: same seed, same ink; typefaces that truly differ; nothing blank, blotted or cut off."""

from collections import Counter

import numpy as np
import pytest

from zerotohero.datasets._letters_generator import BARE, LAYERS, TEXTURES, draw_letters
from zerotohero.datasets._strokes import Pen, bend, fill, parse, trace
from zerotohero.datasets._typefaces import LETTERS, SKELETONS, TYPEFACES


@pytest.fixture(scope="module")
def letters():
    return draw_letters(3200, seed=0)


def still(point):
    """Return a skeleton point where it is written, as the only variant."""
    return np.array([point])


def test_same_seed_draws_the_same_images_and_another_seed_other_ones():
    first, again, other = draw_letters(50, seed=3), draw_letters(50, seed=3), draw_letters(50, seed=4)
    assert all(np.array_equal(a, b) for a, b in zip(first, again))
    assert not np.array_equal(first[0], other[0])


def test_shapes_and_types(letters):
    images, labels, typefaces = letters
    assert images.shape == (3200, 28, 28) and images.dtype == np.uint8
    assert labels.shape == typefaces.shape == (3200,)
    assert labels.dtype.kind == typefaces.dtype.kind == "U"


def test_labels_are_balanced_and_every_typeface_has_every_letter(letters):
    _, labels, typefaces = letters
    assert set(Counter(labels.tolist()).values()) == {320}
    assert len(set(typefaces)) == len(TYPEFACES) >= 40
    pairs = Counter(zip(typefaces.tolist(), labels.tolist()))
    assert len(pairs) == 10 * len(TYPEFACES)
    assert max(pairs.values()) - min(pairs.values()) <= 1


@pytest.mark.parametrize("n", [0, 1, 7, 33])
def test_fewer_images_than_typefaces(n):
    images, labels, typefaces = draw_letters(n)
    assert len(images) == len(labels) == len(typefaces) == n
    counts = [int((labels == letter).sum()) for letter in LETTERS]
    assert max(counts) - min(counts) <= 1


def test_no_image_is_empty_or_full(letters):
    ink = letters[0].mean((1, 2)) / 255
    assert ink.min() > 0.04
    assert ink.max() < 0.97


def test_letters_are_not_cut_off_and_reach_the_frame(letters):
    """The drawing touches the frame (give or take the margin) on at least one pair of opposite sides."""
    images, _, typefaces = letters
    seen = images[~np.isin(typefaces, ["Landslide", "Torn Poster"])] > 40
    rows, columns = seen.any(2).sum(1), seen.any(1).sum(1)
    assert np.maximum(rows, columns).min() >= 18


def test_typefaces_differ_in_shape_not_only_in_jitter(letters):
    """Most typefaces resemble themselves, on other images, more than any other typeface; none is a copy."""
    images, labels, typefaces = letters
    names = [face.name for face in TYPEFACES]

    def portraits(part):
        rows = [
            np.concatenate([images[(typefaces == n) & (labels == k)][part].mean(0).ravel() for k in LETTERS])
            for n in names
        ]
        rows = np.array(rows) - np.mean(rows, axis=0)  # what all typefaces share says nothing
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    between = portraits(slice(0, None, 2)) @ portraits(slice(1, None, 2)).T  # (F, F)
    own = np.diag(between)
    others = between - np.diag(np.full(len(names), np.inf))
    assert (others.max(1) < 0.9).all()
    assert np.mean(own > others.max(1)) > 0.6  # one skeleton jittered 80 times would give about 1 in 80


def test_typeface_table_is_sound():
    assert (
        len({face.name for face in TYPEFACES}) == len({face._replace(name="") for face in TYPEFACES}) == len(TYPEFACES)
    )
    for face in TYPEFACES:
        assert len(face.forms) == len(LETTERS), face.name
        assert all(int(digit) < len(SKELETONS[letter]) for letter, digit in zip(LETTERS, face.forms)), face.name
        assert face.layers in LAYERS and face.texture in TEXTURES, face.name


def test_every_skeleton_is_used_and_none_is_written_twice():
    for k, letter in enumerate(LETTERS):
        assert {int(face.forms[k]) for face in TYPEFACES} == set(range(len(SKELETONS[letter]))), letter
        assert len(set(SKELETONS[letter])) == len(SKELETONS[letter]), letter


def test_parse_reads_strokes_points_and_soft_corners():
    assert parse("0,0 (.5,1) 1,0 / 0,-.5 1,.5") == [
        [((0.0, 0.0), False), ((0.5, 1.0), True), ((1.0, 0.0), False)],
        [((0.0, -0.5), False), ((1.0, 0.5), False)],
    ]


def test_a_soft_corner_becomes_a_quarter_circle():
    """With handles of 0.5523 the cubic stays within 0.03 % of the circle."""
    line = bend([np.array([p]) for p in ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0))], soft=1 / 0.85, curve=0.5523)
    radius = np.hypot(line[:, 0, 0] - 1, line[:, 0, 1])
    np.testing.assert_allclose(radius, 1, atol=3e-4)


def test_strokes_know_which_ends_are_free():
    stem, bar = trace(parse("0,0 0,1 / 0,.5 1,.5"), still, soft=1, curve=0.55)
    assert stem.ends == ("free", "free")
    assert bar.ends == ("joined", "free")


def test_pen_reaches_its_half_axes_along_its_axes():
    pen = Pen(np.array([3.0]), np.array([1.0]), np.array([np.pi / 2]))  # thick axis upright
    assert pen.reach(np.array([[0.0, 1.0]])) == pytest.approx([3.0])
    assert pen.reach(np.array([[1.0, 0.0]])) == pytest.approx([1.0])


def test_later_layers_cover_earlier_ones():
    square = [0, 0, 111, 0, 111, 111, 0, 111]
    canvas = fill([([square], 255), ([[10, 10, 50, 10, 50, 50, 10, 50]], 0)], BARE[0])
    assert canvas[30, 30] == 0 and canvas[80, 80] == 255
    assert not BARE[0].any()  # the paper itself stays bare
