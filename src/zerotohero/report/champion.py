"""The model at work that a training was held ``--against``: its line on the leaderboard, and who won."""

from zerotohero.report.parts import Grid, Items, Section, Words
from zerotohero.report.sentences import metric_name, score_text


def champion_of(board):
    """Return the champion's line: a dict of title, score, score_std; None where there is none, or none with a score."""
    champion = (board.manifest.get("against") or {}).get("champion")
    return champion if champion and champion["score"] is not None else None


def champion(evidence):
    """Return the Section on champion and challenger, or None where the training had no champion."""
    board = evidence.board
    against = board.manifest.get("against")
    if not against:
        return None
    found = against["difference"]
    names = (f"champion: {against['champion']['title']}", f"challenger: {against['challenger']['title']}")
    scores = Grid(
        ("model", metric_name(board)), tuple((n, score_text(board, s)) for n, s in zip(names, found["scores"]))
    )
    gain, error = (score_text(board, abs(found[k])) for k in ("gain", "standard_error"))
    low, high = (f"{'−' if v < 0 else ''}{score_text(board, abs(v))}" for v in found["interval"])
    ahead = (
        "the challenger is ahead"
        if found["gain"] > 0
        else "the champion is ahead"
        if found["gain"] < 0
        else "they are level"
    )
    notes = against["notes"]
    if not evidence.rows and against["moved"]:  # medians and shares may tell of single rows
        notes = [n for n in notes if not n.startswith("moved ")]
        notes.append(f"moved since the champion was trained: {', '.join(m['column'] for m in against['moved'])}")
    parts = (
        Words(f"{against['says'][0].upper()}{against['says'][1:]}."),
        scores,
        Words(f"Row by row {ahead} by {gain} ± {error}; 95 % interval {low} to {high}, on {found['rows']:,} rows."),
        Items(tuple(evidence.discreet(note) for note in notes)),
    )
    return Section(
        "champion",
        "Champion and challenger",
        parts,
        read="The model that was at work and the best of this training answered the same new rows, which neither had seen.",
        misread="a verdict on other rows than these. Where the rows move on, ask again with the next ones.",
        facts={k: against[k] for k in ("verdict", "metric", "difference", "tested")},
    )
