"""Rows that belong together (one patient, one host, one speaker): a model must be tested on new ones.

A group column has a key's look (codes or names, 20 values or more, 2 to 200 rows each on average; or, from 10 values on, each
followed through the same moments, as in a panel), and rows of one value agree in the other columns more than they do after
shuffling. The target is never looked at.
"""

import numpy as np

from zerotohero.checks._association import ordered, ranks, value_codes
from zerotohero.checks.identifier import identifiers
from zerotohero.core.specs import CheckSpec, Finding

MIN_VALUES = 20
FEWEST_FOLLOWED = 10  # values that are each followed through time
FEWEST_MOMENTS = 3  # that each is followed through
MIN_ROWS, MAX_ROWS = 2, 200  # per value, on average
MAX_MISSING = 0.5
MAX_SHARE = 0.10  # of rows that one value may hold: a key has no favourite
MIN_PAIRS, PAIRS = 20, 2_000  # pairs of rows that are compared
SHUFFLES = 49
MAX_OTHERS = 40  # columns that are compared
MAX_KEYS = 20  # columns that are tried
SIGMAS = 5  # standard deviations above the shuffles: many columns are tried
AGREEMENT = 0.2  # share of the disagreement that is gone inside a group
MIN_STEMS = 5
MAX_LONE = 0.05  # share of files that stand alone
MIN_SPEAKERS = 2  # of sounds: few people record many words each


def run(dataset, target, task):
    """Return the finding for the column whose equal values belong together, if there is one."""
    if dataset.groups:
        return [
            _finding(dataset, dataset.groups, f"The data say that rows with the same {dataset.groups} belong together")
        ]
    if dataset.kind in ("images", "sounds"):
        return _stems(dataset, target)
    kinds = {c.name: c.type for c in dataset.recipe.columns}
    without = {target, *dataset.targets, *identifiers(dataset, target)} - {None}
    moments = [n for n, kind in kinds.items() if n not in without and kind in ("number", "date")]
    candidates = {}
    for name, kind in kinds.items():
        if name in without or len(candidates) == MAX_KEYS:
            continue
        codes = _key_codes(dataset.cells, name, kind, moments)
        if codes is not None:
            candidates[name] = codes
    if not candidates:
        return []
    others = [n for n, kind in kinds.items() if kind in ("number", "category", "date") and n not in without]
    # copies agree in everything, whatever their key: look at the first of each
    rows = np.sort(np.unique(dataset.content(without=without), return_index=True)[1])
    score = {n: _agreement(dataset.cells, kinds, n, codes, others, rows) for n, codes in candidates.items()}
    best = max(score, key=lambda n: (round(score[n], 2), candidates[n].max()))  # of equals, the finer one
    if not score[best]:
        return []
    how = f"Rows with the same {best} agree in other columns more than chance would have it"
    return [_finding(dataset, best, how, round(score[best], 2))]


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
        why=f"{how} ({groups:,} groups of {rows / groups:.3g} rows each): each group stays on "
        "one side of every split, so that the test shows how well the model does on new ones.",
        fix="--group none (only if new rows come from the same groups)",
        act={"groups": name},
    )


def _stems(dataset, target):
    """Return the finding for file-name stems, if nearly all hold several files and none is the label."""
    if "stem" not in dataset.cells or target is None:
        return []
    stems = dataset.cells["stem"]
    codes = value_codes(stems)
    counts = np.bincount(codes[codes >= 0], minlength=1)
    labels = dataset.cells[target]
    of_label = {}
    for stem, label in zip(stems.tolist(), labels.tolist()):
        of_label.setdefault(label, set()).add(stem)
    several_each = dataset.type(target) == "number" or min(map(len, of_label.values())) >= 2  # scores are hardly shared
    known = {str(label).casefold() for label in of_label}
    fewest = MIN_SPEAKERS if dataset.kind == "sounds" else MIN_STEMS
    lone = int((counts < 2).sum())  # a file or two without company do not undo the groups of all others
    several = len(counts) - lone >= fewest and lone <= MAX_LONE * len(stems) and several_each
    if not several or any(str(s).casefold() in known for s in set(stems.tolist())):
        return []
    how = "Files whose names differ only in a number at the end seem to belong together"
    if dataset.kind == "sounds":
        how += " (one speaker, one device)"
    return [_finding(dataset, "stem", how)]


def _key_codes(table, name, kind, moments):
    """Return (N,) int codes of a column with a key's look, else None; ``moments`` are the columns that may say when."""
    cells = table[name]
    if kind not in ("number", "category", "words"):
        return None
    head = cells[:1000]
    if kind == "number" and (head != np.round(head))[~np.isnan(head)].any():
        return None  # most columns end here
    codes = value_codes(cells)
    present = codes >= 0
    counts = np.bincount(codes[present], minlength=1)
    n = int(present.sum())
    if not MIN_ROWS <= n / len(counts) <= MAX_ROWS or n < (1 - MAX_MISSING) * len(cells):
        return None
    if len(counts) >= FEWEST_FOLLOWED and _followed(codes, (ordered(table[m]) for m in moments)):
        return codes
    if len(counts) < MIN_VALUES:
        return None
    if counts.max() > max(MAX_SHARE * n, 3 * n / len(counts)):
        return None
    if kind == "number":
        return codes if _numbers_look_like_codes(cells[present]) else None
    texts = [t for t in dict.fromkeys(cells.tolist()) if t is not None]
    if np.mean([len(t) > 64 or t.count(" ") > 3 for t in texts]) > 0.1:
        return None  # sentences
    coded = np.mean([any(c.isdigit() for c in t) for t in texts]) >= 0.9
    # Words without digits name a person only if they are many or come back evenly; else they are a plain category.
    many = n / len(counts) <= 5 and len(counts) >= 50
    even = counts.std() <= 0.6 * counts.mean()
    return codes if coded or many or even else None


def _followed(codes, moments):
    """Return whether the rows of each value stand together and go from moment to moment, through the same ones as others."""
    begins = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    size = np.median(np.diff(np.r_[begins, len(codes)]))
    if codes.min() < 0 or size < FEWEST_MOMENTS:
        return False
    inside = codes[1:] == codes[:-1]
    return any((np.diff(m)[inside] > 0).all() and len(np.unique(m)) <= 2 * size for m in moments)


def _numbers_look_like_codes(values):
    """Return whether whole numbers were numbered through (1, 2, 3, ...) or are spread wide, as ids are."""
    if (values != np.round(values)).any() or np.abs(values).max() >= 2**53 or values.min() < 0:
        return False
    distinct = np.unique(values).astype(np.int64)
    step = max(1, int(np.gcd.reduce(np.diff(distinct))))  # prices in steps of 50 are not spread wide
    spread = (distinct[-1] - distinct[0]) // step + 1
    return bool(spread <= 1.1 * len(distinct) or spread >= 10 * len(distinct))


def _agreement(cells, kinds, name, codes, others, rows):
    """Return how much rows of one value agree in other columns, 0 (not more than after shuffling) to 1."""
    rng = np.random.default_rng(0)
    rows = rows[codes[rows] >= 0]
    rows = rows[np.lexsort((rng.random(len(rows)), codes[rows]))]  # by value, in no order inside
    inside, beside = _pairs(codes[rows], rng)
    if len(inside[0]) < MIN_PAIRS:
        return 0.0
    used, places = np.unique(np.concatenate([*inside, *beside]), return_inverse=True)
    rows, ends = rows[used], np.cumsum([len(inside[0]), len(inside[0]), len(beside[0])])
    left, right, near_left, near_right = np.split(places.ravel(), ends)
    others = [n for n in others if n != name]
    others = others[:: 1 + (len(others) - 1) // MAX_OTHERS]
    others = [n for n in others if not _same_key(codes[rows], cells[n][rows])]
    if not others:
        return 0.0
    V = np.column_stack([_comparable(cells[n][rows], kinds[n]) for n in others])  # (rows, others)
    texts = np.array([kinds[n] == "category" for n in others])
    apart = _apart(V, texts, left, right)
    if not (apart < (1 - AGREEMENT / 2) * _apart(V, texts, *rng.integers(0, len(V), (2, PAIRS)))).any():
        return 0.0  # nothing to test
    shuffled = np.array([_apart(V, texts, *rng.integers(0, len(V), (2, len(left)))) for _ in range(SHUFFLES)])
    chance = shuffled.mean(axis=0)  # (others,)
    worth = np.isfinite(chance) & np.isfinite(apart) & (chance >= 0.05)  # else nearly constant: nothing to agree in
    gone = np.where(worth, 1 - apart / np.where(worth, chance, 1), 0)
    if kinds[name] == "number":  # rows with the next value are alike, too, if the number measures; not if it is a key
        near = np.nan_to_num(1 - _apart(V, texts, near_left, near_right) / np.where(worth, chance, 1))
        gone[near >= gone / 2] = 0
    gone[~(chance - apart > SIGMAS * shuffled.std(axis=0))] = 0
    return float(gone.max()) if gone.max() >= AGREEMENT else 0.0


def _comparable(cells, kind):
    """Return (N,) ranks of numbers and dates, codes of texts."""
    return ordered(cells) if kind == "category" else ranks(ordered(cells))


def _same_key(codes, cells):
    """Return whether another column is the same key in other words, value by value."""
    other = value_codes(cells)
    n, m = len(np.unique(codes)), len(np.unique(other))
    if m < 0.8 * n:
        return False
    pairs = len(np.unique(codes.astype(np.int64) * (other.max() + 2) + other + 1))
    return pairs <= 1.05 * max(n, m) and m <= 1.25 * n


def _pairs(codes, rng):
    """Return pairs of places in sorted codes: (left, right) inside one value, and (left, right) of neighbouring values."""
    same = np.flatnonzero(codes[1:] == codes[:-1])
    same = rng.choice(same, PAIRS, replace=False) if len(same) > PAIRS else same
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    sizes = np.diff(np.r_[starts, len(codes)])
    left = rng.integers(0, starts[-1], PAIRS) if len(starts) > 1 else np.zeros(0, int)  # not in the last value
    following = np.searchsorted(starts, left, side="right")
    right = starts[following] + rng.integers(0, sizes[following]) if len(left) else left
    return (same, same + 1), (left, right)


def _apart(V, texts, left, right):
    """Return (others,) how far apart pairs of rows are: the share that differs, or the distance in rank."""
    gaps = np.abs(V[left] - V[right])
    gaps[:, texts] = np.where(np.isnan(gaps[:, texts]), np.nan, gaps[:, texts] > 0)
    known = ~np.isnan(gaps)
    return np.where(known.any(axis=0), np.nansum(gaps, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)


SPEC = CheckSpec(
    code="group",
    title="Rows that belong together",
    why="Rows of one person or one device resemble each other; a test on the same person is too easy.",
    stage="structure",
    run=run,
)
