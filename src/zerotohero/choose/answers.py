"""The way of somebody who has no data at hand: answers in, facts out.

>>> path = way_by_answers(["kinds", "row", "score", "hundreds"], {"random-forest"})
>>> path[-1], facts_by_answers(path).rows
(('forest', None), 500)
"""

from zerotohero.choose._nodes import Question
from zerotohero.choose.map import MAP, find_answer, follow
from zerotohero.choose.shortlist import Facts, usual_fit_rows
from zerotohero.core.errors import UsageError

ROWS = {"hundreds": 500, "thousands": 5_000, "more": 50_000}
LINES = 1_000  # of a text that nobody has shown yet
KINDS = {"row": "table", "text": "table", "image": "images"}  # example answer -> kind of data that can be trained on

INPUTS = {  # middling data of each kind
    "row": {"numbers": 8, "categories": 4, "width": 20, "tree_width": 12},
    "text": {"words": 1, "width": 5_000, "tree_width": 1_000},
    "image": {"image": (28, 28, "L"), "width": 784, "tree_width": 784},
}


def way_by_answers(answers, built):
    """Return the path that these answers take, as ``map.way`` does; answers to nothing built are fine.

    Parameters
    ----------
    answers : list of str
        Ids, or numbers from 1, one per question. One more may say the number of rows.
    built : set of str

    Raises
    ------
    UsageError
        The answers end before the way does.
    UnknownIdError
        A question has no such answer.
    """
    left = list(answers)

    def answer(question, open_):
        if not left:
            known = ", ".join(a.id for a in question.answers)
            given = ",".join(answers)
            raise UsageError(
                f"follow the map along {given!r}",
                f"an answer to {question.words!r}: {known}",
                "no more answers",
                f"--answers {given},{question.answers[0].id}".replace("--answers ,", "--answers "),
            )
        return find_answer(question, left.pop(0))

    path = follow(answer, built)
    if left and needs_rows(path):
        path.insert(-1, ("rows", find_answer(MAP["rows"], left.pop(0)).id))
    if left:
        raise UsageError(
            "follow the map", f"{len(answers) - len(left)} answers on this way", repr(",".join(answers)), "fewer"
        )
    return path


def needs_rows(path):
    """Whether the way goes through a table without having asked how many rows there are."""
    taken = dict(path)
    return taken.get("example") == "row" and "rows" not in taken


def facts_by_answers(path):
    """Return the Facts that a way stands for, middling where nothing was asked; None if nothing runs there."""
    taken = dict(path)
    if taken.get("make") == "verse":
        return Facts("your text", "text", "generation", "line", rows=LINES, fit_rows=usual_fit_rows(LINES))
    kind = KINDS.get(taken.get("example"))
    if kind is None or isinstance(MAP[path[-1][0]], Question):
        return None
    classify = taken["goal"] == "kinds"
    rows = ROWS[taken.get("rows", "thousands")]
    inputs = INPUTS[taken["example"]]
    return Facts(
        name="your data",
        kind=kind,
        task="classification" if classify else "regression",
        target="the answer",
        rows=rows,
        fit_rows=usual_fit_rows(rows),
        classes=(10 if kind == "images" else 2) if classify else 0,
        smallest_class=0.1 if classify else 0.0,
        **inputs,
    )
