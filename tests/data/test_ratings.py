"""Scores from a table find their photos, whatever the columns are called; what does not fit is named."""

import zipfile

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import DataError
from zerotohero.data.bring import bring
from zerotohero.data.ratings import read_ratings
from zerotohero.tasks._roles import guess_task


@pytest.fixture
def photos(tmp_path):
    """Six pictures in one heap, each of one grey: 0, 40, ... 200."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for i in range(6):
        Image.fromarray(np.full((12, 12), 40 * i, np.uint8)).save(folder / f"IMG_{i}.PNG")
    return folder


def table(path, text):
    path.write_text(text, "utf-8")
    return path


def test_scores_stand_beside_their_own_photo(photos, tmp_path):
    csv = table(tmp_path / "s.csv", "file,score\n" + "".join(f"IMG_{i}.PNG,{i * 1.5}\n" for i in (3, 1, 5, 0, 4, 2)))
    data = bring(photos, scores=csv)
    assert (data.kind, data.target, data.type("score"), "label" in data.cells) == ("images", "score", "number", False)
    np.testing.assert_allclose(data.cells["score"], data.cells["image"][:, 0, 0] / 40 * 1.5)


@pytest.mark.parametrize(
    "text",
    [
        "how nice;who\n1,5;img_1.png\n2,5;img_2.png\n",  # other names, order, decimal mark, capitals
        "photo,year taken,rating\nC:\\Users\\me\\IMG_1.PNG,1999,1.5\nC:\\Users\\me\\IMG_2.PNG,2001,2.5\n",
        "name,points\nIMG_1,1.5\nIMG_2,2.5\n",  # without a suffix
        "name,points\nsome/where/IMG_1.PNG,1\nsome/where/IMG_1.PNG,2\nIMG_2.PNG,2.5\n",  # two opinions: the mean
    ],
)
def test_names_and_numbers_are_found_however_they_are_written(photos, tmp_path, text):
    assert read_ratings(photos, table(tmp_path / "s.csv", text)).scores == {"IMG_1.PNG": 1.5, "IMG_2.PNG": 2.5}


def test_what_does_not_fit_is_named_and_left_out(photos, tmp_path):
    csv = table(tmp_path / "s.csv", "file,score\nIMG_0.PNG,1\nIMG_1.PNG,2\nIMG_2.PNG,\ngone.png,4\n")
    data = bring(photos, scores=csv)
    assert data.cells["file"].tolist() == ["IMG_0.PNG", "IMG_1.PNG"]
    notes = " ".join(data.notes)
    assert "no picture here: gone.png" in notes
    assert "4 pictures without a score in s.csv, left out: IMG_2.PNG, IMG_3.PNG, IMG_4.PNG and 1 more" in notes


def test_a_table_among_the_photos_is_found_by_itself_also_in_a_zip(photos, tmp_path):
    table(photos / "my scores.csv", "file,stars\n" + "".join(f"IMG_{i}.PNG,{i % 5 + 1}\n" for i in range(6)))
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        for path in photos.iterdir():
            archive.write(path, f"photos/{path.name}")
    for path in (photos, tmp_path / "photos.zip"):
        data = bring(path)
        assert data.cells["score"].tolist() == [1, 2, 3, 4, 5, 1]
        assert guess_task(data, "score") == "regression"  # stars, too: five is more than four


def test_folders_of_labels_stay_labels_beside_a_table(photos):
    for i in range(6):
        folder = photos / ("liked" if i % 2 else "not")
        folder.mkdir(exist_ok=True)
        (photos / f"IMG_{i}.PNG").rename(folder / f"IMG_{i}.PNG")
    table(photos / "about.csv", "file,size\n" + "".join(f"IMG_{i}.PNG,{i}\n" for i in range(6)))
    assert bring(photos).target == "label"
    assert bring(photos, scores=photos / "about.csv").target == "score"


def test_new_photos_need_no_scores_and_all_of_them_are_read(photos, tmp_path):
    recipe = bring(photos, scores=table(tmp_path / "s.csv", "file,score\nIMG_0.PNG,1\nIMG_1.PNG,2\n")).recipe
    (photos / "more.csv").write_text("file,score\nIMG_5.PNG,7\n", "utf-8")
    data = bring(photos, recipe)
    assert len(data) == 6 and data.cells["score"][5] == 7 and np.isnan(data.cells["score"][:5]).all()
    assert not any("left out" in note for note in data.notes)
    assert np.isnan(bring(photos / "IMG_3.PNG", recipe).cells["score"]).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,score\na.png,1\nb.png,2\n", "names of the 6 pictures"),
        ("file,score\nIMG_0.PNG,good\nIMG_1.PNG,bad\n", "no column of numbers"),
        ("file,x,z\nIMG_0.PNG,1.5,2.5\nIMG_1.PNG,2.5,3.5\n", "'x', 'z'"),
    ],
)
def test_a_table_that_gives_no_scores_is_refused(photos, tmp_path, text, said):
    with pytest.raises(DataError, match=said):
        read_ratings(photos, table(tmp_path / "s.csv", text))


def test_scores_for_a_table_are_refused(tmp_path):
    csv = table(tmp_path / "t.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match="folder or zip of pictures"):
        bring(csv, scores=csv)


def test_pictures_in_one_heap_without_scores_are_told_of_both_ways(photos):
    with pytest.raises(DataError, match=r"a folder for each label.*--scores"):
        bring(photos)
