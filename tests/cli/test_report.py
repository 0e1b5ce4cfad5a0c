"""`hero report` through the command line, on real leaderboards."""

import json
import re


def test_report_is_one_page_about_the_best_run(hero, moons_board, tmp_path):
    code, said, _ = hero("report", "best", "--out", moons_board.folder.parent)
    assert code == 0
    assert said.startswith("wrote report.html: ")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert f"{moons_board.best.score:.3f}" in page
    assert "<script" not in page and not re.search(r"https?:", page)


def test_every_scored_run_can_be_reported(hero, petting_board, tmp_path):
    for run in petting_board.ranked:
        code, _, err = hero("report", run.id, "--out", petting_board.folder.parent, "-o", f"{run.id}.html")
        assert (code, err) == (0, "")
        page = (tmp_path / f"{run.id}.html").read_text("utf-8")
        assert "Residuals" in page and "Model card" in page
        assert len(page.encode("utf-8")) < 2_000_000


def test_markdown_and_json_are_twins_of_the_page(hero, moons_board, tmp_path):
    for name in ("r.md", "r.json"):
        assert hero("report", "best", "--out", moons_board.folder.parent, "--to", name)[0] == 0
    twin = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert twin["verdict"]["facts"]["score"] == moons_board.best.score
    titles = [section["title"] for section in twin["sections"].values()]
    assert [t for t in titles if f"## {t}\n" in (tmp_path / "r.md").read_text("utf-8")] == titles


def test_without_rows_shows_no_mistake(hero, moons_board, tmp_path):
    out = ("--out", moons_board.folder.parent)
    assert hero("report", "best", *out, "--without-rows")[1].endswith("no rows\n")
    assert "Worst mistakes" not in (tmp_path / "report.html").read_text("utf-8")


def test_existing_file_is_kept_without_yes(hero, moons_board, tmp_path):
    (tmp_path / "report.html").write_text("mine", "utf-8")
    code, _, err = hero("report", "best", "--out", moons_board.folder.parent)
    assert code == 1
    assert "--yes" in err
    assert (tmp_path / "report.html").read_text("utf-8") == "mine"
    assert hero("report", "best", "--out", moons_board.folder.parent, "--yes")[0] == 0
    assert "<!doctype html>" in (tmp_path / "report.html").read_text("utf-8")


def test_without_a_leaderboard_it_says_how_to_make_one(hero):
    code, _, err = hero("report", "best")
    assert code == 1
    assert "hero train" in err


def test_a_folder_that_is_not_there_is_made(hero, moons_board, tmp_path):
    assert hero("report", "best", "--out", moons_board.folder.parent, "-o", "über mich/r.html")[0] == 0
    assert (tmp_path / "über mich" / "r.html").exists()
