"""Numbers in words."""

from types import SimpleNamespace

import pytest

from zerotohero.report.sentences import best_rival, change_text, headline, number, plain, score_text, steps


def board_with(metric, target="price", score=0.87, rival=0.61, kind="table", classes=(), split=None):
    greater = metric in ("accuracy", "balanced_accuracy", "roc_auc", "r2")
    task = "classification" if metric in ("accuracy", "balanced_accuracy", "roc_auc", "log_loss") else "regression"
    manifest = {"metric": metric, "greater_is_better": greater, "task": task, "kind": kind, "target": target,
                "classes": list(classes), "split": {"groups": None, "time": None} | (split or {})}  # fmt: skip
    board = SimpleNamespace(manifest=manifest)
    run = {"status": "ok", "params": {}, "board": board}
    best = SimpleNamespace(id="m-1", algorithm="ridge", title="ridge", score=score, baseline=False, **run)
    plain = SimpleNamespace(id="r-1", algorithm="mean", title="mean", score=rival, baseline=True, **run)
    board.runs = sorted([best, plain], key=lambda r: r.score, reverse=greater)
    return best


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.8714, "0.871"), (24310.4, "24,310"), (3.2, "3.2"), (2014.0, "2014"), (10000, "10,000"), (12.346, "12.35"), (-0.5, "-0.5"), (0, "0"), (7.0, "7"),
     (1e-9, "1.00e-09"), (1e20, "1.00e+20"), (float("nan"), "–"), (None, "–")],
)  # fmt: skip
def test_numbers_keep_the_digits_that_matter(value, said):
    assert number(value) == said


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [("rmsle", 0.08633, "0.0863"), ("rmsle", 0.0005, "0.0005"), ("rmsle", 0.12345, "0.123"), ("rmse", 0.05, "0.0500"),
     ("accuracy", 0.0863, "0.086"), ("rmse", 12.345, "12.35"), ("log_loss", 0.00004, "4.00e-05")],
)  # fmt: skip
def test_a_small_error_keeps_its_digits(metric, value, said):
    assert score_text(board_with(metric).board, value) == said


def test_plain_text_is_one_printable_line_and_keeps_joined_emoji():
    assert plain("a\nb\x00c\u202ed\ud800e") == "a b c d e"
    assert plain("👩\u200d🔬") == "👩\u200d🔬"
    assert plain("x" * 99, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (board_with("accuracy", kind="images", classes="ABC"),
         "It reads 87 of 100 letters it has never seen; the best plain rival, mean, reads 61."),
        (board_with("accuracy", kind="images", classes=("cat", "dog")),
         "It recognizes 87 of 100 pictures it has never seen; the best plain rival, mean, recognizes 61."),
        (board_with("accuracy", "survived"),
         "It gets survived right for 87 of 100 rows it has never seen; the best plain rival, mean, gets 61."),
        (board_with("balanced_accuracy", "kind"),
         "Of every 100 rows of a class it has never seen, it gets 87 right; the best plain rival, mean, 61."),
        (board_with("roc_auc", "churn"),
         "Shown two rows of opposite churn it has never seen, it tells which is which 87 of 100 times; "
         "the best plain rival, mean, manages 61."),
        (board_with("rmse", score=23_456, rival=79_123),
         "Predicting price for rows it has never seen, it is off by about 23,000; "
         "the best plain rival, mean, by about 79,000."),
        (board_with("rmsle", score=0.1222, rival=0.4),
         "Predicting price for rows it has never seen, it is off by about 13 %; "
         "the best plain rival, mean, by about 49 %."),
        (board_with("r2", score=0.8, rival=0.0),
         "It explains 0.800 of the ups and downs of price (1 would be all); "
         "the best plain rival, mean, explains 0.000."),
        (board_with("log_loss", "kind", score=0.4, rival=1.1),
         "Its probabilities for kind cost 0.400 in log loss (0 is perfect); "
         "the best plain rival, mean, costs 1.100."),
    ],
)  # fmt: skip
def test_headline_says_each_metric_in_words(made, said):
    assert headline(made) == said


def test_headline_says_what_was_new_about_the_rows():
    groups = board_with("accuracy", kind="images", classes="AB", split={"groups": "typeface"})
    assert "letters it has never seen, each from a typeface that is new to it;" in headline(groups)
    later = board_with("mae", score=3.0, rival=9.0, split={"time": ["year"]})
    assert "rows that came later than all it learned from" in headline(later)


@pytest.mark.parametrize(("score", "said"), [(0.876, "88"), (0.9999, "more than 99"), (1.0, "100"), (0.0, "0")])
def test_shares_are_rounded_but_only_perfect_is_a_hundred(score, said):
    assert f"for {said} of 100 rows" in headline(board_with("accuracy", score=score, rival=0.0))


def test_headline_admits_that_a_plain_rival_is_as_good():
    assert "a plain rival, mean, does as well or better" in headline(board_with("accuracy", score=0.6, rival=0.61))
    assert "a plain rival, mean, does as well or better" in headline(board_with("rmse", score=9.0, rival=8.0))


@pytest.mark.parametrize(
    ("mine", "end"),
    [(0.3, "the cheapest plain rival, mean, costs 0.4."), (0.4, "a plain rival, mean, costs no more: 0.4.")],
)
def test_where_mistakes_have_a_price_the_headline_says_what_they_cost(mine, end):
    made = board_with("accuracy", score=0.8, rival=0.9)
    made.board.manifest["cost"] = {"miss": 10.0, "false alarm": 1.0, "positive": "1"}
    assert "80 of 100" in headline(made)  # a run that nobody judged by costs
    made.cost = {"per_row": mine, "most_probable": 1.3}
    next(r for r in made.board.runs if r.baseline).cost = {"per_row": 0.4, "most_probable": 3.6}
    said = "With a miss at 10 and a false alarm at 1, it costs {} for each of the rows it has never seen; {}"
    assert headline(made) == said.format(mine, end)


def test_a_rival_is_not_compared_with_itself(digits_board):
    rival = best_rival(digits_board)
    assert best_rival(digits_board, but=rival).algorithm == "majority"


def test_changes_on_the_staircase_add_up_to_the_whole_way(digits_board, houses_board):
    for board in (digits_board, houses_board):
        stairs = steps(board)
        assert [s.run.algorithm for s in stairs][1:] == ["one-level-tree", board.best.algorithm]
        assert sum(s.change for s in stairs[1:]) == pytest.approx(board.best.score - stairs[0].score)


def test_no_rival_stands_on_the_staircase_twice_and_a_change_that_no_digit_shows_is_none():
    best = board_with("accuracy", score=0.97)
    like = {"status": "ok", "baseline": True, "board": best.board}
    level = SimpleNamespace(id="a", algorithm="majority", title="majority", score=0.5303, **like)
    question = SimpleNamespace(id="b", algorithm="one-level-tree", title="one-level tree", score=0.5302, **like)
    best.board.runs = [best, level, question]  # one question is worth nothing here
    stairs = steps(best.board)
    assert [s.run.algorithm for s in stairs] == ["majority", "one-level-tree", best.algorithm]
    assert change_text(best.board, stairs[1].change) == "±0.000"
    assert (change_text(best.board, -0.02), change_text(best.board, 0.44)) == ("−0.020", "+0.440")


def test_the_best_rival_is_a_step_where_it_beats_the_plainer_ones(digits_board, monkeypatch):
    from zerotohero.report import sentences

    one = next(r for r in digits_board.runs if r.algorithm == "one-level-tree")
    for score, expected in ((one.score + 0.1, 4), (one.score - 0.01, 3)):
        strong = SimpleNamespace(algorithm="rules", id="r", title="your rules", score=score, baseline=True)
        monkeypatch.setattr(sentences, "best_rival", lambda board, strong=strong: strong)
        stairs = steps(digits_board)
        assert len(stairs) == expected
        assert (stairs[2].title == "your rules") == (expected == 4)
