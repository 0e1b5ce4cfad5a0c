"""The formulas agree with scikit-learn and SciPy, which take another route."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from zerotohero.checks._association import as_target, bins, spearman, told


def test_spearman_is_scipys_with_ties_and_gaps(rng):
    a = rng.integers(0, 20, 500).astype(float)
    b = a + rng.normal(0, 8, 500).round()
    a[:30] = np.nan
    assert spearman(a, b) == pytest.approx(spearmanr(a[30:], b[30:]).statistic, abs=1e-12)


def bin_means_of_other_folds(binned, y, fold):
    """The slow route: a loop over rows."""
    out = np.empty(len(y))
    for i in range(len(y)):
        seen = y[(binned == binned[i]) & (fold != fold[i])]
        out[i] = (seen.sum() + 2 * y.mean()) / (len(seen) + 2)
    return out


def test_told_is_the_auc_of_bin_means_from_other_folds(rng):
    column = rng.normal(size=300)
    classes = np.where(column + rng.normal(size=300) > 0.5, "yes", "no").astype(object)
    Y, _ = as_target(classes, "classification")
    fold, binned = np.arange(300) % 3, bins(column, "number")
    prediction = bin_means_of_other_folds(binned, Y[:, 0], fold)
    assert told(binned, Y, fold) == pytest.approx(2 * roc_auc_score(Y[:, 0], prediction) - 1, abs=1e-9)


def test_told_of_a_number_is_the_rank_correlation_of_bin_means(rng):
    column = rng.integers(0, 9, 300).astype(float)
    y = (column - 4) ** 2 + rng.normal(size=300)  # not monotone
    Y, _ = as_target(y, "regression")
    fold, binned = np.arange(300) % 3, bins(column, "number")
    prediction = bin_means_of_other_folds(binned, Y[:, 0], fold)
    assert told(binned, Y, fold) == pytest.approx(spearmanr(prediction, y).statistic, abs=1e-9)


def test_told_of_noise_is_near_zero(rng):
    Y, _ = as_target(rng.normal(size=3000), "regression")
    assert told(bins(rng.normal(size=3000), "number"), Y, np.arange(3000) % 3) < 0.06


def test_bins_give_missing_cells_a_bin_of_their_own():
    assert bins(np.array([1.0, np.nan, 2.0]), "number").tolist() == [1, 0, 2]
    assert bins(np.array(["b", None, "a", "b"], object), "category").tolist() == [1, 0, 2, 1]
