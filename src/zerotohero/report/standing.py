"""Where a run stands: leaderboard, staircase, members; what the checks found; next steps."""

import numpy as np

from zerotohero.core.specs import find
from zerotohero.leaderboard.compare import error_of_lead
from zerotohero.report import plots
from zerotohero.report.champion import champion_of
from zerotohero.report.page import prose, text
from zerotohero.report.parts import Drawn, Grid, Items, Section, Words
from zerotohero.report.rank import as_dict, near, ranking, standing
from zerotohero.report.sentences import (
    best_rival,
    better,
    change_text,
    finished,
    metric_name,
    number,
    plain,
    position,
    score_text,
    spread_text,
    steps,
)

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
    """Return the Section with all runs, a dot for every fold: the first ten, this one, the rivals and the published figures."""
    run, board = evidence.run, evidence.board
    runs, places = finished(board), near(ranking(board))
    peers = [p.score for p in places if p and p.peer]
    at_work = [champion_of(board)["score"]] if champion_of(board) else []
    shown = [s for r in runs for s in _finite(r.fold_scores)] + [r.score for r in runs if np.isfinite(r.score)]
    low, high, ticks = plots.scale([position(board, s) for s in shown + peers + at_work])
    first, others, rows, many = "", "", [], 0
    champion = champion_of(board)
    for place in [*filter(None, places), None]:
        if champion and (place is None or not better(board, place.score, champion["score"])):
            name, score = plain(champion["title"], 80), score_text(board, champion["score"])
            first += _peer_line("", name, position(board, champion["score"]), score, low, high, "the champion")
            rows.append(("", name, score, f"± {spread_text(board, champion['score_std'])}", "the champion"))
            champion = None
        if place is None:
            break
        score = score_text(board, place.score)
        if place.peer:
            name = plain(place.peer.name, 80)
            first += _peer_line(place.rank, name, position(board, place.score), score, low, high)
            rows.append((str(place.rank), name, score, "", "published"))
            continue
        r, notes = place.run, _notes(place.run, run)
        line = _line(board, place.rank, r, notes, r.id == run.id, low, high)
        many += 1
        if many <= SHOWN_RUNS or r.baseline or r.id == run.id:
            first += line
        else:
            others += line
        rows.append(
            (str(place.rank), plain(r.title, 80), score, f"± {spread_text(board, r.score_std)}", ", ".join(notes))
        )
    if board.manifest["metric"] == "perplexity":
        ticks = [t for t in np.log([10, 30, 100, 300, 1e3, 1e4, 1e5, 1e6]) if low <= t <= high]
    scale = plots.ruler(ticks, low, high, lambda t: _tick(board, t))
    scale = f"<tr class=ruler><td></td><td></td><td>{scale}</td><td></td></tr>"
    head = f"<thead><tr><th></th><th>algorithm</th><th>{text(metric_name(board))}, every fold</th><th>mean</th></tr></thead>"
    drawn = f"<table class=board>{head}<tbody>{first}{scale}</tbody></table>\n"
    if others:
        left = others.count("<tr ")
        drawn += (
            f"<details><summary>{left} more run{'s' * (left > 1)}, none among the first {SHOWN_RUNS}</summary>"
            f"<table class=board><tbody>{others}{scale}</tbody></table></details>\n"
        )
    parts = [Drawn(drawn, Grid(("rank", "algorithm", metric_name(board), "std", ""), tuple(rows)))]
    parts += [Words(line) for line in standing(board)]
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
        "is better. Hollow grey dots are plain [[rivals|rival]]: a model that does not beat them has learned little."
        + (" Orange: published figures." if peers else ""),
        misread="a ranking of skill to the last digit. Where the dots of two rows mix, their order may be luck.",
        facts={"runs": [{k: getattr(r, k) for k in kept} for r in runs], "rank": as_dict(board)},
    )


def _tick(board, place):
    """Return what stands at a place of the scale."""
    if board.manifest["metric"] == "perplexity":
        return f"{np.exp(place):,.0f}"
    return number(place) if abs(place) >= 1000 else f"{place:g}"


def _notes(r, run):
    """Return what is special about a run, in few words."""
    notes = [f"plain rival: {_portrait(r)}"] * r.baseline + ["this report"] * (r.id == run.id)
    if r.fit_seconds is not None:
        notes.append(f"{r.fit_seconds:.2g} s a fit")
    if r.rows_used and r.why:
        notes.append(f"learned from {r.rows_used:,} rows")
    return notes


def _portrait(rival):
    """Return a plain rival in one line."""
    spec = find("algorithms", rival.algorithm)
    return spec.portrait or spec.idea


def _peer_line(rank, name, score, said, low, high, note="published"):
    """Return one published figure, or the champion, as a row of the leaderboard, as HTML: a score without folds."""
    return (
        f"<tr class='peer'><td>{rank}</td><td>{text(name, 80)}<small>{note}</small></td>"
        f"<td>{plots.dots((), score, low, high, peer=True)}</td><td>{said}</td></tr>"
    )


def _line(board, rank, r, notes, this, low, high):
    """Return one row of the leaderboard as HTML; settings stand small beside the title."""
    title, bracket, settings = r.title.partition(" (")
    settings = f"<small>{text(bracket + settings, 120)}</small>" if bracket else ""
    kind = " ".join(["rival"] * r.baseline + ["this"] * this)
    return (
        f"<tr class='{kind}'><td>{rank}</td><td>{text(title, 80)}{settings}<small>{text(' · '.join(notes))}</small></td>"
        f"<td>{plots.dots([position(board, s) for s in _finite(r.fold_scores)], position(board, r.score), low, high, r.baseline)}</td>"
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
            brought = change_text(board, step.change)
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
        misread="progress that goes on like this. The first steps are the cheap ones, and nobody knows where the stairs end.",
        facts={"steps": [{"title": s.title, "score": s.score, "change": s.change} for s in stairs]},
    )


def against_rival(run):
    """Return how far the run is ahead of the best plain rival, and how sure that is, as plain data."""
    board = run.board
    rival = best_rival(board, but=run)
    if rival is None:
        return {"rival": None}
    sign = 1 if board.manifest["greater_is_better"] else -1
    ahead = sign * (run.score - rival.score)
    error = error_of_lead(run.fold_scores, rival.fold_scores)
    return {"rival": rival.title, "rival_score": rival.score, "ahead": ahead, "error": error}


def next_steps(evidence):
    """Return the Section with what to do next, as commands, or None."""
    steps = [n for n in evidence.board.next if not n["command"].startswith("hero report")]  # the reader holds it
    items = tuple((f"`{n['command']}`", n.get("why") or "") for n in steps)
    if not items:
        return None
    read = "Commands to type in a terminal, in the folder where this was trained."
    return Section("next", "Next steps", (Items(items),), read=read, facts={"next": list(evidence.board.next)})


def _finite(scores):
    """Return the scores of the folds that have one."""
    return [s for s in scores if s is not None and np.isfinite(s)]
