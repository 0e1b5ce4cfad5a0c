"""A request that is not answered: the status that HTTP has for it, and the four parts of every message."""

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
