"""`hero photos`: ranked best first, cropped where the score is highest; the photos themselves stay as they are."""

import csv
import io
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import BoardError, ParameterError, UsageError
from zerotohero.core.progress import listening
from zerotohero.report.photos import gallery as page
from zerotohero.report.photos.crop import best_crop, boxes, parse_aspect
from zerotohero.report.photos.ratings import Ranking, Rater, _tied, rank_photos
from zerotohero.report.report import report_html


def grey(level, size=(24, 24)):
    """Return a noisy grey picture, height and width as given."""
    noise = np.random.default_rng(int(level)).normal(0, 8, size)
    return Image.fromarray(np.clip(level + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """Boards of two runs: "rated", by brightness, 0 to 10; "liked", bright ones in liked/ and dark ones in not/."""
    from zerotohero.train.train import train

    root = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    lines = ["file,score"]
    for folder in ("rated", "taste/liked", "taste/not"):
        (root / folder).mkdir(parents=True)
    for i in range(40):
        score = rng.uniform(0, 10)
        grey(20 + 20 * score).save(root / "rated" / f"p{i}.png")
        grey(20 + 20 * score).save(root / "taste" / ("liked" if score > 5 else "not") / f"p{i}.png")
        lines.append(f"p{i}.png,{score}")
    (root / "scores.csv").write_text("\n".join(lines), "utf-8")
    options = {"out": str(root / "boards"), "effort": "quick", "workers": 1}
    rated = train(str(root / "rated"), scores=str(root / "scores.csv"), only=("ridge",), **options)
    liked = train(str(root / "taste"), only=("logistic-regression",), **options)
    return {"rated": rated.best, "liked": liked.best, "out": root / "boards"}


@pytest.fixture
def album(tmp_path):
    """Five photos, brighter and brighter from e to a, and one that is broken."""
    folder = tmp_path / "album"
    folder.mkdir()
    for name, level in zip("edcba", (30, 80, 130, 170, 215)):
        grey(level, (60, 80)).convert("RGB").save(folder / f"{name}.jpg")
    (folder / "broken & bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
    return folder


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", ["rated", "liked"])
def test_photos_are_ranked_best_first_and_left_alone(hero, boards, album, tmp_path, kind):
    before = bytes_in(album)
    run = boards[kind]
    code, said, err = hero("photos", "rank", run.id, album, "--out", boards["out"], "--csv", "r.csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text("utf-8"))))
    assert [row["file"] for row in rows] == [f"{name}.jpg" for name in "abcde"]
    assert "score" in said if kind == "rated" else "probability of liked" in said
    assert "broken & bad.jpg" in err
    html = (tmp_path / "gallery.html").read_text("utf-8")
    assert re.findall(r"<br>(\w)\.jpg</figcaption>", html) == list("abcde")
    assert html.count("<img") == 5 and "broken &amp; bad.jpg" in html and "broken & bad" not in html
    assert "<script" not in html and not re.search(r"https?:", html)
    assert bytes_in(album) == before


def test_scores_are_those_of_predict(boards, album):
    ranking = rank_photos(boards["rated"], album)
    data = boards["rated"].read(album)
    known = dict(zip(data.cells["file"], boards["rated"].predict(data)))
    assert [known[f] for f in ranking.files] == pytest.approx(ranking.scores.tolist())
    shares = boards["liked"].predict_proba(album)
    column = boards["liked"].classes.index("not")
    assert rank_photos(boards["liked"], album, "not").scores == pytest.approx(np.sort(shares[:, column])[::-1])


def test_json_names_every_photo_and_what_was_left_out(hero, boards, album):
    code, said, _ = hero("photos", "rank", boards["rated"].id, album, "--out", boards["out"], "--json")
    found = json.loads(said)
    assert code == 0 and [p["file"][0] for p in found["photos"]] == list("abcde")
    assert found["left_out"] == ["broken & bad.jpg"] and found["score_means"] == "score"


def test_a_large_gallery_shows_both_ends_and_lists_the_rest(boards, album, monkeypatch):
    monkeypatch.setattr(page, "MOST", 3)
    monkeypatch.setattr(page, "WORST", 1)
    told = []
    with listening(lambda *step: told.append(step)):
        ranking = rank_photos(boards["rated"], album)
        html = page.gallery(boards["rated"], ranking, album)
    assert html.count("<img") == 3
    assert re.findall(r"<td>(\w)\.jpg</td>", html) == ["c", "d"]
    assert (5, 5, "pictures rated") in told and (3, 3, "thumbnails") in told


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("rank", "{liked}", "album", "--class", "likd"), "liked"),
        (("rank", "{rated}", "album", "--class", "liked"), "without --class"),
        (("rank", "{rated}", "album", "-o", "album/a.jpg", "--yes"), ".html"),
        (("crop", "{rated}", "album/a.jpg", "-o", "album/a.jpg", "--yes"), "than the photo itself"),
        (("crop", "{rated}", "album/broken & bad.jpg"), "a photo"),
        (("crop", "{rated}", "album"), "one photo"),
        (("crop", "{rated}", "album/a.jpg", "--aspect", "0:3"), "4:3"),
    ],
)
def test_bad_requests_are_explained_and_change_nothing(hero, boards, album, args, said):
    before = bytes_in(album)
    args = [a.format(**{k: boards[k].id for k in ("rated", "liked")}) for a in args]
    code, _, err = hero("photos", *args, "--out", boards["out"])
    assert code in (1, 2) and said in err and "Traceback" not in err
    assert bytes_in(album) == before


@pytest.mark.parametrize("kind", ["table", "sounds", "text"])
def test_a_run_on_something_else_rates_no_photos(kind):
    model = SimpleNamespace(manifest={"recipe": {"kind": kind}})
    with pytest.raises(BoardError, match="trained on photos"):
        Rater(SimpleNamespace(model=model, title="nearest neighbours"))


@pytest.mark.parametrize(
    ("classes", "chosen"),
    [(["liked", "not"], "liked"), (["no", "yes"], "yes"), (["hot", "not_hot"], "hot"), (["not_liked", "liked"], "liked"), (["cat", "dog"], "cat"),
     (["bad", "fair", "good"], "good")],
)  # fmt: skip
def test_the_class_that_sounds_positive_is_the_score(classes, chosen):
    model = SimpleNamespace(manifest={"recipe": {"kind": "images"}, "target": "label"}, recipe=None)
    assert Rater(SimpleNamespace(model=model, classes=classes)).means == f"probability of {chosen}"


def test_of_three_classes_without_a_good_one_the_person_has_to_say():
    model = SimpleNamespace(manifest={"recipe": {"kind": "images"}, "target": "label"}, recipe=None)
    with pytest.raises(UsageError, match="--class"):
        Rater(SimpleNamespace(model=model, classes=["cat", "dog", "fox"]))


def test_the_report_on_scores_shows_the_photos_that_were_misjudged_most(boards):
    html = report_html(boards["rated"])
    caption = re.search(r'<figure title="p(\d+)\.png">.*?true <b>([\d.]+)</b><br>said <b class=bad>([\d.]+)</b>', html)
    truth = boards["rated"].board.y[boards["rated"].board.dataset().cells["file"] == f"p{caption[1]}.png"]
    assert float(caption[2]) == pytest.approx(truth[0], abs=0.01)
    assert "off by the most" in html


def test_the_best_crop_lies_on_the_bright_part(hero, boards, tmp_path):
    pixels = np.full((120, 160), 40, np.uint8)
    pixels[60:, 80:] = 220  # the bottom right
    Image.fromarray(pixels).save(tmp_path / "p.png")
    code, said, _ = hero(
        "photos", "crop", boards["rated"].id, "p.png", "--aspect", "1:1", "--out", boards["out"], "--json"
    )
    found = json.loads(said)
    left, top, right, bottom = found["box"]
    assert code == 0 and right - left == bottom - top and left >= 80 and top >= 60
    assert found["score"] > found["whole"] + 2
    crop = Image.open(tmp_path / "best.png")
    assert crop.size == (right - left, bottom - top)
    np.testing.assert_array_equal(np.asarray(crop.convert("L")), pixels[top:bottom, left:right])
    rated = rank_photos(boards["rated"], tmp_path / "best.png").scores[0]
    assert rated == pytest.approx(found["score"])  # the file that was written is rated the same
    shown = np.asarray(Image.open(tmp_path / "best-where.png").convert("L"))
    assert shown.shape == (120, 160) and shown[30, 30] < 40 and shown[(top + bottom) // 2, (left + right) // 2] == 220


def test_where_no_crop_is_better_the_whole_photo_stays(hero, boards, tmp_path):
    Image.fromarray(np.full((90, 120), 128, np.uint8)).save(tmp_path / "flat.png")
    code, said, _ = hero("photos", "crop", boards["rated"].id, "flat.png", "--out", boards["out"])
    assert code == 0 and "nothing is cut off" in said
    assert best_crop(boards["rated"], tmp_path / "flat.png").is_whole


@pytest.mark.parametrize(
    ("size", "aspect"), [((100, 200), 1.0), ((300, 90), 16 / 9), ((64, 64), None), ((20, 20), None)]
)
def test_crops_lie_inside_and_have_the_shape(size, aspect):
    tall, wide = size
    found = boxes(tall, wide, aspect)
    assert len(found) == len(set(found)) <= 1 + 6 * 25 + 4
    for left, top, right, bottom in found:
        assert 0 <= left < right <= wide and 0 <= top < bottom <= tall
        assert (right - left) / (bottom - top) == pytest.approx(aspect or wide / tall, rel=0.06)


def test_aspects():
    assert parse_aspect("4:3") == 4 / 3 and parse_aspect(" 9x16 ") == 9 / 16
    for bad in ("", "4", "a:b", "0:1", "100:1", "-1:1"):
        with pytest.raises(ParameterError):
            parse_aspect(bad)


def test_a_probability_is_read_in_percent_and_shared_scores_are_told():
    sure = Ranking(tuple("abcd"), np.array([1.0, 0.873, 0.02, 4e-237]), "probability of liked", (), ())
    assert [sure.said(i) for i in range(4)] == ["> 99 %", "87 %", "2 %", "< 1 %"]
    assert Ranking(("a",), np.array([7.25]), "stars", (), ()).said(0) == "7.25"
    assert _tied(np.array([1.0, 1.0, 0.4, 0.3]))[0].startswith("2 of 4 photos share their score")
    assert _tied(np.array([1.0, 1.0, *np.arange(8)])) == [
        "3 of 10 photos share their score with others: among those the order says nothing."
    ]
    assert _tied(np.linspace(0, 1, 9)) == []
