"""What the lines of a comparison say: means, paired differences, mean ranks."""

import numpy as np


def standings(results, tables, everybody):
    """Return the report as text.

    Parameters
    ----------
    results : mapping of (table, test set, who) to dict
        Lines of compare.jsonl; ``score`` None where there is none.
    tables, everybody : sequences of str
        Ours is called "ours".
    """
    rows, ranks, worse, wins, whole = [], [], [], 0, 0
    head = f"{'table':22} {'metric':17}" + "".join(f"{w:>10}" for w in everybody)
    for name in tables:
        scores, metric, sign = _scores(results, name, everybody)
        if metric is None:
            continue
        row = f"{name:22} {metric:17}" + "".join(f"{s.mean():10.4f}" if len(s) else f"{'':10}" for s in scores.values())
        peers = {w: s for w, s in scores.items() if w != "ours" and len(s)}
        if len(scores["ours"]) and peers:
            best = max(peers, key=lambda w: sign * peers[w].mean())
            diff = sign * (scores["ours"] - peers[best])
            mean, se = diff.mean(), diff.std(ddof=1) / np.sqrt(len(diff)) if len(diff) > 1 else np.nan
            verdict = "worse" if mean < -2 * se else "wins" if mean > 0 else ""
            row += f"  {mean:+9.4f} ± {se:7.4f} to {best:7} {verdict}"
            worse += [name] if verdict == "worse" else []
            wins += mean > 0
            whole += 1
        if all(map(len, scores.values())):
            ranks.append(_ranks([sign * s.mean() for s in scores.values()]))
        rows.append(row)
    lines = [head + "   ours − best peer, + is better", *rows]
    if ranks:
        means = np.mean(ranks, axis=0)
        lines.append(f"mean rank over {len(ranks)} tables where all stand: " + ", ".join(
            f"{w} {r:.2f}" for r, w in sorted(zip(means, everybody))))  # fmt: skip
    if whole:
        lines.append(f"ours: first on {wins} of {whole} tables; worse than the best peer by more than 2 standard errors"
                     f" on {len(worse)}{': ' if worse else ''}{', '.join(worse)}")  # fmt: skip
    lost = [f"{w} on {t} {k}: {line['why']}" for (t, k, w), line in results.items() if line["score"] is None]
    return "\n".join([*lines, *lost])


def _scores(results, name, everybody):
    """Return who -> scores over the test sets that everybody who has any has; the metric; +1 if more is better."""
    lines = {w: {k: r for (t, k, x), r in results.items() if (t, x) == (name, w) and r["score"] is not None}
             for w in everybody}  # fmt: skip
    there = [set(found) for found in lines.values() if found]
    if not there:
        return {w: np.zeros(0) for w in everybody}, None, 1
    common = sorted(set.intersection(*there))
    metrics = {r["metric"] for found in lines.values() for r in found.values()}
    rows = {(k, r["which_rows"]) for found in lines.values() for k, r in found.items()}
    if len(metrics) > 1 or len(rows) > len({k for k, _ in rows}):
        raise SystemExit(f"{name}: lines judged by different metrics or on different rows; remove the older lines")
    sign = 1 if next(r for found in lines.values() for r in found.values())["greater_is_better"] else -1
    return (
        {w: np.array([found[k]["score"] for k in common if found]) for w, found in lines.items()},
        metrics.pop(),
        sign,
    )


def _ranks(values):
    """Return ranks, 1 for the largest, equals share theirs."""
    from scipy.stats import rankdata

    return rankdata(-np.array(values))
