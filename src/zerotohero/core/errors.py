"""Every error a person can meet says what was asked, what was expected, what came, and what to try.

The tree::

    HeroError                exit code 1, one clear message
    ├── DataError            the data cannot be read, or not with this recipe
    ├── TargetError          there is nothing to predict, or not this
    ├── FindingError         a check found a problem that stops the training
    ├── ModelFileError       a .hero file is damaged, altered or foreign
    ├── BoardError           a leaderboard or run cannot be found, locked or written
    ├── ParameterError       a value outside what a parameter allows (also a ValueError)
    ├── UnknownIdError       no such algorithm, metric, data set, project, ...
    └── UsageError           the command line was incomplete: exit code 2
"""

from difflib import get_close_matches


class HeroError(Exception):
    """One problem, explained.

    Parameters
    ----------
    asked : str
        What the person wanted, in a few words.
    expected : str
        What would have worked.
    came : str
        What was found instead.
    try_ : str
        The next thing to do: a command, an option, an edit.
    """

    exit_code = 1

    def __init__(self, asked, expected, came, try_):
        self.asked, self.expected, self.came, self.try_ = asked, expected, came, try_
        super().__init__(f"{asked}: expected {expected}; got {came}. Try: {try_}")

    def as_dict(self):
        """Return the four parts as the JSON object that commands print."""
        return {"asked": self.asked, "expected": self.expected, "came": self.came, "try": self.try_}


class DataError(HeroError):
    """The data cannot be read, or do not fit the reading recipe."""


class TargetError(HeroError):
    """There is nothing to predict, or not the column that was named."""


class FindingError(HeroError):
    """A check found a problem; training stops until it is fixed or waved through."""

    def __init__(self, asked, expected, came, try_, findings=()):
        super().__init__(asked, expected, came, try_)
        self.findings = tuple(findings)


class ModelFileError(HeroError):
    """A model file is damaged, altered, or was written by something else."""


class BoardError(HeroError):
    """A leaderboard or a run cannot be found, locked or written."""


class ParameterError(HeroError, ValueError):
    """A parameter has a value that it cannot have."""


class UnknownIdError(HeroError, KeyError):
    """Nothing has this id; the nearest ids are offered.

    Parameters
    ----------
    kind : str
        What was looked for, in the singular: "algorithm", "metric".
    came : str
        The id that does not exist.
    known : iterable of str
        The ids that do.
    """

    def __init__(self, kind, came, known):
        known = sorted(map(str, known))
        near = nearest(came, known)
        guess = f"did you mean {near!r}?" if near else "one of these"
        super().__init__(
            f"find the {kind} {came!r}", f"one of {', '.join(known[:30]) or 'none yet'}", repr(came), guess
        )

    def __str__(self):
        return Exception.__str__(self)  # KeyError would print the repr


class UsageError(HeroError):
    """The command line was incomplete or contradictory."""

    exit_code = 2


def nearest(word, known):
    """Return the known word most like ``word``, or None; case is ignored."""
    lower = {str(k).lower(): str(k) for k in known}
    found = get_close_matches(str(word).lower(), lower, n=1, cutoff=0.6)
    return lower[found[0]] if found else None
