"""Small pictures: what lies under the strongest places can still be seen, and what colour they are."""

import base64
import io
import re

import numpy as np
from PIL import Image

from zerotohero.report.inside.tiles import overlay, tile


def test_a_tint_shows_what_it_covers_and_its_own_colour():
    picture = np.repeat([[0] * 8 + [255] * 8], 16, axis=0).astype(np.uint8)  # left dark, right bright
    for sign, fuller, paler in ((1.0, 2, 0), (-1.0, 0, 2)):  # blue above 0, orange below
        made = overlay(picture, np.full((4, 4), sign), side=16).astype(int)
        dark, bright = made[:, :6].mean(axis=(0, 1)), made[:, 10:].mean(axis=(0, 1))
        assert bright.mean() - dark.mean() > 50, "the picture is there where the map is strongest"
        assert min(dark[fuller] - dark[paler], bright[fuller] - bright[paler]) > 60, "and so is the map"
    plain = overlay(picture, np.zeros((4, 4)), side=16)
    assert (plain == plain[..., :1]).all(), "no colour where nothing speaks"


def test_a_small_picture_holds_exactly_these_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    html = tile(pixels, 'a "quoted" <b>')
    data = base64.b64decode(re.search('base64,([^"]*)', html).group(1))
    assert (np.asarray(Image.open(io.BytesIO(data))) == pixels).all()
    assert 'alt="a &quot;quoted&quot; &lt;b&gt;"' in html
