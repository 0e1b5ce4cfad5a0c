"""An explanation in words: how large a push is, where the answer stands, how to read it and how it is misread."""

import math
from pathlib import PurePath

import numpy as np

from zerotohero.data._files import SOUND_SUFFIXES, SUFFIXES
from zerotohero.report.sentences import number, plain

SHOWN = 10  # pushes shown one by one; the others are added up
SMALL = 0.01  # of the largest push: below, it joins the others
PLACES = (("top left", "top", "top right"), ("left", "middle", "right"), ("bottom left", "bottom", "bottom right"))


def shown(why):
    """Return [(label, push, error)]: the largest pushes, then one for all others together.

    Parameters
    ----------
    why : Explanation
    """
    least = SMALL * max((abs(p.push) for p in why.pushes), default=0)
    big = [p for p in why.pushes[:SHOWN] if abs(p.push) > least]
    lines = [(f"{plain(p.column, 40)} = {p.cell}" if p.cell else p.column, p.push, p.error) for p in big]
    rest = why.pushes[len(big) :]
    if rest and big:
        lines.append(
            (
                f"{len(rest)} other{'s' if len(rest) > 1 else ''}",
                sum(p.push for p in rest),
                math.sqrt(sum(p.error**2 for p in rest)),
            )
        )
    return lines


def asked(why):
    """Return which run was asked about which row."""
    what = "row" if why.heat is None else "picture"
    return f"{plain(why.title, 48)} ({why.run}), {which(what, why.row, why.origin)}"


def which(what, row, origin):
    """Return which row of which file it was; a picture or sound that is a file of its own needs no number.

    >>> which("row", 3, "new.csv"), which("picture", 0, "mine.jpg")
    ('row 3 of new.csv, counted from 0', 'picture mine.jpg')
    """
    if PurePath(origin).suffix.lower() in (*SUFFIXES, *SOUND_SUFFIXES):
        return f"{what} {plain(origin, 60)}"
    return f"{what} {row} of {plain(origin, 36)}, counted from 0"


def headline(why):
    """Return what the run says, in one line."""
    target = plain(why.target, 40)
    if why.outcome is None:
        return f"{target}: {why.answer}"
    said = f"{target} = {plain(why.outcome, 40)}: {probability_text(why.probability)}"
    return said if why.outcome == why.answer else f"{said} (its answer is {plain(why.answer, 40)})"


def push_text(why, push):
    """Return one push as people write it: "+0.27", "−1,200", "+4.1 %", "× 4.2", "÷ 1.7"."""
    sign = "+" if push >= 0 else "−"
    if why.scale == "probability":
        return f"{sign}{abs(push):.2f}" if abs(push) >= 0.095 else f"{sign}{abs(push):.3f}"
    if why.scale == "value":
        largest = max((abs(p.push) for p in why.pushes), default=0) or 1
        decimals = max(0, 2 - math.floor(math.log10(largest)))  # three digits of the largest push
        return f"{sign}{why.unit[0]}{abs(push):,.{min(decimals, 12)}f}{why.unit[1]}"
    factor = math.exp(min(abs(push), 700))
    if why.scale == "log" and factor < 2:
        return f"{sign}{100 * (factor - 1 if push >= 0 else 1 - 1 / factor):.1f} %"
    if factor >= 1000:
        return f"{'×' if push >= 0 else '÷'} {factor:.0e}".replace("e+0", "e").replace("e+", "e")
    digits = f"{factor:.0f}" if factor >= 100 else f"{factor:.1f}" if factor >= 3 else f"{factor:.2f}"
    return f"{'×' if push >= 0 else '÷'} {digits}"


def error_text(why, error):
    """Return a standard error beside its push, "" where the push is exact."""
    if why.exact:
        return ""
    if why.scale == "probability":
        return f"± {error:.3f}"
    return f"± {number(float(f'{error:.2g}'))}" if why.scale == "value" else f"± {100 * error:.1f} %"


def level_text(why, at):
    """Return where the answer stands at this point of the scale: a probability, or a value with its unit."""
    level = why.level(at)
    if why.scale in ("probability", "odds"):
        return probability_text(level)
    return f"{why.unit[0]}{number(float(f'{level:.4g}'))}{why.unit[1]}"


def probability_text(p):
    """Return a probability with the digits that matter; 0 and 1 are kept for certainty.

    >>> [probability_text(p) for p in (0.834, 0.996, 0.99999, 1.0)]
    ['0.83', '0.996', '>0.999', '1.00']
    """
    if 0 < p < 0.0005 or 0.9995 < p < 1:
        return "<0.001" if p < 0.5 else ">0.999"
    return f"{p:.3f}" if 0 < p < 0.01 or 0.99 < p < 1 else f"{p:.2f}"


def level_name(why):
    """Return what ``level_text`` counts, as the head of a column."""
    if why.scale in ("probability", "value"):
        return "sum so far"
    if why.outcome is None:
        return "value so far"
    of_two = f" rather than {plain(why.against, 16)}" if why.of_many else ""
    return f"P({plain(why.outcome, 16)}{of_two})"


def end_text(why):
    """Return what the pushes lead to."""
    what = "this row" if why.heat is None else "this picture"
    return f"{what}, not yet calibrated" if why.notes else what


def start_text(why):
    """Return what the pushes start from."""
    if why.background.startswith("a "):
        return "a typical row"
    return f"mean of {why.background}" if why.scale in ("probability", "value") else f"middle of {why.background}"


def summary(why):
    """Return one or two sentences: what pushed most, up and down."""
    lines = [line for line in shown(why) if not line[0].endswith((" others", " other"))]
    if not lines:
        return "No column pushed: this model answers every row alike."
    if why.heat is not None:
        return where(why)
    up, down = ([line for line in lines if (line[1] > 0) == rises][:2] for rises in (True, False))
    said = []
    for some, way in ((up, "up"), (down, "down")):
        if some:
            said.append(
                f"{' and '.join(f'{label} ({push_text(why, push)})' for label, push, _ in some)} pushed it {way}"
            )
    return f"{'; '.join(said)}."


def where(why):
    """Return which part of a picture spoke for the answer and which against it."""
    rows, columns = (np.arange(n) * 3 // n for n in why.heat.shape)
    parts = np.array([[why.heat[np.ix_(rows == r, columns == c)].sum() for c in range(3)] for r in range(3)])
    best, worst = (np.unravel_index(i, parts.shape) for i in (parts.argmax(), parts.argmin()))
    said = f"The {PLACES[best[0]][best[1]]} of the picture speaks most for {plain(why.outcome or 'more', 40)}"
    if parts.min() < -0.05 * parts.max():
        said += f", the {PLACES[worst[0]][worst[1]]} most against it"
    return said + "."


def how_to_read(why):
    """Return sentences that say how the picture is read, how it is misread, and how it was made."""
    cell = "patch" if why.heat is not None else "cell"
    plural, their = ("patches", "place") if why.heat is not None else ("cells", "column")
    read = (
        f"A push is what this {cell} changes in the answer, compared with what {why.background} have in its {their}; "
        "averaged over all orders in which the columns can become known, so that the pushes make up the whole difference."
    ).replace("the columns", "columns" if why.heat is None else "patches")
    if why.scale == "odds":
        rest = f"than {plain(why.against, 40)}"
        read += f" × 2 doubles the odds: how many times likelier {plain(why.outcome, 40)} is {rest}."
    if why.scale == "log":
        read += " +10 % makes the value so far a tenth larger."
    misread = (
        f"It tells what moved this model, not what causes {plain(why.target, 40)}: {plural} that go together share the "
        "credit, or one takes it for the other, and changing one in life need not change the outcome."
    )
    made = f"{why.method[:1].upper()}{why.method[1:]}, compared with {why.background}."
    if not why.exact:
        made += f" The largest standard error is {error_text(why, max(p.error for p in why.pushes))[2:]}."
    return {
        "How to read it": read,
        "How it is misread": misread,
        "How it was made": " ".join([made, *map(_note, why.notes)]),
    }


def _note(text):
    """Return a note as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."
