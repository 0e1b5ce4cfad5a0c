"""Which rows are set aside for the test, and how the others are folded.

A row's side depends on its content (or its group), not on the order of rows, not on ``--seed``, not
on rows that come later: the row is hashed to a number in [0, 1) and is a test row below 0.2.
"""

import hashlib
import warnings
from dataclasses import dataclass

import numpy as np

from zerotohero.core.dataset import missing, mix
from zerotohero.core.errors import DataError

TEST_SHARE = 0.2
FEWEST_ROWS = 200  # below this a test set would be a lottery: cross-validation judges alone
MOST_KEYS = 50
TEST, ONLY_TRAINS = -1, -2  # in a fold array: a test row; a row that no fold validates


@dataclass(frozen=True)
class TestSet:
    """The rows kept aside.

    Parameters
    ----------
    rows : ndarray (N,) bool
    key : str
        What the hash was keyed with: "0", or "0.1" when key 0 left a class without test rows.
    cutoff : tuple
        By time: the first moment of the test; empty otherwise.
    """

    rows: np.ndarray
    key: str
    cutoff: tuple = ()


def set_aside(content, y, task, number=0, groups=None, names=None, moments=None, earlier=None):
    """Return the TestSet.

    Parameters
    ----------
    content : ndarray (N,) uint64
        Hash of each row without its target.
    y : ndarray (N,)
        Class indices or values.
    task : str
    number : int
        The test set's number, ``--test-set``; by time there is one latest fifth, whatever the number.
    groups : ndarray (N,) of uint64 or None
        Rows of one group share a side.
    names : ndarray (N,) or None
        The groups' cells: fewer than 5 groups take turns in the order of their names.
    moments : list of ndarray (N,) or None
        Columns that order the rows, most significant first; the latest fifth is the test.
    earlier : TestSet or None
        What was decided when the leaderboard was made: kept, so that later rows move no row.
    """
    if len(y) < FEWEST_ROWS:
        return TestSet(np.zeros(len(y), bool), str(number))
    if moments is not None:
        return _latest(moments, str(number), earlier.cutoff if earlier else ())
    units = content if groups is None else groups
    distinct, sizes = np.unique(units, return_counts=True)
    if groups is not None and len(distinct) < 5:
        first = np.unique(units, return_index=True)[1]
        order = sorted(range(len(distinct)), key=lambda i: (missing(names[first[i : i + 1]])[0], names[first[i]]))
        return TestSet(units == distinct[order[number % len(distinct)]], str(number))
    tried, keys = [], [f"{number}.{attempt}" if attempt else str(number) for attempt in range(MOST_KEYS)]
    for key in [earlier.key, *keys] if earlier and earlier.key in keys else keys:
        rows = row_numbers(units, key) < TEST_SHARE
        if 0.1 <= rows.mean() <= 0.3:
            if _same_classes(y, rows, task):
                return TestSet(rows, key)
            tried.append(TestSet(rows, key))
    if tried:  # a class with one row cannot be on both sides: better unjudged than unlearned
        return next((t for t in tried if len(np.unique(y[~t.rows])) == len(np.unique(y))), tried[0])
    room, inside = TEST_SHARE * len(y), []  # a few huge units: the others fill up to a fifth
    for place in np.argsort(row_numbers(distinct, str(number)), kind="stable"):
        if sizes[place] <= room:
            room -= sizes[place]
            inside.append(place)
    return TestSet(np.isin(units, distinct[inside]), f"{number}.{MOST_KEYS}")


def one_by_one(content):
    """Return (N,) uint64 that differ even for copies: each is numbered among its equals, in row order."""
    order = np.argsort(content, kind="stable")
    starts = np.flatnonzero(np.r_[True, content[order][1:] != content[order][:-1]])
    number = np.arange(len(content)) - np.repeat(starts, np.diff(np.r_[starts, len(content)]))
    return np.where(number == 0, content[order], mix(content[order] + number.astype(np.uint64)))[np.argsort(order)]


def row_numbers(units, key):
    """Return (N,) floats in [0, 1): a hash of each unit, keyed."""
    keyed = int.from_bytes(hashlib.blake2b(b"test set " + key.encode(), digest_size=8).digest(), "little")
    return (mix(units ^ np.uint64(keyed)) >> np.uint64(11)) * 2.0**-53


def fold_rows(y, task, seed, groups=None, content=None, moments=None):
    """Return (N,) fold numbers of training rows, and the scikit-learn call that makes them.

    ``content`` is given when there are copies: equal rows share a fold. With ``moments`` the folds
    follow time: fold k is judged by a model that saw only the rows before it.

    Raises
    ------
    DataError
        There are no two parts that differ.
    """
    from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

    n = 5 if len(y) < 20_000 else 3 if len(y) < 200_000 else 1
    if moments is not None:
        return _folds_in_time(y, task, max(n, 2), moments)
    splits = max(n, 5)  # a single fold is one fifth held out
    grouped = groups is not None and len(np.unique(groups)) > 1  # a single group: the folds lie inside it
    labels, row_of = y, np.arange(len(y))
    if not grouped and content is not None:
        first, row_of = np.unique(content, return_index=True, return_inverse=True)[1:]
        labels = y[first]
    names, units = np.unique(groups if grouped else np.arange(len(labels)), return_inverse=True)
    if len(names) < 2:
        raise DataError("fold the rows", "at least two rows that differ", "one row, over and over", "other data")
    splits = min(splits, len(names))
    stratify = task == "classification" and np.bincount(labels).max() >= splits
    if grouped:
        stratify = stratify and len(names) < 20_000  # it walks from group to group
        splitter = StratifiedGroupKFold if stratify else GroupKFold
    else:
        splitter = StratifiedKFold if stratify else KFold
    splitter, fold = splitter(splits, shuffle=True, random_state=seed), np.full(len(labels), ONLY_TRAINS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds: the checks say so
        for k, (_, valid) in enumerate(splitter.split(labels, labels, units)):
            if k < n:
                fold[valid] = k
    return fold[row_of], f"{type(splitter).__name__}({splits}, shuffle=True, random_state={seed})"


def _folds_in_time(y, task, splits, moments):
    """Return fold numbers and the call: each fold is judged by what came before it."""
    from sklearn.model_selection import TimeSeriesSplit

    fold, order, k = np.full(len(y), ONLY_TRAINS), np.lexsort(moments[::-1]), 0
    for fits, valid in TimeSeriesSplit(splits).split(order):
        if task == "regression" or len(np.unique(y[order[fits]])) > 1:  # one class alone teaches nothing
            fold[order[valid]] = k
            k += 1
    if k == 0:
        raise DataError("judge later rows by earlier ones", "two classes among the earlier rows", "one", "--time none")
    return fold, f"TimeSeriesSplit({splits})"


def fit_and_valid(fold, k, by_time):
    """Return the row indices that fold ``k`` fits on and is judged on."""
    fits = (fold < k) & (fold != TEST) if by_time else (fold != k) & (fold != TEST)
    return np.flatnonzero(fits), np.flatnonzero(fold == k)


def _latest(moments, key, cutoff=()):
    """Return the TestSet of the rows from the cut-off on: the earlier one, else the 80 % moment, never the first."""
    if len(cutoff) == len(moments) and 0.05 <= _not_before(moments, cutoff).mean() <= 0.6:
        return TestSet(_not_before(moments, cutoff), key, tuple(cutoff))
    order = np.lexsort(moments[::-1])
    first, start = ([float(m[order[i]]) for m in moments] for i in (0, int(len(order) * (1 - TEST_SHARE))))
    if start == first:  # more than 80 % of the rows share it
        after = np.flatnonzero(np.any([m[order] != f for m, f in zip(moments, first)], axis=0))
        if not len(after):
            raise DataError("split by time", "at least two different moments", "one", "--time none")
        start = [float(m[order[after[0]]]) for m in moments]
    return TestSet(_not_before(moments, start), key, tuple(start))


def _not_before(moments, cutoff):
    """Return (N,) bool: which rows are at or after the moment ``cutoff``, compared column by column."""
    later, equal = np.zeros(len(moments[0]), bool), np.ones(len(moments[0]), bool)
    for m, c in zip(moments, cutoff):
        later |= equal & (m > c)
        equal &= m == c
    return later | equal


def _same_classes(y, rows, task):
    """Whether every class stands on both sides."""
    return task != "classification" or (len(np.unique(y[rows])) == len(np.unique(y[~rows])) == len(np.unique(y)))
