"""The report on a run: one HTML file without scripts, or its twin in Markdown or JSON.

It reads from top to bottom like the answer to "can I trust this, and for what?".
"""

import json
import re
from html import escape
from pathlib import Path, PurePath

from zerotohero.core.errors import BoardError, UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.card import card
from zerotohero.report.champion import champion
from zerotohero.report.evidence import Evidence
from zerotohero.report.inside.section import inside
from zerotohero.report.interval import interval
from zerotohero.report.judged import confusion_matrix, mistakes, residuals
from zerotohero.report.page import document
from zerotohero.report.pairs import confused_pairs
from zerotohero.report.parts import explained, in_html, in_markdown
from zerotohero.report.probabilities import reliability
from zerotohero.report.sentences import plain
from zerotohero.report.standing import findings, leaderboard, members, next_steps, staircase
from zerotohero.report.study import dependence, importance, learning
from zerotohero.report.thresholds import thresholds
from zerotohero.report.training import learned
from zerotohero.report.unknown import unknown
from zerotohero.report.verdict import verdict
from zerotohero.report.verse.verses import counts, sound, surprises, verses
from zerotohero.report.weak import weak

FOOT = "Made by zerotohero. This page holds everything it shows: no scripts, nothing fetched."


def write_report(run, path, log=None, rows=True):
    """Write the report on ``run`` to ``path``.

    It shows training rows only: every number and picture comes from out-of-fold predictions.

    Parameters
    ----------
    run : Run
        On a leaderboard; of a refitted run, its parent's estimate is shown.
    path : str or Path
        Ends in .html, .md or .json; replaced if it exists.
    log : EventLog or None
        Told ``report`` with path and bytes.
    rows : bool
        False: a page that can be passed on. No cell of a single row, no category seen in fewer than
        ten rows, no path of a file.

    Raises
    ------
    BoardError
        The run has no leaderboard or no score, or the file cannot be written.
    UsageError
        Another kind of file was asked for.
    """
    forms = {".html": report_html, ".htm": report_html, ".md": report_markdown, ".json": report_json}
    form = forms.get(Path(path).suffix.lower())
    if form is None:
        name = Path(path).name
        raise UsageError(
            "write a report", "a name that ends in .html, .md or .json", name, f"--to {Path(path).stem}.html"
        )
    page = form(run, rows).encode("utf-8", "replace")
    write_whole(path, page)
    if log:
        log("report", path=str(path), bytes=len(page))


def report_html(run, rows=True):
    """Return the report as HTML text."""
    head, sections, title = _report(run, rows)
    links = "".join(f'<a href="#{s.id}">{escape(s.title)}</a>' for s in sections)
    body = f"{head.html()}<nav aria-label=contents>{links}</nav>\n" + "\n".join(s.html() for s in sections)
    page = document(title, f"{explained(body, in_html)}<footer>{FOOT}</footer>")
    return page if rows else _without_paths(page, run.board)


def report_markdown(run, rows=True):
    """Return the report as Markdown: the pictures are tables of their numbers."""
    head, sections, _ = _report(run, rows)
    body = "\n".join([head.markdown(), *(s.markdown() for s in sections)])
    page = explained(re.sub(r"\n{3,}", "\n\n", body), in_markdown)
    return page if rows else _without_paths(page, run.board)


def report_json(run, rows=True):
    """Return the report as JSON: every sentence and number of the page, and the facts behind them."""
    head, sections, title = _report(run, rows)
    plain_report = {
        "title": title,
        "run": run.id,
        "verdict": head.plain(),
        "sections": {s.id: s.plain() for s in sections},
    }
    page = json.dumps(plain_report, ensure_ascii=False, indent=1, default=lambda v: v.item())
    return page if rows else _without_paths(page, run.board)


def _report(run, rows):
    """Return the Verdict, the list of Section, and the title."""
    if run.board is None:
        raise BoardError(
            "report on a model file",
            "a run on its leaderboard",
            "a file that left it",
            "hero report best, where it was trained",
        )
    if run.parent:
        run = run.board.run(run.parent)
    if run.status != "ok":
        raise BoardError(f"report on {run.id}", "a run with a score", f"{run.status}: {run.why}", "hero report best")
    evidence = Evidence(run, rows)
    judged = [confusion_matrix, reliability, thresholds] if evidence.classify else [residuals, interval]
    written = [leaderboard, staircase, learning, verses, surprises, counts, sound, findings, unknown, next_steps, card]
    order = [leaderboard, champion, staircase, *judged, weak, confused_pairs, mistakes, inside, members, importance, dependence, learned, learning, findings, unknown, next_steps, card]  # fmt: skip
    order = written if evidence.writes else order
    sections = [section for section in (make(evidence) for make in order) if section]
    board = run.board
    title = f"{plain(board.manifest['dataset'])}: {plain(board.manifest['target'])}, {run.title}"
    return verdict(evidence, {s.id: s for s in sections}), sections, title


def _without_paths(page, board):
    """Return the page with the folders of the data and of the leaderboard taken out of every command and note."""
    folders = {str(board.folder.parent), str(board.folder)}
    origin = str(board.manifest["origin"])
    if origin != PurePath(origin).name:
        folders.add(str(PurePath(origin).parent))
    for folder in sorted(folders - {".", ""}, key=len, reverse=True):
        for written in {folder, escape(folder), json.dumps(folder)[1:-1]}:
            page = page.replace(f"{written}/", "").replace(written, "")
    return page
