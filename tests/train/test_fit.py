"""One candidate on one fold: what a worker writes."""

import numpy as np

from zerotohero.representations.table import TableRepresentation
from zerotohero.train import fit


def test_numbers_written_part_by_part_are_those_of_all_rows_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(fit, "PART", 7)
    rng = np.random.default_rng(0)
    cells = {"age": rng.normal(size=40), "city": rng.choice(["Rome", "Paris", None], 40).astype(object)}
    table = TableRepresentation([("age", "number"), ("city", "category")]).fit(cells)
    rows = np.arange(1, 40, 2)
    for name, some in (("some.npy", rows), ("none.npy", rows[:0])):
        fit._write_numbers(tmp_path / name, table, lambda r: {n: c[r] for n, c in cells.items()}, some)
        written = np.load(tmp_path / name, mmap_mode="r")
        assert (written == table.transform(cells)[some]).all()
        assert written.shape == (len(some), len(table.feature_names_))
