"""Something moves while a person waits."""

from contextlib import contextmanager

from rich.console import Console

from zerotohero.core.progress import listening


@contextmanager
def waiting(text):
    """Show ``text`` with a spinner, and how far reading has come; nothing where standard error is no terminal."""
    with (
        Console(stderr=True).status(text) as status,
        listening(lambda done, total, what: status.update(f"{text}: {done:,} of {total:,} {what}")),
    ):
        yield
