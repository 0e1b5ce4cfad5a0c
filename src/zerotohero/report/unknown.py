"""What this model does not know: what its training rows never showed it, and what nobody has tested."""

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.data.tokenize import tokenize
from zerotohero.report.parts import Grid, Items, Section
from zerotohero.report.sentences import number, origin, plain

SHOWN_COLUMNS = 12
FEW_ROWS = 30  # of a class: too few to learn it well, or to judge it
MOSTLY = 0.5  # missing cells, from which on a column is called mostly missing


def unknown(evidence):
    """Return the Section."""
    table = evidence.manifest["kind"] == "table"
    said = [
        *(_words(evidence) if evidence.writes else _rare(evidence)),
        *(_gaps(evidence) if table else []),
        *judged_under(evidence),
        *not_tested_on(evidence.board),
    ]
    said = [s.replace("rows", "lines") for s in said] if evidence.writes else said
    parts = [Items(tuple(said))]
    facts = {"sentences": said}
    if table:
        ranges = [r for r in (_range(evidence, name) for name in evidence.telling) if r]
        facts["columns"] = ranges
        rows = tuple((plain(r["column"]), r["knows"], f"{r['missing']:.0%}" if r["missing"] >= 0.005 else "none" if not r["missing"] else "< 1%") for r in ranges[:SHOWN_COLUMNS])  # fmt: skip
        some = (
            f" ({SHOWN_COLUMNS} of {len(ranges)}, those that matter most first)" if len(ranges) > SHOWN_COLUMNS else ""
        )
        parts.append(
            Grid(("column", "it has seen", "missing"), rows, "list wide", title=f"What its columns looked like{some}")
        )
    return Section(
        "unknown",
        "What this model does not know",
        tuple(parts),
        read="It writes on, whatever it is given, and gives no sign of what it does not know."
        if evidence.writes
        else "It answers anything that fits the columns, also far from all it has seen, and gives no sign of it.",
        misread="a limit that the program watches. Outside of this, its answers and its probabilities are guesses.",
        facts=facts,
    )


def _words(evidence):
    """Return sentences on the words that a run which writes knows, and on all that words alone do not tell."""
    writer, (rows, predictions) = evidence.writer, evidence.run.oof
    cells = evidence.dataset.cells[evidence.manifest["target"]]
    held = sum(len(tokenize(str(line))) for line in cells[rows])
    new = 1 - (predictions[:, 1].sum() - len(rows)) / max(held, 1)
    reach = "single words" if writer.order == 1 else f"the {writer.order - 1} words beside it"
    said = [
        f"It knows {len(writer.words):,} words. In lines that it had not seen, {new:.1%} of the words were new to it: they do not "
        "count in the perplexity, and it can never write them.",
        f"It sees no further than {reach}. What a line is about, the next one does not know.",
        "It knows no meaning, no truth and no manners: what it writes may come out wrong, rude, or good by chance.",
    ]
    silent = [word for word in writer.words if not writer.sound[word]] if writer.rhymes else []
    return said + ([f"It has no sound for {len(silent):,} of its words: they never rhyme."] if silent else [])


def not_tested_on(board):
    """Return sentences: what the score says nothing about."""
    m = board.manifest
    split, said = m["split"], []
    if m["test_rows"] and not board.uses:
        said.append(
            f"Nobody has tested it on the {m['test_rows']:,} rows of the [[test set]]: `hero test` asks them, once."
        )
    said.append(f"Nobody has tested it on data from anywhere else than {plain(origin(m), 80)}.")
    if split.get("groups"):
        said.append(
            f"More rows of a {plain(split['groups'])} that it knows already would be easier than what it was judged on."
        )
    if not split.get("time"):
        said.append("Nobody has tested it on rows from later than these: the split did not go by time.")
    if m["kind"] == "images":
        said.append("A picture of something that is none of the classes gets a class all the same.")
    if m["kind"] == "sounds":
        said.append("A sound of something that is none of the classes gets a class all the same, and so does noise.")
    return said


def judged_under(evidence):
    """Return sentences: under what conditions the score was measured."""
    split, said = evidence.manifest["split"], []
    if split.get("groups"):
        said.append(f"It was judged on new groups only: all rows of one {plain(split['groups'])} were on one side.")
    if split.get("time"):
        columns = split["time"] if isinstance(split["time"], list) else [split["time"]]
        said.append(
            f"It was judged on later rows only, by {', '.join(map(plain, columns))}{_span(evidence, columns[0])}."
        )
    if split.get("copies"):
        said.append(f"{split['copies']:,} rows are copies of others; copies stood on one side.")
    return said


def _span(evidence, name):
    """Return the time that the training rows span, in words."""
    cells = evidence.dataset.cells.get(name)
    ends = evidence.ends(name) if cells is not None and cells.dtype.kind in "fM" else None
    if ends is None:
        return ""
    first, last = (str(e)[:10] if isinstance(e, np.datetime64) else number(e) for e in ends)
    return f"; it has learned from {first} to {last}"


def _rare(evidence):
    """Return sentences on classes with few rows."""
    if not evidence.classify:
        y = evidence.board.y[evidence.training]
        ordered = np.sort(y)
        aside = 0 if evidence.rows or len(y) < 20 else 9
        return [
            f"It has learned values of `{plain(evidence.manifest['target'])}` from {number(ordered[aside])} to {number(ordered[-1 - aside])}."
        ]
    names = evidence.class_names()
    counts = np.bincount(evidence.board.y[evidence.training], minlength=len(names))
    rare = [(names[k], n) for k, n in enumerate(counts) if n < FEW_ROWS]
    said = [f"It knows {len(names)} classes and will name one of them, whatever it is shown."]
    if rare:
        listed = ", ".join(
            f"`{plain(c, 40)}` ({n if evidence.rows or n >= 10 else 'fewer than 10'})" for c, n in rare[:8]
        )
        more = f" and {len(rare) - 8} more" if len(rare) > 8 else ""
        said.append(f"Few rows to learn from: {listed}{more}. What it says about these is thinly founded.")
    return said


def _gaps(evidence):
    """Return sentences on missing cells: where it has never seen one, where it has seen hardly anything else."""
    full, empty = [], []
    for name in evidence.features:
        share = missing(evidence.cells(name)).mean()
        (full if share == 0 else empty if share > MOSTLY else []).append(plain(name, 40))
    said = []
    if full:
        which = "any column" if len(full) == len(evidence.features) else _listed(full)
        said.append(
            f"It has never seen an empty cell in {which}; one is filled with a typical value, and nobody has tested how well."
        )
    if empty:
        said.append(f"Mostly missing while it learned: {_listed(empty)}.")
    return said


def _range(evidence, name):
    """Return what the training rows hold of a column, or None where that cannot be said shortly."""
    cells = evidence.cells(name)
    share = float(missing(cells).mean())
    if cells.dtype.kind in "fM":
        ends = evidence.ends(name)
        if ends is None:
            return None
        first, last = (str(e)[:10] if cells.dtype.kind == "M" else number(e) for e in ends)
        return {"column": name, "knows": f"{first} to {last}", "missing": share}
    if evidence.features[name] != "category":
        return None
    counts = evidence.counts(name)
    common = [plain(v, 24) for v, n in list(counts.items())[:5] if evidence.rows or n >= 10]
    more = ", …" if len(counts) > len(common) else ""
    values = f"{len(counts):,} value{'s' * (len(counts) != 1)}" + (f": {', '.join(common)}{more}" if common else "")
    return {"column": name, "knows": values, "missing": share}


def _listed(names, most=6):
    """Return some names, and how many more there are."""
    return ", ".join(f"`{n}`" for n in names[:most]) + (
        f" and {len(names) - most} more columns" if len(names) > most else ""
    )
