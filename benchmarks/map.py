"""The map, measured: is the winner among its first three, and does something win that it leaves out?

The pool of configurations that the portfolio is learned from (``portfolio_pool.py``) is fitted on every table of a
folder, whatever the map thinks of it. The winner of a table is the algorithm with the best cross-validated score of its
best configuration, equal scores counting alike. The tables are halved alphabetically; the rules of ``choose/_order.py``
were tuned on the first half. As a check without a hand in it, the first three of every rule are also learned from one
half alone, then judged on the other, both ways.

    python benchmarks/map.py ../shared/data/tables --scratch /tmp/portfolio              fits what is missing
    python benchmarks/map.py ../shared/data/tables --scratch /tmp/portfolio --no-fits    judges by what is there
    python benchmarks/map.py ../shared/data/tables --report                              prints what was found last
"""

import argparse
import os
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from portfolio import ROWS, TEST_ROWS, pool_for
from portfolio_pool import POOL, fill, place, prepare
from tables import TARGET_AGAIN, TARGETS, table_path

from zerotohero.algorithms._calibration import as_if_equal
from zerotohero.choose._order import rule_for
from zerotohero.choose.shortlist import facts, shortlist
from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import discover, find
from zerotohero.tasks._split import TEST

RESULTS = Path(__file__).parent / "results" / "map.txt"
FIRST, RESAMPLES = 3, 100


class Judged:
    """One table: what the map says of it, and who won.

    Attributes
    ----------
    scores : dict of str to float
        Algorithm -> cross-validated score of its best configuration, higher is better.
    winners : set of str
    near : set of str
        Within one standard error of the best score (of the winner's, over resampled rows).
    first : list of str
        The map's first three, of those that the pool holds.
    left_out : set of str
        Fitted all the same, though the map leaves them out for these data.
    """

    def __init__(self, problem, scratch, specs):
        self.name, self.task = problem.name, problem.task
        metric = find("tasks", problem.task).metric(problem.metric)
        sign = 1 if metric.greater_is_better else -1

        balanced = problem.metric == "balanced_accuracy"  # then `train` counts every class the same as well
        prior = np.bincount(problem.y[problem.fold != TEST], minlength=len(problem.classes)) if balanced else None

        def score(found, take=slice(None)):
            rows, values = found["rows"][take], found["oof"][take].astype(float)
            values = np.expm1(values) if problem.log_target else values
            values = as_if_equal(prior, values) if balanced else values
            parts = [problem.fold[rows] == k for k in problem.folds]
            y = problem.y[rows]
            return sign * np.mean([metric.score(y[p], values[p], None, problem.classes) for p in parts])

        self.scores, best = {}, None
        for config in pool_for(problem.task, specs):
            if (file := place(scratch, problem, config)).exists():
                found, id = dict(np.load(file)), config["algorithm"]
                if (value := score(found)) > self.scores.get(id, -np.inf):
                    self.scores[id] = value
                    best = found if value == max(self.scores.values()) else best
        random, n, top = np.random.default_rng(0), len(best["rows"]), max(self.scores.values())
        error = np.std([score(best, random.integers(0, n, n)) for _ in range(RESAMPLES)])
        self.winners = {id for id, s in self.scores.items() if np.isclose(s, top, rtol=0, atol=1e-9)}
        self.near = {id for id, s in self.scores.items() if s >= top - error}
        known = facts_of(problem)
        choices = shortlist(known, specs, "standard")
        self.rule = rule_for(known)
        self.first = [c.algorithm for c in choices if c.included and c.algorithm in self.scores][:FIRST]
        self.left_out = {c.algorithm for c in choices if not c.included} & set(self.scores)


def facts_of(problem):
    """Return the Facts of a problem: of the rows that the pool learned from."""
    columns = (*(ColumnRecipe(name, type_) for name, type_ in problem.features), ColumnRecipe("", "number"))
    learned = problem.fold != TEST
    cells = {name: cells[learned] for name, cells in {**problem.cells, "": problem.y.astype(float)}.items()}
    dataset = Dataset(problem.name, "table", cells, ReadingRecipe("table", columns), problem.name)
    fit_rows = int(np.mean([(learned & (problem.fold != k)).sum() for k in problem.folds]))
    known = facts(dataset, "", problem.task, problem.features, fit_rows=fit_rows)
    return replace(known, rows=round(learned.sum() / 0.8))  # as many as there were with a test set


def learn(tables):
    """Return (rule id, task) -> the three algorithms that hold most winners of these tables, then most near ones."""
    orders = {}
    for key in sorted({(t.rule.id, t.task) for t in tables} | {("usual", t.task) for t in tables}):
        those = [t for t in tables if (t.rule.id, t.task) == key]
        ids = sorted(set.intersection(*(set(t.scores) for t in those))) if those else []

        def worth(three, those=those):
            return sum(bool(t.winners & set(three)) for t in those), sum(len(t.near & set(three)) for t in those)

        if ids:
            orders[key] = max(combinations(ids, FIRST), key=worth)
    return orders


def report(tables):
    """Return lines: table by table, half by half, and what was left out."""
    lines = [f"{'table':22} half {'rule':7} {'winner':30} place near  the map's first three"]
    for i, t in enumerate(tables):
        place = min((t.first.index(w) + 1 for w in t.winners if w in t.first), default="-")
        winner = ", ".join(sorted(t.winners)) if len(t.winners) < 3 else f"{len(t.winners)} alike"
        near = "yes" if t.near & set(t.first) else "no"
        lines.append(f"{t.name:22} {'AB'[i % 2]:4} {t.rule.id:7} {winner:30} {place:5} {near:5} {', '.join(t.first)}")
    lines.append("\nthe winner is among the first three, or one within its standard error is")
    a, b = tables[::2], tables[1::2]
    for name, half in (("A, tuned on", a), ("B, reported", b), ("all", tables)):
        lines.append(share(name, half, lambda t: t.first))
    for name, known, half in (("B, first three learned from A", a, b), ("A, first three learned from B", b, a)):
        lines.append(share(name, half, partial(learned, learn(known))))
    some = [t for t in tables if t.left_out]
    beaten = [t.name for t in some if t.winners <= t.left_out]
    lines.append(
        f"\nleft out by the map and fitted all the same: {sum(len(t.left_out) for t in some)} times, on {len(some)} of "
        f"{len(tables)} tables; one of them won on {len(beaten)}: {len(beaten) / len(tables):.0%} {', '.join(beaten)}"
    )
    return lines


def learned(orders, table):
    """Return the first three that ``learn`` found for such a table."""
    return orders.get((table.rule.id, table.task), orders["usual", table.task])


def share(name, tables, first):
    """Return a line: of how many tables the winner, or one near it, is among ``first(table)``."""
    found = [sum(bool(who(t) & set(first(t))) for t in tables) for who in (lambda t: t.winners, lambda t: t.near)]
    return f"  {name:30} " + "   ".join(f"{n:2} of {len(tables)} = {n / len(tables):4.0%}" for n in found)


def main():
    """Fit what is missing; judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scratch", type=Path, help="where predictions are kept")
    parser.add_argument("--no-fits", action="store_true", help="judge by what is there")
    parser.add_argument("--report", action="store_true", help="only print what was found last")
    options = parser.parse_args()
    if not options.report:
        if not options.scratch:
            parser.error("--scratch FOLDER, or --report")
        problems = [prepare(table_path(options.folder, name), name, TARGETS[name], TARGET_AGAIN.get(name), options.scratch,
                            ROWS, TEST_ROWS) for name in sorted(TARGETS, key=str.lower)]  # fmt: skip
        if not options.no_fits:
            fill(problems, POOL, options.scratch)
        specs = discover("algorithms")
        found = report([Judged(problem, options.scratch, specs) for problem in problems])
        versions = f"{date.today()}, scikit-learn {version('scikit-learn')}, at most {ROWS:,} rows of each table"
        RESULTS.write_text("\n".join([versions, "", *found]) + "\n", encoding="utf-8")
    print(RESULTS.read_text("utf-8"), end="")


if __name__ == "__main__":
    main()
