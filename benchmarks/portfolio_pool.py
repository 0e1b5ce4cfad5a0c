"""Fit a pool of configurations on many tables, and keep what they predicted: the material a portfolio is learned from.

Every table keeps the test set, the folds and the metric that `hero train` would give it. Of large tables a sample of the
training rows is used, so that the whole pool is affordable; some large tables come once more with all their rows, a few
configurations and no folds. One file per table and configuration; what is there is not repeated.
"""

import hashlib
import json
import pickle
import time
import warnings
from dataclasses import dataclass

import numpy as np

from zerotohero.core.events import EventLog
from zerotohero.core.specs import discover
from zerotohero.representations.make import make_representation
from zerotohero.tasks._split import TEST, fit_and_valid
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan


def boosting(iterations, learning_rate, leaves, min_leaf, l2, max_features, **more):
    """Return a configuration of histogram boosting."""
    knobs = {"iterations": iterations, "learning_rate": learning_rate, "leaves": leaves}
    knobs |= {"min_leaf": min_leaf, "l2": l2, "max_features": max_features}
    return {"algorithm": "histogram-boosting", "params": {**knobs, **more}}


def classic(trees, learning_rate, max_depth, subsample, max_features):
    """Return a configuration of gradient boosting."""
    knobs = {"trees": trees, "learning_rate": learning_rate, "max_depth": max_depth}
    knobs |= {"subsample": subsample, "max_features": max_features}
    return {"algorithm": "gradient-boosting", "params": knobs}


def with_(algorithm, **params):
    """Return a configuration of any algorithm; what is not named has our default."""
    return {"algorithm": algorithm, "params": params}


DEFAULTS = [
    "histogram-boosting", "gradient-boosting", "random-forest", "extra-trees", "logistic-regression", "ridge", "elastic-net",
    "lasso", "linear-regression", "linear-discriminant-analysis", "quadratic-discriminant-analysis", "gaussian-naive-bayes",
    "categorical-naive-bayes", "multinomial-naive-bayes", "knn", "decision-tree", "linear-svm", "svm", "gaussian-process",
]  # fmt: skip
POOL = [
    *map(with_, DEFAULTS),
    boosting(400, 0.03, 6, 10, 0.0, 0.3),
    with_("extra-trees", max_features=0.5, min_leaf=1),
    with_("logistic-regression", C=0.03),
    with_("random-forest", max_features=0.3, min_leaf=1),
    boosting(100, 0.1, 31, 20, 0.0, 1.0),
    boosting(200, 0.05, 4, 20, 1.0, 0.5),
    boosting(300, 0.03, 16, 20, 10.0, 0.5),
    with_("logistic-regression", C=10.0),
    with_("ridge", alpha=100.0),
    classic(200, 0.05, 4, 0.6, 0.1),
    classic(300, 0.03, 3, 0.6, 0.2),
    with_("svm", C=1.0),
    boosting(300, 0.05, 31, 5, 1.0, 0.2),
    with_("histogram-boosting", categories="codes"),
    boosting(100, 0.04, 8, 20, 5.0, 0.3),
    with_("svm", C=100.0, gamma=0.1),
    boosting(500, 0.04, 31, 20, 1.0, 0.3),
    boosting(300, 0.05, 31, 5, 1.0, 0.2, categories="codes"),
]
# what is fitted on all rows of large tables; of the pool's other half boosting is too slow there or too small
LARGE = [
    c
    for c in POOL
    if c["algorithm"] in ("histogram-boosting", "random-forest", "extra-trees") and c["params"].get("leaves", 9) > 5
]
LARGE += [with_(a) for a in ("logistic-regression", "ridge", "knn", "linear-discriminant-analysis")]
LARGE_TABLES = ("HR_comma_sep", "bank", "california_housing", "income", "pollution")


@dataclass(frozen=True)
class Problem:
    """One table as it is learned from: a sample of the training rows, and test rows.

    Parameters
    ----------
    name, task, metric : str
    y, fold : ndarray (N,)
        As in ``train.plan.Plan``; the rows of the test set have fold -1.
    cells : dict of ndarray (N,)
    features : tuple of (name, type)
    classes : tuple of str
    by_time, log_target : bool
    rows : int
        Training rows of the whole table.
    """

    name: str
    task: str
    metric: str
    y: np.ndarray
    fold: np.ndarray
    cells: dict
    features: tuple
    classes: tuple
    by_time: bool
    log_target: bool
    rows: int

    @property
    def folds(self):
        """The folds that are judged, each by a model of all others: every fold of a small table, fewer of a larger one."""
        last, n = int(self.fold.max()) + 1, (self.fold != TEST).sum()
        return range(last)[-5 if n < 500 else -3 if n < 1500 else -2 :] if n < 5000 else range(0)


def prepare(path, name, target, again, scratch, rows, test_rows):
    """Return the Problem of one table, from the scratch folder if it is there; ``again`` holds the target once more."""
    file = scratch / name / f"problem-{rows}.pickle"
    if not file.exists():
        options = Options(
            target=target, drop=(again,) if again else (), anyway=tuple(discover("checks")), out=str(scratch / "boards")
        )
        plan = make_plan(str(path), options, EventLog())
        random = np.random.default_rng(0)
        inner, test = np.flatnonzero(plan.training), np.flatnonzero(~plan.training)
        take = np.sort(np.concatenate([random.permutation(inner)[:rows], random.permutation(test)[:test_rows]]))
        cells = {n: plan.dataset.cells[n][take] for n, _ in plan.features}
        problem = Problem(name, plan.task, plan.metric, plan.y[take], plan.fold[take], cells, plan.features,
                          plan.classes, plan.by_time, plan.log_target, len(inner))  # fmt: skip
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(problem))
    return pickle.loads(file.read_bytes())


def place(scratch, problem, config):
    """Return where the predictions of one configuration on one table are kept."""
    text = json.dumps([config["algorithm"], resolved(problem, config)], sort_keys=True)
    short = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    part = problem.name if problem.folds else f"{problem.name}/all rows"
    return scratch / part / f"{config['algorithm']}-{short}.npz"


def resolved(problem, config):
    """Return all hyperparameters: those of the configuration, our defaults for the others."""
    usual = discover("algorithms")[config["algorithm"]].default_params("table", problem.task)
    return {**usual, **config["params"]}


def evaluate(problem, config, cache, most_seconds):
    """Fit one configuration fold by fold and on all training rows.

    Returns
    -------
    dict of ndarray
        ``rows``, ``oof``: the judged rows and their out-of-fold predictions; ``test``: those of the test rows by the
        model of all training rows; ``seconds``: of each fit with its predictions. Values are on the scale of the fit: log1p where the target is.
    """
    spec = discover("algorithms")[config["algorithm"]]
    params = resolved(problem, config)
    y = np.log1p(problem.y) if problem.log_target else problem.y
    test = np.flatnonzero(problem.fold == TEST)
    rows, oof, seconds = [np.zeros(0, int)], [], []
    for fold in [*problem.folds, None]:
        fits, valid = np.flatnonzero(problem.fold != TEST), test
        if fold is not None:
            fits, valid = fit_and_valid(problem.fold, fold, problem.by_time)
        representation, X_fits, X_valid = represent(problem, spec.style_for(params), fold, fits, valid, cache)
        extra = {"columns": representation.columns_} if spec.wants_columns else {}
        started = time.process_time()
        model = spec.make(problem.task, 42, **params, **extra).fit(X_fits, y[fits])
        predictions = answers(problem, model, X_valid)
        seconds.append(time.process_time() - started)
        if seconds[0] > most_seconds:
            raise TimeoutError(f"{seconds[0]:.0f} s a fit")
        rows.append(valid)
        oof.append(predictions.astype(np.float32))
    return {"rows": np.concatenate(rows[:-1]), "oof": np.concatenate([oof[-1][:0], *oof[:-1]]), "test": oof[-1],
            "seconds": np.array(seconds)}  # fmt: skip


def represent(problem, style, fold, fits, valid, cache):
    """Return the fitted representation and the rows as numbers; made once per style and fold."""
    if (style, fold) not in cache:
        representation = make_representation(list(problem.features), style)

        def take(rows):
            return {n: c[rows] for n, c in problem.cells.items()}

        representation.fit(take(fits), problem.y[fits])
        numbers = [representation.transform(take(rows)) if len(rows) else None for rows in (fits, valid)]
        cache[style, fold] = (representation, *numbers)
    return cache[style, fold]


def answers(problem, model, X):
    """Return probabilities (N, K) or values (N,)."""
    if X is None:
        return np.zeros((0, len(problem.classes))) if problem.classes else np.zeros(0)
    if not problem.classes:
        return np.asarray(model.predict(X), float)
    out = np.zeros((len(X), len(problem.classes)))
    out[:, model.classes_] = model.predict_proba(X)
    return out


def fill(problems, pool, scratch, most_seconds=60.0):
    """Evaluate what is missing, configuration by configuration in the order of the pool; tell what it cost."""
    known = discover("algorithms")
    for problem in problems:
        cache = {}
        for config in pool:
            spec = known.get(config["algorithm"])
            if spec is None or not spec.installed or problem.task not in spec.tasks:
                continue
            file = place(scratch, problem, config)
            if file.exists() or file.with_suffix(".failed").exists():
                continue
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    result = evaluate(problem, config, cache, most_seconds)
            except Exception as error:  # one configuration that fails on one table is no reason to stop
                file.parent.mkdir(exist_ok=True)
                file.with_suffix(".failed").write_text(repr(error)[:500], encoding="utf-8")
                print(f"{problem.name:22} {config['algorithm']:22} {config['params']}: {error!r:.120}", flush=True)
                continue
            file.parent.mkdir(exist_ok=True)
            aside = file.with_suffix(".part")
            with aside.open("wb") as out:
                np.savez(out, **result)
            aside.rename(file)
        print(f"{time.strftime('%H:%M:%S')} {problem.name}", flush=True)
