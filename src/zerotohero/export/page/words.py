"""What a page says of its model: how good it is, where it comes from, and what it does not know."""

from zerotohero.core.digits import digits
from zerotohero.core.specs import discover
from zerotohero.export.page.models import PER_SECOND, products

METRICS = {"rmse": "RMSE", "rmsle": "RMSLE", "mae": "mean absolute error", "r2": "R²", "roc auc": "ROC AUC"}


def judged(run, score):
    """Return ({metric, value}, on what): the test's score where it was taken, else that of the cross-validation."""
    what, test = _what(run.model.manifest), _test(run)
    if test:
        return {"metric": test["metric"], "value": test["score"]}, f"on {what} that were set aside (test)"
    return score, f"on {what} it had not seen (cross-validation)"


def facts(run, described):
    """Return [what, words] pairs, for people.

    Parameters
    ----------
    run : Run
    described : dict
        See ``page.export_page``.
    """
    manifest = run.model.manifest
    spec, metric, what = discover("algorithms")[manifest["algorithm"]], _metric(manifest), _what(manifest)
    found = [("Model", f"{_sentence(run.title)} {spec.idea}"), ("Learned from", _learned_from(run, manifest))]
    if run.score is not None:
        found.append(("Cross-validation", f"{metric} {digits(run.score)} on {what} that each model had not seen"))
    if test := _test(run):
        low, high = map(digits, test["interval"])
        words = f"{metric} {digits(test['score'])} ({low} to {high}) on {what} that no model had seen"
        found.append(("Test", words))
    found.append(("What it does not know", _does_not_know(manifest, described)))
    found.append(("Its weak side", _sentence(spec.bad_at)))
    found.append(("What stands in this file", _inside(manifest)))
    if spec.weights:
        words = "A network that others have trained lies in this page; its licence holds for the page as well."
        found.append(("Borrowed", words))
    seconds = sum(products(model.arrays) for _, model in run.model.members or ((1.0, run.model),)) / PER_SECOND
    if seconds > 0.1:
        found.append(("How long it takes", f"About {seconds:.1f} seconds for an answer: it is a large network."))
    found.append(("Where it runs", "In this page alone: nothing that you draw, show, say or type leaves it."))
    return [*map(list, found)]


def _learned_from(run, manifest):
    """Return how many rows of what it learned from."""
    if not run.board:
        return manifest["dataset"]
    m = run.board.manifest
    rows = m["rows"] if run.parent else m["rows"] - m["test_rows"]
    return f"{run.rows_used or rows:,} {_what(manifest)} of {manifest['dataset']}"


def _metric(manifest):
    """Return what the score is called."""
    name = manifest["metric"].replace("_", " ")
    return METRICS.get(name, name)


def _sentence(words):
    """Return words as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."


def _what(manifest):
    """Return what it learned from, in the plural."""
    return {"images": "pictures", "sounds": "sounds"}.get(manifest["recipe"]["kind"], "rows")


def _does_not_know(manifest, described):
    """Return what lies outside of what it learned."""
    classes, table = described["classes"], described["page"] == "form"
    shown = {"form": "Whatever you type", "sound": "Whatever it hears"}.get(described["page"], "Whatever you show it")
    if not classes:
        only = f"{shown}, it answers with a number: it never says that it cannot know."
    else:
        names = ", ".join(classes[:12]) + (" …" if len(classes) > 12 else "")
        only = f"{shown}, it answers with one of {names}: it never says “none of these”."
    if table:
        only += " A value far beyond those of its training rows, or a category that was not among them, is a guess."
    return f"{only} And it knows nothing but the data “{manifest['dataset']}”: elsewhere, or later, things may differ."


def _inside(manifest):
    """Return which data of the training the page contains."""
    if manifest["holds_rows"]:
        return f"What it learned, and {manifest['holds_rows']}: think of that before you pass it on."
    if manifest["recipe"]["kind"] == "table":
        return "What it learned, and no row of the training; frequent categories and words are named."
    return "What it learned, and nothing that it was shown."


def _test(run):
    """Return the newest use of the test set by this run, or None."""
    uses = [use for use in run.board.uses if use.get("run") == run.id and use.get("interval")] if run.board else []
    return uses[-1] if uses else None
