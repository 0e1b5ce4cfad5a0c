"""The fits of one training: what is not yet in the journal is fitted, and complete candidates get their row."""

import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from zerotohero.core.events import EventLog, read_events
from zerotohero.core.specs import find
from zerotohero.core.watch import ask_to_stop, asked_to_stop, has_learned
from zerotohero.leaderboard.journal import read_arrays, read_json, write_json
from zerotohero.leaderboard.model import Model
from zerotohero.tasks._split import fit_and_valid
from zerotohero.train.candidate import job
from zerotohero.train.judge import judge
from zerotohero.train.plan import Plan
from zerotohero.train.pool import Pool

SOON = 2.0  # seconds: a network at work for less is not stopped early; Ctrl-C means everything then
SHIPPED = (
    "calibration",
    "threshold",
    "interval",
    "usual_answers",
    "score",
    "score_std",
)  # what the model file must know, too


@dataclass(eq=False)
class Work:
    """Who fits what where.

    Parameters
    ----------
    plan : Plan
    folder : Path
        The leaderboard's.
    pool : Pool
    log : EventLog
    clock : float or None
        No fit is begun after this moment (``time.monotonic()``).
    told : set of str
        Ids of the candidates whose fits were announced.
    untried : int
        Candidates that were left when the time was up.
    """

    plan: Plan
    folder: Path
    pool: Pool
    log: EventLog
    clock: float | None = None
    told: set = field(default_factory=set)
    untried: int = 0

    def until(self, share):
        """Return the moment at which this share of the minutes that were asked for is over; None: never."""
        return None if self.clock is None else self.clock - (1 - share) * 60 * self.plan.options.minutes

    def left(self, share=1.0):
        """Return whether this moment has not come yet."""
        return self.clock is None or time.monotonic() < self.until(share)

    def fit(self, found, share=0.75, cut=True):
        """Fit what the journal lacks of these candidates; write ``run.json`` as each is complete.

        Parameters
        ----------
        found : list of Candidate
        share : float
            Of the minutes that were asked for, after which no new fit is begun.
        cut : bool
            Whether to tell how many are not complete when the time is up.

        Returns
        -------
        list of Candidate
            Those that are not complete.
        """
        fitted, todo = [c for c in found if not c.skipped], self.begin(found)
        for c in found:
            if c.skipped:
                self.no_score(c, "skipped", c.skipped)
            elif not todo[c.id]:
                self.complete(c)
            else:
                ask_to_stop(self.folder / "runs" / c.id, None)  # whatever was asked in an earlier call
        answers, by_id = {c.id: {} for c in fitted}, {c.id: c for c in fitted}
        jobs = [
            {**job(self.plan, c, self.folder, f), "needs": c.seconds * (len(todo[c.id]) - i) / self.pool.size}
            for c in fitted
            for i, f in enumerate(todo[c.id])
        ]
        for done, answer in self.pool.run(jobs, self.until(share), self._stop_early):
            c, fold = by_id[done["run"]], done["fold"]
            self.log("fold", run=c.id, algorithm=c.algorithm, fold=fold, status=answer["status"], score=answer.get("score"),
                     seconds=answer.get("seconds"), expected=c.seconds, why=answer.get("why"))  # fmt: skip
            answers[c.id][fold] = answer
            if len(answers[c.id]) < len(todo[c.id]):
                continue
            failed = [answers[c.id][f] for f in todo[c.id] if answers[c.id][f]["status"] != "ok"]
            if failed:  # the first fold's reason, whichever worker was first
                self.no_score(c, failed[0]["status"], failed[0]["why"])
            else:
                self.complete(c)
        left = [c for c in fitted if len(answers[c.id]) < len(todo[c.id])]
        if cut:
            self.cut(len(left))
        return left

    def on_first_folds(self, candidates, count, share=1.0):
        """Fit the first folds of these candidates, as far as the journal lacks them; no run is written.

        Parameters
        ----------
        candidates : list of Candidate
        count : int
            How many folds.
        share : float
            Of the minutes that were asked for, after which no new fit is begun.

        Returns
        -------
        scores : dict
            Candidate id -> fold -> score; where the time was up, or a fit failed, there is none.
        failed : dict
            Candidate id -> the answer of a fit that failed.
        """
        scores, failed, jobs, by_id = {c.id: {} for c in candidates}, {}, [], {c.id: c for c in candidates}
        for c in candidates:
            for k in range(count):
                known = (read_json(self.folder / "runs" / c.id / f"fold-{k}.json") or {}).get("score")
                if known is None:
                    jobs.append({**job(self.plan, c, self.folder, k), "needs": c.seconds if share < 1 else 0.0})
                else:
                    scores[c.id][k] = known
        self.log("more", fits=sum(j["run"] not in self.told for j in jobs))
        for done, answer in self.pool.run(jobs, self.until(share)):
            run, fold, status = done["run"], done["fold"], answer["status"]
            self.log("fold", run=run, algorithm=by_id[run].algorithm, fold=fold, status=status, score=answer.get("score"),
                     seconds=answer.get("seconds"), expected=by_id[run].seconds, why=answer.get("why"))  # fmt: skip
            if status != "ok":
                failed[run] = answer
            elif answer["score"] is not None:
                scores[run][fold] = answer["score"]
        return scores, failed

    def _stop_early(self, at_work):
        """Ask the networks at work to stop and keep what stands; return whether there was one that was not asked before."""
        asked = []
        for fit, seconds in at_work:
            place = Path(fit["folder"]) / "runs" / fit["run"]
            if seconds >= SOON and has_learned(place, fit["fold"]) and not asked_to_stop(place):
                ask_to_stop(place)
                asked.append(fit["algorithm"])
        if asked:
            self.log("stopping", algorithms=asked)
        return bool(asked)

    def begin(self, found):
        """Announce the fits of these candidates, unless that was done; return candidate id -> the folds that the journal lacks."""
        plan, folds, fitted = self.plan, list(range(self.plan.n_folds)), [c for c in found if not c.skipped]
        wanted = {c.id: [*folds, "final"] if c.final else folds for c in fitted}
        tested = {use["run"] for use in read_events(self.folder / "tests.jsonl")}  # these stay as they are
        todo = {
            c.id: [f for f in wanted[c.id] if not _done(self.folder / "runs" / c.id, f, c, c.id in tested)]
            for c in fitted
        }
        new = [c for c in fitted if c.id not in self.told]
        fits, expected = sum(len(todo[c.id]) for c in new), sum(c.seconds * len(todo[c.id]) for c in new)
        if self.told and new:
            self.log("more", fits=fits, expected=expected)
        elif not self.told:
            self.log(
                "fit",
                candidates=len(fitted),
                fits=fits,
                already=sum(map(len, wanted.values())) - fits,
                expected=expected,
                workers=self.pool.size,
                rows=len(fit_and_valid(plan.fold, plan.n_folds - 1, plan.by_time)[0]),
                columns=len(plan.features),
                networks=any(c.spec.threads for c in fitted),
                greater_is_better=find("tasks", plan.task).metric(plan.metric).greater_is_better,
            )
        self.told |= {"", *(c.id for c in new)}  # "": that there is nothing to fit is told once, too
        return todo

    def cut(self, left):
        """Tell how many candidates are left although the time is up."""
        self.untried += left
        if left:
            self.log("cut", left=left, minutes=self.plan.options.minutes)

    def no_score(self, candidate, status, why):
        """Write and tell the row of a candidate that was skipped, failed or was ended."""
        self._write(candidate, status, why)
        self.log("run", run=candidate.id, algorithm=candidate.algorithm, status=status, why=why)

    def complete(self, candidate, tell=True):
        """All folds are there: judge them and write the run's row; ``tell`` it unless it stood there before."""
        plan, place = self.plan, self.folder / "runs" / candidate.id
        results = [read_json(place / f"fold-{k}.json") for k in range(plan.n_folds)]
        arrays = [read_arrays(place / f"fold-{k}.npz") for k in range(plan.n_folds)]
        parts = [(a["rows"], a["predictions"]) for a in arrays]
        metric = find("tasks", plan.task).metric(plan.metric)
        real = not (candidate.spec.baseline or candidate.rules)
        found = judge(parts, plan.y, plan.weight, plan.manifest(), metric, calibrated=real)
        scores = [s for s in found["fold_scores"] if s is not None]
        if not scores or not np.isfinite(scores).all():
            why = f"{plan.metric} has no value on any fold: each holds one class only"
            if scores:
                why = f"{plan.metric} is no finite number: {plan.target} holds numbers too large to square or to sum"
            self.no_score(candidate, "failed", why)
            return
        final = read_json(place / "fold-final.json") or {}
        seconds = [r["seconds"] for r in results if r and "seconds" in r]
        stopped = next((r["stopped"] for r in (*results, final) if r and "stopped" in r), None)
        numbers = {
            **found,
            "score": float(np.mean(scores)),
            "score_std": float(np.std(scores)),
            "stopped": stopped,
            "fit_seconds": round(float(np.mean(seconds)), 3) if seconds else None,
            "final_seconds": round(final["seconds"], 3) if "seconds" in final else None,
        }
        why = next((r["why"] for r in results if r and r.get("why")), None)
        if stopped is not None:
            why = f"stopped early, by hand, after {stopped:.0%} of its steps; until it is tested, the same command goes on with it"
        self._write(candidate, "ok", why, numbers)
        if tell:
            self.log("run", run=candidate.id, algorithm=candidate.algorithm, status="ok", score=numbers["score"], score_std=numbers["score_std"],
                     baseline=candidate.spec.baseline, seconds=numbers["fit_seconds"], asked=candidate.asked, why=why)  # fmt: skip
        dress(place / "model.hero", numbers)

    def _write(self, candidate, status, why, numbers=None):
        """Write ``run.json``."""
        place = self.folder / "runs" / candidate.id
        earlier = read_json(place / "run.json") or {}
        record = {"score": None, "score_std": None, "fold_scores": [], "fit_seconds": None, "stopped": None}
        record |= numbers or {}
        record |= {
            "id": candidate.id,
            "key": self.plan.key,
            "fold_key": candidate.fold_key,
            "algorithm": candidate.algorithm,
            "params": candidate.params,
            "asked": candidate.asked,
            "members": list(candidate.members),
            "features": [list(f) for f in candidate.features],
            "reason": candidate.why,
            "rows_used": candidate.rows_used,
            "threads": candidate.threads,
            "rules": candidate.rules,
            "baseline": candidate.spec.baseline,
            "status": status,
            "why": why,
            "finished": earlier.get("finished") if earlier.get("status") == status else None,
        }
        record["finished"] = record["finished"] or time.time()
        write_json(place / "run.json", record)


def dress(path, record):
    """Write into the model file what out-of-fold predictions say: calibration, threshold, interval, usual answers, score."""
    changes = {k: record.get(k) for k in SHIPPED}
    changes["calibration"] = changes["calibration"]["shipped"] if changes["calibration"] else None
    if not path.exists():
        return
    model = Model.load(path)
    if any(model.manifest.get(k) != v for k, v in changes.items()):
        model.save(path, **changes)


def _done(folder, fold, candidate, tested):
    """Whether the journal holds this fold whole; one that was stopped early is whole only where the run was tested."""
    result = read_json(folder / f"fold-{fold}.json")
    if not isinstance(result, dict) or result.get("status") != "ok" or not {"score", "seconds"} <= result.keys():
        return False
    if "stopped" in result and not tested:
        return False
    files = [f"fold-{fold}.npz"] if isinstance(fold, int) else [] if candidate.rules else ["model.hero"]
    return all(zipfile.is_zipfile(folder / f) for f in files)  # a damaged one is made again
