"""Linear support vector machine: the straight border that keeps the largest distance to the rows on both sides."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities, predict_values
from zerotohero.algorithms._margins import fitted_classifier, with_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, C=0.1):
    """Return an unfitted scikit-learn estimator; for a number, one that ignores errors below a tenth of the spread."""
    from sklearn.svm import LinearSVC, LinearSVR

    if task == "classification":
        return with_probabilities(LinearSVC(C=C, random_state=seed), seed)
    return _linear.standardised_target(LinearSVR(C=C, epsilon=0.1, random_state=seed))


def arrays(model):
    """Return what a prediction needs: a weighted sum, as logistic regression has it."""
    if not hasattr(model, "classes_"):
        return _linear.unstandardised_arrays(model)
    classifier, factor = fitted_classifier(model)
    return _linear.class_arrays(classifier.coef_ * factor, classifier.intercept_ * factor)


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,)."""
    return predict_probabilities(arrays, X) if len(arrays["coef"]) > 1 else predict_values(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit and of the two halves before it: dozens of passes over all cells."""
    return 0.01 + 2e-7 * n * d * (k if k > 2 else 1 if k == 2 else 3)


def bytes(n, d, k):
    """Return the peak memory of one fit: the library copies the cells, with their places."""
    return 40 * n * d + 32 * n * k


SPEC = AlgorithmSpec(
    id="linear-svm",
    title="linear support vector machine",
    idea="Draw the straight border with the widest empty street to both sides; only rows at its edge decide where it runs.",
    good_at="many columns and few rows, such as words; rows far on the right side of the border do not pull at it",
    bad_at="borders that bend, and probabilities: it has none of its own",
    name_says="the rows that hold the border in place are its support vectors; machine is a word of the 1990s",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter("C", 0.1, low=1e-5, high=100.0, scale="log", meaning="how much a row on the wrong side costs"),
    ),
    defaults={"images": {"C": 0.003}, "sounds": {"C": 0.003}},
    effort="standard",
    source="https://doi.org/10.1007/BF00994018",
    note="It answers with distances to a border; the probabilities are fitted to them afterwards.",
)
