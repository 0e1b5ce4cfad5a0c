"""`hero export --to page`, tables: every algorithm answers in the browser as the run does, or is refused with a reason."""

import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from zerotohero.core.errors import BoardError
from zerotohero.core.specs import discover
from zerotohero.export.page.bundle import bundle
from zerotohero.export.page.models import ANSWERS, REFUSED, products
from zerotohero.export.page.write import export_page
from zerotohero.leaderboard.model import Model, join
from zerotohero.serve.form import cell
from zerotohero.serve.page import answers_for
from zerotohero.train.train import train

SPECS = discover("algorithms")
NETWORKS = (
    "convnet",
    "sound-convnet",
    "convnet-photos",
    "frozen-features",
    "fine-tuned",
)  # test_page_pictures.py, ..._sounds.py
ROWS = {"gaussian-process": 100}  # each of its answers multiplies a square of all rows
WORDS = [
    "cheap",
    "quiet",
    "LOUD!",
    "42",
    "garden-view",
    "é",
    "naïve",
    "the",
    "of",
    "Straße",
    "İstanbul",
    "x_y",
    "٣٤",
    "😀",
]


def messy_table(path, rows=260):
    """Write a table with every kind of column, gaps, a skewed number and a rare category; two answers follow from it."""
    rng = np.random.default_rng(3)
    lines = ["size,income,town,day,remark,kind,price"]
    for i in range(rows):
        size, income = rng.normal(60, 20), np.exp(rng.normal(8, 1.5))
        town = rng.choice(["Ulm", "Köln", "Bonn", f"rare {i % 90}"], p=[0.5, 0.3, 0.15, 0.05])
        words = rng.choice(WORDS, rng.integers(3, 9))
        good = (size > 60) + (town == "Ulm") + ("quiet" in words)
        kind = ["no", "maybe", "yes", "yes"][good]
        price = 1000 * good + 10 * size + rng.normal(0, 50)
        gaps = rng.random(4) < 0.1
        cells = [f"{size:.2f}", f"{income:.1f}", town, f"20{10 + i % 15}-{1 + i % 12:02}-{1 + i % 28:02}"]
        cells = ["" if gap else cell for cell, gap in zip(cells, gaps)]
        lines.append(",".join([*cells, " ".join(words), kind, f"{price:.2f}"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def odd_rows(rows=1000):
    """Return new rows as the form sends them: missing, unknown and extreme cells among them."""
    rng = np.random.default_rng(9)

    def pick(usual, odd):
        return odd[rng.integers(len(odd))] if rng.random() < 0.15 else usual

    return [
        {
            "size": pick(float(rng.normal(60, 30)), [None, 1e30, -1e30, 0, "", " 7.5 ", "seven", "1e400"]),
            "income": pick(float(np.exp(rng.normal(8, 3))), [None, 1e12, 0, -5]),
            "town": pick(str(rng.choice(["Ulm", "Köln", "Bonn"])), [None, "Atlantis", "rare 3", "constructor", ""]),
            "day": pick(f"{rng.integers(1950, 2090)}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}",
                        [None, "2024-02-29", "1969-12-31T23:59:59", "2020-05-05T12:30", "soon", "2023-02-31"]),
            "remark": pick(" ".join(rng.choice(WORDS, rng.integers(1, 12))), [None, "", "nothing known", "quiet " * 50]),
        }
        for _ in range(rows)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """A leaderboard for each task on the messy table, with one quick run: the other algorithms borrow what it knows."""
    folder = tmp_path_factory.mktemp("messy")
    path = messy_table(folder / "messy.csv")
    return {
        task: train(str(path), target, only=[id], drop=[other], time="none", effort="quick", out=str(folder / task))
        for task, target, other, id in (
            ("classification", "kind", "price", "nearest-class-mean"),
            ("regression", "price", "kind", "ridge"),
        )
    }


def answers_like(page, model, rows):
    """Assert that the page of a model answers rows as the run does."""
    run = page.open(model)
    names = [name for name, _ in run.model.manifest["features"]]
    read = [{name: cell(row[name], run.model.recipe.column(name))[0] for name in names} for row in rows]
    page.said(page.reads(rows), {name: np.concatenate([row[name] for row in read]) for name in names})


TABLE = [
    pytest.param(task, id, id=f"{id}-{task}")
    for id, spec in SPECS.items()
    for task in ("classification", "regression")
    if id in ANSWERS and task in spec.tasks and spec.takes_kind("table")
]


@pytest.mark.parametrize(("task", "id"), TABLE)
def test_the_page_answers_as_the_run_does(boards, fitted, page, task, id):
    if not SPECS[id].installed and id != "mlp":
        pytest.skip(f"needs the extra {SPECS[id].extra}")
    answers_like(page, fitted(boards[task], id), odd_rows(ROWS.get(id, 1000)))


FINISHED = {
    "temperature": {"calibration": {"kind": "temperature", "t": 0.5}, "prior": [0.2, 0.3, 0.5]},
    "log": {"log_target": True, "interval": {"level": 0.9, "low": -0.4, "high": 0.3, "log": True}},
}


@pytest.mark.parametrize("how", FINISHED)
def test_a_combination_answers_as_its_members_do(boards, fitted, page, how):
    task = "regression" if how == "log" else "classification"
    ids = ("decision-tree", "ridge") if how == "log" else ("logistic-regression", "random-forest", "decision-tree")
    members = [fitted(boards[task], id) for id in ids]
    if how == "log":  # on the scale of a logarithm
        for member, name in zip(members, ("value", "coef")):
            member.arrays[name] *= 1e-3
    answers_like(page, join(members, [1 / len(members)] * len(members), **FINISHED[how]), odd_rows(300))
    if how == "log":
        value, low, high = page.browser.js("(({prediction, low, high}) => [prediction, low, high])(model.answer({}))")
        expected = page.run.model.interval(np.array([value]))
        assert [low, high] == pytest.approx([float(x[0]) for x in expected], rel=1e-9)


TWO = [
    {"calibration": {"kind": "sigmoid", "a": 1.7, "b": -0.4}},
    {"calibration": {"kind": "isotonic", "x": [0.1, 0.4, 0.7, 0.9], "y": [0.02, 0.3, 0.8, 0.97]}, "threshold": {"positive": "yes", "value": 0.2}},
]  # fmt: skip


@pytest.mark.parametrize("changes", TWO)
def test_two_classes_are_calibrated_and_answered_from_a_threshold_on(boards, fitted, page, changes):
    model = fitted(boards["classification"], "logistic-regression")
    arrays = {name: array[:2] for name, array in model.arrays.items()}
    about = {**model.manifest, "classes": ["no", "yes"], "classes_seen": [0, 1], "usual_answers": None, **changes}
    answers_like(page, Model(about, arrays), odd_rows(300))


def test_every_algorithm_is_held_to_parity_or_refused_with_a_reason():
    held = {case.values[1] for case in TABLE} | {*NETWORKS}
    assert held == set(ANSWERS)
    assert set(SPECS) == held | set(REFUSED) | {"combination"}
    assert not held & set(REFUSED)
    assert all(len(reason.split()) > 3 for reason in REFUSED.values())


def test_a_refusal_says_why_and_what_to_do_and_writes_nothing(boards, tmp_path, monkeypatch):
    run = boards["classification"].run("nearest-class-mean")
    monkeypatch.setitem(run.model.manifest, "algorithm", "rules")
    with pytest.raises(BoardError, match=r"got rules in Python.* Try: hero (serve|export) \w+"):
        export_page(run, tmp_path, answers_for(run))
    assert not list(tmp_path.iterdir())


def test_a_page_too_large_to_send_is_refused(boards, tmp_path, monkeypatch):
    monkeypatch.setattr("zerotohero.export.page.write.MOST_BYTES", 50_000)
    run = boards["regression"].run("ridge")
    with pytest.raises(BoardError, match=r"got 0 MB; 0 MB is the most"):
        export_page(run, tmp_path, answers_for(run))
    assert not list(tmp_path.iterdir())


def test_a_network_that_would_take_seconds_is_refused(boards, tmp_path, monkeypatch):
    program = [
        (0, 3, 1, 4, 1),
        (5, 0, 0, 0, 0),
        (1, 3, 2, 4, 0),
        (6, 1, 2, 4, 0),
        (2, 2, 2, 0, 0),
        (3, 0, 0, 0, 0),
        (4, 0, 0, 2, 0),
    ]
    arrays = {"program": np.array(program), "shape": np.array([10, 10, 3])}
    expected = 10 * 10 * 9 * 3 * 4 + 5 * 5 * 9 * 4 + 5 * 5 * 4 * 4
    assert products(arrays) == expected
    assert products({**arrays, "grid": 0}) == 2 * expected
    monkeypatch.setattr("zerotohero.export.page.models.products", lambda arrays: 7e9)
    run = boards["classification"].run("nearest-class-mean")
    with pytest.raises(BoardError, match="about 7 seconds for an answer"):
        export_page(run, tmp_path, answers_for(run))


def test_the_page_shows_bars_the_score_and_what_it_does_not_know(boards, page):
    run = page.open(boards["classification"].run("nearest-class-mean"))
    js = page.browser.js
    page.browser.until("document.getElementById('prediction').textContent")
    assert js("document.getElementById('prediction').textContent") in run.classes
    assert js("[...document.querySelectorAll('#bars th')].map(t => t.textContent)") == run.classes
    assert re.search(r"nearest class mean · accuracy 0\.\d+ on rows it had not seen", js("document.body.innerText"))
    facts = js("document.getElementById('facts').textContent")
    assert (
        "it answers with one of maybe, no, yes" in facts
        and "nothing that you draw, show, say or type leaves it" in facts
    )
    js("""(field => { field.value = "Atlantis"; field.dispatchEvent(new Event("input", {bubbles: true})) })(
        Object.assign(document.querySelectorAll("select")[0], {value: "\\0other"}).nextSibling)""")
    page.browser.until("document.getElementById('notes').textContent.includes('Atlantis')")


def test_no_rare_value_and_no_text_stands_on_the_page(boards, page):
    page.open(boards["classification"].run("nearest-class-mean"))
    text = page.paths["page"].read_text("utf-8")
    assert "Köln" in text and "rare 3" not in text
    fields = page.browser.js("model.about.fields")
    assert [field["value"] for field in fields if field["type"] == "words"] == [""]


def test_the_example_answers_on_a_page_of_its_own(boards, page):
    for task in ("classification", "regression"):
        page.open(boards[task].best)
        assert len(page.paths["example"].read_text("utf-8").splitlines()) <= 25
        page.browser.open(page.paths["example"].as_uri())
        said = page.browser.until("(text => text !== '…' && text)(document.getElementById('answer').textContent)")
        assert re.fullmatch(r"(maybe|no|yes): \d+ %" if task == "classification" else r"[\d.]+", said)


def test_answers_come_sorted_and_can_be_asked_for_again_and_again(boards, page):
    page.open(boards["classification"].best)
    found = page.browser.js("""(async () => {
      let times = 0, last;
      await new Promise((done) => model.classify({size: 100}, function gotResult(results) {
        last = results;
        if (++times < 200) model.classify({size: 100}, gotResult); else done();
      }));
      return last;
    })()""")
    confidences = [result["confidence"] for result in found]
    assert confidences == sorted(confidences, reverse=True) and sum(confidences) == pytest.approx(1)
    assert page.browser.js("model.classify({siez: 1}).catch((error) => error.message)").startswith(
        "There is no column “siez”"
    )


def test_the_command_writes_four_files_and_says_what_to_do_with_them(boards, hero):
    board = boards["regression"]
    code, out, err = hero("export", "ridge", "--to", "page", "--out", str(board.folder.parent), "-o", "sent")
    assert code == 0, err
    assert "Open it in a browser, or send it" in out
    assert {path.name for path in Path("sent").iterdir()} == {"page.html", "classifier.js", "model.js", "example.html"}


ROOM = files("zerotohero.web")
MODULES = sorted(file.name for file in (ROOM / "model").iterdir())


@pytest.mark.parametrize("name", MODULES)
def test_the_modules_stay_readable_and_name_nothing_outside(name):
    text = (ROOM / "model" / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"(https?:)?//\w+\.\w|innerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    assert name == "page.html" or "</script" not in text  # a page's script would end there
    assert not (ROOM / name).is_file()  # the room above has no file of that name: imports would be mixed up


def test_a_bundle_holds_every_module_once_and_before_it_is_used():
    text = bundle("page.js", ["trees.js", "form.js"], "{}")
    assert text.count("const linear_js = ") == 1
    assert text.index("const linear_js = ") < text.index("const trees_js = ") < text.index("page_js.start({});")
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)
