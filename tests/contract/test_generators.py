"""What is true of every algorithm that goes on with lines of words."""

import numpy as np
import pytest

from zerotohero.core.specs import discover, find
from zerotohero.data.lyrics import from_lines
from zerotohero.data.tokenize import tokenize
from zerotohero.model_file.prove import prove_arrays
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import write_model

SPECS = {id: spec for id, spec in discover("algorithms").items() if "generation" in spec.tasks}
LINES = ["the cat sat on the mat", "a cat ate that fat rat", "the rat sat on a hat", "don't sit on the cat",
         "so the fat cat sat", "Привет, мир!", "2 cats and 1 rat", "oh"]  # fmt: skip
NEW = ["the cat sat on a rat", "zzz", "", "…", "привет cat", *LINES]
MONSTERS = ["", "🎤", "\x00", "nothing of this known", "the " * 1000, "a\nb"]
each = pytest.mark.parametrize("id", SPECS)


def train(id, lines=LINES, **params):
    spec = SPECS[id]
    return spec.make("generation", 0, **{**spec.default_params("text", "generation"), **params}).fit(lines)


@each
def test_the_arrays_predict_what_the_model_predicts(id):
    model = train(id)
    found = SPECS[id].predict(SPECS[id].arrays(model), NEW)
    assert found.dtype == np.float64 and found.shape == (len(NEW), 2)
    assert np.array_equal(found, model.predict(NEW))


@each
def test_lyrics_and_their_lines_teach_the_same(id):
    assert np.array_equal(train(id, from_lines(LINES)).predict(NEW), train(id).predict(NEW))


@each
def test_one_line_and_no_line_are_accepted(id):
    model = train(id)
    together = model.predict(NEW)
    alone = np.concatenate([model.predict([line]) for line in NEW])
    np.testing.assert_allclose(alone, together, rtol=1e-12)
    assert model.predict([]).shape == (0, 2)


@each
def test_answers_are_finite_and_count_the_known_words_and_the_end(id):
    model = train(id)
    known = {word for line in LINES for word in tokenize(line)}
    found = model.predict(NEW + MONSTERS)
    assert np.isfinite(found).all() and (found[:, 0] >= 0).all()
    assert found[:, 1].tolist() == [sum(w in known for w in tokenize(line)) + 1 for line in NEW + MONSTERS]


@each
def test_the_same_text_and_seed_give_identical_bits(id):
    assert np.array_equal(train(id).predict(NEW), train(id).predict(NEW))
    one, other = (SPECS[id].arrays(train(id)) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


@each
def test_a_file_brings_back_identical_bits(id, tmp_path):
    spec, model = SPECS[id], train(id)
    write_model(tmp_path / "model.hero", {}, spec.arrays(model))
    arrays = read_model(tmp_path / "model.hero", lambda manifest: (spec.schema("generation"), {}, spec.prove))[1]
    assert np.array_equal(spec.predict(arrays, NEW), model.predict(NEW))


@each
@pytest.mark.parametrize("lines", [LINES[:1], LINES[:2], LINES[:1] * 50, ["a"], ["🎤 a"], ["的 的 是"]])
def test_tiny_texts_can_be_learned_and_proved(id, lines):
    spec, model = SPECS[id], train(id, lines)
    arrays = spec.arrays(model)
    spec.prove(arrays, prove_arrays(arrays, spec.schema("generation"), {}))
    assert np.isfinite(spec.predict(arrays, NEW)).all()


@pytest.mark.parametrize(
    ("id", "name"),
    [pytest.param(id, h.name, id=f"{id}.{h.name}") for id, spec in SPECS.items() for h in spec.hyperparameters],
)
def test_every_hyperparameter_can_be_set_to_both_ends(id, name):
    knob = next(h for h in SPECS[id].hyperparameters if h.name == name)
    for end in (knob.low, knob.high):
        model = train(id, **{name: knob.parse(str(end), id)})
        assert getattr(model, name) == end
        assert np.isfinite(model.predict(NEW)).all()


@each
def test_shuffled_words_teach_nothing_about_the_next_one(id):
    """What a word says about the next one is gone when words are shuffled: nobody beats the model without memory."""
    rng = np.random.default_rng(0)
    words = np.array([f"w{i}" for i in range(20)])
    lines = [" ".join(rng.choice(words, 8)) for _ in range(300)]
    scores = {
        i: SPECS[i].predict(SPECS[i].arrays(train(i, lines[:200])), lines[200:])[:, 0] for i in (id, "single-words")
    }
    difference = scores[id] - scores["single-words"]
    assert difference.mean() >= -3 * difference.std() / np.sqrt(len(difference))


ALTERED = {
    "a token that no word has": ("tokens", lambda a: np.where(np.arange(len(a)) == 3, 10**6, a)),
    "a token below 0": ("tokens", lambda a: np.where(np.arange(len(a)) == 3, -1, a)),
    "no token": ("tokens", lambda a: a[:0]),
    "starts that fall": ("starts", lambda a: np.concatenate([a[:2], a[1:0:-1] - 1, a[2:]])),
    "starts that leave words out": ("starts", lambda a: a[:-1]),
    "starts not at 0": ("starts", lambda a: a[1:]),
    "starts beyond the text": ("starts", lambda a: np.append(a, a[-1] + 5)),
    "no line": ("starts", lambda a: a[:1]),
    "a word that the text does not have": ("words", lambda a: np.concatenate([a, [10, 65]])),
    "a word less": ("words", lambda a: a[: np.flatnonzero(a == 10)[-1]]),
    "a word twice": ("words", lambda a: np.concatenate([a, [10], a[: np.flatnonzero(a == 10)[0]]])),
    "words that are no text": ("words", lambda a: np.where(np.arange(len(a)) == 1, 255, a)),
    "phones that are none": ("phones", lambda a: np.where(np.arange(len(a)) == 0, 35, a)),
    "phones that are no text": ("phones", lambda a: np.where(np.arange(len(a)) == 1, 255, a)),
    "a word without its phones": ("phones", lambda a: a[: np.flatnonzero(a == 10)[-1]]),
    "order 0": ("settings", lambda a: a * [0, 1]),
    "an order that would fill the memory": ("settings", lambda a: a * [10**9, 1]),
    "a copy limit of 0": ("settings", lambda a: a * [1, 0]),
    "a copy limit that would fill the memory": ("settings", lambda a: a * [1, 10**9]),
    "a plain order of 0": ("order", lambda a: a * 0),
    "a plain order that would fill the memory": ("order", lambda a: a * 10**9),
}


@pytest.mark.parametrize(
    ("id", "what"),
    [(id, w) for id, spec in SPECS.items() for w, (name, _) in ALTERED.items() if name in spec.schema("generation")],
)
def test_altered_arrays_are_refused(id, what):
    name, change = ALTERED[what]
    spec, arrays = SPECS[id], SPECS[id].arrays(train(id))
    arrays[name] = change(arrays[name]).astype(arrays[name].dtype)
    with pytest.raises(ValueError):
        spec.prove(arrays, prove_arrays(arrays, spec.schema("generation"), {}))


@each
def test_whatever_the_proof_lets_through_predicts_finite_numbers(id):
    """Numbers and bytes changed at random: refused with ValueError, or harmless."""
    spec, rng = SPECS[id], np.random.default_rng(0)
    good, refused = spec.arrays(train(id)), 0
    for _ in range(150):
        arrays = {name: a.copy() for name, a in good.items()}
        a = arrays[rng.choice(list(arrays))]
        at = rng.integers(0, len(a), rng.integers(1, 3))
        a[at] = rng.choice(
            [0, 1, 2, 10, 32, 65, 255, *([-1, 10**6, 2**31 - 1] if a.dtype != np.uint8 else [])], len(at)
        )
        try:
            spec.prove(arrays, prove_arrays(arrays, spec.schema("generation"), {}))
        except ValueError:
            refused += 1
            continue
        assert np.isfinite(spec.predict(arrays, NEW)).all()
    assert 30 < refused < 150


@each
def test_costs_grow_with_the_lines(id):
    for cost in (SPECS[id].seconds, SPECS[id].bytes):
        costs = [cost(n, 1, 1) for n in (100, 1000, 10_000)]
        assert 0 < costs[0] < costs[1] < costs[2]


def test_the_rivals_of_the_task_are_among_them():
    assert set(find("tasks", "generation").rivals) <= set(SPECS)
