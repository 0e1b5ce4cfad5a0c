"""The classes that a run mixes up most, with pictures or sounds of each taken for the other."""

import numpy as np

from zerotohero.report.judged import percent, picture_of
from zerotohero.report.mistakes import confusion, once
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Items, Section, Words
from zerotohero.report.sentences import number, plain, things

PAIRS, SHOWN = 4, 3  # pairs of classes; examples each way
LOOKED = 10  # times as many are looked at, as copies are shown once


def confused_pairs(evidence):
    """Return the Section with the pairs of classes that are mixed up most, each with a few examples; None without pictures."""
    m, result = evidence.manifest, evidence.outcome
    if m["kind"] not in ("images", "sounds") or not (evidence.classify and evidence.rows):
        return None
    classes = m["classes"]
    counts = confusion(result, classes)
    found = most_confused(counts)
    if not found:
        return None
    shown = SHOWN if len(classes) > 2 else 2 * SHOWN  # one pair only: there is room
    parts = []
    for a, b in found:
        one, other = plain(classes[a], 40), plain(classes[b], 40)
        parts.append(Words(f"{one} and {other}: mixed up {_times(counts[a, b] + counts[b, a])}", "part"))
        parts.append(_both(evidence, (a, b, counts[a, b]), (b, a, counts[b, a]), shown))
    kind = things(evidence.board)[1]
    return Section(
        "pairs",
        "What it mixes up" if len(found) == 1 else "The pairs it mixes up most",
        tuple(parts),
        f"{'' if len(found) == 1 else 'The classes that are most often taken for each other. '}From left to right, {kind} of "
        "each from the surest mistake to the closest call. What do they share? More examples like these would teach it.",
        "a likeness that you would see. Two classes are also mixed up where one has few examples, or odd ones, or where "
        "the labels themselves are.",
        {"pairs": [[classes[a], classes[b], float(counts[a, b]), float(counts[b, a])] for a, b in found]},
    )


def most_confused(counts, most=PAIRS):
    """Return up to ``most`` pairs (a, b) of classes by how often either was taken for the other, a the one mistaken more.

    >>> most_confused(np.array([[9, 1, 0], [3, 9, 2], [0, 0, 9]]))
    [(1, 0), (1, 2)]
    """
    both = np.triu(counts + counts.T, 1)
    order = np.argsort(-both, axis=None, kind="stable")[:most]
    pairs = [divmod(int(i), len(counts)) for i in order if both.flat[i] > 0]
    return [(a, b) if counts[a, b] >= counts[b, a] else (b, a) for a, b in pairs]


def _both(evidence, *ways):
    """Return the Drawn of one pair: ``ways`` are (true, said, count) twice, and how many are shown of each."""
    *ways, shown = ways
    halves, said = [], []
    classes = evidence.manifest["classes"]
    for t, p, count in ways:
        if not count:
            continue
        figures = []
        for i in _examples(evidence, t, p, shown):
            image = picture_of(evidence.dataset, evidence.outcome.rows[i], classes[t])
            sure = f"{percent(evidence.outcome.probabilities[i, p])} sure"
            figures.append(f"<figure>{image}<figcaption>{sure}</figcaption></figure>")
        title = f"true <b>{text(classes[t], 40)}</b>, said <b class=bad>{text(classes[p], 40)}</b>, {_times(count)}"
        halves.append(f"<div><p>{title}</p><div class=few>{''.join(figures)}</div></div>")
        said.append(f"true {plain(classes[t], 40)}, said {plain(classes[p], 40)}, {_times(count)}")
    wide = "" if len(evidence.manifest["classes"]) > 2 else " wide"
    return Drawn(f'<div class="versus{wide}">{"".join(halves)}</div>', Items(tuple(said)))


def _examples(evidence, t, p, most):
    """Return positions of rows truly of class ``t`` that were taken for ``p``: from the surest mistake to the closest call."""
    result = evidence.outcome
    here = np.flatnonzero((result.truth == t) & (result.predicted == p))
    margin = result.probabilities[here, p] - result.probabilities[here, t]
    here = here[np.argsort(-margin, kind="stable")]
    if len(here) > LOOKED * most:
        here = here[np.linspace(0, len(here) - 1, LOOKED * most).astype(int)]
    content = evidence.dataset.take(result.rows[here]).content(without={evidence.manifest["target"]})
    here = once(here.tolist(), content)
    return [here[i] for i in np.unique(np.linspace(0, len(here) - 1, min(most, len(here))).astype(int))]


def _times(count):
    """Return "once" or "17 times"; copies share a count."""
    count = max(round(float(count)), 1)
    return "once" if count == 1 else f"{number(count)} times"
