"""Two runs in the terminal: side by side where there is room, else one below the other with - and +."""

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zerotohero.report.compared import disagreement, fold_lines, labels, story_of, verdict
from zerotohero.report.sentences import plain
from zerotohero.report.side_by_side import differing, scripts_in_pairs

WIDE = 110  # characters from which two columns of code can be read
STYLES = {"-": "red", "+": "green", "~": "yellow", "=": "dim", "…": "dim italic"}


def compare_view(compared, runs, scripts, width=80):
    """Return what ``hero board --compare`` shows.

    Parameters
    ----------
    compared : dict
        From ``leaderboard.compare_runs``.
    runs : pair of Run
    scripts : pair of dict or str
        File name -> text, or why there is none.
    width : int
        Of the terminal.
    """
    names = labels(compared)
    parts = [
        Text(f"− {names[0]}", style="bold red"),
        Text(f"+ {names[1]}", style="bold green"),
        Text(f"\n{verdict(compared)}", style="bold"),
    ]
    parts += [
        _folds(compared, names),
        *_answers(compared, names),
        _head("what was set"),
        _settings(compared, width),
        _head("how they came about"),
    ]
    for mark, name, run in zip("−+", names, runs):
        parts.append(Text(f"{mark} {name}"))
        parts += [Padding(Text(line, style="dim"), (0, 0, 0, 4), expand=False) for line in story_of(run)]
    return Group(*filter(None, parts), _head("their scripts"), *_scripts(scripts, names, width))


def _head(title):
    """Return a heading."""
    return Text(f"\n{title}", style="bold cyan")


def _folds(compared, names):
    """Return the scores fold by fold as a table, or None."""
    lines = fold_lines(compared)
    if not lines:
        return None
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("", "−", "+", "difference"):
        table.add_column(title, justify="left" if not title else "right")
    for line in lines:
        table.add_row(*line)
    return table


def _answers(compared, names):
    """Yield how often they disagree, and examples."""
    said = disagreement(compared)
    if not said:
        return
    yield _head("where they disagree")
    yield from map(Text, said)
    for example in compared["answers"]["examples"]:
        truth = f" is {plain(example['truth'], 40)}" if example["truth"] else ""
        yield Text(f"  {plain(example['cells'], 200)}{truth}")
        marks = zip("−+", example["answers"], ("red", "green"))
        for i, (mark, answer, style) in enumerate(marks):
            yield Text(
                f"    {mark} says {plain(answer, 60)}{'  (better)' if i == example['better'] else ''}", style=style
            )


def _settings(compared, width):
    """Return the settings as a table, those that differ marked and first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for ratio in (3, 3, 3):
        table.add_column(overflow="fold", ratio=ratio)
    equal = [s["name"] for s in compared["settings"] if not s["differs"]]
    for setting in compared["settings"]:
        if setting["differs"]:
            values = [
                Text("–" if v is None else plain(v, 300), style=style)
                for v, style in zip(setting["values"], ("red", "green"))
            ]
            table.add_row(Text(f"≠ {plain(setting['name'], 60)}"), *values)
    table.width = min(width, 120)
    same = Text(f"alike: {', '.join(plain(name, 60) for name in equal)}" if equal else "nothing is alike", style="dim")
    return Group(table, same)


def _scripts(scripts, names, width):
    """Yield the scripts, what differs marked."""
    for mark, name, script in zip("−+", names, scripts):
        if isinstance(script, str):
            yield Text(f"{mark} {name}: no script: {script}", style="yellow")
    if any(isinstance(script, str) for script in scripts):
        return
    for name, found in scripts_in_pairs(*scripts):
        count = differing(found)
        yield Text(f"{name}: {f'{count} lines differ' if count else 'the same'}", style="bold")
        if count:
            yield _columns(found) if width >= WIDE else _column(found)


def _columns(found):
    """Return two columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=False, expand=True)
    table.add_column(width=1)
    for _ in range(2):
        table.add_column(ratio=1, overflow="fold")
    for mark, left, right in found:
        sides = (Text(left, STYLES["-" if mark == "~" else mark]), Text(right, STYLES["+" if mark == "~" else mark]))
        table.add_row(mark if mark in "-+~" else "", *sides)
    return table


def _column(found):
    """Return one column, changed lines one below the other: first all that were, then all that came."""
    lines, waiting = [], []
    for mark, left, right in found:
        if mark in "=…":
            lines += waiting
            waiting = []
            lines.append(Text(f"{'…' if mark == '…' else ' '} {left}", STYLES[mark]))
            continue
        if mark in "-~":
            lines.append(Text(f"- {left}", STYLES["-"]))
        if mark in "+~":
            waiting.append(Text(f"+ {right}", STYLES["+"]))
    return Group(*lines, *waiting)
