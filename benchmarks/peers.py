"""The peers: what others would do with the same rows. Each takes a ``tables.Problem`` and returns test predictions.

skrub      ``skrub.tabular_pipeline``: TableVectorizer + histogram boosting, defaults
hgb40      the same table of numbers, histogram boosting with 40 random trials
lgbm40     the same, LightGBM with 40 random trials; categories (any number of them) given natively
flaml      FLAML on the table of lgbm40, as many seconds as ours took

Trials: the first is the library's default, the others are drawn. Each is fitted on three folds (our own, merged:
groups, copies and time are obeyed), stopped early on the rows of the fold, scored with the plan's metric on all
judged rows together; the best is fitted on all training rows with the mean number of rounds. A search ends after
40 trials or ``CPU_SECONDS``. Spaces: LightGBM after TabRepo (Salinas & Erickson 2024), histogram boosting after
auto-sklearn (Feurer et al. 2015), both narrowed to learning rates ≥ 0.02 so that 40 trials are worth something, and
with small trees allowed. Where the metric is balanced accuracy they may weigh the classes; where it is RMSLE
they learn log(1 + y).
"""

import time
from importlib.metadata import version

import numpy as np

from zerotohero.tasks._split import fit_and_valid

TRIALS, CPU_SECONDS = 40, 120.0
ROUNDS, PATIENCE = 1000, 20


def vectorizer(problem, natively=True):
    """Return skrub's TableVectorizer; categories stay categories (those above 40 too, if ``natively``)."""
    from skrub import StringEncoder, TableVectorizer, ToCategorical

    columns = [c for c, kind in zip(problem.frame.columns, problem.types) if kind == "category"]
    return TableVectorizer(
        low_cardinality=ToCategorical(),
        high_cardinality=StringEncoder(random_state=0),
        specific_transformers=[(ToCategorical(), columns)] if natively and columns else (),
    )


def predict(model, X, problem):
    """Return probabilities of every class (N, K), or values (N,)."""
    if problem.task == "regression":
        return model.predict(X)
    full = np.zeros((len(X), len(problem.classes)))
    full[:, model.classes_.astype(int)] = model.predict_proba(X)
    return full


def skrub(problem, seed, **_):
    """Return the predictions of skrub's own pipeline for an unknown table."""
    from skrub import tabular_pipeline

    model = tabular_pipeline("classifier" if problem.task == "classification" else "regressor")
    model[-1].set_params(random_state=seed)
    model.fit(problem.frame.iloc[problem.training], problem.y[problem.training])
    return predict(model, problem.frame.iloc[problem.test], problem), {}


def fit_hgb(problem, params, X, y, X_valid=None, y_valid=None, rounds=ROUNDS, seed=0, threads=1):
    """Return (histogram boosting, its best number of rounds)."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if problem.task == "classification" else HistGradientBoostingRegressor
    early = {"early_stopping": X_valid is not None, "n_iter_no_change": PATIENCE, "max_iter": rounds}
    model = kind(**params, **early, random_state=seed)
    if X_valid is None:
        return model.fit(X, y), rounds
    model.fit(X, y, X_val=X_valid, y_val=y_valid)
    return model, max(int(np.argmax(model.validation_score_)), 1)  # place 0 is the score before the first round


def draw_hgb(rng):
    """Return one histogram boosting configuration."""
    return {
        "learning_rate": log_uniform(rng, 0.02, 0.3),
        "max_leaf_nodes": round(log_uniform(rng, 4, 255)),
        "min_samples_leaf": round(log_uniform(rng, 1, 100)),
        "l2_regularization": log_uniform(rng, 1e-8, 10),
        "max_features": rng.uniform(0.3, 1.0),
    }


def fit_lgbm(problem, params, X, y, X_valid=None, y_valid=None, rounds=ROUNDS, seed=0, threads=1):
    """Return (LightGBM, its best number of rounds)."""
    import lightgbm

    kind = lightgbm.LGBMClassifier if problem.task == "classification" else lightgbm.LGBMRegressor
    model = kind(**params, n_estimators=rounds, random_state=seed, n_jobs=threads, verbose=-1)
    if X_valid is None:
        return model.fit(X, y), rounds
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    model.fit(X, y, eval_set=[(X_valid, y_valid)], callbacks=[stop])
    return model, max(model.best_iteration_, 1)


def draw_lgbm(rng):
    """Return one LightGBM configuration."""
    return {
        "learning_rate": log_uniform(rng, 0.02, 0.2),
        "num_leaves": round(log_uniform(rng, 4, 255)),
        "min_child_samples": round(log_uniform(rng, 2, 60)),
        "colsample_bytree": rng.uniform(0.4, 1.0),
        "subsample": rng.uniform(0.5, 1.0),
        "subsample_freq": 1,
        "reg_lambda": log_uniform(rng, 1e-3, 10),
        "extra_trees": bool(rng.integers(2)),
    }


def log_uniform(rng, low, high):
    """Return one float between ``low`` and ``high``, uniform on the logarithm."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def searched(fit, draw, natively):
    """Return the peer that tries ``TRIALS`` random configurations of ``draw``."""

    def peer(problem, seed, threads=1, **_):
        started, rng = time.process_time(), np.random.default_rng(seed)
        folds = []
        for k in range(int(problem.fold.max()) + 1):
            fits, valid = fit_and_valid(problem.fold, k, problem.by_time)
            table = vectorizer(problem, natively).fit(problem.frame.iloc[fits])
            folds.append((fits, valid, *(table.transform(problem.frame.iloc[rows]) for rows in (fits, valid))))
        best, tried = None, 0
        while tried < TRIALS and (not tried or time.process_time() - started < CPU_SECONDS):
            params = draw(rng) if tried else {}
            if problem.metric.id == "balanced_accuracy" and tried and rng.integers(2):
                params["class_weight"] = "balanced"
            answers, rounds = [], []
            for fits, valid, X, X_valid in folds:
                y, y_valid = problem.y[fits], problem.y[valid]
                known = np.isin(y_valid, y) if problem.task == "classification" else np.ones(len(y_valid), bool)
                model, n = fit(problem, params, X, y, X_valid[known], y_valid[known], seed=seed, threads=threads)
                answers.append(predict(model, X_valid, problem))
                rounds.append(n)
            score = problem.score(np.concatenate(answers), np.concatenate([valid for _, valid, *_ in folds]))
            score = score if problem.metric.greater_is_better else -score
            tried += 1
            if best is None or score > best[0]:
                best = score, params, max(round(np.mean(rounds)), 1)
        table = vectorizer(problem, natively).fit(problem.frame.iloc[problem.training])
        X, X_test = (table.transform(problem.frame.iloc[rows]) for rows in (problem.training, problem.test))
        model, _ = fit(problem, best[1], X, problem.y[problem.training], rounds=best[2], seed=seed, threads=threads)
        return predict(model, X_test, problem), {"trials": tried, "params": best[1], "rounds": best[2]}

    return peer


def flaml(problem, seed, threads=1, seconds=60.0, **_):
    """Return FLAML's predictions after ``seconds``; it is told of groups and time."""
    from flaml import AutoML
    from sklearn.metrics import balanced_accuracy_score

    def balanced(X_valid, y_valid, estimator, labels, *_, **__):
        loss = 1 - balanced_accuracy_score(y_valid, estimator.predict(X_valid))
        return loss, {"loss": loss}

    metric = {"accuracy": "accuracy", "roc_auc": "roc_auc", "balanced_accuracy": balanced}.get(
        problem.metric.id, "rmse"
    )
    rule = {"split_type": "time"} if problem.by_time else {}
    if problem.groups is not None and not problem.by_time:
        rule = {"split_type": "group", "groups": problem.groups[problem.order]}
    started = time.perf_counter()
    table = vectorizer(problem).fit(problem.frame.iloc[problem.training])
    X, X_test = (table.transform(problem.frame.iloc[rows]) for rows in (problem.order, problem.test))
    X, X_test = X.reset_index(drop=True), X_test.reset_index(drop=True)
    model = AutoML()
    model.fit(X, problem.y[problem.order], task=problem.task, metric=metric, seed=seed, n_jobs=threads, verbose=0,
              time_budget=max(seconds - (time.perf_counter() - started), 1.0), **rule)  # fmt: skip
    return predict(model, X_test, problem), {"params": model.best_config, "estimator": model.best_estimator}


PEERS = {
    "skrub": (skrub, ("skrub", "scikit-learn")),
    "hgb40": (searched(fit_hgb, draw_hgb, natively=False), ("skrub", "scikit-learn")),
    "lgbm40": (searched(fit_lgbm, draw_lgbm, natively=True), ("skrub", "lightgbm")),
    "flaml": (flaml, ("FLAML", "lightgbm", "xgboost-cpu", "scikit-learn")),
}


def versions(names):
    """Return the versions of these packages."""
    return {name: version(name) for name in names}
