"""The source of a prediction, for scripts: ``predict`` and every function of ours that it uses."""

import inspect
from types import CodeType


def prediction_source(spec):
    """Return Python text that defines ``predict(arrays, X)`` with nothing but ``np`` in scope.

    Parameters
    ----------
    spec : AlgorithmSpec
    """
    functions = {}
    _collect(spec.predict, functions)
    return "\n\n".join(functions)


def members_source(specs):
    """Return Python text that defines ``predict_<algorithm>(arrays, X)`` for each of these, and what they use, once.

    Parameters
    ----------
    specs : iterable of AlgorithmSpec
    """
    shared, own = {}, {}
    for spec in specs:
        functions = {}
        _collect(spec.predict, functions)
        *used, last = functions
        shared.update(dict.fromkeys(used))
        own[last.replace("def predict(", f"def {prediction_name(spec)}(", 1)] = None
    return "\n\n".join([*shared, *own])


def prediction_name(spec):
    """Return what ``members_source`` calls the prediction of this algorithm."""
    return f"predict_{spec.id.replace('-', '_')}"


def _collect(function, functions):
    """Add the sources of what ``function`` uses, then its own, each once."""
    for name in sorted(_names(function.__code__)):
        used = function.__globals__.get(name)
        if inspect.isfunction(used) and used is not function and used.__module__.startswith("zerotohero."):
            _collect(used, functions)
    functions[inspect.getsource(function)] = function


def _names(code):
    """Return the names that code looks up, inner functions included."""
    inner = [_names(c) for c in code.co_consts if isinstance(c, CodeType)]
    return set(code.co_names).union(*inner)
