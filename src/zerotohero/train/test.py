"""Test: the one look at the rows kept aside, counted; or, under 200 rows, repeated cross-validation."""

import time
from dataclasses import dataclass

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate
from zerotohero.algorithms.combination import combine
from zerotohero.core.errors import BoardError
from zerotohero.core.specs import find
from zerotohero.leaderboard.journal import append_line, lock, read_arrays, write_arrays, write_json
from zerotohero.leaderboard.open import open_run
from zerotohero.tasks._split import TEST, fold_rows
from zerotohero.train.pool import Pool
from zerotohero.train.refit import members_of, refit_job
from zerotohero.train.roles import group_units, row_content

RESAMPLES = 1000
REPEATS = 5


@dataclass(frozen=True)
class TestScore:
    """What the rows that no model saw say.

    Parameters
    ----------
    run, metric : str
    score : float
    interval : tuple of float
        95 %.
    rows : int
        Rows judged; 0 when there is no test set.
    uses : int
        How often this test set has been looked at, this time included.
    expected : float
        The cross-validation estimate that was made before.
    how : str
        How the interval was made, in words.
    """

    run: str
    metric: str
    score: float
    interval: tuple
    rows: int
    uses: int
    expected: float
    how: str

    def as_dict(self):
        """Return what ``hero test --json`` prints."""
        plain = {"run": self.run, "metric": self.metric, "score": self.score, "interval": list(self.interval)}
        return {**plain, "rows": self.rows, "uses": self.uses, "expected": self.expected, "how": self.how}


def test(ref="best", out="hero-boards"):
    """Return the TestScore of a run and write this use into the test set's log.

    Raises
    ------
    BoardError
        The run was refitted on the test rows, or has no leaderboard or model.
    """
    run = open_run(ref, out)
    if run.board is None:
        raise BoardError(
            f"test {ref}",
            "a run of a leaderboard, which knows its test rows",
            "a bare model file",
            "hero predict with rows of your own",
        )
    if run.parent:
        raise BoardError(
            f"test {run.id}",
            "a run that never saw the test rows",
            f"a refitted run: it learned from them (parent {run.parent})",
            f"hero test {run.parent}",
        )
    manifest = run.board.manifest
    metric = find("tasks", manifest["task"]).metric(manifest["metric"])
    if manifest["test_rows"] == 0:
        return _repeated(run, metric)
    rows = np.flatnonzero(run.board.fold == TEST)
    cells = run.board.dataset().take(rows)
    predictions = run.model.predict(cells.cells)
    y, weight = run.board.y[rows], run.board.weight
    weight = None if weight is None else weight[rows]
    score = metric.score(y, predictions, weight, manifest["classes"])
    units, alone = _units(cells, manifest)
    interval = _bootstrap(metric, y, predictions, weight, manifest, units)
    with lock(run.board.folder):
        uses = len(run.board.uses) + 1
        append_line(
            run.board.folder / "tests.jsonl",
            {
                "test_set": run.board.test_set,
                "run": run.id,
                "metric": metric.id,
                "score": score,
                "interval": interval,
                "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
                "use": uses,
            },
        )
    return TestScore(
        run.id,
        metric.id,
        score,
        interval,
        len(rows),
        uses,
        run.score,
        f"{RESAMPLES} bootstrap resamples of the test rows{alone}",
    )


def _units(dataset, manifest):
    """Return (N,) uint64, equal for rows that belong together, by group or as copies; and what a single group cannot say."""
    content = row_content(dataset, manifest["target"], manifest["ids"], manifest["task"])
    groups = manifest["split"]["groups"]
    units = group_units(dataset.cells[groups], content) if groups else content
    if groups and len(np.unique(units)) == 1:  # drawn again and again it is always itself: no interval
        return content, f", which are all of one {groups}: with another the score may lie far outside"
    return units, ""


def _bootstrap(metric, y, predictions, weight, manifest, units):
    """Return the 95 % percentile interval over resampled units (Efron & Tibshirani 1993, chapter 13)."""
    rng = np.random.default_rng(0)
    names, units = np.unique(units, return_inverse=True)
    scores = []
    for _ in range(RESAMPLES if len(y) < 20_000 else RESAMPLES // 5):
        times = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names))  # how often each is drawn
        rows = np.repeat(np.arange(len(y)), times[units])
        value = metric.score(y[rows], predictions[rows], None if weight is None else weight[rows], manifest["classes"])
        if np.isfinite(value):
            scores.append(value)
    return tuple(float(q) for q in np.percentile(scores, [2.5, 97.5]))


def _repeated(run, metric):
    """Return the estimate of repeated cross-validation: too few rows to keep a fifth aside.

    The variance is corrected for overlapping training sets (Nadeau & Bengio 2003).
    """
    from scipy.stats import t

    board, manifest = run.board, run.board.manifest
    units, _ = _units(board.dataset(), manifest)
    groups = units if manifest["split"]["groups"] else None
    if not run.has_model:
        raise BoardError(
            f"test {run.id}", "a run with a model", run.why or "rules, which learn nothing", "hero test best"
        )
    members = members_of(run)
    with lock(board.folder):
        try:
            jobs = []
            for repeat in range(REPEATS if not manifest["split"]["time"] else 1):  # time has one order only
                key, seed, fold = f"{manifest['key']}-repeat{repeat}", manifest["seed"] + 1 + repeat, board.fold
                if not manifest["split"]["time"]:
                    copies = units if manifest["split"]["copies"] else None
                    fold, _ = fold_rows(board.y, manifest["task"], seed, groups, copies)
                arrays = {"y": board.y, "fold": fold} | ({} if board.weight is None else {"weight": board.weight})
                write_arrays(board.folder / "boards" / f"{key}.npz", **arrays)
                write_json(board.folder / "boards" / f"{key}.json", {**manifest, "key": key, "seed": seed})
                for member, _ in members:
                    base = {**refit_job(member, f"{member.id}-repeat{repeat}"), "key": key}
                    jobs += [{**base, "fold": k} for k in range(int(fold.max()) + 1)]
            with Pool() as pool:
                answers = [answer for _, answer in pool.run(jobs)]
            failed = [a for a in answers if a["status"] != "ok"]
            scores = [] if failed else _scores(run, members, jobs, metric)
        finally:
            _tidy(board.folder, manifest["key"], [r.id for r, _ in members])
    if failed:
        raise BoardError(
            f"test {run.title}", "repeated cross-validation", failed[0]["why"], "another run of `hero board`"
        )
    scores = np.array([s for s in scores if np.isfinite(s)])
    k = int(board.fold.max()) + 1
    wide = t.ppf(0.975, max(len(scores) - 1, 1)) * np.sqrt(scores.var(ddof=1) * (1 / len(scores) + 1 / max(k - 1, 1)))
    how = f"{len(board.y)} rows are too few to keep a fifth aside: {len(scores)} folds of repeated cross-validation instead"
    mean = float(scores.mean())
    return TestScore(run.id, metric.id, mean, (mean - float(wide), mean + float(wide)), 0, 0, run.score, how)


def _scores(run, members, jobs, metric):
    """Return the score of each repeated fold: of the run, or of its members together."""
    board, manifest, log = run.board, run.board.manifest, run.board.manifest["log_target"]
    calibration = run.calibration["shipped"] if run.calibration else None
    scores = []
    names = list(dict.fromkeys((j["run"].rpartition("-")[2], j["fold"]) for j in jobs))
    for repeat, fold in names:
        parts = [read_arrays(board.folder / "runs" / f"{r.id}-{repeat}" / f"fold-{fold}.npz") for r, _ in members]
        rows = parts[0]["rows"]
        answers = np.array([np.log1p(np.maximum(p["predictions"], 0)) if log else p["predictions"] for p in parts])
        mixed = combine(answers, [w for _, w in members])
        mixed = np.expm1(mixed) if log else mixed
        mixed = calibrate(calibration, mixed) if calibration else mixed
        mixed = as_if_equal(manifest["prior"], mixed) if manifest.get("prior") else mixed
        weight = None if board.weight is None else board.weight[rows]
        scores.append(metric.score(board.y[rows], mixed, weight, manifest["classes"]))
    return scores


def _tidy(folder, key, runs):
    """Remove the repeats' files."""
    import shutil

    for path in (folder / "boards").glob(f"{key}-repeat*"):
        path.unlink()
    for run in runs:
        for path in (folder / "runs").glob(f"{run}-repeat*"):
            shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(folder / "work", ignore_errors=True)
