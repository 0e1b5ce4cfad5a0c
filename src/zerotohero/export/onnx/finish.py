"""What happens after a model has answered, as ONNX: every class has a place, calibration, equal terms, the unit, the label."""

import numpy as np

from zerotohero.export.onnx.formulas import softmax
from zerotohero.leaderboard.model import LARGEST_LOG


def expanded(g, manifest, found):
    """Return probabilities with a column for every class (N, K); values (N, 1) as they are."""
    seen, classes = manifest["classes_seen"], manifest["classes"]
    if manifest["task"] != "classification" or seen == list(range(len(classes))):
        return found
    return g.add("MatMul", found, np.eye(len(classes))[seen])


def finished(g, manifest, found):
    """Return the answer in the user's terms: probabilities calibrated (N, K), values in their unit (N, 1)."""
    if manifest["task"] != "classification":
        if not manifest["log_target"]:
            return found
        return g.add("Sub", g.add("Exp", g.add("Min", found, LARGEST_LOG)), 1.0)
    if manifest.get("calibration"):
        found = _calibrated(g, manifest["calibration"], found)
    if manifest.get("prior"):
        odds = g.add("Div", found, np.array(manifest["prior"]))
        found = g.add("Div", odds, g.add("Max", g.sum(odds, 1), 1e-300))
    return found


def _calibrated(g, state, found):
    """Return calibrated probabilities, as ``_calibration.calibrate`` does."""
    if state["kind"] == "temperature":
        return softmax(g, g.add("Div", g.add("Log", g.chain(found, ("Max", 1e-12), ("Min", 1.0))), state["t"]))
    p = g.columns(found, [1])
    if state["kind"] == "sigmoid":
        x = g.chain(p, ("Max", 0.01), ("Min", 0.99))
        odds = g.add("Log", g.add("Div", x, g.add("Sub", 1.0, x)))
        p = g.add("Sigmoid", g.chain(odds, ("Mul", state["a"]), ("Add", state["b"])))
    else:
        p = _between(g, p, np.array(state["x"]), np.array(state["y"]))
    return g.add("Concat", g.add("Sub", 1.0, p), p, axis=1)


def _between(g, p, x, y):
    """Return straight lines between the points (x, y), at p (N, 1): the first y, and how far each stretch is climbed."""
    if len(x) == 1:
        return g.every_row(p, y)
    inside = g.chain(p, ("Max", x[:-1]), ("Min", x[1:]), ("Sub", x[:-1]))  # (N, m)
    shares = g.add("Div", inside, np.diff(x))  # of each stretch, exactly 0 or 1 where p is beyond it
    return g.chain(shares, ("MatMul", np.diff(y)[:, None]), ("Add", float(y[0])))


def labelled(g, manifest, found):
    """Return the class of every row (N,), a text: the most probable, or what the threshold says."""
    classes, threshold = manifest["classes"], manifest.get("threshold")
    if threshold:
        positive = classes.index(threshold["positive"])
        sure = g.add("GreaterOrEqual", g.columns(found, [positive]), threshold["value"])
        place = g.shaped(g.add("Where", sure, np.array(positive), np.array(1 - positive)), -1)
    else:
        place = g.add("ArgMax", found, axis=1, keepdims=0)
    return g.add("Gather", np.array(classes, object), place, axis=0)
