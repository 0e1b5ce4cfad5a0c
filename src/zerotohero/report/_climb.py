"""The climb as a picture: every run in the order trained, the best so far as a line, rivals and peers beside it."""

from html import escape

from matplotlib.ticker import MaxNLocator

from zerotohero.report.rank import near, ranking
from zerotohero.report.sentences import best_rival, better, finished, metric_name, plain, score_text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 440, 64, 600, 76, 372
MOST_PEERS = 6
STYLE = """<style>
.c{--paper:#fbfaf6;--ink:#1f232b;--soft:#5d6472;--line:#e4e0d6;--main:#2a6fb8;--rival:#8b909b;--peer:#a3458f}
@media (prefers-color-scheme:dark){.c{--paper:#15171c;--ink:#e9e7e1;--soft:#a2a8b4;--line:#2c313b;--main:#7db4ee;--rival:#858b98;--peer:#dd8fcb}}
.c text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--soft)}
.c .title{font-size:19px;font-weight:600;fill:var(--ink)}.c .small{font-size:12px}.c .end{text-anchor:end}
.c .middle{text-anchor:middle}.c .main{fill:var(--main);font-weight:600}.c .rival{fill:var(--rival)}.c .peer{fill:var(--peer)}
</style>"""


def climb(board, trainings):
    """Return the picture as SVG text.

    Parameters
    ----------
    board : Board
    trainings : list of Training
        Oldest first; see ``report.story``.
    """
    runs = [run for training in trainings for run in training.new if not run.baseline]
    rival, best = best_rival(board), next(run for run in finished(board) if not run.baseline)
    peers = [p for p in near(ranking(board)) if p and p.peer]
    peers = sorted(peers, key=lambda p: abs(p.score - best.score))[:MOST_PEERS]
    start = rival or runs[0]
    seen = [start.score, best.score, *(p.score for p in peers)]
    seen += [run.score for run in runs if better(board, run.score, start.score)]
    spread = (best.score_std or 0) / max(len(best.fold_scores), 1) ** 0.5
    seen += [best.score - spread, best.score + spread]
    margin = 0.08 * (max(seen) - min(seen)) or 0.05
    low, high = min(seen) - margin, max(seen) + margin
    if not board.manifest["greater_is_better"]:
        low, high = high, low  # up is better

    def x(i):
        return LEFT + (RIGHT - LEFT) * (i + 1) / (len(runs) + 1)

    def y(score):
        return BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low)

    parts, labels = [], []
    for tick in MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(*sorted((low, high))):
        if min(low, high) <= tick <= max(low, high):
            parts.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="var(--line)"/>')
            parts.append(
                f'<text class="small end" x="{LEFT - 8}" y="{y(tick) + 4:.1f}">{score_text(board, tick)}</text>'
            )
    at = 0
    for number, training in enumerate(trainings, 1):
        count = sum(not run.baseline for run in training.new)
        if count:
            edge = x(at - 0.5)
            parts.append(f'<line x1="{edge:.1f}" x2="{edge:.1f}" y1="{TOP}" y2="{BOTTOM + 6}" stroke="var(--line)"/>')
            middle = x(at + (count - 1) / 2)
            wide = x(count) - x(0)
            said = f"training {number}" if wide > 80 else str(number)
            if wide > 24:
                parts.append(f'<text class="small middle" x="{middle:.1f}" y="{BOTTOM + 20}">{said}</text>')
        at += count
    for kind, name, score in [("rival", rival.title, rival.score)] * (rival is not None) + [
        ("peer", p.peer.name, p.score) for p in peers
    ]:
        parts.append(
            f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y(score):.1f}" y2="{y(score):.1f}" stroke="var(--{kind})" stroke-dasharray="5 4"/>'
        )
        labels.append((y(score), kind, f"{plain(name, 24)} {score_text(board, score)}"))
    line, level, dots = [f"M{LEFT},{y(start.score):.1f}"], start.score, []
    for i, run in enumerate(runs):
        if better(board, run.score, level):
            line.append(f"H{x(i):.1f}V{y(run.score):.1f}")
            level = run.score
            dots.append((x(i), y(run.score), 5, "var(--main)"))
        elif not better(board, low, run.score):
            dots.append((x(i), y(run.score), 3, "var(--rival)"))
    parts.append(f'<path d="{"".join(line)}H{RIGHT}" fill="none" stroke="var(--main)" stroke-width="2.5"/>')
    parts.append(
        f'<path d="M{RIGHT},{y(best.score - spread):.1f}V{y(best.score + spread):.1f}" stroke="var(--main)" stroke-width="5" opacity=".45"/>'
    )
    parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{r}" fill="{colour}"/>' for a, b, r, colour in dots]
    labels.append((y(best.score), "main", f"{plain(best.title, 24)} {score_text(board, best.score)}"))
    parts += _apart(labels)
    m = board.manifest
    title = f"{plain(m['dataset'], 30)}: {plain(m['target'], 30)}"
    metric = metric_name(board)
    how = "up is better" if m["greater_is_better"] else "a smaller error is higher up"
    words = escape(f"{title}. Best {metric} so far: {score_text(board, best.score)} by {plain(best.title)}.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="c" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{words}">{STYLE}<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--paper)"/>\n'
        f'<text class="title" x="24" y="34">{escape(title)}</text>'
        f'<text x="24" y="56">{escape(metric)} ({how}); every dot is a model, the line is the best so far</text>\n'
        + "\n".join(parts)
        + f'\n<text class="small" x="{LEFT}" y="{HEIGHT - 18}">models in the order in which they were trained; the bar at the end '
        "is one standard error either way</text>\n</svg>\n"
    )


def _apart(labels):
    """Return the labels on the right, moved apart where they would overlap."""
    parts, last = [], -100.0
    for y, kind, said in sorted(labels):
        last = max(y + 4, last + 17)
        parts.append(f'<path d="M{RIGHT + 4},{y:.1f}L{RIGHT + 16},{last - 4:.1f}" stroke="var(--{kind})" fill="none"/>')
        parts.append(f'<text class="{kind}" x="{RIGHT + 20}" y="{last:.1f}">{escape(said)}</text>')
    return parts
