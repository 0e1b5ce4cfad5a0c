"""Where you stand: among plain rivals, published figures (peers), and against yesterday's you."""

import csv
import io
import math
import time
from dataclasses import dataclass
from pathlib import Path

from zerotohero.core.errors import DataError
from zerotohero.core.events import read_events
from zerotohero.core.specs import find
from zerotohero.leaderboard.board import pick
from zerotohero.leaderboard.journal import read_json, write_json
from zerotohero.report.sentences import better, finished, plain, score_text

RANGES = {"accuracy": (0, 1), "balanced_accuracy": (0, 1), "roc_auc": (0, 1), "r2": (-math.inf, 1)}  # others: from 0
NAMES = ("name", "team", "teamname", "team name", "model", "algorithm", "method", "who")
NEAR = 2  # peers shown above and below your best
MOST = 8  # peers that are all shown


@dataclass(frozen=True)
class Peer:
    """A published figure: somebody's score on the same question."""

    name: str
    score: float


@dataclass(frozen=True)
class Place:
    """One line of the ranking.

    Parameters
    ----------
    rank : int
        From 1; the same for equal scores.
    run : Run or None
    peer : Peer or None
    """

    rank: int
    run: object = None
    peer: Peer | None = None

    @property
    def score(self):
        """The score of the run or peer."""
        return (self.run or self.peer).score


def read_peers(path, metric=None):
    """Return the published figures in a CSV file: a name and a score a line.

    Parameters
    ----------
    path : str or Path
        With or without a header; of several columns, those called name (or team, model) and score are taken.
    metric : str or None
        The leaderboard's: scores that it cannot have are refused.

    Raises
    ------
    DataError
        Names the line and what stands there.
    """
    path = Path(path)
    asked = f"take the published figures in {path.name}"
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        came = "no such file" if isinstance(error, FileNotFoundError) else "a file that is not UTF-8 text"
        raise DataError(asked, "a CSV file with a name and a score a line", came, "--peers figures.csv") from None
    mark = max(",;\t", key=text.partition("\n")[0].count)
    lines = [(i, row) for i, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1) if any(row)]
    at, peers = (0, 1), []
    if lines and (header := _header(lines[0][1])):
        at, lines = header, lines[1:]
    low, high = RANGES.get(metric, (0, math.inf)) if metric else (-math.inf, math.inf)
    for number, row in lines:
        if len(row) <= max(at) or not row[at[0]].strip():
            raise DataError(
                asked, "a name and a score on every line", f"line {number}: {mark.join(row)!r:.80}", "ann,0.91"
            )
        score = _number(row[at[1]])
        if score is None:
            raise DataError(asked, f"a number as the score on line {number}", repr(row[at[1]])[:80], "0.91")
        if not low <= score <= high:
            expected = f"{metric} {f'from {low:g} to {high:g}' if high < math.inf else 'of 0 or more'}"
            percent = f"{score / 100:g}" if high == 1 and 1 < score <= 100 else "figures in the leaderboard's metric"
            raise DataError(asked, expected, f"{score:g} on line {number}", percent)
        peers.append(Peer(plain(row[at[0]].strip(), 40), score))
    if not peers:
        raise DataError(asked, "a name and a score a line", "an empty file", "one line such as: ann,0.91")
    return tuple(peers)


def remember_peers(board, path):
    """Keep the published figures in ``path`` with the leaderboard; ``"none"`` forgets them."""
    kept = board.folder / "peers.json"
    if str(path) == "none":
        kept.unlink(missing_ok=True)
        return
    peers = read_peers(path, board.manifest["metric"])
    write_json(kept, {"metric": board.manifest["metric"], "peers": [vars(p) for p in peers]})


def peers_of(board):
    """Return the leaderboard's published figures, () if there are none or they count in another metric."""
    kept = read_json(Path(board.folder) / "peers.json")
    if not isinstance(kept, dict) or kept.get("metric") != board.manifest["metric"]:
        return ()
    return tuple(Peer(**p) for p in kept["peers"])


def ranking(board):
    """Return runs and peers as Places, best first; of equal scores, runs come first."""
    entries = [Place(0, run=run) for run in finished(board)] + [Place(0, peer=p) for p in peers_of(board)]
    sign = -1 if board.manifest["greater_is_better"] else 1
    entries.sort(key=lambda p: sign * p.score)
    places = []
    for i, entry in enumerate(entries, 1):
        rank = places[-1].rank if places and places[-1].score == entry.score else i
        places.append(Place(rank, entry.run, entry.peer))
    return places


def near(places):
    """Return the places to show, None where some are left out: of many peers, the first, the last and your neighbours."""
    peers = [i for i, p in enumerate(places) if p.peer]
    if len(peers) <= MOST:
        return places
    mine = next((i for i, p in enumerate(places) if p.run and not p.run.baseline), 0)
    above = [i for i in peers if i < mine][-NEAR:]
    below = [i for i in peers if i > mine][:NEAR]
    kept = {peers[0], peers[-1], *above, *below, *(i for i, p in enumerate(places) if p.run)}
    shown = []
    for i, place in enumerate(places):
        if i in kept:
            shown.append(place)
        elif shown and shown[-1] is not None:
            shown.append(None)
    return shown


def yesterday(board):
    """Return (run, Unix time) of the best before the last training on these rows; None the first time."""
    trainings = [
        t for t in read_events(Path(board.folder) / "trainings.jsonl") if t.get("key") == board.manifest.get("key")
    ]
    first = {}
    for training in trainings[:-1]:
        for id in training["runs"]:
            first.setdefault(id, training["time"])
    return next(((run, first[run.id]) for run in finished(board) if run.id in first and not run.baseline), None)


def standing(board):
    """Return sentences: the place among all, among the peers, and against yesterday's you."""
    places = ranking(board)
    mine = next((p for p in places if p.run and not p.run.baseline), None)
    if mine is None:
        return []
    said = []
    if peers := peers_of(board):
        worse, percentile = _beaten(board, mine, peers)
        ahead = next((p for p in reversed(places[: places.index(mine)]) if p.peer and p.score != mine.score), None)
        line = f"{plain(mine.run.title)} is better than {worse} of {len(peers)} published figures: percentile {percentile:.0f}"
        if ahead:
            line += f"; next above: {ahead.peer.name}, {score_text(board, abs(ahead.score - mine.score))} ahead"
        said.append(f"{line}. They were measured on other rows: near ones are level.")
    if before := yesterday(board):
        run, when = before
        if run.id == mine.run.id:
            said.append(
                f"Nothing has passed what stood {_ago(when)}: {plain(run.title)}, {score_text(board, run.score)}."
            )
        else:
            change = score_text(board, abs(mine.score - run.score))
            said.append(
                f"Yesterday's you ({_ago(when)}): {plain(run.title)}, {score_text(board, run.score)}. "
                f"Now {plain(mine.run.title)}, {score_text(board, mine.score)}: {change} better."
            )
    best = pick(finished(board))
    if best is not None and best.algorithm == "combination" and best.id != mine.run.id:
        said.append(
            f"`best` is the combination all the same: as good within the noise, and the first of {len(places)} is partly luck."
        )
    return said


def portraits(board):
    """Return [(title, one line)] of the plain rivals on this leaderboard, best first."""
    found = {run.algorithm: run.title for run in finished(board) if run.baseline}
    specs = {id: find("algorithms", id) for id in found}
    return [(plain(title), specs[id].portrait or specs[id].idea) for id, title in found.items()]


def as_dict(board):
    """Return what ``hero board --json`` adds: place, peers, and yesterday's you."""
    places, peers, before = ranking(board), peers_of(board), yesterday(board)
    mine = next((p for p in places if p.run and not p.run.baseline), None)
    plain = {"place": mine and mine.rank, "of": len(places), "peers": [vars(p) for p in peers]}
    if mine and peers:
        plain["better_than"], plain["percentile"] = _beaten(board, mine, peers)
    if before:
        plain["yesterday"] = {"run": before[0].id, "score": before[0].score, "time": before[1]}
    return plain


def _beaten(board, mine, peers):
    """Return how many peers are worse, and the percentile: ties count half."""
    worse = sum(better(board, mine.score, p.score) for p in peers)
    ties = sum(mine.score == p.score for p in peers)
    return worse, 100 * (worse + ties / 2) / len(peers)


def _header(row):
    """Return which columns hold name and score if the first line is a header, else None."""
    words = [cell.strip().lower() for cell in row]
    if len(words) == 2 and _number(words[1]) is None:
        return 0, 1
    names = [i for name in NAMES for i, word in enumerate(words) if word == name]
    return (names[0], words.index("score")) if names and "score" in words else None


def _number(text):
    """Return a finite number or None."""
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _ago(when):
    """Return how long ago a Unix time is, in words."""
    seconds = max(time.time() - when, 0)
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            n = int(seconds // size)
            return f"{n} {word}{'s' * (n > 1)} ago"
    return "a moment ago"
