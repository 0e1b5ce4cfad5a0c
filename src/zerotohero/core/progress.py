"""How far something slow has come: told from deep inside, heard at the edge, where a person waits."""

from contextlib import contextmanager
from contextvars import ContextVar

_listener = ContextVar("listener", default=None)


@contextmanager
def listening(listener):
    """Call ``listener(done, total, what)`` for every step that is told inside this context.

    Examples
    --------
    >>> with listening(lambda done, total, what: print(f"{done} of {total} {what}")):
    ...     tell(1, 2, "pictures")
    1 of 2 pictures
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(done, total, what):
    """Say that ``done`` of ``total`` pictures (sounds, files: ``what``) are read; nobody need listen."""
    if listener := _listener.get():
        listener(done, total, what)
