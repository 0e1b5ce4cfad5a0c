"""zerotohero: from reading about machine learning to applying it, on your own data.

>>> import zerotohero as zh
>>> sorted(zh.__all__)
['__version__', 'load', 'look', 'open_run', 'train']
"""

import importlib

__version__ = "0.1.0"
__all__ = ["__version__", "load", "look", "open_run", "train"]

_HOMES = {
    "load": "zerotohero.datasets._open",
    "look": "zerotohero.train.look",
    "train": "zerotohero.train.train",
    "open_run": "zerotohero.leaderboard.open",
}


def __getattr__(name):
    """Import a public name when it is first used: `import zerotohero` stays instant."""
    if name not in _HOMES:
        raise AttributeError(f"module 'zerotohero' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__():
    """List the public names."""
    return __all__
