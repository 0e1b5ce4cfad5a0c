"""Train: data → split → fit → predict → validate, written to a leaderboard as it happens.

The only orders for fits are given here, in ``refit.py`` and in ``test.py``; workers carry them out.
"""

import shutil
import time
import zipfile
from dataclasses import asdict

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.core.events import EventLog, read_events
from zerotohero.core.specs import find
from zerotohero.data.store import write_cells
from zerotohero.leaderboard.journal import append_line, board_folder, lock, read_json, write_arrays, write_json
from zerotohero.leaderboard.open import open_board
from zerotohero.tasks._split import fit_and_valid
from zerotohero.train.candidates import candidates, job
from zerotohero.train.moved import what_moved
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
    lists = ("drop", "only", "skip", "settings", "anyway")
    fields |= {k: (fields[k],) for k in lists if isinstance(fields.get(k), str)}
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
        folder = board_folder(asked.out, plan.dataset.name, plan.target, asked.test_set)
        with lock(folder):
            log = EventLog(folder / "events.jsonl", on_event)
            for event in early:
                append_line(log.path, event)
            found = candidates(plan)
            _tell_the_split(plan, log)
            _write_plan(plan, folder)
            _run(plan, found, folder, pool, log)
            shutil.rmtree(folder / "work", ignore_errors=True)
            return _finish(plan, found, folder, log)


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
    fitted = [c for c in found if not c.skipped]
    todo = {c.id: [f for f in folds if not _done(folder / "runs" / c.id, f, c)] for c in fitted}
    fits = sum(map(len, todo.values()))
    log(
        "fit",
        candidates=len(fitted),
        fits=fits,
        already=len(fitted) * len(folds) - fits,
        workers=pool.size,
        rows=len(fit_and_valid(plan.fold, plan.n_folds - 1, plan.by_time)[0]),
        columns=len(plan.features),
        greater_is_better=find("tasks", plan.task).metric(plan.metric).greater_is_better,
    )
    for c in found:
        if c.skipped:
            _no_score(plan, c, folder, log, "skipped", c.skipped)
        elif not todo[c.id]:
            _complete(plan, c, folder, log)
    answers = {c.id: {} for c in fitted}
    by_id = {c.id: c for c in fitted}
    for done, answer in pool.run([job(plan, c, folder, f) for c in fitted for f in todo[c.id]]):
        c, fold = by_id[done["run"]], done["fold"]
        log("fold", run=c.id, algorithm=c.algorithm, fold=fold, status=answer["status"], score=answer.get("score"),
            seconds=answer.get("seconds"), why=answer.get("why"))  # fmt: skip
        answers[c.id][fold] = answer
        if len(answers[c.id]) < len(todo[c.id]):
            continue
        failed = [answers[c.id][f] for f in todo[c.id] if answers[c.id][f]["status"] != "ok"]
        if failed:  # the first fold's reason, whichever worker was first
            _no_score(plan, c, folder, log, failed[0]["status"], failed[0]["why"])
        else:
            _complete(plan, c, folder, log)


def _no_score(plan, candidate, folder, log, status, why):
    """Write and tell the row of a candidate that was skipped, failed or was ended."""
    _write_run(plan, candidate, folder, status, why)
    log("run", run=candidate.id, algorithm=candidate.algorithm, status=status, why=why)


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
        _no_score(plan, candidate, folder, log, "failed", why)
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


def _finish(plan, found, folder, log):
    """Say what moved, what to do next; return the Board."""
    ids = [c.id for c in found]
    path = folder / "boards" / f"{plan.key}.json"
    write_json(path, {**read_json(path), "latest": ids})
    board = open_board(folder)
    earlier = [t for t in read_events(folder / "trainings.jsonl") if t["key"] == plan.key]
    moved = what_moved(board, ids, earlier[-1]["runs"] if earlier else [])
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
