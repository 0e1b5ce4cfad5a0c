"""One row through Python, from a dict of cells to the answer: every algorithm, and a combination.

    python benchmarks/latency.py            3,000 generated orders of 19 columns; wanted: ≤ 3 ms, a combination ≤ 10 ms

Median and 95th percentile of ``run.predict([row])`` for 200 rows, the model loaded before. ``model`` is the part after
reading: cells to numbers to the answer. CPU time: on a busy machine the clock would tell of the others.
"""

import argparse
import csv
import tempfile
import time
from pathlib import Path

import numpy as np
from big import TARGET, generate

from zerotohero.core.specs import discover
from zerotohero.train.options import Options
from zerotohero.train.train import train

ROWS, CALLS = 3000, 200
EFFORT = "standard" if "portfolio" in Options.__dataclass_fields__ else "quick"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--effort", default=EFFORT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        generate(file, options.rows)
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [{k: v for k, v in row.items() if k != TARGET} for row in csv.DictReader(lines)][:CALLS]
        slowest = {"single": 0.0, "combination": 0.0}
        print(f"{'classification':26} {'median ms':>10} {'95 %':>7} {'model':>7}")
        for run in everything(str(file), TARGET, folder, options.effort):
            slowest = measured(run, rows, slowest)
        print(f"{'regression':26}")
        rows = [{k: v for k, v in row.items() if k != "weight"} for row in rows]
        for run in everything(str(file), "weight", folder, options.effort, drop=(TARGET,)):
            slowest = measured(run, rows, slowest)
    print(f"slowest: single {slowest['single']:.2f} ms (≤ 3), combination {slowest['combination']:.2f} ms (≤ 10)")


def everything(file, target, folder, effort, **options):
    """Yield the quickest-to-train run of every algorithm that has a model, and every combination."""
    specs = discover("algorithms")
    there = train(file, target, out=folder, effort=effort, **options)
    missing = set(specs) - {r.algorithm for r in there.ranked} - {"rules"}
    task = there.manifest["task"]
    missing = sorted(
        id for id in missing if task in specs[id].tasks and specs[id].takes_kind("table") and specs[id].installed
    )
    if missing:
        there = train(file, target, out=folder, effort=effort, only=missing, **options)
    seen = set()
    for run in there.ranked:
        if run.has_model and (run.algorithm == "combination" or run.algorithm not in seen):
            seen.add(run.algorithm)
            yield run


def measured(run, rows, slowest):
    """Print one run's times; return the slowest medians so far."""
    run.predict(rows[:1])
    whole, model = [], []
    for row in rows:
        started = time.process_time()
        run.predict([row])
        whole.append(time.process_time() - started)
        cells = run.read([row]).cells
        started = time.process_time()
        run.model.predict(cells)
        model.append(time.process_time() - started)
    ms = [1e3 * value for value in (np.median(whole), np.percentile(whole, 95), np.median(model))]
    print(f"  {run.algorithm:24} {ms[0]:10.2f} {ms[1]:7.2f} {ms[2]:7.2f}", flush=True)
    kind = "combination" if run.algorithm == "combination" else "single"
    return {**slowest, kind: max(slowest[kind], ms[0])}


if __name__ == "__main__":
    main()
