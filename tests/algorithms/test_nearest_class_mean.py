"""The nearest mean wins, in units of the spread within the classes."""

import numpy as np

from zerotohero.algorithms.nearest_class_mean import SPEC


def test_the_class_with_the_nearest_mean_is_most_probable():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 3)) * [1, 5, 0.2], np.repeat([0, 1, 2], 30)
    X[y == 1, 0] += 2
    X[y == 2, 2] += 0.5
    model = SPEC.make("classification", 0).fit(X, y)
    means = np.array([X[y == k].mean(axis=0) for k in range(3)])
    spread = np.sqrt(((X - means[y]) ** 2).sum(axis=0) / (90 - 3))
    distances = (((X[:, None] - means) / spread) ** 2).sum(axis=2)  # (90, 3)
    np.testing.assert_array_equal(SPEC.predict(SPEC.arrays(model), X).argmax(axis=1), distances.argmin(axis=1))


def test_a_point_halfway_between_two_means_is_fifty_fifty():
    X = np.array([[0.5, 0], [-0.5, 2], [4.5, 0], [3.5, 2]])
    model = SPEC.make("classification", 0).fit(X, [0, 0, 1, 1])
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), np.array([[2.0, 1.0]])), [[0.5, 0.5]])
