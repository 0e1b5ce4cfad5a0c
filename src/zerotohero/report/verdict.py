"""Can I trust this, and for what? The first thing on the page: the answer, and what speaks for it and against it."""

from typing import NamedTuple

import numpy as np

from zerotohero.leaderboard.board import too_good
from zerotohero.report.missed import overlooked
from zerotohero.report.page import prose, text
from zerotohero.report.parts import LONGEST, marked_down, unmarked
from zerotohero.report.probabilities import believable
from zerotohero.report.sentences import (
    cheapest,
    finished,
    headline,
    metric_name,
    number,
    paid,
    plain,
    score_text,
    spread_text,
)
from zerotohero.report.standing import against_rival
from zerotohero.report.thresholds import share
from zerotohero.report.weak import weakest

SIGNS = {"good": "✓", "care": "!", "bad": "✗"}
FEWEST_JUDGED = 100
UNEVEN = 0.15  # an interval that holds so much less often among some predictions is no promise for them
DEAR = "By your costs, a plain rival does as well."


class Point(NamedTuple):
    """One thing that speaks for the model (good), for care, or against it (bad)."""

    kind: str
    topic: str
    said: str


class Verdict(NamedTuple):
    """The answer: kicker, headline, one sentence, how it was measured, and the points."""

    kicker: str
    headline: str
    answer: str
    measured: str
    points: tuple
    facts: dict

    def html(self):
        """Return the head of the page."""
        points = "".join(
            f"<li class={p.kind}><span class=sign aria-label={p.kind}>{SIGNS[p.kind]}</span>"
            f"<span><b>{text(p.topic)}</b> {prose(p.said, LONGEST)}</span></li>"
            for p in self.points
        )
        return (
            f"<header><p class=kicker>{text(self.kicker)}</p><h1>{text(self.headline, 400)}</h1>"
            f"<p class=soft>{prose(self.measured, LONGEST)}</p></header>\n"
            f"<section id=verdict class=verdict><h2>Can I trust this, and for what?</h2>"
            f"<p class=answer>{prose(self.answer, LONGEST)}</p><ul class=points>{points}</ul></section>\n"
        )

    def markdown(self):
        """Return the head of the Markdown twin."""
        points = "".join(f"- {SIGNS[p.kind]} **{p.topic}** {marked_down(p.said)}\n" for p in self.points)
        head = f"# {marked_down(self.headline)}\n\n{marked_down(self.kicker)}\n\n{marked_down(self.measured)}\n"
        return f"{head}\n## Can I trust this, and for what?\n\n**{marked_down(self.answer)}**\n\n{points}"

    def plain(self):
        """Return the verdict as plain data."""
        points = [{"kind": p.kind, "topic": p.topic, "text": unmarked(p.said)} for p in self.points]
        said = {k: unmarked(getattr(self, k)) for k in ("headline", "answer", "measured")}
        return {**said, "points": points, "facts": self.facts}


def verdict(evidence, sections):
    """Return the Verdict.

    Parameters
    ----------
    evidence : Evidence
    sections : dict of str to Section
        The sections that the page has, by id: the verdict says nothing that they do not show.
    """
    run, board = evidence.run, evidence.board
    ahead = against_rival(run)
    points = [
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
    facts = {
        "metric": board.manifest["metric"],
        "score": run.score,
        "score_std": run.score_std,
        "fold_scores": run.fold_scores,
        **ahead,
    }
    kicker = f"{plain(board.manifest['dataset'])} · {plain(board.manifest['target'])} · {run.title}"
    if evidence.writes:
        points = [Point(p.kind, p.topic, _of_lines(p.said)) for p in points]
        return Verdict(kicker, headline(run), _answer_of_verse(points), _of_lines(_measured(run)), tuple(points), facts)
    return Verdict(kicker, headline(run), _answer(points, board), _measured(run), tuple(points), facts)


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
    return Point(
        "care",
        "Not tested yet.",
        "This run was chosen because it scored well, so the score flatters a little; the [[test set]] is untouched.",
    )


def _probabilities(sections):
    """Return the Point on its probabilities."""
    section = sections.get("probabilities")
    if section is None:
        return []
    off, luck = section.facts["off"], section.facts["off_by_luck"]
    said = f"They are off by {100 * off:.1f} points on average; luck alone would make it about {100 * luck:.1f}."
    if believable(off, luck):
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
    return [Point("care", "It overlooks some.", said)] if said else []


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


def _answer_of_verse(points):
    """Return the verdict on a run that writes, in a sentence."""
    topics = {p.topic for p in points}
    if topics & {"It beats no rival.", "Hardly ahead of a rival."}:
        return "Not yet: words from a hat do about as well. Bring more text."
    return "Yes, to play with: it writes in the manner of this text, and understands nothing of it."


def _of_lines(said):
    """Return a sentence about rows as one about lines."""
    return (
        said.replace("[[training rows|training-set]]", "[[training lines|training-set]]")
        .replace("rows", "lines")
        .replace("better columns", "more text")
    )


def _answer(points, board):
    """Return the verdict in a sentence."""
    topics = {p.topic: p.kind for p in points}
    if topics.get("It beats no rival.") or topics.get("Hardly ahead of a rival."):
        return "Not yet: a plain rival does about as well. Take the plain one, or find better columns."
    if DEAR in topics:
        return "Not for the costs you gave: a plain rival costs no more. Take the plain one, or find better columns."
    if "bad" in topics.values():
        return "Not before what is marked ✗ below is settled: the score may be an illusion."
    if "Does a column give the answer away?" in topics:
        return "Only if all its columns are known at the moment you predict: look at that first."
    cares = sum(kind == "care" for kind in topics.values())
    for_what = f"for rows like these, {unseen_rows(board)}"
    return f"Yes, {for_what}." if cares == 0 else f"Yes, {for_what}; with care where a ! stands."


def unseen_rows(board):
    """Return what kind of new rows it was judged on."""
    split = board.manifest["split"]
    if split.get("time"):
        return "soon after those it learned from"
    if split.get("groups"):
        return f"also of a {plain(split['groups'])} that is new to it"
    return "from the same source"


def _measured(run):
    """Return how the main number was measured."""
    board = run.board
    m, folds, judged, metric = board.manifest, len(run.fold_scores), int((board.fold >= 0).sum()), metric_name(board)
    usual = " of its most probable answers" if getattr(run, "threshold", None) and "accuracy" in metric else ""
    said = (
        f"{metric[:1].upper()}{metric[1:]}{usual} {score_text(board, run.score)} ± {spread_text(board, run.score_std)} (mean and "
        f"standard deviation over {folds} [[fold{'s' if folds != 1 else ''}]]): {judged:,} [[training rows|training-set]], "
        f"each predicted by a model that had not seen it. "
    )
    uses = [use for use in board.uses if use.get("run") == run.id and use.get("score") is not None]
    if uses:
        low, high = uses[-1].get("interval") or (None, None)
        between = f" (95 % interval {score_text(board, low)} to {score_text(board, high)})" if low is not None else ""
        said += f"On the {m['test_rows']:,} rows of the test set: {score_text(board, uses[-1]['score'])}{between}."
    elif m["test_rows"]:
        said += f"{m['test_rows']:,} more rows are set aside, unseen: `hero test` asks them."
    return said
