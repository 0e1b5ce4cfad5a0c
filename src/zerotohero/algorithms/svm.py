"""Support vector machine with a radial kernel: stored rows speak for their surroundings, each with a weight.

Shapes used below: N support vectors, B new rows, D features, K outputs (classes, or 1 for a number).
"""

import numpy as np

from zerotohero.algorithms._kernel import radial_sums
from zerotohero.algorithms._linear import LARGEST, softmax, standardised_target
from zerotohero.algorithms._margins import fitted_classifier, with_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed, C=10.0, gamma=0.6, columns=()):
    """Return an unfitted scikit-learn estimator.

    Several classes: one machine for each class against the rest. Its margins make much better probabilities
    than the votes of all pairs, at the same accuracy, though it takes longer.
    """
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import SVC, SVR

    gamma = gamma / max(1, len(columns))  # squared distances grow with the number of columns
    if task == "classification":
        return with_probabilities(OneVsRestClassifier(SVC(C=C, gamma=gamma)), seed)
    return standardised_target(SVR(C=C, gamma=gamma, epsilon=0.1))


def arrays(model):
    """Return what a prediction needs: every row that supports at least one machine, and its weight in each."""
    if hasattr(model, "classes_"):
        classifier, factor = fitted_classifier(model)
        machines, shift = classifier.estimators_, 0.0
    else:
        machines, factor, shift = [model.regressor_], model.transformer_.scale_[0], model.transformer_.mean_[0]
    used = np.unique(np.concatenate([m.support_ for m in machines]))
    rows = np.zeros((max(1, len(used)), machines[0].n_features_in_))  # no machine needs a row: one of weight 0
    weights = np.zeros((len(machines), len(rows)))
    for weight, machine in zip(weights, machines):
        place = np.searchsorted(used, machine.support_)
        rows[place], weight[place] = machine.support_vectors_, machine.dual_coef_[0] * factor
    intercept = np.array([m.intercept_[0] * factor + shift for m in machines])
    if hasattr(model, "classes_") and len(machines) == 1:
        weights, intercept = np.vstack([0 * weights, weights]), np.append(0.0, intercept)
    return {"rows": rows, "weights": weights, "intercept": intercept, "gamma": np.array([float(machines[0].gamma)])}


def predict(arrays, X):
    """Return probabilities (B, K) or values (B,)."""
    sums = radial_sums(X, arrays["rows"], arrays["gamma"][0], arrays["weights"]) + arrays["intercept"]
    return softmax(sums) if sums.shape[1] > 1 else sums[:, 0]


def schema(task):
    """Return what the arrays must look like."""
    return {
        "rows": ArraySchema(("N", "D")),
        "weights": ArraySchema(("K", "N")),
        "intercept": ArraySchema(("K",)),
        "gamma": ArraySchema((1,)),
    }


def prove(arrays, dims):
    """Raise ValueError unless the kernel falls with the distance and no sum can overflow."""
    if not 0 < arrays["gamma"][0] <= LARGEST:
        raise ValueError(f"gamma is not above 0 and at most {LARGEST:g}")
    for name in ("rows", "weights", "intercept"):
        if np.abs(arrays[name]).max(initial=0) > LARGEST:
            raise ValueError(f"{name} holds a number beyond {LARGEST:g}")


def seconds(n, d, k):
    """Return reference seconds of one fit, of the two halves before it, and of asking for a quarter as many rows.

    Noise decides too: the harder the border, the more rows support it. Measured: from a third to four times this.
    """
    machines = k / 2 if k > 2 else 1.0 if k == 2 else 1.5  # one class against the rest is easier; a number is harder
    return 0.01 + (2e-8 + 4e-10 * d) * n * n * machines


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 24 * n * d + 16 * n * k + 300_000_000


SPEC = AlgorithmSpec(
    id="svm",
    title="support vector machine",
    idea="Keep the rows near the border; each speaks for its surroundings, and their weighted voices decide.",
    good_at="small and middling data with bent borders, small pictures, columns that all count about the same",
    bad_at="many rows (twice the rows: four times the wait), columns that do not matter, and probabilities",
    name_says="the rows that hold the border in place are its support vectors; machine is a word of the 1990s",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter("C", 10.0, low=0.01, high=1e4, scale="log", meaning="how much a row on the wrong side costs"),
        Hyperparameter(
            "gamma",
            0.6,
            low=0.003,
            high=100.0,
            scale="log",
            meaning="how local each row's voice is; divided by the number of columns",
        ),
    ),
    defaults={"regression": {"gamma": 0.3}, "images": {"C": 3.0, "gamma": 5.0}, "sounds": {"C": 3.0, "gamma": 0.3}},
    holds_rows="the training rows near the border, as numbers: often a third to all of them",
    effort="standard",
    source="https://doi.org/10.1007/BF00994018",
    note="Nothing in it is a machine, and a vector here is simply a row of the table.",
    wants_columns=True,
)
