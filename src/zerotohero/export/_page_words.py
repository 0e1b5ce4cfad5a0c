"""What a page says of its model: how good it is, where it comes from, and what it does not know."""

from zerotohero.core.digits import digits
from zerotohero.core.specs import discover

SHORT = ("rmse", "rmsle", "mae")  # metrics that are known by their letters


def judged(run, score):
    """Return ({metric, value}, on what): the test's score where it was taken, else that of the cross-validation."""
    test = _test(run)
    if test:
        return {
            "metric": test["metric"],
            "value": test["score"],
        }, f"on {_what(run.model.manifest)} that were set aside (test)"
    return score, f"on {_what(run.model.manifest)} it had not seen (cross-validation)"


def facts(run, described):
    """Return [what, words] pairs, for people.

    Parameters
    ----------
    run : Run
    described : dict
        See ``page.export_page``.
    """
    manifest = run.model.manifest
    spec = discover("algorithms")[manifest["algorithm"]]
    found = [("Model", f"{run.title}: {spec.idea}"), ("Learned from", _learned_from(run, manifest))]
    metric = manifest["metric"].replace("_", " ")
    metric = metric.upper() if metric in SHORT else metric
    if run.score is not None:
        found.append(
            ("Cross-validation", f"{metric} {digits(run.score)} on {_what(manifest)} that each model had not seen")
        )
    if test := _test(run):
        low, high = test["interval"]
        words = f"{metric} {digits(test['score'])} ({digits(low)} to {digits(high)}) on {_what(manifest)} that no model had seen"
        found.append(("Test", words))
    found.append(("What it does not know", _does_not_know(manifest, described)))
    found.append(("Its weak side", f"{spec.bad_at}."))
    inside = manifest["holds_rows"]
    holds = (
        f"In this file stand {inside}. Think of that before you pass it on." if inside else "No row of the training."
    )
    found += [("Training rows inside", holds)]
    return [
        *map(list, found),
        ["Where it runs", "In this page alone: nothing that you draw, show or type leaves it. It needs no internet."],
    ]


def _learned_from(run, manifest):
    """Return how many rows of what it learned from."""
    if not run.board:
        return manifest["dataset"]
    m = run.board.manifest
    rows = m["rows"] if run.parent else m["rows"] - m["test_rows"]
    return f"{run.rows_used or rows:,} {_what(manifest)} of {manifest['dataset']}"


def _what(manifest):
    """Return what it learned from, in the plural."""
    return {"images": "pictures", "sounds": "sounds"}.get(manifest["recipe"]["kind"], "rows")


def _does_not_know(manifest, described):
    """Return what lies outside of what it learned."""
    classes, table = described["classes"], described["page"] == "form"
    shown = "Whatever you type" if table else "Whatever you show it"
    if not classes:
        only = f"{shown}, it answers with a number: it never says that it cannot know."
    else:
        names = ", ".join(classes[:12]) + (" …" if len(classes) > 12 else "")
        only = f"{shown}, it answers with one of {names}: it never says “none of these”."
    if table:
        only += " A value far beyond those of its training rows, or a category that was not among them, is a guess."
    return f"{only} And it has seen nothing but {manifest['dataset']}: elsewhere, or later, things may differ."


def _inside(manifest):
    """Return which data of the training the page contains."""
    if manifest["holds_rows"]:
        return f"Weights, and {manifest['holds_rows']}: think of that before you pass it on."
    if manifest["recipe"]["kind"] == "table":
        return "What it learned, and no row of the training; frequent categories and words are named."
    return "What it learned, and nothing that it was shown."


def _test(run):
    """Return the newest use of the test set by this run, or None."""
    uses = [use for use in run.board.uses if use.get("run") == run.id and use.get("interval")] if run.board else []
    return uses[-1] if uses else None
