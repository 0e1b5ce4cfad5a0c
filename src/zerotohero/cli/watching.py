"""`hero train --watch`: a network is drawn while it learns, from the steps that its fits write down.

A small network is done before anybody could look: its steps are played a little slower than they were taken, and the
result waits until they were seen. Where nothing can be redrawn, a few of them are printed.
"""

import json
import time
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from zerotohero.cli.show import TrainingView
from zerotohero.core.specs import discover
from zerotohero.leaderboard.journal import read_json

PER_SECOND = 16  # steps played, at most
PRINTED = 6  # steps told in words


class Steps:
    """The step events of one fit, read from its file as it grows."""

    def __init__(self, path):
        self.path, self.events, self.place = path, [], 0

    def read(self):
        """Add what has been written since; a line that is not yet whole waits."""
        with self.path.open("rb") as file:
            file.seek(self.place)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.place += len(line)
                self.events.append(json.loads(line))

    @property
    def whole(self):
        """Whether its last step has been read."""
        return bool(self.events) and (self.events[-1]["step"] == self.events[-1]["of"] or "why" in self.events[-1])


class WatchingView(TrainingView):
    """A TrainingView that also draws networks as they learn.

    Parameters
    ----------
    out : str or Path
        The folder of leaderboards.
    step, console
        As for TrainingView.
    """

    def __init__(self, out, step=False, console=None):
        super().__init__(step, console)
        self.out, self.board, self.about = Path(out), None, {}
        self.line, self.steps, self.began, self.since = Text(), None, 0.0, time.time()
        self.seen = set()  # runs that were drawn to their end

    def _progress(self, fold=None):
        """Return what moves: this view itself, which is asked to draw itself again and again."""
        self.line = super()._progress(fold)
        return self

    def __rich_console__(self, console, options):
        """Yield the network where it stands now, and the progress line."""
        if self._follow() and (shown := self._due()):
            yield self._drawn(shown)
        yield self.line

    def _on_split(self, e):
        super()._on_split(e)
        self.board = None  # the last one's until this one is written

    def _on_run(self, e):
        """Let a network be seen to its end before its result is told."""
        if discover("algorithms")[e["algorithm"]].watched and e["run"] not in self.seen:
            self._show_run(e["run"])
        super()._on_run(e)

    def _on_end(self, e):
        """Say so if there was nothing to watch."""
        if not self.seen:
            ids = ", ".join(id for id, spec in discover("algorithms").items() if spec.watched)
            self._below(f"! nothing to --watch: no network learned here; --only takes one of {ids}", "yellow")

    def _show_run(self, run):
        """Play what has not been played of a run's first fit, and leave its last picture; or print some of its steps."""
        found = sorted(self._find_board().glob(f"runs/{run}/steps-[0-9]*.jsonl"))
        if not found:
            return
        self.seen.add(run)
        if self.steps is None or self.steps.path not in found:
            self._begin(found[0])
        self.steps.read()
        if not self.steps.events:
            return
        if not self.console.is_terminal:
            self._print_some(self.steps.events)
            return
        if self.live is None:  # it was fitted before: no other fit, no progress
            self._start_live()
        while len(self._due()) < len(self.steps.events):
            time.sleep(1 / PER_SECOND)
        self.console.print(Padding(self._drawn(self.steps.events), (1, 0, 1, 2), expand=False))
        self.steps = None

    def _start_live(self):
        """Begin to draw."""
        from rich.live import Live

        self.live = Live(self, console=self.console, refresh_per_second=8, transient=True)
        self.live.start()

    def _print_some(self, events):
        """Print a few steps."""
        from zerotohero.report.steps_view import told

        last = len(events) - 1
        for i in sorted({round(last * k / (PRINTED - 1)) for k in range(PRINTED)}):
            self._below(told(events[i], self.about.get("classes", ())), "dim")

    def _find_board(self):
        """Return the folder of the leaderboard at work, and remember what it is about."""
        if self.board is None:
            last = read_json(self.out / "last.json") or {}
            self.board = self.out / last.get("folder", "")
            key = (read_json(self.board / "board.json") or {}).get("key")
            self.about = read_json(self.board / "boards" / f"{key}.json") or {}
        return self.board

    def _follow(self):
        """Read on, or begin with the fit that is at work; return whether there is anything to draw."""
        if self.steps is not None:
            self.steps.read()
            if not (self.steps.whole and len(self._due()) == len(self.steps.events)):
                return bool(self.steps.events)
        files = {path: path.stat().st_mtime for path in self._find_board().glob("runs/*/steps-[0-9]*.jsonl")}
        fresh = [p for p, at in files.items() if at > self.since and self._wanted(p.parent.name)]
        if fresh and (self.steps is None or max(fresh, key=files.get) != self.steps.path):
            first = self.steps is None
            path = min(fresh) if first else max(fresh, key=files.get)
            self._begin(path)
            self.steps.read()
        return self.steps is not None and bool(self.steps.events)

    def _wanted(self, run):
        """Whether a run is to be drawn: not yet seen, and no part of a learning curve."""
        return run not in self.seen and "-" not in run

    def _begin(self, path):
        """Take up another fit."""
        self.steps, self.began = Steps(path), time.monotonic()

    def _due(self):
        """Return the events whose time has come: never faster than a person can follow."""
        count = int((time.monotonic() - self.began) * PER_SECOND) + 1
        return self.steps.events[:count]

    def _drawn(self, events):
        """Return the picture of these events."""
        from zerotohero.report.steps_view import steps_view

        run, fold = self.steps.path.parent.name, self.steps.path.stem.partition("-")[2]
        title = events[-1].get("title", f"run {run[:6]}")
        columns = [name for name, _ in self.about.get("features", ())]
        room = self.console.size
        return steps_view(events, f"{title}, fold {int(fold) + 1}", self.about.get("classes") or (),
                          columns if len(columns) == 2 else (), min(room.width - 4, 96), max(12, min(20, room.height - 8)))  # fmt: skip
