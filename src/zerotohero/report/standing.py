"""Where a run stands: the answer in one sentence, findings, leaderboard, staircase, next steps."""

import numpy as np

from zerotohero.report import plots
from zerotohero.report.page import prose, section, text
from zerotohero.report.sentences import finished, headline, metric_name, number, plain, score_text, steps


def header(run):
    """Return the answer in one sentence, and how sure it is."""
    board = run.board
    m = board.manifest
    folds, judged = len(run.fold_scores), int((board.fold >= 0).sum())
    metric = metric_name(board)
    said = (
        f"{metric[:1].upper()}{metric[1:]} {score_text(board, run.score)} ± {score_text(board, run.score_std)}, "
        f"estimated on {judged:,} training rows, each predicted by a model that had not seen it "
        f"({folds} fold{'s' if folds != 1 else ''}). "
    )
    uses = [use for use in board.uses if use.get("run") == run.id and use.get("score") is not None]
    if uses:
        low, high = uses[-1].get("interval") or (None, None)
        between = f" (95 % interval {score_text(board, low)} to {score_text(board, high)})" if low is not None else ""
        said += f"On the test set: {score_text(board, uses[-1]['score'])}{between}."
    elif m["test_rows"]:
        said += f"{m['test_rows']:,} more rows are set aside, unseen: `hero test` asks them."
    kicker = f"{plain(m['dataset'])} · {plain(m['target'])} · {run.title}"
    answer = f"<h1>{text(headline(run), 400)}</h1>"
    return f"<header><p class=kicker>{text(kicker)}</p>{answer}<p class=soft>{prose(said, 500)}</p></header>"


def findings(board):
    """Return what the checks found: severity, why, fix."""
    items = "".join(
        f"<li><span class='pill {text(f['severity'])}'>{text(f['severity'])}</span><b>{text(f['code'])}</b>"
        f"{' in ' + ', '.join(f'<code>{text(w, 60)}</code>' for w in f['where'][:8]) if f['where'] else ''}"
        f"<br>{prose(f['why'], 600)} <span class=soft>{prose(f['fix'], 300)}</span></li>"
        for f in board.manifest["findings"]
    )
    how = "What the checks saw in the data before anything was fitted, and the option that acts on it."
    return section(
        "Findings",
        f"<ul class=plainlist>{items}</ul>" if items else "<p>None: no check had anything to say.</p>",
        how=how,
    )


def leaderboard(run):
    """Return all runs with a dot for every fold."""
    board = run.board
    runs = finished(board)
    shown = [s for r in runs for s in r.fold_scores if np.isfinite(s)] + [r.score for r in runs if np.isfinite(r.score)]
    low, high, ticks = plots.scale(shown)
    lines = []
    for rank, r in enumerate(runs, 1):
        notes = ["plain rival"] * r.baseline + ["this report"] * (r.id == run.id)
        if r.fit_seconds is not None:
            notes.append(f"{r.fit_seconds:.2g} s a fit")
        if r.rows_used and r.why:
            notes.append(f"learned from {r.rows_used:,} rows")
        kind = " ".join(["rival"] * r.baseline + ["this"] * (r.id == run.id))
        lines.append(
            f"<tr class='{kind}'><td>{rank}</td><td>{text(r.title, 80)}<small>{text(' · '.join(notes))}</small></td>"
            f"<td>{plots.dots(r.fold_scores, r.score, low, high, r.baseline)}</td>"
            f"<td>{score_text(board, r.score)}<small>± {score_text(board, r.score_std)}</small></td></tr>"
        )
    scale = plots.ruler(ticks, low, high, lambda t: number(t) if abs(t) >= 1000 else f"{t:g}")
    direction = "further right is better" if board.manifest["greater_is_better"] else "further left is better"
    how = (
        f"Each dot is one fold, the stroke their mean; {direction}. Where the dots of two rows mix, "
        "their difference may be luck. Hollow grey dots are plain rivals: "
        "a model that does not beat them has learned little."
    )
    without = "".join(
        f"<li>{text(r.title, 80)}: {text(r.status)}{', ' + prose(r.why, 300) if r.why else ''}</li>"
        for r in board.runs
        if r.status != "ok"
    )
    return section(
        "Leaderboard",
        "<table class=board><thead><tr><th></th><th>algorithm</th>"
        f"<th>{text(metric_name(board))}, every fold</th><th>mean</th></tr></thead>"
        f"<tbody>{''.join(lines)}<tr class=ruler><td></td><td></td><td>{scale}</td><td></td></tr></tbody></table>",
        f"<p class=soft>Without a score:</p><ul class='plainlist soft'>{without}</ul>" if without else "",
        how=how,
    )


def staircase(run):
    """Return what each step brought: the same answer always, one question, this run."""
    board = run.board
    stairs = steps(board, run)
    if len(stairs) < 2:
        return ""
    ups = board.manifest["greater_is_better"]
    full = 1 if ups else max(s.score for s in stairs)
    items, below = [], 0.0
    for step in stairs:
        width = 100 * min(max(step.score / full if full else 0, 0), 1)
        brought, added = "", 0.0
        if step.change is not None:
            brought = f" <span class=soft>{'+' if step.change > 0 else '−'}{score_text(board, abs(step.change))}</span>"
            added = max(width - below, 0) if ups else 0 if step.run.baseline else width
        items.append(
            f"<li><div class=said><span>{text(step.title, 80)}</span>"
            f"<span><b>{score_text(board, step.score)}</b>{brought}</span></div>"
            f'<div class=rail><i style="width:{width - added:.1f}%"></i>'
            f'<i class=won style="width:{added:.1f}%"></i></div></li>'
        )
        below = width
    how = "From no knowledge at all to this model: what each step brought in " + text(metric_name(board)) + "."
    how += " Blue is what a step added." if ups else " A shorter bar is a smaller error."
    return section("The staircase", f"<ol class=stairs>{''.join(items)}</ol>", how=how)


def next_steps(board):
    """Return what to do next, as commands."""
    items = "".join(
        f"<li><code>{text(n['command'])}</code> <span class=soft>{prose(n.get('why') or '', 300)}</span></li>"
        for n in board.next
    )
    if not items:
        return ""
    how = "Commands to type in a terminal, in the folder where this was trained."
    return section("Next steps", f"<ul class=plainlist>{items}</ul>", how=how)
