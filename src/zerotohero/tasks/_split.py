"""Which rows are set aside for the test, and how the others are folded.

A row's side depends on its content (or its group), not on the order of rows, not on ``--seed``, not
on rows that come later: the row is hashed to a number in [0, 1) and is a test row below 0.2.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from zerotohero.core.dataset import mix

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


def set_aside(content, y, task, number=0, groups=None, moments=None):
    """Return the TestSet.

    Parameters
    ----------
    content : ndarray (N,) uint64
        Hash of each row without its target.
    y : ndarray (N,)
        Class indices or values.
    task : str
    number : int
        The test set's number, ``--test-set``.
    groups : ndarray (N,) of uint64 or None
        Rows of one group share a side.
    moments : list of ndarray (N,) or None
        Columns that order the rows, most significant first; the latest fifth is the test.
    """
    if len(y) < FEWEST_ROWS:
        return TestSet(np.zeros(len(y), bool), str(number))
    if moments is not None:
        return _latest(moments, number)
    units = content if groups is None else groups
    distinct = np.unique(units)
    if groups is not None and len(distinct) < 5:
        return TestSet(units == distinct[number % len(distinct)], str(number))
    tried = []
    for attempt in range(MOST_KEYS):
        key = f"{number}.{attempt}" if attempt else str(number)
        rows = row_numbers(units, key) < TEST_SHARE
        if 0.1 <= rows.mean() <= 0.3:
            if _same_classes(y, rows, task):
                return TestSet(rows, key)
            tried.append(TestSet(rows, key))
    if tried:  # a class with one row cannot be on both sides
        return tried[0]
    order = np.argsort(row_numbers(distinct, str(number)), kind="stable")  # a few huge groups: fill up to a fifth
    sizes = np.array([(units == u).sum() for u in distinct[order]])
    inside = distinct[order][np.cumsum(sizes) - sizes < TEST_SHARE * len(y)][:-1]
    return TestSet(np.isin(units, inside), f"{number}.{MOST_KEYS}")


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
    """
    from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold, TimeSeriesSplit

    n = 5 if len(y) < 20_000 else 3 if len(y) < 200_000 else 1
    fold = np.full(len(y), ONLY_TRAINS)
    classify = task == "classification"
    if moments is not None:
        order = np.lexsort(moments[::-1])
        splits = TimeSeriesSplit(max(n, 2)).split(order)
        for k, (_, valid) in enumerate(splits):
            fold[order[valid]] = k
        return fold, f"TimeSeriesSplit({max(n, 2)})"
    splits = max(n, 5)  # a single fold is one fifth held out
    if groups is not None:
        splits = min(splits, len(np.unique(groups)))
        units = np.unique(groups, return_inverse=True)[1]
        stratify = classify and len(np.unique(groups)) < 20_000
        splitter = (StratifiedGroupKFold if stratify else GroupKFold)(splits, shuffle=True, random_state=seed)
        parts = splitter.split(y, y, units)
    else:
        first, units = (
            np.unique(content, return_index=True, return_inverse=True)[1:] if content is not None else (None, None)
        )
        labels = y if first is None else y[first]
        stratify = classify and np.bincount(labels)[np.unique(labels)].max() >= splits
        splitter = (StratifiedKFold if stratify else KFold)(splits, shuffle=True, random_state=seed)
        parts = splitter.split(labels, labels)
    fold_of_unit = None if groups is not None or content is None else np.full(len(labels), ONLY_TRAINS)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds: the checks say so
        for k, (_, valid) in enumerate(parts):
            if k < n:
                (fold if fold_of_unit is None else fold_of_unit)[valid] = k
    if fold_of_unit is not None:
        fold = fold_of_unit[units]
    name = type(splitter).__name__
    return fold, f"{name}({splits}, shuffle=True, random_state={seed})"


def fit_and_valid(fold, k, by_time):
    """Return the row indices that fold ``k`` fits on and is judged on."""
    fits = (fold < k) & (fold != TEST) if by_time else (fold != k) & (fold != TEST)
    return np.flatnonzero(fits), np.flatnonzero(fold == k)


def _latest(moments, number):
    """Return the TestSet of the rows from the 80 % moment on; another ``number`` ends a fifth earlier."""
    order = np.lexsort(moments[::-1])
    start = int(len(order) * (1 - TEST_SHARE))
    cutoff = tuple(m[order[start]] for m in moments)
    later = np.zeros(len(order), bool)
    equal = np.ones(len(order), bool)
    for m, c in zip(moments, cutoff):
        later |= equal & (m > c)
        equal &= m == c
    return TestSet(later | equal, str(number), tuple(str(c) for c in cutoff))


def _same_classes(y, rows, task):
    """Whether every class stands on both sides."""
    return task != "classification" or (len(np.unique(y[rows])) == len(np.unique(y[~rows])) == len(np.unique(y)))
