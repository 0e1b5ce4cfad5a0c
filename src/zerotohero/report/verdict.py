"""Can I trust this, and for what? The first thing on the page: the answer, and what speaks for it and against it."""

from typing import NamedTuple

from zerotohero.report.page import prose, text
from zerotohero.report.parts import LONGEST, marked_down, unmarked
from zerotohero.report.points import DEAR, Point, points_on
from zerotohero.report.sentences import headline, metric_name, plain, score_text, spread_text
from zerotohero.report.standing import against_rival

SIGNS = {"good": "✓", "care": "!", "bad": "✗"}


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
    points = points_on(evidence, sections, ahead)
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
