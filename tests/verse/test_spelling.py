"""Letter-to-sound: sensible on words it may have seen, the networks as written out, and alike alone or among others."""

from pathlib import Path

import numpy as np
import pytest

from zerotohero.verse import spelling
from zerotohero.verse._lexicon import CONSONANTS, VOWELS
from zerotohero.verse.spelling import Network, Speller, sound_out, speller

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
    words = ["a", "yeeted", "zoogle", "microphonically", "qqq", "rapsody", "b" * 30, "y", "google", "eeteyd"]
    assert sound_out(words) == [sound_out([word])[0] for word in words]
    assert sound_out([]) == []


def test_more_words_than_one_batch_come_back_in_their_order(monkeypatch):
    words = ["cat", "dog", "rhyme", "sun", "beats", "fun"]
    expected = sound_out(words)
    monkeypatch.setattr(spelling, "BATCH", 2)
    assert sound_out(words) == expected


def test_only_phones_come_out():
    words = ["".join(chr(97 + (i * j) % 26) for j in range(1, 9)) for i in range(1, 60)]
    for phones in sound_out(words):
        for phone in phones:
            assert phone in CONSONANTS or (phone[:-1] in VOWELS and phone[-1] in "012"), phone


def test_an_n_gram_is_hashed_as_written_out():
    found, full = spelling.hashes(spelling.numbered(["rhyme"])), (1 << 64) - 1
    letters = [0] * 6 + [ord(c) - 96 for c in "rhyme"] + [0] * 6
    for at in range(5):
        for k, (first, last) in enumerate(spelling.NGRAMS):
            value = k + 1
            for letter in letters[6 + at + first : 6 + at + last + 1]:
                value = (value * 1000003 & full) ^ letter
            assert found[0, at, k] == ((value ^ value >> 31) * 0x9E3779B97F4A7C15 & full) >> 32


def test_an_n_gram_that_is_not_in_the_table_gets_the_empty_row():
    checks = np.zeros(1 << spelling.ROW_BITS, dtype=np.uint16)
    checks[3] = 7
    hashed = np.array([3 << 16 | 7, 3 << 16 | 8], dtype=np.uint32)
    assert spelling.rows(hashed, checks).tolist() == [3, len(checks)]


def logistic(z):
    return 1 / (1 + np.exp(-z))


def one_step(arrays, name, x, state, memory):
    """Return an LSTM's state and memory after the vector x, unit by unit as Hochreiter and Schmidhuber's gates."""
    z = arrays[f"{name}_input"] @ x + arrays[f"{name}_state"] @ state + arrays[f"{name}_bias"]
    take, keep, new, show = z.reshape(4, -1)
    memory = logistic(keep) * memory + logistic(take) * np.tanh(new)
    return logistic(show) * np.tanh(memory), memory


def random_network(rng, labels, rows, width=5, hidden=3, table=2):
    """Return the arrays of a small network as the file holds them, and the same numbers in double precision."""
    sizes = {"letters": (28, width), "labels": (labels + 1, width), "ngrams": (rows, table), "mix": (width, table)}
    sizes |= {"out": (labels, hidden)}
    for name, size in (("from_end", width), ("from_start", width), ("decoder", 2 * hidden + width)):
        sizes |= {f"{name}_input": (4 * hidden, size), f"{name}_state": (4 * hidden, hidden)}
    stored, exact = {}, {}
    for name, size in sizes.items():
        stored[name] = rng.integers(-31, 32, size).astype(np.int8)
        stored[f"{name}_scale"] = rng.uniform(0.02, 0.08, size[0]).astype(np.float16)
        exact[name] = stored[name].astype(float) * stored[f"{name}_scale"].astype(float)[:, None]
    biases = {"mix_bias": width, "out_bias": labels, "from_end_bias": 4 * hidden, "from_start_bias": 4 * hidden}
    for name, size in (biases | {"decoder_bias": 4 * hidden}).items():
        stored[name] = rng.normal(size=size).astype(np.float16)
        exact[name] = stored[name].astype(float)
    return stored, exact


def test_the_scores_are_the_network_written_out():
    rng = np.random.default_rng(0)
    stored, exact = random_network(rng, labels=4, rows=6)
    letters, rows, given = [5, 13, 25, 8, 18], rng.integers(0, 7, (5, 3)), [4, 0, 3, 1, 2]  # "rhyme" from its end
    ngrams = np.vstack([exact["ngrams"], np.zeros(2)])  # the last row is that of n-grams not in the table
    xs = [
        exact["letters"][letter] + exact["mix"] @ sum(ngrams[row] for row in its) + exact["mix_bias"]
        for letter, its in zip(letters, rows)
    ]
    states = {}
    for name, order in (("from_end", range(5)), ("from_start", range(4, -1, -1))):
        state = memory = np.zeros(3)
        for i in order:
            state, memory = one_step(exact, name, xs[i], state, memory)
            states[name, i] = state
    network = Network(stored)
    encoded = network.encode(np.array(letters)[:, None], rows[:, None])
    past = 2 * (np.zeros((1, 3), np.float32),)
    state = memory = np.zeros(3)
    for i in range(5):
        seen = np.concatenate([states["from_end", i], states["from_start", i], exact["labels"][given[i]]])
        state, memory = one_step(exact, "decoder", seen, state, memory)
        scores, *past = network.decode(encoded[i], np.array([given[i]]), *past)
        np.testing.assert_allclose(scores[0], exact["out"] @ state + exact["out_bias"], rtol=1e-4, atol=1e-5)


def test_the_label_is_that_of_the_highest_product_of_probabilities():
    arrays = {"checks": np.zeros(1 << 16, np.uint16), "label_letter": np.array([1, 1, 1, 2], dtype=np.uint8)}
    arrays["label_phones"] = np.array(["", "AA1", "AE1 K", "B"])
    # Alone the first network would say AA1 for an a; the last label scores highest, but belongs to another letter.
    for k, bias in enumerate(([0, 2, 1.5, 9], [0, -1, 1.5, 9])):
        stored, _ = random_network(np.random.default_rng(k), labels=4, rows=1 << 16)
        stored["out"][:] = 0
        stored["out_bias"] = np.array(bias, dtype=np.float16)
        arrays |= {f"{k}.{name}": values for name, values in stored.items()}
    assert Speller(arrays).label(["aa"]).tolist() == [[2, 2]]
    alone = {name: values for name, values in arrays.items() if not name.startswith("1.")}
    assert Speller(alone).label(["aa", "ba"]).tolist() == [[1, 1], [1, 3]]


def test_every_label_of_the_package_belongs_to_a_letter_and_is_made_of_phones():
    model = speller()
    assert len(model.phones) == len(model.wrong_letter[0])
    assert np.isfinite(model.wrong_letter).sum(axis=0).tolist() == [1] * len(model.phones)
    assert all(np.isfinite(model.wrong_letter[1:]).any(axis=1))


def test_the_weights_are_plain_arrays_of_at_most_four_megabytes():
    assert WEIGHTS.stat().st_size <= 4_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(np.isfinite(arrays[name]).all() for name in arrays if arrays[name].dtype.kind == "f")
