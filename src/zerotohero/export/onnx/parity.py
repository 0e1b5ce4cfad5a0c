"""Do two models answer the same, and which is faster?"""

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from zerotohero.export.onnx.build import as_inputs, as_numbers
from zerotohero.export.onnx.rows import as_read

SAME = 1e-5  # largest difference: of a probability, or of a value as a share of it
ALONE, BLOCK = 40, 100  # rows that are asked about one by one; rows at once
MOST_ROUNDS, MOST_SECONDS = 200, 2.0  # of timing


@dataclass(frozen=True)
class Parity:
    """How two models compare.

    Parameters
    ----------
    rows : int
    largest : float
        Difference of a probability; of a value, over its size where that is above 1.
    labels : int
        Rows with another label although the two likeliest are not as good as equal.
    ties : int
        Rows with another label where they are.
    seconds, own_seconds : float
        Of an answer to one row: ONNX Runtime, and our own arrays.
    """

    rows: int
    largest: float
    labels: int
    ties: int
    seconds: float
    own_seconds: float

    @property
    def holds(self):
        """Whether the two may stand for each other."""
        return self.largest <= SAME and not self.labels  # NaN is not <=


def compare(run, whole, inputs, service, cells):
    """Return two Parities: of the graph from cells to answers, and of that from numbers to answers, which our service asks.

    Parameters
    ----------
    run : Run
    whole, service : InferenceSession
    inputs : dict
        Column -> name of the input of ``whole``.
    cells : dict
        From ``rows_to_check``.
    """
    model = run.model
    two = _Tally(run), _Tally(run)
    for block in _blocks(cells):
        read = as_read(model, block)
        numbers = [made.transform(read) for made in model.representations]
        expected = model.answer(numbers)
        found = whole.run(None, as_inputs(model, block, inputs))
        two[0].add(found[-1], found[0] if run.classes else None, expected)
        found = service.run(None, as_numbers(numbers))[0]
        two[1].add(found, run.labels(found), expected)
    one = {name: column[:1] for name, column in cells.items()}
    read, fed = as_read(model, one), as_inputs(model, one, inputs)
    numbers = [made.transform(read) for made in model.representations]
    fed_numbers = as_numbers(numbers)
    times = _faster(lambda: whole.run(None, fed), lambda: model.predict(read))
    service_times = _faster(lambda: service.run(None, fed_numbers), lambda: model.answer(numbers))
    return two[0].parity(*times), two[1].parity(*service_times)


class _Tally:
    """Counts differences, block by block."""

    def __init__(self, run):
        self.run, self.rows, self.differs, self.labels, self.ties = run, 0, [], 0, 0

    def add(self, found, labels, expected):
        """Count a block of rows."""
        self.rows += len(expected)
        self.differs.append(_difference(found, expected))
        if self.run.classes:
            other, even = labels != self.run.labels(expected), _even(expected, self.run.model.manifest)
            self.labels, self.ties = self.labels + int((other & ~even).sum()), self.ties + int((other & even).sum())

    def parity(self, seconds, own_seconds):
        """Return the result."""
        return Parity(self.rows, float(np.max(self.differs)), self.labels, self.ties, seconds, own_seconds)


def _blocks(cells):
    """Yield the cells: rows one by one at first, as services ask, then many at a time."""
    rows = len(next(iter(cells.values())))
    starts = [*range(ALONE), *range(ALONE, rows, BLOCK), rows]
    for start, end in pairwise(starts):
        yield {name: column[start:end] for name, column in cells.items()}


def _difference(found, expected):
    """Return the largest difference, relative where a value is above 1; NaN if any is."""
    with np.errstate(invalid="ignore", over="ignore"):
        return (np.abs(found - expected) / np.maximum(1, np.abs(expected))).max()


def _even(probabilities, manifest):
    """Return for each row whether its label hangs on a difference that does not count."""
    if threshold := manifest.get("threshold"):
        share = probabilities[:, manifest["classes"].index(threshold["positive"])]
        return np.abs(share - threshold["value"]) <= SAME
    best = np.sort(probabilities, axis=1)
    return best[:, -1] - best[:, -2] <= SAME


def _faster(one, other):
    """Return how many seconds each takes: the medians of turns, so that both meet the same disturbances."""
    one(), other()
    began, taken = time.perf_counter(), ([], [])
    while len(taken[0]) < 3 or (len(taken[0]) < MOST_ROUNDS and time.perf_counter() - began < MOST_SECONDS):
        for call, seconds in zip((one, other), taken):
            started = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - started)
    return tuple(float(np.median(seconds)) for seconds in taken)
