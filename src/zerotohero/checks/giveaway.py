"""A column that gives the answer away: the target again, or something known only afterwards.

``problem``: the column is the target in other words - each value goes with one class and each class with one
value, a text names its own class, or a number that rises or falls with the target in (almost) every step. ``warning``: a column tells far more
than every other and has nothing to do with them, or columns add up to the target. ``note``: one column tells
nearly all, but others tell much, too.
"""

from itertools import pairwise

import numpy as np

from zerotohero.checks._association import SAMPLE, as_target, bins, ordered, ranks, spearman, told, value_codes
from zerotohero.checks._spelt_out import spells_out
from zerotohero.checks._wording import listed, option
from zerotohero.checks.identifier import identifiers
from zerotohero.core.specs import CheckSpec, Finding

MIN_ROWS = 20
MAX_LINEAR = 60  # columns that enter a sum
MONOTONE = 0.999
REPEATED = 5  # rows per value, on average, that prove one-to-one
CELLS = 4_000_000  # cells that are judged: with many columns, fewer rows
STRONG = 0.5  # a column that stands out tells at least this much (0 chance, 1 all)
NEXT = 0.55  # and the next column at most this share of it
STRONG_PAIR = 0.75  # two columns of a kind stand out together only if both tell this much
TIED = 0.5  # share of a column's variance that the other inputs explain: known before, like them
NEARLY_ALL = 0.95
ADDS_UP, NEEDED = 0.85, 0.3  # share of the variance that a sum explains; what is lost without one of its parts
WEIGHTS = (0.5, 1.2)  # parts of a bill enter with 1 or -1; what is not in the table takes some of it away
SAME_UNIT = 1.15  # and all alike: the largest weight at most this many times the smallest
FEWEST_CUT = 20  # rows of a class that has a stretch of the target to itself
HUGE = 1e100  # numbers beyond cannot be squared


def run(dataset, target, task):
    """Return the columns that are the target again, and those to ask about."""
    if target is None or dataset.kind != "table":
        return []
    skip = {target, *dataset.targets, *identifiers(dataset, target)}
    kinds = {c.name: c.type for c in dataset.recipe.columns if c.name not in skip}
    names = [n for n, kind in kinds.items() if kind in ("number", "category", "date", "words")]
    rows = np.flatnonzero(np.isfinite(ordered(dataset.cells[target])))
    size = max(1000, min(SAMPLE, CELLS // max(1, len(names))))
    if len(rows) > size:
        rows = np.sort(np.random.default_rng(0).choice(rows, size, replace=False))
    if len(rows) < MIN_ROWS or not names:
        return []
    cells = {name: dataset.cells[name][rows] for name in [*names, target]}
    again = [name for name in names if _is_again(cells[name], cells[target], kinds[name], task)]
    findings = [_problem(name, cells, target, task, len(rows)) for name in again]
    if task == "classification":
        texts = [name for name in names if kinds[name] in ("category", "words") and name not in again]
        shares = {name: spells_out(cells[name], cells[target]) for name in texts}
        findings += [_named(name, share, target, len(rows)) for name, share in shares.items() if share]
        again += [name for name, share in shares.items() if share]
    names = [name for name in names if name not in again]
    if task == "regression":
        made = [n for n in names if kinds[n] in ("category", "number") and _cut_from(cells[n], cells[target])]
        if made:
            return [*findings, _made_from(made, cells, target)]
    return findings + (_standing_out(cells, kinds, names, target, task) if names else [])


def _is_again(column, target, kind, task):
    """Return whether the column is the target in other words."""
    if task == "regression":
        if kind != "number":
            return False
        values = ordered(column)
        both = ~np.isnan(values)
        few = both.sum() < max(MIN_ROWS, 0.5 * len(values)) or len(np.unique(values[both])) < 5
        return not few and abs(spearman(values, ordered(target))) >= MONOTONE
    classes = value_codes(target)
    codes = value_codes(column)
    return _one_to_one(codes, classes) or _one_to_one((codes < 0).astype(int), classes)  # a value, or that there is one


def _cut_from(column, target):
    """Return whether each value of a column has a stretch of the target to itself: the target, cut into classes."""
    codes, y = value_codes(column), ordered(target)
    known = codes >= 0
    codes, y = np.unique(codes[known], return_inverse=True)[1], y[known]
    size = np.bincount(codes)
    if not 2 <= len(size) <= 10 or size.min() < FEWEST_CUT:
        return False
    groups = sorted((y[codes == k] for k in range(len(size))), key=np.min)
    apart = all(a.max() <= b.min() for a, b in pairwise(groups))
    return apart and all(len(np.unique(g)) > 2 for g in groups)  # 0 where there is none is a fact, not a cut


def _made_from(made, cells, target):
    """Return the warning for columns that seem to be made from the target."""
    name = made[0]
    return Finding(
        code="giveaway",
        severity="warning",
        where=tuple(made),
        evidence={"strength": 1.0, "values": len(np.unique(value_codes(cells[name])))},
        why=f"Each value of {name} has a stretch of {target} to itself, which no other reaches into: {listed(made)} may be made from "
        f"{target}. {'Are they' if len(made) > 1 else 'Is it'} known at the moment you predict?",
        fix=option("--drop", *made) + " if not",
    )


def _one_to_one(codes, classes):
    """Return whether each code goes with one class and each class with one code, tested on repeated values."""
    n_classes = classes.max() + 1
    if n_classes < 2 or codes.max() + 1 != n_classes or (codes < 0).mean() > 0.01:
        return False
    known = codes >= 0
    pairs, counts = np.unique(codes[known] * n_classes + classes[known], return_counts=True)
    one_class_each = len(np.unique(pairs % n_classes)) == n_classes
    one_code_each = len(np.unique(pairs // n_classes)) == n_classes  # an empty column has one code only: missing
    return bool(len(pairs) == n_classes and counts.mean() >= REPEATED and one_class_each and one_code_each)


def _problem(name, cells, target, task, n_rows):
    """Return the finding for a column that is the target again."""
    if task == "regression":
        rho = spearman(ordered(cells[name]), ordered(cells[target]))
        evidence = {"rows": n_rows, "rank_correlation": round(rho, 4)}
        how = f"{'rises' if rho > 0 else 'falls'} with {target} in every step (rank correlation {rho:.4f})"
    else:
        n_classes = int(value_codes(cells[target]).max()) + 1
        evidence = {"rows": n_rows, "classes": n_classes}
        how = f"goes one to one with {target} in all {n_rows:,} rows looked at ({n_classes} classes)"
    return Finding(
        code="giveaway",
        severity="problem",
        where=(name,),
        evidence=evidence,
        why=f"{name} {how}: it is the answer again, and a model would only copy it.",
        fix=f"{option('--drop', name)} (or --anyway giveaway if you will know it when you predict)",
    )


def _named(name, share, target, n_rows):
    """Return the finding for a text that names its own class."""
    how = "Nearly every" if share < 1 else "Every"
    return Finding(
        code="giveaway",
        severity="problem",
        where=(name,),
        evidence={"rows": n_rows, "share": round(share, 4)},
        why=f"{how} text in {name} names its own {target} ({share:.0%} of {n_rows:,} rows looked at), and hardly ever another: "
        "it holds the answer, and a model would only copy it.",
        fix=f"{option('--drop', name)} (or --anyway giveaway if you will know it when you predict)",
    )


def _standing_out(cells, kinds, names, target, task):
    """Return a warning for columns far stronger than all others, or that add up to the target; or a note."""
    Y, _ = as_target(cells[target], task)
    fold = np.random.default_rng(0).permutation(len(Y)) % 3
    strength = {n: told(bins(cells[n], kinds[n]), Y, fold) for n in names}
    ranked = sorted(names, key=lambda n: -strength[n])
    for size, least in ((1, STRONG), (2, STRONG_PAIR)):
        top, rest = ranked[:size], ranked[size:]
        alone = rest and strength[top[-1]] >= least and strength[rest[0]] <= NEXT * strength[top[-1]]
        if alone and not any(_tied(cells, kinds, name, rest) for name in top):
            return [_question(top, strength, rest[0], target)]
    sums = _adds_up(cells, kinds, ranked, target) if task == "regression" else None
    if sums:
        return [sums]
    if strength[ranked[0]] >= NEARLY_ALL:
        return [_note(ranked, strength, target)]
    return []


def _tied(cells, kinds, name, others):
    """Return whether the other inputs tell a column: then it is known beforehand, as they are."""
    y = np.nan_to_num(ranks(ordered(cells[name])), nan=0.5)
    columns = _as_numbers(cells, kinds, others[:MAX_LINEAR])
    return _linear(list(columns.values()), y)[0] >= TIED


def _question(top, strength, following, target):
    """Return the warning that asks whether the strongest columns are known beforehand."""
    names, many = listed(top), len(top) > 1
    numbers = " and ".join(f"{strength[n]:.2f}" for n in top)
    ask = "Are they" if many else "Is it"
    return Finding(
        code="giveaway",
        severity="warning",
        where=tuple(top),
        evidence={
            "strength": round(strength[top[0]], 3),
            "next_strength": round(strength[following], 3),
        },
        why=f"{names} alone {'tell' if many else 'tells'} {numbers} of {target} (0 is chance, 1 is all), the next "
        f"column, {following}, only {strength[following]:.2f}. {ask} known at the moment you predict?",
        fix=option("--drop", *top) + " if not",
    )


def _note(ranked, strength, target):
    """Return the note for a column that tells nearly all among others that tell much."""
    top = ranked[0]
    evidence = {"strength": round(strength[top], 3)}
    if len(ranked) > 1:
        evidence["next_strength"] = round(strength[ranked[1]], 3)
    return Finding(
        code="giveaway",
        severity="note",
        where=(top,),
        evidence=evidence,
        why=f"{top} alone tells {strength[top]:.2f} of {target} (0 is chance, 1 is all), which is fine if it "
        "is known at the moment you predict.",
        fix=option("--drop", top) + " if it is not",
    )


def _adds_up(cells, kinds, ranked, target):
    """Return the warning for numbers that add up to the target like the parts of a bill, or None."""
    numbers = [n for n in ranked if kinds[n] == "number"][:MAX_LINEAR]
    columns = _as_numbers(cells, kinds, numbers)
    y = cells[target]
    if np.abs(y).max() >= HUGE:
        return None
    share, weights = _linear(list(columns.values()), y)
    if share < ADDS_UP:
        return None
    weights = {n: abs(w) for n, w in zip(columns, weights) if WEIGHTS[0] <= abs(w) <= WEIGHTS[1]}
    without = {n: _linear([v for m, v in columns.items() if m != n], y)[0] for n in weights}
    parts = [n for n in weights if share - without[n] >= NEEDED]
    if len(parts) < 2 or max(weights[n] for n in parts) > SAME_UNIT * min(weights[n] for n in parts):
        return None
    top = parts[0]
    return Finding(
        code="giveaway",
        severity="warning",
        where=tuple(parts),
        evidence={"explained": round(share, 3), "without": round(max(0.0, without[top]), 3)},
        why=f"{target} is nearly a sum or difference of {listed(parts)}: together they explain {share:.0%} of it, "
        f"without {top} only {max(0.0, without[top]):.0%}. Is {top} known at the moment you predict?",
        fix=option("--drop", top) + " if not",
    )


def _as_numbers(cells, kinds, names):
    """Return name -> (N,) numbers without gaps: medians for missing numbers, 0 and 1 for the commonest texts."""
    columns = {}
    for name in names:
        if kinds[name] in ("number", "date"):
            values = ordered(cells[name])
            known = np.abs(values) < HUGE
            columns[name] = np.where(known, values, np.median(values[known]) if known.any() else 0.0)
        elif kinds[name] == "category":
            binned = bins(cells[name], "category", 10)
            columns |= {f"{name} {b}": (binned == b).astype(float) for b in range(1, int(binned.max()) + 1)}
    return columns


def _linear(columns, y):
    """Return the share of the variance of ``y`` that least squares explains on rows not seen, and the weights."""
    if not columns or len(y) < 4 * len(columns) + 20:
        return 0.0, np.zeros(len(columns))
    half = np.random.default_rng(0).permutation(len(y)) % 2 == 0
    X = np.column_stack([np.ones(len(y)), *columns])
    scale = np.maximum(np.abs(X).max(axis=0), 1e-12)
    unit = max(np.abs(y).max(), 1e-12)
    weights = np.linalg.lstsq(X[half] / scale, y[half] / unit, rcond=None)[0]
    test = y[~half] / unit
    errors = test - X[~half] / scale @ weights
    spread = ((test - test.mean()) ** 2).sum()
    return float(1 - (errors**2).sum() / spread) if spread > 0 else 0.0, weights[1:] * (unit / scale[1:])


SPEC = CheckSpec(
    code="giveaway",
    title="Columns that give the answer away",
    why="A column that is known only after the answer makes a perfect score and a useless model.",
    stage="judge",
    run=run,
)
