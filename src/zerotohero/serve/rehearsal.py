"""A service asked as its first week might go: rows like those of the training, their truth, and then other rows.

Everything goes over HTTP, as from any other program; what `hero watch` would show is shown between.
"""

import json
from functools import partial
from urllib.request import Request, urlopen

import numpy as np
from rich.console import Console

from zerotohero.core.errors import ParameterError
from zerotohero.serve.records import plain_records
from zerotohero.serve.watched import look_at, watched_view

ROWS = 300  # of each kind
FAR = 2.0  # times the distance from the first to the ninth decile: where the other rows lie


def rehearsal_of(served):
    """Return ``rehearse(url, token)``, which asks about rows of the training and about the same with one column moved.

    Raises
    ------
    ParameterError
        It is no model of a table with a number in it, or its leaderboard is not here.
    """
    usual = served.manifest.get("usual") or {}
    numbers = [name for name, kind in served.features if kind == "number" and usual.get(name, {}).get("deciles")]
    if served.kind != "table" or not numbers or not served.run.board:
        wanted = "a run of a table with numbers, on its leaderboard"
        raise ParameterError("rehearse", wanted, served.name, "the same without --rehearse")
    board = served.run.board
    rows = np.flatnonzero(board.fold != -1)[:ROWS]  # no test row: those count only when they are asked for
    records = plain_records({n: c[rows] for n, c in board.dataset().cells.items()}, [n for n, _ in served.features])
    truth = [served.classes[int(y)] if served.classes else float(y) for y in board.y[rows]]
    column = max(numbers, key=lambda name: len(set(usual[name]["deciles"])))
    deciles = usual[column]["deciles"]
    move = FAR * (deciles[9] - deciles[1]) or 1.0
    other = [{**r, column: None if r[column] is None else r[column] + move} for r in records]
    return partial(_rehearse, served.name, records, truth, column, other)


def _rehearse(name, records, truth, column, other, url, token):
    """Ask the service at ``url`` and print what happens."""
    say = Console(highlight=False, markup=False, soft_wrap=True).print
    bearer = {"Authorization": f"Bearer {token}"} if token else {}

    def post(path, body):
        headers = {"Content-Type": "application/json", **bearer}
        with urlopen(Request(f"{url}{path}", json.dumps(body).encode(), headers), timeout=60) as reply:
            return json.load(reply)

    def show():
        say(watched_view(look_at(url, token)))

    sent = json.dumps(records[0], ensure_ascii=False).replace("'", "'\\''")
    shown = " -H 'Authorization: Bearer $TOKEN'" if token else ""
    say(f"1. {len(records)} rows like those of the training, as any program sends them:\n")
    say(f"curl {url}/predict/{name}{shown} -H 'Content-Type: application/json' -d '{sent}'\n")
    said = post(f"/predict/{name}", records)
    show()
    say(f"\n2. Later it turns out what was true: POST /feedback with the id {said['id']!r} and a list of truths.")
    say("   (Here the model has learned from these very rows, so the live score flatters. Yours will be new.)\n")
    post("/feedback", {"id": said["id"], "truth": truth})
    show()
    say(f"\n3. The world changes: {len(other)} rows with another {column!r}.\n")
    post(f"/predict/{name}", other)
    show()
    say("\nThat was the rehearsal. `hero watch` in a second terminal goes on looking; Ctrl-C here ends the service.")
