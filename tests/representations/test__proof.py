"""A state comes from a file that anybody may have written: it is refused, or it works."""

import copy
import json

import numpy as np
import pytest

from zerotohero.representations.table import MOST, TableRepresentation

WORSE = (
    None,
    True,
    -2,
    0,
    1,
    10**6,
    2**80,
    0.5,
    5e-324,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "age",
    [],
    {},
    [[]],
    [0],
    [0, 0],
)


def places(item, path=()):
    """Yield the path of everything inside a JSON object."""
    inner = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.fixture(params=MOST)
def state(request, columns, make_cells):
    return TableRepresentation(columns, request.param).fit(make_cells()).state_


def outcome(state, cells):
    """Return "refused" or "finite"; anything else fails the test."""
    try:
        table = TableRepresentation.from_state(state)
    except ValueError:
        return "refused"
    X = table.transform(cells)
    assert np.isfinite(X).all() and X.shape[1] == len(table.feature_names_)
    return "finite"


def test_every_altered_value_is_refused_or_gives_finite_numbers(state, make_cells):
    cells = make_cells(3)
    cells["age"][0], cells["pay"][1] = 1e308, -np.inf
    outcomes = set()
    for path in places(state):
        for value in WORSE:
            altered = copy.deepcopy(state)
            inner = altered
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = value
            outcomes.add(outcome(altered, cells))
    assert outcomes == {"refused", "finite"}


def test_what_is_left_out_or_added_is_refused(state, make_cells):
    for path in places(state):
        altered = copy.deepcopy(state)
        inner = altered
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        outcome(altered, make_cells(3))
        if isinstance(inner, dict) and path[-1] not in inner and len(path) == 1:
            assert outcome(altered, {}) == "refused"
    assert outcome({**state, "more": 1}, {}) == "refused"


@pytest.mark.parametrize("state", [None, [], {}, "table", {"kind": "table"}])
def test_what_is_no_state_at_all_is_refused(state):
    with pytest.raises(ValueError, match="damaged"):
        TableRepresentation.from_state(state)


def test_an_unaltered_state_passes(state, make_cells):
    assert outcome(json.loads(json.dumps(state)), make_cells(3)) == "finite"


def test_what_is_out_of_order_is_refused(state):
    state["dates"][0]["parts"].reverse()
    assert outcome(state, {}) == "refused"
    state["dates"][0]["parts"].reverse()
    numbers = state["numbers"]
    if "cuts" in numbers:
        numbers["cuts"][0].reverse()
    else:
        numbers["low"], numbers["high"] = numbers["high"], numbers["low"]
    assert outcome(state, {}) == "refused"
