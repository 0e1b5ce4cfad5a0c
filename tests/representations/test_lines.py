"""Lines stay lines."""

import json

import numpy as np
import pytest

from zerotohero.data.lyrics import from_lines
from zerotohero.representations.lines import LinesRepresentation
from zerotohero.representations.make import from_state

LINES = ["The cat sat,", "the rat ran."]


@pytest.mark.parametrize("cells", [LINES, from_lines(LINES), np.array(LINES, object)])
def test_lines_come_out_as_they_were_written(cells):
    lines = LinesRepresentation("line").fit({"line": cells})
    assert list(lines.transform({"line": cells})) == LINES
    assert [f.column for f in lines.columns_] == lines.feature_names_ == ["line"]


def test_its_state_is_plain_json_and_comes_back():
    state = json.loads(json.dumps(LinesRepresentation("line").state_))
    assert list(from_state(state).transform({"line": LINES})) == LINES


@pytest.mark.parametrize("change", [{"column": 3}, {"column": None}, {"kind": "pixels"}, {"more": 1}])
def test_a_damaged_state_is_refused(change):
    with pytest.raises(ValueError, match="lines"):
        LinesRepresentation.from_state({**LinesRepresentation("line").state_, **change})


def test_a_state_without_its_column_is_refused():
    with pytest.raises(ValueError, match="column"):
        LinesRepresentation.from_state({"kind": "lines"})
