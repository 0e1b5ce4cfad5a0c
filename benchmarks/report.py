"""How long `hero report` takes on 50,000 rows of 50 columns, and how large the page is: whole processes, medians.

The table is generated and trained once (`quick`); each form of the report is then made several times.

    python benchmarks/report.py [FOLDER]     # FOLDER keeps table and leaderboard for the next time
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

ROWS, NUMBERS, CATEGORIES = 50_000, 35, 15
RUNS = 3
HERO = [sys.executable, "-m", "zerotohero.cli.main"]


def table():
    """Return 50,000 rows: numbers with gaps, categories of 2 to 200 values, and a target that one slice hides."""
    rng = np.random.default_rng(0)
    columns = {f"number {i}": rng.normal(size=ROWS) * 10.0 ** rng.integers(-2, 5) for i in range(NUMBERS)}
    signal = sum(columns[f"number {i}"] / columns[f"number {i}"].std() for i in range(5))
    for i in range(CATEGORIES):
        codes = rng.integers(0, rng.choice([2, 5, 20, 200]), ROWS)
        signal = signal + rng.normal(size=200)[codes] * (i < 4)
        columns[f"category {i}"] = np.array([f"value {c}" for c in codes], object)
    noisy = columns["category 5"] == "value 1"
    columns["answer"] = np.where(signal + rng.normal(size=ROWS) * np.where(noisy, 6, 1.5) > 0, "yes", "no")
    frame = pd.DataFrame(columns)
    for i in range(0, NUMBERS, 5):
        frame.loc[rng.random(ROWS) < 0.1, f"number {i}"] = np.nan
    return frame


def main(folder):
    """Print one line per form of the report."""
    file = folder / "table.csv"
    if not file.exists():
        table().to_csv(file, index=False)
    started = time.perf_counter()
    train = ["train", file.name, "--target", "answer", "--effort", "quick"]
    subprocess.run([*HERO, *train], cwd=folder, check=True, capture_output=True)
    print(f"{ROWS:,} x {NUMBERS + CATEGORIES}, quick: trained in {time.perf_counter() - started:.0f} s")
    for name in ("page.html", "page.md", "page.json"):
        times, cpu = [], resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        for _ in range(RUNS):
            started = time.perf_counter()
            subprocess.run(
                [*HERO, "report", "best", "--to", name, "--yes"], cwd=folder, check=True, capture_output=True
            )
            times.append(time.perf_counter() - started)
        cpu = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - cpu) / RUNS  # what a busy machine cannot slow
        size = (folder / name).stat().st_size / 1e6
        print(
            f"hero report --to {name:<10} {statistics.median(times):6.2f} s ({cpu:.2f} CPU s)   {size:5.2f} MB   (<= 10 s, <= 2 MB)"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
