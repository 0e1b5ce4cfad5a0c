"""The model card: what this model is, what it learned from, how to get the same again."""

import platform
from importlib.metadata import version

from zerotohero.core.specs import find
from zerotohero.report.parts import Pairs, Section
from zerotohero.report.sentences import GLOSSES, metric_name, origin, plain, score_text, spread_text


def card(evidence):
    """Return the Section with the model card."""
    run, board = evidence.run, evidence.board
    m, spec = board.manifest, find("algorithms", run.algorithm)
    pairs = [
        ("Data", _data(evidence)),
        ("Question", _question(evidence)),
        ("Rows", rows_sentence(board)),
        ("Split", _split(m)),
        ("Metric", f"{metric_name(board)}: {GLOSSES.get(m['metric'], '')}"),
        ("Algorithm", (spec.title, f"– {spec.idea}")),
        ("Hyperparameters", _hyperparameters(run, spec)),
        (
            "Score",
            f"{score_text(board, run.score)} ± {spread_text(board, run.score_std)} (mean and standard deviation over the folds)",
        ),
    ]
    if m.get("log_target"):
        pairs.append(("Fitted on", "the logarithm of the target, log(1 + value); predictions are turned back"))
    if run.rows_used and run.why:
        pairs.append(("Learned from", f"{run.rows_used:,} rows: {run.why}"))
    elif run.why:  # it blew up, or was stopped early
        pairs.append(("Learned", run.why))
    pairs += [
        ("Good at", spec.good_at),
        ("Weak at", spec.bad_at),
        *([("To know", spec.note)] if spec.note else []),
        ("Training rows inside", plain(spec.holds_rows, 300) or "none: the model file holds what was learned, no rows"),
        ("Training rows here", _rows_here(evidence)),
        ("Made", _made(run)),
    ]
    return Section(
        "card",
        "Model card",
        (Pairs(tuple(pairs)),),
        read="What this is, what it learned from, and how to get the same again.",
    )


def rows_sentence(board):
    """Return how many rows there are and where they went."""
    m = board.manifest
    train = m["rows"] - m["test_rows"]
    if not m["test_rows"]:
        return f"{m['rows']:,}, all for training: too few to set a test set aside"
    uses = len(board.uses)
    used = "never used so far" if not uses else f"used {uses} time{'s' if uses > 1 else ''}"
    return f"{m['rows']:,}: {train:,} for training, {m['test_rows']:,} set aside as the test set, {used}"


def _rows_here(evidence):
    """Return whether this page shows rows."""
    if evidence.rows and evidence.writes:
        return (
            "lines of the text stand beside its verses; `hero report --without-rows` makes a page that can be passed on"
        )
    if evidence.rows:
        return "the worst mistakes show some; `hero report --without-rows` makes a page that can be passed on"
    return "none: no cell of a single row, no category seen in fewer than ten rows"


def _data(evidence):
    """Return the data's name, origin and shape, and what was repaired: notes quote cells."""
    m = evidence.manifest
    shape = (
        f"{m['rows']:,} {'pictures' if m['kind'] == 'images' else 'sounds'}"
        if m["kind"] in ("images", "sounds")
        else f"{m['rows']:,} rows, {len(m['features']):,} input columns"
    )
    shape = f"{m['rows']:,} lines" if evidence.writes else shape
    source = f" ({origin(m)})" if origin(m) != m["dataset"] else ""
    notes = m.get("notes", [])[:8] if evidence.rows else []
    return [f"{m['dataset']}{source}, {shape}", *notes]


def _question(evidence):
    """Return target and task in words."""
    m = evidence.manifest
    if evidence.writes:
        return (f"what comes next in a `{plain(m['target'])}`?", "(generation: nothing is given but the text itself)")
    if not evidence.classify:
        return (f"how much is `{plain(m['target'])}`?", "([[regression]])")
    classes = evidence.class_names()
    names = ", ".join(plain(c, 40) for c in classes[:12])
    more = f" and {len(classes) - 12} more" if len(classes) > 12 else ""
    return (f"which `{plain(m['target'])}`? {names}{more}", f"([[classification]], {len(classes)} classes)")


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
    return (f"`{split['splitter']}`", f"– {why}")


def _hyperparameters(run, spec):
    """Return each hyperparameter with its value and meaning."""
    meanings = {h.name: h.meaning for h in spec.hyperparameters}
    items = [
        (f"`{name} = {'none' if value is None else value}`", meanings.get(name, ""))
        for name, value in run.params.items()
    ]
    return items or "none"


def _made(run):
    """Return when, with what, and how to get the same again."""
    m = run.board.manifest
    versions = m.get("versions") or {
        "python": platform.python_version(),
        **{p: version(p) for p in ("zerotohero", "numpy", "scikit-learn")},
    }
    names = ", ".join(f"{name} {v}" for name, v in versions.items())
    when = str(m.get("created", ""))[:10]
    seconds = f"{run.fit_seconds:.2g} s a fit, " if run.fit_seconds is not None else ""
    return f"{when + ', ' if when else ''}{seconds}seed {m['seed']}, {names}; run `{run.id}`"
