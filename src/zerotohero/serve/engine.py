"""ONNX Runtime in place of our own arrays: where the export found the same answers, and measured that it is faster.

A model file carries no graph, only the export's finding and the graph's sha256: the graph is made here from the arrays that
were proved on loading, and asked only if it is byte by byte the one that was checked.
"""

import importlib.util
from hashlib import sha256


class Engine:
    """ONNX Runtime's answers.

    Parameters
    ----------
    graph : bytes
        From numbers to answers.
    made : list of Representation
        What gives the numbers.
    """

    def __init__(self, graph, made):
        from zerotohero.export._onnx_build import as_numbers, session

        self._as_numbers = as_numbers
        self._session, self._made = session(graph), made

    def predict(self, cells):
        """Return probabilities (N, K) or values (N,): those of ``Model.predict`` within 1e-5."""
        return self._session.run(None, self._as_numbers([made.transform(cells) for made in self._made]))[0]


def engine_of(model):
    """Return the Engine of a Model; None where our own arrays answer: not exported, not faster, or nothing to run it."""
    mark = model.manifest.get("onnx")
    if not mark or mark["seconds"] >= mark["own_seconds"] or importlib.util.find_spec("onnxruntime") is None:
        return None
    from zerotohero.export._onnx_build import from_numbers

    graph = from_numbers(model)
    return Engine(graph, model.representations) if sha256(graph).hexdigest() == mark["sha256"] else None
