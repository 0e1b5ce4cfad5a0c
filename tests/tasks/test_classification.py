"""Classification metrics against scikit-learn's, and the default that stays honest when a class is rare."""

import numpy as np
import pytest
from sklearn import metrics

from zerotohero.tasks.classification import SPEC, default_metric

CLASSES = ["a", "b", "c"]


@pytest.fixture
def judged():
    rng = np.random.default_rng(0)
    return rng.integers(0, 3, 200), rng.dirichlet([1, 1, 1], 200), rng.uniform(0.1, 1, 200)


def test_metrics_are_those_of_scikit_learn(judged):
    y, p, weight = judged
    expected = {
        "accuracy": metrics.accuracy_score(y, p.argmax(1), sample_weight=weight),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, p.argmax(1), sample_weight=weight),
        "roc_auc": metrics.roc_auc_score(y, p, multi_class="ovr", sample_weight=weight),
        "log_loss": metrics.log_loss(y, p, sample_weight=weight),
    }
    for name, value in expected.items():
        assert SPEC.metric(name).score(y, p, weight, CLASSES) == pytest.approx(value), name


def test_binary_roc_auc_is_that_of_the_second_class(judged):
    y, p = judged[0] % 2, judged[1][:, :2]
    p = p / p.sum(1, keepdims=True)
    assert SPEC.metric("roc_auc").score(y, p, None, ["a", "b"]) == pytest.approx(metrics.roc_auc_score(y, p[:, 1]))


@pytest.mark.parametrize(
    ("counts", "metric"),
    [
        ([50, 50], "accuracy"),
        ([81, 19], "roc_auc"),
        ([80, 20], "accuracy"),
        ([48, 48, 4], "balanced_accuracy"),
        ([50, 45, 5], "accuracy"),
    ],
)
def test_the_default_metric_follows_the_rarest_class(counts, metric):
    assert default_metric(np.repeat(range(len(counts)), counts)) == metric
