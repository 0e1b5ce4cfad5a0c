"""Pieces of the page."""

import base64
import io
import re

import numpy as np
from PIL import Image

from zerotohero.report import page


def test_cells_from_data_are_escaped():
    assert page.text('<img src=x onerror="1">\n&') == "&lt;img src=x onerror=&quot;1&quot;&gt; &amp;"


def test_picture_holds_exactly_these_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    html = page.picture(pixels, 'a "quoted" <b>')
    data = base64.b64decode(re.search('base64,([^"]*)', html).group(1))
    assert (np.asarray(Image.open(io.BytesIO(data))) == pixels).all()
    assert 'alt="a &quot;quoted&quot; &lt;b&gt;"' in html


def test_the_page_forbids_itself_scripts_and_requests():
    html = page.document("<t>", "<p>body</p>")
    assert "default-src 'none'" in html
    assert "<title>&lt;t&gt;</title>" in html
