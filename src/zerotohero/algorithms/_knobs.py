"""Hyperparameters that several networks share: one wording and one range; each network says what is usual for it."""

from dataclasses import replace

from zerotohero.algorithms._augment import KINDS
from zerotohero.core.params import Hyperparameter

SHARED = {
    knob.name: knob
    for knob in (
        Hyperparameter("views", 0, low=100, high=100_000_000, scale="log", meaning="how many pictures it looks at in all", tuned=False),
        Hyperparameter("epochs", 0, low=1, high=10_000, scale="log", meaning="how often it looks at each picture at most", tuned=False),
        Hyperparameter("learning_rate", 0.0, low=1e-5, high=1.0, scale="log", meaning="how far a step goes at its longest"),
        Hyperparameter("weight_decay", 0.0, low=0.0, high=1.0, meaning="how fast weights shrink that nothing holds"),
        Hyperparameter("smoothing", 0.0, low=0.0, high=0.5, meaning="how much certainty it is not asked for"),
        Hyperparameter("dropout", 0.0, low=0.0, high=0.9, meaning="share of the last features left out at random"),
        Hyperparameter("batch", 0, low=8, high=4096, scale="log", meaning="how many pictures decide about one step"),
        Hyperparameter("C", 0.0, low=1e-5, high=100.0, scale="log", meaning="how little large weights of the head cost", tasks=("classification",)),
        Hyperparameter("side", 0, low=96, high=320, meaning="pixels a side that the network sees at most", tuned=False),
        Hyperparameter("augment", "", choices=KINDS, meaning="how pictures are changed a little while it learns"),
        Hyperparameter("optimizer", "", choices=("adamw", "sgd"), meaning="how slopes become steps"),
        Hyperparameter("precision", "", choices=("auto", "float32", "bfloat16"), meaning="digits it multiplies with while learning", tuned=False),
        Hyperparameter("held_out", 0.0, low=0.0, high=0.5, meaning="share of the pictures that says when to stop"),
    )
}  # fmt: skip


def knobs(**usual):
    """Return the Hyperparameters of these names, in this order, each with its usual value.

    >>> [(knob.name, knob.default) for knob in knobs(batch=128, smoothing=0.05)]
    [('batch', 128), ('smoothing', 0.05)]
    """
    return tuple(replace(SHARED[name], default=value) for name, value in usual.items())
