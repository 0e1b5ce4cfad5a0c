"""Learn the portfolio: the order in which `standard` tries configurations.

A pool of configurations is fitted on every table of a folder (``portfolio_pool.py``). From what they predicted the
portfolio is built one configuration after the other: always the one that, combined with our defaults and those before
it, lowers the mean regret over the tables most per second that it costs. Weights come from out-of-fold predictions;
regret is counted on rows they did not see: the test rows, and each fold with weights from the other folds. 0 is the
combination of the whole pool or the best configuration, 1 the median configuration alone. It is the regret of the log
loss or squared error: steps of accuracy are mostly luck, and portfolios that were learned from them did worse by both
measures on tables left out.

    python benchmarks/portfolio.py ../shared/data/tables --scratch /tmp/portfolio               writes portfolio.json
    python benchmarks/portfolio.py ../shared/data/tables --scratch ... --leave-out ames         learned without one table
    python benchmarks/portfolio.py ../shared/data/tables --scratch ... --without FOLDER         all of these, into a folder
"""

import argparse
import json
import os
from functools import cache, cached_property
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from portfolio_pool import LARGE, LARGE_TABLES, POOL, fill, place, prepare
from tables import TARGET_AGAIN, TARGETS, table_path

from zerotohero.core.specs import discover, find
from zerotohero.tasks._split import TEST

PORTFOLIO = Path(__file__).parents[1] / "src" / "zerotohero" / "choose" / "portfolio.json"
MANY_ROWS = [  # not learned: the tables teach with at most 3,200 rows; large trees, after AutoGluon's preset "Large"
    {"algorithm": "lightgbm", "params": {"iterations": 500, "learning_rate": 0.03, "leaves": 128, "min_leaf": 3, "max_features": 0.6}, "rows": [5000, None]},
    {"algorithm": "histogram-boosting", "params": {"iterations": 800, "learning_rate": 0.04, "leaves": 63, "min_leaf": 10, "l2": 1.0, "max_features": 0.5}, "rows": [5000, None]},
    {"algorithm": "catboost", "params": {"iterations": 1200}, "rows": [5000, None]},
]  # fmt: skip
ROWS, ALL_ROWS, TEST_ROWS = 3200, 40_000, 8000  # at most so many training rows, of large tables, test rows
LONGEST = 24  # configurations per task
OVERHEAD = 0.1  # seconds that any fit costs beside the fit
MEMBERS, STEPS, AMONG = 5, 30, 10  # as `standard` combines


class Table:
    """What the pool predicted for one table.

    Attributes
    ----------
    right : ndarray (M, N)
        Per configuration and row: the probability of the true class, or the value; N rows: judged rows, then test rows.
    rows : dict of int to ndarray
        The rows of each judged fold, and of the test set (-1).
    seconds : ndarray (M,)
        Per fit; NaN where a configuration is missing.
    """

    def __init__(self, problem, pool, scratch):
        self.problem, self.name = problem, problem.name
        found = [np.load(f) if (f := place(scratch, problem, c)).exists() else None for c in pool]
        judged = [set(f["rows"].tolist()) for f in found if f is not None]
        rows = np.array(sorted(set.intersection(*judged)), int)
        test = np.flatnonzero(problem.fold == TEST)
        self.y = problem.y[np.r_[rows, test]]
        part = np.r_[problem.fold[rows], np.full(len(test), TEST)]
        if not problem.folds:  # all rows of a large table: two halves of the test rows teach and judge each other
            part = np.arange(len(test)) % 2
        self.rows = {k: np.flatnonzero(part == k) for k in np.unique(part).tolist()}
        self.seconds = np.array([np.nan if f is None else f["seconds"].mean() for f in found])
        self.predictions = [None if f is None else _predictions(f, rows) for f in found]
        self.value = np.log1p(self.y) if problem.log_target else self.y
        at = np.arange(len(self.y))
        true = [p if p is None or not problem.classes else p[at, self.y] for p in self.predictions]
        self.right = np.array([np.full(len(at), np.nan) if p is None else p for p in true])

    def losses(self, mixed, right, rows):
        """Return (metric, log loss or mean squared error), both lower is better."""
        problem = self.problem
        metric = find("tasks", problem.task).metric(problem.metric)
        values = np.expm1(mixed[rows]) if problem.log_target else mixed[rows]
        score = metric.score(self.y[rows], values, None, problem.classes)
        return -score if metric.greater_is_better else score, self.proper(right[None, rows], rows)[0]

    def proper(self, right, rows):
        """Return the log losses or mean squared errors (M,) of ``right`` (M, n) on these rows."""
        if self.problem.classes:
            return -np.log(np.clip(right, 1e-6, 1)).mean(axis=1)
        return ((right - self.value[rows]) ** 2).mean(axis=1)

    def weights(self, ids, parts):
        """Return weights (len(ids),): greedily chosen on each part's rows alone, averaged, the largest kept."""
        ids = np.array(ids)
        losses = sum(self.proper(self.right[np.ix_(ids, self.rows[k])], self.rows[k]) for k in parts)
        best = np.sort(np.argsort(losses, kind="stable")[:AMONG])
        mean = np.zeros(len(ids))
        mean[best] = np.mean([self.greedy(tuple(ids[best]), k) for k in parts], axis=0)
        mean[np.argsort(-mean, kind="stable")[MEMBERS:]] = 0
        return mean / mean.sum()

    @cache  # noqa: B019 (a table lives as long as the program)
    def greedy(self, ids, part):
        """Return greedily chosen weights (len(ids),) of these configurations, learned on the rows of one part."""
        rows = self.rows[part]
        right, counts = self.right[np.ix_(ids, rows)], np.zeros(len(ids), int)
        total, best, chosen = np.zeros(len(rows)), np.inf, counts
        for step in range(1, STEPS + 1):
            losses = self.proper((total + right) / step, rows)
            if (counts > 0).sum() >= MEMBERS:
                losses[counts == 0] = np.inf
            j = int(losses.argmin())
            counts, total = counts + (np.arange(len(ids)) == j), total + right[j]
            if losses[j] < best:
                best, chosen = losses[j], counts
        return chosen / chosen.sum()

    @cache  # noqa: B019
    def combined(self, ids):
        """Return the losses (2,) of the combination of these configurations, judged on rows that its weights did not see."""
        judged, losses, sizes = [k for k in self.rows if k != TEST], [], []
        for part, valid in self.rows.items():
            weights = self.weights(ids, [k for k in judged if k != part])
            mixed = sum(w * self.predictions[i] for w, i in zip(weights, ids) if w)
            losses.append(self.losses(mixed, weights @ self.right[list(ids)], valid))
            sizes.append(len(valid))
        return np.average(losses, axis=0, weights=sizes)

    @cached_property
    def ends(self):
        """The losses (2,) of the whole pool's combination and of the median configuration."""
        ids = tuple(np.flatnonzero(~np.isnan(self.seconds)).tolist())
        singles = np.array([self.combined((i,)) for i in ids])
        return np.minimum(self.combined(ids), singles.min(axis=0)), np.median(singles, axis=0)

    def regret(self, ids):
        """Return the regrets (2,) of a combination by the metric and by log loss or squared error."""
        losses = self.combined(tuple(sorted(i for i in ids if not np.isnan(self.seconds[i]))))
        best, usual = self.ends
        return np.clip((losses - best) / np.maximum(usual - best, 1e-9), -1, 2)


def _predictions(found, rows):
    """Return predictions for the judged rows in order, then for the test rows."""
    order = np.argsort(found["rows"])
    where = order[np.searchsorted(found["rows"], rows, sorter=order)]
    return np.concatenate([found["oof"][where], found["test"]]).astype(float)


def pool_for(task, specs):
    """Return the pool's configurations for a task; what is one of our defaults stands there once, without hyperparameters."""
    pool, seen = [], set()
    for config in POOL:
        spec = specs.get(config["algorithm"])
        if spec is None or not spec.installed or task not in spec.tasks:
            continue
        name = (spec.id, json.dumps({**spec.default_params("table", task), **config["params"]}, sort_keys=True))
        if name not in seen:
            pool.append(config)
        seen.add(name)
    return pool


def learn(tables, pool):
    """Return indices into the pool, in the order to try them, and the mean regret before and after each.

    Our defaults stand on every leaderboard and cost nothing more.
    """
    seconds = np.nanmean([t.seconds / np.nanmedian(t.seconds) for t in tables], axis=0)
    usable = {i for i, config in enumerate(pool) if config["params"] and not np.isnan(seconds[i])}
    usual = [i for i, config in enumerate(pool) if not config["params"]]

    def regret(order):
        return float(np.mean([t.regret([*usual, *order])[1] for t in tables]))

    order, path = [], [regret([])]
    while usable and len(order) < LONGEST:
        after = {j: regret([*order, j]) for j in sorted(usable)}
        chosen = max(usable, key=lambda j: ((path[-1] - after[j]) / (OVERHEAD + seconds[j]), -j))
        if after[chosen] >= path[-1]:
            break
        order.append(chosen)
        usable.remove(chosen)
        path.append(after[chosen])
    return order, path


def leave_each_out(tables, pool, order):
    """Return name -> the order learned without that table; print what each table gets with it and without it."""
    usual, orders, regrets = [i for i, c in enumerate(pool) if not c["params"]], {}, []
    line = "  {:30} {:9.3f} {:8.3f} {:10.3f} {:8.3f}"
    print(
        f"  {'regret':30} {'log loss or squared error':>18} {'metric':>11}\n  {'learned':32} {'with it  without':18} {'with it  without':>18}"
    )
    for table in tables:
        if table.name not in orders:
            orders[table.name] = learn([t for t in tables if t.name != table.name], pool)[0]
        both = np.array(
            [table.regret([*usual, *o]) for o in (order, orders[table.name])]
        )  # (with, without) x (metric, loss)
        regrets.append(both.T[::-1].ravel())
        print(line.format(table.name + ("" if table.problem.folds else ", all rows"), *regrets[-1]), flush=True)
    print(line.format("mean", *np.mean(regrets, axis=0)))
    return orders


def main():
    """Fit what is missing, learn, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scratch", type=Path, required=True, help="where predictions are kept")
    parser.add_argument("--leave-out", help="learn without this table; printed, not written")
    parser.add_argument("--without", type=Path, help="a folder: one portfolio per table, learned without it")
    parser.add_argument("--no-fits", action="store_true", help="learn from what is there")
    options = parser.parse_args()

    def problems_of(names, rows):
        return [prepare(table_path(options.folder, name), name, TARGETS[name], TARGET_AGAIN.get(name), options.scratch, rows, TEST_ROWS)
                for name in names]  # fmt: skip

    small, large = problems_of(TARGETS, ROWS), problems_of(LARGE_TABLES, ALL_ROWS)
    if not options.no_fits:
        fill(small, POOL, options.scratch)
        fill(large, LARGE, options.scratch)
    specs = discover("algorithms")
    learned, without = {}, {name: {} for name in TARGETS}
    for task in ("classification", "regression"):
        pool = pool_for(task, specs)
        tables = [Table(p, pool, options.scratch) for p in small + large if p.task == task]
        kept = [t for t in tables if t.name != options.leave_out]
        order, path = learn(kept, pool)
        learned[task] = [pool[i] for i in order]
        print(f"\n{task}: {len(kept)} tables; mean regret of our defaults together {path[0]:.3f}, and after each more")
        for i, regret in zip(order, path[1:]):
            print(f"  {regret:6.3f}  {pool[i]['algorithm']:30} {pool[i]['params']}")
        if options.leave_out:
            continue
        for name, alone in leave_each_out(tables, pool, order).items():
            without[name][task] = [pool[i] for i in alone]
    if options.leave_out:
        print(json.dumps(learned))
        return
    PORTFOLIO.write_text(written(learned), encoding="utf-8")
    if options.without:
        options.without.mkdir(parents=True, exist_ok=True)
        for name, own in without.items():  # the other task's portfolio never saw the table
            (options.without / f"{name}.json").write_text(written({**learned, **own}), encoding="utf-8")


def written(portfolio):
    """Return the portfolio as JSON, one configuration a line; those for many rows come after the first two."""
    portfolio = {task: [*found[:2], *MANY_ROWS, *found[2:]] for task, found in portfolio.items()}
    tasks = [
        f' "{task}": [\n  ' + ",\n  ".join(json.dumps(c) for c in found) + "\n ]" for task, found in portfolio.items()
    ]
    return "{\n" + ",\n".join(tasks) + "\n}\n"


if __name__ == "__main__":
    main()
