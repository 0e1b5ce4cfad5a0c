"""Now what? Up to three commands, each with what it is worth on these data, "stop here" included."""

from zerotohero.core.specs import find


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
                "command": f"hero train {m['origin']} --target {quoted(m['target'])}",
                "why": "only rivals stand here: train the real ones",
            }
        ]
    best, steps = real[0], []
    rivals = [r for r in ranked if r.baseline]
    gain = abs(best.score - rivals[0].score) if rivals else 0.0
    noise = (best.score_std or 0) / max(len(best.fold_scores), 1) ** 0.5
    warned = [f for f in m["findings"] if f["severity"] == "warning" and f["code"] == "giveaway"]
    if warned:
        name = warned[0]["where"][0]
        steps.append({"command": f"hero train {quoted(m['origin'])} --target {quoted(m['target'])} --drop {quoted(name)}",
                      "why": f"is {name!r} known when you predict? if not, this is the honest score"})  # fmt: skip
    skipped = [r for r in board.runs if r.status == "skipped" and "takes it" in (r.why or "")]
    if skipped:
        steps.append({"command": f"hero train {quoted(m['origin'])} --target {quoted(m['target'])} --only {skipped[0].algorithm}",
                      "why": f"{skipped[0].title} was skipped ({skipped[0].why.split(';')[0]}); what it brings is not known"})  # fmt: skip
    if rivals and gain < 2 * noise:
        steps.append({"command": f"hero look {quoted(m['origin'])} --target {quoted(m['target'])}",
                      "why": f"the best is only {gain:.3g} from {rivals[0].title}, within the noise: are the columns about the question?"})  # fmt: skip
    steps.append({"command": "hero try best", "why": "use it: ask it something yourself"})
    stop = f"stop here: {best.title} stands {gain:.3g} {find('tasks', m['task']).metric(m['metric']).title} from the best rival"
    close = [r for r in real[1:] if abs(r.score - best.score) <= noise]
    if close:
        stop += f"; {len(close)} other{'s are' if len(close) > 1 else ' is'} as good within the noise"
    final = {
        "command": "hero test best",
        "why": stop + "; one look at the test set ends it" if m["test_rows"] else stop,
    }
    return [*steps[:2], final]


def quoted(text):
    """Return text as one word of a command line."""
    import shlex

    return shlex.quote(str(text))
