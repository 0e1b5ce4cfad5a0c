"""Champion against challenger: the same new rows, seen by neither, and a sentence that says what to do."""

import shlex
import time

import numpy as np

from zerotohero.core.digits import digits
from zerotohero.core.specs import find
from zerotohero.data.shifted import shifted
from zerotohero.leaderboard.board import pick
from zerotohero.leaderboard.compare import in_words, paired
from zerotohero.tasks._split import TEST
from zerotohero.train.roles import group_units, row_content

MOST_MOVED = 5  # columns that are named


def verdict(champion, board, plan):
    """Return what ``train --json`` says under "against"; None where this training has no model to compare.

    Parameters
    ----------
    champion : Champion
    board : Board
        As just trained.
    plan : Plan

    Returns
    -------
    dict
        ``verdict`` ("replace", "keep" or "no difference"), ``says``, ``notes``, ``difference``, ``champion`` with its
        score on the leaderboard's folds, ``challenger``, ``moved``, ``next``.
    """
    challenger = pick([r for r in board.ranked if r.has_model])
    if challenger is None:
        return None
    metric = find("tasks", plan.task).metric(plan.metric)
    answers, classes = _answers(champion, plan)
    tested = bool(plan.test.rows.any())
    if tested:
        rows = np.flatnonzero(plan.test.rows & champion.fresh)
        theirs, own = answers[rows], challenger.model.predict(board.dataset().take(rows).cells)
    else:
        rows, own = challenger.oof
        fresh = champion.fresh[rows]
        rows, own = rows[fresh], own[fresh]
        theirs = answers[rows]
    own = _in_classes(own, plan.classes, classes)
    weight = None if plan.weight is None else plan.weight[rows]
    found = paired(metric, plan.y[rows], theirs, own, classes, weight, _units(board, rows))
    word = "no difference" if not found.shown else "replace" if found.gain > 0 else "keep"
    moved = shifted(champion.dataset.cells, champion.run.model.manifest["features"], champion.run.model.manifest.get("usual") or {})  # fmt: skip
    notes = [
        *_unlike(champion),
        *_new_answers(champion, plan, rows),
        *_known_rows(champion, plan, rows),
        *_judged(tested, len(rows)),
    ]
    return {
        "verdict": word,
        "says": _says(word, found, plan, challenger),
        "notes": [*notes, *_moved(moved)],
        "metric": plan.metric,
        "difference": found.as_dict(),
        "champion": {
            "run": champion.ref,
            "title": champion.run.title,
            **_on_the_folds(champion, plan, metric, answers, classes),
        },
        "challenger": {"run": challenger.id, "title": challenger.title},
        "moved": moved,
        "tested": tested,
        "next": _next(word, champion, challenger),
    }


def used(board, against):
    """Return the line for the log of the test set: it was looked at, by two models at once."""
    return {
        "test_set": board.test_set,
        "run": against["challenger"]["run"],
        "against": against["champion"]["run"],
        "metric": against["metric"],
        "score": against["difference"]["scores"][1],
        "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
        "use": len(board.uses) + 1,
    }


def _answers(champion, plan):
    """Return the champion's answers to all rows, and all classes: this training's, then those that only it knows."""
    known = champion.run.model.manifest["classes"]
    classes = (*plan.classes, *(c for c in known if c not in plan.classes))
    return _in_classes(champion.run.model.predict(champion.dataset.cells), known, classes), classes


def _in_classes(predictions, own, classes):
    """Return probabilities (N, K) in the order of ``classes``; values (N,) as they are."""
    if predictions.ndim == 1:
        return predictions
    full, places = np.zeros((len(predictions), len(classes))), {name: i for i, name in enumerate(classes)}
    full[:, [places[name] for name in own]] = predictions
    return full


def _on_the_folds(champion, plan, metric, answers, classes):
    """Return the champion's mean and spread over the rows that judge each fold: none of them a test row."""
    scores, judged = [], plan.fold >= 0
    if (judged & champion.fresh).sum() < judged.sum() / 2:
        return {"score": None, "score_std": None}
    for k in range(plan.n_folds):
        rows = np.flatnonzero((plan.fold == k) & champion.fresh)
        weight = None if plan.weight is None else plan.weight[rows]
        scores.append(metric.score(plan.y[rows], answers[rows], weight, classes) if len(rows) else np.nan)
    scores = np.array([s for s in scores if np.isfinite(s)])
    return (
        {"score": float(scores.mean()), "score_std": float(scores.std())}
        if len(scores)
        else {"score": None, "score_std": None}
    )


def _units(board, rows):
    """Return (n,) uint64, equal for rows that belong together, by group or as copies."""
    manifest, dataset = board.manifest, board.dataset().take(rows)
    content = row_content(dataset, manifest["target"], manifest["ids"], manifest["task"])
    groups = manifest["split"]["groups"]
    return group_units(dataset.cells[groups], content) if groups else content


def _says(word, found, plan, challenger):
    """Return the verdict in a sentence."""
    by = f"{in_words(found.gain, plan.metric)} ± {in_words(found.error, plan.metric)}"
    title = find("tasks", plan.task).metric(plan.metric).title
    scores = f"{title} {digits(found.scores[0])} → {digits(found.scores[1])}"
    where = f"on {found.rows:,} rows that neither has seen"
    if word == "replace":
        return f"the challenger, {challenger.title}, is better by {by} {where} ({scores}): replace the champion"
    if word == "keep":
        return f"the champion is better by {by} {where} ({scores}): keep it"
    who = (
        "they score the same"
        if found.gain == 0
        else f"the {'challenger' if found.gain > 0 else 'champion'} is ahead by {by}, which may be chance"
    )
    return f"no difference that these {found.rows:,} rows could show ({who}; {scores}): keep the champion"


def _unlike(champion):
    """Yield what is missing for the champion, and what it does not know."""
    if champion.lacking:
        yield f"the new rows lack {_listed(champion.lacking)}: empty for the champion, which learned from {_it(champion.lacking)}"
    if champion.added:
        yield f"the new rows have {_listed(champion.added)}, which the champion does not know"


def _new_answers(champion, plan, rows):
    """Yield how many rows have an answer that the champion cannot give, and which answers no longer occur."""
    known = champion.run.model.manifest["classes"]
    new = [k for k, name in enumerate(plan.classes) if name not in known]
    if new:
        share = int(np.isin(plan.y[rows], new).sum())
        names = _listed([plan.classes[k] for k in new])
        yield f"the champion has never heard of the answer{'s' * (len(new) > 1)} {names}: it is wrong on these {share:,} of the {len(rows):,} rows"
    if gone := [name for name in known if plan.classes and name not in plan.classes]:
        yield f"no new row has the answer{'s' * (len(gone) > 1)} {_listed(gone)}, which the champion knows"


def _known_rows(champion, plan, rows):
    """Yield what is known of the rows that the champion learned from, and of their groups."""
    if champion.seen is None:
        yield "the champion came without its leaderboard: whether it learned from any of these rows cannot be known"
        return
    left_out = int(
        (plan.test.rows & champion.seen).sum() if plan.test.rows.any() else (champion.seen & (plan.fold >= 0)).sum()
    )
    if left_out:
        yield f"{left_out:,} rows were left out of the comparison: the champion learned from rows with the same inputs"
    board = champion.run.board
    name = board.manifest["split"]["groups"]
    if name and name in champion.dataset.cells:
        learned = board.dataset().cells[name][slice(None) if champion.run.parent else board.fold != TEST]
        same = int(np.isin(champion.dataset.cells[name][rows].astype(str), learned.astype(str)).sum())
        if same:
            yield f"{same:,} of these rows are of a {name} that the champion learned from, which makes them easier for it"


def _judged(tested, rows):
    """Yield how the rows were judged where no test set could be kept."""
    if not tested:
        yield (f"{rows:,} rows are too few to keep any aside: the challenger is judged fold by fold, by models that had not "
               "seen these rows, and was chosen on them: this flatters it")  # fmt: skip


def _moved(moved):
    """Yield where the rows have moved since the champion was trained."""
    if moved is None:
        yield "whether the rows have moved cannot be said: there are too few, or nothing is known of the champion's"
    elif not moved:
        yield "the new rows look like those that the champion learned from"
    else:
        more = f", and {len(moved) - MOST_MOVED} more" if len(moved) > MOST_MOVED else ""
        told = "; ".join(f"{m['column']!r} ({m['then']} then, {m['now']} now)" for m in moved[:MOST_MOVED])
        yield f"moved since the champion was trained: {told}{more}"


def _next(word, champion, challenger):
    """Return the command for what comes now, and why."""
    if word == "replace":
        return {"command": f"hero serve {challenger.id}", "why": "the challenger takes over"}
    return {"command": shlex.join(["hero", "serve", champion.ref]), "why": "the champion stays at work"}


def _listed(names, most=8):
    """Return names as text."""
    return ", ".join(map(repr, names[:most])) + (f" and {len(names) - most} more" if len(names) > most else "")


def _it(names):
    """Return the pronoun for so many."""
    return "it" if len(names) == 1 else "them"
