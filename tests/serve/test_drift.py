"""Rows of the training are no drift; other rows are, in the column that is other."""

import numpy as np
import pytest

from zerotohero.data.usual import prove_usual, usual
from zerotohero.datasets._letters_generator import draw_letters
from zerotohero.serve.drift import ANSWER, WINDOW, Drift

FEATURES = [("size", "number"), ("colour", "category"), ("born", "date"), ("note", "words")]


def rows(n, seed, shift=0.0, colours=(0.6, 0.3, 0.1), gaps=0.1, longer=1):
    """Return cells of n rows."""
    rng = np.random.default_rng(seed)
    size = rng.normal(shift, 1, n)
    size[rng.random(n) < gaps] = np.nan
    colour = np.array(["black", "white", "red"], object)[rng.choice(3, n, p=colours)]
    born = np.datetime64("2020-01-01", "s") + rng.integers(0, 10**8, n).astype("timedelta64[s]")
    note = np.array(["miau " * longer * k for k in rng.integers(1, 9, n)], object)
    return {"size": size, "colour": colour, "born": born, "note": note}


@pytest.fixture
def drift():
    cells = rows(5000, 0)
    found = usual(cells, FEATURES)
    prove_usual(found, FEATURES)
    return Drift(FEATURES, found, usual({ANSWER: cells["size"]}, [(ANSWER, "number")])[ANSWER])


def drifted(drift):
    return {name for name, about in drift.report()["columns"].items() if about["drifted"]}


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("n", [120, 1000])
def test_rows_of_the_same_kind_are_no_drift(drift, n, seed):
    cells = rows(n, seed)
    drift.note(cells, cells["size"])
    assert drift.report()["rows"] == n and drifted(drift) == set()


@pytest.mark.parametrize(
    "change, column",
    [
        ({"shift": 1.5}, "size"),
        ({"colours": (0.1, 0.3, 0.6)}, "colour"),
        ({"gaps": 0.8}, "size"),
        ({"longer": 3}, "note"),
    ],
)
def test_other_rows_are(drift, change, column):
    for part in range(4):
        cells = rows(250, part, **change)
        drift.note(cells, rows(250, part + 100)["size"])
    assert drifted(drift) == {column}


def test_answers_drift_too(drift):
    cells = rows(500, 1)
    drift.note(cells, cells["size"] + 3)
    assert drifted(drift) == {ANSWER}


def test_an_unknown_category_counts_as_another_value(drift):
    cells = rows(400, 1)
    cells["colour"][:] = "plaid"
    drift.note(cells, cells["size"])
    about = drift.report()["columns"]["colour"]
    assert about["drifted"] and about["now"][-2:] == [1.0, 0.0]


def test_few_rows_say_nothing_and_old_ones_are_forgotten(drift):
    cells = rows(50, 1)
    drift.note(cells, cells["size"])
    assert drift.report() == {"rows": 50, "columns": {}}
    for seed in range(12):
        cells = rows(500, seed, shift=4)
        drift.note(cells, cells["size"])
    for seed in range(12):
        cells = rows(500, seed)
        drift.note(cells, cells["size"])
    assert WINDOW <= drift.report()["rows"] <= WINDOW + 500 and drifted(drift) == set()


def test_what_other_workers_saw_is_added(drift):
    cells, other = rows(300, 1), Drift(FEATURES, usual(rows(5000, 0), FEATURES))
    drift.note(cells, cells["size"])
    other.note(rows(300, 2, shift=4), np.zeros(300))
    seen = {ANSWER: drift.counts()[ANSWER], **other.counts()}
    assert drifted(drift) == set()
    together = drift.report([seen])
    assert together["rows"] == 600 and together["columns"]["size"]["drifted"]
    assert sum(together["columns"]["size"]["now"]) == pytest.approx(1, abs=1e-3)


def test_the_index_is_that_of_the_formula(drift):
    cells = rows(1000, 3, shift=0.5, gaps=0.0)
    drift.note(cells, cells["size"])
    about = drift.report()["columns"]["size"]
    then, now = np.array(about["then"]), np.array(about["now"])
    seen = (then > 0) & (now > 0)
    by_hand = ((now - then) * np.log(np.maximum(now, 1e-9) / np.maximum(then, 1e-9)))[seen].sum()
    missing = 0.1 * np.log(0.1 * 1000 / 0.5)  # of 1,000 rows none: counted as half a row
    assert about["index"] == pytest.approx(by_hand + missing, abs=0.03)


def test_rare_values_are_not_kept():
    cells = {"name": np.array(["Ann"] * 96 + ["Zoe"] * 4, object)}
    assert list(usual(cells, [("name", "category")])["name"]["shares"]) == ["Ann"]


def test_an_altered_summary_is_refused():
    good = usual(rows(100, 0), FEATURES)
    for column, key, value in (
        ("size", "deciles", [1.0]),
        ("size", "missing", 2.0),
        ("colour", "shares", {"a": -1.0}),
        ("size", "middle", []),
        ("size", "shares", {"a": 1.0}),
        ("colour", "deciles", [0.0] * 11),
    ):
        with pytest.raises(ValueError):
            prove_usual({**good, column: {**good[column], key: value}}, FEATURES)


def pictures(n, seed, crosses=False):
    """Return (pictures (n, 16, 16), classes): bars that stand or lie, somewhere; or crosses, as bright and as rich."""
    rng = np.random.default_rng(seed)
    found, y = np.zeros((n, 16, 16), np.uint8), rng.integers(0, 2, n)
    for picture, lies in zip(found, y):
        at = rng.integers(5, 9)
        if crosses:
            picture[at : at + 3, ::2] = picture[::2, at : at + 3] = 200
        else:
            (picture.T if lies else picture)[:, at : at + 3] = 200
        picture += rng.integers(0, 20, picture.shape, np.uint8)
    return found, y


PICTURE = [("image", "image")]


@pytest.fixture(scope="module")
def of_pictures():
    found, y = pictures(400, 0)
    return usual({"image": found}, PICTURE, y)


@pytest.mark.parametrize("seed", range(1, 4))
def test_pictures_of_the_same_kind_are_no_drift(of_pictures, seed):
    prove_usual(of_pictures, PICTURE, (16, 16))
    drift = Drift(PICTURE, of_pictures)
    drift.note({"image": pictures(300, seed)[0]}, np.zeros(300))
    assert set(drift.report()["columns"]) == {"image brightness", "image contrast", "image distance"} and not drifted(
        drift
    )


@pytest.mark.parametrize(
    "change, column",
    [
        (lambda found: found // 2 + 100, {"image brightness", "image contrast", "image distance"}),  # fog
        (lambda found: 255 - found, {"image brightness", "image distance"}),  # a negative is as rich in contrast
        (lambda found: pictures(300, 7, crosses=True)[0], {"image distance"}),
    ],
)
def test_other_pictures_are(of_pictures, change, column):
    drift = Drift(PICTURE, of_pictures)
    drift.note({"image": change(pictures(300, 5)[0])}, np.zeros(300))
    assert column <= drifted(drift)


def test_a_distance_is_that_to_the_mean_of_the_others():
    found, y = pictures(24, 3)
    areas = found.reshape(24, 8, 2, 8, 2).mean(axis=(2, 4)).reshape(24, 64) / 255
    by_hand = []
    for i in range(24):
        means = [areas[(y == c) & (np.arange(24) != i)].mean(axis=0) for c in (0, 1)]
        by_hand.append(min(np.sqrt(((areas[i] - mean) ** 2).mean()) for mean in means))
    deciles = usual({"image": found}, PICTURE, y)["image distance"]["deciles"]
    assert deciles == pytest.approx(np.quantile(by_hand, np.linspace(0, 1, 11), method="nearest"), abs=1e-3)


def test_altered_means_of_pictures_are_refused(of_pictures):
    about = of_pictures["image distance"]
    for centres in ([], [[0.5] * 63], [[2.0] * 64], "no"):
        with pytest.raises(ValueError, match="centres"):
            prove_usual({**of_pictures, "image distance": {**about, "centres": centres}}, PICTURE, (16, 16))
    colours = np.repeat(pictures(20, 1)[0][..., None], 3, axis=3)
    prove_usual(usual({"image": colours[:, :5]}, PICTURE), PICTURE, (5, 16))


def test_letters_upside_down_are_noticed_and_others_like_those_of_the_training_are_not():
    letters, y, _ = draw_letters(800)
    of_letters = usual({"image": letters[:600]}, PICTURE, np.unique(y[:600], return_inverse=True)[1])
    prove_usual(of_letters, PICTURE, letters.shape[1:])
    for shown, expected in ((letters[600:], set()), (letters[600:, ::-1, ::-1], {"image distance"})):
        drift = Drift(PICTURE, of_letters)
        drift.note({"image": shown}, np.zeros(200))
        assert drifted(drift) == expected
