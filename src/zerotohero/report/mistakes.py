"""Where a run is wrong: the confusion matrix, and the rows that it misjudges most.

Out-of-fold predictions only: training rows that the model had not seen; never a test row.
"""

from typing import NamedTuple

import numpy as np

from zerotohero.core.dataset import missing


class Outcome(NamedTuple):
    """Out-of-fold predictions beside the truth, M rows.

    ``rows`` (M,) row indices; ``truth`` (M,) class index or value; ``predicted`` (M,) likewise;
    ``probabilities`` (M, K) or None; ``weight`` (M,), 1 unless copies share one.
    """

    rows: np.ndarray
    truth: np.ndarray
    predicted: np.ndarray
    probabilities: np.ndarray | None
    weight: np.ndarray


def outcome(run):
    """Return the Outcome of a run on its leaderboard's training rows."""
    board = run.board
    rows, predictions = run.oof
    kept = board.fold[rows] != -1  # a test row never reaches a report, whatever a run holds
    rows, predictions = rows[kept], predictions[kept]
    classify = predictions.ndim == 2
    weight = np.ones(len(rows)) if board.weight is None else board.weight[rows]
    return Outcome(
        rows,
        board.y[rows],
        _said(predictions, board, getattr(run, "threshold", None)) if classify else predictions,
        predictions if classify else None,
        weight,
    )


def _said(probabilities, board, threshold):
    """Return the class (M,) that the run answers with: the most probable one, or yes from its threshold on."""
    if not threshold:
        return probabilities.argmax(1)
    yes = board.manifest["classes"].index(threshold["positive"])
    return np.where(probabilities[:, yes] >= threshold["value"], yes, 1 - yes)


def confusion(result, classes):
    """Return (K, K) weights: true class down, predicted class across."""
    counts = np.zeros((len(classes), len(classes)))
    np.add.at(counts, (result.truth, result.predicted), result.weight)
    return counts


def top_confusions(counts, most=12):
    """Return [(true, predicted, count)], most frequent first."""
    wrong = counts - np.diag(np.diag(counts))
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    pairs = [divmod(int(i), len(counts)) for i in order]
    return [(t, p, counts[t, p]) for t, p in pairs if wrong[t, p] > 0]


def worst(result, most, logarithmic=False):
    """Return positions in ``result`` of the worst mistakes, worst first.

    Classification: the lowest probability of the true class among wrong answers. Regression: the
    largest distance, or the largest ratio where the score is logarithmic.
    """
    if result.probabilities is not None:
        badness = 1 - result.probabilities[np.arange(len(result.rows)), result.truth]
        badness = np.where(result.predicted == result.truth, -1.0, badness)
    elif logarithmic:
        badness = np.abs(np.log1p(np.maximum(result.truth, 0)) - np.log1p(np.maximum(result.predicted, 0)))
    else:
        badness = np.abs(result.truth - result.predicted)
    return [int(i) for i in np.argsort(-badness, kind="stable")[:most] if badness[i] >= 0]


def once(positions, content):
    """Return the positions whose content was not there before: copies are shown once."""
    first = np.unique(content, return_index=True)[1]
    return [positions[i] for i in sorted(first)]


def telling_columns(cells, names, truth, classify, most=8):
    """Return the ``most`` columns that go most with the target, strongest first.

    The measure is the share of the target's variance that lies between ten slices of the column
    (ranks of a number, one-hot classes): the correlation ratio, η² (Pearson 1905).

    Parameters
    ----------
    cells : mapping of str to ndarray (M,)
    names : list of str
    truth : ndarray (M,)
        Class index or value.
    classify : bool
    """
    if classify:
        Y = np.eye(int(truth.max()) + 1)[truth]  # (M, K)
    else:
        Y = np.argsort(np.argsort(truth, kind="stable"), kind="stable")[:, None].astype(float)  # (M, 1)
    Y = Y - Y.mean(0)
    total = (Y**2).sum()
    strength = {}
    for name in names:
        slices = _slices(cells[name])
        counts = np.bincount(slices)
        sums = np.stack([np.bincount(slices, weights=y, minlength=len(counts)) for y in Y.T])  # (K, slices)
        strength[name] = float((sums**2 / np.maximum(counts, 1)).sum() / total) if total else 0.0
    return sorted(names, key=lambda n: -strength[n])[:most]


def _slices(cells):
    """Return (M,) which of about ten slices each cell falls in; missing cells are a slice."""
    gone = missing(cells)
    if cells.dtype.kind in "fM":
        values = cells.astype("datetime64[s]").astype(float) if cells.dtype.kind == "M" else cells
        edges = np.unique(np.quantile(values[~gone], np.linspace(0, 1, 11)[1:-1])) if (~gone).any() else np.zeros(0)
        return np.where(gone, len(edges) + 1, np.searchsorted(edges, np.where(gone, 0, values), side="right"))
    codes = np.unique(cells.astype(str), return_inverse=True)[1]
    common = np.argsort(-np.bincount(codes), kind="stable")[:9]
    place = np.full(codes.max() + 1, 9)
    place[common] = np.arange(len(common))
    return np.where(gone, 10, place[codes])
