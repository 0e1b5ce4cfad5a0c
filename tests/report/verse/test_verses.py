"""What a report says about a run that writes: its verses are checked by other means than those that wrote them."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from zerotohero.core.glossary import find_term
from zerotohero.data.lyrics import from_lines
from zerotohero.report.evidence import Evidence
from zerotohero.report.report import report_html, report_json, report_markdown
from zerotohero.report.story import story
from zerotohero.report.verse.writer import FEWEST_LINES, Writer
from zerotohero.tasks.generation import with_unknown


@pytest.fixture(scope="module")
def writer(lyrics_board):
    return Writer(lyrics_board.best.model.arrays)


@pytest.fixture(scope="module")
def page(lyrics_board):
    return report_html(lyrics_board.best)


@pytest.fixture(scope="module")
def facts(lyrics_board):
    return json.loads(report_json(lyrics_board.best))


def test_the_verses_rhyme_and_copy_no_more_than_the_limit(writer, facts):
    text = " ".join(" ".join(line) for line in writer.lines)
    found = facts["sections"]["verses"]["facts"]
    assert [v["form"] for v in found["verses"]] == ["couplets", "alternate rhymes", "a limerick's rhymes"]
    for verse in found["verses"]:
        ends = {}
        for line, letter in zip(verse["lines"], verse["letters"]):
            sound = writer.sound[line[-1]]
            vowels = [i for i, phone in enumerate(sound) if phone[-1] in "12"] or [0]
            ends.setdefault(letter, []).append((line[-1], sound[vowels[-1] :]))
        for pairs in ends.values():
            assert len({sound for _, sound in pairs}) == 1
            assert len({word for word, _ in pairs}) == len(pairs)
        words = [word for line in verse["lines"] for word in line]
        assert not any(f" {' '.join(words[i : i + 5])} " in f" {text} " for i in range(len(words) - 4))
    assert 1 <= found["longest_shared"] <= 4


def test_shared_runs_stand_in_the_line_that_is_named(writer):
    for words, line in writer.spans(writer.verses()[0].lines):
        following = [w for k in range(3) for w in (writer.lines[line + k] if line + k < len(writer.lines) else [])]
        assert " ".join(words) in " ".join(following)


def test_what_follows_a_pair_is_counted_as_by_hand(writer):
    for (one, two), counted in writer.followers():
        by_hand = {}
        for line in writer.lines:
            for i in range(len(line) - 1):
                if line[i : i + 2] == [one, two]:
                    after = line[i + 2] if i + 2 < len(line) else None
                    by_hand[after] = by_hand.get(after, 0) + 1
        assert counted == by_hand
        assert list(counted.values()) == sorted(counted.values(), reverse=True)


def test_the_page_has_what_fits_verse_and_nothing_that_needs_classes_or_numbers(page, facts):
    assert list(facts["sections"]) == [
        "leaderboard", "staircase", "learning", "verses", "surprises", "counts", "sound", "findings", "unknown", "next", "card"
    ]  # fmt: skip
    assert "it wavers between" in facts["verdict"]["headline"]
    assert facts["verdict"]["answer"].startswith("Yes, to play with")
    body = page.partition("</style>")[2]
    assert not re.search("confusion|residual|hero predict|mistakes|columns", body)
    assert page.count("<b class=rhyme") == 8 + 8 + 5
    HTMLParser().feed(page)


def test_the_lines_that_surprise_most_and_least_are_held_out_and_in_order(lyrics_board, facts):
    found = facts["sections"]["surprises"]["facts"]
    rows, predictions = lyrics_board.best.oof
    each = np.exp(predictions[:, 0] / predictions[:, 1])
    assert found["rows"] == len(rows) == (lyrics_board.fold >= 0).sum()
    assert found["quantiles"]["0.5"] == pytest.approx(np.median(each))
    values = [float(value.replace(",", "")) for _, value in found["expected"]]
    assert values == sorted(values)
    lines = lyrics_board.dataset().cells["line"]
    worst = max((i for i in range(len(rows)) if predictions[i, 1] > 4), key=lambda i: each[i])
    assert found["surprising"][0][0] == lines[int(rows[worst])]


def test_a_page_without_rows_holds_no_line_of_the_text_and_no_rare_word_in_its_verses(lyrics_board):
    page = report_markdown(lyrics_board.best, rows=False)
    lines = {line for line in map(str, lyrics_board.dataset().cells["line"]) if len(line.split()) > 4}
    assert not any(line in page for line in lines)
    shy = Writer(lyrics_board.best.model.arrays, rows=False)
    often = {w for w in shy.words if sum(w in line for line in shy.lines) >= FEWEST_LINES}
    assert {word for verse in shy.verses() for line in verse.lines for word in line} <= often
    assert {w for _, counted in shy.followers() for w in counted} <= often | {None, ""}


@pytest.mark.parametrize("algorithm", ["plain-ngram", "single-words"])
def test_the_rivals_have_a_page_too(lyrics_board, algorithm):
    page = report_markdown(lyrics_board.run(algorithm))
    assert "What it writes" in page
    assert ("It copies" in page) == (algorithm == "plain-ngram")


def test_the_learning_curve_falls_because_unknown_words_count(facts):
    curve = facts["sections"]["learning"]["facts"]
    assert curve["score"] == sorted(curve["score"], reverse=True)
    lines = from_lines(["a b c d", "a b c d e f", "g"])
    found = with_unknown(np.array([[10.0, 5.0], [10.0, 5.0]]), lines, np.array([0, 1]))
    assert found == pytest.approx(np.array([[10.0, 5.0], [10 + 2 * np.log(7), 7.0]]))


def test_the_story_is_about_verse(lyrics_board):
    told, _ = story(lyrics_board)
    assert "learning to write verse" in told
    assert "rows" not in told.replace("on the rows kept aside", "").replace("rows kept aside have not", "")


def test_an_evidence_of_rows_does_not_write(moons_board):
    assert not Evidence(moons_board.best).writes


@pytest.mark.parametrize("word", ["perplexity", "n-gram", "smoothing", "rhyming-ngram", "rhyme density"])
def test_the_words_are_explained(word):
    assert find_term(word).more
