import numpy as np
import pytest
from PIL import Image, ImageDraw

from zerotohero.web.pad import Frame


def drawing(size=300, box=(40, 60, 140, 260), pen=20, ink=255, paper=0):
    """Return a pad with an "L" in this box: a stroke down and one to the right."""
    image = Image.new("L", (size, size), paper)
    left, top, right, bottom = box
    ImageDraw.Draw(image).line([(left, top), (left, bottom), (right, bottom)], fill=ink, width=pen, joint="curve")
    return np.asarray(image)


def ink_box(image):
    """Return (left, top, right, bottom) of what is lighter than half."""
    rows, columns = np.flatnonzero((image > 127).any(1)), np.flatnonzero((image > 127).any(0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def test_a_drawing_fills_the_frame_and_keeps_its_proportions():
    left, top, right, bottom = ink_box(Frame(28, 28).prepare(drawing()))
    assert (top, bottom) == (0, 28)
    assert (right - left) / (bottom - top) == pytest.approx(110 / 210, abs=0.05)  # pen included
    assert abs(left - (28 - right)) <= 1, "not in the middle"


def test_place_and_size_on_the_pad_do_not_matter():
    frame = Frame(28, 28)
    large = drawing(box=(60, 40, 160, 240), pen=20).astype(int)
    small = drawing(box=(180, 160, 230, 260), pen=10).astype(int)
    assert np.abs(frame.prepare(large).astype(int) - frame.prepare(small)).mean() < 4


def test_dark_ink_on_paper_gives_the_same_as_light_ink_on_black():
    frame = Frame(28, 28, stroke=3.0)
    assert np.array_equal(frame.prepare(drawing()), frame.prepare(drawing(ink=0, paper=255)))


def test_writing_on_paper_that_is_lit_from_one_side_gives_nearly_the_same():
    drawn = drawing(ink=0, paper=255).astype(float)
    lamp = np.linspace(0.95, 0.55, drawn.shape[1]) * np.linspace(1, 0.9, drawn.shape[0])[:, None]
    grain = np.random.default_rng(0).normal(0, 4, drawn.shape)
    photo = np.clip((0.25 + 0.75 * drawn / 255) * lamp * 255 + grain, 0, 255)
    frame = Frame(28, 28, stroke=3.0)
    assert np.abs(frame.prepare(photo).astype(int) - frame.prepare(drawing())).mean() < 8
    assert np.abs(frame.prepare(photo).astype(int)).mean() > 20


def test_a_frame_of_dark_ink_gets_dark_ink():
    image = Frame(28, 28, dark_ink=True).prepare(drawing())
    assert image[0, -1] == 255 and image.min() == 0
    assert np.array_equal(255 - image, Frame(28, 28).prepare(drawing()))


@pytest.mark.parametrize("pen", [8, 20, 44])
def test_every_pen_ends_near_the_usual_thickness(pen):
    image = Frame(28, 28, stroke=4.0).prepare(drawing(pen=pen)) / 255
    stem = image[4:18].sum(axis=1).mean()  # the thickness of the upright stroke, counted along rows
    assert stem == pytest.approx(4.0, abs=1.2)


def test_narrow_drawings_are_widened_a_little_and_no_further():
    narrow = drawing(box=(100, 20, 130, 270), pen=10)
    plain, wide = (ink_box(Frame(28, 28, aspect=a).prepare(narrow)) for a in (0.0, 1.0))
    assert (wide[2] - wide[0]) / (plain[2] - plain[0]) == pytest.approx(1.3, abs=0.26)


def test_a_frame_learns_ground_margin_shape_and_stroke_from_images():
    images = np.full((5, 20, 20), 240, np.uint8)
    images[:, 2:18, 8:12] = 10  # a dark bar, 16 of 20 high and 4 wide
    frame = Frame.of(images)
    assert frame.dark_ink and frame.drawn
    assert (frame.fill, frame.aspect) == (0.8, 0.25)
    assert frame.stroke == pytest.approx(2 * 16 * 4 / (2 * (16 + 4)), abs=0.4)  # twice the area over the outline


def test_photos_do_not_look_drawn():
    greys = np.random.default_rng(0).integers(60, 200, (10, 16, 16)).astype(np.uint8)
    assert not Frame.of(greys).drawn


@pytest.mark.parametrize("paper", [0, 90, 255])
def test_an_empty_pad_is_no_drawing(paper):
    assert Frame(28, 28).prepare(np.full((300, 300), paper, np.uint8)) is None


def test_a_dot_stays_a_dot():
    image = Frame(28, 28).prepare(drawing(box=(150, 150, 150, 151), pen=6))
    left, _, right, _ = ink_box(image)
    assert 0 < right - left < 14


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (3, 700)])
def test_odd_shapes_are_taken(shape):
    pad = np.zeros(shape, np.uint8)
    pad[0, 0] = 255
    image = Frame(28, 28, aspect=1.0, stroke=4.0).prepare(pad)
    assert image is None or image.shape == (28, 28)


def test_a_grid_that_is_inked_all_over_stays_in_the_frame():
    pad = np.zeros((300, 300), np.uint8)
    pad[1:-1, 1:-1] = 255
    image = Frame(12, 20, aspect=1.0, stroke=2.0).prepare(pad)
    assert image.shape == (12, 20) and image.max() == 255
