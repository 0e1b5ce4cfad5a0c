"""One model that answers requests: loaded and proved once, asked with cells, answering with plain JSON."""

import json
import time
from functools import cached_property

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data.documents import reads_documents
from zerotohero.data.shifted import FEWEST
from zerotohero.serve.drift import Drift
from zerotohero.serve.engine import engine_of
from zerotohero.serve.feedback import Feedback
from zerotohero.serve.page import answers_for
from zerotohero.serve.records import read_records

FAST = 0.002  # seconds: what answers one row within this is asked at once, without a thread of its own
MADE_UP = 64  # rows on which it is tried whether neighbours change an answer
WARM, ENOUGH = 20, 0.05  # answers before the first request, fewer where they take so many seconds; the fastest counts


class Served:
    """One model, named.

    Parameters
    ----------
    name : str
        What stands in addresses.
    run : Run

    Attributes
    ----------
    kind : {"table", "images", "sounds", "text"}
        What it is asked about.
    drift : Drift
        How today's rows differ from those of the training.
    feedback : Feedback
        What turned out to be true.
    seconds : float
        One answer takes about so long, measured when it was loaded.
    engine : Engine or None
        ONNX Runtime, where the model file says that it answers the same and faster; see ``serve.engine``.
    rowwise : bool
        Whether the answer to a row is the same, to the last bit, alone and beside others.
    """

    def __init__(self, name, run):
        self.name, self.run, self.id, self.model = name, run, run.id, run.model
        self.manifest = self.model.manifest
        self.recipe, self.task = self.model.recipe, self.manifest["task"]
        self.kind, self.classes = self.recipe.kind, list(self.manifest["classes"])
        self.features = [tuple(feature) for feature in self.manifest["features"]]
        self.writes = self.task == "generation"
        self.drift = Drift(self.features, self.manifest.get("usual") or {}, self.manifest.get("usual_answers"))
        self.feedback = Feedback(self.manifest)
        self.engine = engine_of(self.model)
        self.seconds = 0.0 if self.writes else self._warm()
        self.rowwise = self.kind == "table" and not self.writes and self.seconds <= FAST and self._is_rowwise()

    @property
    def documents(self):
        """Whether it learned from texts that are files of their own: a text alone is then a question."""
        return self.kind == "table" and reads_documents(self.recipe)

    @cached_property
    def missing_numbers(self):
        """[(place among the features, numbers that mean that nothing is known), ...]; most columns have none."""
        columns = [self.recipe.column(name) for name, _ in self.features]
        return [(k, column.missing_numbers) for k, column in enumerate(columns) if column.missing_numbers]

    @cached_property
    def example(self):
        """A made-up row: medians and most frequent values where the model file tells them, else null."""
        usual = self.manifest.get("usual") or {}
        return {name: (usual.get(name) or {}).get("middle") for name, _ in self.features}

    @cached_property
    def page(self):
        """What answers the page on which it is tried."""
        return answers_for(self.run)

    def cells(self, records):
        """Return the cells of these records; raise RecordError on the first twenty fields that are off."""
        return read_records(records, self.features, self.recipe)

    def predict(self, cells):
        """Return probabilities (N, K) or values (N,): the same bits as in Python, or with an engine within 1e-5."""
        return (self.engine or self.model).predict(cells)

    def monitored(self, others=()):
        """Return what there is to watch, as JSON: drift, and the live score; ``others`` is what other workers have seen."""
        about = {"model": self.name, "run": self.id}
        if self.writes:
            return about
        drift = self.drift.report([other["drift"] for other in others])
        about["fewest"] = FEWEST
        return {**about, "drift": drift, "live": self.feedback.report([other["judged"] for other in others])}

    def answers(self, predictions):
        """Return one dict of JSON for each prediction.

        ``prediction`` and ``probabilities`` (class -> share), or ``prediction`` and, where the interval is known, the
        ``low`` and ``high`` between which 9 of 10 true values lie.
        """
        chosen = self.run.labels(predictions).tolist()
        if self.classes:
            shares = predictions.tolist()
            return [{"prediction": c, "probabilities": dict(zip(self.classes, p))} for c, p in zip(chosen, shares)]
        if self.manifest.get("interval") is None:
            return [{"prediction": value} for value in chosen]
        low, high = self.model.interval(predictions)
        return [{"prediction": v, "low": a, "high": b} for v, a, b in zip(chosen, low.tolist(), high.tolist())]

    def uploaded(self, data):
        """Return the cells of one picture, sound or text that was sent as it is.

        Raises
        ------
        DataError
        """
        from zerotohero.serve import uploads

        if self.kind == "images":
            return {"image": uploads.picture(data, self.recipe)}
        if self.kind == "sounds":
            return {"sound": uploads.sound(data, self.recipe)}
        if self.documents:
            return self.cells([{self.features[0][0]: uploads.text(data)}])
        raise DataError("answer a file", "records of a table, as JSON or CSV", "a file", "the example at /docs")

    def _warm(self):
        """Ask it a few times with nothing known: what is made on first use is made before the first request."""
        cells, times = self._nothing_known(), []
        while len(times) < 3 or (len(times) < WARM and sum(times) < ENOUGH):
            started = time.perf_counter()
            json.dumps(self.answers(self.predict(cells)))
            times.append(time.perf_counter() - started)
        return min(times)  # on a busy machine any other one tells of the others

    def _is_rowwise(self):
        """Return whether the answer to a row is the same, to the last bit, alone and beside others: tried on made-up rows.

        So it is for trees; a product of matrices may be summed in another order.
        """
        usual = self.manifest.get("usual") or {}
        if not usual:
            return False
        values = {name: [None, *(about.get("deciles") or about.get("shares") or ())] for name, about in usual.items()}
        kinds = dict(self.features)
        rows = [
            {
                n: v[(i * (k + 1)) % len(v)] if kinds.get(n) in ("number", "category") else None
                for k, (n, v) in enumerate(values.items())
            }
            for i in range(MADE_UP)
        ]
        cells = self.cells([{name: row.get(name) for name, _ in self.features} for row in rows])
        together = self.predict(cells)
        alone = [self.predict({n: c[i : i + 1] for n, c in cells.items()})[0] for i in range(MADE_UP)]
        return np.array_equal(together, alone)

    def _nothing_known(self):
        """Return the cells of one row about which nothing is known."""
        recipe = self.recipe
        if self.kind == "images":
            colours = (3,) if recipe.mode == "RGB" else ()
            return {"image": np.zeros((1, recipe.height, recipe.width, *colours), np.uint8)}
        if self.kind == "sounds":
            return {"sound": np.zeros((1, recipe.samples), np.int16)}
        return self.cells([dict.fromkeys(name for name, _ in self.features)])
