"""Scores on real data: notMNIST letters over test sets 0-4, house prices by cross-validation and as a submission.

python benchmarks/scores.py DATA [AMES]     DATA: the folder of real data
                                            AMES: De Cock's whole table (2,930 sales) as CSV, for the true prices
"""

import io
import re
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from zerotohero.report.predictions import predictions_csv
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


def houses(data, whole=None):
    """Print the cross-validated RMSLE on Ames, standard and thorough, and with ``whole`` a submission's true one."""
    ames = data / "tables" / "ames"
    with tempfile.TemporaryDirectory() as out:
        for effort, wanted in (("standard", 0.122), ("thorough", 0.119)):
            started = time.perf_counter()
            board = train(str(ames / "train.csv"), "SalePrice", out=out, effort=effort)
            print(f"Ames, {effort}, took {time.perf_counter() - started:.0f} s; 5-fold RMSLE on the training rows")
            for run in board.ranked:
                print(f"  {run.algorithm:<22} {run.score:.4f} ± {run.score_std:.4f}")
            judged = test("best", out)
            print(f"  test rows: {judged.score:.4f}, 95 % {judged.interval[0]:.4f} to {judged.interval[1]:.4f}")
            if whole:
                text, rows, _ = predictions_csv(refit("best", out), str(ames / "test.csv"), submission="Id,SalePrice")
                prices = pd.read_csv(io.StringIO(text)).SalePrice
                error = np.sqrt(np.mean(np.log(prices / true_prices(ames / "test.csv", whole)) ** 2))
                print(f"  submission of {rows} rows, true prices: {error:.4f} (wanted ≤ {wanted})")


def true_prices(file, whole):
    """Return the price of each house in ``file``, looked up in De Cock's whole table by its areas, years and counts."""
    keys = [
        "lotarea",
        "yearbuilt",
        "grlivarea",
        "1stflrsf",
        "bsmtunfsf",
        "garagearea",
        "openporchsf",
        "yrsold",
        "mosold",
    ]
    keys += ["wooddecksf", "overallqual", "overallcond", "totrmsabvgrd", "fullbath", "mssubclass", "fireplaces"]
    houses, known = pd.read_csv(file), pd.read_csv(whole)
    for table in (houses, known):
        names = (re.sub("[^a-z0-9]", "", name.lower()) for name in table)
        table.columns = [{"area": "grlivarea", "price": "saleprice", "x1stflrsf": "1stflrsf"}.get(n, n) for n in names]
        table[keys] = table[keys].fillna(0)
    prices = known.drop_duplicates(keys).set_index(keys).saleprice  # twins, two pairs of 2,930: the first's price
    return prices.loc[list(houses[keys].itertuples(index=False))].to_numpy()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    houses(folder, sys.argv[2] if len(sys.argv) > 2 else None)
    drawn_to_real(folder)
    letters(folder)
