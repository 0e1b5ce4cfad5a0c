"""The leaderboard in the terminal: who stands where, the plain rivals beside the models."""

import math
import re
from collections import Counter

from rich.console import Group
from rich.table import Table
from rich.text import Text

from zerotohero.leaderboard.board import knows_the_answer, pick
from zerotohero.leaderboard.journal import read_json
from zerotohero.report.champion import champion_of
from zerotohero.report.rank import near, portraits, ranking, standing, yesterday
from zerotohero.report.sentences import (
    better,
    change_text,
    finished,
    metric_name,
    plain,
    position,
    score_text,
    spread_text,
    steps,
)

BLOCKS = " ▏▎▍▌▋▊▉█"


def board_view(board, whole=False):
    """Return everything ``hero board`` shows: the table, why some rows have no score, the staircase.

    Parameters
    ----------
    board : Board
    whole : bool
        Every configuration, not only the best one of each algorithm.

    Returns
    -------
    rich.console.Group
    """
    parts = [board_table(board, whole), *_unfinished(board), *_whys(board), *_aside(board)]
    if against := board.manifest.get("against"):
        parts.append(Text(against["says"]))
    if not whole and len({run.algorithm for run in finished(board)}) < len(finished(board)):
        parts.append(Text("each algorithm's best settings; --all shows the others", style="dim"))
    return Group(*parts, "", *rank_lines(board), "", *staircase(board))


def board_table(board, whole=False):
    """Return the leaderboard as a rich Table that fits 80 columns, best first; ``whole``: every configuration.

    The bar is the score itself where 1 is perfect; where the score is an error, the bar is the
    error, the longest one filling the column.
    """
    manifest = board.manifest
    ups = manifest["greater_is_better"]
    direction = "higher is better" if ups else "lower is better"
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title_justify="left", title_style="bold")
    table.title = Text(
        f"{plain(manifest['dataset'], 24)} · {plain(manifest['target'], 24)} · {metric_name(board)}, {direction}"
    )
    table.add_column("", justify="right", width=2)
    table.add_column("algorithm", max_width=30, overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("± std", justify="right", no_wrap=True)
    table.add_column("", width=12, no_wrap=True)
    table.add_column("fit s", justify="right", no_wrap=True)
    table.add_column("", max_width=18, overflow="fold")
    places = ranking(board)
    full = 1 if ups else max((position(board, p.score) for p in places), default=1)
    if not ups and champion_of(board):
        full = max(full, position(board, champion_of(board)["score"]))
    before = yesterday(board)
    configurations = Counter(run.algorithm for run in finished(board))
    shown = set()
    best = pick(finished(board))
    champion = champion_of(board)
    for place in near(places):
        if champion and place is not None and not better(board, place.score, champion["score"]):
            _champion_row(table, board, champion, full)
            champion = None
        if place is not None and place.run is not None and not whole:
            if place.run.algorithm in shown and place.run is not best:
                continue
            shown.add(place.run.algorithm)
        if place is None:
            table.add_row("", Text("…", style="dim"))
        elif place.peer:
            table.add_row(
                str(place.rank),
                Text(plain(place.peer.name)),
                score_text(board, place.score),
                "",
                Text(bar(position(board, place.score) / full if full else 0, 12), style="magenta"),
                "",
                "published",
                style="magenta",
            )
        else:
            run = place.run
            table.add_row(
                str(place.rank),
                Text(f"{run.id[:6]} {plain(run.title)}" if whole else plain(short(run))),
                score_text(board, run.score),
                spread_text(board, run.score_std),
                Text(
                    bar(position(board, run.score) / full if full else 0, 12), style="dim" if run.baseline else "cyan"
                ),
                _seconds(run.fit_seconds),
                "yesterday's you"
                if before and run.id == before[0].id
                else _note(run, board, best, 0 if whole else configurations[run.algorithm]),
                style="dim" if run.baseline else "bold" if run is best else "",
            )
    if champion:
        _champion_row(table, board, champion, full)
    for run in board.runs:
        if run.status != "ok":
            table.add_row("–", Text(plain(run.title)), run.status, style="dim")
    return table


def _champion_row(table, board, champion, full):
    """Add the line of the champion: what it scores on the rows that judge the folds."""
    table.add_row(
        "",
        Text(plain(champion["title"])),
        score_text(board, champion["score"]),
        spread_text(board, champion["score_std"]),
        Text(bar(position(board, champion["score"]) / full if full else 0, 12), style="yellow"),
        "",
        "the champion",
        style="yellow",
    )


def short(run):
    """Return a run's title without the settings that the program chose."""
    return re.sub(r" \([a-z_0-9]+=.*?\)", "", run.title, count=1) if "=" in run.title else run.title


def rank_lines(board):
    """Return lines on the place among published figures and against yesterday's you, and who the rivals are."""
    lines = [Text(line) for line in standing(board)]
    rivals = portraits(board)
    if rivals:
        lines.append(Text("the rivals", style="bold"))
        lines += [Text(f"  {title}: {line}", style="dim") for title, line in rivals]
    return lines


def staircase(board, run=None):
    """Return lines that show what each step brought: the same answer always, one question, the model.

    Returns
    -------
    list of rich.text.Text
    """
    stairs = steps(board, run)
    if len(stairs) < 2:
        return []
    lines = [Text("what each step brought", style="bold")]
    titles = [f"{'  ' * i}{'└ ' if i else '  '}{plain(step.title, 44)}" for i, step in enumerate(stairs)]
    scores = [score_text(board, step.score) for step in stairs]
    for step, title, score in zip(stairs, titles, scores):
        line = Text(f"{title:<{max(map(len, titles))}}", style="dim" if step.run.baseline else "")
        line.append(f"  {score:>{max(map(len, scores))}}", style="not dim")
        if step.change is not None:
            won = (step.change > 0) == board.manifest["greater_is_better"]
            line.append(f"   {change_text(board, step.change)}", style="green" if won and step.change else "yellow")
        lines.append(line)
    return lines


def bar(share, width):
    """Return a bar of block characters ``width`` cells long when ``share`` is 1.

    >>> bar(0.5, 4), bar(2, 3), bar(float("nan"), 3)
    ('██', '███', '')
    """
    if not math.isfinite(share):
        return ""
    eighths = round(8 * width * min(max(share, 0), 1))
    return (BLOCKS[-1] * (eighths // 8) + BLOCKS[eighths % 8]).rstrip()


def _aside(board):
    """Return a line where runs stand aside because they learned from a column that may hold the answer."""
    records = [read_json(path) or {} for path in sorted((board.folder / "runs").glob("*/run.json"))]
    records = [r for r in records if r.get("key") == board.manifest["key"] and knows_the_answer(r, board.manifest)]
    if not records:
        return []
    names = ", ".join(plain(name, 40) for name in board.manifest["suspects"])
    said = f"{len(records)} runs that learned from {names} stand aside: it was dropped since, and may hold the answer"
    return [Text(said, style="dim")]


def _unfinished(board):
    """Return a line where no training has come to its end, and there is no next step for it."""
    again = "this training was stopped: the same hero train goes on from here"
    return [] if board.next else [Text(again, style="yellow")]


def _whys(board):
    """Return one line for each run that has no score, and for each that learned from fewer rows."""
    return [
        Text(f"{plain(run.title)}: {plain(run.why, 300)}", style="dim" if run.status in ("ok", "skipped") else "yellow")
        for run in board.runs
        if run.why
    ]


def _note(run, board, best=None, configurations=0):
    """Return what is special about a run, in a few words."""
    if run.baseline:
        return "rival"
    rows = (board.fold != -1).sum() if run.rows_used else 0
    if run.status == "ok" and run.rows_used and run.rows_used < 0.5 * rows:
        return f"from {run.rows_used:,} rows"
    if getattr(run, "stopped", None) is not None:
        return f"stopped at {run.stopped:.0%}"
    if best is not None and run.id == best.id:
        return f"cheapest: {run.cost['per_row']:.2g}" if run.cost else "best"
    return f"best of {configurations}" if configurations > 1 else ""


def _seconds(seconds):
    """Return seconds with one digit that matters."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    if seconds < 0.005:
        return "<0.01"
    return f"{seconds:.2f}" if seconds < 0.995 else f"{seconds:.1f}" if seconds < 99.5 else f"{seconds:.0f}"
