"""Walks through packed trees end where scikit-learn's do; trees with a loop or a way out are refused."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from zerotohero.algorithms._trees import _spell_out, find_leaves, pack, pack_trees, prove_shares, prove_trees

DIMS = {"D": 5, "K": 3}


@pytest.fixture
def forest():
    rng = np.random.default_rng(0)
    return RandomForestClassifier(4, random_state=0).fit(rng.normal(size=(80, 5)), rng.integers(0, 3, 80))


@pytest.fixture
def arrays(forest):
    return pack_trees([tree.tree_ for tree in forest.estimators_])


def test_every_walk_ends_in_the_leaf_that_scikit_learn_names(forest, arrays):
    X = np.random.default_rng(1).normal(size=(200, 5)).astype(np.float32)
    assert np.array_equal(find_leaves(arrays, X) - arrays["roots"], forest.apply(X))


def test_a_tree_of_a_single_leaf_is_a_walk_of_no_step():
    tree = RandomForestClassifier(1).fit([[0.0], [1.0]], [1, 1]).estimators_[0].tree_
    arrays = pack_trees([tree, tree])
    assert find_leaves(arrays, np.zeros((3, 1))).tolist() == [[0, 1]] * 3
    prove_trees(arrays, {"D": 1, "K": 1})


@pytest.mark.parametrize("codes", [1, 2, 3, 9, 40])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_a_question_about_a_set_of_codes_becomes_thresholds_that_send_each_code_the_same_way(codes, share):
    rng = np.random.default_rng(codes)
    sets = {0: rng.random(codes) < share, 2: rng.random(codes) < share}  # the second waits on the right
    tree = [1, -1, 3, -1, -1], [2, -1, 4, -1, -1], np.zeros(5, int), np.zeros(5), np.arange(5.0)[:, None]
    arrays = pack([_spell_out(tuple(map(np.array, tree)), sets)] * 2)
    prove_trees(arrays, {"D": 1, "K": 1})
    found = arrays["value"][find_leaves(arrays, np.arange(codes + 3.0)[:, None])][:, 1, 0]
    code = np.minimum(np.arange(codes + 3), codes - 1)  # the last one stands for all higher codes
    assert found.tolist() == np.where(sets[0][code], 1, np.where(sets[2][code], 3, 4)).tolist()


def test_real_trees_are_accepted(arrays):
    prove_shares(arrays, DIMS)


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("child", ["itself", "parent", "other tree", "far", "negative"])
def test_a_child_that_is_not_a_later_node_of_its_tree_is_refused(side, child, arrays):
    inner = np.flatnonzero(arrays["children"][:, 0] != np.arange(len(arrays["children"])))
    node = inner[1]
    places = {"itself": node, "parent": 0, "other tree": arrays["roots"][1], "far": 10**8, "negative": -1}
    arrays["children"][node, side] = places[child]
    with pytest.raises(ValueError, match="not a later node of its tree"):
        prove_trees(arrays, DIMS)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("feature", 5, "a feature that does not exist"),
        ("feature", -1, "a feature that does not exist"),
        ("roots", 1, "not in order"),
        ("value", 1e200, "beyond 1e"),
        ("value", -0.5, "do not sum to 1"),
        ("value", 0.123, "do not sum to 1"),
    ],
)
def test_one_altered_number_is_refused(name, value, message, arrays):
    arrays[name].flat[0] = value
    with pytest.raises(ValueError, match=message):
        prove_shares(arrays, DIMS)


@pytest.mark.parametrize("roots", [[], [0, 0, 5], [0, 5, 3], [0, 10**6], [3, 5]])
def test_roots_out_of_order_are_refused(roots, arrays):
    with pytest.raises(ValueError, match="not in order"):
        prove_trees({**arrays, "roots": np.array(roots, np.int32)}, DIMS)
