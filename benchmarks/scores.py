"""Scores on real data: notMNIST letters over test sets 0-4, house prices by cross-validation and as a submission.

python benchmarks/scores.py DATA        DATA: the folder of real data
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from zerotohero.train.refit import refit
from zerotohero.train.test import test
from zerotohero.train.train import train


def letters(data):
    """Print test scores of each algorithm on notMNIST, mean over five test sets; each copy counted once."""
    file = data / "images" / "notmnist_letters.zip"
    scores, times = {}, []
    with tempfile.TemporaryDirectory() as out:
        for number in range(5):
            started = time.perf_counter()
            board = train(str(file), test_set=number, out=out)
            times.append(time.perf_counter() - started)
            for run in [r for r in board.ranked if r.has_model]:
                scores.setdefault(run.algorithm, []).append(test(f"{board.folder.name}:{run.id}", out).score)
    print(f"notMNIST, test sets 0-4; a training took {np.median(times):.0f} s")
    for name, values in sorted(scores.items(), key=lambda s: -np.mean(s[1])):
        print(f"  {name:<22} {np.mean(values):.4f}   {' '.join(f'{v:.3f}' for v in values)}")
    print("  wanted: best classic ≥ 0.910; with networks ≥ 0.940")


def drawn_to_real(data):
    """Print how well models trained on the drawn `letters` read real ones, blank squares and all; chance is 0.10."""
    file = str(data / "images" / "notmnist_letters.zip")
    with tempfile.TemporaryDirectory() as out:
        board = train("letters", out=out)
        print("letters drawn by the program, then notMNIST read without having seen one (chance 0.10)")
        for run in [r for r in board.ranked if r.has_model]:
            dataset = run.read(file)
            right = run.predict(dataset) == dataset.cells["label"]
            print(f"  {run.algorithm:<22} unseen typefaces {run.score:.4f}   real letters {right.mean():.4f}")


def houses(data, submission=None):
    """Print the cross-validated RMSLE on Ames; write a submission of the refitted best."""
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        board = train(str(data / "tables" / "ames" / "train.csv"), "SalePrice", out=out)
        print(
            f"Ames took {time.perf_counter() - started:.0f} s; 5-fold RMSLE on the training rows (wanted ≤ 0.122 on the true prices)"
        )
        for run in board.ranked:
            print(f"  {run.algorithm:<22} {run.score:.4f} ± {run.score_std:.4f}")
        judged = test("best", out)
        print(f"  test rows: {judged.score:.4f}, 95 % {judged.interval[0]:.4f} to {judged.interval[1]:.4f}")
        if submission:
            from zerotohero.report.predictions import predictions_csv

            text, rows, _ = predictions_csv(
                refit("best", out), str(data / "tables" / "ames" / "test.csv"), submission="Id,SalePrice"
            )
            Path(submission).write_text(text, encoding="utf-8")
            print(f"  {rows} predictions in {submission}")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    houses(folder, sys.argv[2] if len(sys.argv) > 2 else None)
    drawn_to_real(folder)
    letters(folder)
