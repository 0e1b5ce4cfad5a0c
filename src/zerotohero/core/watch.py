"""Watch a long fit through files: its steps, a checkpoint to go on from after a kill, a wish that it stop.

Files, not sockets: whoever looks may start late, and what stands survives a power cut. In the folder of a run::

    steps-0.jsonl        one JSON line per watched step of fold 0 (or of "final", "refit")
    checkpoint-0.npz     arrays and state of the last checkpoint; gone when the fit is done
    stop                 somebody asked to stop early: empty, or the share of its steps after which a fit stops
"""

import io
import json
import os
import time
import zipfile
from pathlib import Path

import numpy as np

from zerotohero.core.events import EventLog, read_events

EVERY = 0.2  # seconds between two events, at least, and between two looks for the stop file
STOP = "stop"
PLAIN = "state"  # the member of the checkpoint that holds the plain data


class Watch:
    """What an estimator is handed as ``watch_`` before a fit; all of it is optional to use.

    Parameters
    ----------
    folder : str, Path or None
        The run's folder; None keeps nothing, never stops, and has nothing to restore.
    fold : int or str
        Which fit of the run: a fold, "final" or "refit".

    Examples
    --------
    >>> watch = Watch(None)
    >>> watch.step(step=1, of=10, loss=0.7)
    >>> watch.stop, watch.restore()
    (False, None)
    """

    def __init__(self, folder=None, fold=0):
        self.folder = None if folder is None else Path(folder)
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._steps = self.folder / f"steps-{fold}.jsonl"
            self._checkpoint = self.folder / f"checkpoint-{fold}.npz"
            self._log = EventLog(self._steps)
            if not self._checkpoint.exists():
                self._steps.unlink(missing_ok=True)  # of an earlier fit
        self._told, self._looked = 0.0, 0.0
        self._at, self._wish = 0.0, None  # the share of the steps done; that after which to stop, None: all of them

    def step(self, *, step, of, loss=None, score=None, keep=False, **more):
        """Append an event ``step``, at most about five a second; the last step (``step == of``) always.

        Parameters
        ----------
        step, of : int
            This step, and how many there will be.
        loss, score : float or None
            The loss of the last batches (nats or squared error); the score on rows held out.
        keep : bool
            Append it however soon after the last one: for fits that are over in a second.
        **more
            Plain data, such as ``learning_rate`` or ``images_per_second``.
        """
        now, self._at = time.monotonic(), step / of
        if self.folder is None or (now - self._told < EVERY and step != of and not keep):
            return
        self._told = now
        facts = {"step": step, "of": of, "loss": loss, "score": score, **more}
        self._log("step", **{name: value for name, value in facts.items() if value is not None})

    def checkpoint(self, arrays, state):
        """Keep everything that is needed to go on exactly from here; the earlier checkpoint is replaced whole.

        Parameters
        ----------
        arrays : dict of str to ndarray
        state : dict
            Plain JSON.
        """
        if self.folder is None:
            return
        told = self._steps.stat().st_size if self._steps.exists() else 0
        plain = np.frombuffer(json.dumps({"state": state, "told": told}).encode("utf-8"), np.uint8)
        buffer = io.BytesIO()
        np.savez(buffer, **{PLAIN: plain, **{f"array {name}": array for name, array in arrays.items()}})
        aside = self._checkpoint.with_name(f".{self._checkpoint.name}.{os.getpid()}")
        with aside.open("wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())  # the name must not reach the disk before the bytes
        aside.replace(self._checkpoint)

    def restore(self):
        """Return (arrays, state) of the last checkpoint, or None; a damaged one counts as none.

        Steps that were told after the checkpoint are forgotten: they are about to be told again.
        """
        if self.folder is None or not self._checkpoint.exists():
            return None
        try:
            with np.load(self._checkpoint, allow_pickle=False) as saved:
                plain = json.loads(saved[PLAIN].tobytes().decode("utf-8"))
                arrays = {n.removeprefix("array "): saved[n] for n in saved.files if n != PLAIN}
            state, told = plain["state"], int(plain["told"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            self.forget()
            return None
        if self._steps.exists() and self._steps.stat().st_size > told:
            os.truncate(self._steps, told)
        return arrays, state

    def forget(self):
        """Remove the checkpoint, as the fit is done and written or begins from nothing."""
        if self.folder is not None:
            self._checkpoint.unlink(missing_ok=True)

    @property
    def shared(self):
        """The folder for what every fit of this leaderboard may use again; None where nothing is kept."""
        return None if self.folder is None else self.folder.parent.parent

    @property
    def stop(self):
        """Whether somebody asked to stop early, by now: what stands is to be kept as the result."""
        now = time.monotonic()
        if self.folder is not None and self._wish is None and now - self._looked >= EVERY:
            self._looked = now
            self._wish = _wish(self.folder)
        return self._wish is not None and self._at >= self._wish

    def stopped(self):
        """Return the share of its steps after which the fit has stopped because somebody asked; None if it went on.

        The run's other fits will stop after the same share: only so their scores are scores of one thing.
        """
        if not self.stop or self._at >= 1:
            return None
        if not self._wish:
            ask_to_stop(self.folder, self._at)
        return self._at


def ask_to_stop(folder, share=0.0):
    """Ask all fits of the run in this folder to stop after this share of their steps and to keep what stands.

    0: at their next step. None: they go on to their ends, whatever was asked before.
    """
    folder = Path(folder)
    if share is None:
        (folder / STOP).unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STOP).write_text(str(share), "utf-8")


def asked_to_stop(folder):
    """Return whether somebody has asked the fits of this run to stop."""
    return (Path(folder) / STOP).exists()


def has_learned(folder, fold):
    """Return whether this fit of the run has taken steps that learn: from then on something stands."""
    return any(event.get("loss") is not None for event in read_events(Path(folder) / f"steps-{fold}.jsonl"))


def _wish(folder):
    """Return the share of its steps after which a fit of this run is to stop, or None."""
    try:
        return float((folder / STOP).read_text("utf-8") or 0)
    except FileNotFoundError:
        return None
    except ValueError:  # somebody else's words
        return 0.0
