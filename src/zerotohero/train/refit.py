"""Refit: the same candidate on every row, the test rows too. Nothing is chosen again."""

import hashlib
import shutil
import time

from zerotohero.core.errors import BoardError
from zerotohero.core.watch import ask_to_stop
from zerotohero.leaderboard.journal import lock, read_json, write_json
from zerotohero.leaderboard.model import Model, join
from zerotohero.leaderboard.open import open_run
from zerotohero.leaderboard.run import Run
from zerotohero.train.candidate import LEAST_BYTES, LEAST_SECONDS
from zerotohero.train.pool import Pool
from zerotohero.train.work import dress


def refit(ref="best", out="hero-boards"):
    """Return a new Run fitted on all rows.

    It keeps its parent's estimate as the best guess of its own: there is no row left to judge it on.
    It is never ranked and never tested.

    Raises
    ------
    BoardError
        The run has no leaderboard, or is itself refitted.
    """
    run = open_run(ref, out)
    if run.board is None or run.parent:
        came = "a bare model file" if run.board is None else f"a refitted run (of {run.parent})"
        raise BoardError(f"refit {ref}", "a run of a leaderboard", came, "hero board lists the runs")
    if run.rules or run.status != "ok":
        raise BoardError(
            f"refit {run.id}", "a run with a model", run.why or "rules, which learn nothing", "hero refit best"
        )
    board, new = run.board, hashlib.blake2b(f"refit {run.id}".encode(), digest_size=4).hexdigest()
    folder = board.folder / "runs" / new
    members = members_of(run)
    jobs = [refit_job(r, new if r is run else f"{new}-{r.id}") for r, _ in members]
    for (r, _), job in zip(members, jobs):
        ask_to_stop(board.folder / "runs" / job["run"], r.stopped)  # as early as it stopped
    with lock(board.folder), Pool(min(len(jobs), 2)) as pool:
        try:
            for _, answer in pool.run(jobs):
                if answer["status"] != "ok":
                    raise BoardError(
                        f"refit {run.title}", "a fit on all rows", answer["why"], "hero refit with another run"
                    )
            if run.members:
                models = [Model.load(board.folder / "runs" / j["run"] / "model.hero") for j in jobs]
                about = {"run": new, "parent": run.id, "score": run.score, "score_std": run.score_std}
                folder.mkdir(parents=True, exist_ok=True)
                join(models, [w for _, w in members], **about).save(folder / "model.hero", calibration=None)
        finally:
            for path in (board.folder / "runs").glob(f"{new}-*"):
                shutil.rmtree(path, ignore_errors=True)
        dress(folder / "model.hero", run.record)
        record = {**run.record, "id": new, "parent": run.id, "finished": time.time()}
        write_json(folder / "run.json", record)
        shutil.rmtree(board.folder / "work", ignore_errors=True)
    return Run(read_json(folder / "run.json"), board)


def members_of(run):
    """Return [(Run, weight), ...]: the members of a combination, or the run itself."""
    if not run.members:
        return [(run, 1.0)]
    return [(run.board.run(m["run"]), m["weight"]) for m in run.members]


def refit_job(run, new):
    """Return the job that fits ``run``'s candidate on every row."""
    return {
        "folder": str(run.board.folder.resolve()),
        "key": run.board.manifest["key"],
        "run": new,
        "algorithm": run.algorithm,
        "params": run.params,
        "features": run.features,
        "rows_used": run.rows_used,
        "rules": None,
        "fold": "refit",
        "threads": run.record.get("threads", 1),
        "parent": run.id,
        "score": run.score,
        "score_std": run.score_std,
        "limit_seconds": max(20 * 60, LEAST_SECONDS),
        "limit_bytes": 8 * LEAST_BYTES,
    }
