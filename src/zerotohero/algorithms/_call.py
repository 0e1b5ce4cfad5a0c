"""An estimator as the Python call that makes it, for scripts: with inner estimators, kernels and splitters, and imports."""

import inspect

import numpy as np

from zerotohero.algorithms._source import is_ours, public_module


def estimator_call(estimator):
    """Return the call as text, and the sorted import lines that it needs.

    Parameters
    ----------
    estimator : object
        A scikit-learn estimator, fitted or not. Parameters that have their default are left out. One of ours is
        imported from ``estimator``, the file that scripts make of its source: see ``_source.estimator_source``.

    Examples
    --------
    >>> from sklearn.compose import TransformedTargetRegressor
    >>> from sklearn.svm import SVR
    >>> text, imports = estimator_call(TransformedTargetRegressor(regressor=SVR(C=3.0)))
    >>> text
    'TransformedTargetRegressor(regressor=SVR(C=3.0))'
    >>> imports
    ['from sklearn.compose import TransformedTargetRegressor', 'from sklearn.svm import SVR']
    """
    imports = set()
    return _call(estimator, imports), sorted(imports)


def _call(value, imports):
    """Return one value as text; add what has to be imported."""
    if isinstance(value, np.ndarray | np.generic):
        return repr(value.tolist())
    kind = type(value)
    if kind.__module__ == "builtins":
        return repr(value)
    imports.add(f"from {'estimator' if is_ours(value) else public_module(kind)} import {kind.__name__}")
    if not hasattr(value, "get_params"):
        return repr(value)  # a splitter
    defaults = {name: p.default for name, p in inspect.signature(kind).parameters.items()}
    given = {
        name: _call(v, imports) for name, v in value.get_params(deep=False).items() if not _same(v, defaults, name)
    }
    return f"{kind.__name__}({', '.join(f'{name}={text}' for name, text in given.items())})"


def _same(value, defaults, name):
    """Whether a parameter has its default."""
    return name in defaults and type(value) is type(defaults[name]) and repr(value) == repr(defaults[name])
