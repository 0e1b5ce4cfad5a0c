"""`hero rap`: learns and performs at once."""

import json
import re
import wave

import pytest

from zerotohero.cli import performance
from zerotohero.verse import voice

LYRICS = """\
the cat sat down upon the mat
a dog came in and saw the cat
the cat put on a yellow hat
the dog was wet and that was that

we ran all day and in the night
the moon came up and it was bright
the dog came home and saw the light
the cat was wrong the dog was right

we had a house upon the hill
the rain came down upon the sill
the moon was up and all was still
the dog was home and he was ill
"""
ENDS = {"at": {"mat", "cat", "hat", "that", "sat"}, "ite": {"night", "bright", "light", "right"},
        "ill": {"hill", "sill", "still", "ill"}}  # fmt: skip


@pytest.fixture
def lyrics(tmp_path):
    (tmp_path / "lyrics.txt").write_text(LYRICS, encoding="utf-8")
    return "lyrics.txt"


def rhyme_of(line):
    """Return which of the three rhymes a line ends on."""
    return next(name for name, words in ENDS.items() if line.split()[-1].lower() in words)


def verse(hero, *args):
    """Return the JSON of one verse."""
    code, out, err = hero("rap", *args, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("scheme", ["AABB", "ABAB", "ABBA"])
def test_lines_rhyme_as_the_scheme_says_and_have_their_syllables(hero, lyrics, scheme):
    said = verse(hero, lyrics, "--scheme", scheme, "--lines", 4, "--syllables", 8, "--seed", 1)
    ends = [rhyme_of(line["text"]) for line in said["lines"]]
    assert [ends.index(e) for e in ends] == [scheme.index(c) for c in scheme]
    assert [line["syllables"] for line in said["lines"]] == [8] * 4
    assert said["longest"]["size"] <= said["copy_limit"] == 4
    assert said["longest"]["words"] in " ".join(LYRICS.split())


def test_the_seed_that_is_printed_repeats_the_verse(hero, lyrics):
    args = (lyrics, "--lines", 4, "--syllables", 8)
    code, first, err = hero("rap", *args)
    assert code == 0, err
    seed = re.search(r"--seed (\d+)", first)[1]
    assert hero("rap", *args, "--seed", seed)[1] == first
    others = {hero("rap", *args)[1].partition("\n")[2] for _ in range(4)}  # without the seed
    assert len(others) > 1


def test_a_pipe_gets_plain_text_at_once(hero, lyrics, monkeypatch):
    monkeypatch.setattr(performance.time, "sleep", lambda seconds: pytest.fail("waited") if seconds else None)
    code, out, _ = hero("rap", lyrics, "--syllables", 8, "--lines", 8, "--seed", 1)
    assert code == 0 and "\x1b" not in out
    assert out.split("\n\n")[1].count("\n") == 3  # a stanza of four lines


def test_ctrl_c_prints_the_rest_and_ends_with_130(hero, lyrics, monkeypatch):
    def impatient(seconds):
        raise KeyboardInterrupt

    args = ("rap", lyrics, "--syllables", 8, "--lines", 4, "--seed", 1)
    whole = hero(*args)[1]
    monkeypatch.setattr(performance.time, "sleep", impatient)
    code, out, err = hero(*args)
    assert (code, out, err) == (130, whole, "")


def test_on_about_and_avoid_are_kept(hero, lyrics):
    said = verse(
        hero, lyrics, "--lines", 4, "--syllables", "7-9", "--on", "fight", "--about", "moon,hill", "--avoid", "wet"
    )
    text = [line["text"].lower().split() for line in said["lines"]]
    assert {line[-1] for line in text[:2]} <= ENDS["ite"]
    words = [word for line in text for word in line]
    assert {"moon", "hill"} <= {*words} and "wet" not in words
    assert all(7 <= line["syllables"] <= 9 for line in said["lines"])


def test_the_word_that_is_rhymed_on_ends_no_line_of_the_rhyme(hero, lyrics):
    for seed in range(5):
        said = verse(hero, lyrics, "--lines", 2, "--syllables", 8, "--on", "light", "--seed", seed)
        assert {line["text"].split()[-1] for line in said["lines"]} <= ENDS["ite"] - {"light"}


@pytest.mark.parametrize(
    ("args", "came"),
    [
        (["--on", "purple"], "rhymes with 'purple'"),
        (["--on", "cat", "--scheme", "free"], "one without"),
        (["--lines", "999"], "lines of it, if none comes twice"),
        (["--scheme", "AAAAAA", "--lines", "6"], "words for 5 lines"),  # mat, cat, hat, that, sat
        (["--about", "dinosaur"], "one that it does not have"),
        (["--about", "cat", "--avoid", "cat"], "one to avoid"),
        (["--about", "cat,dog", "--lines", "1"], "1 lines"),
        (["--syllables", "12-8"], "12-8"),
        (["--scheme", "A1"], "'A1'"),
        (["--stress", "01x"], "'01x'"),
        (["--temperature", "0"], "0.0"),
        (["--counts", "purple rain"], "'purple' is not in it"),
    ],
)
def test_impossible_wishes_are_one_message(hero, lyrics, args, came):
    given = [] if {"--syllables", "--stress"} & {*args} else ["--syllables", "8"]
    code, out, err = hero("rap", lyrics, *given, *args)
    assert (code, out) == (2, "")
    assert came in err and err.count("This did not work") == 1 and "  try " in err


@pytest.mark.parametrize("args", [["--syllables", "ten"], ["--stress", "01", "--syllables", "8"], ["--on", "!"]])
def test_what_cannot_be_read_is_one_usage_message(hero, lyrics, args):
    code, _, err = hero("rap", lyrics, *args)
    assert code == 2 and err.count("Error:") == 1


def test_counts_are_those_of_the_text(hero, lyrics):
    code, out, _ = hero("rap", lyrics, "--counts", "the cat", "--json")
    found = {c["word"]: c["count"] for c in json.loads(out)["counts"]}
    assert code == 0 and found == {"sat": 1, None: 1, "put": 1, "was": 1}
    said = hero("rap", lyrics, "--counts", "the cat")[1]
    assert "“the cat” was followed 4 times" in said and "(end of the line)" in said and "█" in said


def test_show_names_rhymes_syllables_and_where_the_longest_copy_stands(hero, lyrics):
    args = ("rap", lyrics, "--lines", 4, "--syllables", 8, "--seed", 3)
    out = hero(*args, "--show")[1]
    found = json.loads(hero(*args, "--json")[1])["longest"]
    assert re.findall(r"^  ([A-Z])   8  ", out, re.MULTILINE) == ["A", "A", "B", "B"]
    assert f"“{found['words']}”" in out
    assert (
        f"line {found['source_line']}: {[line for line in LYRICS.splitlines() if line][found['source_line'] - 1]}"
        in out
    )


def test_a_lexicon_says_how_a_word_sounds(hero, lyrics, tmp_path):
    (tmp_path / "mine.txt").write_text("yeet Y AY T\n", encoding="utf-8")
    said = verse(hero, lyrics, "--lines", 2, "--syllables", 8, "--on", "yeet", "--lexicon", "mine.txt")
    assert {line["text"].split()[-1] for line in said["lines"]} <= ENDS["ite"]


def test_another_script_gets_lines_without_rhyme_and_is_told(hero, tmp_path):
    text = "мама мыла раму\nпапа мыл машину\nмама любит папу\nсобака мыла машину\nпапа любит раму и маму\n"
    (tmp_path / "ru.txt").write_text(text, encoding="utf-8")
    code, out, err = hero("rap", "ru.txt", "--seed", 1)
    assert code == 0, err
    assert "no sound that is known here" in out and "free" in out and "мам" in out.lower()


def test_a_table_is_no_lyrics(hero):
    code, _, err = hero("rap", "moons")
    assert code == 1 and "hero rap verses" in err


@pytest.mark.parametrize("spoken", [True, False])
def test_say_writes_a_bar_a_line(hero, lyrics, tmp_path, monkeypatch, spoken):
    import numpy as np

    monkeypatch.setattr(voice, "has_voice", lambda: spoken)
    monkeypatch.setattr(voice, "speak", lambda line: np.sin(np.arange(22050) / 20))
    code, out, err = hero("rap", lyrics, "--lines", 2, "--syllables", 8, "--seed", 7, "--say")
    assert code == 0, err
    assert ("the beat alone" in out and "apt install espeak-ng" in out) != spoken
    with wave.open(str(tmp_path / "rap-7.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(5 * 4 * 60 / 90, abs=0.01)
    assert hero("rap", lyrics, "--lines", 2, "--syllables", 8, "--seed", 7, "--say")[0] == 1  # not overwritten unasked


def test_the_built_in_verses_are_performed_when_nothing_is_given(hero):
    code, out, err = hero("rap", "--seed", 1)
    assert code == 0, err
    assert out.startswith("♪ verses, 16 lines of 10 syllables, AABB")
    assert len([line for line in out.splitlines()[1:] if line.strip()]) == 16
