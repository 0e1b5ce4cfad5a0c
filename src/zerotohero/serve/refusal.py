"""A request that is not answered: the status that HTTP has for it, and the parts of every message."""

import json

from zerotohero.core.errors import HeroError


class Refusal(HeroError):
    """A request that is not answered.

    Parameters
    ----------
    status : int
        Of HTTP.
    asked, expected, came, try_ : str
        See ``HeroError``.
    **headers : str
        Sent along; underscores become hyphens.
    """

    def __init__(self, status, asked, expected, came, try_, **headers):
        super().__init__(asked, expected, came, try_)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def told(error):
    """Return an error as what stands under ``error`` in an answer: its parts, and all of it in one sentence."""
    return {"message": f"{error}", **error.as_dict()}


def shown(value, most=80):
    """Return a value of JSON in at most ``most`` characters, as it reads in a sentence."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value):,}" if value else "an empty list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[: most - 1]}…"
