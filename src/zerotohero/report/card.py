"""The model card: what this model is, what it learned from, and what nobody has tested."""

import platform
from importlib.metadata import version
from pathlib import PurePath

from zerotohero.core.specs import find
from zerotohero.report.page import definitions, prose, text
from zerotohero.report.sentences import GLOSSES, metric_name, plain, score_text


def card(run):
    """Return the model card as an HTML list of terms."""
    board, spec = run.board, find("algorithms", run.algorithm)
    m = board.manifest
    pairs = [
        ("Data", _data(board)),
        ("Question", _question(m)),
        ("Rows", text(rows_sentence(board), 400)),
        ("Split", _split(m)),
        ("Metric", f"{text(metric_name(board))}: {GLOSSES.get(m['metric'], '')}"),
        ("Algorithm", f"{text(spec.title)} <span class=soft>– {text(spec.idea)}</span>"),
        ("Hyperparameters", _hyperparameters(run, spec)),
        (
            "Score",
            f"{score_text(board, run.score)} ± {score_text(board, run.score_std)} "
            "(mean and standard deviation over the folds)",
        ),
    ]
    if m.get("log_target"):
        pairs.append(("Fitted on", "the logarithm of the target, log(1 + value); predictions are turned back"))
    if run.rows_used and run.why:
        pairs.append(("Learned from", f"{run.rows_used:,} rows: {prose(run.why, 300)}"))
    pairs += [
        ("Good at", text(spec.good_at)),
        ("Weak at", text(spec.bad_at)),
        ("Not tested on", _list(not_tested_on(board))),
        ("Training rows inside", text(spec.holds_rows) or "none: the model file holds what was learned, no rows"),
        ("Training rows here", "the worst mistakes below show some; think of that before you pass this page on"),
        ("Made", _made(run)),
    ]
    return definitions(pairs)


def rows_sentence(board):
    """Return how many rows there are and where they went."""
    m = board.manifest
    train = m["rows"] - m["test_rows"]
    if not m["test_rows"]:
        return f"{m['rows']:,}, all for training: too few to set a test set aside"
    uses = len(board.uses)
    used = "never used so far" if not uses else f"used {uses} time{'s' if uses > 1 else ''}"
    return f"{m['rows']:,}: {train:,} for training, {m['test_rows']:,} set aside as the test set, {used}"


def not_tested_on(board):
    """Return sentences: what the score says nothing about."""
    m = board.manifest
    split, said = m["split"], []
    if m["test_rows"] and not board.uses:
        said.append(f"the {m['test_rows']:,} rows of the test set: `hero test` asks them, once")
    said.append(f"data from anywhere else than {plain(_origin(m), 80)}")
    if split.get("groups"):
        said.append(f"more rows of a {plain(split['groups'])} that it knows already: those are easier")
    if not split.get("time"):
        said.append("rows from later than these: the split did not go by time")
    if m["kind"] == "images":
        said.append("pictures of anything that is none of the classes: it will name one all the same")
    return said


def _data(board):
    """Return the data's name, origin and shape."""
    m = board.manifest
    shape = (
        f"{m['rows']:,} pictures"
        if m["kind"] == "images"
        else f"{m['rows']:,} rows, {len(m['features']):,} input columns"
    )
    notes = _list(m.get("notes", [])[:8]) if m.get("notes") else ""
    origin = f" <span class=soft>({text(_origin(m))})</span>" if _origin(m) != m["dataset"] else ""
    return f"{text(m['dataset'])}{origin}, {shape}{notes}"


def _origin(m):
    """Return the file's name without its folders: a page that is passed on need not tell them."""
    return PurePath(str(m["origin"]).replace("\\", "/")).name or m["dataset"]


def _question(m):
    """Return target and task in words."""
    if m["task"] == "regression":
        return f"how much is <code>{text(m['target'])}</code>? <span class=soft>(regression)</span>"
    names = ", ".join(text(c, 40) for c in m["classes"][:12])
    more = f" and {len(m['classes']) - 12} more" if len(m["classes"]) > 12 else ""
    kind = f"<span class=soft>(classification, {len(m['classes'])} classes)</span>"
    return f"which <code>{text(m['target'])}</code>? {names}{more} {kind}"


def _split(m):
    """Return how rows were divided, and why in this way."""
    split = m["split"]
    if split.get("time"):
        columns = split["time"] if isinstance(split["time"], list) else [split["time"]]
        why = f"rows are ordered by {', '.join(map(plain, columns))}: a fold's model saw only earlier rows"
    elif split.get("groups"):
        why = f"rows of one {plain(split['groups'])} belong together: all are in the same fold, or all in the test set"
    elif "Stratified" in split["splitter"]:
        why = "every fold has each class in the same share"
    else:
        why = "shuffled, always in the same way"
    if split.get("copies"):
        why += f"; {split['copies']:,} copies of other rows stay with them"
    return f"<code>{text(split['splitter'])}</code> <span class=soft>– {text(why, 300)}</span>"


def _hyperparameters(run, spec):
    """Return each hyperparameter with its value and meaning."""
    meanings = {h.name: h.meaning for h in spec.hyperparameters}
    items = [
        f"<code>{text(name)} = {'none' if value is None else text(value)}</code> <span class=soft>{text(meanings.get(name, ''))}</span>"
        for name, value in run.params.items()
    ]
    return f"<ul class=plainlist>{''.join(f'<li>{i}</li>' for i in items)}</ul>" if items else "none"


def _made(run):
    """Return when, with what, and how to get the same again."""
    m = run.board.manifest
    versions = m.get("versions") or {
        "python": platform.python_version(),
        **{p: version(p) for p in ("zerotohero", "numpy", "scikit-learn")},
    }
    names = ", ".join(f"{text(name)} {text(v)}" for name, v in versions.items())
    when = text(str(m.get("created", ""))[:10])
    seconds = f"{run.fit_seconds:.2g} s a fit, " if run.fit_seconds is not None else ""
    return f"{when + ', ' if when else ''}{seconds}seed {m['seed']}, {names}; run <code>{text(run.id)}</code>"


def _list(sentences):
    """Return an HTML list of sentences."""
    return f"<ul class=plainlist>{''.join(f'<li>{prose(s, 300)}</li>' for s in sentences)}</ul>"
