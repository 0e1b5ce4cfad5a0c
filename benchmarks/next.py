"""What `hero next` promises against what it brings: predicted and measured gain over the tables.

    python benchmarks/next.py ../shared/data/tables                     everything that is not in the results yet
    python benchmarks/next.py ../shared/data/tables --tables mpg,nba --steps rows,columns
    python benchmarks/next.py ../shared/data/tables --steps thorough    hours
    python benchmarks/next.py ../shared/data/tables --report            only prints what the results say

Steps (test set 0): ``standard`` and ``thorough``, the next effort on the leaderboard of the one before; ``rows``, all
training rows after a random half of them (of the groups; copies stay together), same test rows; ``columns``, the
algorithm that led again, without the columns that bring nothing. The last two with the effort ``quick``. Measured is the
best run before against the best run after, on the test rows that no model saw, and in cross-validation. All gains are
shares of what was missing to a perfect score in cross-validation before the step: so tables can be put together.

``pool`` is what ``next_pool.py`` made of predictions that stood on disk: quick → standard without a new fit.

Each (table, step) runs in a process of its own and becomes a line of benchmarks/results/next.jsonl; what stands there
is not run again. A line keeps what the prediction is made from, and the report predicts anew: a change in
``train/next.py`` is judged without fitting. The tables are halved by a hash of their name: tune on A, report B.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
from scipy.stats import spearmanr

from zerotohero.train.next import TYPICAL, bounded, doubling, noise_of, trial_worth

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "next.jsonl"
STEPS = ("standard", "pool", "thorough", "rows", "columns")
BEFORE = {"standard": "quick", "thorough": "standard"}
RESAMPLES = 200


def measure(folder, name, step, workers, out):
    """Return the line of one table and step; ``out`` keeps the leaderboards, which the next step finds again."""
    from tables import question

    from zerotohero.train.train import train

    dataset, asked = question(folder, name, 0)
    asked |= {"effort": BEFORE.get(step, "quick"), "workers": workers, "out": str(out / name)}
    before = State(train(dataset, **asked))
    if step == "rows":
        half = train_on_half(dataset, asked)
        if half is None:
            return {"why": "too few rows, or groups, to leave half of them out"}
        before, after = State(half), before
    elif step == "columns":
        trials = [t for t in before.study.get("trials", []) if t["why"] == "brings nothing"]
        if not trials:
            return {"why": "every column brings something"}
        dropped = (*asked["drop"], *trials[0]["drop"])
        after = State(train(dataset, **asked | {"drop": dropped, "only": [before.best.algorithm]}))
    else:
        after = State(train(dataset, **asked | {"effort": step}))
    if before.question != after.question or not np.array_equal(before.y, after.y):
        return {"why": "before and after are not asked the same"}
    return before.line() | measured(before, after)


class State:
    """A leaderboard as a step finds or leaves it: the best run of the training, and its answers for the test rows."""

    def __init__(self, board):
        from zerotohero.core.specs import find
        from zerotohero.leaderboard.board import pick
        from zerotohero.leaderboard.journal import read_json
        from zerotohero.tasks._split import TEST

        m = self.manifest = board.manifest
        self.best = pick([r for r in board.ranked if not r.baseline and r.id in m["latest"]])
        self.study = read_json(self.best.folder / "study.json") or {}
        self.question = [m["classes"], m["metric"], m["split"]["groups"], m["split"]["time"], m["ids"]]
        self.metric = find("tasks", m["task"]).metric(m["metric"])
        self.training_rows = int((board.fold != TEST).sum())
        test = np.flatnonzero(board.fold == TEST)
        self.y = board.y[test]
        self.predictions = self.best.model.predict(board.dataset().take(test).cells) if len(test) else None

    def score(self, rows=slice(None)):
        """Return the score on these of the test rows."""
        return self.metric.score(self.y[rows], self.predictions[rows], None, self.manifest["classes"])

    def line(self):
        """Return what the prediction is made from."""
        return {
            "greater_is_better": self.manifest["greater_is_better"],
            "metric": self.metric.id,
            "missing": abs(bounded(self.manifest) - self.best.score),
            "noise": noise_of(self.best),
            "learning": self.study.get("learning"),
            "trials": [t for t in self.study.get("trials", []) if t["why"] == "brings nothing"],
            "versions": self.manifest["versions"],
        }


def measured(before, after):
    """Return the gain in cross-validation and on the test rows (None without any), in the metric's points."""
    sign = 1 if before.metric.greater_is_better else -1
    line = {
        "best": [before.best.algorithm, after.best.algorithm],
        "training_rows": [before.training_rows, after.training_rows],
        "cv": [before.best.score, after.best.score],
        "cv_gain": sign * (after.best.score - before.best.score),
        "test_rows": len(before.y),
    }
    if not len(before.y):
        return line | {"test_gain": None}
    random, gains = np.random.default_rng(0), []
    for _ in range(RESAMPLES):
        rows = random.integers(0, len(before.y), len(before.y))
        if not before.manifest["classes"] or len(np.unique(before.y[rows])) == len(np.unique(before.y)):
            gains.append(sign * (after.score(rows) - before.score(rows)))
    scores = [before.score(), after.score()]
    return line | {"test": scores, "test_gain": sign * (scores[1] - scores[0]), "test_gain_se": float(np.std(gains))}


def train_on_half(dataset, asked):
    """Return the Board of the test rows and a random half of the others; None where there is no such half."""
    from zerotohero.tasks import _split
    from zerotohero.train.options import Options
    from zerotohero.train.plan import examine
    from zerotohero.train.train import train

    seen = examine(dataset, Options(**asked), lambda *_, **__: None)
    test = seen.test.rows
    half = _split.row_numbers(seen.content if seen.group_cells is None else seen.group_cells, "half") < 0.5
    if not test.any() or not 0.35 < half[~test].mean() < 0.65:
        return None
    kept = np.flatnonzero(test | half)
    asked = asked | {"group": seen.groups or "none", "out": f"{asked['out']}-half"}
    asked |= {} if seen.time else {"time": "none"}
    same = replace(seen.test, rows=test[kept])  # a third of the rows: more than would be set aside
    with mock.patch.object(_split, "set_aside", lambda *_, **__: same):
        return train(seen.dataset.take(kept), **asked)


def apart(options, name, step, scratch):
    """Measure in a process of its own; return its line, or the reason why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.json"
        command = [sys.executable, str(HERE / "next.py"), str(options.folder), "--one", name, step]
        command += ["--line", str(path), "--scratch", str(scratch), "--workers", str(options.workers)]
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        try:
            done = subprocess.run(command, env={**os.environ, **limits}, cwd=folder,
                                  capture_output=True, text=True, timeout=options.cap)  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"why": f"ended after {options.cap:.0f} s"}
        if path.exists():
            return json.loads(path.read_text("utf-8"))
        return {"why": (done.stderr.strip().splitlines() or ["died"])[-1][:300]}


def read_results(path):
    """Return (table, step) -> line; a later line stands for an earlier one."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {(line["table"], line["step"]): line for line in map(json.loads, lines)}


def run(options, scratch):
    """Measure what is not in the results yet, and append each line as it comes."""
    from tables import TARGETS

    for name in options.tables.split(",") if options.tables else TARGETS:
        for step in options.steps.split(","):
            if (name, step) in read_results(options.results):
                continue
            started = time.perf_counter()
            line = {"table": name, "step": step, **apart(options, name, step, scratch)}
            line |= {"seconds": time.perf_counter() - started, "date": time.strftime("%Y-%m-%d")}
            with options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            print(f"{name:22} {step:9} {line.get('why') or line['test_gain']}  {line['seconds']:.0f} s", flush=True)


def predicted(line):
    """Return (gain that ``hero next`` would name, whether it stands out of the noise and is offered)."""
    effort = "standard" if line["step"] == "pool" else line["step"]
    if effort in TYPICAL:
        gain = TYPICAL[effort] * line["missing"]
    elif line["step"] == "rows":
        gain = doubling(line["learning"], line["greater_is_better"], bounded(line))
    else:
        gain = trial_worth(line["trials"][0], line["noise"])
        return line["trials"][0]["gain"] if gain is None else gain, gain is not None and gain > line["noise"] / 2
    return gain, gain is not None and gain > line["noise"] / 2


def report(results):
    """Return the report's lines: table by table, then each step on all tables and on the halves."""
    found, out = [], [f"{'table':22} {'step':9} half predicted  measured ±    se  cross-validated  offered"]
    for (name, step), line in sorted(results.items(), key=lambda item: (STEPS.index(item[0][1]), item[0][0].lower())):
        if line.get("test_gain") is None or line["missing"] <= 0:
            continue
        (gain, offered), missing = predicted(line), line["missing"]
        if gain is None:  # too few rows, or too dear, for a learning curve
            continue
        half = "AB"[hashlib.blake2b(name.encode()).digest()[0] % 2]
        row = [x / missing for x in (gain, line["test_gain"], line["test_gain_se"], line["cv_gain"])]
        found.append((step, half, *row, offered))
        out.append(
            f"{name:22} {step:9} {half:4} {row[0]:9.1%} {row[1]:9.1%} ± {row[2]:5.1%} {row[3]:16.1%}  {'yes' if offered else '-'}"
        )
    out.append("\nshares of what was missing to a perfect score: mean, median")
    out.append(
        f"{'step':9} {'tables':12} {'predicted':>15} {'on test rows':>15} {'cross-validated':>15}  rank corr.   sign right"
    )
    for step in STEPS:
        own = [f for f in found if f[0] == step]
        out += [summary(step, "all", own), summary("", "A", [f for f in own if f[1] == "A"])] if own else []
        out += (
            [summary("", "B", [f for f in own if f[1] == "B"]), summary("", "offered", [f for f in own if f[-1]])]
            if own
            else []
        )
    missed = [f"{name} {step}: {line['why']}" for (name, step), line in results.items() if "why" in line]
    return out + (["\nnot measured", *missed] if missed else [])


def summary(step, which, found):
    """Return one line about these (step, half, predicted, measured, its error, cross-validated, offered)."""
    if not found:
        return f"{step:9} {which:8} {0:3}"
    gain, brought, _, cv = np.array([f[2:6] for f in found]).T
    known = len(found) > 2 and np.ptp(gain) > 1e-9 and np.ptp(brought) > 1e-9  # one share for all tables has none
    together = f"{spearmanr(gain, brought).statistic:11.2f}" if known else f"{'-':>11}"
    moved = brought != 0
    right = f"{(np.sign(gain) == np.sign(brought))[moved].sum():6} of {moved.sum()}"
    each = " ".join(f"{np.mean(x):7.1%} {np.median(x):7.1%}" for x in (gain, brought, cv))
    return f"{step:9} {which:8} {len(found):3} {each}  {together}  {right}"


def main():
    """Run what is missing, then print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=lambda p: Path(p).resolve())
    parser.add_argument("--tables", help="names, separated by commas")
    parser.add_argument(
        "--steps", default="standard,rows,columns", help=f"some of {','.join(STEPS)}; as a rule %(default)s"
    )
    parser.add_argument("--report", action="store_true", help="run nothing, print what the results say")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cap", type=float, default=3600.0, help="seconds after which a process is ended")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument(
        "--scratch", type=lambda p: Path(p).resolve(), help="where leaderboards are kept for another time"
    )
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--line", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        line = measure(options.folder, *options.one, options.workers, options.scratch)
        options.line.write_text(json.dumps(line, default=float), "utf-8")
        return
    if not options.report:
        with tempfile.TemporaryDirectory() as scratch:
            run(options, Path(options.scratch or scratch))
    print("\n".join(report(read_results(options.results))))


if __name__ == "__main__":
    main()
