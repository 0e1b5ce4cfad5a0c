"""Verses keep every wish: judged by looking, with a lexicon of the test's own."""

import re
import time
from itertools import combinations

import numpy as np
import pytest

from zerotohero.algorithms.rhyming_ngram import RhymingNgram
from zerotohero.core.errors import UsageError
from zerotohero.verse.poet import Poet

VOWELS = {"a": "AA", "e": "EH", "i": "IY", "o": "OW"}
ONSETS = {"b": "B", "d": "D", "k": "K", "l": "L"}
LEXICON = {f"{c}{v}n": f"{p} {q}1 N" for c, p in ONSETS.items() for v, q in VOWELS.items()}
LEXICON |= {f"{c}{v}ra": f"{p} {q}1 R AH0" for c, p in ONSETS.items() for v, q in VOWELS.items()}
LEXICON |= {f"a{c}{v}": f"AH0 {p} {q}1" for c, p in ONSETS.items() for v, q in VOWELS.items()}
LEXICON |= {"bahn": "B AA1 N", "orange": "AO1 R AH0 N JH"}
RNG = np.random.default_rng(3)
ZIPF = 1 / np.arange(1, len(LEXICON) + 1) ** 0.7
LINES = [" ".join(RNG.choice(list(LEXICON), RNG.integers(2, 7), p=ZIPF / ZIPF.sum())) for _ in range(400)] + ["orange"]
LIMIT = 3


@pytest.fixture(scope="module")
def model():
    return RhymingNgram(order=3, copy_limit=LIMIT, lexicon=LEXICON).fit(LINES)


def sound(word):
    """(stresses, rhyme from the stressed vowel, consonants before it), from the test's own lexicon."""
    phones = LEXICON[word].split()
    at = next(i for i, p in enumerate(phones) if p.endswith("1"))
    stresses = "".join(p[-1] for p in phones if p[-1].isdigit())
    return stresses, tuple(phones[at:]), tuple(p for p in phones[:at] if not p[-1].isdigit())


def rhyme(one, other):
    return sound(one)[1] == sound(other)[1] and sound(one)[2] != sound(other)[2]


def syllables(line):
    return sum(len(sound(word)[0]) for word in line.split())


def copied(verse, size, lines=LINES):
    """Runs of ``size`` words of a verse that stand in the text; line breaks count for nothing."""
    row, own = " ".join(lines).split(), " ".join(verse.lines).split()
    known = {tuple(row[i : i + size]) for i in range(len(row) - size + 1)}
    return [w for i in range(len(own) - size + 1) if (w := tuple(own[i : i + size])) in known]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"scheme": "ABAB", "syllables": 6},
        {"scheme": "sonnet", "lines": 14},
        {"scheme": "limerick", "lines": 5, "syllables": (5, 7)},
        {"scheme": "AXBA", "lines": 8, "syllables": (3, 12)},
        {"scheme": "free", "lines": 5},
        {"seen_pairs": True, "syllables": (5, 10)},
        {"temperature": 2.0},
        {"temperature": 0.3, "syllables": 7},
        {"lines": 1},
        {"scheme": "A", "lines": 4},
    ],
    ids=str,
)
def test_a_verse_keeps_scheme_and_syllables_and_never_copies(model, how):
    how = {"lines": 8, "syllables": 8, "scheme": "AABB", **how}
    low, high = how["syllables"] if isinstance(how["syllables"], tuple) else (how["syllables"],) * 2
    verses = model.verses(25, seed=1, **how)
    assert len({str(v) for v in verses}) > 20
    for verse in verses:
        assert len(verse.lines) == how["lines"] == len(verse.letters)
        assert verse.syllables == [syllables(line) for line in verse.lines]
        assert all(low <= s <= high for s in verse.syllables)
        ends = [line.split()[-1] for line in verse.lines]
        for i, j in combinations(range(len(ends)), 2):
            if verse.letters[i] == verse.letters[j] != "X":
                assert rhyme(ends[i], ends[j])
            elif "X" not in (verse.letters[i], verse.letters[j]):
                assert sound(ends[i])[1] != sound(ends[j])[1]  # another letter is another sound
        assert not copied(verse, LIMIT + 1)
        assert not {*verse.lines} & {*LINES}


def test_without_looking_over_line_breaks_verses_would_copy(model, monkeypatch):
    """So the test above has something to find."""
    monkeypatch.setattr(Poet, "_copying", lambda self, lines, verses: np.zeros((0, 2), np.int64))
    verses = model.verses(200, lines=8, syllables=8, seed=1, temperature=0.3)
    assert any(copied(v, LIMIT + 1) for v in verses)


@pytest.mark.parametrize("limit", [2, 3, 5])
def test_the_copy_limit_is_reached_and_never_passed(limit):
    model = RhymingNgram(order=5, copy_limit=limit, lexicon=LEXICON).fit(LINES)
    verses = model.verses(60, lines=4, syllables=(6, 12), seed=0, temperature=0.5)
    assert not any(copied(v, limit + 1) for v in verses)
    assert any(copied(v, limit) for v in verses)


@pytest.mark.parametrize("pattern", ["10101010", "01010101", "0101010", "1", "11111"])
def test_stressed_syllables_stand_where_the_pattern_has_them(model, pattern):
    for verse in model.verses(30, lines=4, scheme="ABAB", stress=pattern, seed=2):
        for line in verse.lines:
            at = 0
            for word in line.split():
                stress, part = sound(word)[0], pattern[at : at + len(sound(word)[0])]
                assert len(stress) == 1 or stress == part
                at += len(stress)
            assert at == len(pattern)


def test_the_first_rhyme_is_on_the_wanted_word(model):
    for word in ("ban", "abi"):
        for verse in model.verses(20, lines=4, scheme="ABAB", syllables=7, on=word, seed=0):
            ends = [verse.lines[i].split()[-1] for i in (0, 2)]
            assert all(sound(end)[1] == sound(word)[1] for end in ends)


def test_each_wanted_word_occurs_and_no_unwanted_one(model):
    about, avoid = ("dera", "alo", "ken"), ("ban", "bara", "aba")
    for verse in model.verses(30, lines=4, syllables=8, about=about, avoid=avoid, seed=0):
        words = [line.split() for line in verse.lines]
        assert all(any(word in line for line in words) for word in about)
        assert not {word for line in words for word in line} & {*avoid}
        assert not copied(verse, LIMIT + 1)


def test_slant_rhymes_share_their_vowels_and_rhymes_of_two_syllables_both(model):
    for verse in model.verses(20, lines=2, syllables=7, rhyme="slant", seed=0):
        one, two = (sound(line.split()[-1])[1] for line in verse.lines)
        assert [p[:2] for p in one if p[-1].isdigit()] == [p[:2] for p in two if p[-1].isdigit()]
    for verse in model.verses(20, lines=2, syllables=7, rhyme="multi", seed=0):
        assert all(len(sound(line.split()[-1])[0]) == 2 for line in verse.lines)


def test_one_line_ends_as_it_is_asked_to(model):
    assert model.line(last="dera", syllables=6, seed=0).split()[-1] == "dera"
    assert rhyme(model.line(on="ban", syllables=6, seed=0).split()[-1], "ban")
    assert syllables(model.line(syllables=(4, 5), seed=0)) in (4, 5)


def test_masses_add_up(model):
    assert model.mass((5, 6)) == pytest.approx(model.mass(5) + model.mass(6), rel=1e-12)
    ends = sum(model.mass(6, last=word) for word in LEXICON)
    assert model.mass(6) == pytest.approx(ends, rel=1e-12)
    with_ban = sum(model.mass(6, last=word) for word in LEXICON if rhyme(word, "ban"))
    assert model.mass(6, rhyme_with="ban") == pytest.approx(with_ban, rel=1e-12) and with_ban > 0
    assert model.mass(6, about=("ban",)) == pytest.approx(model.mass(6) - model.mass(6, avoid=("ban",)), rel=1e-9)


IMPOSSIBLE = {
    "no rhyme on this word": ({"on": "orange"}, "rhyme on 'orange'"),
    "more lines of one rhyme than words": ({"scheme": "A", "lines": 40}, "40 lines A"),
    "more rhymes than there are": ({"scheme": "ABCDEFGHIJKLMNOPQRSTUVWYZ" * 2, "lines": 50}, "50 lines"),
    "too few syllables for a word": ({"syllables": 1, "about": ("dera",)}, "about 'dera'"),
    "more themes than lines": ({"lines": 1, "about": ("ban", "bara")}, "2 words"),
    "a theme that is to be avoided": ({"about": ("ban",), "avoid": ("ban",)}, "about 'ban'"),
    "all words avoided": ({"avoid": tuple(LEXICON)}, "a line"),
    "an unknown theme": ({"about": ("zebra",)}, "zebra"),
    "no line": ({"lines": 0}, "one line"),
    "no syllable": ({"syllables": 0}, "syllables"),
    "syllables that fall": ({"syllables": (8, 5)}, "8-5"),
    "too many syllables": ({"syllables": 1000}, "syllables"),
    "a pattern of letters": ({"stress": "0a"}, "stresses"),
    "no pattern": ({"stress": ""}, "stresses"),
    "temperature 0": ({"temperature": 0}, "temperature"),
    "an unknown kind of rhyme": ({"rhyme": "rich"}, "rich"),
    "a scheme of digits": ({"scheme": "11"}, "scheme"),
}


def test_a_word_that_is_too_long_for_the_line_names_the_shortest_line_that_holds_it(model):
    with pytest.raises(UsageError, match=r"at most 1 syllables.*one of 2.*--syllables (\d+)") as said:
        model.verse(1, "X", 1, about=("dera",))
    shortest = int(str(said.value).split("--syllables ")[1])
    assert "dera" in model.verse(1, "X", shortest, about=("dera",), seed=0).lines[0].split()
    assert all(not model.mass(n, about=("dera",)) for n in range(1, shortest))


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_impossible_wishes_are_answered_and_quickly(model, what):
    wishes, said = IMPOSSIBLE[what]
    start = time.process_time()
    with pytest.raises(Exception, match=said) as caught:
        model.verse(**{"lines": 4, "syllables": 8, **wishes})
    assert isinstance(caught.value, UsageError) or what == "an unknown kind of rhyme"
    assert time.process_time() - start < 2


def test_slant_rhymes_are_offered_where_there_is_no_perfect_one():
    model = RhymingNgram(3, 3, {"ban": "B AA1 N", "da": "D AA1", "kin": "K IY1 N"}).fit(
        ["ban da", "da ban kin", "kin da da"]
    )
    with pytest.raises(UsageError, match=r"no word .* rhymes with 'ban'.*--rhyme slant: da"):
        model.verse(2, syllables=3, on="ban")


SMALL = {
    "no line": [],
    "a line without words": ["..."],
    "one word": ["ban"],
    "one line": ["ban dera abi"],
    "two lines": ["ban dera", "dan bera"],
    "equal lines": ["ban dan ken"] * 300,
    "one word for ever": ["ban " * 40],
    "no two words that rhyme": ["ban dera", "abi ken"],
    "Cyrillic": ["Привет мир", "мир и мы"],
    "Chinese": ["床前明月光", "疑是地上霜"],
    "Arabic": ["السلام عليكم", "كيف حالك"],
    "emoji": ["🎤🎤", "🔥"],
    "NUL bytes": ["ban\x00 dan", "\x00"],
}


@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL)
@pytest.mark.parametrize(
    "how",
    [{}, {"syllables": 3}, {"scheme": "free", "syllables": (1, 9)}, {"rhyme": "slant", "seen_pairs": True}],
    ids=str,
)
def test_small_and_strange_texts_give_a_verse_without_copies_or_one_message(text, how):
    start = time.process_time()
    model = RhymingNgram(copy_limit=2, lexicon=LEXICON).fit(text)
    try:
        verse = model.verse(**{"lines": 2, **how})
    except UsageError as error:
        assert error.came and error.try_
    else:
        assert len(verse.lines) == 2 and not copied(verse, 3, [line.lower().replace("\x00", " ") for line in text])
    assert time.process_time() - start < 3


def test_natural_ends_are_words_that_end_lines_of_the_text_often_enough():
    lines = ["a ba a", *["a da", "a na", "a ba", "da a na", "a a ba", "a da a na"] * 2, *["ba na da"] * 4]
    model = RhymingNgram(3, 4, {"a": "AA1", "ba": "B AA1", "da": "D AA1", "na": "N AA1"}).fit(lines)
    often = {w: sum(line.split()[-1] == w for line in lines) / " ".join(lines).split().count(w) for w in model.words_}
    average = len(lines) / len(" ".join(lines).split())
    assert 0 < often["a"] < 0.2 * average < min(often[w] for w in ("ba", "da", "na"))
    wishes = {"lines": 2, "syllables": (3, 6), "seed": 1}
    ends = [{line.split()[-1] for v in model.verses(300, natural_ends=n, **wishes) for line in v.lines} for n in (0, 1)]
    assert ends == [{"a", "ba", "da", "na"}, {"ba", "da", "na"}]


def test_four_words_in_a_row_come_once_in_a_verse_where_that_can_be_had(model, monkeypatch):
    def repeated(verse):
        runs = [{tuple(w[i : i + 4]) for i in range(max(len(w) - 3, 1))} for w in map(str.split, verse.lines)]
        return any(one & other for one, other in combinations(runs, 2))

    wishes = {"lines": 8, "syllables": (6, 10), "seed": 1, "temperature": 0.3}
    kept = sum(map(repeated, model.verses(100, **wishes)))
    monkeypatch.setattr("zerotohero.verse.drawing.repeating", lambda lines, verses: np.zeros((0, 2), np.int64))
    assert 3 * kept < sum(map(repeated, model.verses(100, **wishes)))


def test_where_only_one_line_can_be_had_it_comes_again():
    verse = RhymingNgram(2, 2).fit(["a b c", "c a b"]).verse(6, "free", syllables=1)
    assert len(verse.lines) == 6


def test_characters_that_need_no_blanks_are_written_without():
    model = RhymingNgram(2, 2).fit(["床前明月光", "明月照前床", "光照 the moon"])
    lines = [line for v in model.verses(40, lines=1, scheme="free", syllables=5) for line in v.lines]
    assert any(len(line) == 5 and not line.isascii() for line in lines)
    assert any("moon" in line for line in lines)
    assert not any(re.search("[a-z][\u4e00-\u9fff]|[\u4e00-\u9fff][a-z]", line) for line in lines)
