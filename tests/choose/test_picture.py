"""The picture: complete, well-formed, and no word leaves its sign."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from zerotohero.choose._nodes import LANDS
from zerotohero.choose._signs import ANSWER, CHIP, TEXT, TITLE, lay_out, text_width, wrap
from zerotohero.choose.map import MAP, way
from zerotohero.choose.picture import HEIGHT, WIDTH, svg
from zerotohero.choose.shortlist import Facts

BUILT = {"logistic-regression", "gradient-boosting", "majority"}
WAY = way(Facts("cats", "table", "classification", "breed", rows=2000, fit_rows=1280), BUILT)
SIGNS = {id: lay_out(node) for id, node in MAP.items()}


@pytest.fixture(scope="module")
def measure():
    """Return a function that measures text in DejaVu Sans, which is wider than what most machines have."""
    import matplotlib

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = {bold: ImageFont.truetype(str(fonts / f"DejaVuSans{'-Bold' * bold}.ttf"), 100) for bold in (False, True)}
    return lambda text, size, bold=False: faces[bold].getlength(text) * size / 100


def test_the_picture_is_well_formed_and_needs_nothing_from_outside():
    root = ElementTree.fromstring(svg(WAY, BUILT, line="a < b & c"))
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    text = svg(WAY, BUILT)
    assert "<script" not in text
    assert "href" not in text
    assert "url(" not in text


def test_every_built_name_is_linked_and_no_other():
    root = ElementTree.fromstring(svg((), BUILT, link=lambda id: f"https://a.b/?x&id={id}"))
    svg_ = "{http://www.w3.org/2000/svg}"
    linked = [(a.get("href").partition("id=")[2], "".join(a.itertext())) for a in root.iter(f"{svg_}a")]
    stations = [s.algorithms for s in MAP.values() if not hasattr(s, "answers")]
    assert sorted(linked) == sorted(chip for chips in stations for chip in chips if chip[0] in BUILT)


def test_every_question_answer_and_station_is_written_on_it():
    said = " ".join(ElementTree.fromstring(svg((), BUILT)).itertext())
    for node in MAP.values():
        assert all(word in said for word in node.words.split())
        words = [a.words for a in node.answers] if hasattr(node, "answers") else [w for _, w in node.algorithms]
        assert all(w in said for w in words)


def test_a_station_with_nothing_built_is_dashed_and_opens_when_it_is():
    closed = svg((), BUILT).count('<g class="closed">')
    assert svg((), BUILT | {"k-means"}).count('<g class="closed">') == closed - 1


def test_the_way_is_drawn_once_per_step():
    assert svg((), BUILT).count('class="edge yours" d="M') == 0
    drawn = svg(WAY, BUILT)
    assert drawn.count('<path class="edge yours"') - 1 == len(WAY) - 1, "one more stands in the legend"
    assert drawn.count('class="pick"') == len(WAY) - 1


@pytest.mark.parametrize("id", MAP)
def test_no_word_leaves_its_sign(id, measure):
    node, sign = MAP[id], SIGNS[id]
    inner = sign.width - 30
    assert all(measure(line, TITLE, True) <= inner for line in sign.title)
    assert all(measure(line, TEXT) <= inner for line in sign.text)
    for _, words, x, y, width in sign.chips:
        size, room = (ANSWER, sign.width - 15 - 6) if hasattr(node, "answers") else (CHIP, width - 8)
        assert measure(words, size) <= room, words
        assert sign.x <= x
        assert x + width <= sign.x + sign.width
        assert sign.y < y < sign.y + sign.height


def test_signs_do_not_overlap_and_stay_on_the_sheet():
    boxes = [(id, s.x, s.y, s.x + s.width, s.y + s.height) for id, s in SIGNS.items()]
    for i, (a, left, top, right, bottom) in enumerate(boxes):
        assert left >= 20 and top >= 20 and right <= WIDTH - 20 and bottom <= HEIGHT - 20, a
        for b, left2, top2, right2, bottom2 in boxes[i + 1 :]:
            assert right < left2 or right2 < left or bottom < top2 or bottom2 < top, (a, b)


def test_every_sign_stands_on_land():
    from matplotlib.path import Path as Polygon

    lands = [Polygon(corners) for _, _, corners in LANDS]
    for id, s in SIGNS.items():
        corners = [(s.x, s.y), (s.x + s.width, s.y), (s.x, s.y + s.height), (s.x + s.width, s.y + s.height)]
        assert any(land.contains_points(corners).all() for land in lands), id


def test_text_is_never_wider_than_estimated(measure):
    for text in ("Convolutional network", "WMwm%@", "fiill,.;", "k-nearest neighbours", "What do they look like?"):
        assert measure(text, 18) <= text_width(text, 18) * 1.001
        assert measure(text, 18, True) <= text_width(text, 18, bold=True) * 1.001


def test_wrap_keeps_every_word():
    assert " ".join(wrap("one two three four", 10, 40)) == "one two three four"
