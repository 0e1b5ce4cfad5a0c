"""What comes after training where lines are written: every command fits the task."""

import json

from zerotohero.cli.show import TrainingView
from zerotohero.train.next import next_steps
from zerotohero.train.test import test as judge


def test_the_stages_speak_of_lines(capsys):
    view = TrainingView()
    view({"event": "data", "rows": 900, "kind": "text", "columns": 1, "task": "generation", "target": "line", "classes": 0,
          "notes": [], "examples": ["I woke up late, … → the clock said half past eight,"]})  # fmt: skip
    view({"event": "fit", "fits": 0, "candidates": 3, "workers": 1, "already": 0, "rows": 500, "columns": 1,
          "greater_is_better": False})  # fmt: skip
    view({"event": "predict", "shape": [700, 2], "lines": ["my socks were on the cat"], "perplexities": [86.4]})
    view({"event": "validate", "metric": "perplexity", "score": 89.68, "score_std": 5.3, "algorithm": "rhyming-ngram"})
    said = capsys.readouterr().out
    assert "900 lines" in said
    assert "I woke up late, … → the clock" in said
    assert "86  my socks were on the cat" in said
    assert "perplexity 89.7 ± 5.3" in said
    assert "y[fold" not in said


def test_the_events_of_a_training_hold_three_lines_and_their_perplexities(lyrics_board):
    events = [json.loads(line) for line in (lyrics_board.folder / "events.jsonl").read_text("utf-8").splitlines()]
    told = next(e for e in events if e["event"] == "predict")
    assert len(told["lines"]) == len(told["perplexities"]) == 3
    assert all(1 < p < 1e4 for p in told["perplexities"])
    assert " … → " in next(e for e in events if e["event"] == "data")["examples"][0]


def test_next_writes_and_tries_other_orders_but_looks_at_no_mistakes(lyrics_board):
    commands = [step["command"] for step in next_steps(lyrics_board)]
    assert commands[0] == "hero generate best"
    assert commands[1].endswith("--effort thorough")
    assert "--target" not in commands[1]
    assert commands[-1] == "hero test best"


def test_the_test_lines_are_drawn_again_one_by_one(lyrics_board):
    found = judge("best", out=str(lyrics_board.folder.parent))
    low, high = found.interval
    assert found.rows == (lyrics_board.fold == -1).sum()
    assert 1 < low < found.score < high


def test_board_map_report_and_refit_speak_of_lines(lyrics_board, hero):
    out = ("--out", str(lyrics_board.folder.parent))
    code, said, _ = hero("board", *out)
    assert code == 0
    assert "rhyming n-grams" in said
    code, said, _ = hero("map", lyrics_board.manifest["origin"])
    assert code == 0
    assert "One word at a time" in said
    assert said.count("Left out") == 1
    assert "histogram-boosting" not in said
    code, said, _ = hero("report", "best", "-o", "page.json", *out)
    assert code == 0
    assert "its verses" in said
    code, said, _ = hero("export", "plain-ngram", "-o", "script", *out)
    assert code == 0
    assert "lines of plain Python" in said
    code, said, _ = hero("refit", "best", *out)
    assert code == 0
    assert "hero generate" in said
    assert "hero predict" not in said


def test_too_few_lines_are_one_message_about_lines(tmp_path, hero):
    (tmp_path / "two.txt").write_text("the cat sat\nthe rat ran\n", "utf-8")
    code, _, said = hero("train", "two.txt")
    assert code and "at least 10 lines" in said and "2 lines" in said and "--target" not in said
