"""`hero map` through the command line."""

import json
from importlib.util import find_spec
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from PIL import Image

from zerotohero.cli.commands.map import command as map_command
from zerotohero.core.errors import BoardError, DataError, TargetError
from zerotohero.core.specs import discover


def hero_map(*words, **how):
    """Run `hero map` and return its result; errors come through."""
    return CliRunner().invoke(map_command, list(words), catch_exceptions=False, **how)


def test_without_a_terminal_it_prints_the_map_and_how_to_go_on():
    done = hero_map()
    assert done.exit_code == 0
    assert "What do you want?" in done.output
    assert "--answers" in done.output


def test_with_data_every_algorithm_has_a_reason_and_a_command_follows():
    done = hero_map("moons")
    assert done.exit_code == 0
    assert all(id in done.output for id in discover("algorithms"))
    assert "hero train moons" in done.output


def test_json_is_one_object_and_agrees_with_the_question():
    found = json.loads(hero_map("cats", "--target", "seconds_of_petting", "--json").output)
    assert found["task"] == "regression"
    assert found["way"][0] == ["goal", "amounts"]
    taken = {c["algorithm"] for c in found["shortlist"] if c["included"]}
    assert "ridge" in taken
    assert "logistic-regression" not in taken
    assert found["commands"][-1] == "hero train cats --target seconds_of_petting"


def test_json_without_anything_is_the_map_itself():
    assert json.loads(hero_map("--json").output)["start"] == "goal"


def test_answers_end_with_the_command():
    done = hero_map("--answers", "kinds,row,rule,hundreds")
    assert done.exit_code == 0
    assert "--only decision-tree" in done.output


def test_an_answer_that_leads_to_nothing_built_is_told_kindly():
    done = hero_map("--answers", "order,groups")
    assert done.exit_code == 0
    assert "Clustering" in done.output
    assert "nothing runs there yet" in done.output


def test_the_drawing_is_written_once_and_not_over_another(tmp_path):
    path = tmp_path / "way.svg"
    assert hero_map("moons", "--svg", "-o", str(path)).exit_code == 0
    assert "your way" in " ".join(ElementTree.parse(path).getroot().itertext())
    with pytest.raises(BoardError):
        hero_map("moons", "--svg", "-o", str(path))
    assert hero_map("moons", "--svg", "-o", str(path), "--yes").exit_code == 0


def test_the_page_is_written_with_the_way_and_every_algorithm(tmp_path):
    path = tmp_path / "way.html"
    assert hero_map("moons", "--page", "-o", str(path)).exit_code == 0
    text = path.read_text("utf-8")
    assert "your way with moons" in text
    assert all(f'<article id="{id}">' in text for id in discover("algorithms"))


def test_names_in_the_drawing_lead_to_their_source(tmp_path):
    path = tmp_path / "map.svg"
    hero_map("--svg", "-o", str(path))
    links = {a.get("href") for a in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}a")}
    assert links == {spec.source for spec in discover("algorithms").values()}
    assert all(link.startswith("https://") for link in links)


def test_a_wrong_target_is_an_error_with_the_nearest_name():
    with pytest.raises(TargetError, match="breed"):
        hero_map("cats", "--target", "bred")


def test_asked_in_a_terminal_numbers_lead_to_the_command(monkeypatch):
    """Only what runs is offered; all seven answers to what matters do, and 'the best score' is the last."""
    monkeypatch.setattr("zerotohero.cli.commands.map._may_ask", lambda *a: True)
    done = hero_map(input="2\n1\n7\n1\n")
    assert done.exit_code == 0
    assert "hero train YOUR_FILE --only gradient-boosting,histogram-boosting" in done.output
    assert "3  a sound" in done.output


def test_something_else_ends_kindly(monkeypatch):
    monkeypatch.setattr("zerotohero.cli.commands.map._may_ask", lambda *a: True)
    done = hero_map(input="4\n")
    assert done.exit_code == 0
    assert "nothing runs there yet" in done.output


@pytest.fixture
def photos(tmp_path):
    """Twelve grey pictures in one heap, and a table of stars beside the folder."""
    (tmp_path / "heap").mkdir()
    for i in range(12):
        Image.new("L", (32, 32), 20 * i).save(tmp_path / "heap" / f"{i}.png")
    rows = "".join(f"{i}.png,{i / 2}\n" for i in range(12))
    (tmp_path / "stars.csv").write_text(f"file,stars\n{rows}", "utf-8")
    return tmp_path


def test_scores_of_photos_make_it_a_question_of_how_much(photos):
    found = json.loads(hero_map(str(photos / "heap"), "--scores", str(photos / "stars.csv"), "--json").output)
    assert (found["task"], found["facts"]["kind"], found["facts"]["rows"]) == ("regression", "images", 12)
    assert all(f"--scores {photos / 'stars.csv'}" in command for command in found["commands"])
    assert "ridge" in {c["algorithm"] for c in found["shortlist"] if c["included"]}


@pytest.mark.skipif(find_spec("torch") is None, reason="without PyTorch that comes first")
def test_few_photos_without_weights_lead_to_a_borrowed_model_and_to_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.setattr("zerotohero.choose.shortlist.find_weights", lambda: None)
    for label in ("cat", "dog"):
        (tmp_path / label).mkdir()
        for i in range(10):
            Image.new("RGB", (96, 96), (25 * i, 60, 7)).save(tmp_path / label / f"{i}.png")
    found = json.loads(hero_map(str(tmp_path), "--json").output)
    assert found["way"][-2:] == [["images", "few"], ["borrow", None]], "a photo is no small letter"
    assert found["commands"] == ["hero add mobilenet", f"hero train {tmp_path}"]


def test_with_a_test_file_all_rows_are_for_training(tmp_path):
    (tmp_path / "test.csv").write_text("x,y,moon\n0,0,upper\n", "utf-8")
    usual, all_rows = (
        json.loads(hero_map("moons", *more, "--json").output)
        for more in ((), ("--test-file", str(tmp_path / "test.csv")))
    )
    assert (usual["facts"]["fit_rows"], all_rows["facts"]["fit_rows"]) == (640, 800)  # of 1,000; a fifth is held out
    assert all_rows["commands"][-1].endswith(f"--test-file {tmp_path / 'test.csv'}")
    with pytest.raises(DataError, match="nothing at"):
        hero_map("moons", "--test-file", str(tmp_path / "none.csv"))
