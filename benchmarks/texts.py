"""Texts: our words and runs of letters behind models of ours, against scikit-learn's TF-IDF pipelines.

The pipelines see everything: words and pairs of words, and in messages runs of 2 to 5 letters (documents without: it
only makes them slow). Ours must be small enough for one row in milliseconds. The same random test sets of 20 % for all.
Differences are to the pipeline with the better ROC AUC, with their standard error over the test sets.

    python benchmarks/texts.py ../shared/data
"""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from zerotohero.core.specs import find
from zerotohero.data.table import read_table
from zerotohero.representations.table import TableRepresentation

TEXTS = {  # name -> file, column of texts, target, the class to find, whether runs of letters help
    "sms_spam": ("text/sms_spam.tsv", "message", "label", "spam", True),
    "farm-ads": ("tables/farm-ads.csv.gz", "2", "1", 1.0, False),
}
OURS = ("logistic-regression", "linear-svm", "extra-trees")
COMBINED = "logistic-regression + extra-trees"  # the mean of their probabilities


def peers(letters):
    """Return name -> pipeline."""
    views = [TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)]
    if letters:
        views.append(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True))
    models = {
        "TF-IDF + logistic regression": LogisticRegression(C=10, max_iter=1000),
        "TF-IDF + linear SVM": LinearSVC(),
    }
    return {name: make_pipeline(make_union(*views), model) for name, model in models.items()}


def judge(y, surer, border):
    """Return ROC AUC, and accuracy if the class is found beyond the border."""
    return roc_auc_score(y, surer), accuracy_score(y, surer > border)


def compare(texts, y, letters, test_sets):
    """Return name -> (test sets, 3): ROC AUC, accuracy, CPU seconds; and milliseconds that one row takes us."""
    results, one_row = {}, []
    for test_set in range(test_sets):
        order = np.random.default_rng(test_set).permutation(len(y))
        test, train = order[: len(y) // 5], order[len(y) // 5 :]
        for name, pipeline in peers(letters).items():
            start = time.process_time()
            scores = judge(y[test], pipeline.fit(texts[train], y[train]).decision_function(texts[test]), 0)
            results.setdefault(name, []).append((*scores, time.process_time() - start))
        answers = {}
        for id in OURS:
            spec, start = find("algorithms", id), time.process_time()
            params = spec.default_params("table", "classification")
            made = TableRepresentation([("text", "words")], spec.style_for(params)).fit(
                {"text": texts[train]}, y[train]
            )
            model = spec.make("classification", 0, **params)
            model.fit(made.transform({"text": texts[train]}), y[train])
            answers[id] = model.predict_proba(made.transform({"text": texts[test]}))[:, 1]
            scores = judge(y[test], answers[id], 0.5)
            results.setdefault(id, []).append((*scores, time.process_time() - start))
            start = time.perf_counter()
            made.transform({"text": texts[test[:1]]})
            one_row.append((time.perf_counter() - start) * 1e3)
        scores = judge(y[test], (answers["logistic-regression"] + answers["extra-trees"]) / 2, 0.5)
        seconds = sum(results[id][-1][2] for id in ("logistic-regression", "extra-trees"))
        results.setdefault(COMBINED, []).append((*scores, seconds))
    return {name: np.array(rows) for name, rows in results.items()}, np.median(one_row)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", default=",".join(TEXTS), help="names, separated by commas")
    parser.add_argument("--test-sets", type=int, default=5)
    options = parser.parse_args()
    for name in options.texts.split(","):
        file, column, target, positive, letters = TEXTS[name]
        data = read_table(options.folder / file)
        texts = np.array([text or "" for text in data.cells[column]], object)
        y = (data.cells[target] == positive).astype(int)
        results, one_row = compare(texts, y, letters, options.test_sets)
        best = max((n for n in results if n.startswith("TF-IDF")), key=lambda n: results[n][:, 0].mean())
        print(f"{name}: {len(y):,} texts; one row to numbers: {one_row:.2f} ms (ours, median)")
        for who, rows in results.items():
            auc, accuracy, seconds = rows.mean(axis=0)
            line = f"  {who:34} ROC AUC {auc:.4f}  accuracy {accuracy:.4f}  {seconds:5.1f} s"
            for k, short in enumerate(("AUC", "accuracy")):
                diff = rows[:, k] - results[best][:, k]
                se = diff.std(ddof=1) / np.sqrt(len(diff))
                line += f"  {short} {diff.mean():+.4f} ± {se:.4f}" if not who.startswith("TF-IDF") else ""
            print(line, flush=True)


if __name__ == "__main__":
    main()
