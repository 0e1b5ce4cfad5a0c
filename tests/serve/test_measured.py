"""What is counted: requests by route and status, rows, classes, the sum of predicted numbers."""

import asyncio
from types import SimpleNamespace

import pytest

pytest.importorskip("prometheus_client")

from zerotohero.serve.measured import MOST_CLASSES, Measured, Timed


def lines(measured):
    """Return name -> value of all that is counted."""
    pairs = (line.rpartition(" ") for line in measured.text().decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_rows_classes_and_numbers():
    measured = Measured()
    measured.predicted(SimpleNamespace(name="pets", classes=["cat", "dog"]), ["dog", "cat", "dog"])
    measured.predicted(SimpleNamespace(name="prices", classes=[]), [1.5, 3.0])
    measured.predicted(SimpleNamespace(name="many", classes=list(range(MOST_CLASSES + 1))), ["7"])
    found = lines(measured)
    assert [found[f'hero_rows_total{{model="{name}"}}'] for name in ("pets", "prices", "many")] == [3, 2, 1]
    assert found['hero_predictions_total{class="dog",model="pets"}'] == 2
    assert found['hero_predicted_value_sum{model="prices"}'] == 4.5
    assert found['hero_predicted_value_count{model="prices"}'] == 2
    assert not [name for name in found if "hero_predictions_total" in name and "many" in name]


@pytest.mark.parametrize("status", [200, 404, None])
def test_a_request_counts_by_route_and_status_also_where_it_breaks(status):
    async def app(scope, receive, send):
        scope["endpoint"] = test_rows_classes_and_numbers  # what a router would say
        if status is None:
            raise ValueError
        await send({"type": "http.response.start", "status": status, "headers": []})

    async def send(message):
        pass

    measured = Measured()
    with pytest.raises(ValueError) if status is None else pytest.MonkeyPatch.context():
        asyncio.run(Timed(app, measured)({"type": "http", "path": "/any/1"}, None, send))
    route, found = test_rows_classes_and_numbers.__name__, lines(measured)
    assert found[f'hero_requests_total{{path="{route}",status="{status or 500}"}}'] == 1
    assert found[f'hero_request_seconds_count{{path="{route}"}}'] == 1


def test_drift_and_the_live_score_are_taken_over():
    measured = Measured()
    drift = {"columns": {"size": {"index": 0.75}}}
    measured.watched("pets", {"drift": drift, "live": {"score": 0.5, "metric": "accuracy"}})
    measured.watched("new", {"drift": drift, "live": {"score": None, "metric": "accuracy"}})
    found = lines(measured)
    assert found['hero_drift{column="size",model="pets"}'] == 0.75
    assert found['hero_live_score{metric="accuracy",model="pets"}'] == 0.5
    assert not [name for name in found if "live_score" in name and "new" in name]
