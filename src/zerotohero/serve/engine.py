"""ONNX Runtime in place of our own arrays: where the export found the same answers, and measured that it is faster.

A model file carries no graph, only the export's finding and the graph's sha256: the graph is made here from the arrays that
were proved on loading, and asked only if it is byte by byte the one that was checked.
"""

import contextlib
import ctypes
import importlib.util
from hashlib import sha256

import numpy as np

BLOCK = 256  # rows at once: distances to all stored rows would fill the memory


class Engine:
    """ONNX Runtime's answers.

    Parameters
    ----------
    graph : bytes
        From numbers to answers.
    model : Model
    """

    def __init__(self, graph, model):
        from zerotohero.export.onnx.build import as_numbers, session

        self._session, self._as_numbers, self._model = session(graph), as_numbers, model
        _give_back()

    def predict(self, cells):
        """Return probabilities (N, K) or values (N,): those of ``Model.predict`` within 1e-5."""
        numbers = [made.transform(cells) for made in self._model.representations]
        blocks = ([own[start : start + BLOCK] for own in numbers] for start in range(0, max(len(numbers[0]), 1), BLOCK))
        found = [self._session.run(None, self._as_numbers(block))[0] for block in blocks]
        found = found[0] if len(found) == 1 else np.concatenate(found)
        return found if np.isfinite(found).all() else self._model.answer(numbers)  # which never gives anything else


def engine_of(model):
    """Return the Engine of a Model; None where our own arrays answer: not exported, not faster, or nothing to run it."""
    mark = model.manifest.get("onnx")
    if not mark or mark["seconds"] >= mark["own_seconds"] or importlib.util.find_spec("onnxruntime") is None:
        return None
    from zerotohero.export.onnx.build import from_numbers

    with contextlib.suppress(Exception):  # an altered file, or an older ONNX Runtime: our arrays can do without it
        graph = from_numbers(model)
        if sha256(graph).hexdigest() == mark["sha256"]:
            return Engine(graph, model)
    return None


def _give_back():
    """Let the system have the memory that reading a graph took: glibc keeps 40 MB after a forest's."""
    with contextlib.suppress(OSError, TypeError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
