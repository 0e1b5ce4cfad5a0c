"""Rows that belong together (one patient, one host, one speaker): a model must be tested on new ones.

A group column has a key's look (codes or names, 20 values or more, 2 to 200 rows each on average), and rows of
one value agree in the other columns more than they do after shuffling. The target is never looked at.
"""

import numpy as np

from zerotohero.checks._association import ordered, ranks, spearman, value_codes
from zerotohero.checks.identifier import identifiers
from zerotohero.core.specs import CheckSpec, Finding

MIN_VALUES = 20
MIN_ROWS, MAX_ROWS = 2, 200  # per value, on average
MAX_MISSING = 0.5
MAX_SHARE = 0.10  # of rows that one value may hold: a key has no favourite
PAIRS = 4_000  # pairs of rows that are compared
SHUFFLES = 99
MAX_OTHERS = 60  # columns that are compared
SIGMAS = 8  # standard deviations above the shuffles: many columns are tried
AGREEMENT = 0.2  # share of the disagreement that is gone inside a group
QUANTITY = 0.5  # rank correlation with another column from which a number is a measure, not a key
MIN_STEMS = 5


def run(dataset, target, task):
    """Return a finding for the column whose equal values belong together, if there is one."""
    if dataset.groups:
        return [_finding(dataset, dataset.groups, "come with the data as its groups")]
    if dataset.kind == "images":
        return _stems(dataset, target)
    without = {target, *dataset.targets, *identifiers(dataset, target)}
    rows = _first_of_copies(dataset, without)
    best, best_score = None, 0.0
    for name in dataset.names("number", "category", "words"):
        if name in without:
            continue
        codes = _key_codes(dataset, name)
        if codes is None:
            continue
        score = _agreement(dataset.take(rows) if len(rows) < len(dataset) else dataset, name, codes[rows], without)
        if score > best_score:
            best, best_score = name, score
    if best is None:
        return []
    return [_finding(dataset, best, "agree in other columns more than chance", round(best_score, 2))]


def _finding(dataset, name, how, agreement=None):
    """Return the finding for this column."""
    codes = value_codes(dataset.cells[name])
    groups, rows = len(np.unique(codes[codes >= 0])), int((codes >= 0).sum())
    evidence = {"groups": groups, "rows_each": round(rows / groups, 1)}
    if agreement is not None:
        evidence["agreement"] = agreement
    return Finding(
        code="group",
        severity="warning",
        where=(name,),
        evidence=evidence,
        why=f"Rows with the same {name} {how} ({groups} groups of {rows / groups:.1f} rows each): each group stays on "
        "one side of every split, so that the test shows how well the model does on new ones.",
        fix="--group none",
        act={"groups": name},
    )


def _stems(dataset, target):
    """Return the finding for file-name stems, if each holds several files and none is the label."""
    if "stem" not in dataset.cells or target is None:
        return []
    stems = dataset.cells["stem"]
    codes = value_codes(stems)
    counts = np.bincount(codes[codes >= 0], minlength=1)
    labels = dataset.cells[target]
    of_label = {}
    for stem, label in zip(stems.tolist(), labels.tolist()):
        of_label.setdefault(label, set()).add(stem)
    known = {str(label).casefold() for label in of_label}
    several = len(counts) >= MIN_STEMS and counts.min() >= 2 and min(map(len, of_label.values())) >= 2
    if not several or any(str(s).casefold() in known for s in set(stems.tolist())):
        return []
    return [_finding(dataset, "stem", "have the same file name but for its number")]


def _key_codes(dataset, name):
    """Return (N,) int codes of a column with a key's look, else None."""
    column = next(c for c in dataset.columns if c.name == name)
    present = len(dataset) - column.missing
    if column.distinct < MIN_VALUES or not MIN_ROWS <= present / column.distinct <= MAX_ROWS:
        return None
    if column.missing > MAX_MISSING * len(dataset):
        return None
    cells = dataset.cells[name]
    codes = value_codes(cells)
    counts = np.bincount(codes[codes >= 0])
    if counts.max() > max(MAX_SHARE * present, 3 * present / column.distinct):
        return None
    if dataset.type(name) == "number":
        return codes if _numbers_look_like_codes(cells[~np.isnan(cells)]) else None
    texts = [t for t in dict.fromkeys(cells.tolist()) if t is not None]
    if np.mean([len(t) > 64 or t.count(" ") > 3 for t in texts]) > 0.1:
        return None  # sentences
    coded = np.mean([any(c.isdigit() for c in t) for t in texts]) >= 0.9
    # Words without digits name a person only if they are many or come back evenly; else they are a plain category.
    many = present / column.distinct <= 5 and column.distinct >= 50
    even = counts.std() <= 0.6 * counts.mean()
    return codes if coded or many or even else None


def _numbers_look_like_codes(values):
    """Return whether whole numbers were numbered through (1, 2, 3, ...) or are spread wide, as ids are."""
    if (values != np.round(values)).any() or np.abs(values).max() >= 2**53 or values.min() < 0:
        return False
    distinct = np.unique(values).astype(np.int64)
    step = max(1, int(np.gcd.reduce(np.diff(distinct))))  # prices in steps of 50 are not spread wide
    spread = (distinct[-1] - distinct[0]) // step + 1
    return bool(spread <= 1.1 * len(distinct) or spread >= 10 * len(distinct))


def _first_of_copies(dataset, without):
    """Return the rows that are the first of their kind: copies agree in everything, whatever their key."""
    content = dataset.content(without=without - {None})
    return np.sort(np.unique(content, return_index=True)[1])


def _agreement(dataset, name, codes, without):
    """Return how much rows of one value agree in other columns, 0 (not more than after shuffling) to 1."""
    rng = np.random.default_rng(0)
    numeric = dataset.type(name) == "number"
    rows = np.flatnonzero(codes >= 0)
    rows = rows[np.lexsort((rng.random(len(rows)), codes[rows]))]  # by value, in no order inside
    same = codes[rows[1:]] == codes[rows[:-1]]
    left, right = _some(rows[:-1][same], rows[1:][same], rng)
    near = _some(rows[:-1][~same], rows[1:][~same], rng)  # the next value: numbers that measure are alike there, too
    if len(left) < 20:
        return 0.0
    some = rows[:: 1 + len(rows) // 20_000]
    shuffled = rng.choice(rows, (SHUFFLES, 2, len(left)))
    total = 0.0
    others = [n for n in dataset.names("number", "category", "date") if n != name and n not in without]
    for other in others[:MAX_OTHERS]:
        values = ordered(dataset.cells[other])
        kind = dataset.type(other)
        if kind == "number" and numeric:
            rho = abs(spearman(dataset.cells[name][some], values[some]))
            if rho > 0.99:
                continue  # the same key again
            if rho >= QUANTITY:
                return 0.0
        if kind != "category":
            values = ranks(values)
        apart = np.array([_apart(values, a, b, kind) for a, b in shuffled])
        if apart.mean() < 0.05 or not np.isfinite(apart).all():
            continue  # nearly constant: nothing to agree in
        inside = _apart(values, left, right, kind)
        gone = 1 - inside / apart.mean()
        if numeric:
            gone -= max(0.0, 1 - _apart(values, *near, kind) / apart.mean())
        if gone >= AGREEMENT and apart.mean() - inside > SIGMAS * apart.std():
            total = max(total, gone)
    return float(total)


def _some(left, right, rng):
    """Return at most PAIRS of these pairs."""
    if len(left) > PAIRS:
        chosen = rng.choice(len(left), PAIRS, replace=False)
        left, right = left[chosen], right[chosen]
    return left, right


def _apart(values, left, right, kind):
    """Return how far apart the pairs are on average: the share that differs, or the distance in rank."""
    a, b = values[left], values[right]
    both = ~(np.isnan(a) | np.isnan(b))
    if not both.any():
        return np.nan
    a, b = a[both], b[both]
    return float((a != b).mean() if kind == "category" else np.abs(a - b).mean())


SPEC = CheckSpec(
    code="group",
    title="Rows that belong together",
    why="Rows of one person or one device resemble each other; a test on the same person is too easy.",
    stage="structure",
    run=run,
)
