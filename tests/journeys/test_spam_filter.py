"""Journey: someone has text messages, some of them spam, and wants to know what the next one is."""

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest

SPAM = ("WINNER!! Claim your FREE {} prize now, call 0906{}", "URGENT! You have won £{}00 cash. Txt CLAIM to 8{}",
        "Congratulations, free {} ringtone waiting, reply YES to 8{} to stop txt STOP")  # fmt: skip
HAM = ("ok lar, see you at {} then, bus {} is late again", "can you buy {} on the way home? i owe you {} pounds",
       "sorry i missed your call, was at {} until {} last night")  # fmt: skip
THINGS = ("holiday", "milk", "the gym", "school", "cinema", "bread", "work", "nokia")


def messages(rows=300, seed=0):
    """Return (label, text) pairs; a third is spam."""
    rng = np.random.default_rng(seed)
    labels = np.where(rng.random(rows) < 0.33, "spam", "ham")
    return [
        (k, rng.choice(SPAM if k == "spam" else HAM).format(rng.choice(THINGS), rng.integers(10, 9999))) for k in labels
    ]


def test_spam_is_found_and_a_script_says_the_same(hero, tmp_path):
    lines = [f"{label}\t{text}" for label, text in messages()]
    (tmp_path / "sms.tsv").write_text("\n".join(["label\tmessage", *lines]) + "\n", encoding="utf-8")
    code, out, err = hero(
        "train", "sms.tsv", "--target", "label", "--only", "logistic-regression", "--effort", "quick", "--json"
    )
    assert code == 0, err
    scores = {r["algorithm"]: r["score"] for r in json.loads(out)["runs"]}
    assert scores["logistic-regression"] > 0.98 > scores["majority"] + 0.2

    new = "message\nYou have WON a free holiday! call now\nlate again. see you at work\n"
    (tmp_path / "new.csv").write_text(new, encoding="utf-8")
    code, out, err = hero("predict", "logistic-regression", "new.csv", "--proba", "-o", "-")
    assert code == 0, err
    ours = list(csv.DictReader(io.StringIO(out)))
    assert [row["prediction"] for row in ours] == ["spam", "ham"]

    code, _, err = hero("export", "logistic-regression")
    assert code == 0, err
    done = subprocess.run(
        [sys.executable, "run/run.py", "new.csv"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    theirs = list(csv.DictReader(io.StringIO(done.stdout)))
    for a, b in zip(ours, theirs, strict=True):
        assert a["prediction"] == b["prediction"]
        assert abs(float(a["spam"]) - float(b["spam"])) <= 1e-9


def test_a_folder_of_documents_trains_and_new_ones_are_predicted(hero, tmp_path):
    for i, (label, text) in enumerate(messages(160)):
        (tmp_path / "mails" / label).mkdir(parents=True, exist_ok=True)
        (tmp_path / "mails" / label / f"{i}.txt").write_text(text, encoding="utf-8")
    code, out, err = hero("train", "mails", "--only", "multinomial-naive-bayes", "--effort", "quick", "--json")
    assert code == 0, err
    scores = {r["algorithm"]: r["score"] for r in json.loads(out)["runs"]}
    assert scores["multinomial-naive-bayes"] > 0.95
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "first.txt").write_text("URGENT! claim your free prize, reply YES", encoding="utf-8")
    code, out, err = hero("predict", "multinomial-naive-bayes", "inbox", "-o", "-")
    assert code == 0, err
    assert "spam" in out


@pytest.mark.slow
def test_real_messages_are_told_apart(hero, shared_data):
    only = "logistic-regression,multinomial-naive-bayes"
    code, out, err = hero(
        "train",
        shared_data / "text" / "sms_spam.tsv",
        "--target",
        "label",
        "--only",
        only,
        "--effort",
        "quick",
        "--json",
    )
    assert code == 0, err
    assert max(r["score"] for r in json.loads(out)["runs"] if not r["baseline"]) > 0.99
