"""The algorithm map: questions whose answers lead to stations, where the algorithms stand.

Everything has its place here, later families too. Whether an algorithm is *built* is not written in
the map: it is asked from the specs, so the day its file appears, its station opens.

>>> [answer.id for answer in MAP["rows"].answers]
['hundreds', 'thousands', 'more']
"""

from zerotohero.choose._nodes import ALWAYS, QUESTIONS, STATIONS, Question
from zerotohero.core.errors import UnknownIdError
from zerotohero.core.specs import discover

START = "goal"
MAP = {node.id: node for node in (*QUESTIONS, *STATIONS)}


def built():
    """Return the ids of all algorithms that exist."""
    return frozenset(discover("algorithms"))


def runs(id, built):
    """Whether the way through node ``id`` ends at an algorithm in ``built``.

    >>> runs("rows", {"random-forest"}), runs("order", {"random-forest"})
    (True, False)
    """
    node = MAP[id]
    if isinstance(node, Question):
        return any(runs(answer.to, built) for answer in node.answers)
    return any(algorithm in built for algorithm, _ in node.algorithms) or bool(node.leads and runs(node.leads, built))


def way(facts, built):
    """Return the path of (node id, answer id) that the facts of a data set take; the last answer is None.

    Parameters
    ----------
    facts : Facts
    built : set of str
        Where the way may end: the ids of algorithms that exist, or better, of those on the shortlist.
    """
    return follow(lambda question, open_: next((a for a in open_ if a.fits(facts)), open_[0] if open_ else None), built)


def follow(answer, built):
    """Return the path of (node id, answer id) from the start.

    Parameters
    ----------
    answer : callable
        ``answer(question, answers)`` -> one of the answers that lead to something built, or None to stop.
    built : set of str
    """
    path, id = [], START
    while id:
        node = MAP[id]
        if isinstance(node, Question):
            chosen = answer(node, [a for a in node.answers if runs(a.to, built)])
            path.append((id, chosen.id if chosen else None))
            id = chosen.to if chosen else ""
        else:
            path.append((id, None))
            id = node.leads
    return path


def find_answer(question, word):
    """Return the Answer that ``word`` means: its id or its number from 1.

    >>> find_answer(MAP["rows"], "2").id
    'thousands'
    """
    for number, answer in enumerate(question.answers, 1):
        if word in (answer.id, str(number)):
            return answer
    raise UnknownIdError(f"answer to {question.words!r}", word, [a.id for a in question.answers])


def as_dict():
    """Return the whole map as plain JSON."""
    exist = built()
    return {
        "start": START,
        "questions": [
            {
                **{"id": q.id, "words": q.words, "x": q.x, "y": q.y},
                "answers": [{"id": a.id, "words": a.words, "to": a.to} for a in q.answers],
            }
            for q in QUESTIONS
        ],
        "always": list(ALWAYS),
        "stations": [
            {
                **{"id": s.id, "words": s.words, "text": s.text, "x": s.x, "y": s.y},
                "algorithms": [id for id, _ in s.algorithms if id in exist],
                "leads": s.leads or None,
            }
            for s in STATIONS
        ],
    }
