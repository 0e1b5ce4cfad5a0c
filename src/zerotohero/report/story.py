"""The story of a leaderboard as Markdown: what was tried, what helped, where it stands, what is next.

Fit to send to a friend: nothing of any row, no path of this computer.
"""

import shlex
import time
from dataclasses import dataclass
from pathlib import Path

from zerotohero.core.errors import BoardError
from zerotohero.core.events import read_events
from zerotohero.report._climb import climb
from zerotohero.report.rank import peers_of, portraits, ranking, standing
from zerotohero.report.sentences import (
    better,
    finished,
    headline,
    metric_name,
    plain,
    score_text,
    steps,
    things,
)


@dataclass(frozen=True)
class Training:
    """One call of ``hero train`` on the rows of this leaderboard.

    Parameters
    ----------
    when : float
        Unix time.
    new : list of Run
        Trained then for the first time, in the order in which they were finished.
    best : Run or None
        The best model so far, when it ended.
    before : Run or None
        The best model so far, before it.
    """

    when: float
    new: list
    best: object
    before: object


def story(board, picture="story.svg"):
    """Return (Markdown, SVG) of the progress on a leaderboard.

    Parameters
    ----------
    board : Board
    picture : str
        What the Markdown calls the picture's file.

    Raises
    ------
    BoardError
        No model has a score yet.
    """
    told = trainings(board)
    models = [run for run in finished(board) if not run.baseline]
    if not told or not models:
        raise BoardError(
            f"tell the story of {board.folder}",
            "a model with a score",
            "plain rivals only" if finished(board) else "no finished training",
            f"hero train {board.manifest['origin']}",
        )
    m, best = board.manifest, models[0]
    verse = m["task"] == "generation"
    noun = things(board)[1] if verse else "rows"
    parts = [
        f"# {plain(m['dataset'])}: learning to " + ("write verse" if verse else f"predict {_code(m['target'])}"),
        headline(best),
        f"![The climb: the best {metric_name(board)} so far, model by model]({picture})",
        "## What was tried",
        f"{m['rows']:,} {'pictures' if m['kind'] == 'images' else 'sounds' if m['kind'] == 'sounds' else noun}; judged by {metric_name(board)} "
        f"({'higher' if m['greater_is_better'] else 'lower'} is better), on {noun} that the model had not seen.",
        "\n".join(f"{i}. {_tried(board, t)}" for i, t in enumerate(told, 1)),
        "## What helped",
        "\n".join(f"- {line}" for line in _helped(board, told)),
        "## Where it stands",
        "\n".join(f"- {line}" for line in _stands(board, best)),
        "## What is next",
        "\n".join(f"- `{_command(board, step['command'])}`: {plain(step['why'], 300)}" for step in board.next)
        or "- nothing yet",
        "Made by zerotohero.",
    ]
    return "\n\n".join(parts) + "\n", climb(board, told)


def trainings(board):
    """Return the Trainings on the leaderboard's present rows, oldest first."""
    runs, told, best = {run.id: run for run in finished(board)}, [], None
    for line in read_events(Path(board.folder) / "trainings.jsonl"):
        if line.get("key") != board.manifest["key"]:
            continue
        new = [runs.pop(id) for id in line["runs"] if id in runs]
        new.sort(key=lambda run: run.record.get("finished") or 0)
        before = best
        for run in new:
            if not run.baseline and (best is None or better(board, run.score, best.score)):
                best = run
        told.append(Training(line["time"], new, best, before))
    return told


def _tried(board, training):
    """Return one training in a sentence."""
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(training.when))
    models = [run for run in training.new if not run.baseline]
    if not models:
        return f"{day}: nothing new; what stood was kept."
    titles = list(dict.fromkeys(plain(run.title, 40) for run in models))
    named = ", ".join(titles[:4]) + (f" and {len(titles) - 4} more" if len(titles) > 4 else "")
    said = f"{day}: {len(models)} model{'s' if len(models) > 1 else ''} ({named})."
    if training.before is None:
        return f"{said} Best: {plain(training.best.title, 40)}, {score_text(board, training.best.score)}."
    if training.best.id == training.before.id:
        return f"{said} None beat {plain(training.best.title, 40)}, {score_text(board, training.best.score)}."
    gain = score_text(board, abs(training.best.score - training.before.score))
    return f"{said} New best: {plain(training.best.title, 40)}, {score_text(board, training.best.score)}, better by {gain}."


def _helped(board, told):
    """Yield what raised the score, the largest step first, and how much of it may be luck."""
    stairs = [step for step in steps(board) if step.change is not None]
    sign = 1 if board.manifest["greater_is_better"] else -1
    for step in sorted(stairs, key=lambda s: -sign * s.change):
        way = "brought" if sign * step.change > 0 else "cost"
        yield f"{step.title} {way} {score_text(board, abs(step.change))}, to {score_text(board, step.score)}"
    raised = [t for t in told if t.before is not None and t.best.id != t.before.id]
    for training in sorted(raised, key=lambda t: -abs(t.best.score - t.before.score)):
        spread = (training.best.score_std or 0) / max(len(training.best.fold_scores), 1) ** 0.5
        gain = abs(training.best.score - training.before.score)
        luck = ", less than one standard error: it may be luck" if gain < spread else ""
        yield f"going from {plain(training.before.title, 40)} to {plain(training.best.title, 40)}: {score_text(board, gain)}{luck}"
    idle = sum(t.before is not None and t.best.id == t.before.id for t in told)
    if idle:
        yield f"{idle} training{'s' if idle > 1 else ''} brought no better model"


def _stands(board, best):
    """Yield the score with its spread, the place, the test set, the rivals."""
    place = next(p.rank for p in ranking(board) if p.run is not None and p.run.id == best.id)
    of = f"{len(ranking(board))} on the leaderboard, plain rivals{' and published figures' if peers_of(board) else ''} included"
    yield (
        f"{plain(best.title, 60)}: {metric_name(board)} {score_text(board, best.score)} "
        f"± {score_text(board, best.score_std)} over the folds; place {place} of {of}"
    )
    yield from (line.rstrip(".") for line in standing(board))
    uses = [use for use in board.uses if use.get("run") == best.id and use.get("score") is not None]
    if uses:
        low, high = use_interval = uses[-1].get("interval") or (None, None)
        between = (
            "" if None in use_interval else f", 95 % interval {score_text(board, low)} to {score_text(board, high)}"
        )
        yield f"on the rows kept aside: {score_text(board, uses[-1]['score'])}{between} (look {len(uses)})"
    elif board.manifest["test_rows"]:
        yield f"{board.manifest['test_rows']:,} rows kept aside have not been asked yet"
    for title, line in portraits(board):
        rival = next(run for run in finished(board) if run.baseline and plain(run.title) == title)
        yield f"the rival {title} ({line}): {score_text(board, rival.score)}"


def _command(board, command):
    """Return a command with the data's file name in place of its path."""
    origin = str(board.manifest["origin"])
    return plain(command.replace(shlex.quote(origin), Path(origin).name).replace(origin, Path(origin).name), 300)


def _code(text):
    """Return a name of the data as code, so that Markdown leaves it alone."""
    return f"`{plain(text).replace('`', chr(39))}`"
