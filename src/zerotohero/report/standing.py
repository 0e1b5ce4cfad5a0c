"""Where a run stands: leaderboard, staircase, members; what the checks found; next steps."""

import numpy as np

from zerotohero.report import plots
from zerotohero.report.page import prose, text
from zerotohero.report.parts import Drawn, Grid, Items, Section, Words
from zerotohero.report.sentences import finished, metric_name, number, plain, score_text, spread_text, steps

SHOWN_RUNS = 10


def findings(evidence):
    """Return the Section on what the checks found: severity, why, fix."""
    found, said, items = evidence.manifest["findings"], [], ""
    for f in found:
        where = [plain(w, 60) for w in f["where"][:8]] if evidence.rows or evidence.manifest["kind"] == "table" else []
        why = evidence.discreet(f["why"])
        place = f" in {', '.join(f'`{w}`' for w in where)}" if where else ""
        said.append((f"{f['severity']}: {f['code']}{place}. {why}", f["fix"]))
        pill = f"<span class='pill {text(f['severity'])}'>{text(f['severity'])}</span><b>{text(f['code'])}</b>{' ' * bool(place)}{prose(place)}"
        items += f"<li>{pill}<br>{prose(why, 600)} <span class=soft>{prose(f['fix'], 300)}</span></li>"
    listed = Drawn(f"<ul class=plainlist>{items}</ul>\n", Items(tuple(said)))
    return Section(
        "findings",
        "What the checks found in the data",
        (listed if found else Words("None: no check had anything to say."),),
        read="Before anything was fitted; after each, the option that acts on it.",
        misread="a list of errors. A warning was acted on or asks you something; a note only informs.",
        facts={"findings": [{k: f[k] for k in ("code", "severity", "evidence")} for f in found]},
    )


def leaderboard(evidence):
    """Return the Section with all runs, a dot for every fold: the first ten, this one and the rivals, others to unfold."""
    run, board = evidence.run, evidence.board
    runs = finished(board)
    shown = [s for r in runs for s in _finite(r.fold_scores)] + [r.score for r in runs if np.isfinite(r.score)]
    low, high, ticks = plots.scale(shown)
    first, others, rows = "", "", []
    for rank, r in enumerate(runs, 1):
        notes = _notes(r, run)
        line = _line(board, rank, r, notes, r.id == run.id, low, high)
        if rank <= SHOWN_RUNS or r.baseline or r.id == run.id:
            first += line
        else:
            others += line
        score, std = score_text(board, r.score), spread_text(board, r.score_std)
        rows.append((str(rank), plain(r.title, 80), score, f"± {std}", ", ".join(notes)))
    scale = plots.ruler(ticks, low, high, lambda t: number(t) if abs(t) >= 1000 else f"{t:g}")
    scale = f"<tr class=ruler><td></td><td></td><td>{scale}</td><td></td></tr>"
    head = f"<thead><tr><th></th><th>algorithm</th><th>{text(metric_name(board))}, every fold</th><th>mean</th></tr></thead>"
    drawn = f"<table class=board>{head}<tbody>{first}{scale}</tbody></table>\n"
    if others:
        many = others.count("<tr ")
        drawn += (
            f"<details><summary>{many} more run{'s' * (many > 1)}, none among the first {SHOWN_RUNS}</summary>"
            f"<table class=board><tbody>{others}{scale}</tbody></table></details>\n"
        )
    parts = [Drawn(drawn, Grid(("rank", "algorithm", metric_name(board), "std", ""), tuple(rows)))]
    without = [
        f"{plain(r.title, 80)}: {r.status}{f', {r.why}' if r.why else ''}" for r in board.runs if r.status != "ok"
    ]
    if without:
        parts += [Words("Without a score:", "soft"), Items(tuple(without), "plainlist soft")]
    kept = ("id", "algorithm", "title", "score", "score_std", "fold_scores", "fit_seconds", "baseline")
    return Section(
        "leaderboard",
        "Leaderboard",
        tuple(parts),
        read=f"Each dot is one [[fold]], the stroke their mean; further {'right' if board.manifest['greater_is_better'] else 'left'} "
        "is better. Hollow grey dots are plain [[rivals|rival]]: a model that does not beat them has learned little.",
        misread="a ranking of skill to the last digit. Where the dots of two rows mix, their order may be luck.",
        facts={"runs": [{k: getattr(r, k) for k in kept} for r in runs]},
    )


def _notes(r, run):
    """Return what is special about a run, in few words."""
    notes = ["plain rival"] * r.baseline + ["this report"] * (r.id == run.id)
    if r.fit_seconds is not None:
        notes.append(f"{r.fit_seconds:.2g} s a fit")
    if r.rows_used and r.why:
        notes.append(f"learned from {r.rows_used:,} rows")
    return notes


def _line(board, rank, r, notes, this, low, high):
    """Return one row of the leaderboard as HTML; settings stand small beside the title."""
    title, bracket, settings = r.title.partition(" (")
    settings = f"<small>{text(bracket + settings, 120)}</small>" if bracket else ""
    kind = " ".join(["rival"] * r.baseline + ["this"] * this)
    return (
        f"<tr class='{kind}'><td>{rank}</td><td>{text(title, 80)}{settings}<small>{text(' · '.join(notes))}</small></td>"
        f"<td>{plots.dots(_finite(r.fold_scores), r.score, low, high, r.baseline)}</td>"
        f"<td>{score_text(board, r.score)}<small>± {text(spread_text(board, r.score_std))}</small></td></tr>"
    )


def members(evidence):
    """Return the Section on the models of a combination with their weights, or None."""
    found, board = getattr(evidence.run, "members", None), evidence.board
    if not found:
        return None
    named = [(board.run(m["run"]), m["weight"]) for m in found]
    rows = tuple(
        (plain(r.title, 80), f"{w:.2f}", score_text(board, r.score)) for r, w in sorted(named, key=lambda n: -n[1])
    )
    best = max if board.manifest["greater_is_better"] else min
    alone = best(r.score for r, _ in named)
    return Section(
        "members",
        "Who answers",
        (
            Grid(("model", "weight", f"its own {metric_name(board)}"), rows, "numbers"),
            Words(
                f"Together {score_text(board, evidence.run.score)}; the best of them alone {score_text(board, alone)}."
            ),
        ),
        read="This run is several models that answer together: the mean of what they say, each with its weight.",
        misread="importance. A small weight may be the one that settles the close calls.",
        facts={"members": [{"run": r.id, "algorithm": r.algorithm, "weight": w, "score": r.score} for r, w in named]},
    )


def staircase(evidence):
    """Return the Section with what each step brought: the same answer always, one question, this run."""
    board = evidence.board
    stairs = steps(board, evidence.run)
    if len(stairs) < 2:
        return None
    ups, rows = board.manifest["greater_is_better"], []
    full = 1 if ups else max(s.score for s in stairs)
    items, below = [], 0.0
    for step in stairs:
        width = 100 * min(max(step.score / full if full else 0, 0), 1)
        brought, added = "", 0.0
        if step.change is not None:
            brought = f"{'+' if step.change > 0 else '−'}{score_text(board, abs(step.change))}"
            added = max(width - below, 0) if ups else 0 if step.run.baseline else width
        items.append(
            f"<li><div class=said><span>{text(step.title, 80)}</span>"
            f"<span><b>{score_text(board, step.score)}</b> <span class=soft>{brought}</span></span></div>"
            f'<div class=rail><i style="width:{width - added:.1f}%"></i>'
            f'<i class=won style="width:{added:.1f}%"></i></div></li>'
        )
        rows.append((step.title, score_text(board, step.score), brought))
        below = width
    return Section(
        "staircase",
        "The staircase",
        (Drawn(f"<ol class=stairs>{''.join(items)}</ol>", Grid(("step", metric_name(board), "brought"), tuple(rows))),),
        read=f"From no knowledge at all to this model: what each step brought in {metric_name(board)}. "
        + ("Blue is what a step added." if ups else "A shorter bar is a smaller error."),
        facts={"steps": [{"title": s.title, "score": s.score, "change": s.change} for s in stairs]},
    )


def next_steps(evidence):
    """Return the Section with what to do next, as commands, or None."""
    items = tuple((f"`{n['command']}`", n.get("why") or "") for n in evidence.board.next)
    if not items:
        return None
    read = "Commands to type in a terminal, in the folder where this was trained."
    return Section("next", "Next steps", (Items(items),), read=read, facts={"next": list(evidence.board.next)})


def _finite(scores):
    """Return the scores of the folds that have one."""
    return [s for s in scores if s is not None and np.isfinite(s)]
