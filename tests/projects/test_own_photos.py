"""Your own photos."""

from zerotohero.projects.own_photos import SPEC


def test_it_learns_from_nothing_borrows_and_learns_again():
    steps = [step for _, step in SPEC.steps]
    assert SPEC.asks
    trains = [i for i, step in enumerate(steps) if step == "hero train {data} --effort quick"]
    adds = [i for i, step in enumerate(steps) if step.startswith("hero add")]
    assert len(trains) == 2 and trains[0] < min(adds) < max(adds) < trains[1]
    assert steps[-1] == "hero try best"
