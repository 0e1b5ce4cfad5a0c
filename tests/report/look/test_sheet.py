"""The contact sheet."""

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import UsageError
from zerotohero.report.look.sheet import GAP, MARGIN, sheet


@pytest.fixture
def pictures():
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (40, 28, 28), dtype=np.uint8), np.array(["A", "<B>\n&", None, "C"] * 10, object)


def test_sheet_holds_the_pictures_of_each_label_in_a_line(pictures, tmp_path):
    images, labels = pictures
    sheet(images, labels, tmp_path / "s.png", per_label=10)
    page = np.asarray(Image.open(tmp_path / "s.png"))
    first_a = images[labels == "A"][0].repeat(2, 0).repeat(2, 1)  # 28 pixels drawn twice as large
    left = next(x for x in range(page.shape[1]) if (page[MARGIN + 62 : MARGIN + 118, x : x + 56, 0] == first_a).all())
    last_a = images[labels == "A"][9].repeat(2, 0).repeat(2, 1)
    right = left + 9 * (56 + GAP)
    assert (page[MARGIN + 62 : MARGIN + 118, right : right + 56, 1] == last_a).all()
    assert page.shape[0] == 2 * MARGIN + 4 * 56 + 3 * GAP


def test_svg_sheet_escapes_labels_and_asks_nothing_of_the_network(pictures, tmp_path):
    sheet(*pictures, tmp_path / "s.svg")
    text = (tmp_path / "s.svg").read_text("utf-8")
    assert "&lt;B&gt; &amp;" in text and "<B>" not in text
    assert text.count("http") == 1  # the name of the SVG language itself


def test_colour_pictures_keep_their_colours(tmp_path):
    images = np.zeros((2, 64, 64, 3), np.uint8)
    images[:, :, :, 2] = 200
    sheet(images, np.array(["sea", "sea"], object), tmp_path / "s.png")
    assert (0, 0, 200) in set(Image.open(tmp_path / "s.png").get_flattened_data())


def test_another_kind_of_file_is_refused_with_a_name_that_works(pictures, tmp_path):
    with pytest.raises(UsageError, match=r"--picture s\.png"):
        sheet(*pictures, tmp_path / "s.gif")
    assert not list(tmp_path.iterdir())
