"""Columns that hold one value everywhere, or none at all: no model can learn from them."""

from zerotohero.checks._wording import listed, option
from zerotohero.core.dataset import missing
from zerotohero.core.specs import CheckSpec, Finding


def run(dataset, target, task):
    """Return one finding that names every constant or empty column."""
    where, empty = [], 0
    for name in dataset.names("number", "category", "date", "words"):
        if name == target:
            continue
        cells = dataset.cells[name]
        head = cells[:1000]
        if not missing(head).all() and not (head == head[0]).all():
            continue  # most columns end here
        if missing(cells).all():
            where.append(name)
            empty += 1
        elif (cells == cells[0]).all():  # a value here and nothing there would say something
            where.append(name)
    if not where:
        return []
    one = len(where) - empty
    parts = [f"{one} column{'s hold' if one > 1 else ' holds'} one value in every row to learn from"] if one else []
    parts += [f"{empty} column{'s are' if empty > 1 else ' is'} empty"] if empty else []
    return [
        Finding(
            code="constant",
            severity="note",
            where=tuple(where),
            evidence={"columns": len(where), "empty": empty},
            why=f"{' and '.join(parts)} ({listed(where)}): nothing to learn there, so "
            f"{'they are' if len(where) > 1 else 'it is'} left out.",
            fix=option("--drop", *where[:5]),
            act={"drop": where},
        )
    ]


SPEC = CheckSpec(
    code="constant",
    title="Columns that never change",
    why="A column with one value tells no row from another.",
    stage="judge",
    run=run,
)
