"""Two runs in sentences: their stories, who is ahead, and by how much. For the terminal and the page alike."""

import time

from zerotohero.core.specs import find
from zerotohero.leaderboard.compare import in_words
from zerotohero.report.rank import ranking
from zerotohero.report.sentences import finished, plain, score_text
from zerotohero.report.story import trainings


def story_of(run):
    """Return what is known of how a run came about: sentences, oldest first; () for a bare .hero file."""
    if run.board is None:
        return ("a .hero file: its story stayed on its leaderboard",)
    board, parent, said = run.board, run.parent, []
    judged = board.run(parent) if parent else run
    told = trainings(board)
    for number, training in enumerate(told, 1):
        if judged.id in {r.id for r in training.new}:
            day = time.strftime("%Y-%m-%d %H:%M", time.localtime(training.when))
            models = sum(not r.baseline for r in training.new)
            said.append(f"{day}: trained in training {number} of {len(told)}, one of {models} new models")
            if training.best is not None and training.best.id == judged.id:
                gain = (
                    "the first best"
                    if training.before is None
                    else f"the new best, {score_text(board, abs(judged.score - training.before.score))} ahead of {plain(training.before.title, 40)}"
                )
                said.append(gain)
    place = next((p.rank for p in ranking(board) if p.run is not None and p.run.id == judged.id), None)
    if place is not None:
        said.append(f"place {place} of {len(finished(board))} on its leaderboard now")
    if parent:
        said.append(f"refitted on all rows, from {parent}")
    looks = [use for use in board.uses if use.get("run") == judged.id and use.get("score") is not None]
    if looks:
        said.append(
            f"on the rows kept aside: {score_text(board, looks[-1]['score'])} (look {looks[-1].get('use', len(looks))})"
        )
    return tuple(said)


def verdict(compared):
    """Return who is ahead in one sentence, and how sure that is."""
    scores, names = compared["scores"], labels(compared)
    if not scores["comparable"]:
        return f"Their scores cannot be compared: {scores['why']}."
    found, metric, task = scores["difference"], *(compared["runs"][0][k] for k in ("metric", "task"))
    unit = find("tasks", task).metric(metric).title
    by = f"{in_words(found['gain'], metric)} ± {in_words(found['standard_error'], metric)}"
    where = f"{found['rows']:,} rows" + ("" if scores["same_folds"] else ", folded in two ways")
    if found["gain"] == 0:
        return f"They score the same on {where}."
    ahead, behind = names[::-1] if found["gain"] > 0 else names
    if found["shown"]:
        return f"{ahead} is better than {behind} by {by} in {unit}, row by row on {where}."
    return f"{ahead} is ahead of {behind} by {by} in {unit}: no difference that these {where} could show."


def labels(compared):
    """Return what the two runs are called: by their titles, with their ids where these are alike."""
    titles = [plain(run["title"], 60) for run in compared["runs"]]
    return titles if titles[0] != titles[1] else [f"{t} ({run['id'][:8]})" for t, run in zip(titles, compared["runs"])]


def disagreement(compared):
    """Return how often they disagree, in sentences."""
    found, names = compared["answers"], labels(compared)
    if not found:
        return ()
    things = "lines" if compared["runs"][0]["task"] == "generation" else "rows"
    if "both_right" not in found:
        return (
            f"{names[0]} is nearer to the truth on {found['only_first']:,} of {found['rows']:,} {things}, {names[1]} on {found['only_second']:,}.",
        )
    return (
        f"They give the same answer to {found['same_answer']:,} of {found['rows']:,} rows.",
        f"Right: both {found['both_right']:,}, only {names[0]} {found['only_first']:,}, only {names[1]} {found['only_second']:,}, neither {found['both_wrong']:,}.",
    )


def fold_lines(compared):
    """Return (name of the fold, the two scores, by how much the second is higher) as text; () where there is nothing to pair."""
    folds = compared["scores"]["folds"]
    if (
        not compared["scores"]["comparable"]
        or not compared["scores"].get("same_folds")
        or len(folds[0]) != len(folds[1])
    ):
        return ()
    return tuple(
        (f"fold {i}", *(f"{v:.4g}" if v is not None else "–" for v in pair),
         "–" if None in pair else f"{pair[1] - pair[0]:+.3g}".replace("-", "−"))
        for i, pair in enumerate(zip(*folds), 1)
    )  # fmt: skip
