"""The shortlist: facts in, every algorithm out, with a reason."""

from dataclasses import replace

import numpy as np
import pytest

from zerotohero.choose.shortlist import Facts, facts, shortlist, usual_fit_rows
from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import UnknownIdError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import AlgorithmSpec, discover

SPECS = discover("algorithms")
CATS = Facts("cats", "table", "classification", "breed", rows=2000, fit_rows=1280, numbers=9, categories=4, classes=6,
             smallest_class=0.1, missing=0.02, width=30, tree_width=13)  # fmt: skip
LETTERS = Facts("letters", "images", "classification", "label", rows=4000, fit_rows=2560, classes=10,
                image=(28, 28, "L"), width=784, tree_width=784)  # fmt: skip


def chosen(facts, effort="quick", specs=SPECS):
    """Return id -> Choice."""
    return {c.algorithm: c for c in shortlist(facts, specs, effort)}


def toy(seconds=lambda n, d, k: 0.01, bytes=lambda n, d, k: 1, baseline=False, id="toy"):
    """Return one made-up algorithm by id."""
    return {id: AlgorithmSpec(id, "Toy", "", "toys", "", "", ("classification", "regression"), make=None, seconds=seconds,
                              bytes=bytes, baseline=baseline)}  # fmt: skip


@pytest.fixture
def table():
    """Ten rows with every type, one of them without an answer."""
    columns = {
        "size": ("number", np.array([1, 2, np.nan, 4, 5, 6, 7, 8, 9, 10.0])),
        "colour": ("category", np.array(["red", "blue", None, "red", "green"] * 2, object)),
        "born": ("date", np.array(["2020-01-01"] * 10, "datetime64[s]")),
        "note": ("words", np.array(["a b"] * 10, object)),
        "kind": ("category", np.array(["x"] * 6 + ["y"] * 3 + [None], object)),
        "other": ("number", np.arange(10.0)),
    }
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(name, type_) for name, (type_, _) in columns.items()))
    cells = {name: cells for name, (_, cells) in columns.items()}
    return Dataset("toys", "table", cells, recipe, "toys", target="kind", targets=("kind", "other"), groups="colour")


def test_facts_count_what_is_there(table):
    """Counted by hand from the ten rows above."""
    found = facts(table, "kind", "classification")
    assert (found.rows, found.classes, found.numbers, found.categories, found.dates, found.words) == (9, 2, 1, 1, 1, 1)
    assert found.smallest_class == pytest.approx(3 / 9)
    assert found.missing == pytest.approx((1 + 2 + 0 + 0) / 40)
    assert found.groups == "colour"
    assert found.time is None


def test_facts_take_the_features_they_are_given(table):
    by_name = facts(table, "kind", "classification", ["size"])
    assert (by_name.numbers, by_name.categories) == (1, 0)
    assert by_name == facts(table, "kind", "classification", [("size", "number")])


def test_facts_of_an_amount_have_no_classes(table):
    found = facts(table, "size", "regression", fit_rows=7)
    assert (found.rows, found.classes, found.smallest_class, found.fit_rows) == (9, 0, 0.0, 7)


def test_facts_of_images_are_their_pixels():
    pixels = np.zeros((6, 8, 5), np.uint8)
    columns = (ColumnRecipe("image", "image"), ColumnRecipe("label", "category"), ColumnRecipe("file", "name"))
    recipe = ReadingRecipe("images", columns, height=8, width=5, mode="L")
    names = np.array(list("abcdef"), object)
    dataset = Dataset(
        "dots", "images", {"image": pixels, "label": np.array(list("ppqqpq"), object), "file": names}, recipe, "dots"
    )
    found = facts(dataset, "label", "classification")
    assert (found.image, found.width, found.rows, found.classes) == ((8, 5, "L"), 40, 6, 2)


@pytest.mark.parametrize("task", ["classification", "regression"])
@pytest.mark.parametrize("rows", [10, 40, 300, 5000, 400_000])
def test_every_algorithm_gets_exactly_one_choice_with_a_reason(task, rows):
    known = replace(CATS, task=task, rows=rows, fit_rows=usual_fit_rows(rows))
    choices = shortlist(known, SPECS)
    assert sorted(c.algorithm for c in choices) == sorted(SPECS)
    assert all(c.reason and len(c.reason) < 180 and "\n" not in c.reason for c in choices)
    assert any(c.included and not c.baseline for c in choices), "something to try, whatever the size"


def test_the_wrong_task_is_left_out_by_name():
    choice = chosen(CATS)["ridge"]
    assert not choice.included
    assert "`breed` is a class" in choice.reason


def test_rivals_stay_whatever_they_cost():
    specs = toy(seconds=lambda n, d, k: 1e6, baseline=True)
    assert chosen(CATS, specs=specs)["toy"].included


def test_an_algorithm_above_the_share_says_what_it_costs_and_how_to_insist():
    specs = toy(seconds=lambda n, d, k: 34.0 * n / 1280)
    choice = chosen(CATS, specs=specs)["toy"]
    assert not choice.included
    assert choice.reason == "about 34 s a fold; `--only toy` takes it"
    assert chosen(CATS, "standard", specs)["toy"].included, "120 s are enough for 34"


def test_with_many_rows_a_slow_algorithm_learns_from_as_many_as_it_can_afford():
    """10 s at n²/10⁷ seconds are sqrt(10⁸) = 10,000 rows."""
    known = replace(CATS, rows=100_000, fit_rows=60_000)
    choice = chosen(known, specs=toy(seconds=lambda n, d, k: n**2 / 1e7))["toy"]
    assert choice.included
    assert 9_900 <= choice.rows <= 10_000
    assert "of 60,000 rows" in choice.reason


def test_too_much_memory_is_said_in_gigabytes():
    choice = chosen(CATS, specs=toy(bytes=lambda n, d, k: 31e9))["toy"]
    assert not choice.included
    assert choice.reason == "would need about 31 GB of memory"


def test_many_rows_may_also_be_too_many_for_memory():
    known = replace(CATS, rows=100_000, fit_rows=60_000)
    choice = chosen(known, specs=toy(bytes=lambda n, d, k: 2e5 * n))["toy"]
    assert 19_900 <= choice.rows <= 20_000
    assert "to stay below 4 GB" in choice.reason


def test_forty_rows_are_too_few_for_boosting_but_not_for_lines_and_neighbours():
    found = chosen(replace(CATS, rows=40, fit_rows=32))
    assert not found["gradient-boosting"].included
    assert "40 rows" in found["gradient-boosting"].reason
    assert found["logistic-regression"].included
    assert found["knn"].included


def test_more_columns_than_rows_leave_plain_lines_out_and_keep_ridge():
    known = replace(
        CATS, task="regression", target="price", classes=0, rows=150, fit_rows=120, width=400, tree_width=400
    )
    found = chosen(known)
    assert not found["linear-regression"].included
    assert found["ridge"].included
    assert not found["knn"].included


def test_the_reason_for_lines_on_letters_is_the_classic_one():
    assert chosen(LETTERS)["logistic-regression"].reason == (
        "4,000 small images, 10 labels: a straight line per pixel is the classic first try"
    )


def test_on_letters_histogram_boosting_is_left_out_for_its_cost():
    """Known from measuring: 34 CPU-seconds a fold at 3,200 rows."""
    choice = chosen(LETTERS)["histogram-boosting"]
    assert not choice.included
    assert "--only histogram-boosting" in choice.reason


def test_an_algorithm_that_nobody_wrote_a_sentence_for_says_what_it_is_good_at():
    assert chosen(CATS, specs=toy())["toy"].reason.endswith("good at toys")


def test_quick_leaves_the_dear_ones_to_standard_and_says_how_to_insist():
    quick = chosen(CATS)["svm"]
    assert not quick.included
    assert quick.reason == "from `--effort standard` on; `--only svm` takes it at once"
    assert chosen(CATS, "standard")["svm"].included


def test_an_extra_that_is_not_installed_says_what_to_install():
    spec = replace(toy()["toy"], extra="boosters", module="no_such_module")
    choice = chosen(CATS, specs={"toy": spec})["toy"]
    assert not choice.included
    assert choice.reason == "an extra: hero add boosters"


def test_who_borrows_weights_says_so_where_there_are_none_and_is_for_photos():
    spec = replace(toy()["toy"], weights=True)
    photos = replace(LETTERS, image=(192, 192, "RGB"))
    assert chosen(photos, specs={"toy": spec})["toy"].reason == "needs weights: hero add mobilenet, or --weights FILE"
    assert shortlist(photos, {"toy": spec}, weights="here.npz")[0].included
    assert "for photos: 28 x 28 pixels" in shortlist(LETTERS, {"toy": spec}, weights="here.npz")[0].reason


def test_a_network_sees_every_pixel_of_a_photo():
    photos = replace(LETTERS, image=(192, 160, "RGB"), width=3072)
    assert photos.columns_for("grid") == 192 * 160 * 3 and photos.columns_for("linear") == 3072
    assert LETTERS.columns_for("grid") == 784


def test_the_combination_is_no_rival_and_comes_by_itself():
    choice = chosen(CATS, "standard")["combination"]
    assert not choice.included
    assert "needs trained models" in choice.reason


def test_the_likeliest_winner_comes_first():
    assert shortlist(CATS, SPECS, "standard")[0].algorithm == "histogram-boosting"


def test_what_is_taken_comes_first_then_rivals_then_the_rest():
    kinds = [(not c.included, c.baseline) for c in shortlist(CATS, SPECS)]
    assert kinds == sorted(kinds, key=lambda k: (k[0], k[1] if not k[0] else 0))


def test_an_unknown_effort_gets_the_nearest():
    with pytest.raises(UnknownIdError, match="quick"):
        shortlist(CATS, SPECS, "quik")


@pytest.mark.parametrize(("rows", "fold"), [(100, 80), (1000, 640), (60_000, 32_000), (1_000_000, 640_000)])
def test_the_usual_fold_learns_from_what_test_set_and_folds_leave(rows, fold):
    """5 folds under 20,000 training rows, 3 under 200,000, one fifth held out above; 20 % test set from 200 rows on."""
    assert usual_fit_rows(rows) == fold


def test_counts_of_words_want_texts_and_categories_no_pixels():
    assert not chosen(CATS)["multinomial-naive-bayes"].included
    assert chosen(replace(CATS, words=1))["multinomial-naive-bayes"].included
    assert chosen(LETTERS)["multinomial-naive-bayes"].included
    assert chosen(CATS)["categorical-naive-bayes"].included
    assert not chosen(LETTERS)["categorical-naive-bayes"].included


def test_a_class_with_fewer_rows_than_columns_shows_no_shape_but_pictures_do():
    id = "quadratic-discriminant-analysis"
    assert chosen(CATS, "standard")[id].included  # 128 rows of the rarest breed, 30 numbers per row
    few = chosen(replace(CATS, smallest_class=0.02), "standard")[id]
    assert not few.included
    assert "fewer rows than the 30 numbers" in few.reason
    assert not chosen(replace(CATS, time="born"), "standard")[id].included  # the first fold in time has 26 of them
    assert chosen(LETTERS, "standard")[id].included
