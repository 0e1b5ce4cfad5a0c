"""Source for scripts: ``predict`` and every function of ours that it uses; an estimator of ours, and all that it uses."""

import ast
import inspect
import sys
from types import CodeType, ModuleType


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


def is_ours(estimator):
    """Whether a script needs the source of this estimator, because no library has it."""
    return type(estimator).__module__.startswith("zerotohero.")


def estimator_source(estimators):
    """Return Python text, a module of its own, that defines the classes of these estimators and all that they use.

    Parameters
    ----------
    estimators : iterable of object
        Those that are ``is_ours``.
    """
    imports, found = set(), {}
    for estimator in estimators:
        _collect_whole(type(estimator), imports, found)
    return "\n\n\n".join(
        ["\n".join(sorted(imports, key=lambda line: (line.startswith("from"), line))), *found.values()]
    )


def _collect_whole(thing, imports, found):
    """Add the imports and sources that a class or function of ours needs, then its own source, each once."""
    if thing in found:
        return
    found[thing] = ""  # its place is taken by whoever comes first; what it needs stands before it
    source, scope = inspect.getsource(thing).rstrip(), vars(sys.modules[thing.__module__])
    for name in sorted({node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}):
        used = scope.get(name)
        if isinstance(used, ModuleType):
            imports.add(f"import {used.__name__}" + (f" as {name}" if name != used.__name__ else ""))
        elif inspect.isclass(used) or inspect.isroutine(used):
            if used.__module__.startswith("zerotohero."):
                _collect_whole(used, imports, found)
            else:
                imports.add(f"from {public_module(used)} import {name}")
        elif name in scope:
            found.setdefault((thing.__module__, name), f"{name} = {used!r}")
    del found[thing]
    found[thing] = source


def public_module(thing):
    """Return the module from which people import a class or function: without its private parts.

    >>> from sklearn.linear_model import Ridge
    >>> Ridge.__module__, public_module(Ridge)
    ('sklearn.linear_model._ridge', 'sklearn.linear_model')
    """
    parts = thing.__module__.split(".")
    private = [i for i, part in enumerate(parts) if part.startswith("_")]
    return ".".join(parts[: private[0]] if private else parts)
