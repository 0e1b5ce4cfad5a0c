"""Numbers said in words: what the terminal, the page and the card have in common."""

import math
from pathlib import PurePath
from typing import NamedTuple

import numpy as np

from zerotohero.core.specs import find

GLOSSES = {  # metric id: what it says in under ten words
    "accuracy": "share of right answers",
    "balanced_accuracy": "share of right answers, every class counting the same",
    "roc_auc": "how often it tells a pair of opposites apart",
    "log_loss": "what wrong and overconfident probabilities cost; 0 is perfect",
    "rmse": "typical error; large errors count more",
    "rmsle": "typical error as a proportion of the value",
    "mae": "average error",
    "perplexity": "between how many words it wavers; 1 would be certain",
    "r2": "share of the ups and downs explained; 1 is perfect",
}
FIRST_STEPS = {  # the rivals on the staircase, plainest first
    "majority": "always the most frequent answer",
    "mean": "always the mean",
    "one-level-tree": "one question",
    "single-words": "words from a hat",
}


class Step(NamedTuple):
    """One step of the staircase: who stands on it, the score, and the change from the step below."""

    run: object
    title: str
    score: float
    change: float | None


def plain(text, limit=60):
    """Return one printable line: no newlines or control characters, cut at ``limit`` characters.

    >>> plain("price\\n(in €)")
    'price (in €)'
    """
    text = "".join(c if c.isprintable() or c == "\u200d" else " " for c in str(text))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number(value):
    """Return a number as people write it: three digits that matter, thousands set apart.

    >>> number(24310.4), number(0.8714), number(3.2), number(float("nan"))
    ('24,310', '0.871', '3.2', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-4:
        return f"{value:.2e}"
    if size >= 100 or value == int(value):
        return f"{value:,.0f}" if size >= 10_000 else f"{value:.0f}"  # 2014 is a year more often than not
    return f"{value:.3g}" if size < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def score_text(board, value):
    """Return a score with a fixed number of decimals, so that a column of them can be compared."""
    if value is None or not math.isfinite(value):
        return "–"
    small = board.manifest["greater_is_better"] or board.manifest["metric"] in ("log_loss", "rmsle")
    if 1e-4 <= abs(value) < 0.1 and not board.manifest["greater_is_better"]:
        return f"{value:.4f}"  # of an error so small, three decimals would be two digits
    if abs(value) < (10 if small else 1):
        return f"{value:.3f}" if abs(value) >= 0.001 or value == 0 else number(value)
    return f"{value:.2f}" if abs(value) < 100 else number(value)


def spread_text(board, value):
    """Return a standard deviation as ``score_text`` does, but no digits below the last one that scores show."""
    said = score_text(board, value)
    return "< 0.001" if board.manifest["greater_is_better"] and value and value < 0.001 else said


def change_text(board, change):
    """Return a change of a score with its sign; of one that no digit of the scores shows, ±0.000."""
    if board.manifest["greater_is_better"] and abs(change) < 0.0005:
        return "±0.000"
    return ("+" if change > 0 else "−" if change < 0 else "±") + score_text(board, abs(change))


def position(board, score):
    """Return where a score stands on a scale: perplexities by how many times they are larger, other scores as they are."""
    return math.log(max(score, 1)) if board.manifest["metric"] == "perplexity" else score


def metric_name(board):
    """Return the metric's name as people write it."""
    return find("tasks", board.manifest["task"]).metric(board.manifest["metric"]).title


def origin(manifest):
    """Return the name of the file that the data came from, without its folders: a page that is passed on need not tell them."""
    return PurePath(str(manifest["origin"]).replace("\\", "/")).name or manifest["dataset"]


def finished(board):
    """Return the runs that have a score, best first."""
    return [run for run in board.runs if run.status == "ok" and run.score is not None]


def better(board, one, other):
    """Return whether score ``one`` beats ``other`` on this leaderboard."""
    return one > other if board.manifest["greater_is_better"] else one < other


def best_rival(board, but=None):
    """Return the best plain rival other than ``but``, or None."""
    return next((r for r in finished(board) if r.baseline and (but is None or r.id != but.id)), None)


def steps(board, run=None):
    """Return the staircase, plainest first: always the same answer, one question, the best rival, then ``run`` (the best).

    Returns
    -------
    list of Step
        ``change`` is the score minus the score one step below; None on the first.
    """
    scored = finished(board)
    if run is None:
        run = next((r for r in scored if not r.baseline), None)
    runs = {r.algorithm: r for r in reversed(scored)}
    wanted = [(runs[id], words) for id, words in FIRST_STEPS.items() if id in runs]
    rival = best_rival(board)
    shown = {r.id for r, _ in wanted}
    if wanted and rival.id not in shown and better(board, rival.score, wanted[-1][0].score):
        wanted.append((rival, plain(rival.title)))
    if run is not None and run.score is not None:
        wanted = [(r, words) for r, words in wanted if r.id != run.id] + [(run, plain(run.title))]
    result = []
    for r, words in wanted:
        result.append(Step(r, words, r.score, r.score - result[-1].score if result else None))
    return result


def things(board):
    """Return (verb, noun): what the model does to what, as this data set would say it."""
    classes = board.manifest.get("classes") or []
    if board.manifest["kind"] == "images":
        if classes and all(len(c) == 1 for c in classes):
            kinds = {c.isdigit() for c in classes}
            noun = "digits" if kinds == {True} else "letters" if all(c.isalpha() for c in classes) else "characters"
            return "reads", noun
        return "recognizes", "pictures"
    if board.manifest["kind"] == "sounds":
        return "recognizes", "sounds"
    return ("goes on with", "lines") if board.manifest["task"] == "generation" else ("gets", "rows")


def unseen(board):
    """Return the words after the noun that say what was new about these rows."""
    split = board.manifest["split"]
    if split.get("time"):
        return "that came later than all it learned from"
    if split.get("groups"):
        return f"it has never seen, each from a {plain(split['groups'])} that is new to it"
    return "it has never seen"


def headline(run):
    """Return the answer in one plain sentence, the best plain rival beside it.

    Parameters
    ----------
    run : Run
        A finished run on its leaderboard.
    """
    board = run.board
    if paid(run) is not None:
        return _said_of_costs(run)
    rival = best_rival(board, but=run)
    said = _said(board, run.score, first=True)
    if rival is None:
        return f"{said}."
    name = rival.title
    against = _said(board, rival.score, first=False)
    if not better(board, run.score, rival.score):
        return f"{said}; a plain rival, {name}, does as well or better: {against}."
    return f"{said}; the best plain rival, {name}, {against}."


def paid(run):
    """Return what a row costs by the person's costs, the threshold chosen on other folds; None where nobody gave costs."""
    return (getattr(run, "cost", None) or {}).get("per_row") if run.board.manifest.get("cost") else None


def cheapest(runs):
    """Return the run whose mistakes cost least, or None."""
    return min((r for r in runs if paid(r) is not None), key=paid, default=None)


def _said_of_costs(run):
    """Return the headline where mistakes have a price: a right answer more is worth little if it is the cheap kind."""
    board, mine = run.board, paid(run)
    asked, rival = board.manifest["cost"], cheapest([r for r in finished(board) if r.baseline and r.id != run.id])
    said = f"With a miss at {number(asked['miss'])} and a false alarm at {number(asked['false alarm'])}, "
    said += f"it costs {number(mine)} for each of the {things(board)[1]} {unseen(board)}"
    if rival is None:
        return f"{said}."
    if mine >= paid(rival):
        return f"{said}; a plain rival, {rival.title}, costs no more: {number(paid(rival))}."
    return f"{said}; the cheapest plain rival, {rival.title}, costs {number(paid(rival))}."


def _said(board, score, first):
    """Return what a score means: a whole clause for the model, a short one for its rival."""
    metric, target = board.manifest["metric"], plain(board.manifest["target"], 40)
    verb, noun = things(board)
    hundred = _of_hundred(score)
    if metric == "accuracy":
        right = f" {target} right for" if verb == "gets" else ""
        return f"It {verb}{right} {hundred} of 100 {noun} {unseen(board)}" if first else f"{verb} {hundred}"
    if metric == "balanced_accuracy":
        start = f"Of every 100 {noun} of a class {unseen(board)}, it {verb} {hundred}"
        return start + (" right" if verb == "gets" else "") if first else f"{hundred}"
    if metric == "roc_auc":
        start = f"Shown two {noun} of opposite {target} {unseen(board)}, it tells which is which"
        return f"{start} {hundred} of 100 times" if first else f"manages {hundred}"
    if metric == "log_loss":
        text = score_text(board, score)
        return f"Its probabilities for {target} cost {text} in log loss (0 is perfect)" if first else f"costs {text}"
    if metric == "rmsle":
        text = f"{100 * np.expm1(score):.0f} %"
    elif metric == "r2":
        text = score_text(board, score)
        return f"It explains {text} of the ups and downs of {target} (1 would be all)" if first else f"explains {text}"
    else:
        text = number(float(f"{score:.2g}"))  # "about" promises no more than two digits
    if metric == "perplexity":
        text = number(float(f"{score:.3g}"))
        start = f"For each word of a line {unseen(board)}, it wavers between {text} words"
        return start if first else f"between {text}"
    start = f"Predicting {target} for {noun} {unseen(board)}, it is off by about {text}"
    return start if first else f"by about {text}"


def _of_hundred(score):
    """Return a share as a count out of 100; only a perfect score is called 100."""
    if not math.isfinite(score):
        return "–"
    return "more than 99" if 0.995 <= score < 1 else f"{max(0, math.floor(100 * score + 0.5))}"
