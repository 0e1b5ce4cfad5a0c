"""The page: offline, complete, and no link leads nowhere."""

import re
from xml.etree import ElementTree

import pytest

from zerotohero.choose.map import STATIONS
from zerotohero.choose.page import page
from zerotohero.core.specs import discover

SPECS = discover("algorithms")


@pytest.fixture(scope="module")
def text():
    """The page without a way."""
    return page()


def test_every_built_box_has_a_link_that_resolves(text):
    """Counted on the map itself: one link in the picture for each sign of something built, to a page that is there."""
    picture = ElementTree.fromstring(re.search(r"<svg.*</svg>", text, re.DOTALL)[0])
    links = [a.get("href") for a in picture.iter("{http://www.w3.org/2000/svg}a")]
    assert sorted(links) == sorted(f"#{id}" for s in STATIONS for id, _ in s.algorithms if id in SPECS)
    places = re.findall(r' id="([^"]+)"', text)
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in re.findall(r'href="(#[^"]+)"', text)} == set(places)


def test_every_algorithm_has_its_page_in_the_words_of_its_spec(text):
    for id, spec in SPECS.items():
        own = re.search(rf'<article id="{id}">.*?</article>', text, re.DOTALL)[0]
        said = "".join(ElementTree.fromstring(own).itertext())
        for words in (spec.idea, spec.name_says, spec.good_at, spec.bad_at, spec.note, spec.source):
            assert words.replace("`", "") in said, (id, words)


def test_the_page_needs_no_script_and_nothing_from_outside(text):
    assert "<script" not in text
    assert not re.search(r"\b(src|srcset)=|url\(|@import", text)


def test_the_way_is_drawn_on_the_page():
    drawn = page([("goal", "kinds"), ("example", "row"), ("matters", "rule"), ("tree", None)], "a < b")
    assert drawn.count('class="pick"') == 3
    assert "a &lt; b" in drawn
