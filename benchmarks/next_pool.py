"""The gain from `quick` to `standard`, from the predictions that the portfolio was learned from: minutes, not hours.

    python benchmarks/next_pool.py ../shared/data/tables --scratch /tmp/portfolio

Of each table (at most 3,200 of its training rows; ``portfolio_pool.py`` made and kept the predictions): the best of the
default configurations that ``quick`` takes, against what ``standard`` would pick from all defaults, the portfolio that was
learned without this table, and their combination. Both are chosen in cross-validation and measured on the test rows.
What no fit shows is left out: calibration, algorithms that the map leaves out. Lines go where ``next.py`` reports them.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from next import RESAMPLES, RESULTS, read_results
from portfolio import ROWS, TEST_ROWS, Table, pool_for
from portfolio_pool import prepare, resolved
from tables import TARGET_AGAIN, TARGETS, table_path

from zerotohero.algorithms._calibration import as_if_equal
from zerotohero.core.specs import discover, find
from zerotohero.tasks._split import TEST

PORTFOLIOS = Path(__file__).parent / "results" / "portfolios"
STEP = "pool"


def compare(problem, scratch, specs):
    """Return the line of one table; None where nothing is set aside for the test."""
    pool = pool_for(problem.task, specs)
    table = Table(problem, pool, scratch)
    if not len(table.rows.get(TEST, ())):
        return None
    metric = find("tasks", problem.task).metric(problem.metric)
    sign = 1 if metric.greater_is_better else -1
    prior = np.bincount(problem.y[problem.fold != TEST]) if problem.metric == "balanced_accuracy" else None

    def score(predictions, rows):
        values = np.expm1(predictions[rows]) if problem.log_target else predictions[rows]
        values = values if prior is None else as_if_equal(prior, values)
        return sign * metric.score(table.y[rows], values, None, problem.classes)

    extra = json.loads((PORTFOLIOS / f"{problem.name}.json").read_text("utf-8"))[problem.task]
    wanted = [resolved(problem, c) | {"": c["algorithm"]} for c in extra]
    there = [i for i, p in enumerate(table.predictions) if p is not None]
    usual = [i for i in there if not pool[i]["params"]]
    every = [i for i in there if i in usual or resolved(problem, pool[i]) | {"": pool[i]["algorithm"]} in wanted]
    judged = [k for k in table.rows if k != TEST]
    cv = {i: [score(table.predictions[i], table.rows[k]) for k in judged] for i in every}

    def first(ids):
        return max(ids, key=lambda i: np.mean(cv[i]))

    def together(weights):
        return sum(w * table.predictions[i] for w, i in zip(weights, every) if w)

    before, after = first([i for i in usual if specs[pool[i]["algorithm"]].effort == "quick"]), first(every)
    mixed_cv = [score(together(table.weights(every, [j for j in judged if j != k])), table.rows[k]) for k in judged]
    noise = {i: float(np.std(cv[i]) / np.sqrt(len(judged))) for i in (before, after)}
    brought, answers = np.mean(cv[after]), table.predictions[after]
    if abs(np.mean(mixed_cv) - brought) <= noise[after] or np.mean(mixed_cv) > brought:
        brought, answers = np.mean(mixed_cv), together(table.weights(every, judged))

    def gain(rows):
        return score(answers, rows) - score(table.predictions[before], rows)

    rows, random, gains = table.rows[TEST], np.random.default_rng(0), []
    for _ in range(RESAMPLES):
        some = random.choice(rows, len(rows))
        if not problem.classes or len(np.unique(table.y[some])) == len(np.unique(table.y[rows])):
            gains.append(gain(some))
    return {
        "greater_is_better": metric.greater_is_better,
        "metric": metric.id,
        "missing": abs(metric.greater_is_better - sign * np.mean(cv[before])),
        "noise": noise[before],
        "training_rows": int((problem.fold != TEST).sum()),
        "test_rows": len(rows),
        "cv_gain": brought - np.mean(cv[before]),
        "test_gain": gain(rows),
        "test_gain_se": np.std(gains),
    }


def main():
    """Append the lines that are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scratch", type=Path, required=True, help="where portfolio.py keeps predictions")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    specs = discover("algorithms")
    for name in TARGETS:
        if (name, STEP) in read_results(options.results):
            continue
        problem = prepare(table_path(options.folder, name), name, TARGETS[name], TARGET_AGAIN.get(name),
                          options.scratch, ROWS, TEST_ROWS)  # fmt: skip
        if line := compare(problem, options.scratch, specs):
            line = {"table": name, "step": STEP, **line, "date": time.strftime("%Y-%m-%d")}
            with options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, default=float) + "\n")
            print(f"{name:22} {line['test_gain']:.4g} {line['metric']}", flush=True)


if __name__ == "__main__":
    main()
