"""Phrases that several findings share."""

import shlex


def listed(names, most=5):
    """Return at most ``most`` names as a phrase: "a, b and 3 more"."""
    names = list(names)
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def option(flag, *names):
    """Return the option as a person types it, once per name: ``--drop 'due date' --drop zip``."""
    return " ".join(f"{flag} {shlex.quote(name)}" for name in names)
