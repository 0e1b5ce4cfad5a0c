"""What is in a data set, for the terminal: columns with their values, pictures by label, findings."""

import numpy as np
from rich.console import Group
from rich.table import Table
from rich.text import Text

from zerotohero.core.dataset import missing
from zerotohero.report.board_view import bar
from zerotohero.report.look.lyrics import lyrics_view
from zerotohero.report.look.sounds import sound_lines, sounds_title
from zerotohero.report.sentences import number, plain

SHOWN_COLUMNS = 40
SHOWN_LABELS = 30
VALUES_WIDTH = 32
LEVELS = "▁▂▃▄▅▆▇█"
SEVERITY = {"problem": "bold red", "warning": "yellow", "note": "cyan"}


def describe(dataset):
    """Return what is in a data set, as plain data.

    Returns
    -------
    dict
        ``name``, ``kind``, ``rows``, ``notes``; ``types`` (type -> columns of it); ``columns``, the
        first 40, each with ``name``, ``type``, ``missing``, ``distinct`` and ``values``, a line of
        text; ``more_columns``, how many were left out; for images ``labels`` (label -> pictures,
        most frequent first) and ``size`` (height, width, mode).
    """
    names = [n for n in dataset.names() if dataset.type(n) not in ("image", "sound", "name")]
    recipe = dataset.recipe
    facts = {
        "name": dataset.name,
        "kind": dataset.kind,
        "rows": len(dataset),
        "notes": list(dataset.notes),
        "types": {},
        "columns": [_column(n, dataset.type(n), dataset.cells[n]) for n in names[:SHOWN_COLUMNS]],
        "more_columns": max(len(names) - SHOWN_COLUMNS, 0),
    }
    for name in names:
        facts["types"][dataset.type(name)] = facts["types"].get(dataset.type(name), 0) + 1
    if dataset.kind == "images":
        labels = dataset.cells.get("label")
        facts["labels"] = {} if labels is None else dict(_counts(labels))
        images = dataset.cells["image"]
        facts["size"] = (*images.shape[1:3], recipe.mode or ("RGB" if images.ndim == 4 else "L"))
    return facts


def look_view(view):
    """Return what ``hero look`` shows.

    Parameters
    ----------
    view : train.look.View
        With ``dataset``, ``target``, ``task`` and ``findings``.

    Returns
    -------
    rich.console.Group
    """
    if view.dataset.kind == "text":
        return lyrics_view(view.dataset)
    facts = describe(view.dataset)
    parts = [_title(facts, view)]
    parts += [_indented(note, "dim", 2) for note in facts["notes"][:8]]
    parts.append("")
    if facts["kind"] == "images" and facts["labels"]:
        parts += _label_lines(facts)
    elif facts["kind"] == "sounds":
        parts += sound_lines(view.dataset)
    else:
        parts += [_column_table(facts, view.target)]
        parts.append(Text("numbers: least … middle … most; categories: the most frequent", style="dim"))
    if facts["more_columns"]:
        parts.append(Text(f"… and {facts['more_columns']:,} more columns; --json lists them all", style="dim"))
    return Group(*parts, "", *finding_lines(view.findings))


def finding_lines(findings):
    """Return lines of rich Text: severity, where, why, fix."""
    if not findings:
        return [Text("findings: none; no check has anything to say", style="green")]
    lines = [Text("findings", style="bold")]
    for f in findings:
        where = ", ".join(plain(w, 40) for w in f.where[:6])
        more = f" and {len(f.where) - 6:,} more" if len(f.where) > 6 else ""
        lines.append(
            Text.assemble((f"  {f.severity:<8}", SEVERITY[f.severity]), (f"{f.code}", "bold"), f"  {where}{more}")
        )
        lines += [_indented(f.why), _indented(f.fix, "dim")]
    return lines


def sparkline(values, bins=10):
    """Return a histogram one character high; where values are few, one bar for each of them.

    >>> sparkline([0, 1, 1, 1]), sparkline([1, 1, 1, 1.1, 1.2, 5], bins=3)
    ('▄█', '█ ▃')
    """
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if not len(values):
        return ""
    few = np.unique(values[:: 1 + len(values) // 1000])  # most columns are known by these
    if len(few) <= bins:
        few, counts = np.unique(values, return_counts=True)
    if len(few) > bins:
        low, high = np.quantile(values, [0.01, 0.99])  # one wild value must not flatten the rest
        low, high = (low, high) if low < high else (values.min(), values.max())
        place = np.clip((values - low) / (high - low) * bins, 0, bins - 1).astype(int)
        counts = np.bincount(place, minlength=bins)
    return "".join(LEVELS[int(np.ceil(7 * c / counts.max()))] if c else " " for c in counts)


def _column(name, kind, cells):
    """Return the facts of one column."""
    gone = missing(cells)
    present, counts = cells[~gone], []
    if kind in ("number", "date"):
        present = np.sort(present)
        distinct = int((present[1:] != present[:-1]).sum()) + (len(present) > 0)
    elif kind == "words":
        distinct = len(set(present.tolist()))
    else:
        counts = _counts(present)
        distinct = len(counts)
    return {
        "name": name,
        "type": kind,
        "missing": int(gone.sum()),
        "distinct": distinct,
        "values": _values(kind, present, counts),
    }


def _values(kind, present, counts):
    """Return one line that says what the values are like; ``counts`` of categories."""
    if not len(present):
        return "no values at all"
    if kind == "number":
        low, middle, high = present[0], np.median(present), present[-1]
        return f"{sparkline(present, 8):<8} {number(low)} … {number(middle)} … {number(high)}"
    if kind == "date":
        first, last = str(present.min())[:10], str(present.max())[:10]
        return first if first == last else f"{first} … {last}"
    if kind == "words":
        return f"“{plain(present[0], VALUES_WIDTH - 2)}”"
    said = ""
    for value, n in counts:
        share = f" {100 * n / len(present):.0f} %" if n > 1 else ""
        more = f"{', ' if said else ''}{plain(value, 14)}{share}"
        if said and len(said) + len(more) > VALUES_WIDTH:
            return said + ", …"
        said += more
    return said


def _counts(values):
    """Return [(value, count)], most frequent first, equals in the order of the alphabet."""
    import pandas as pd

    codes, distinct = pd.factorize(values)  # None has no code
    counts = np.bincount(codes[codes >= 0], minlength=len(distinct)).tolist()
    return sorted(zip(map(str, distinct), counts), key=lambda item: (-item[1], item[0]))


def _title(facts, view):
    """Return the first line: name, size, and what there is to predict."""
    line = Text(plain(facts["name"], 40), style="bold")
    if facts["kind"] == "images":
        height, width, mode = facts["size"]
        what = f"{facts['rows']:,} pictures, {width}×{height} pixels, {'colour' if mode == 'RGB' else 'grey'}"
    elif facts["kind"] == "sounds":
        what = sounds_title(view.dataset)
    else:
        types = ", ".join(f"{n:,} {kind}" for kind, n in facts["types"].items())
        what = f"{facts['rows']:,} rows, {len(facts['columns']) + facts['more_columns']:,} columns ({types})"
    line.append(f" · {what}", style="not bold")
    if view.target is not None:
        line.append(f"\nto predict: {plain(view.target, 40)} ({view.task})", style="not bold")
    else:
        line.append("\nto predict: name a column with --target, and the checks can say more", style="not bold dim")
    return line


def _column_table(facts, target):
    """Return the columns as a rich Table that fits 80 columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("column", max_width=22, overflow="fold")
    table.add_column("type", no_wrap=True)
    table.add_column("missing", justify="right", no_wrap=True)
    table.add_column("distinct", justify="right", no_wrap=True)
    table.add_column("values", overflow="fold")
    for c in facts["columns"]:
        share = c["missing"] / facts["rows"] if facts["rows"] else 0
        gone = f"{100 * share:.0f} %" if share >= 0.005 else "few" if share else ""
        table.add_row(
            Text(plain(c["name"], 44), style="bold" if c["name"] == target else ""),
            Text(c["type"], style="cyan"),
            Text(gone, style="yellow" if share >= 0.5 else ""),
            f"{c['distinct']:,}",
            Text(c["values"]),
        )
    return table


def _label_lines(facts):
    """Return one line per label with its number of pictures."""
    labels = list(facts["labels"].items())
    if not labels:
        return [Text("no labels: pictures in one folder each, named by the folder, can be learned from")]
    shown = labels[:SHOWN_LABELS]
    wide = max(len(plain(label, 24)) for label, _ in shown)
    lines = [Text("pictures per label", style="bold")]
    lines += [
        Text.assemble(f"  {plain(label, 24):<{wide}}  ", (f"{bar(n / labels[0][1], 30):<30}", "cyan"), f"  {n:,}")
        for label, n in shown
    ]
    if len(labels) > len(shown):
        lines.append(Text(f"  … and {len(labels) - len(shown):,} more labels", style="dim"))
    return [*lines, Text("  --picture sheet.png draws a page of them", style="dim")]


def _indented(sentence, style="", left=10):
    """Return a sentence that wraps under its first word."""
    from rich.padding import Padding

    return Padding(Text(plain(sentence, 1000), style=style), (0, 0, 0, left))
