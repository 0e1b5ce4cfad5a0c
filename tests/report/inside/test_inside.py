"""What is inside a network: neighbours, where it looked, its pages; and the report's sections on it. No PyTorch here."""

import io
import json
import re
import sys
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from zerotohero.algorithms import _inside
from zerotohero.core.errors import DataError, UnknownIdError, UsageError
from zerotohero.leaderboard.model import Model, join
from zerotohero.leaderboard.run import Run
from zerotohero.report.evidence import Evidence
from zerotohero.report.inside.album import Album
from zerotohero.report.inside.filters import BY_HAND, by_hand, filtered
from zerotohero.report.inside.inside import Look, look, look_inside
from zerotohero.report.inside.net import network_of, opponents, stages
from zerotohero.report.inside.parts import READ_EXCITING, READ_MAPS, READ_NEAREST
from zerotohero.report.inside.section import inside
from zerotohero.report.inside.view import inside_view, write_inside
from zerotohero.report.report import report_html
from zerotohero.report.training import learned


@pytest.fixture(scope="module")
def run(net_board):
    return next(r for r in net_board.ranked if r.id == "net")


@pytest.fixture(scope="module")
def seen(run):
    return look_inside(run, run.board.dataset(), row=7)


@pytest.fixture(scope="module")
def section(run):
    return inside(Evidence(run))


def shown(renderable):
    console = Console(width=100, color_system=None, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


def test_neighbours_are_those_of_a_slow_search_and_never_test_rows(run, seen):
    data, arrays = run.board.dataset(), run.model.arrays
    images = np.asarray(data.cells["image"])
    points = np.stack([_inside.grids(arrays, image[None])[0][0].mean(axis=(0, 1)) for image in images]).astype(float)
    cosine = [float(p @ points[7] / np.linalg.norm(p) / np.linalg.norm(points[7])) for p in points]
    training = [i for i in range(len(images)) if run.board.fold[i] != -1 and (images[i] != images[7]).any()]
    best = sorted(training, key=lambda i: -cosine[i])[:6]
    assert [n.similarity for n in seen.nearest] == pytest.approx([cosine[i] for i in best], abs=1e-5)
    assert {n.row for n in seen.nearest} <= set(training)
    assert all(n.label == data.cells["label"][n.row] and n.file == data.cells["file"][n.row] for n in seen.nearest)


def test_what_all_places_add_is_the_log_odds_of_the_answer(run, seen):
    p = run.predict_proba(run.board.dataset().take([7]))[0]
    classes = run.classes
    odds = np.log(p[classes.index(seen.outcome)] / p[classes.index(seen.against)])
    assert seen.outcome == classes[p.argmax()] and seen.against == classes[np.argsort(p)[-2]]
    assert seen.look.exact and seen.look.places.sum() == pytest.approx(odds, abs=1e-4)
    asked = look_inside(run, run.board.dataset(), row=7, outcome=seen.against)
    assert asked.look.places == pytest.approx(-seen.look.places, abs=1e-6)


def test_an_agreement_is_said_as_what_it_is():
    flat = Look(0, 1, 1.0, np.ones((2, 2)), True, np.ones((4, 4)), 1, None)
    assert "nothing can be compared" in flat.verdict
    for rho, said in (
        (0.9, "The two agree ("),
        (0.5, "agree in part"),
        (-0.2, "disagree (rank correlation −0.20 over 4 places)"),
    ):
        assert said in replace(flat, agreement=rho).verdict


def test_a_bare_file_has_no_neighbours_and_says_so(run):
    bare = Run({**run.record}, None, run.path)
    found = look_inside(bare, run.board.dataset(), row=7)
    assert found.nearest == () and "holds no pictures" in found.notes[0]
    assert found.as_dict()["looked_through"] == 0
    assert "holds no pictures" in shown(inside_view(found))


def test_the_network_in_a_combination_is_found(run):
    rival = next(r for r in run.board.ranked if r.algorithm == "nearest-class-mean")
    net = network_of(join([rival.model, run.model], [0.7, 0.3]))
    assert net.weight == pytest.approx(0.3) and net.model.manifest["algorithm"] == "convnet"
    two = join([run.model, run.model, rival.model], [0.2, 0.3, 0.5])
    assert network_of(two).weight == pytest.approx(0.3)
    assert network_of(rival.model) is None


def test_terminal_json_and_pictures(run, seen, tmp_path):
    said = shown(inside_view(seen))
    assert seen.outcome in said and "rank correlation" in said and seen.nearest[0].file in said
    plain = json.loads(json.dumps(seen.as_dict()))
    assert np.array(plain["places"]).shape == np.array(plain["covered"]).shape == (14, 14)
    for name in ("a.html", "a.svg", "a.png"):
        write_inside(seen, tmp_path / name)
    page = (tmp_path / "a.html").read_text("utf-8")
    assert len(page) < 400_000 and page.count("<img") > 40 and "<script" not in page
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(UsageError):
        write_inside(seen, tmp_path / "a.gif")


def test_wrong_rows_and_classes_are_one_message(run):
    with pytest.raises(DataError, match="rows 0 to"):
        look_inside(run, run.board.dataset(), row=10_000)
    with pytest.raises(UnknownIdError):
        look_inside(run, run.board.dataset(), row=0, outcome="Z")


def test_filters_by_hand_do_what_they_are_called():
    flat, step = np.full((6, 6), 90.0), np.repeat([[10.0] * 3 + [200.0] * 3], 6, axis=0)
    for name, _, weights, divisor in BY_HAND:
        expected = 0.0 if "edges" in name else 90.0
        assert filtered(flat, weights / divisor) == pytest.approx(expected), name
    upright, lying = (filtered(step, weights) for name, _, weights, _ in BY_HAND if "edges" in name)
    assert (upright[:, 2:4] == 760).all() and (upright[:, [0, 1, 4, 5]] == 0).all() and (lying == 0).all()
    assert "upright edges" in by_hand(None, step.astype(np.uint8))[1].markdown()


def test_the_album_keeps_to_its_work_and_to_training_rows(run):
    net = network_of(run.model)
    few = Album(net, run.board, work=net.work * 70)
    assert len(few.rows) == 70 and (run.board.fold[few.rows] != -1).all() and few.of > 70
    assert len(Album(net, run.board, work=0).rows) == 48


def test_the_strongest_places_are_where_the_grid_is_largest(run):
    net = network_of(run.model)
    layer = stages(net.arrays)[-1]
    album = Album(net, run.board, [layer], work=0)
    grid = _inside.grids(net.arrays, net.grid(album.cells(album.rows[20:21])), [layer])[0][0]
    for k in range(grid.shape[2]):
        assert (
            grid[..., k].flat[album.spots[layer.index][20, k]] == grid[..., k].max() == album.peaks[layer.index][20, k]
        )


def test_opponents_are_the_answer_and_the_most_probable_other(run):
    net = network_of(run.model)
    x = np.asarray(run.board.dataset().cells["image"][3])
    p = run.model.predict({"image": x[None]})[0]
    assert opponents(net, x) == tuple(np.argsort(-p)[:2])
    assert opponents(net, x, int(p.argmin())) == (p.argmin(), p.argmax())


def test_the_report_shows_the_inside_of_a_network_small_and_without_torch(run):
    before = set(sys.modules)
    page = report_html(run)
    assert 'id="inside"' in page and 'id="steps"' in page and page.count('class="looks"') == 6
    assert "what speaks, in the final model" in page  # the worst mistakes
    assert len(page.encode()) < 900_000 and "<script" not in page
    assert "torch" not in set(sys.modules) - before


def test_the_section_is_there_without_pictures_too(run, section):
    plain = json.loads(json.dumps(section.plain()))
    assert (
        len(plain["facts"]["agreements"]) == 6 and plain["facts"]["looked_through"] == plain["facts"]["training_rows"]
    )
    told = section.markdown()
    assert "upright edges" in told and "what covering it costs" in told and "<img" not in told
    assert learned(Evidence(run)).facts["steps"] == {"0": 20, "final": 20}


def test_every_part_says_how_it_is_read_and_a_mistake_what_the_final_model_says_now(run, section, monkeypatch):
    told, of = section.markdown(), int((run.board.fold != -1).sum())
    for said in (READ_MAPS, READ_EXCITING, READ_NEAREST):
        assert said.split(":")[0] in told
    assert f"All {of} training letters were looked through" in told

    def lost(net, x, chosen, against, work):
        return Look(chosen, against, -1.0, np.ones((2, 2)), True, np.ones((28, 28)), 7, None)

    monkeypatch.setattr("zerotohero.report.inside.section.look", lost)
    assert inside(Evidence(run)).markdown().count("the final model leans to") == 6
    assert "leans to" not in inside(Evidence(run, rows=False)).markdown()


def test_the_report_to_pass_on_shows_no_picture_of_a_row(run):
    page = inside(Evidence(run, rows=False)).html() + learned(Evidence(run, rows=False)).html()
    assert 'class="looks"' not in page and 'class="strips"' not in page and 'class="sheet"' not in page
    assert page.count("<img") == 1 + len(BY_HAND) + 8  # the drawing, what filters make of it, eight filters


def test_a_damaged_line_of_steps_is_left_out(run, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    steps = "".join(f'{{"event": "step", "step": {i}, "of": 3, "loss": {1 / i}}}\n' for i in (1, 2, 3))
    (folder / "steps-0.jsonl").write_text(steps + '{"event": "st', "utf-8")

    class Elsewhere:
        has_model, params, board = True, {}, run.board

    Elsewhere.folder = folder
    section = learned(Evidence(Elsewhere()))
    assert section.facts["steps"] == {"0": 3} and re.search("From 1 to 0.333 in 3 steps", section.html())
    (folder / "steps-0.jsonl").unlink()
    assert learned(Evidence(Elsewhere())) is None


def test_the_report_of_another_run_has_nothing_inside(net_board):
    rival = next(r for r in net_board.ranked if r.algorithm == "nearest-class-mean")
    assert inside(Evidence(rival)) is None and learned(Evidence(rival)) is None


def test_a_network_that_gives_a_number_is_asked_what_makes_it_more(run, make_network):
    arrays = make_network([[0, 3, 1, 4, 1], [3, 0, 0, 0, 0], [4, 0, 0, 1, 0]], (28, 28, 1))
    manifest = {**run.model.manifest, "task": "regression", "classes": [], "classes_seen": [], "calibration": None}
    net = network_of(Model({**manifest, "log_target": False}, arrays))
    x = np.asarray(run.board.dataset().cells["image"][0])
    found = look(net, x)
    assert found.places.sum() == pytest.approx(net.model.predict({"image": x[None]})[0], abs=1e-3)
    assert found.covered[14, 14] == pytest.approx(_inside.occlusion(arrays, x, np.ones(1), 7, 2)[14, 14])


def test_the_command_takes_one_picture_of_a_person(hero, run, tmp_path):
    from PIL import Image

    image = np.asarray(run.board.dataset().cells["image"][7])
    Image.fromarray(image).save(tmp_path / "mine.png")
    out = run.board.folder.parent
    code, said, _ = hero(
        "explain", "net", tmp_path / "mine.png", "--out", out, "--json", "--svg", tmp_path / "why.html"
    )
    found = json.loads(said)
    assert code == 0 and found["run"] == "net" and len(found["nearest"]) == 6
    assert np.sum(found["places"]) == pytest.approx(found["score"]) and (tmp_path / "why.html").exists()
    code, _, err = hero("explain", "net", tmp_path / "mine.png", "--out", out, "--class", "Z")
    assert code == 1 and "Z" in err


def test_a_network_without_a_grid_is_looked_into_too(run):
    """The mean of the pixels and a dense layer: no filters, one map."""
    arrays = {
        "program": np.array([[3, 0, 0, 0, 0], [4, 0, 0, 10, 0]], np.int32),
        "shape": np.array([28, 28, 1], np.int32),
    }
    arrays |= {"mean": np.array([90.0]), "spread": np.array([95.0])}
    arrays["weights"] = np.random.default_rng(0).normal(0, 1, 20).astype(np.float32)
    model = Model(run.model.manifest, arrays)
    x = np.asarray(run.board.dataset().cells["image"][0])
    found = look(network_of(model), x, 2, 3)
    assert found.places.shape == (28, 28) and stages(arrays) == []
