import base64
import io
import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import DataError
from zerotohero.serve.answers import Answers


def picture(pixels, kind="PNG"):
    """Return pixels as a picture file in base64."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def upright():
    """A pad with a thin upright stroke in one corner."""
    pad = np.zeros((80, 80), np.uint8)
    pad[5:40, 60:66] = 255
    return pad


def test_a_drawing_is_answered_with_a_probability_per_class_and_three_neighbours(drawing_run, upright):
    said = Answers(drawing_run).answer({"image": upright.ravel().tolist(), "width": 80, "height": 80})
    assert (said["prediction"], said["classes"]) == ("I", ["-", "I"])
    assert sum(said["probabilities"]) == pytest.approx(1) and said["probabilities"][1] > 0.9
    assert [n["label"] for n in said["neighbours"]] == ["I"] * 3
    assert said["seen"].startswith("data:image/png;base64,")
    json.dumps(said, allow_nan=False)


def test_list_png_and_data_url_are_the_same_drawing(drawing_run, upright):
    answers = Answers(drawing_run)
    asked = [
        {"image": upright.ravel().tolist()},
        {"image": picture(upright)},
        {"image": "data:image/png;base64," + picture(upright)},
    ]
    first, *others = (answers.answer(question) for question in asked)
    assert all(other == first for other in others)


def test_a_picture_of_the_models_own_size_is_not_touched(drawing_run):
    image = drawing_run.data.cells["image"][1] // 2 + 9
    Answers(drawing_run).answer({"image": picture(image)})
    assert np.array_equal(drawing_run.asked[-1].cells["image"][0], image)


def test_an_empty_pad_gets_no_prediction(drawing_run):
    said = Answers(drawing_run).answer({"image": [0] * 400})
    assert said["prediction"] is None and said["neighbours"] == []


@pytest.mark.parametrize("run", ["drawing_run", "number_run"])
def test_the_truth_is_asked_for_only_where_something_was_predicted(run, request):
    pytest.importorskip("prometheus_client")
    from zerotohero.serve.feedback import Feedback
    from zerotohero.serve.kept_alive import KeptAlive

    run, kept = request.getfixturevalue(run), KeptAlive({})
    served = SimpleNamespace(classes=run.classes, feedback=Feedback(run.model.manifest))
    predicted = {"prediction": "I", "probabilities": [0.1, 0.9]} if run.classes else {"prediction": 42.0}
    assert served.feedback.holds(kept.may_be_judged(served, predicted)["id"])
    nothing = Answers(run).answer({"image": [0] * 400}) if run.classes else {"prediction": None}
    for said in (nothing, {"lines": ["a verse"]}):
        assert kept.may_be_judged(served, said) == {}


def test_a_bare_model_file_answers_without_neighbours(drawing_run, table_run, upright):
    drawing_run.board = table_run.board = None
    assert Answers(drawing_run).answer({"image": upright.ravel().tolist()})["neighbours"] == []
    answers = Answers(table_run)
    assert answers.describe["fields"][0]["value"] is None and answers.describe["range"] is None
    assert set(answers.answer({"row": {"weight": 2}})) == {
        "classes",
        "probabilities",
        "prediction",
        "neighbours",
        "notes",
    }


def test_a_row_is_answered_and_what_was_left_out_is_missing(table_run, monkeypatch):
    monkeypatch.setattr(table_run, "_answer", lambda cells: np.array([[0.3, 0.7]]))
    said = Answers(table_run).answer({"row": {"weight": "2.5", "colour": "?"}})
    cells = table_run.asked[-1].cells
    assert (
        cells["weight"][0] == 2.5
        and cells["colour"][0] is None
        and np.isnat(cells["born"][0])
        and cells["remark"][0] is None
    )
    assert said["prediction"] == "light" and said["probabilities"] == [0.3, 0.7]


def test_neighbours_of_a_row_carry_their_true_answer_and_their_cells(table_run):
    said = Answers(table_run).answer(
        {"row": {"weight": 8, "colour": "blue", "born": "2020-01-08", "remark": "private remark 7"}}
    )
    assert said["neighbours"][0]["label"] == "heavy"
    assert said["neighbours"][0]["row"] == {
        "weight": 8.0,
        "colour": "blue",
        "born": "2020-01-08",
        "remark": "private remark 7",
    }
    assert "TESTROW" not in json.dumps(said)


def test_a_number_is_answered_with_unit_and_typical_error(number_run):
    answers = Answers(number_run)
    said = answers.answer({"row": {"weight": 3}})
    assert said["prediction"] == 30.0 and said["classes"] == [] and said["neighbours"][0]["label"] == 30.0
    assert answers.describe["unit"] == ["$", ""] and answers.describe["score"] == {"metric": "mae", "value": 0.875}
    low, high = answers.describe["range"]
    assert 0 <= low < high <= 80  # the test row has 9,990


def test_the_form_shows_nothing_of_the_test_rows(table_run):
    shown = json.dumps(Answers(table_run).describe)
    assert "TESTROW" not in shown and "999" not in shown and "private" not in shown


def test_what_cannot_be_read_is_named_and_taken_as_missing(table_run):
    assert Answers(table_run).answer({"row": {"weight": "heavy"}})["notes"] == [
        "weight: “heavy” is no number; taken as not known"
    ]


@pytest.mark.parametrize(
    "question",
    [
        None, 3, [], {}, {"row": {}}, {"image": None}, {"image": {}}, {"image": []}, {"image": [[0, 1], [2, 3]]},
        {"image": [0, 1, 300, 2]}, {"image": [0, -1, 0, 0]}, {"image": [0, float("nan"), 0, 0]}, {"image": [0] * 5},
        {"image": [0] * 4, "width": 3}, {"image": [0] * 4, "width": "x"}, {"image": ["a"] * 4}, {"image": "no base64!"},
        {"image": base64.b64encode(b"GIF89a no picture").decode()}, {"image": "data:image/png;base64,"},
    ],
)  # fmt: skip
def test_questions_that_cannot_be_answered_say_why(drawing_run, question):
    with pytest.raises(DataError) as caught:
        Answers(drawing_run).answer(question)
    assert all(caught.value.as_dict().values())


@pytest.mark.parametrize("row", [None, [], "x", {"nonsense": 1}, {"": 1}])
def test_rows_that_cannot_be_answered_say_why(table_run, row):
    with pytest.raises(DataError):
        Answers(table_run).answer({"row": row})


def test_a_picture_with_absurdly_many_pixels_is_refused_unopened(drawing_run):
    bomb = base64.b64encode(_png_head(60_000, 60_000)).decode()
    with pytest.raises(DataError, match=r"million pixels|PNG or JPEG"):
        Answers(drawing_run).answer({"image": bomb})


def _png_head(width, height):
    """Return the beginning of a PNG that claims this size."""
    import struct
    import zlib

    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data))
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_photos_get_a_drop_zone_and_are_read_as_from_a_file(drawing_run, tmp_path):
    from zerotohero.data.images import read_images

    recipe = drawing_run.model.manifest["recipe"]
    recipe["mode"] = "RGB"
    photo = np.random.default_rng(0).integers(0, 255, (50, 70, 3)).astype(np.uint8)
    answers = Answers(drawing_run)
    drawing_run._answer = lambda cells: np.array([[0.5, 0.5]])
    answers.__dict__["nearest"] = None
    answers.answer({"image": picture(photo)})
    Image.fromarray(photo).save(tmp_path / "p.png")
    assert answers.page == "photo"
    assert np.array_equal(
        drawing_run.asked[-1].cells["image"], read_images(tmp_path / "p.png", answers.recipe).cells["image"]
    )
