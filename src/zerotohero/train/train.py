"""Train: data → split → fit → predict → validate, written to a leaderboard as it happens.

The only orders for fits are given here, in ``refit.py`` and in ``test.py``; workers carry them out.
"""

import shutil
import time
from dataclasses import asdict

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.core.events import EventLog, read_events
from zerotohero.core.weights import find_weights, keep
from zerotohero.data.store import write_cells
from zerotohero.leaderboard.board import pick
from zerotohero.leaderboard.journal import append_line, board_folder, lock, read_json, write_arrays, write_json
from zerotohero.leaderboard.open import open_board
from zerotohero.train.against import as_candidates, meet, must_compare
from zerotohero.train.against_verdict import used, verdict
from zerotohero.train.candidates import candidates
from zerotohero.train.hurry import hurry
from zerotohero.train.longer import longer
from zerotohero.train.moved import what_moved
from zerotohero.train.next import next_steps, suspects_on
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.pool import Pool
from zerotohero.train.study import study_best
from zerotohero.train.tune import tune
from zerotohero.train.weigh import combine_rows
from zerotohero.train.work import Work


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
    clock = None if asked.minutes is None else time.monotonic() + 60 * asked.minutes
    early = []
    log = EventLog(listener=lambda e: (early.append(e), on_event(e) if on_event else None))
    with Pool(asked.workers) as pool:  # workers wake up while the data are read
        champion = None
        if asked.against is not None:
            asked.check()
            champion, data, asked = meet(data, asked)
        plan = make_plan(data, asked, log)
        if champion:
            must_compare(champion, plan)
        folder = board_folder(asked.out, plan.dataset.name, plan.target, asked.test_set, asked.test_file)
        with lock(folder):
            log = EventLog(folder / "events.jsonl", on_event)
            for event in early:
                append_line(log.path, event)
            found = candidates(plan)
            found = as_candidates(champion, plan, found) if champion else found
            _tell_the_split(plan, log)
            _write_plan(plan, folder)
            if any(c.spec.weights and not c.skipped for c in found):
                keep(find_weights(asked.weights), folder / "weights")  # whoever fits again later finds it there
            work = Work(plan, folder, pool, log, clock)
            hurry(work, found) if clock else work.fit(found)
            ids = [c.id for c in found]
            if asked.effort != "quick":
                ids += longer(work)
            if asked.effort == "thorough":
                ids += tune(work)
            if asked.effort != "quick":
                ids += combine_rows(work)
            study_best(work)
            shutil.rmtree(folder / "work", ignore_errors=True)
            return _finish(plan, ids, work.untried, folder, log, champion)


def _write_plan(plan, folder):
    """Write manifest, answers, folds and cells; the leaderboard exists from here on."""
    manifest = {**plan.manifest(), "created": time.strftime("%Y-%m-%dT%H:%M:%S"), "options": asdict(plan.options)}
    earlier = read_json(folder / "boards" / f"{plan.key}.json")
    if earlier:
        manifest |= {
            k: earlier[k] for k in ("created", "next", "moved", "latest", "suspects", "against") if k in earlier
        }
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


def _finish(plan, ids, untried, folder, log, champion):
    """Say what moved, what to do next, and whether to replace the champion; return the Board."""
    path = folder / "boards" / f"{plan.key}.json"
    write_json(path, {**read_json(path), "latest": ids, "untried": untried})
    board = open_board(folder)
    if champion and (against := verdict(champion, board, plan)):
        write_json(path, {**board.manifest, "against": against})
        if against["tested"]:
            append_line(folder / "tests.jsonl", used(board, against))
        board = open_board(folder)
    earlier = [t for t in read_events(folder / "trainings.jsonl") if t["key"] == plan.key]
    moved = what_moved(board, ids, earlier[-1]["runs"] if earlier else [])
    scored = {r.id for r in board.ranked}  # what was skipped now may be trained later: it is that training's
    append_line(
        folder / "trainings.jsonl", {"key": plan.key, "runs": [i for i in ids if i in scored], "time": time.time()}
    )
    steps = next_steps(board)
    if champion and (against := board.manifest.get("against")):
        own = {**against["next"], "worth": None, "measured": True, "runs": True}
        steps = [own, *steps[:1], *steps[1:][-1:]]
    asked = {*board.manifest.get("suspects", ()), *suspects_on(board)}
    write_json(path, {**board.manifest, "next": steps, "moved": moved, "suspects": sorted(asked)})
    board = open_board(folder)
    predicted = next((r for r in board.ranked if not r.baseline), None)
    if predicted:
        log("predict", **_three_predictions(board, predicted))
    if board.ranked:
        top = pick(board.ranked) or board.ranked[0]
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
    if board.manifest["task"] == "generation":
        texts = board.dataset().cells[board.manifest["target"]][pick].tolist()
        perplexities = [float(np.exp(nll / max(words, 1))) for nll, words in predictions[:3]]
        return {"run": run.id, "algorithm": run.algorithm, "shape": list(predictions.shape), "lines": texts,
                "perplexities": perplexities}  # fmt: skip
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
