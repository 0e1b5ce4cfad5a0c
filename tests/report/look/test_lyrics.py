"""What `hero look` says about lines of verse."""

import json

import numpy as np
import pytest
from rich.console import Console

from zerotohero.data.lyrics import lyrics_dataset
from zerotohero.report.look.lyrics import describe_lyrics, lyrics_view
from zerotohero.verse.sounds import Pronouncer

LINES = [
    "[Verse]",
    "The cat sat on a mat,",
    "a cat that sat.",
    "The cat sat on a mat",
    "",
    "He ran in rain,",
    "to catch a train.",
]


SOUNDS = Pronouncer(
    {
        **{"cat": "K AE1 T", "sat": "S AE1 T", "mat": "M AE1 T", "that": "DH AE1 T"},
        **{"the": "DH AH0", "a": "AH0", "on": "AA1 N", "he": "HH IY1", "ran": "R AE1 N", "in": "IH1 N", "to": "T UW1"},
        **{"rain": "R EY1 N", "train": "T R EY1 N", "catch": "K AE1 CH", "go": "G OW1", "take": "T EY1 K"},
        **{"dog": "D AO1 G", "cow": "K AW1"},
    }
)


def said(dataset):
    """Return what the terminal shows, 80 columns wide."""
    console = Console(width=80, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(lyrics_view(dataset))
    return console.export_text()


def test_words_lines_and_repeats_are_counted():
    facts = describe_lyrics(lyrics_dataset(LINES))
    assert (facts["rows"], facts["verses"], facts["words"], facts["types"], facts["once"]) == (5, 2, 24, 14, 8)
    assert facts["repeated"] == [["The cat sat on a mat,", 2]]
    assert facts["set_aside"] == {"titles": 1}


def test_syllables_and_rhymes_are_heard():
    facts = describe_lyrics(lyrics_dataset(LINES), SOUNDS)
    assert facts["syllables"] == [[4, 3], [6, 2]]
    assert ["rain", "train", 1] in facts["rhymes"]
    assert ["mat", "sat", 2] in facts["rhymes"]  # the line before and the line after
    assert not any({a, b} == {"mat", "rain"} or a == b for a, b, _ in facts["rhymes"])


def test_rhymes_are_heard_within_a_verse_and_near_only():
    far = ["go in the rain", "a cat", "a dog", "a cow", "take the train"]
    assert describe_lyrics(lyrics_dataset(far), SOUNDS)["rhymes"] == []
    assert describe_lyrics(lyrics_dataset(["in the rain", "", "on the train"]), SOUNDS)["rhymes"] == []
    assert describe_lyrics(lyrics_dataset(["in the rain", "on the train"]), SOUNDS)["rhymes"] == [["rain", "train", 1]]


def test_verse_is_denser_in_rhymes_than_the_same_words_shuffled():
    vowels = {"a": "AE", "e": "EH", "i": "IH", "o": "OW", "u": "UW", "y": "AY"}
    ends = [x + y for x in vowels for y in vowels]
    lexicon = {f"{c}{x}d{y}": f"{c} {vowels[x]}1 D {vowels[y]}0" for c in "BK" for x, y in ends}
    lines = [f"B{x}d{y} K{x}d{y}" for x, y in ends]
    facts = describe_lyrics(lyrics_dataset(lines), Pronouncer({word.lower(): sound for word, sound in lexicon.items()}))
    assert facts["rhyme_density"] > facts["rhyme_density_shuffled"] + 0.2 > 0.2


def test_a_script_without_sounds_is_said_once():
    text = said(lyrics_dataset(["床前明月光", "疑是地上霜"]))
    assert "no rhyme or metre" in " ".join(text.split())
    assert "syllables" not in text


def test_words_without_a_sound_are_named():
    facts = describe_lyrics(lyrics_dataset(["the кот sat", "the кот ran", "a 猫 sat"]))
    assert facts["silent"] == ["кот", "猫"]
    assert facts["syllables"] == []
    assert "кот, 猫" in said(lyrics_dataset(["the кот sat", "the кот ran", "a 猫 sat"]))


@pytest.mark.parametrize(
    "lines", [["one"], ["one", "two"], ["cat"] * 5000, [f"{'la ' * (i % 40 + 1)}" for i in range(400)]]
)
def test_few_equal_and_uneven_lines_are_shown_within_eighty_columns(lines):
    text = said(lyrics_dataset(lines))
    assert f"{len(lines):,} line" in text
    assert max(map(len, text.splitlines())) <= 80
    bars = [line for line in text.splitlines() if "█" in line and line.rstrip()[-1].isdigit()]
    assert sum(int(line.split()[-1].replace(",", "")) for line in bars) >= len(lines)


def test_hero_look_shows_and_prints_json(hero, tmp_path):
    (tmp_path / "song.txt").write_text("\n".join(LINES), "utf-8")
    code, text, _ = hero("look", "song.txt")
    assert code == 0
    assert "5 lines in 2 verses" in text and "rhyme density" in text and "1 title" in text
    found = json.loads(hero("look", "song.txt", "--json")[1])
    assert (found["dataset"], found["task"], found["rows"], found["findings"]) == ("song", "generation", 5, [])
    assert np.isfinite(found["rhyme_density"])
