"""Columns that name the row (a number, a code): they are kept as the row's name, not as an input."""

import numpy as np

from zerotohero.checks._association import spearman
from zerotohero.checks._wording import listed, option
from zerotohero.core.specs import CheckSpec, Finding

MIN_ROWS = 20  # among fewer rows, different values prove nothing
LONGEST = 64  # characters of a code
COINCIDENCES = 3  # equal pairs that random numbers of this range would have: none at all is on purpose
BY_CHANCE = 0.5  # deviation of the steps between rows drawn from many, as a share of their mean: 1 as a rule
UNRELATED = 0.3  # rank correlation below which a number goes with nothing


def run(dataset, target, task):
    """Return one finding that names every identifier column."""
    where = identifiers(dataset, target)
    if not where:
        return []
    names, many = listed(where), len(where) > 1
    return [
        Finding(
            code="identifier",
            severity="warning",
            where=tuple(where),
            evidence={"rows": len(dataset), "columns": len(where)},
            why=f"{names} {'differ' if many else 'differs'} in each of the {len(dataset):,} rows and only "
            f"{'name' if many else 'names'} the row: nothing in it helps with new rows, so it is no input.",
            fix=f"{option('--id', where[0])} (or --id none to keep {'them as inputs' if many else 'it as an input'})",
            act={"drop": where},
        )
    ]


def identifiers(dataset, target=None):
    """Return the names of the columns that only name the row."""
    if dataset.kind != "table" or len(dataset) < MIN_ROWS:
        return []
    numbers, found = dataset.names("number"), []
    kinds = {c.name: c.type for c in dataset.recipe.columns if c.type in ("number", "category", "words")}
    for name, kind in kinds.items():
        if name == target or name in dataset.targets or name in (dataset.groups, dataset.time):
            continue
        cells = dataset.cells[name]
        if kind != "number":
            if _is_code(cells):
                found.append(name)
        elif _is_different_integer(cells):
            others = [n for n in numbers if n not in (name, target, *found, *dataset.targets)]
            if _is_numbered(cells) or not _related(dataset, name, others):
                found.append(name)
    inputs = set(kinds) - {target, *dataset.targets} | set(dataset.names("date"))
    return [] if inputs <= set(found) else found  # a name is better than nothing to learn from


def _is_code(cells):
    """Return whether all texts are different single words (a name of several words says more than who it is)."""
    if any(c is None or " " in c or len(c) > LONGEST for c in cells[:200]):
        return False  # most columns end here
    texts = cells.tolist()
    return len(set(texts)) == len(texts) and not any(c is None or " " in c or len(c) > LONGEST for c in texts)


def _is_different_integer(cells):
    """Return whether all cells are different whole numbers, and no calendar years."""
    head = cells[:1000]
    if np.isnan(head).any() or (head != np.round(head)).any() or len(np.unique(head)) < len(head):
        return False  # most columns end here
    if np.isnan(cells).any() or np.abs(cells).max() >= 2**53 or (cells != np.round(cells)).any():
        return False
    if len(np.unique(cells)) < len(cells):
        return False
    return not (cells.min() >= 1500 and cells.max() <= 2200)


def _is_numbered(cells):
    """Return whether different integers were given out: in order, or so dense that chance would repeat some.

    What is given out goes on by one step, or leaves gaps of any size where rows were left out; what is counted
    (a population, month by month) grows by steps that are neither.
    """
    steps = np.diff(cells)
    if (steps > 0).all():
        return bool(np.median(steps) == steps.min() or steps.std() >= BY_CHANCE * steps.mean())
    spread = cells.max() - cells.min() + 1
    pairs = len(cells) * (len(cells) - 1) / 2
    return bool(cells.min() >= 0 and pairs / spread >= COINCIDENCES)


def _related(dataset, name, others):
    """Return whether a column of numbers goes up or down with another one, as a measure would."""
    rows = slice(None, 5000)
    cells = dataset.cells[name][rows]
    return any(abs(spearman(cells, dataset.cells[n][rows])) >= UNRELATED for n in others[:50])


SPEC = CheckSpec(
    code="identifier",
    title="Columns that only name the row",
    why="A row's number or code is different in every new row, so what a model learns about it never helps.",
    stage="structure",
    run=run,
)
