import numpy as np

from zerotohero.datasets.moons import SPEC


def test_a_straight_line_is_not_enough_and_neighbours_are():
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier

    moons = SPEC.load()
    X, y = np.column_stack([moons.cells["x"], moons.cells["y"]]), moons.cells["moon"].astype(str)
    line = LogisticRegression().fit(X[:700], y[:700]).score(X[700:], y[700:])
    neighbours = KNeighborsClassifier(15).fit(X[:700], y[:700]).score(X[700:], y[700:])
    assert 0.8 < line < 0.92 < neighbours < 1


def test_both_moons_are_equally_full_and_the_upper_one_is_above():
    moons = SPEC.load()
    upper = moons.cells["moon"] == "upper"
    assert len(moons) == 1000
    assert upper.sum() == 500
    assert moons.cells["y"][upper].mean() > moons.cells["y"][~upper].mean() + 0.5


def test_the_same_points_come_every_time_and_as_many_as_asked():
    assert SPEC.load().fingerprint == SPEC.load().fingerprint
    assert len(SPEC.load(64)) == 64
