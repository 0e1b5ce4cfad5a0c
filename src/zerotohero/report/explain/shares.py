"""How the shares of one prediction are found: exactly from sums and trees, by asking again and again otherwise."""

from dataclasses import dataclass

import numpy as np

from zerotohero.report.explain.shapley import of_all_coalitions, of_some_orders

WORK = 3e9  # elementary steps that an estimate may take
NODES = 1e7  # nodes of trees times background rows that are walked
ROUNDS = 4  # an estimate meets every background row at least so often: its spread is measured


@dataclass(frozen=True, eq=False)
class Found:
    """Shares and errors (P,) of all players, and what they add up to; see ``Explanation``."""

    scale: str
    other: int | None
    base: float
    end: float
    shares: np.ndarray
    errors: np.ndarray
    method: str
    backgrounds: int


def exact(game, manifest, chosen):
    """Return Found from weighted sums and trees; None for other models."""
    game = game.fewer(max(25, int(NODES // max(game.nodes, 1))))
    kinds, classes = {part.kind and part.kind[0] for part in game.parts}, len(manifest["classes"])
    if None in kinds:
        return None
    answers, other, slope, shift = game.answers(*game.whole), None, 1.0, 0.0
    if chosen is None:
        scale, pick = "log" if manifest["log_target"] else "value", np.ones(1)
    elif kinds == {"trees"}:  # shares of classes are averaged: probabilities add up
        scale, pick = "probability", np.eye(classes)[chosen]
    elif len(game.parts) == 1 and chosen in manifest["classes_seen"]:  # scores, whose differences are log-odds
        seen = [k for k in manifest["classes_seen"] if k != chosen]
        other = seen[int(np.argmax(answers[0, seen]))]
        scale, pick = "odds", np.eye(classes)[chosen] - np.eye(classes)[other]
    else:
        return None

    if chosen is not None and other is None:
        answers = answers[:, chosen]
    elif chosen is not None:
        calibrated = _log_odds(game.model.finish(answers), chosen, other)
        answers = _log_odds(answers, chosen, other)
        slope, shift = _straight(manifest.get("calibration"), chosen)
        if not np.allclose(calibrated, slope * answers + shift):
            slope, shift = 1.0, 0.0  # near 0 and 1 a calibration is no line: the pushes explain the model before it
    end, *backgrounds = answers
    if not np.isfinite([end, *backgrounds]).all():
        return None  # a probability of 0 has no log-odds
    shares = game.shares(pick)
    ends = float(slope * np.mean(backgrounds) + shift), float(slope * end + shift)
    return Found(scale, other, *ends, slope * shares, np.zeros(game.count), "exact Shapley values", game.backgrounds)


def _log_odds(probabilities, chosen, other):
    """Return (S,) the logarithm of how many times likelier one class is than the other."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(probabilities[:, chosen]) - np.log(probabilities[:, other])


def _straight(calibration, chosen):
    """Return what a calibration multiplies log-odds with and adds, where it is a line; (1, 0) for others."""
    if calibration and calibration["kind"] == "temperature":
        return 1 / calibration["t"], 0.0
    if calibration and calibration["kind"] == "sigmoid":
        return calibration["a"], calibration["b"] * (1 if chosen == 1 else -1)
    return 1.0, 0.0


def estimated(game, manifest, chosen, seed):
    """Return Found for any model: it is asked about sets of columns, all of them or those along random orders."""

    def ask(known, row):
        answers = game.answers(known, row)
        return answers if chosen is None else game.model.finish(answers)[:, chosen]

    most = int(np.clip(WORK / game.work, 4000, 30_000))
    if 2**game.count * game.backgrounds <= most:
        shares = of_all_coalitions(ask, game.count, game.backgrounds)
        errors, method = 0 * shares, f"exact Shapley values from all {2**game.count} sets of columns"
    else:
        per_order = 2 * (game.count + 1)
        game = game.fewer(max(25, most // (ROUNDS * per_order)))
        rounds = max(ROUNDS, most // (per_order * game.backgrounds))
        shares, errors = of_some_orders(ask, game.count, game.backgrounds, rounds, seed)
        method = f"Shapley values estimated from {2 * rounds * game.backgrounds:,} random orders"
    scale = "probability" if chosen is not None else "log" if manifest["log_target"] else "value"
    end, *backgrounds = ask(*game.whole)
    return Found(scale, None, float(np.mean(backgrounds)), float(end), shares, errors, method, game.backgrounds)
