"""A leaderboard: all runs on one data set, target and test set, read from its folder."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from zerotohero.core.digits import digits
from zerotohero.core.errors import BoardError, UnknownIdError
from zerotohero.core.events import read_events
from zerotohero.core.specs import discover
from zerotohero.data.store import read_cells
from zerotohero.leaderboard.journal import read_arrays, read_json
from zerotohero.leaderboard.run import Run

TOO_GOOD = 0.999
ONE_LOOK = "one look at the test set ends it"
STATUS_ORDER = {"ok": 0, "limit": 1, "failed": 2, "skipped": 3}


def pick(ranked):
    """Return the run to take of these, best first: the first, or the combination if that is as good within the noise.

    The noise is the standard error of the first one's score. Where the person said what mistakes cost, the run that
    costs least. None where nothing but rules has a score.
    """
    models = [r for r in ranked if r.algorithm != "rules"]
    if any(r.cost for r in models):
        return min((r for r in models if r.cost), key=lambda r: (not r.has_model, r.cost["per_row"]))
    for run in models:
        noise = (models[0].score_std or 0.0) / max(len(models[0].fold_scores), 1) ** 0.5
        if run.algorithm == "combination" and abs(run.score - models[0].score) <= noise:
            return run
    return models[0] if models else None


def too_good(run):
    """Return whether a score on a table is so near to perfect that a column may hold the answer."""
    m = run.board.manifest
    return bool(m["kind"] == "table" and m["greater_is_better"] and run.score >= TOO_GOOD)


def knows_the_answer(record, manifest):
    """Return whether a run learned from a column that may hold the answer and is no input any more: it stands aside."""
    gone = {name for name, _ in record.get("features", ())} - {name for name, _ in manifest.get("features", ())}
    return not gone.isdisjoint(manifest.get("suspects", ()))


@dataclass(frozen=True, eq=False)
class Board:
    """One leaderboard on disk.

    Parameters
    ----------
    folder : Path
    manifest : dict
        What was asked and how the rows were split; see the keys in ``train.plan``.
    """

    folder: Path
    manifest: dict

    @cached_property
    def runs(self):
        """The runs on these rows, best first; failed and skipped ones last."""
        found = []
        for path in sorted((self.folder / "runs").glob("*/run.json")):
            record = read_json(path)
            if not isinstance(record, dict) or record.get("key") != self.manifest["key"] or record.get("parent"):
                continue
            if record["algorithm"] not in discover("algorithms"):
                continue  # a later version's
            if knows_the_answer(record, self.manifest):
                continue  # the person dropped the column
            if record["algorithm"] == "combination" and record["id"] not in self.manifest.get("latest", [record["id"]]):
                continue  # a newer one took its place
            if record["status"] == "ok" or record["id"] in self.manifest.get("latest", [record["id"]]):
                found.append(Run(record, self))  # why something failed long ago no longer matters
        sign = -1 if self.manifest["greater_is_better"] else 1
        return sorted(
            found,
            key=lambda r: (
                STATUS_ORDER[r.status],
                sign * r.score if r.score is not None else 0.0,
                r.baseline,
                r.algorithm,
                r.id,
            ),
        )

    @property
    def ranked(self):
        """The runs that have a score."""
        return [r for r in self.runs if r.status == "ok"]

    @property
    def best(self):
        """The first run of the ranking, a rival too if nothing beats it; rules have no model file and do not count.

        The combination, if it stands within one standard error of the first: the first of many rows is partly
        the luckiest, a combination is not. With ``--cost``, the run whose mistakes cost least.
        """
        best = pick(self.ranked)
        if best is None:
            raise BoardError(
                "take the best run",
                "a run with a model",
                f"none in {self.folder}",
                f"hero train {self.manifest['origin']}",
            )
        return best

    @cached_property
    def latest(self):
        """The run that was finished last."""
        done = [r for r in self.ranked if r.has_model]
        if not done:
            return self.best
        return max(done, key=lambda r: (r.record["finished"], r.id))

    def run(self, ref):
        """Return the run ``best``, ``latest``, an algorithm's best, or the one whose id begins with ``ref``; refitted too."""
        if ref in ("best", "latest"):
            return getattr(self, ref)
        paths = sorted((self.folder / "runs").glob("*/run.json"))
        hits = [p for p in paths if p.parent.name.startswith(ref)]
        if len(hits) != 1:
            by_algorithm = {r.algorithm: r for r in reversed(self.ranked) if r.has_model}  # the best of each stays
            if ref in by_algorithm and not hits:
                return by_algorithm[ref]
            known = [p.parent.name for p in hits] or list(reversed(by_algorithm))
            raise UnknownIdError("run", ref, ["best", "latest", *known])
        record = read_json(hits[0])
        return Run(record, self.at(record["key"]))

    def at(self, key):
        """Return this leaderboard as it stood under another key: an older run keeps its own rows and folds."""
        if key == self.manifest["key"]:
            return self
        return Board(self.folder, read_json(self.folder / "boards" / f"{key}.json"))

    @cached_property
    def _arrays(self):
        return read_arrays(self.folder / "boards" / f"{self.manifest['key']}.npz")

    @property
    def y(self):
        """(N,) class indices or values, of every row."""
        return self._arrays["y"]

    @property
    def fold(self):
        """(N,) fold of each row; -1: test row, -2: a row that only trains (the earliest ones)."""
        return self._arrays["fold"]

    @property
    def weight(self):
        """(N,) weight of each row in scores, or None."""
        return self._arrays.get("weight")

    def dataset(self):
        """Return the Dataset: every row, memory-mapped. Show test rows to nobody."""
        try:
            return read_cells(self.folder / "data" / self.manifest["data"])
        except (OSError, ValueError, KeyError) as error:
            folder = self.folder / "data"
            raise BoardError(
                "read the rows of this leaderboard",
                "the copy made in training",
                str(error),
                f"remove {folder} and train again",
            ) from None

    @property
    def test_set(self):
        """What decided which rows were set aside: the same for every seed and metric."""
        split = self.manifest["split"]
        return [split["test_key"], split["groups"], split["time"], self.manifest["ids"]]

    @property
    def uses(self):
        """The log of the test set's uses, oldest first."""
        return [u for u in read_events(self.folder / "tests.jsonl") if u.get("test_set") == self.test_set]

    @property
    def next(self):
        """What to do next, as measured when the training ended: list of {command, why}; nothing is to be tested twice."""
        steps = self.manifest.get("next", [])
        if not any(use.get("run") == self.best.id for use in self.uses):
            return steps
        use_it = {"command": "hero refit best"}
        why = "it has been tested: this fits it again on every row, to use it"
        return [
            {**s, **use_it, "why": s["why"].replace(ONE_LOOK, why)} if s["command"] == "hero test best" else s
            for s in steps
        ]

    def as_dict(self):
        """Return what ``hero train --json`` and ``hero board --json`` print."""
        m = self.manifest
        return {
            "folder": str(self.folder),
            **{k: m[k] for k in ("dataset", "task", "metric", "greater_is_better", "rows", "test_rows", "findings")},
            "runs": [r.as_dict() for r in self.runs],
            "best": self.best.id if any(r.has_model for r in self.ranked) else None,
            "next": [n["command"] for n in self.next],
            **({"against": m["against"]} if m.get("against") else {}),
        }

    def _repr_html_(self):
        """Show the leaderboard in a notebook."""
        from html import escape

        rows = "".join(
            f"<tr><td>{i}</td><td>{escape(r.title)}{' (rival)' if r.baseline else ''}</td>"
            f"<td>{digits(r.score)} ± {digits(r.score_std)}</td></tr>"
            for i, r in enumerate(self.ranked, 1)
        )
        m = self.manifest
        return f"<table><caption>{escape(m['dataset'])}: {escape(m['target'])}, {m['metric']}</caption>{rows}</table>"

    def __repr__(self):
        lines = [f"Leaderboard of {self.manifest['dataset']}: {self.manifest['target']} ({self.manifest['metric']})"]
        lines += [
            f"{i:>3}  {digits(r.score)} ± {digits(r.score_std)}  {r.title}{' (rival)' if r.baseline else ''}"
            for i, r in enumerate(self.ranked, 1)
        ]
        return "\n".join(lines)
