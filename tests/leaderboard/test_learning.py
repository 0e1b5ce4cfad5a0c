"""The verdict on a learning curve follows its numbers."""

import pytest

from zerotohero.leaderboard.learning import verdict


def curve(*score, std=0.005, **more):
    return {"rows": [100 * 2**i for i in range(len(score))], "score": score, "score_std": [std] * len(score), **more}


@pytest.mark.parametrize(
    ("points", "ups", "said"),
    [
        (curve(0.70, 0.75, 0.79, 0.82), True, "climbing"),
        (curve(0.80, 0.81, 0.812, 0.8121), True, "flat"),
        (curve(0.80, 0.81, 0.812, 0.816), True, "flattening"),
        (curve(0.80, 0.81, 0.82, 0.815), True, "flat"),  # worse with more rows: luck
        (curve(30.0, 22.0, 17.0, 14.0, std=0.5), False, "climbing"),
        (curve(15.0, 14.2, 14.0, 13.95, std=0.5), False, "flat"),
        (curve(0.70, 0.75, 0.79, 0.82, std=0.2), True, "flattening"),  # the folds differ by more than it climbed
    ],
)
def test_the_verdict_on_more_rows(points, ups, said):
    assert verdict(points, ups)["verdict"] == said


def test_the_gain_is_of_one_doubling():
    found = verdict({"rows": [100, 200, 800], "score": [0.5, 0.6, 0.7], "score_std": [0, 0, 0]}, True)
    assert found["gain"] == pytest.approx(0.05)  # two doublings brought 0.1
    assert verdict(curve(20.0, 15.0, 12.0), False)["gain"] == 3.0


def test_the_way_up_from_a_dip_is_no_gain():
    assert verdict(curve(0.758, 0.712, 0.788), True)["gain"] == pytest.approx(0.03)
