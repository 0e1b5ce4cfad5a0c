"""More rows to learn from, in a file of their own: corrections that were kept on the try page."""

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import DataError, UsageError
from zerotohero.train.next import train_again
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.train import train


def table(path, rows, header="x;kind"):
    """Write a CSV with semicolons and decimal commas."""
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return str(path)


@pytest.fixture
def data(tmp_path):
    """Return 40 rows, low below 20."""
    return table(tmp_path / "data.csv", [f"{i},5;{'low' if i < 20 else 'high'}" for i in range(40)])


def plan(data, **options):
    return make_plan(data, Options(target="kind", **options), lambda *_, **__: None)


def test_the_rows_of_the_second_file_are_read_as_the_first_and_learned_from(data, tmp_path):
    also = table(tmp_path / "data-corrections.csv", ["7,25;high", "8,25;high", "9;"])
    made = plan(data, also=also)
    assert len(made.y) == 42 and made.dataset.cells["x"][-2:].tolist() == [7.25, 8.25]
    assert made.dataset.cells["kind"][-2:].tolist() == ["high", "high"] and (made.fold[-2:] >= 0).all()
    assert any("2 more from data-corrections.csv" in note for note in made.dataset.notes)
    assert plan(data).key != made.key


@pytest.mark.slow
def test_what_was_corrected_is_answered_as_corrected(data, tmp_path):
    also = table(tmp_path / "fix.csv", [f"7,{i:02};high" for i in range(30)])
    boards = [
        train(data, "kind", only=["knn"], effort="quick", out=str(tmp_path / str(bool(f))), also=f)
        for f in (None, also)
    ]
    before, after = (b.run("knn").predict([{"x": 7.15}]).tolist() for b in boards)
    assert (before, after) == (["low"], ["high"])
    assert f"--also {also}" in train_again(boards[1].manifest) and "--also" not in train_again(boards[0].manifest)


def test_a_folder_of_pictures_joins_a_folder_of_pictures(tmp_path):
    rng = np.random.default_rng(0)
    for folder, labels, n in (("pets", "ab", 8), ("fix", "bc", 2)):
        for label in labels:
            (tmp_path / folder / label).mkdir(parents=True)
            for i in range(n):
                pixels = rng.integers(0, 255, (12, 12), np.uint8)
                Image.fromarray(pixels).save(tmp_path / folder / label / f"{folder}x{i}y.png")
    made = make_plan(str(tmp_path / "pets"), Options(also=str(tmp_path / "fix")), lambda *_, **__: None)
    assert len(made.y) == 20 and made.classes == ("a", "b", "c") and np.bincount(made.y).tolist() == [8, 10, 2]


def test_a_drawing_of_ones_own_joins_the_built_in_letters_as_a_typeface_of_its_own(tmp_path):
    (tmp_path / "fix" / "I").mkdir(parents=True)
    for i, grey in enumerate((200, 220)):
        Image.fromarray(np.full((28, 28), grey, np.uint8)).save(tmp_path / "fix" / "I" / f"20260101-000000-{i}.png")
    made = make_plan("letters:400", Options(also=str(tmp_path / "fix")), lambda *_, **__: None)
    assert len(made.y) == 402 and made.groups == "typeface" and [made.classes[y] for y in made.y[-2:]] == ["I", "I"]


def test_what_does_not_fit_is_one_message(data, tmp_path):
    with pytest.raises(DataError, match="nothing at"):
        plan(data, also=str(tmp_path / "none.csv"))
    with pytest.raises(DataError, match="missing: 'x'"):
        plan(data, also=table(tmp_path / "b.csv", ["1;low"], "z;kind"))
    with pytest.raises(DataError, match="the answers, in a column 'kind'"):
        plan(data, also=table(tmp_path / "c.csv", ["1;2"], "x;y"))
    with pytest.raises(DataError, match="rows without one"):
        plan(data, also=table(tmp_path / "d.csv", ["1;", "2;"]))
    song = tmp_path / "song.txt"
    song.write_text("\n".join(f"a line of words that rhyme with {c}ay" for c in "bdhjlmprsw"))
    with pytest.raises(UsageError, match="lyrics"):
        make_plan(str(song), Options(also=str(song)), lambda *_, **__: None)
