"""A quarter of an hour of an artist: two folders of photos, a gallery of mistakes, the front door."""

import csv

import numpy as np
from PIL import Image, ImageDraw


def photos(folder, n=45):
    """Paint sunsets and forests of different sizes, as JPEG."""
    rng = np.random.default_rng(1)
    for label, colour in (("sunset", (220, 110, 60)), ("forest", (60, 130, 70))):
        (folder / label).mkdir(parents=True)
        for i in range(n):
            wide, high = rng.integers(90, 160, 2)
            tint = tuple(int(c) for c in np.clip(np.array(colour) + rng.normal(0, 55, 3), 0, 255))
            picture = Image.new("RGB", (int(wide), int(high)), tint)
            draw = ImageDraw.Draw(picture)
            for _ in range(6):
                x, y = rng.integers(0, 90, 2)
                draw.ellipse(
                    [int(x), int(y), int(x) + 30, int(y) + 30], fill=tuple(int(v) for v in rng.integers(0, 255, 3))
                )
            picture.save(folder / label / f"{'abcdefghijklmnopqrstuvwxyz'[i % 26]}{i}-photo.jpg", quality=85)


def test_two_folders_become_a_model_that_sorts_new_photos(hero, tmp_path):
    photos(tmp_path / "my photos")
    code, out, err = hero("look", "my photos", "--picture", "sheet.png")
    assert code == 0, err
    assert (tmp_path / "sheet.png").stat().st_size > 1000

    code, out, err = hero("train", "my photos", "--only", "logistic-regression,knn,random-forest", "--effort", "quick")
    assert code == 0, err
    assert "90 images" in out
    assert "random forest" in out

    photos(tmp_path / "new", n=4)
    code, _, err = hero("predict", "best", "new", "-o", "sorted.csv")
    assert code == 0, err
    rows = list(csv.DictReader((tmp_path / "sorted.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["file", "prediction"]
    right = [r["file"].split("/")[0] == r["prediction"] for r in rows]
    assert sum(right) >= 6

    code, _, err = hero("report", "best")
    assert code == 0, err
    assert "data:image/" in (tmp_path / "report.html").read_text("utf-8")
    code, out, _ = hero("test")
    assert code == 0
    assert "too few" in out


def test_the_front_door_and_a_question_lead_on(hero):
    code, out, _ = hero("map", "letters")
    assert code == 0
    assert "logistic" in out
    code, out, _ = hero("what", "overfitting")
    assert code == 0
