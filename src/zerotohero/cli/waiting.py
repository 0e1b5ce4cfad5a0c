"""Something moves while a person waits."""

from rich.console import Console


def waiting(text):
    """Return a context in which ``text`` is shown with a spinner; nothing where standard error is no terminal."""
    return Console(stderr=True).status(text)
