"""Every algorithm as a graph from its numbers to its answers; a combination as the weighted mean of several."""

import numpy as np

from zerotohero.export.onnx import formulas as formulas
from zerotohero.export.onnx import networks as networks
from zerotohero.export.onnx import trees as trees
from zerotohero.export.onnx.finish import expanded, finished
from zerotohero.export.onnx.refusal import refusal

BUILDERS = {
    **dict.fromkeys(("decision-tree", "one-level-tree", "extra-trees", "random-forest"), trees.average_trees),
    **dict.fromkeys(("gradient-boosting", "catboost"), trees.add_rounded_trees),
    **dict.fromkeys(("histogram-boosting", "lightgbm"), trees.add_trees),
    **dict.fromkeys(
        (
            "elastic-net",
            "lasso",
            "linear-discriminant-analysis",
            "linear-regression",
            "linear-svm",
            "logistic-regression",
            "multinomial-naive-bayes",
            "nearest-class-mean",
            "ridge",
            "softmax-regression",
        ),
        formulas.linear,
    ),
    "categorical-naive-bayes": formulas.categorical_naive_bayes,
    "gaussian-naive-bayes": formulas.gaussian_naive_bayes,
    "gaussian-process": formulas.gaussian_process,
    "knn": formulas.knn,
    "majority": formulas.majority,
    "mean": formulas.mean,
    "quadratic-discriminant-analysis": formulas.quadratic_discriminant_analysis,
    "svm": formulas.svm,
    "two-layer-net": formulas.two_layer_net,
    "mlp": networks.mlp,
    "convnet": networks.grid,
    "sound-convnet": networks.sounds,
    **dict.fromkeys(("convnet-photos", "fine-tuned", "frozen-features"), networks.photos),
}


def answers(g, model, numbers):
    """Return the name of what the model answers: probabilities (N, K) or values (N, 1) float64.

    Parameters
    ----------
    g : Graph
    model : Model
    numbers : list of str
        What each of ``model.representations`` gives, by name.
    """
    if not model.members:
        return finished(g, model.manifest, _answer(g, model, numbers[0]))
    total = None
    for entry, (weight, member) in zip(model.manifest["members"], model.members):
        share = np.full(max(1, len(model.manifest["classes"])), weight)
        own = g.add("Mul", _answer(g, member, numbers[entry["representation"]]), share)
        total = own if total is None else g.add("Add", total, own)
    return finished(g, model.manifest, total)


def _answer(g, model, x):
    """Return what a single model answers, with a column for every class."""
    algorithm = model.manifest["algorithm"]
    if model.manifest["task"] == "generation" or algorithm not in BUILDERS:
        raise refusal(f"{model.spec.title}, which does not turn numbers into an answer")
    return expanded(g, model.manifest, BUILDERS[algorithm](g, model.arrays, x))
