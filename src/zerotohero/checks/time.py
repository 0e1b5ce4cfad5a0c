"""Rows in the order of time: tomorrow may not be used to predict yesterday."""

import numpy as np

from zerotohero.checks._association import ordered, spearman
from zerotohero.checks._wording import listed
from zerotohero.core.specs import CheckSpec, Finding

MIN_ROWS = 50
MIN_MOMENTS = 20  # different moments
MAX_MISSING = 0.05
IN_ORDER = 0.999  # rank correlation with the rows' numbers: a match may be postponed
FEW = 2000  # rows that show whether it is worth to look at all of them
# Parts of a date that stand in columns of their own, from coarse to fine: lowest, highest, and how
# many different values at least. The values tell, not the name.
YEARS = (1700, 2100)  # a number that goes on from row to row by the same step within these is the year, or 1959.25
SAME_STEP = 0.05  # of a step: a twelfth of a year is written as .083 and .084
PARTS = (("year", 1900, 2100, 1), ("month", 1, 12, 6), ("day", 1, 31, 15), ("hour", 0, 23, 12), ("minute", 0, 59, 30))


def run(dataset, target, task):
    """Return a finding if the rows are ordered by one date, or by year, month, day, hour columns together."""
    if dataset.time:
        return [_finding((dataset.time,), len(dataset), "comes with the data as its order in time", dataset.time)]
    if dataset.kind != "table" or len(dataset) < MIN_ROWS:
        return []
    candidates = []
    for name in dataset.names("date"):
        moments = _moments(dataset.cells[name])
        if name != target and moments:
            candidates.append((moments, name))
    if candidates:
        moments, name = max(candidates, key=lambda c: c[0])  # the finest; the first of equals
        return [_finding((name,), moments, "orders the rows", name)]
    parts = _parts(dataset, target)
    if len(parts) < 2:
        years = [name for name in dataset.names("number") if name != target and _are_years(dataset.cells[name])]
        return [_finding((years[0],), len(dataset), "counts the years", years[0])] if years else []
    return [_finding(tuple(parts), len(dataset), "together order the rows", list(parts))]


def _finding(where, moments, how, act):
    """Return the finding for these columns."""
    return Finding(
        code="time",
        severity="warning",
        where=where,
        evidence={"moments": moments, "columns": len(where)},
        why=f"{listed(where)} {how} ({moments:,} moments): the earliest rows are learned from and the latest "
        "tested, because a shuffled split would let the model look into the future.",
        fix="--time none (only if the order says nothing)",
        act={"time": act},
    )


def _moments(cells):
    """Return how many different moments a date column has if the rows are in its order, but for a few, else 0."""
    present = ~np.isnat(cells)
    if (~present).mean() > MAX_MISSING:
        return 0
    values = ordered(cells[present])
    steps = np.diff(values)
    if not ((steps >= 0).all() or (steps <= 0).all() or _nearly_in_order(values)):
        return 0
    moments = len(np.unique(values))
    return moments if moments >= MIN_MOMENTS else 0


def _are_years(cells):
    """Return whether each row is as much later than the one before, by the calendar: a year, a quarter, a month."""
    if not (YEARS[0] <= cells[0] <= YEARS[1] and YEARS[0] <= cells[-1] <= YEARS[1]):
        return False
    steps = np.diff(cells)
    return bool(0 < abs(steps[0]) < 1.5 and np.ptp(steps) <= SAME_STEP * abs(steps[0]))


def _nearly_in_order(values):
    """Return whether the rows are in the order of these values, or in the opposite one, but for a few."""
    few = values[:: max(1, len(values) // FEW)]  # most columns end here
    return all(abs(spearman(some, np.arange(len(some), dtype=float))) >= least
               for some, least in ((few, IN_ORDER - 0.01), (values, IN_ORDER)))  # fmt: skip


def _parts(dataset, target):
    """Return the columns that, from year or month downwards, order the rows together; [] if none do."""
    numbers = {}
    for name in dataset.names("number"):
        cells = dataset.cells[name]
        head = cells[:1000]
        likely = name != target and (head == np.round(head)).all() and head.min() >= 0 and head.max() <= 2100
        if likely and (cells == np.round(cells)).all():
            numbers[name] = cells
    key, found, sizes, moments = np.zeros(len(dataset), np.int64), [], [], 1
    for part, low, high, least in PARTS:
        if moments == len(dataset):
            break  # finer than the rows: nothing left to order
        for name, cells in numbers.items():
            if name in found or cells.min() < low or cells.max() > high or len(np.unique(cells)) < least:
                continue
            finer = key * (high - low + 1) + (cells - low).astype(np.int64)
            if (np.diff(finer) >= 0).all() and finer[-1] > finer[0]:
                key, moments = finer, int((np.diff(finer) > 0).sum()) + 1
                found.append(name)
                sizes.append(part)
                break
    whole = sizes[:2] in (["year", "month"], ["month", "day"])  # the parts of a date without a hole
    return found if whole and moments >= MIN_MOMENTS else []


SPEC = CheckSpec(
    code="time",
    title="Rows in the order of time",
    why="What is learned will be used later: the test has to be later, too.",
    stage="structure",
    run=run,
)
