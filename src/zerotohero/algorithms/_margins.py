"""From margins to probabilities: a support vector machine says on which side a row lies, and how far, not how likely.

The margins of all classes are divided by one temperature and turned into probabilities (Guo et al. 2017,
https://arxiv.org/abs/1706.04599), so the most probable class stays the one with the largest margin. The
temperature is found inside the fit: each half of the rows is judged by a machine that learned from the other
half. Groups and copies are not known there: rows that belong together may stand in both halves, which makes
the probabilities too sure of themselves. The order of the rows and the most probable class do not change.
"""


def with_probabilities(classifier, seed):
    """Return an unfitted scikit-learn estimator: the classifier, and a temperature for its margins.

    RepeatedStratifiedKFold, repeated once, is a StratifiedKFold that CalibratedClassifierCV accepts with
    classes of a few rows too.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.model_selection import RepeatedStratifiedKFold

    halves = RepeatedStratifiedKFold(n_splits=2, n_repeats=1, random_state=seed)
    return CalibratedClassifierCV(classifier, method="temperature", cv=halves, ensemble=False)


def fitted_classifier(model):
    """Return the classifier inside a fitted ``with_probabilities`` and what its margins are multiplied by.

    Two classes have one margin f, and scikit-learn gives them the scores -f and f: the softmax of (0, 2 f).
    """
    inside = model.calibrated_classifiers_[0]
    beta = inside.calibrators[0].beta_  # 1 / temperature
    return inside.estimator, float(beta) * (2 if len(model.classes_) == 2 else 1)
