import dataclasses
from pathlib import Path

import numpy as np
import pytest

from zerotohero.checks.group import SPEC
from zerotohero.core.recipe import ColumnRecipe

TABLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "tables"
N_PATIENTS, N_VISITS = 60, 6


@pytest.fixture
def visits(rng):
    """Columns of 60 patients with 6 visits each: age and pulse are the patient's, mood is not."""
    patient = np.repeat(rng.permutation(N_PATIENTS), N_VISITS)
    order = rng.permutation(len(patient))
    age, pulse = rng.integers(20, 80, N_PATIENTS)[patient], rng.normal(70, 9, N_PATIENTS)[patient]
    columns = {"age": age, "pulse": pulse + rng.normal(0, 3, len(patient)), "mood": rng.normal(size=len(patient))}
    return patient[order], {k: v[order] for k, v in columns.items()}


def found_in(data, target="y"):
    return [name for found in SPEC.run(data, target, "regression") for name in found.where]


@pytest.mark.parametrize(
    "named",
    [
        lambda p: [f"P{i:03d}" for i in p],
        lambda p: p + 1,
        lambda p: p * 7919 + 100_000,
        lambda p: [
            ["Anna", "Boris", "Carla", "Dario", "Elena", "Farid"][i % 6] + " " + "ABCDEFGHIJ"[i // 6] for i in p
        ],
    ],
    ids=["codes", "numbered", "wide ids", "names"],
)
def test_patients_with_several_visits_are_groups(table, visits, named):
    patient, columns = visits
    (found,) = SPEC.run(table(who=named(patient), **columns, y=columns["mood"]), "y", "regression")
    assert found.where == ("who",)
    assert found.evidence["groups"] == N_PATIENTS
    assert (found.severity, found.act, found.fix) == (
        "warning",
        {"groups": "who"},
        "--group none (only if new rows come from the same groups)",
    )


def panel(rng, states=12, years=9):
    """Columns of states, each followed through some years: roads are the state's, luck is nobody's."""
    state, year = np.repeat(np.arange(states), years), np.tile(np.arange(1990, 1990 + years), states)
    roads = rng.normal(50, 20, states)[state] + rng.normal(0, 2, len(state))
    return {"state": (3 * np.arange(states) + np.arange(states) % 2)[state], "year": year, "roads": roads,
            "luck": rng.normal(size=len(state)), "y": rng.normal(size=len(state))}  # fmt: skip


@pytest.mark.parametrize(
    "named", [lambda s: s, lambda s: [f"State of {chr(65 + i)}" for i in s]], ids=["gaps", "names"]
)
def test_few_states_followed_through_the_same_years_are_groups(table, rng, named):
    columns = panel(rng)
    assert found_in(table(**{**columns, "state": named(columns["state"])})) == ["state"]


@pytest.mark.parametrize(
    "changed",
    [
        lambda rng: {name: v[np.random.default_rng(0).permutation(108)] for name, v in panel(rng).items()},
        lambda rng: panel(rng) | {"year": np.sort(rng.random((12, 9)), axis=1).ravel()},
        lambda rng: panel(rng) | {"year": np.roll(panel(rng)["year"], 4)},
        lambda rng: panel(rng) | {"roads": rng.normal(size=108)},
        lambda rng: panel(rng, 100, 2),
        lambda rng: panel(rng, 8, 20),
    ],
    ids=["not in blocks", "no common moments", "not in order", "nothing agrees", "two moments", "too few"],
)
def test_codes_with_gaps_that_are_not_followed_are_no_groups(table, rng, changed):
    assert found_in(table(**changed(rng))) == []


def test_the_lines_of_a_grid_are_no_groups(table):
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(15), np.arange(15), indexing="ij"))
    height = np.sin(x / 5.0) + np.cos(y / 4.0)
    assert found_in(table(x=x, y=y, height=height), "nothing") == []


def test_shuffled_keys_are_no_groups(table, visits, rng):
    patient, columns = visits
    assert found_in(table(who=[f"P{i:03d}" for i in rng.permutation(patient)], **columns, y=columns["mood"])) == []


def test_agreement_with_the_target_alone_makes_no_group(table, visits, rng):
    patient, columns = visits
    data = table(who=[f"P{i:03d}" for i in patient], mood=columns["mood"], y=columns["age"])
    assert found_in(data) == []


def test_a_measure_that_repeats_is_no_key(table, rng):
    age = rng.integers(20, 65, 800)  # dense and repeated, and years of work go with it
    work = np.maximum(0, age - rng.integers(16, 22, 800))
    assert found_in(table(age=age, work=work, y=rng.normal(size=800))) == []


def test_an_angle_is_no_key_though_it_neither_rises_nor_falls_with_its_shade(table, rng):
    aspect = rng.integers(0, 120, 1200)
    shade = np.cos(aspect / 120 * 2 * np.pi) + rng.normal(0, 0.05, 1200)
    assert found_in(table(aspect=aspect, shade=shade, y=rng.normal(size=1200))) == []


def test_a_plain_category_is_no_key(table, rng):
    """30 towns of very different size that decide about region and rent."""
    town = np.minimum(rng.geometric(0.08, 900), 30) - 1
    names = np.array(
        [f"{a}{b}" for a in ("Ash", "Beck", "Cold", "Dun", "Elm", "Fox") for b in ("ham", "ley", "by", "ton", "wick")]
    )
    data = table(
        town=names[town], region=np.array(list("NESW"))[town % 4], rent=town * 10 + rng.normal(0, 9, 900), y=town
    )
    assert found_in(data) == []


def test_the_key_in_other_words_proves_nothing(table, rng):
    item = rng.integers(0, 60, 360)
    data = table(item=[f"I{i}" for i in item], also=[f"J{i}" for i in item], x=rng.normal(size=360), y=item)
    assert found_in(data) == []


def test_copied_rows_do_not_make_groups(table, rng):
    code, x = rng.integers(0, 60, 120), rng.normal(size=120)
    twice = {"code": np.tile([f"K{c}" for c in code], 3), "x": np.tile(x, 3), "y": np.tile(x, 3)}
    assert found_in(table(**twice)) == []


def test_declared_groups_are_obeyed_and_said(table, rng):
    data = dataclasses.replace(table(font=list("abcde") * 10, x=rng.normal(size=50)), groups="font")
    (found,) = SPEC.run(data, "x", "regression")
    assert found.act == {"groups": "font"}


def test_file_name_stems_with_several_files_each_are_groups(images, rng):
    files = [f"{label}/writer{chr(97 + w)}_{i}.png" for label in "AB" for w in range(6) for i in range(3)]
    data = images(rng.integers(0, 255, (36, 3, 3)), [f[0] for f in files], files)
    (found,) = SPEC.run(data, "label", "classification")
    assert found.act == {"groups": "stem"}
    assert found.evidence["groups"] == 6


def test_copies_of_one_photo_are_groups_though_no_score_is_given_twice(images, rng):
    files = [f"photo{chr(97 + p)}-{i}.jpg" for p in range(6) for i in range(3)]
    data = images(rng.integers(0, 255, (18, 3, 3)), [""] * 18, files)
    rated = (*(c for c in data.recipe.columns if c.name != "label"), ColumnRecipe("score", "number"))
    data = dataclasses.replace(data, recipe=dataclasses.replace(data.recipe, columns=rated))
    data.cells["score"] = np.arange(18.0)
    (found,) = SPEC.run(data, "score", "regression")
    assert found.act == {"groups": "stem"}


@pytest.mark.parametrize("stem", ["{label}_{i}", "digit_{i}", "{label}{i}x", "{label}s_{i}"])
def test_stems_that_are_the_label_or_all_one_or_all_different_are_no_groups(images, rng, stem):
    files = [f"{label}/" + stem.format(label=label, i=i) + ".png" for label in ("cat", "dog") for i in range(20)]
    data = images(rng.integers(0, 255, (40, 3, 3)), [f[:3] for f in files], files)
    assert SPEC.run(data, "label", "classification") == []


@pytest.mark.parametrize(
    ("file", "target"), [("ames/train.csv", "SalePrice"), ("taxis.csv.gz", "tip"), ("automobile.csv", "price")]
)
def test_neighborhood_zone_and_make_are_no_groups(file, target):
    if not TABLES.is_dir():
        pytest.skip("shared data are not here")
    from zerotohero.data.table import read_table

    assert SPEC.run(read_table(TABLES / file), target, "regression") == []


@pytest.mark.parametrize(
    ("speakers", "found"), [(("ann", "ben", "cat", "dan"), True), (("ann", "ben"), True), (("ann",), False)]
)
def test_the_same_few_speakers_under_every_label_are_groups_of_sounds(speakers, found):
    names = [(label, who) for label in "0123" for who in speakers for _ in range(3)]
    assert bool(SPEC.run(spoken(names), "label", "classification")) is found


def test_a_few_speakers_of_few_labels_each_are_no_groups():
    names = [(label, f"{'ann' if label in '01' else 'ben'}") for label in "0123" for _ in range(6)]
    assert SPEC.run(spoken(names), "label", "classification") == []


def spoken(names):
    """Return a data set of sounds with these (label, speaker) pairs."""
    from zerotohero.core.dataset import Dataset
    from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe

    kinds = {"sound": "sound", "label": "category", "file": "name", "stem": "name"}
    label, stem = (np.array(values, object) for values in zip(*names))
    file = np.array([f"{a}/{s}_{i}.wav" for i, (a, s) in enumerate(names)], object)
    sound = np.arange(len(names) * 80, dtype=np.int16).reshape(-1, 80)
    recipe = ReadingRecipe("sounds", tuple(ColumnRecipe(*kind) for kind in kinds.items()), rate=8_000, samples=80)
    return Dataset(
        "said", "sounds", {"sound": sound, "label": label, "file": file, "stem": stem}, recipe, "said", target="label"
    )
