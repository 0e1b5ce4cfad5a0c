"""Pictures and labels come out of folders and zips; what cannot be read is named, not fatal."""

import io
import struct
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from zerotohero.core import mapped
from zerotohero.core.errors import DataError
from zerotohero.core.progress import listening
from zerotohero.data import images
from zerotohero.data.images import labels_of, read_images, stem_of

RNG = np.random.default_rng(0)


def png(array, kind="PNG", **options):
    out = io.BytesIO()
    (array if isinstance(array, Image.Image) else Image.fromarray(np.asarray(array, np.uint8))).save(
        out, kind, **options
    )
    return out.getvalue()


def grey(size=28):
    return RNG.integers(0, 256, (size, size), np.uint8)


@pytest.fixture
def make(tmp_path):
    """Return a function that writes path -> bytes below a folder and returns the folder."""

    def make(files, folder="pictures"):
        for name, data in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tmp_path / folder

    return make


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_small_pictures_of_one_size_keep_every_pixel(make):
    pictures = {f"{label}/{label}_{i}.png": grey() for label in "AB" for i in range(3)}
    data = read_images(make({name: png(p) for name, p in pictures.items()}))
    assert (data.recipe.height, data.recipe.width, data.recipe.mode) == (28, 28, "L")
    assert data.cells["image"].dtype == np.uint8
    for file, image in zip(data.cells["file"], data.cells["image"]):
        np.testing.assert_array_equal(image, pictures[file])
    assert data.cells["label"].tolist() == ["A"] * 3 + ["B"] * 3
    assert data.cells["stem"].tolist() == ["A"] * 3 + ["B"] * 3
    assert (data.target, data.type("file"), data.type("label")) == ("label", "name", "category")


def test_folder_and_zip_give_the_same(make, tmp_path):
    files = {f"{label}/{i}.png": png(grey()) for label in "AB" for i in range(3)}
    junk = {"__MACOSX/A/._1.png": b"x", "A/.DS_Store": b"x", "A/.hidden.png": b"x", "readme.txt": b"x"}
    folder = read_images(make(files | junk))
    archive = read_images(zipped(tmp_path / "p.zip", files | junk))
    wrapped = read_images(zipped(tmp_path / "q.zip", {f"data/all/{n}": d for n, d in files.items()}))
    assert folder.fingerprint == archive.fingerprint
    assert wrapped.cells["label"].tolist() == folder.cells["label"].tolist()
    assert wrapped.cells["file"][0] == "data/all/A/0.png"
    assert folder.notes == ()


def test_photos_are_squeezed_and_colour_is_kept(make):
    red, blue = np.zeros((90, 120, 3)), np.zeros((70, 50, 3))
    red[:, :60, 0], blue[..., 2] = 200, 200
    data = read_images(make({"r/1.jpg": png(red, "JPEG"), "b/1.jpeg": png(blue, "JPEG")}))
    assert data.cells["image"].shape == (2, 192, 192, 3)
    left, right = np.split(data.cells["image"][1][..., 0], 2, axis=1)  # nothing is cut off: half is half
    assert abs(np.median(left) - 200) <= 4
    assert np.median(right) <= 4


def test_small_pictures_of_several_sizes_stay_small(make):
    data = read_images(make({"a/1.png": png(grey(28)), "b/1.png": png(grey(40))}))
    assert data.cells["image"].shape == (2, 32, 32)


def test_many_pixels_lie_in_a_file_and_are_the_same(make, monkeypatch):
    files = {f"{k}/{i}.png": png(RNG.integers(0, 256, (80, 100, 3))) for k in "ab" for i in range(4)}
    folder = make({**files, "a/broken.png": b"x"})
    inside = read_images(folder)
    monkeypatch.setattr(mapped, "LARGE", 1000)
    outside = read_images(folder)
    assert isinstance(outside.cells["image"], np.memmap)
    assert not isinstance(inside.cells["image"], np.memmap)
    assert outside.fingerprint == inside.fingerprint
    grey_ones = read_images(make({f"{k}/1.png": png(np.full((70, 70, 3), 9)) for k in "ab"}, "grey"))
    assert (grey_ones.recipe.mode, grey_ones.cells["image"].shape) == ("L", (2, 192, 192))
    assert (grey_ones.cells["image"] == 9).all()


def test_reading_says_how_far_it_is(make):
    said = []
    with listening(lambda *step: said.append(step)):
        read_images(make({f"{k}/{i}.png": png(grey()) for k in "ab" for i in range(2)}))
    assert said == [(i, 4, "pictures") for i in (1, 2, 3, 4)]


def test_ctrl_c_while_reading_waits_for_nothing(make):
    begun = []

    def work(item):
        begun.append(item)
        return item

    with pytest.raises(KeyboardInterrupt):
        for item in images._in_order(work, range(1000), 2):
            if item == 3:
                raise KeyboardInterrupt
    assert len(begun) < 20
    assert list(images._in_order(work, range(50), 3)) == list(range(50))


def test_grey_pictures_saved_in_colour_are_grey(make):
    data = read_images(make({f"{k}/1.png": png(np.repeat(grey(16)[..., None], 3, 2)) for k in "ab"}))
    assert (data.recipe.mode, data.cells["image"].shape) == ("L", (2, 16, 16))


def test_transparent_and_palette_pictures_lie_on_white(make):
    clear = np.zeros((10, 10, 4))
    clear[:, :5] = [10, 20, 200, 255]
    palette = Image.fromarray(clear.astype(np.uint8)).convert("P")
    palette.info["transparency"] = palette.getpixel((9, 9))
    one_bit = Image.fromarray(grey(10)).convert("1")
    data = read_images(
        make(
            {
                "a/1.png": png(clear),
                "a/2.png": png(palette, transparency=palette.getpixel((9, 9))),
                "b/3.png": png(one_bit),
            }
        )
    )
    assert data.cells["image"][0][0, 9].tolist() == [255, 255, 255]
    assert data.cells["image"][0][0, 0].tolist() == [10, 20, 200]
    assert data.cells["image"][1][0, 9].tolist() == [255, 255, 255]


def test_deep_greys_keep_their_range(make):
    deep = Image.fromarray(np.linspace(0, 65535, 100).astype(np.uint16).reshape(10, 10))
    image = read_images(make({"a/1.png": png(deep), "b/1.png": png(deep)})).cells["image"][0]
    np.testing.assert_array_equal(image.ravel(), np.linspace(0, 65535, 100).astype(np.uint16) >> 8)


def test_photos_are_turned_as_the_camera_was_held(make):
    picture = np.zeros((20, 30))
    picture[:, :10] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    data = read_images(make({"a/1.jpg": png(picture, "JPEG", exif=exif), "b/1.jpg": png(picture, "JPEG", exif=exif)}))
    assert data.cells["image"].shape == (2, 30, 20)
    assert data.cells["image"][0][:8].mean() > 250
    assert data.cells["image"][0][12:].mean() < 5


def test_a_corrupt_picture_among_good_ones_is_named_and_left_out(make):
    files = {f"{k}/{i}.png": png(grey()) for k in "ab" for i in range(5)}
    files["a/2.png"] = files["a/2.png"][:120]
    files["b/3.png"] = b"no picture"
    data = read_images(make(files))
    assert len(data) == 8
    (note,) = data.notes
    assert note == (
        "2 of 10 pictures cannot be read and were left out: a/2.png (cut off or damaged), "
        "b/3.png (no PNG, JPEG, BMP, GIF or WebP inside)."
    )


def moving(kind):
    """Return a film of two frames, red then blue."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(
        out,
        kind,
        save_all=True,
        append_images=frames[1:],
        duration=100,
        **({"lossless": True} if kind == "WEBP" else {}),
    )
    return out.getvalue()


def cmyk():
    out = io.BytesIO()
    Image.new("CMYK", (70, 70), (0, 255, 255, 0)).save(out, "JPEG")  # red, as printers say it
    return out.getvalue()


def cut_jpeg():
    return png(RNG.integers(0, 256, (80, 80, 3)), "JPEG")[:2000]


PHOTO = png(np.dstack([np.full((70, 70), 200), np.zeros((70, 70)), np.zeros((70, 70))]))


@pytest.mark.parametrize(
    ("name", "data", "said", "red"),
    [
        ("film.gif", moving("GIF"), "1 picture, of films the first frame is taken: a/film.gif.", True),
        ("film.webp", moving("WEBP"), "1 picture, of films the first frame is taken: a/film.webp.", True),
        ("film.png", moving("PNG"), "1 picture, of films the first frame is taken: a/film.png.", True),
        ("print.jpg", cmyk(), None, True),
        ("really_a_jpeg.png", png(np.full((70, 70, 3), [200, 0, 0]), "JPEG"), None, True),
        ("dot.png", png(np.full((1, 1, 3), [200, 0, 0])), "1 picture, less than 8 pixels on a side", True),
        (
            "strip.png",
            png(np.full((20, 900, 3), [200, 0, 0])),
            "1 picture, more than three times as long as wide",
            True,
        ),
        ("empty.png", b"", "1 of 5 pictures cannot be read and was left out: a/empty.png (an empty file).", None),
        ("zeros.jpg", bytes(500), "a/zeros.jpg (nothing but zeros)", None),
        ("cut.jpg", cut_jpeg(), "a/cut.jpg (cut off or damaged)", None),
        ("page.jpg", b"<html>not found</html>", "a/page.jpg (no PNG, JPEG, BMP, GIF or WebP inside)", None),
    ],
)
def test_each_odd_picture_is_read_or_named(make, name, data, said, red):
    good = dict.fromkeys(("a/1.png", "a/2.png", "b/1.png", "b/2.png"), PHOTO)
    got = read_images(make({**good, f"a/{name}": data}))
    if said is None:
        assert got.notes == ()
    else:
        assert said in got.notes[0]
    assert len(got) == (4 if red is None else 5)
    if red:
        (row,) = np.flatnonzero(got.cells["file"] == f"a/{name}")
        middle = got.cells["image"][row][90:100, 90:100].reshape(-1, 3).mean(axis=0)
        assert middle[0] >= 195
        assert (middle[1:] < 60).all()


def test_a_picture_of_30_000_pixels_a_side_is_named_and_costs_no_memory(make):
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )
    got = read_images(make({"a/1.png": PHOTO, "b/1.png": PHOTO, "a/huge.png": huge}))
    assert "a/huge.png (more pixels than any photo has)" in got.notes[0]


def test_labels_with_odd_names_are_kept_and_likely_slips_are_told(make):
    decomposed = "e\u0301te\u0301"
    names = ("Cat", "cat", "no name", "ÿ 猫 🐈", decomposed)
    files = {f"{label}/{i}.png": png(grey()) for label in names for i in (1, 2)}
    got = read_images(make({**files, "Cat/Thumbs.db": b"x", "cat/desktop.ini": b"x", "cat/.DS_Store": b"x"}))
    assert set(got.cells["label"]) == {"Cat", "cat", "no name", "ÿ 猫 🐈", "\u00e9t\u00e9"}
    assert got.notes == ("Labels that differ in capitals or spaces only are labels of their own: 'Cat', 'cat'.",)


def test_a_label_with_a_single_picture_is_left_out_and_told(make):
    two = {f"{k}/{i}.png": png(grey()) for k in "ab" for i in (1, 2)}
    got = read_images(make({**two, "c/1.png": png(grey())}))
    assert got.notes == ("A single picture can be learned or judged, not both; labels with one are left out: 'c'.",)
    assert got.cells["label"].tolist() == list("aabb") and len(got) == 4
    assert read_images(make({**two, "c/1.png": png(grey())}, "again"), got.recipe).cells["label"].tolist() == list(
        "aabbc"
    )
    broken = read_images(make({**two, "c/1.png": png(grey()), "c/2.png": b"none"}, "broken"))
    assert broken.notes[-1] == "A single picture can be learned or judged, not both; labels with one: 'c'."
    few = read_images(make({f"{k}.png": png(grey()) for k in ("a/1", "a/2", "b/1")}, "few"))
    assert few.cells["label"].tolist() == list("aab")


def test_folders_called_train_and_test_are_no_labels(make):
    got = read_images(
        make({f"{half}/{k}/{i}.png": png(grey()) for half in ("train", "test") for k in "ab" for i in (1, 2)})
    )
    assert got.cells["label"].tolist() == list("aabbaabb")
    assert got.notes == (
        "The folders test, train are read as one; to keep one for the test, name it with --test-file.",
    )


def test_no_readable_picture_is_one_message(make):
    with pytest.raises(DataError, match="2 pictures and none can be read"):
        read_images(make({"a/1.png": b"x", "b/1.png": b"y"}))
    with pytest.raises(DataError, match=r"1 \.txt"):
        read_images(make({"a/1.txt": b"x"}, "texts"))
    with pytest.raises(DataError, match="in one heap"):
        read_images(make({"1.png": png(grey()), "2.png": png(grey())}, "heap"))


def test_pictures_of_a_kind_that_is_not_read_are_named_with_what_to_do(make):
    phone = make({"a/1.png": png(grey()), "b/1.png": png(grey()), "b/2.HEIC": b"x", "b/._3.heic": b"x"}, "phone")
    assert ("1 picture of a kind that is not read here, left out (save them as JPEG first): b/2.HEIC.") in read_images(
        phone
    ).notes
    with pytest.raises(DataError, match=r"2 \.heic") as error:
        read_images(make({"a/1.heic": b"x", "b/1.heic": b"y"}, "phone_only"))
    assert "save them as JPEG" in str(error.value)


def test_a_picture_with_absurdly_many_pixels_is_left_out(make, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 400)
    data = read_images(make({"a/1.png": png(grey(10)), "b/1.png": png(grey(10)), "b/2.png": png(grey(25))}))
    assert data.cells["file"].tolist() == ["a/1.png", "b/1.png"]
    assert "b/2.png" in data.notes[0]


def test_by_the_recipe_labels_are_not_needed(make):
    recipe = read_images(make({f"{k}/1.png": png(grey(28)) for k in "ab"})).recipe
    folder = make({"x.png": png(grey(28)), "y.jpg": png(RNG.integers(0, 255, (90, 50, 3)), "JPEG")}, "new")
    data = read_images(folder, recipe)
    assert data.cells["image"].shape == (2, 28, 28)
    assert data.cells["label"].tolist() == [None, None]
    assert read_images(folder / "x.png", recipe).cells["file"].tolist() == ["x.png"]


def test_the_folder_that_stands_for_the_label():
    assert labels_of(["1.png", "a/2.png", "b/3.png"]) == [None, "a", "b"]
    assert labels_of(["d/train/a/1.png", "d/train/b/1.png", "d/test/a/1.png"]) == ["a", "b", "a"]
    assert labels_of(["a/old/1.png", "a/new/1.png", "b/1.png"]) == ["a", "a", "b"]
    assert labels_of(["a/1.png", "a/2.png"]) == ["a", "a"]


def test_stems_lose_the_final_number():
    assert [stem_of(n) for n in ("0/7_jackson_12.wav", "cat/cat.772.jpg", "F/00001.png", "a/tree.png")] == [
        "7_jackson", "cat", None, "tree",
    ]  # fmt: skip
