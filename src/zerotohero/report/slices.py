"""Slices: parts of the data where a run is much worse than elsewhere, found on out-of-fold predictions.

Every slice of every column is looked at, and every pair of slices of the most telling columns. With so many
looks some look bad by luck, so a slice counts only if it would after Holm's correction (Holm 1979).
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.report.badness import measure
from zerotohero.report.sentences import number, plain

COLUMNS, PAIRED = 60, 10  # columns looked at alone, and in pairs
SHOWN = 6
FEWEST_ROWS, FEWEST_GROUPS = 30, 5
SURE = 0.01  # chance of a single false alarm on the whole list
WORSE = 1.3  # errors must be this much more frequent, or larger, than elsewhere


class Slice(NamedTuple):
    """Rows that share something: ``where`` says what, ``mask`` (M,) which rows, ``inside`` and ``elsewhere`` how good."""

    where: str
    mask: np.ndarray
    inside: float
    elsewhere: float
    chance: float


def weak_slices(evidence):
    """Return up to six Slices where the run is much worse, clearest first, and how many were looked at.

    Parameters
    ----------
    evidence : Evidence
        Of a table.

    Returns
    -------
    list of Slice, int
    """
    cuts = {name: cut(evidence, name) for name in evidence.telling[:COLUMNS]}
    looks, (inside, elsewhere, chance) = _looks(cuts, evidence.telling[:PAIRED], measure(evidence))
    order = np.argsort(chance, kind="stable")
    holm = np.minimum(np.maximum.accumulate(chance[order] * (len(order) - np.arange(len(order)))), 1.0)
    kept = []
    for i, corrected in zip(order, holm):
        if corrected >= SURE or len(kept) == SHOWN:
            break
        if inside[i] > WORSE * elsewhere[i]:
            where, keys = looks[i]
            mask = np.logical_and.reduce([cuts[name][0] == code for name, code in keys])
            found = Slice(where, mask, float(inside[i]), float(elsewhere[i]), float(corrected))
            if _many_groups(evidence, mask) and not any(_says_the_same(found, k) for k in kept):
                kept.append(found)
    return kept, len(looks)


def _looks(cuts, paired, judge):
    """Return [(words, ((column, code), ...))] of all S slices with enough rows, and what is judged of them (3, S)."""
    looks, judged = [], []
    combinations = [(name,) for name in cuts] + [(a, b) for i, a in enumerate(paired) for b in paired[i + 1 :]]
    for names in combinations:
        labels = [list(cuts[name][1].items()) for name in names]
        width = [cuts[name][0].max() + 2 for name in names]  # codes begin at -1
        place = np.ravel_multi_index([cuts[name][0] + 1 for name in names], width)
        n, *found = judge(place, int(np.prod(width)))
        for chosen in product(*labels):
            at = int(np.ravel_multi_index([code + 1 for code, _ in chosen], width))
            if max(FEWEST_ROWS, 0.005 * len(place)) <= n[at] <= 0.6 * len(place):
                keys = tuple((name, code) for name, (code, _) in zip(names, chosen))
                looks.append((" and ".join(words for _, words in chosen), keys))
                judged.append([f[at] for f in found])
    return looks, np.array(judged, float).reshape(-1, 3).T


def cut(evidence, name):
    """Return (codes (M,), {code: words}) of a column: quarters of a number or date, the frequent categories, missing."""
    cells = np.asarray(evidence.dataset.cells[name][evidence.outcome.rows])
    gone, said = missing(cells), plain(name, 40)
    labels = {-1: f"{said} is missing"} if gone.any() else {}
    if cells.dtype.kind in "fM":
        codes, labels_of = _quarters(cells, gone, said)
    elif evidence.features[name] == "words":
        codes, labels_of = np.zeros(len(cells), int), {}
    else:
        names = {c: i for i, c in enumerate(list(evidence.counts(name))[:20])}
        codes = np.fromiter((names.get(c, len(names)) for c in cells), int, len(cells))
        labels_of = {i: f"{said} = {plain(evidence.shown(name, c), 40)}" for c, i in names.items()}
    return np.where(gone, -1, codes), {**labels, **labels_of}


def _quarters(cells, gone, said):
    """Return (codes, words) of a column of numbers or dates: each value where there are few, else quarters."""
    dates = cells.dtype.kind == "M"
    ordered = np.sort(cells[~gone])
    values = np.unique(ordered)
    if len(values) <= 6 and not dates:
        codes = np.searchsorted(values, np.where(gone, 0, cells))
        return codes, {i: f"{said} = {v}" for i, v in enumerate(apart(values))}
    edges = np.unique(ordered[[len(ordered) * q // 4 for q in (1, 2, 3)]]) if len(ordered) >= 4 else values[:0]
    least = len(edges) and edges[0] == values[0]  # so many rows hold the least value that it is a slice of its own
    if least:
        edges = np.unique(np.append(edges[1:], values[1])) if len(values) > 1 else edges[:0]
    codes = np.searchsorted(edges, cells, side="right")
    if not len(edges):
        return codes, {}
    words = [str(e)[:10] for e in edges] if dates else apart(edges)
    first = str(values[0])[:10] if dates else apart([values[0], *edges])[0]
    labels = {0: f"{said} = {first}" if least else f"{said} < {words[0]}", len(edges): f"{said} ≥ {words[-1]}"}
    if least and len(edges) == 1:
        labels[1] = f"{said} > {first}"
    return codes, labels | {i: f"{words[i - 1]} ≤ {said} < {words[i]}" for i in range(1, len(edges))}


def apart(values):
    """Return numbers as texts with as many digits as tell them apart.

    >>> apart([-118.26, -118.21]), apart([1.0, 24310.4])
    (['-118.26', '-118.21'], ['1', '24,310'])
    """
    said = [number(v) for v in values]
    return said if len(set(said)) == len(said) else [f"{v:.10g}" for v in values]


def _many_groups(evidence, mask):
    """Return whether a slice comes from several groups, where rows come in groups."""
    group = evidence.manifest["split"].get("groups")
    if group is None:
        return True
    names = evidence.dataset.cells[group][evidence.outcome.rows[mask]]
    return len(set(names.tolist())) >= FEWEST_GROUPS


def _says_the_same(found, earlier):
    """Return whether a slice is mostly rows of an earlier one, and not clearly worse."""
    shared = (found.mask & earlier.mask).sum()
    return shared > 0.5 * min(found.mask.sum(), earlier.mask.sum()) and found.inside < 1.25 * earlier.inside
