"""Scripts for tables of every kind: dates, words, decimal commas, no header; see also tests/contract/test_scripts.py."""

import inspect
import re
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.export.script.parts import cell_functions, matrix_table_part
from zerotohero.export.script.write import MOST_LINES, export_script
from zerotohero.representations.table import MOST, TableRepresentation
from zerotohero.train.train import train


def german_table(path, header=True):
    """Write a table with semicolons, decimal commas, dates, words and gaps; the answer follows from two columns."""
    rng = np.random.default_rng(0)
    words = np.array(["small flat near the park", "old house by the river", "new flat with a garden view", ""])
    lines = ["Preis;Datum;Text;Stadt;Ziel"] if header else []
    for i in range(260):
        price, day, text = (
            rng.normal(1500, 300),
            1 + i % 28,
            words[rng.integers(0, 4)] + " " + " ".join(rng.choice(list("abcdefgh"), 3)),
        )
        town = ["Ulm", "Köln", "NA"][i % 3]
        answer = "ja" if price + 200 * ("garden" in text) > 1550 else "nein"
        lines.append(f"{price:.2f};{day:02d}.{1 + i % 12:02d}.2024;{text};{town};{answer}".replace(".", ",", 1))
    path.write_text("\n".join(lines) + "\n", encoding="latin-1")


@pytest.mark.parametrize("style", MOST)
def test_the_pasted_functions_make_the_numbers_of_every_style(style):
    rng = np.random.default_rng(0)
    columns = [("n", "number"), ("d", "date"), ("c", "category"), ("w", "words")]

    def cells(rows):
        return {
            "n": rng.choice([1.5, 2, 7, np.nan], rows),
            "d": np.datetime64("2020-01-01", "s") + rng.integers(0, 10**8, rows),
            "c": rng.choice(np.array(["x", "y", "z", None], object), rows),
            "w": np.array([" ".join(rng.choice(["so", "be", "it", "well"], 3)) for _ in range(rows)], object),
        }

    table, new = TableRepresentation(columns, style).fit(cells(300)), cells(50)
    scope = {"np": np, "re": re}
    for function in cell_functions(table.state_):
        exec(inspect.getsource(function), scope)
    exec(matrix_table_part(table.state_), scope)
    assert (scope["to_matrix"](new, table.state_) == table.transform(new)).all()


@pytest.mark.parametrize("algorithm", ["logistic-regression", "histogram-boosting"])
def test_dates_words_and_decimal_commas_come_out_the_same(tmp_path, algorithm):
    german_table(tmp_path / "wohnungen.csv")
    board = train(
        str(tmp_path / "wohnungen.csv"),
        "Ziel",
        only=[algorithm],
        time="none",
        effort="quick",
        out=str(tmp_path / "boards"),
    )
    kinds = dict(board.manifest["features"])
    assert kinds["Preis"] == "number"
    assert kinds["Datum"] == "date"
    run = board.run(algorithm)
    path = export_script(run, tmp_path / "run")
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    done = subprocess.run(
        [sys.executable, str(path), str(tmp_path / "wohnungen.csv")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    printed = np.array([line.split(",")[1:] for line in done.stdout.splitlines()[1:]], float)
    assert np.abs(printed - run.predict_proba(tmp_path / "wohnungen.csv")).max() <= 1e-9
    done = subprocess.run(
        [sys.executable, str(path), "--train"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert float(done.stdout.rpartition("mean:")[2]) == pytest.approx(run.score, abs=1e-9)


def test_a_name_from_a_file_is_text_in_the_script_and_never_code(tmp_path):
    import pandas as pd

    name = '"""+print("RAN")+"""'
    frame = pd.DataFrame({"a": np.arange(60.0), name: np.arange(60) % 2})
    board = train(frame, name, only=["decision-tree"], effort="quick", out=str(tmp_path / "boards"))
    path = export_script(board.run("decision-tree"), tmp_path / "run")
    done = subprocess.run([sys.executable, str(path), "--train"], capture_output=True, text=True, check=True)
    assert "RAN" not in done.stdout


def test_cells_that_are_no_numbers_and_class_names_with_commas_come_out_the_same(tmp_path):
    import csv
    import io

    text = "a,b,y\n" + "".join(f'{i % 17},{i % 5},"{"one, two" if i % 17 > 8 else "three"}"\n' for i in range(120))
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    board = train(
        str(tmp_path / "data.csv"),
        "y",
        only=["logistic-regression"],
        anyway=["giveaway"],
        effort="quick",
        out=str(tmp_path / "boards"),
    )
    run = board.run("logistic-regression")
    path = export_script(run, tmp_path / "run")
    (tmp_path / "new.csv").write_text("a,b\n1,2\nmany,3\n1e400,4\n,0\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path), str(tmp_path / "new.csv")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    header, *printed = csv.reader(io.StringIO(done.stdout))
    assert header == ["prediction", "one, two", "three"]
    assert np.abs(np.array([r[1:] for r in printed], float) - run.predict_proba(tmp_path / "new.csv")).max() <= 1e-9


def test_a_script_without_a_file_says_how_to_use_it(moons_board, tmp_path):
    path = export_script(moons_board.run("knn"), tmp_path / "run")
    (tmp_path / "odd.csv").write_text("x,colour\n1,red\n", encoding="utf-8")
    cases = (
        ([], "new.csv    predicts"),
        (["gone.csv"], "no file gone.csv"),
        (["odd.csv"], "lacks the columns y; it has x"),
    )
    for args, said in cases:
        done = subprocess.run([sys.executable, str(path), *args], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
