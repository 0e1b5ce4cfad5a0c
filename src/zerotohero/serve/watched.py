"""What a live service sees, asked from outside, in words for a terminal."""

import http.client
import json
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from rich.console import Group
from rich.text import Text

from zerotohero.core.errors import UsageError
from zerotohero.data.shifted import FEWEST, MUCH
from zerotohero.serve.drift import ANSWER

SECONDS = 10  # for the service to answer
SHOWN = 12  # columns that are named
SOME = 0.1  # an index below it says: nothing has changed
BLOCKS = "▁▂▃▄▅▆▇█"


def look_at(url, token=None):
    """Return what the service at ``url`` says at /monitor.

    Raises
    ------
    UsageError
        Nobody answers there, or somebody else.
    """
    asked, there = f"look at {url}", "a service that `hero serve` started"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        request = Request(f"{url.rstrip('/')}/monitor", headers=headers)
        with urlopen(request, timeout=SECONDS) as reply:
            found = json.load(reply)
    except HTTPError as error:
        raise UsageError(
            asked,
            there,
            f"status {error.code}",
            "--token TOKEN" if error.code == 401 else "the address that it printed",
        ) from None
    except (URLError, OSError, ValueError, http.client.HTTPException) as error:
        raise UsageError(
            asked,
            there,
            f"{getattr(error, 'reason', error)!s:.200}",
            "hero serve best; then the address that it prints",
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("models"), list):
        raise UsageError(asked, there, "another answer", "the address that it printed")
    return found


def drifted(found):
    """Return [(model, column), ...] of what has drifted."""
    return [
        (model["model"], name)
        for model in found["models"]
        for name, about in model.get("drift", {}).get("columns", {}).items()
        if about["drifted"]
    ]


def watched_view(found):
    """Return what ``look_at`` returned as a rich renderable."""
    parts = []
    for model in found["models"]:
        parts.append(Text(f"{model['model']} (run {model['run']})", style="bold"))
        parts += [Text("  it writes: there is nothing to compare")] if "drift" not in model else _model(model)
    return Group(*parts)


def _model(model):
    """Yield the lines about one model."""
    rows, columns = model["drift"]["rows"], model["drift"]["columns"]
    if not columns:
        few = f"{rows:,} row{'s' * (rows != 1)} so far; from {FEWEST} on they are compared with the training rows"
        yield Text(f"  {few}" if rows < FEWEST else "  the model file does not say what was usual: train it again")
    else:
        gone = [name for name, about in columns.items() if about["drifted"]]
        said = f"{', '.join(map(_named, gone))} drifted: it may be wrong more often" if gone else "nothing has drifted"
        yield Text(f"  {rows:,} latest rows against the training rows: {said}", style="red" if gone else "green")
        ordered = sorted(columns.items(), key=lambda item: -item[1]["index"])
        width = max(len(_named(name)) for name, _ in ordered[:SHOWN])
        for name, about in ordered[:SHOWN]:
            line = f"    {_named(name):{width}}  {about['index']:6.2f}  then {_bars(about['then'])}  now {_bars(about['now'])}  {_words(about)}"
            yield Text(line, style="red" if about["drifted"] else "")
        if len(ordered) > SHOWN:
            yield Text(f"    and {len(ordered) - SHOWN} more columns, each below {ordered[SHOWN - 1][1]['index']:.2f}")
    yield Text(f"  {_score(model['live'])}")


def _score(live):
    """Return the live score in words."""
    if live["score"] is None:
        return f"true answers: {live['rows']} so far (POST /feedback)"
    tested = "" if live["tested"] is None else f"; before: {live['tested']:.4f}"
    return f"{live['metric']} on {live['rows']:,} rows with true answers: {live['score']:.4f}{tested}"


def _named(name):
    """Return a column's name; the predictions have none."""
    return "(the answers)" if name == ANSWER else name


def _bars(shares):
    """Return shares as a row of blocks, the largest one high."""
    top = max([*shares, 1e-9])
    return "".join(BLOCKS[min(int(8 * share / top), 7)] if share else " " for share in shares)


def _words(about):
    """Return an index in a word."""
    return (
        "drifted"
        if about["drifted"]
        else "much, or chance"
        if about["index"] > MUCH
        else "a little"
        if about["index"] > SOME
        else ""
    )
