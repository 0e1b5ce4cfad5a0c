"""The letters as a data set: sizes, roles, and what a linear model makes of unseen typefaces."""

import numpy as np

from zerotohero.datasets.letters import SPEC


def test_typefaces_are_the_groups_and_the_label_is_the_target():
    letters = SPEC.load(600)
    assert (letters.target, letters.groups, letters.kind) == ("label", "typeface", "images")
    assert letters.cells["image"].shape == (600, 28, 28)
    assert set(letters.cells["label"]) == set("ABCDEFGHIJ")
    assert letters.name == "letters-600"
    assert letters.origin == "letters:600"


def test_a_linear_model_reads_unseen_typefaces_well_but_not_perfectly():
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_score

    letters = SPEC.load(2000)
    X = letters.cells["image"].reshape(2000, -1) / 255
    labels, faces = letters.cells["label"].astype(str), letters.cells["typeface"].astype(str)
    scores = cross_val_score(LogisticRegression(C=0.03, max_iter=200), X, labels, groups=faces, cv=GroupKFold(3))
    assert 0.75 <= np.mean(scores) <= 0.92
