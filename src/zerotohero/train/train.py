"""Train: data → split → fit → predict → validate, written to a leaderboard as it happens.

The only orders for fits are given here, in ``refit.py`` and in ``test.py``; workers carry them out.
"""

import shutil
import time
import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.core.events import EventLog
from zerotohero.core.specs import find
from zerotohero.data.store import write_cells
from zerotohero.leaderboard.board import open_board
from zerotohero.leaderboard.journal import append_line, lock, read_json, write_arrays, write_json
from zerotohero.tasks._split import fit_and_valid
from zerotohero.train.candidates import candidates, job
from zerotohero.train.next import next_steps
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.pool import Pool


def train(data, target=None, *, on_event=None, **options):
    """Take ``data`` through the life cycle and return its leaderboard.

    Parameters
    ----------
    data : path, built-in id, DataFrame, or Dataset
    target : str or None
        The column to predict; None takes the data set's own.
    on_event : callable or None
        Called with each event as it happens: a dict with ``event`` and ``time``.
    **options
        See ``train.plan.Options``.

    Returns
    -------
    Board

    Raises
    ------
    HeroError
        Anything a person can mend; the message says how.

    Examples
    --------
    >>> import zerotohero as zh
    >>> board = zh.train("moons", only=["knn"], out=tmp)  # doctest: +SKIP
    >>> board.best  # doctest: +SKIP
    <Run 5d1c20aa: nearest neighbours, accuracy 0.9713>
    """
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    unknown = set(fields) - set(Options.__dataclass_fields__)
    if unknown:
        raise UsageError(
            "train",
            f"options among {', '.join(Options.__dataclass_fields__)}",
            ", ".join(sorted(unknown)),
            "help(zerotohero.train)",
        )
    asked = Options(target=target, **fields)
    early = []
    log = EventLog(listener=lambda e: (early.append(e), on_event(e) if on_event else None))
    with Pool(asked.workers) as pool:  # workers wake up while the data are read
        plan = make_plan(data, asked, log)
        folder = _folder(plan, asked)
        with lock(folder):
            log = EventLog(folder / "events.jsonl", on_event)
            for event in early:
                append_line(log.path, event)
            found = candidates(plan)
            _tell_the_split(plan, log)
            _write_plan(plan, folder)
            before = {r.id for r in open_board(folder).ranked}
            _run(plan, found, folder, pool, log)
            shutil.rmtree(folder / "work", ignore_errors=True)
            return _finish(plan, found, folder, before, log)


def _folder(plan, options):
    """Return the leaderboard's folder."""
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in plan.target).strip("-")[:40] or "target"
    name = f"{plan.dataset.name}-{safe}" + (f"-test{options.test_set}" if options.test_set else "")
    return Path(options.out) / name


def _write_plan(plan, folder):
    """Write manifest, answers, folds and cells; the leaderboard exists from here on."""
    manifest = {**plan.manifest(), "created": time.strftime("%Y-%m-%dT%H:%M:%S"), "options": asdict(plan.options)}
    earlier = read_json(folder / "boards" / f"{plan.key}.json")
    if earlier:
        manifest |= {k: earlier[k] for k in ("created", "next", "moved", "latest") if k in earlier}
    cells = folder / "data" / plan.dataset.fingerprint
    if not (cells / "cells.json").exists():  # the index comes last: without it the copy was cut off
        write_cells(cells, plan.dataset)
    arrays = {"y": plan.y, "fold": plan.fold} | ({} if plan.weight is None else {"weight": plan.weight})
    write_arrays(folder / "boards" / f"{plan.key}.npz", **arrays)
    write_json(folder / "boards" / f"{plan.key}.json", manifest)
    write_json(folder / "board.json", {"key": plan.key})
    write_json(folder.parent / "last.json", {"folder": folder.name})


def _tell_the_split(plan, log):
    """Log the second stage."""
    log("split", rows=len(plan.y), test_rows=int(plan.test.rows.sum()), folds=plan.n_folds, splitter=plan.splitter, groups=plan.groups,
        by_time=list(plan.time), copies=plan.copies, findings=[f.as_dict() for f in plan.findings])  # fmt: skip


def _run(plan, found, folder, pool, log):
    """Fit what is not yet in the journal; write ``run.json`` as each candidate is complete."""
    folds = [*range(plan.n_folds), "final"]
    todo, open_folds = [], {}
    for c in found:
        if c.skipped:
            _write_run(plan, c, folder, "skipped", c.skipped)
            log("run", run=c.id, algorithm=c.algorithm, status="skipped", why=c.skipped)
            continue
        missing = [f for f in folds if not _done(folder / "runs" / c.id, f, c)]
        open_folds[c.id] = set(missing)
        if missing:
            todo += [job(plan, c, folder, f) for f in missing]
        else:
            _complete(plan, c, folder, log)
    by_id = {c.id: c for c in found}
    log(
        "fit",
        candidates=len(open_folds),
        fits=len(todo),
        already=len(open_folds) * len(folds) - len(todo),
        workers=pool.size,
        rows=len(fit_and_valid(plan.fold, plan.n_folds - 1, plan.by_time)[0]),
        columns=len(plan.features),
        greater_is_better=find("tasks", plan.task).metric(plan.metric).greater_is_better,
    )
    for done, answer in pool.run(todo):
        c = by_id[done["run"]]
        if c.id not in open_folds:
            continue  # its row already says why it ended
        log("fold", run=c.id, algorithm=c.algorithm, fold=done["fold"], status=answer["status"], score=answer.get("score"),
            seconds=answer.get("seconds"), why=answer.get("why"))  # fmt: skip
        if answer["status"] != "ok":
            del open_folds[c.id]
            _write_run(plan, c, folder, answer["status"], answer["why"])
            log("run", run=c.id, algorithm=c.algorithm, status=answer["status"], why=answer["why"])
            continue
        open_folds[c.id].discard(done["fold"])
        if not open_folds[c.id]:
            _complete(plan, c, folder, log)


def _done(folder, fold, candidate):
    """Whether the journal holds this fold whole."""
    result = read_json(folder / f"fold-{fold}.json")
    if not isinstance(result, dict) or result.get("status") != "ok" or not {"score", "seconds"} <= result.keys():
        return False
    files = [f"fold-{fold}.npz"] if isinstance(fold, int) else [] if candidate.rules else ["model.hero"]
    return all(zipfile.is_zipfile(folder / f) for f in files)  # a damaged one is made again


def _complete(plan, candidate, folder, log):
    """All folds are there: write the run's row."""
    results = [read_json(folder / "runs" / candidate.id / f"fold-{k}.json") for k in range(plan.n_folds)]
    final = read_json(folder / "runs" / candidate.id / "fold-final.json")
    scores = [r["score"] for r in results if r["score"] is not None]
    if not scores or not np.isfinite(scores).all():
        why = f"{plan.metric} has no value on any fold: each holds one class only"
        if scores:
            why = f"{plan.metric} is no finite number: {plan.target} holds numbers too large to square or to sum"
        _write_run(plan, candidate, folder, "failed", why)
        log("run", run=candidate.id, algorithm=candidate.algorithm, status="failed", why=why)
        return
    numbers = {
        "score": float(np.mean(scores)),
        "score_std": float(np.std(scores)),
        "fold_scores": [r["score"] for r in results],
        "fit_seconds": round(float(np.mean([r["seconds"] for r in results])), 3),
        "final_seconds": round(final["seconds"], 3),
    }
    _write_run(plan, candidate, folder, "ok", None, numbers)
    log("run", run=candidate.id, algorithm=candidate.algorithm, status="ok", score=numbers["score"], score_std=numbers["score_std"],
        baseline=candidate.spec.baseline, seconds=numbers["fit_seconds"])  # fmt: skip


def _write_run(plan, candidate, folder, status, why, numbers=None):
    """Write ``run.json``."""
    place = folder / "runs" / candidate.id
    earlier = read_json(place / "run.json") or {}
    record = {"score": None, "score_std": None, "fold_scores": [], "fit_seconds": None, **(numbers or {})}
    record |= {
        "id": candidate.id,
        "key": plan.key,
        "algorithm": candidate.algorithm,
        "params": candidate.params,
        "asked": candidate.asked,
        "features": [list(f) for f in candidate.features],
        "reason": candidate.why,
        "rows_used": candidate.rows_used,
        "rules": candidate.rules,
        "baseline": candidate.spec.baseline,
        "status": status,
        "why": why,
        "finished": earlier.get("finished") if earlier.get("status") == status else None,
    }
    record["finished"] = record["finished"] or time.time()
    write_json(place / "run.json", record)


def _finish(plan, found, folder, before, log):
    """Say what moved, what to do next; return the Board."""
    ids = [c.id for c in found]
    path = folder / "boards" / f"{plan.key}.json"
    write_json(path, {**read_json(path), "latest": ids})
    board = open_board(folder)
    moved = _moved(board, ids, before)
    append_line(folder / "trainings.jsonl", {"key": plan.key, "runs": ids, "time": time.time()})
    steps = next_steps(board)
    write_json(path, {**board.manifest, "next": steps, "moved": moved})
    board = open_board(folder)
    predicted = next((r for r in board.ranked if not r.baseline), None)
    if predicted:
        log("predict", **_three_predictions(board, predicted))
    if board.ranked:
        top = board.ranked[0]
        log(
            "validate",
            best=top.id,
            algorithm=top.algorithm,
            metric=plan.metric,
            score=top.score,
            score_std=top.score_std,
            moved=moved,
        )
    log("end", board=str(folder), runs=len(board.ranked))
    return board


def _moved(board, ids, before):
    """Return one sentence: this training's best against the previous one's, or its rank among the rivals."""
    ranked = board.ranked
    mine = next((r for r in ranked if r.id in ids and not r.baseline), None)
    if mine is None:
        return ""
    place = ranked.index(mine) + 1
    unit = f"{ranked[0].score:.4g}"
    ahead = f"; {abs(ranked[place - 2].score - mine.score):.3g} behind {ranked[place - 2].title}" if place > 1 else ""
    old = next((r for r in ranked if r.id in before and not r.baseline), None)
    if not before or old is None:
        rivals = [r for r in ranked if r.baseline]
        beaten = sum(ranked.index(r) >= place for r in rivals)
        return (
            f"{mine.title} beats {beaten} of {len(rivals)} rivals: {place}{_th(place)} of {len(ranked)}, {unit}" + ahead
        )
    was = ranked.index(old) + 1
    if mine.id == old.id:
        return f"still {place}{_th(place)} of {len(ranked)}: {mine.title}" + ahead
    return f"{was}{_th(was)} → {place}{_th(place)} of {len(ranked)}: {mine.title}" + ahead


def _th(n):
    """Return the ending of an ordinal."""
    return "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def _three_predictions(board, run):
    """Return what fold by fold prediction looks like: three rows with their true answers."""
    rows, predictions = run.oof
    pick = rows[:3]
    classes = board.manifest["classes"]
    truth = [classes[int(k)] if classes else float(k) for k in board.y[pick]]
    if not classes:
        return {
            "run": run.id,
            "algorithm": run.algorithm,
            "shape": list(predictions.shape),
            "truth": truth,
            "values": predictions[:3].tolist(),
        }
    top = [{classes[k]: round(float(p[k]), 3) for k in np.argsort(-p)[:3]} for p in predictions[:3]]
    return {
        "run": run.id,
        "algorithm": run.algorithm,
        "shape": list(predictions.shape),
        "truth": truth,
        "probabilities": top,
    }


def metric_of(board):
    """Return the Metric of a leaderboard."""
    return find("tasks", board.manifest["task"]).metric(board.manifest["metric"])
