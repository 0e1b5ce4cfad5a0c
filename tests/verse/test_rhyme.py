"""What rhymes: keys and onsets against words everybody knows, and rhyme density against a plain loop."""

import random

import pytest

from zerotohero.core.errors import UnknownIdError
from zerotohero.verse.rhyme import KEYS, key, multi, onset, perfect, rhyme_density, rhymes, slant

WORDS = {
    "rain": "R EY1 N",
    "reign": "R EY1 N",
    "train": "T R EY1 N",
    "fade": "F EY1 D",
    "leave": "L IY1 V",
    "believe": "B IH0 L IY1 V",
    "achieve": "AH0 CH IY1 V",
    "running": "R AH1 N IH0 NG",
    "gunning": "G AH1 N IH0 NG",
    "thing": "TH IH1 NG",
    "orange": "AO1 R AH0 N JH",
    "the": "DH AH0",
    "a": "AH0",
    "nation": "N EY1 SH AH0 N",
    "station": "S T EY1 SH AH0 N",
    "elephant": "EH1 L AH0 F AH0 N T",
    "hm": "HH M",
    "ate": "EY1 T",
    "late": "L EY1 T",
    "downtown": "D AW1 N T AW1 N",
}
PHONES = {word: tuple(phones.split()) for word, phones in WORDS.items()}


@pytest.mark.parametrize(
    ("one", "other", "kind", "answer"),
    [
        ("rain", "train", "perfect", True),
        ("rain", "reign", "perfect", False),  # homophones
        ("leave", "believe", "perfect", False),  # the same consonant before the rhyme
        ("achieve", "believe", "perfect", True),
        ("ate", "late", "perfect", True),
        ("running", "thing", "perfect", False),  # an unstressed syllable
        ("hm", "hm", "perfect", False),
        ("rain", "fade", "perfect", False),
        ("rain", "fade", "slant", True),
        ("rain", "reign", "slant", False),
        ("nation", "fade", "slant", False),  # another number of syllables
        ("running", "gunning", "multi", True),
        ("nation", "station", "multi", True),
        ("rain", "train", "multi", False),  # one syllable
        ("the", "a", "perfect", True),  # no stressed vowel: the last one
    ],
)
def test_rhymes(one, other, kind, answer):
    assert rhymes(PHONES[one], PHONES[other], kind) is answer
    assert rhymes(PHONES[other], PHONES[one], kind) is answer


def test_keys():
    assert perfect(PHONES["downtown"]) == ("AW1", "N")  # the last of two primary stresses
    assert slant(PHONES["elephant"]) == ("EH", "AH", "AH")
    assert multi(PHONES["elephant"]) == perfect(PHONES["elephant"])
    assert multi(PHONES["believe"]) == ("IH0", "L", "IY1", "V")
    assert onset(PHONES["station"]) == ("S", "T")
    assert onset(PHONES["believe"], "multi") == ("B",)
    assert onset(PHONES["hm"]) == ()


def test_words_of_one_perfect_key_agree_under_the_weaker_kinds():
    for one in PHONES.values():
        for other in PHONES.values():
            if perfect(one) == perfect(other):
                assert slant(one) == slant(other)
            if multi(one) and multi(one) == multi(other):
                assert perfect(one) == perfect(other)


def test_another_kind_is_refused_by_name():
    with pytest.raises(UnknownIdError, match="did you mean 'perfect'"):
        key(PHONES["rain"], "perfekt")
    assert set(KEYS) == {"perfect", "slant", "multi"}


class Told:
    """Says the phones above, and nothing of other words."""

    def all(self, words):
        return [PHONES.get(word, ()) for word in words]


def density_by_loops(lines, window, shortest=1):
    """The definition, word by word and vowel by vowel."""
    words = [word for line in lines for word in line]
    vowels, ends = [], []
    for word in words:
        vowels += [phone[:-1] for phone in PHONES[word] if phone[-1].isdigit()]
        ends.append(len(vowels))
    total = 0
    for i, word in enumerate(words):
        best = 0
        for j in range(max(0, i - window), i):
            spoken = all(any(p[-1].isdigit() for p in PHONES[w]) for w in (word, words[j]))
            if words[j] != word and spoken:
                k = 0
                while k < ends[i] - ends[j] and k < ends[j] and vowels[ends[i] - 1 - k] == vowels[ends[j] - 1 - k]:
                    k += 1
                best = max(best, k)
        total += best if best >= shortest else 0
    return total / len(words)


@pytest.mark.parametrize(("window", "shortest"), [(1, 1), (3, 1), (15, 1), (15, 2), (15, 3)])
def test_rhyme_density_is_its_definition(window, shortest):
    draw = random.Random(window)
    lines = [[draw.choice(list(WORDS)) for _ in range(draw.randint(0, 8))] for _ in range(40)]
    expected = density_by_loops(lines, window, shortest)
    assert rhyme_density(lines, Told(), window, shortest) == pytest.approx(expected, abs=1e-12)


def test_rhyme_density_of_repetition_silence_and_nothing_is_zero():
    pronouncer = Told()
    assert rhyme_density([["rain"] * 100], pronouncer) == 0
    assert rhyme_density([["…", "你好", "…"]], pronouncer) == 0
    assert rhyme_density([], pronouncer) == 0
    assert rhyme_density([["rain"], []], pronouncer) == 0
