"""Now what? Up to three commands, best first, each with its reason and what it is worth on these data.

What this leaderboard measured is told as measured; what is extrapolated is called a guess; "stop" is among them.
"""

import shlex

import numpy as np

from zerotohero.core.digits import leading
from zerotohero.core.events import read_events
from zerotohero.core.weights import NEEDED
from zerotohero.leaderboard.board import ONE_LOOK, pick, too_good
from zerotohero.leaderboard.compare import error_of_lead
from zerotohero.leaderboard.journal import read_json
from zerotohero.leaderboard.learning import verdict

LONGER = {"quick": "standard", "standard": "thorough"}
# Share of the distance to a perfect score that the next effort brings. "standard": the median on the test rows of 31
# tables was 0.026, and under 0 on a quarter of them (benchmarks/next_pool.py). "thorough" is a guess, not measured.
TYPICAL = {"standard": 0.03, "thorough": 0.01}
SUSPECT, DOUBT = 0.9, 0.05  # a label is suspect where another class has this probability, and its own under that


def next_steps(board):
    """Return up to three dicts {command, why, worth, measured, runs}, best first.

    ``worth`` is in points of the metric (positive is better; None where nobody can say), ``measured`` whether it
    was measured here or is a guess; ``runs`` whether ``hero next --do`` can run it.
    """
    m, ranked = board.manifest, board.ranked
    if not ranked:
        return _go_on(m) or [_step("hero list algorithms", "nothing was trained; these exist")]
    real = [r for r in ranked if not r.baseline]
    if not real:
        return [_step(train_again(m), "only rivals stand here: train the real ones")]
    best = pick(real) or real[0]
    study = read_json(best.folder / "study.json") or {}
    noise = noise_of(best)
    steps = [
        *_borrowed(board),
        *_honest(m, best, study),
        *_below_rivals(board, best, noise),
        *_trials(m, study, noise),
        *_more_rows(m, study, noise),
    ]
    further = _go_on(m) or [*_effort(board, best), *_skipped(board, m)]
    steps += [*further, *(_labels(best, m) or _mistakes(best))]  # one report is enough
    use = _step("hero try best", "use it: ask it something yourself")
    if m["task"] == "generation":
        steps = [*_below_rivals(board, best, noise), *(_orders(m, best) or _more_text(m, study, noise))]
        use = _step("hero generate best", "use it: let it write a verse", urgent=True)
        steps.append(use)
    worthwhile = [s for s in steps if s["worth"] is None or s["worth"] > noise / 2 or s["urgent"]]
    worthwhile.sort(key=lambda s: (not s["urgent"], -(s["worth"] or 0.0)))
    chosen = worthwhile[:2]
    if len(chosen) < 2 and use not in chosen:
        chosen.append(use)
    return [{k: v for k, v in s.items() if k != "urgent"} for s in [*chosen, _stop(board, best, noise)]]


def _step(command, why, worth=None, measured=True, runs=True, urgent=False):
    """Return one step."""
    return {"command": command, "why": why, "worth": worth, "measured": measured, "runs": runs, "urgent": urgent}


def noise_of(run):
    """Return the standard error of a run's score over its folds."""
    return (run.score_std or 0.0) / max(len(run.fold_scores), 1) ** 0.5


def points(manifest, value):
    """Return a difference of scores in words: shares as points of 100, errors in their unit.

    >>> points({"metric": "accuracy"}, 0.0123), points({"metric": "rmse"}, 12.3456), points({"metric": "rmse"}, 4.95e7)
    ('1.2 points', '12.3', '49,500,000')
    """
    if manifest.get("metric") in ("accuracy", "balanced_accuracy", "roc_auc", "r2"):
        return f"{100 * value:.1f} points"
    return leading(value)


def _borrowed(board):
    """Weights that others have trained, where algorithms were left out for want of them."""
    here = {r.algorithm for r in board.ranked}
    lacking = sorted({r.title for r in board.runs if r.why == NEEDED and r.algorithm not in here})
    if not lacking:
        return []
    why = f"{' and '.join(lacking)} borrow a network that has seen a million photos: with photos of things the largest "
    return [_step("hero add mobilenet", f"{why}step there is; then the same command again", runs=False, urgent=True)]


def _honest(m, best, study):
    """The columns that may hold the answer: the score without them."""
    warned = questions(m)
    names = in_question(warned[0]) if warned else suspects(m, best, study)[:1]
    if not names:
        return []
    many = len(names) > 1
    known = f"{'are' if many else 'is'} {' and '.join(map(repr, names))} known when you predict?"
    again = train_again(m, drop=names)
    if too_good(best):
        why = f"{best.score:.3f} is rare in real life: {known} this tries without {'them' if many else 'it'}"
        return [_step(again, why, urgent=True)]
    trial = next((t for t in study.get("trials", []) if t["drop"] == list(names)), None)
    why = f"{known} if not, this is the honest score"
    if trial:
        why += f": about {leading(trial['score'], 4)} (measured with {trial['title']})"
    return [_step(again, why, urgent=True)]


def questions(m):
    """Return the findings that ask whether a column gives the answer away."""
    return [f for f in m["findings"] if f["severity"] == "warning" and f["code"] == "giveaway"]


def in_question(finding):
    """Return the columns to leave out together: all that stand out; of the parts of a sum, one."""
    return finding["where"] if "strength" in finding["evidence"] else finding["where"][:1]


def suspects(m, best, study):
    """Return the columns that may hold the answer: those that a check asks about, else the strongest of a perfect run."""
    warned = questions(m)
    strong = study.get("importance") or []
    found = list(warned[0]["where"]) if warned else []
    return found or ([strong[0]["column"]] if len(strong) > 1 and too_good(best) else [])


def suspects_on(board):
    """Return the columns that may hold the answer, by the best run of this leaderboard."""
    m, best = board.manifest, pick([r for r in board.ranked if not r.baseline])
    overruled = [w for f in m["findings"] if f["severity"] == "problem" and f["code"] == "giveaway" for w in f["where"]]
    return overruled + (suspects(m, best, read_json(best.folder / "study.json") or {}) if best else [])


def _below_rivals(board, best, noise):
    """A model that is no better than a plain rival."""
    m = board.manifest
    rivals = [r for r in board.ranked if r.baseline]
    gain = _gain(m, best.score, rivals[0].score) if rivals else np.inf
    if gain >= 2 * noise:
        return []
    from_rival = (
        f"only {points(m, gain)} ahead of {rivals[0].title}, within the noise"
        if gain >= 0
        else f"behind {rivals[0].title}, a rival"
    )
    lines = m["task"] == "generation"
    command = shlex.join(["hero", "look", m["origin"], *([] if lines else ["--target", m["target"]])])
    doubt = "is there enough text, in one language?" if lines else "are the columns about the question?"
    if m.get("kind") in ("images", "sounds"):
        doubt = f"can a person tell these {m['kind']} apart, and are the labels right?"
    return [_step(command, f"the best is {from_rival}: {doubt}", urgent=True)]


def _trials(m, study, noise):
    """What was tried at the end of the training: the columns that bring nothing left out."""
    steps = []
    for trial in study.get("trials", []):
        gain = trial_worth(trial, noise)
        if trial["why"] == "brings nothing" and gain is not None:
            names = ", ".join(map(repr, trial["drop"][:3])) + (" ..." if len(trial["drop"]) > 3 else "")
            why = (
                f"tried with {trial['title']}: without {names} it gains {points(m, gain)} (measured on the same folds)"
            )
            steps.append(_step(train_again(m, drop=trial["drop"]), why, worth=gain))
    return steps


def trial_worth(trial, noise):
    """Return what a trial's columns are worth leaving out, or None where its gain does not stand out of the noise."""
    return trial["gain"] if trial["gain"] > max(trial["gain_se"], noise / 4) else None


def _more_rows(m, study, noise):
    """Twice the rows: what the learning curve promises."""
    gain = doubling(study.get("learning"), m["greater_is_better"], bounded(m))
    if gain is None or gain <= noise / 2 or verdict(study["learning"], bounded(m))["verdict"] == "flat":
        return []
    rows, in_files = study["learning"]["rows"], {"images": "pictures", "sounds": "sounds"}.get(m.get("kind"))
    things = in_files or "rows"
    why = f"twice the {things}: better by about {points(m, gain)} (a guess: the learning curve from {rows[0]:,} to {rows[-1]:,} {things}, drawn on)"
    bigger = ["your_bigger_folder"] if in_files else ["your_bigger_file.csv", "--target", m["target"]]
    command = shlex.join(["hero", "train", *bigger])
    return [_step(command, why, worth=gain, measured=False, runs=False)]


def _more_text(m, study, noise):
    """Twice the lines: what the learning curve promises."""
    gain = doubling(study.get("learning"), m["greater_is_better"], bounded(m))
    if gain is None or gain <= noise / 2:
        return []
    lines = study["learning"]["rows"]
    why = f"twice the lines: perplexity down by about {gain:.3g} (a guess: the learning curve from {lines[0]:,} to {lines[-1]:,} lines, drawn on)"
    return [_step("hero train your_longer_lyrics.txt", why, worth=gain, measured=False, runs=False)]


def _orders(m, best):
    """Other orders, which only ``thorough`` tries."""
    if m.get("effort") == "thorough" or "order" not in best.params:
        return []
    why = f"tries how many words should count together (now {best.params['order']}); what it brings is not known"
    return [_step(train_again(m, effort="thorough"), why)]


def bounded(manifest):
    """Whether the metric is perfect at 1 (else it is an error: perfect at 0)."""
    return bool(manifest["greater_is_better"])


def doubling(learning, greater_is_better, perfect_is_one):
    """Return by how much twice the rows would better the score, or None where no curve is known.

    The error (the distance to a perfect score) is taken to fall with a power of the rows; the power is fitted
    to the curve's last points and cut to 0..1.
    """
    if not learning or len(learning["rows"]) < 3:
        return None
    error = np.abs((1.0 if perfect_is_one else 0.0) - np.array(learning["score"], float))[-3:]
    rows = np.log2(np.array(learning["rows"], float))[-3:]
    if (error <= 0).any() or not np.isfinite(error).all():
        return 0.0
    power = -np.polyfit(rows, np.log2(error), 1)[0]
    return float(error[-1] * (1 - 2 ** -np.clip(power, 0, 1)))


def _go_on(m):
    """The rest of a training whose minutes were up."""
    left = m.get("untried")
    if not left:
        return []
    were = f"{left} candidate{'s were' if left > 1 else ' was'}"
    return [_step(train_again(m), f"{were} not tried when the time was up: this goes on; what it brings is not known")]


def _effort(board, best):
    """The next effort: what it brought elsewhere, and what effort has brought here."""
    m = board.manifest
    longer = LONGER.get(m.get("effort", "quick"))
    if longer is None:
        return []
    missing = abs((1.0 if bounded(m) else 0.0) - best.score)
    gain = TYPICAL[longer] * missing
    spent = sum((r.fit_seconds or 0) * (len(r.fold_scores) + 1) for r in board.runs) / 2
    often = {"standard": 4, "thorough": 6}[longer]
    why = f"the effort {longer!r}: better by about {points(m, gain)} (a guess: what it brings on a typical table), some {_time(often * spent)}"
    return [_step(train_again(m, effort=longer), why, worth=gain, measured=False)]


def _skipped(board, m):
    """Algorithms that were left out as too dear."""
    skipped = [r for r in board.runs if r.status == "skipped" and "takes it" in (r.why or "")]
    if not skipped:
        return []
    why = f"{skipped[0].title} was skipped ({skipped[0].why.split(';')[0]}); what it brings is not known"
    return [_step(train_again(m, only=skipped[0].algorithm), why)]


def _labels(best, m):
    """Rows whose label the model does not believe."""
    if m["task"] != "classification":
        return []
    rows, predictions = best.oof
    own = predictions[np.arange(len(rows)), best.board.y[rows]]
    odd = int(((predictions.max(1) >= SUSPECT) & (own <= DOUBT)).sum())
    if odd < 3:
        return []
    why = f"{odd} rows carry a label that the model gives under 5 %, another over 90 %: look whether they are labelled right"
    return [_step(f"hero report {best.id}", why)]


def _mistakes(best):
    """The worst mistakes, to look at."""
    return [_step(f"hero report {best.id}", "the 20 worst mistakes are in it: they often show what is missing")]


def _stop(board, best, noise):
    """Stop here, with what stands and what the last steps brought."""
    m, ranked = board.manifest, board.ranked
    rivals = [r for r in ranked if r.baseline]
    gain = _gain(m, best.score, rivals[0].score) if rivals else 0.0
    if gain < 0:
        return _step(
            "hero test best",
            f"stop here, with {rivals[0].title}: simpler, and {points(m, -gain)} better than the best model",
        )
    why = f"stop here: {best.title} stands {points(m, gain)} ahead of the best rival"
    error = error_of_lead(best.fold_scores, rivals[0].fold_scores) if rivals else None
    why += ", which may be luck" if error is not None and gain < 2 * error else ""
    brought = last_steps(board)
    if brought is not None:
        why = f"stop here: the last {brought[0]} trainings brought {points(m, brought[1])} together"
    close = [r for r in ranked if not r.baseline and r is not best and abs(r.score - best.score) <= noise]
    if close:
        why += f"; {len(close)} other{'s are' if len(close) > 1 else ' is'} as good within the noise"
    return _step("hero test best", f"{why}; {ONE_LOOK}" if m["test_rows"] else why)


def last_steps(board, count=3):
    """Return (trainings, gain): what the last ``count`` trainings brought together; None before there are three."""
    m = board.manifest
    best_of = {r.id: r.score for r in board.ranked if not r.baseline}
    bests = []
    for training in read_events(board.folder / "trainings.jsonl"):
        scores = [best_of[i] for i in training["runs"] if i in best_of] if training["key"] == m["key"] else []
        if scores:
            own = max(scores) if m["greater_is_better"] else min(scores)
            bests.append(own if not bests else max(own, bests[-1]) if m["greater_is_better"] else min(own, bests[-1]))
    if len(bests) <= count:
        return None
    return count, _gain(m, bests[-1], bests[-1 - count])


def _gain(manifest, score, other):
    """Return by how much ``score`` is better than ``other``."""
    return (score - other) * (1 if manifest["greater_is_better"] else -1)


def _time(seconds):
    """Return seconds as people say them."""
    return f"{max(seconds, 1):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def train_again(manifest, drop=(), only=None, effort=None):
    """Return the command that trains as before, with more columns dropped, one algorithm named, or another effort."""
    asked = manifest.get("options", {})
    words = ["hero", "train", manifest["origin"]]
    words += ["--target", manifest["target"]] if manifest["task"] != "generation" else []
    for name in ("task", "metric", "group", "time", "id", "cost", "positive", "portfolio", "scores"):
        words += [f"--{name}", asked[name]] if asked.get(name) else []
    for name, usual in (("split", "auto"), ("test_set", 0), ("test_file", None), ("also", None), ("seed", 42)):
        words += [f"--{name.replace('_', '-')}", str(asked[name])] if asked.get(name, usual) != usual else []
    words += ["--effort", effort or asked["effort"]] if effort or asked.get("effort") else []
    for option, values in (
        ("--type", [f"{column}={kind}" for column, kind in asked.get("types", {}).items()]),
        ("--drop", dict.fromkeys([*asked.get("drop", ()), *drop])),
        ("--anyway", asked.get("anyway", ())),
        ("--monotone", asked.get("monotone", ())),
        ("--only", [only] if only else []),
    ):
        words += [word for value in values for word in (option, value)]
    return shlex.join(words)
