"""A million rows: `hero look` and `hero train --effort quick` on a generated CSV, with the memory of all processes.

    python benchmarks/big.py                        1,000,000 × 20; wanted: look ≤ 8 s, train ≤ 300 s and ≤ 6 GB
    python benchmarks/big.py --rows 100000 --look   less of it

Memory is the sum over the program and its workers of what each holds (PSS: shared pages are divided among those
who share them), looked at four times a second.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

HERO = [sys.executable, "-m", "zerotohero.cli.main"]
TARGET = "returned"


def generate(path, rows, seed=0):
    """Write a CSV of orders: 12 numbers, 6 categories (one of 500 values), a date, a target that some of them explain.

    5 % of the cells of four columns are empty. 16 % of the orders are returned.
    """
    import pandas as pd

    rng = np.random.default_rng(seed)
    n = rows
    price = np.round(np.exp(rng.normal(3.4, 0.9, n)), 2)
    items = rng.integers(1, 9, n)
    age = np.clip(rng.normal(41, 14, n), 16, 95).round()
    distance = np.round(rng.gamma(2.0, 60.0, n), 1)
    channel = rng.choice(["web", "app", "shop", "phone"], n, p=[0.5, 0.3, 0.15, 0.05])
    product = np.array([f"product {i:03d}" for i in range(500)])[np.minimum(rng.zipf(1.4, n) - 1, 499)]
    rate = rng.normal(0, 0.6, 500)[np.char.partition(product, " ")[:, 2].astype(int)]
    country = rng.choice(["DE", "FR", "IT", "ES", "NL", "PL", "AT", "BE", "CH", "SE"], n)
    weight = np.round(items * rng.gamma(3.0, 0.4, n), 3)
    first = rng.random(n) < 0.3
    score = -3.4 + rate + 0.5 * np.log(price) * (channel == "web") - 0.02 * (age - 41) + 0.9 * first
    score += 0.3 * np.sin(distance / 50) + 0.15 * items * (country == "DE")
    frame = pd.DataFrame({
        "ordered": (np.datetime64("2023-01-01", "s") + rng.integers(0, 700 * 86_400, n)).astype("datetime64[s]"),
        "price": price, "items": items, "age": age, "distance": distance, "weight": weight,
        "discount": rng.choice([0, 5, 10, 20], n), "visits": rng.poisson(4, n), "minutes": np.round(rng.gamma(2, 5, n), 2),
        "rating": np.round(rng.uniform(1, 5, n), 1), "temperature": np.round(rng.normal(12, 8, n), 1),
        "balance": np.round(rng.normal(0, 500, n), 2), "channel": channel, "product": product, "country": country,
        "first": np.where(first, "yes", "no"), "payment": rng.choice(["card", "invoice", "transfer"], n),
        "size": rng.choice(["S", "M", "L", "XL"], n), "noise": rng.normal(size=n).round(4),
        TARGET: np.where(rng.random(n) < 1 / (1 + np.exp(-score)), "yes", "no"),
    })  # fmt: skip
    for name in ("age", "rating", "balance", "size"):
        frame.loc[rng.random(n) < 0.05, name] = None
    frame.to_csv(path, index=False)


def watched(command, folder):
    """Run a command; return its seconds, CPU seconds, the most memory of its processes together, and its output."""
    started, cpu, most = time.perf_counter(), cpu_of_children(), 0
    with (folder / "output").open("w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.25)
        seconds = time.perf_counter() - started
        output.seek(0)
        return seconds, cpu_of_children() - cpu, most, output.read()


def cpu_of_children():
    """Return the CPU seconds of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(pid):
    """Return the bytes that a process and its children hold together."""
    total = 0
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0
    for process in tree:
        try:
            held = process.memory_full_info()
            total += getattr(held, "pss", held.rss)
        except psutil.Error:
            continue
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="use this file; generate it if it is not there")
    parser.add_argument("--look", action="store_true", help="look only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        file = (options.file or folder / "orders.csv").resolve()
        if not file.exists():
            generate(file, options.rows)
        print(f"{file.name}: {options.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB", flush=True)
        seconds, cpu, most, output = watched([*HERO, "look", str(file), "--target", TARGET], folder)
        print(f"look   {seconds:6.1f} s (≤ 8)    {cpu:6.1f} CPU s  {most / 2**30:.2f} GB", flush=True)
        if options.look:
            print(output)
            return
        seconds, cpu, most, output = watched(
            [*HERO, "train", str(file), "--target", TARGET, "--effort", "quick", "--out", str(folder / "boards")],
            folder,
        )
        print(f"train  {seconds:6.1f} s (≤ 300)  {cpu:6.1f} CPU s  {most / 2**30:.2f} GB (≤ 6)")
        for run in sorted((folder / "boards").glob("*/runs/*/run.json")):
            run = json.loads(run.read_text(encoding="utf-8"))
            score = run["why"] if run["score"] is None else f"{run['score']:.4f}"
            print(
                f"  {run['algorithm']:22} {score:12} {run['fit_seconds'] or 0:7.1f} s a fit  rows {run['rows_used'] or 'all'}"
            )
        print(output[-1500:])


if __name__ == "__main__":
    main()
