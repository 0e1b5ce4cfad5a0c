"""True answers that come later: a live score beside the one that was measured before."""

import secrets
from collections import OrderedDict, deque

import numpy as np

from zerotohero.core.specs import find
from zerotohero.serve.refusal import Refusal, shown

KEPT = 100_000  # rows whose predictions wait for the truth
WINDOW = 2000  # rows that the live score is about
FEWEST = 30  # rows below which there is no score
LARGEST = 1e300  # a true number; JSON has whole ones beyond every float


class Feedback:
    """The predictions of one model that wait for their truth, and the latest that have it.

    Parameters
    ----------
    manifest : dict
        The model's.
    """

    def __init__(self, manifest):
        self._manifest = manifest
        self._waiting, self._cells, self._rows = OrderedDict(), {}, 0  # as bytes: arrays of one row are mostly frame
        self._judged = deque(maxlen=WINDOW)

    def keep(self, predictions, cells=None):
        """Return the id under which these predictions, (N, K) or (N,), wait; with the cells that they are about, if given."""
        key = secrets.token_hex(8)
        self._waiting[key] = np.asarray(predictions, float).tobytes()
        if cells is not None:
            self._cells[key] = cells
        self._rows += len(predictions)
        while self._rows > KEPT and len(self._waiting) > 1:
            oldest, kept = self._waiting.popitem(last=False)
            self._cells.pop(oldest, None)
            self._rows -= len(self._unpacked(kept))
        return key

    def holds(self, key):
        """Return whether predictions wait under this id."""
        return key in self._waiting

    def learn(self, key, truth):
        """Take the true answers of a request; return its cells, if they were kept, and how many rows have been judged.

        Parameters
        ----------
        key : str
            What ``keep`` returned.
        truth : list
            A class or a number for each row; None where it is not known.

        Raises
        ------
        Refusal
            422: another number of answers, or one that is no class or number; nothing is taken then.
        """
        predictions, classes = self._unpacked(self._waiting[key]), self._manifest["classes"]
        if not isinstance(truth, list) or len(truth) != len(predictions):
            expected = f'as "truth" a list of {len(predictions):,}, one answer for each row'
            raise Refusal(422, "learn the truth", expected, shown(truth), "null where one is not known")
        read = [None if answer is None else _truth(answer, classes) for answer in truth]
        pairs = [(y, p) for y, p in zip(read, predictions) if y is not None]
        self._judged.extend(pairs)
        del self._waiting[key]
        self._rows -= len(predictions)
        return self._cells.pop(key, None), len(pairs)

    def _unpacked(self, kept):
        """Return predictions as they came: (N, K) or (N,)."""
        found = np.frombuffer(kept)
        return found.reshape(-1, len(self._manifest["classes"])) if self._manifest["classes"] else found

    def judged(self):
        """Return [truth, prediction] of the latest rows that have been judged, as plain numbers and lists."""
        return [[y, p.tolist()] for y, p in self._judged]

    def report(self, others=()):
        """Return ``rows`` and ``score`` (None on few rows) of the latest, and the ``tested`` score with its ``metric``.

        ``others`` are what ``judged()`` of other workers returned.
        """
        manifest = self._manifest
        metric = find("tasks", manifest["task"]).metric(manifest["metric"])
        pairs, score = [*self._judged, *(pair for other in others for pair in other)], None
        if len(pairs) >= FEWEST:
            y, predictions = (np.array(part) for part in zip(*pairs))
            found = float(metric.score(y, predictions, None, manifest["classes"]))
            score = found if np.isfinite(found) else None
        return {"rows": len(pairs), "metric": metric.id, "score": score, "tested": manifest.get("score"),
                "tested_std": manifest.get("score_std")}  # fmt: skip


def _truth(answer, classes):
    """Return a true answer as the index of its class, or as a number."""
    if classes:
        text = str(int(answer) if isinstance(answer, float) and answer.is_integer() else answer)
        if text not in classes:
            known = f"one of {', '.join(classes[:20])}{', …' * (len(classes) > 20)}"
            raise Refusal(422, "learn the truth", known, shown(text), "null where it is not known")
        return classes.index(text)
    if not isinstance(answer, bool) and isinstance(answer, int | float) and abs(answer) <= LARGEST:
        return float(answer)
    raise Refusal(422, "learn the truth", "a finite number", shown(answer), "null where it is not known")
