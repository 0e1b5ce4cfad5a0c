"""The report: whole, safe, self-contained, and blind to the test set."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.core.errors import BoardError, UsageError
from zerotohero.report.report import report_html, report_json, report_markdown, write_report

VOID = {"meta", "img", "br", "line", "circle", "use", "path", "rect"}


class Balance(HTMLParser):
    """Collects tags and complains about those that are closed out of order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes, self.words = [], set(), [], []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def parsed(html):
    page = Balance()
    page.feed(html)
    page.close()
    return page


@pytest.fixture(scope="module")
def pages(digits_board, houses_board):
    return {"digits": report_html(digits_board.best), "houses": report_html(houses_board.best)}


@pytest.mark.parametrize("name", ["digits", "houses"])
def test_page_is_one_well_formed_file_without_scripts_or_requests(pages, name):
    page = parsed(pages[name])
    assert page.open == []
    assert not page.seen & {"script", "link", "iframe", "object", "base", "form"}
    links = [v for k, v in page.attributes if k in ("src", "href", "xlink:href", "srcset", "action")]
    assert all(v.startswith(("data:image/png;base64,", "#")) for v in links)
    assert not re.search(r"https?:|@import|url\((?!#)", pages[name])
    assert not [k for k, _ in page.attributes if k.startswith("on")]


@pytest.mark.parametrize("name", ["digits", "houses"])
def test_page_is_small_and_has_light_dark_phone_and_print(pages, name):
    assert len(pages[name].encode("utf-8")) < 300_000
    for words in ("prefers-color-scheme: dark", "@media print", "max-width: 34rem", "width=device-width"):
        assert words in pages[name]


def test_sections_come_in_the_order_in_which_people_ask(pages):
    titles = re.findall(r"<h2>(.*?)</h2>", pages["digits"])
    assert titles == [
        "Can I trust this, and for what?", "Leaderboard", "The staircase", "Confusion matrix", "Can its probabilities be believed?",
        "The pairs it mixes up most", "Worst mistakes", "What the checks found in the data",
        "What this model does not know", "Next steps", "Model card",
    ]  # fmt: skip
    assert "Residuals" in re.findall(r"<h2>(.*?)</h2>", pages["houses"])


def test_what_was_studied_stands_between_mistakes_and_findings(studied):
    page = report_html(studied)
    ids = re.findall(r"<section id=\"?([a-z]+)", page)
    assert ids == ["verdict", "leaderboard", "staircase", "residuals", "slices", "mistakes", "importance", "dependence",
                   "learning", "findings", "unknown", "next", "card"]  # fmt: skip
    assert re.findall(r'<a href="#([a-z]+)">', page) == ids[1:]


def test_every_plot_says_how_it_is_read_and_how_it_is_misread(pages, studied):
    for page in (*pages.values(), report_html(studied)):
        for section in re.findall(r"<section.*?</section>", page, re.DOTALL):
            if any(drawn in section for drawn in ("<figure", "<svg", "class=stairs", "confusion")):
                assert 'class="how"' in section and 'class="misread"' in section


def test_each_word_of_the_field_is_explained_once(pages):
    words = re.findall("<dfn>(.*?)</dfn>", pages["digits"])
    assert len(words) == len(set(words)) >= 5
    assert "[[" not in pages["digits"]


def test_headline_is_the_score_in_words(pages, digits_board):
    right = round(100 * digits_board.best.score)
    rival = round(100 * next(r for r in digits_board.runs if r.algorithm == "one-level-tree").score)
    said = re.search("<h1>(.*?)</h1>", pages["digits"]).group(1)
    assert (
        said
        == f"It reads {right} of 100 digits it has never seen; the best plain rival, one-level tree, reads {rival}."
    )


def test_names_that_look_like_markup_stay_text(pages):
    for page in pages.values():
        assert "<script" not in page
        assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; 🙂 &amp; 🦩中 co" in page
        assert "&lt;b&gt;x&lt;/b&gt;" in page  # a finding's fix


def test_every_fold_is_a_dot_and_rivals_are_hollow(pages, digits_board):
    scored = [r for r in digits_board.runs if r.status == "ok"]
    board = re.search("<table class=board>.*?</table>", pages["digits"], re.DOTALL).group()
    circles = re.findall(r"<circle [^>]*>", board)
    assert len(circles) == sum(len(r.fold_scores) for r in scored)
    assert sum('fill="none"' in c for c in circles) == sum(len(r.fold_scores) for r in scored if r.baseline)


def test_no_test_row_is_ever_shown(pages, digits_board, houses_board):
    files = re.findall(r'<figure title="(.*?)"', pages["digits"])
    places = [list(digits_board.dataset().cells["file"]).index(f) for f in files]
    assert len(places) == 24
    assert (digits_board.fold[places] >= 0).all()
    rows = [
        int(n) - 1
        for n in re.findall(r'<tr><td><span class="number">(\d+)</span>', pages["houses"].partition('id="mistakes"')[2])
    ][:20]
    assert len(rows) == 20
    assert (houses_board.fold[rows] >= 0).all()


def test_a_test_row_among_the_predictions_is_left_out(digits_board):
    """Even a run whose predictions hold test rows cannot bring one onto the page."""
    run = digits_board.best
    rows, probabilities = run.oof
    test = np.flatnonzero(digits_board.fold < 0)
    wrong = np.eye(10)[(digits_board.y[test] + 1) % 10]  # sure and wrong: the worst mistakes there could be
    leaky = SimpleNamespace(**{**vars(run), "oof": (np.r_[rows, test], np.r_[probabilities, wrong])})
    assert report_html(leaky) == report_html(run)


def test_perfect_run_has_no_mistakes(digits_board):
    run = digits_board.best
    rows, _ = run.oof
    perfect = SimpleNamespace(**{**vars(run), "oof": (rows, np.eye(10)[digits_board.y[rows]])})
    assert "None: every training row was predicted right" in report_html(perfect)


def test_same_run_gives_the_same_page(digits_board, pages):
    assert report_html(digits_board.best) == pages["digits"]


def test_test_score_stands_on_the_page_once_the_test_set_was_used(digits_board, monkeypatch):
    use = {"run": digits_board.best.id, "score": 0.9123}
    monkeypatch.setattr(type(digits_board), "uses", [use], raising=False)
    page = report_html(digits_board.best)
    assert "which nothing was chosen by: 0.912." in re.sub("<.*?>", "", page)
    assert "used 1 time" in page


def test_report_is_written_whole_and_told(digits_board, tmp_path):
    told = []
    write_report(digits_board.best, tmp_path / "r.html", lambda event, **facts: told.append((event, facts["bytes"])))
    size = (tmp_path / "r.html").stat().st_size
    assert told == [("report", size)]
    assert [p.name for p in tmp_path.iterdir()] == ["r.html"]


def test_run_without_leaderboard_or_score_is_refused(digits_board):
    with pytest.raises(BoardError, match="a run on its leaderboard"):
        report_html(SimpleNamespace(board=None))
    skipped = next(r for r in digits_board.runs if r.status == "skipped")
    with pytest.raises(BoardError, match="about 34 s a fold"):
        report_html(skipped)


def numbers_in(page):
    """Return the numbers that a page shows: what stands in tags is no number."""
    shown = re.sub(r"<svg.*?</svg>|<nav.*?</nav>|<[^>]*>", " ", page.partition("<main>")[2], flags=re.DOTALL)
    return {n.strip(".,") for n in re.findall(r"\d[\d.,]*", shown)}


def test_the_json_has_every_number_of_the_page(pages, studied, digits_board):
    for run in (studied, digits_board.best):
        twin = report_json(run)
        assert not [n for n in numbers_in(report_html(run)) if n not in twin]
    assert json.loads(twin)["verdict"]["facts"]["score"] == digits_board.best.score  # all digits


def test_the_markdown_has_every_section_and_table(studied):
    page, twin = report_html(studied), report_markdown(studied)
    assert re.findall("^## (.*)", twin, re.MULTILINE) == [unescape(t) for t in re.findall(r"<h2>(.*?)</h2>", page)]
    assert "| area | 51,000 | 2000 |" in twin
    assert "<" not in re.sub(r"\\<|`[^`]*`", "", twin)


def test_without_rows_no_single_row_rare_name_or_folder_is_left(houses_board, studied, monkeypatch):
    """Three towns are known to one row each, a folder is in the origin and in a command."""
    cells = dict(houses_board.dataset().cells)
    town = cells["town"].copy()
    training = np.flatnonzero(houses_board.fold != -1)
    for i in range(3):
        town[training[i]] = f"Hidden{i}"
    monkeypatch.setitem(houses_board.dataset().cells, "town", town)
    study = json.loads((studied.folder / "study.json").read_text())
    study["dependence"][1]["at"] = ["Ulm", "Hidden0"]
    (studied.folder / "study.json").write_text(json.dumps(study))
    monkeypatch.setattr(houses_board, "manifest", {**houses_board.manifest, "origin": "/home/somebody/houses.csv"})
    step = {"command": "hero train /home/somebody/houses.csv", "why": "more"}
    monkeypatch.setattr(type(houses_board), "next", [step])
    for form in (report_html, report_markdown, report_json):
        said, kept = form(studied), form(studied, rows=False)
        assert "Hidden0" in said and "Hidden" not in kept
        assert "somebody" in said and "somebody" not in kept
        assert "hero train houses.csv" in kept
        assert "Worst mistakes" in said and "Worst mistakes" not in kept
    least = f"{np.nanmin(cells['area'][training]):.2f} to"
    assert least in report_html(studied) and least not in report_html(studied, rows=False)
    assert report_html(studied, rows=False).count("<use") < 100  # no dot for each row


def test_the_ending_of_the_name_decides_the_form(digits_board, tmp_path):
    for name, start in (("r.html", "<!doctype"), ("r.MD", "# It reads"), ("r.json", "{")):
        write_report(digits_board.best, tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith(start)
    with pytest.raises(UsageError, match=r"\.html, \.md or \.json; got r\.pdf.*--to r\.html"):
        write_report(digits_board.best, tmp_path / "r.pdf")
