"""Events: everything that can be watched, appended to a file as one JSON line each."""

import json
import time
from pathlib import Path


class EventLog:
    """Append events to ``path`` and hand each to a listener.

    Parameters
    ----------
    path : Path or None
        The file; None keeps nothing.
    listener : callable or None
        Called with each event, a dict with at least ``event`` and ``time`` (Unix seconds).
    """

    def __init__(self, path=None, listener=None):
        self.path = Path(path) if path else None
        self.listener = listener

    def __call__(self, event, **facts):
        """Record one event."""
        record = {"event": event, "time": round(time.time(), 3), **facts}
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        if self.listener:
            self.listener(record)


def read_events(path):
    """Yield the events in a file; a line cut off by a crash is left out."""
    if not Path(path).exists():
        return
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue
