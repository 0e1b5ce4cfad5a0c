"""How fast it starts: whole processes, medians over runs, with peers in the same run.

python benchmarks/start.py
"""

import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import requires

RUNS = 15
HERO = [sys.executable, "-m", "zerotohero.cli.main"]


def seconds(command, runs=RUNS, **options):
    """Return the median wall time of a whole process, in seconds."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, **options)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])  # the first one warms the disk


def first_row(data, runs=3):
    """Return the median seconds from the start of ``hero train`` to the first row on the leaderboard, and to the first real one."""
    firsts = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            process = subprocess.Popen(
                [*HERO, "train", data], cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            seen = {}
            for line in process.stdout:
                for key, word in (("rival", "majority"), ("real", "knn")):
                    if line.strip().startswith(word):
                        seen.setdefault(key, time.perf_counter() - started)
            process.wait()
            firsts.append((seen["rival"], seen["real"]))
    return [statistics.median(f) for f in zip(*firsts)]


def packages():
    """Return how many packages the core brings, itself included."""
    from importlib.metadata import PackageNotFoundError, distribution

    seen, todo = set(), ["zerotohero"]
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name in seen:
            continue
        try:
            distribution(name)
        except PackageNotFoundError:
            continue
        seen.add(name)
        for need in requires(name) or []:
            if ";" not in need or ("extra ==" not in need and "python_version <" not in need and "win32" not in need):
                todo.append(
                    need.split(";")[0]
                    .split("[")[0]
                    .strip()
                    .rstrip("<>=!~ ")
                    .split(" ")[0]
                    .split(">")[0]
                    .split("<")[0]
                    .split("=")[0]
                    .split("!")[0]
                    .split("~")[0]
                )
    return sorted(seen)


def main():
    """Print one table."""
    nothing = seconds([sys.executable, "-c", "pass"])
    rows = [
        ("python, nothing", nothing, ""),
        ("import zerotohero", seconds([sys.executable, "-c", "import zerotohero"]), "≤ 0.060"),
        ("hero --help", seconds([*HERO, "--help"]), "≤ 0.150"),
        ("peer: import click", seconds([sys.executable, "-c", "import click"]), ""),
        ("peer: import sklearn", seconds([sys.executable, "-c", "import sklearn"], 5), ""),
    ]
    rival, real = first_row("cats")
    rows += [("hero train cats, first row", rival, "≤ 6"), ("hero train cats, first real row", real, "")]
    for name, value, wanted in rows:
        print(f"{name:<34} {value:8.3f} s  {wanted}")
    print(f"{'core packages':<34} {len(packages()):8d}    ≤ 32")


if __name__ == "__main__":
    main()
