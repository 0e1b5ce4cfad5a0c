import numpy as np

from zerotohero.checks.copies import SPEC


def test_repeated_rows_are_counted_once_each(table, rng):
    x = rng.normal(size=100)
    x = np.concatenate([x, x[:20], x[:5]])  # 25 repeats
    (found,) = SPEC.run(table(x=x, z=np.round(x, 2), y=rng.integers(0, 2, 125)), "y", "classification")
    assert (found.severity, found.act) == ("warning", {"copies": True})
    assert found.evidence == {"rows": 125, "copies": 25, "share": 0.2, "largest": 3}
    assert "--split random" in found.fix


def test_target_and_row_number_do_not_hide_a_copy(table, rng):
    x = rng.normal(size=60)
    x[59] = x[0]
    data = table(id=np.arange(60), x=x, y=np.arange(60) % 2)
    (found,) = SPEC.run(data, "y", "classification")
    assert found.evidence["copies"] == 1
    assert found.severity == "note"


def test_rows_of_a_few_coarse_columns_are_alike_by_chance(table, rng):
    data = table(a=rng.integers(0, 3, 300), b=rng.integers(0, 3, 300), y=rng.integers(0, 2, 300))
    (found,) = SPEC.run(data, "y", "classification")
    assert found.severity == "note"
    assert "by chance" in found.why


def test_different_rows_give_no_finding(table, rng):
    assert SPEC.run(table(x=rng.normal(size=50), y=np.arange(50) % 2), "y", "classification") == []


def test_equal_pixels_are_copies_whatever_the_file_is_called(images, rng):
    pixels = rng.integers(0, 255, (20, 4, 4))
    pixels[7] = pixels[3]
    data = images(pixels, ["a", "b"] * 10, [f"x/{i}.png" for i in range(20)])
    (found,) = SPEC.run(data, "label", "classification")
    assert found.evidence["copies"] == 1
    assert found.where == ("x/3.png",)
    assert found.severity == "warning"
