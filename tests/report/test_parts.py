"""Sections in three forms: HTML, Markdown and plain data say the same, and data are never markup."""

import pytest

from zerotohero.report.parts import (
    Drawn,
    Figure,
    Figures,
    Grid,
    Items,
    Pairs,
    Section,
    Words,
    explained,
    in_html,
    in_markdown,
    marked_down,
    unmarked,
)

NASTY = "<b>*bold*</b> | [x](y) _u_ $z$"
PARTS = [
    Words(NASTY),
    Items((NASTY, ("first", NASTY))),
    Pairs((("Term", NASTY), ("List", [NASTY, "two"]))),
    Grid(("a", NASTY), (("1", NASTY),), title=NASTY),
    Figure("<svg></svg>", NASTY, Grid(("a",), ((NASTY,),))),
    Figures((Figure("<svg></svg>", NASTY),)),
    Drawn("<i>drawn</i>", Words(NASTY)),
]


@pytest.mark.parametrize("part", PARTS, ids=lambda p: type(p).__name__)
def test_what_comes_from_data_is_no_markup_in_any_form(part):
    assert "<b>*" not in part.html()
    said = part.markdown()
    assert "<b>" not in said and " *bold" not in said and "[x](" not in said
    assert NASTY in str(part.plain())


def test_a_bar_in_a_cell_does_not_end_the_cell():
    lines = Grid(("a", "b"), (("1 | 2", "`x|y`"),)).markdown().splitlines()
    assert lines == ["| a | b |", "|---|---|", r"| 1 \| 2 | `x\|y` |"]


def test_code_stays_code_in_both_forms():
    assert "<code>hero x</code>" in Words("type `hero x`").html()
    assert marked_down("type `hero_x`") == "type `hero_x`"


def test_a_word_of_the_glossary_is_explained_once_where_it_first_stands():
    page = explained("a [[fold]], two [[folds|fold]], [[no such word]]", in_html)
    assert page == (
        'a <dfn>fold</dfn> <span class="gloss">(one part of the training rows in cross-validation)</span>, '
        "two folds, [[no such word]]"
    )
    assert explained("[[fold]]", in_markdown).startswith("*fold* (one part")
    assert unmarked("two [[folds|fold]] [[nothing]]") == "two folds [[nothing]]"


def test_a_section_says_how_it_is_read_and_misread_in_all_three_forms():
    section = Section("x", "Title", (Words("body"),), "read so", "not so", {"n": 1.25})
    for said in (section.html(), section.markdown(), str(section.plain())):
        for words in ("Title", "body", "read so", "not so"):
            assert words in said
    assert section.plain()["facts"] == {"n": 1.25}
