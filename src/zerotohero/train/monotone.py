"""Columns with which the answer may only rise, or only fall: what was asked, checked against the columns that there are."""

from zerotohero.core.errors import UnknownIdError, UsageError
from zerotohero.core.params import parse_monotone
from zerotohero.core.specs import discover


def monotone(plan):
    """Return what ``--monotone`` asks as one text and as a clause for people; ("", "") where nothing is asked.

    Parameters
    ----------
    plan : Plan

    Raises
    ------
    ParameterError
        A part is not COLUMN=up or COLUMN=down.
    UnknownIdError
        No input is called so.
    UsageError
        The column is not one of numbers, there are more than two classes, or no algorithm named with --only can obey.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> options = SimpleNamespace(monotone=("age=down,area=up",), only=())
    >>> features = (("age", "number"), ("area", "number"))
    >>> monotone(SimpleNamespace(options=options, features=features, classes=(), target="price"))
    ('age=down,area=up', '`price` falls with age, rises with area')
    """
    text = ",".join(plan.options.monotone)
    if not text:
        return "", ""
    asked, types = parse_monotone(text), dict(plan.features)
    for name in asked:
        if name not in types:
            raise UnknownIdError("input column", name, types)
        if types[name] != "number":
            raise UsageError(
                f"obey --monotone {name}", "a column of numbers", f"one of type {types[name]}", f"without {name}"
            )
    if len(plan.classes) > 2:
        raise UsageError("obey --monotone", "a number or two classes", f"{len(plan.classes)} classes", "without it")
    able = [spec.id for spec in discover("algorithms").values() if spec.obeys_monotone]
    if plan.options.only and not {*plan.options.only} & {*able}:
        raise UsageError(
            "obey --monotone", f"one of {', '.join(able)}", ", ".join(plan.options.only), f"--only {able[0]}"
        )
    what = f"the probability of {plan.classes[1]}" if len(plan.classes) else f"`{plan.target}`"
    ways = ", ".join(f"{'rises' if way > 0 else 'falls'} with {name}" for name, way in asked.items())
    return text, f"{what} {ways}"
