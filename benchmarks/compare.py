"""Ours against what others would do: same rows, same metric, several test sets, paired.

    python benchmarks/compare.py ../shared/data/tables                    everything that is not in the results yet
    python benchmarks/compare.py ../shared/data/tables --who skrub,hgb40,lgbm40 --threads 1
    python benchmarks/compare.py ../shared/data/tables --report

Each (table, test set, peer) runs in a process of its own, ended after ``--cap`` seconds (10 minutes), and becomes one
line of benchmarks/results/compare.jsonl, with versions and date; what stands there is not run again, what failed is. Peers get
our typed cells, our test and training rows and our folds (``peers.py`` and ``tables.py`` say what they do with them).
Ours is ``zerotohero.train``, its best run judged on the test rows; with ``--portfolios FOLDER`` the portfolio is
FOLDER/TABLE.json, learned without this table. FLAML gets the seconds that ours took on the same rows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "compare.jsonl"
TEST_SETS = (0, 1, 2)
EVERYBODY = ("ours", "skrub", "hgb40", "lgbm40", "flaml")


def ours(folder, name, test_set, effort, minutes, portfolio, workers):
    """Train and judge the best run on the test rows."""
    from tables import question, which_rows

    from zerotohero.core.specs import find
    from zerotohero.tasks._split import TEST
    from zerotohero.train.options import Options
    from zerotohero.train.train import train

    dataset, asked = question(folder, name, test_set)
    options = {"effort": effort, "minutes": minutes, "workers": workers}
    options |= {"portfolio": portfolio} if "portfolio" in Options.__dataclass_fields__ and portfolio else {}
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        board = train(dataset, out=out, **asked, **options)
        seconds = time.perf_counter() - started
        rows = np.flatnonzero(board.fold == TEST)
        predictions = board.best.model.predict(board.dataset().take(rows).cells)
        manifest = board.manifest
        metric = find("tasks", manifest["task"]).metric(manifest["metric"])
        score = metric.score(board.y[rows], predictions, None, manifest["classes"])
        runs = {r.id: {"algorithm": r.algorithm, "cv": r.score} for r in board.ranked if not r.baseline}
        return {
            "score": score,
            "metric": metric.id,
            "greater_is_better": metric.greater_is_better,
            "seconds": seconds,
            "best": board.best.algorithm,
            "effort": effort,
            "portfolio": "without this table" if portfolio else "shipped",
            "runs": list(runs.values()),
            "test_rows": len(rows),
            "which_rows": which_rows(rows),
            "versions": manifest["versions"],
        }, predictions


def peer(folder, name, test_set, who, threads, seconds):
    """Let one peer train, and judge it on the test rows."""
    from peers import PEERS, versions
    from tables import read_problem, which_rows

    problem, (run, packages) = read_problem(folder, name, test_set), PEERS[who]
    started, cpu = time.perf_counter(), time.process_time()
    predictions, told = run(problem, seed=test_set, threads=threads, seconds=seconds)
    return {
        "score": problem.score(predictions, problem.test),
        "metric": problem.metric.id,
        "greater_is_better": problem.metric.greater_is_better,
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu,
        "test_rows": len(problem.test),
        "which_rows": which_rows(problem.test),
        "versions": versions(packages),
        **told,
    }, predictions


def one(options):
    """Do one (table, test set, who) in this process and write the line to the given file."""
    name, test_set, who = options.one[0], int(options.one[1]), options.one[2]
    if who == "ours":
        portfolio = options.portfolios and str(Path(options.portfolios) / f"{name}.json")
        told, predictions = ours(
            options.folder, name, test_set, options.effort, options.minutes, portfolio, options.threads
        )
    else:
        told, predictions = peer(options.folder, name, test_set, who, options.threads, options.seconds)
    if options.predictions:
        options.predictions.mkdir(parents=True, exist_ok=True)
        np.save(options.predictions / f"{name}-{test_set}-{who}.npy", predictions.astype(np.float32))
    options.line.write_text(json.dumps(told, default=float), encoding="utf-8")


def apart(options, name, test_set, who, seconds):
    """Run ``one`` in a process with a time cap; return its line, or the reason why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder) / "line.json"
        command = [sys.executable, str(HERE / "compare.py"), str(options.folder), "--one", name, str(test_set), who,
                   "--line", str(line), "--threads", str(options.threads), "--effort", options.effort]  # fmt: skip
        for flag in ("portfolios", "predictions", "minutes"):
            command += [f"--{flag}", str(getattr(options, flag))] if getattr(options, flag) else []
        command += ["--seconds", str(seconds)] if seconds else []
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(options.threads))
        try:
            done = subprocess.run(command, env={**os.environ, **limits}, capture_output=True, text=True,
                                  timeout=options.cap, cwd=folder)  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"score": None, "why": f"ended after {options.cap:.0f} s"}
        if line.exists():
            return json.loads(line.read_text(encoding="utf-8"))
        return {"score": None, "why": done.stderr.strip().splitlines()[-1][:300] if done.stderr.strip() else "died"}


def read_results(path=RESULTS):
    """Return (table, test set, who) -> line; a later line stands for an earlier one."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {(line["table"], line["test_set"], line["who"]): line for line in map(json.loads, lines)}


def run(options, tables, who):
    """Run what is missing, one test set of every table before the next, and append each line as it comes."""
    RESULTS.parent.mkdir(exist_ok=True)
    for test_set in map(int, options.test_sets.split(",")):
        for name, w in product(tables, who):
            known = read_results(options.results)
            if known.get((name, test_set, w), {}).get("score") is not None and not options.again:
                continue
            mine = known.get((name, test_set, "ours"), {})
            if w == "flaml" and not mine.get("seconds"):
                print(f"{name:22} {test_set} {w:7} waits for the seconds of ours", flush=True)
                continue
            line = {"table": name, "test_set": test_set, "who": w, "threads": options.threads}
            line |= apart(options, name, test_set, w, mine.get("seconds"))
            line["date"] = time.strftime("%Y-%m-%d")
            with options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            score = line.get("why") if line["score"] is None else f"{line['score']:.5f} {line['metric']}"
            print(f"{name:22} {test_set} {w:7} {score}  {line.get('seconds', 0):.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tables", help="names, separated by commas")
    parser.add_argument("--who", metavar="A,B", default=",".join(EVERYBODY), help="some of %(default)s")
    parser.add_argument("--test-sets", default=",".join(map(str, TEST_SETS)), help="some of %(default)s")
    parser.add_argument("--again", action="store_true", help="run what stands in the results once more")
    parser.add_argument("--report", action="store_true", help="run nothing, print what the results say")
    parser.add_argument("--effort", default="standard")
    parser.add_argument("--minutes", type=float, help="of ours; give another --results then")
    parser.add_argument("--portfolios", type=Path, help="folder of TABLE.json, each learned without its table")
    parser.add_argument("--predictions", type=Path, help="folder for the predictions of the test rows")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cap", type=float, default=600.0, help="seconds after which a process is ended")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--line", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for path in ("folder", "portfolios", "predictions"):
        setattr(options, path, getattr(options, path) and getattr(options, path).resolve())
    if options.one:
        return one(options)
    from tables import TARGETS

    tables = options.tables.split(",") if options.tables else list(TARGETS)
    if not options.report:
        run(options, tables, options.who.split(","))
    from standings import standings

    print(standings(read_results(options.results), tables, EVERYBODY))
    return None


if __name__ == "__main__":
    main()
