"""Letter-to-sound: sensible on words it may have seen, the network as written out, and alike alone or among others."""

from pathlib import Path

import numpy as np
import pytest

from zerotohero.verse import spelling
from zerotohero.verse._lexicon import CONSONANTS, VOWELS
from zerotohero.verse.spelling import network, sound_out

WEIGHTS = Path(spelling.__file__).with_name("spelling.npz")


def test_regular_words_sound_as_they_are_spelled():
    assert sound_out(["cat", "street", "running"]) == [
        ("K", "AE1", "T"),
        ("S", "T", "R", "IY1", "T"),
        ("R", "AH1", "N", "IH0", "NG"),
    ]


@pytest.mark.parametrize(
    ("made_up", "known"), [("snackling", "packing"), ("flation", "nation"), ("blorking", "working")]
)
def test_made_up_words_end_like_the_words_they_look_like(made_up, known):
    (one, other) = sound_out([made_up, known])
    assert one[-2:] == other[-2:]


def test_a_word_sounds_the_same_alone_and_among_others():
    words = ["a", "yeeted", "zoogle", "microphonically", "qqq", "rapsody", "b" * 30, "y"]
    assert sound_out(words) == [sound_out([word])[0] for word in words]
    assert sound_out([]) == []


def test_only_phones_come_out():
    words = ["".join(chr(97 + (i * j) % 26) for j in range(1, 9)) for i in range(1, 60)]
    for phones in sound_out(words):
        for phone in phones:
            assert phone in CONSONANTS or (phone[:-1] in VOWELS and phone[-1] in "012"), phone


def test_the_scores_are_the_network_written_out():
    model, word = network(), "rhyme"
    letters, at = spelling.padded([word]), 2 + spelling.REACH  # the y, with "me" labelled 3 and 5
    right, stress = np.array([[3, 5, model.none, model.none]]), np.array([2])
    z = model.mix_bias.astype(float)
    for k, offset in enumerate(range(-spelling.REACH, spelling.REACH + 1)):
        z = z + model.letters[27 * k + int(letters[0, at + offset])]
    for k, label in enumerate([3, 5, model.none, model.none]):
        z = z + model.labels[(model.none + 1) * k + label]
    z = z + model.labels[(model.none + 1) * spelling.MEMORY + 2]
    hashed = spelling.hashes(letters, np.array([0]), np.array([at]), right, stress)
    for value in hashed[0].tolist():
        if model.checks[value >> 16] == value & 0xFFFF:
            z = z + model.mix @ model.ngrams[value >> 16]
    h = np.maximum(model.w1 @ np.maximum(z, 0) + model.b1, 0)
    h = h + np.maximum(model.w2 @ h + model.b2, 0)
    expected = model.w3 @ h + model.b3
    scores = model.scores(letters, np.array([0]), np.array([at]), right, stress)[0]
    own = np.isfinite(scores)
    np.testing.assert_allclose(scores[own], expected[own], rtol=1e-3, atol=1e-3)
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert (arrays["label_letter"][own] == ord("y") - 96).all()


def test_the_weights_are_plain_arrays_of_at_most_three_megabytes():
    assert WEIGHTS.stat().st_size <= 3_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(np.isfinite(arrays[name]).all() for name in arrays if arrays[name].dtype.kind == "f")
