"""Rows that say the same as an earlier row: if one is learned from and the other tested on, the test is too easy."""

import numpy as np

from zerotohero.checks.identifier import identifiers
from zerotohero.core.dataset import count_distinct, mix
from zerotohero.core.specs import CheckSpec, Finding

NOTABLE = 0.05  # share of copies worth a warning in a table


def run(dataset, target, task):
    """Return a finding if rows are equal in everything but target, identifiers and names."""
    names = dataset.names("number", "category", "date", "words", "image", "sound")
    without = {target, *dataset.targets, *identifiers(dataset, target)} - {None}
    if dataset.kind in ("images", "sounds"):  # equal pixels or samples are enough
        without |= set(dataset.names()) - set(dataset.names("image", "sound"))
    inputs = [n for n in names if n not in without]
    if not inputs or len(dataset) < 2:
        return []
    content = dataset.content(without=without)
    first, counts = np.unique(content, return_index=True, return_counts=True)[1:]
    copies = len(dataset) - len(first)
    if not copies:
        return []
    share = copies / len(dataset)
    evidence = {"rows": len(dataset), "copies": copies, "share": round(share, 4), "largest": int(counts.max())}
    if dataset.kind in ("images", "sounds"):
        cells = "pixel for pixel" if dataset.kind == "images" else "sample for sample"
        where = _files(dataset, first[counts > 1])
        why = (
            f"{copies} of {len(dataset)} {dataset.kind} repeat another one {cells} (the commonest is there "
            f"{counts.max()} times): copies stay on one side of every split and count once in every score."
        )
        severity = "warning"
    else:
        where = ()
        why = (
            f"{copies:,} of {len(dataset):,} rows ({share:.1%}) repeat an earlier row in every input: copies stay on "
            "one side of every split, so that no row is tested that was learned by heart."
        )
        coarse = _by_chance(dataset, inputs, copies)
        severity = "warning" if share >= NOTABLE and not coarse else "note"
        if coarse:
            why += " With so few different values, many are alike by chance."
    return [
        Finding(
            code="copies",
            severity=severity,
            where=where,
            evidence=evidence,
            why=why,
            fix="--split random (only if new rows will be copies, too)",
            act={"copies": True},
        )
    ]


def _files(dataset, rows):
    """Return up to three file names of copied images."""
    names = dataset.names("name")
    return tuple(str(dataset.cells[names[0]][row]) for row in rows[:3]) if names else ()


def _by_chance(dataset, inputs, copies):
    """Return whether columns this coarse would give a third of these copies even if nothing was copied."""
    if len(inputs) < 2:
        return False
    rng = np.random.default_rng(0)
    total = np.zeros(len(dataset), np.uint64)
    for i, name in enumerate(inputs):  # shuffled one by one: what is left alike is alike by chance
        total += mix(dataset.row_hashes[name][rng.permutation(len(dataset))] ^ np.uint64(i + 1))
    return len(dataset) - count_distinct(total) > copies / 3


SPEC = CheckSpec(
    code="copies",
    title="Rows that are there more than once",
    why="A copy on both sides of a split lets a model answer from memory.",
    stage="structure",
    run=run,
)
