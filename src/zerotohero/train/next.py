"""Now what? Up to three commands, each with what it is worth on these data, "stop here" included."""

import shlex


def next_steps(board):
    """Return up to three dicts {command, why}, best first.

    Only what this leaderboard measured is a number; the rest says that it is a guess.
    """
    m = board.manifest
    ranked = board.ranked
    if not ranked:
        return [{"command": "hero list algorithms", "why": "nothing was trained; these exist"}]
    real = [r for r in ranked if not r.baseline]
    if not real:
        return [
            {
                "command": train_again(m),
                "why": "only rivals stand here: train the real ones",
            }
        ]
    best, steps = real[0], []
    rivals = [r for r in ranked if r.baseline]
    gain = (best.score - rivals[0].score) * (1 if m["greater_is_better"] else -1) if rivals else 0.0
    noise = (best.score_std or 0) / max(len(best.fold_scores), 1) ** 0.5
    warned = [f for f in m["findings"] if f["severity"] == "warning" and f["code"] == "giveaway"]
    if warned:
        name = warned[0]["where"][0]
        steps.append({"command": train_again(m, drop=[name]),
                      "why": f"is {name!r} known when you predict? if not, this is the honest score"})  # fmt: skip
    if rivals and gain < 2 * noise:
        from_rival = (
            f"only {gain:.3g} ahead of {rivals[0].title}, within the noise"
            if gain >= 0
            else f"behind {rivals[0].title}, a rival"
        )
        steps.append({"command": shlex.join(["hero", "look", m["origin"], "--target", m["target"]]),
                      "why": f"the best is {from_rival}: are the columns about the question?"})  # fmt: skip
    steps.append({"command": "hero try best", "why": "use it: ask it something yourself"})
    skipped = [r for r in board.runs if r.status == "skipped" and "takes it" in (r.why or "")]
    if skipped:
        steps.append({"command": train_again(m, only=skipped[0].algorithm),
                      "why": f"{skipped[0].title} was skipped ({skipped[0].why.split(';')[0]}); what it brings is not known"})  # fmt: skip
    side = "ahead of" if gain >= 0 else "behind"
    stop = f"stop here: {best.title} stands {abs(gain):.3g} {m['metric_title']} {side} the best rival"
    close = [r for r in real[1:] if abs(r.score - best.score) <= noise]
    if close:
        stop += f"; {len(close)} other{'s are' if len(close) > 1 else ' is'} as good within the noise"
    final = {
        "command": "hero test best",
        "why": stop + "; one look at the test set ends it" if m["test_rows"] else stop,
    }
    return [*steps[:2], final]


def train_again(manifest, drop=(), only=None):
    """Return the command that trains as before, with more columns dropped or with one algorithm named."""
    asked = manifest.get("options", {})
    words = ["hero", "train", manifest["origin"], "--target", manifest["target"]]
    for name in ("task", "metric", "group", "time", "id"):
        words += [f"--{name}", asked[name]] if asked.get(name) else []
    for name, usual in (("split", "auto"), ("test_set", 0), ("seed", 42)):
        words += [f"--{name.replace('_', '-')}", str(asked[name])] if asked.get(name, usual) != usual else []
    for option, values in (
        ("--type", [f"{column}={kind}" for column, kind in asked.get("types", {}).items()]),
        ("--drop", [*asked.get("drop", ()), *drop]),
        ("--anyway", asked.get("anyway", ())),
        ("--only", [only] if only else []),
    ):
        words += [word for value in values for word in (option, value)]
    return shlex.join(words)
