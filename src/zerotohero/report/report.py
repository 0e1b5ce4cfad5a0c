"""The report on a run: one HTML file without scripts that opens anywhere, dark, on a phone, on paper."""

from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.card import card
from zerotohero.report.judged import confusion_matrix, mistakes, reliability, residuals
from zerotohero.report.mistakes import outcome
from zerotohero.report.page import document, section
from zerotohero.report.sentences import plain
from zerotohero.report.standing import findings, header, leaderboard, next_steps, staircase


def write_report(run, path, log=None):
    """Write the report on ``run`` to ``path``.

    It shows training rows only: every number and picture comes from out-of-fold predictions.

    Parameters
    ----------
    run : Run
        On a leaderboard; of a refitted run, its parent's estimate is shown.
    path : str or Path
        Replaced if it exists.
    log : EventLog or None
        Told ``report`` with path and bytes.

    Raises
    ------
    BoardError
        The run has no leaderboard or no score, or the file cannot be written.
    """
    page = report_html(run).encode("utf-8", "replace")
    write_whole(path, page)
    if log:
        log("report", path=str(path), bytes=len(page))


def report_html(run):
    """Return the report as HTML text."""
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
    board, result = run.board, outcome(run)
    if board.manifest["task"] == "classification":
        judged = [confusion_matrix(run, result), reliability(result)]
    else:
        judged = [residuals(run, result)]
    parts = [
        header(run),
        section("Model card", card(run), how="What this is, what it learned from, and what nobody has tested."),
        findings(board),
        leaderboard(run),
        staircase(run),
        *judged,
        mistakes(run, result),
        next_steps(board),
        "<footer>Made by zerotohero. This page holds everything it shows: no scripts, nothing fetched.</footer>",
    ]
    title = f"{plain(board.manifest['dataset'])}: {plain(board.manifest['target'])}, {run.title}"
    return document(title, "\n".join(parts))
