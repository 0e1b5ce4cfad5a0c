"""What speaks for a model and against it: one point each on rivals, leaks, the test set, costs, probabilities and so on."""

from typing import NamedTuple

import numpy as np

from zerotohero.leaderboard.board import too_good
from zerotohero.report.missed import overlooked
from zerotohero.report.sentences import cheapest, finished, metric_name, number, paid, plain, score_text
from zerotohero.report.thresholds import share
from zerotohero.report.weak import weakest

FEWEST_JUDGED = 100
UNEVEN = 0.15  # an interval that holds so much less often among some predictions is no promise for them
DEAR = "By your costs, a plain rival does as well."


class Point(NamedTuple):
    """One thing that speaks for the model (good), for care, or against it (bad)."""

    kind: str
    topic: str
    said: str


def points_on(evidence, sections, ahead):
    """Return all Points on a run; ``ahead`` says how far it is ahead of the best plain rival."""
    run, board = evidence.run, evidence.board
    return [
        _rival(ahead, board),
        *_leaks(evidence),
        _test(run, board),
        *_costs(evidence, sections),
        *_probabilities(sections),
        *_interval(sections),
        *_overlooked(evidence, sections),
        *_slices(evidence, sections),
        *_rows(evidence, sections),
        *_copies(evidence, sections),
    ]


def _rival(ahead, board):
    """Return the Point on the best plain rival."""
    if ahead["rival"] is None:
        return Point("care", "No rival.", "Nothing plain stands beside it, so nobody knows what the score is worth.")
    by, error = score_text(board, abs(ahead["ahead"])), ahead["error"]
    name, what = plain(ahead["rival"]), f"{metric_name(board)} {score_text(board, ahead['rival_score'])}"
    if ahead["ahead"] <= 0:
        return Point(
            "bad", "It beats no rival.", f"The plain [[rival]] {name} reaches {what}: use that, or find better columns."
        )
    if error is None:
        return Point(
            "care",
            "Ahead of the best rival.",
            f"{by} better than {name} ({what}); with one [[fold]] nobody knows how much of that is luck.",
        )
    if ahead["ahead"] < 2 * error:
        return Point(
            "care",
            "Hardly ahead of a rival.",
            f"{by} better than {name} ({what}), give or take {score_text(board, 2 * error)}: it may be luck.",
        )
    return Point(
        "good",
        "Clearly ahead of the best plain rival.",
        f"{by} better than {name} ({what}), give or take {score_text(board, 2 * error)}.",
    )


def _leaks(evidence):
    """Return Points on findings that make the score doubtful."""
    points = []
    for f in evidence.manifest["findings"]:
        where = ", ".join(f"`{plain(w, 40)}`" for w in f["where"][:3])
        if f["code"] == "giveaway" and f["severity"] != "note":
            them = "them" if len(f["where"]) > 1 else "it"
            said = f"{where}: will you know {them} at the moment you predict? {_without(evidence, f['where'])}"
            points.append(Point("bad" if f["severity"] == "problem" else "care", "Does a column give the answer away?", said))  # fmt: skip
        elif f["severity"] == "problem":
            points.append(
                Point(
                    "bad", "A check stopped, and was overruled.", f"{f['code']} {where}: {evidence.discreet(f['why'])}"
                )
            )
    if not points and too_good(evidence.run):
        points.append(Point("care", "Does a column give the answer away?", "A score this near to perfect is rare in real life: will you know every column at the moment you predict? If not, this score is worth nothing."))  # fmt: skip
    return points


def _without(evidence, names):
    """Return what the score is worth if these columns are not known beforehand."""
    tried = next((t for t in evidence.study.get("trials", ()) if set(t["drop"]) == set(names)), None)
    if tried is None:
        return "If not, this score is worth nothing."
    return f"If not, count on {score_text(evidence.board, tried['score'])} ({metric_name(evidence.board)} without {'them' if len(names) > 1 else 'it'})."


def _test(run, board):
    """Return the Point on the test set and on how rows were kept apart."""
    uses = [u for u in board.uses if u.get("run") == run.id and u.get("score") is not None]
    judged = int((board.fold >= 0).sum())
    if uses:
        low, high = uses[-1].get("interval") or (None, None)
        between = f" (95 % between {score_text(board, low)} and {score_text(board, high)})" if low is not None else ""
        many = len(board.uses)
        more = f" It has been looked at {many} times: each look makes it less of a test." if many > 1 else ""
        said = f"On the {board.manifest['test_rows']:,} rows of the [[test set]], which nothing was chosen by: {score_text(board, uses[-1]['score'])}{between}.{more}"
        if low is not None and (high < run.score if board.manifest["greater_is_better"] else low > run.score):
            return Point("care", "Tested, and worse than it promised.", f"{said} Rely on this one.")
        return Point("care" if many > 3 else "good", "Tested.", said)
    if judged < FEWEST_JUDGED:
        return Point(
            "care",
            "Few rows.",
            f"Only {judged} rows could judge it: another {judged} might say something quite different.",
        )
    if not board.manifest["test_rows"]:
        return Point("care", "No test set.", "There were too few rows to set some aside.")
    looks = len(board.uses)
    times = "once" if looks == 1 else f"{looks} times"
    aside = f"was asked {times} already, about other runs" if looks else "is untouched"
    return Point(
        "care",
        "Not tested yet.",
        f"This run was chosen because it scored well, so the score flatters a little; the [[test set]] {aside}.",
    )


def _probabilities(sections):
    """Return the Point on its probabilities."""
    section = sections.get("probabilities")
    if section is None:
        return []
    off, luck = section.facts["off"], section.facts["off_by_luck"]
    said = f"They are off by {100 * off:.1f} points on average; luck alone would make it about {100 * luck:.1f}."
    if section.facts["believable"]:
        return [Point("good", "Its probabilities can be believed.", said)]
    return [Point("care", "Do not take its probabilities at their word.", said)]


def _costs(evidence, sections):
    """Return the Point on the threshold that was chosen for the costs that were given."""
    section = sections.get("thresholds")
    if section is None or section.facts["chosen"] is None:
        return []
    measured, result = section.facts["measured_cost"], evidence.outcome
    mine, usual = measured["per_row"], measured["most_probable"]
    right = np.average(result.predicted == result.truth, weights=result.weight)
    said = (
        f"It says yes from {share(section.facts['chosen'])} on and is then right for {100 * right:.0f} of 100 rows. "
        f"A row costs {number(mine)}, against {number(usual)} for its most probable answer."
    )
    others = [r for r in finished(evidence.board) if r.id != evidence.run.id]
    rival, model = (cheapest([r for r in others if bool(r.baseline) == plainly]) for plainly in (True, False))
    if model is not None and paid(model) < mine:
        said += f" Of the models, {plain(model.title)} (`{model.id}`) costs least: {number(paid(model))}."
    if rival is not None and paid(rival) <= mine:
        return [Point("bad", DEAR, f"{said} The plain [[rival]] {plain(rival.title)} costs {number(paid(rival))}.")]
    return [Point("good" if mine < usual else "care", "It answers by your costs.", said)]


def _interval(sections):
    """Return the Point on its interval."""
    section = sections.get("interval")
    if section is None:
        return []
    level, coverage = section.facts["level"], section.facts["coverage"]
    shares = section.facts.get("by_fifth_of_prediction") or [coverage]
    uneven = min(shares) < level - UNEVEN
    said = f"The interval promised for {100 * level:.0f} of 100 rows held for {100 * coverage:.0f}"
    if uneven:
        said += f", but among the fifth with the {section.facts['least']} predictions for {100 * min(shares):.0f} only"
    kind = "care" if uneven or coverage <= level - 0.03 else "good"
    return [Point(kind, "It says how far off it may be.", f"{said}.")]


def _overlooked(evidence, sections):
    """Return the Point on a class that it hardly finds."""
    said = overlooked(evidence, sections)
    return [Point("care", "It misses many.", said)] if said else []


def _slices(evidence, sections):
    """Return the Point on where it is weaker."""
    said = weakest(evidence, sections.get("slices"))
    if said is None:
        return []
    more = len(sections["slices"].facts["slices"]) - 1
    return [
        Point("care", "Weaker in places.", f"{said[:1].upper()}{said[1:]}{f'; {more} more below' if more else ''}.")
    ]


def _rows(evidence, sections):
    """Return the Point on more rows."""
    found = sections.get("learning")
    if found is None or found.facts["verdict"] != "climbing":
        return []
    return [
        Point(
            "care",
            "Not finished learning.",
            f"The last doubling of the rows brought {score_text(evidence.board, found.facts['gain'])}: more rows would help.",
        )
    ]


def _copies(evidence, sections):
    """Return the Point on how much of what it wrote stands in the text."""
    section = sections.get("verses")
    if section is None or "longest_shared" not in section.facts:
        return []
    longest, writer = section.facts["longest_shared"], evidence.writer
    if not writer.rhymes:
        return [
            Point(
                "care", "It copies.", f"Up to {longest} words in a row stand in the text: nothing keeps it from that."
            )
        ]
    limit = writer.model.copy_limit
    kind = "good" if longest <= limit else "bad"
    said = f"Never more than {limit} words in a row that stand in the text, never a whole line; the longest run below has {longest}."
    return [Point(kind, "It does not copy.", said)]
