"""An ordinary `hero train` that runs beside the page: started, watched line by line, stopped as with Ctrl-C."""

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Lock, Thread

from zerotohero.core.events import read_events
from zerotohero.data.table import safe_name
from zerotohero.leaderboard.journal import board_folder

KEPT = 200  # lines of its output that are shown


class Training:
    """The training of one data set, as a program of its own.

    Parameters
    ----------
    folder : path
        The data set.
    out : str
        The folder of leaderboards.
    """

    def __init__(self, folder, out):
        self.folder, self.out = Path(folder), str(out)
        self.board, self.finished = None, 0  # the leaderboard's folder, and how many trainings it has seen from here
        self._lock, self._child = Lock(), None
        self._begin()

    @property
    def words(self):
        """The command as a person would type it."""
        return ["hero", "train", str(self.folder), "--effort", "quick"]

    def start(self):
        """Start, unless it runs already."""
        with self._lock:
            if self.running:
                return
            self._begin()
            self.status = "running"
            answer = tempfile.TemporaryFile()  # noqa: SIM115  (not a pipe: nobody reads it until the end)
            command = [
                sys.executable,
                "-m",
                "zerotohero.cli.main",
                *self.words[1:],
                "--out",
                self.out,
                "--json",
                "--yes",
            ]
            own_group = (
                {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
                if os.name == "nt"
                else {"start_new_session": True}
            )
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=answer, stderr=subprocess.PIPE,
                env={**os.environ, "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}, text=True, encoding="utf-8",
                errors="replace", **own_group,
            )  # fmt: skip
            Thread(target=self._follow, args=(self._child, answer), daemon=True).start()

    @property
    def running(self):
        """Whether it is at work."""
        return self.status == "running"

    def stop(self):
        """Stop it as Ctrl-C would, twice if a network is still learning: what is finished is kept."""
        child = self._child
        if child is None or child.poll() is not None:
            return
        self._stopped = True
        for attempt in range(3):
            try:
                self._interrupt(child) if attempt < 2 else self._kill(child)
                child.wait(4)
                return
            except subprocess.TimeoutExpired:
                continue
            except OSError:
                return  # it ended in this moment

    def state(self):
        """Return what the page shows: ``status``, ``command``, ``says``, ``done`` (0 to 1), ``lines``, ``problem``."""
        done, says = self._progress() if self.running else (float(self.status == "done"), "")
        return {"status": self.status, "command": shlex.join(self.words), "says": says, "done": done,
                "lines": self.lines[-KEPT:], "problem": self.problem}  # fmt: skip

    def _progress(self):
        """Return how far it is, 0 to 1, and that in words, from the events that it writes down."""
        events = list(read_events(self._events))[self._earlier :]
        fits = sum(e["fits"] for e in events if e["event"] in ("fit", "more"))
        if not fits:
            return 0.0, "reading" if not events else "splitting"
        done = sum(e["event"] == "fold" for e in events)
        scores = [(e["score"], e["algorithm"]) for e in events if e["event"] == "run" and e["status"] == "ok"]
        best = f" · best so far: {max(scores)[1]}, {max(scores)[0]:.2f}" if scores else ""
        return min(done / fits, 1.0), f"{done} of {fits} fits{best}"

    def _begin(self):
        self.status, self.lines, self.problem, self._stopped = "idle", [], None, False
        self._events = board_folder(self.out, safe_name(self.folder.name), "label") / "events.jsonl"
        self._earlier = sum(1 for _ in read_events(self._events))

    def _follow(self, child, answer):
        """Read what it says until it ends."""
        for line in child.stderr:
            if line.strip():
                self.lines.append(line.rstrip())
        code = child.wait()
        answer.seek(0)
        said = answer.read().decode("utf-8", "replace").strip().splitlines()
        answer.close()
        try:
            result = json.loads(said[-1]) if said else {}
        except ValueError:
            result = {}
        if code == 0 and "folder" in result:
            self.board, self.finished = result["folder"], self.finished + 1
            self.status = "done"
        elif self._stopped:
            self.status = "stopped"
        else:
            why = result.get("error") or {}
            self.problem = why or {"asked": "train", "expected": "a leaderboard", "came": " ".join(self.lines[-2:]) or f"exit code {code}", "try": shlex.join(self.words)}  # fmt: skip
            self.status = "failed"

    @staticmethod
    def _interrupt(child):
        """Press Ctrl-C for the training and its workers."""
        os.killpg(child.pid, signal.SIGINT) if os.name != "nt" else child.send_signal(signal.CTRL_BREAK_EVENT)

    @staticmethod
    def _kill(child):
        """End it and its workers at once."""
        os.killpg(child.pid, signal.SIGKILL) if os.name != "nt" else child.kill()
