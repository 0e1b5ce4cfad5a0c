"""Where a run stands."""

import json
import re
from types import SimpleNamespace

from zerotohero.report.evidence import Evidence
from zerotohero.report.standing import findings, leaderboard, members, next_steps, staircase


def test_blue_on_the_staircase_is_what_the_step_added(digits_board):
    widths = [
        [float(w) for w in re.findall(r"width:([\d.]+)%", rail)]
        for rail in re.findall("<div class=rail>(.*?)</div>", staircase(Evidence(digits_board.best)).html())
    ]
    scores = sorted(r.score for r in digits_board.runs if r.status == "ok")
    for (old, added), score, below in zip(widths, scores, [None, *scores]):
        assert abs(old + added - 100 * score) < 0.2
        assert added == 0 if below is None else abs(old - 100 * below) < 0.2


def test_this_run_is_marked_and_runs_without_score_are_listed(digits_board):
    html = leaderboard(Evidence(digits_board.best)).html()
    assert html.count("this report") == 1
    assert "histogram boosting: skipped, about 34 s a fold" in html


def test_published_figures_stand_among_the_runs_and_say_how_many_are_beaten(digits_board):
    best = digits_board.best.score
    peers = [{"name": "a <paper>", "score": best + 0.01}, {"name": "a blog", "score": best - 0.01}]
    digits_board.folder.joinpath("peers.json").write_text(json.dumps({"metric": "accuracy", "peers": peers}))
    try:
        section = leaderboard(Evidence(digits_board.best))
    finally:
        digits_board.folder.joinpath("peers.json").unlink()
    rows = [(row[0], row[1]) for row in section.parts[0].otherwise.rows]
    assert rows[:3] == [("1", "a <paper>"), ("2", digits_board.best.title), ("3", "a blog")]
    for form in (section.html(), section.markdown()):
        assert "better than 1 of 2 published figures" in form
    assert "a &lt;paper&gt;" in section.html() and "<paper>" not in section.html()
    assert section.facts["rank"]["better_than"] == 1
    assert "published" not in leaderboard(Evidence(digits_board.best)).html()


def test_every_rival_is_introduced_in_a_line(digits_board):
    section = leaderboard(Evidence(digits_board.best))
    for form in (section.html(), section.markdown()):
        assert "plain rival: asks one question" in form
        assert "plain rival: always says the most frequent class" in form


def test_a_report_does_not_send_its_reader_to_itself(digits_board, monkeypatch):
    steps = [{"command": "hero report best", "why": ""}, {"command": "hero test best", "why": ""}]
    monkeypatch.setattr(type(digits_board), "next", steps)
    assert [said for said, _ in next_steps(Evidence(digits_board.best)).parts[0].said] == ["`hero test best`"]


def test_next_steps_are_commands_with_their_reason(digits_board):
    assert (
        "<code>hero test best</code> <span class=soft>ask the rows kept aside"
        in next_steps(Evidence(digits_board.best)).html()
    )


def test_a_combination_shows_who_answers_with_which_weight(digits_board, monkeypatch):
    run, other = digits_board.best, digits_board.ranked[1]
    by_id = {r.id: r for r in digits_board.ranked}
    monkeypatch.setattr(type(digits_board), "run", lambda self, id: by_id[id], raising=False)
    both = SimpleNamespace(
        **{**vars(run), "members": [{"run": other.id, "weight": 0.3}, {"run": run.id, "weight": 0.7}]}
    )
    section = members(Evidence(both))
    assert [row[:2] for row in section.parts[0].rows] == [(run.title, "0.70"), (other.title, "0.30")]
    assert f"the best of them alone {run.score:.3f}" in section.parts[1].said
    assert members(Evidence(run)) is None


def test_findings_name_no_rare_class_where_no_rows_may_be_shown(digits_board, monkeypatch):
    rare = {
        "code": "imbalance",
        "severity": "note",
        "where": [],
        "evidence": {},
        "why": "kind is '7' in 3 rows.",
        "fix": "",
    }
    manifest = {**digits_board.manifest, "findings": [rare]}
    monkeypatch.setattr(digits_board, "manifest", manifest)
    assert "&#x27;7&#x27;" in findings(Evidence(digits_board.best, rows=False)).html()  # 150 rows: not rare
    y = digits_board.y.copy()
    y[(y == 7).nonzero()[0][9:]] = 1
    monkeypatch.setattr(digits_board, "y", y)
    assert "&#x27;7&#x27;" not in findings(Evidence(digits_board.best, rows=False)).html()
    assert "&#x27;7&#x27;" in findings(Evidence(digits_board.best)).html()
