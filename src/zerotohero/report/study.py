"""What was measured about a run beyond its score: would more rows help, which columns matter, and how?"""

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.leaderboard.learning import verdict
from zerotohero.report import curves
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Figure, Figures, Grid, Section
from zerotohero.report.sentences import metric_name, number, plain, score_text, spread_text

SHOWN_COLUMNS, ALWAYS_SHOWN = 12, 4
FLAT = 0.01  # share of what the strongest column moves, under which a curve is a flat line
TOO_SHORT = 0.001  # share of the longest bar, under which a bar cannot be seen
FEW_JUDGED = 100  # rows, under which an order of importance is largely luck


def learning(evidence):
    """Return the Section with the learning curve and its verdict, or None if it was not measured."""
    curve = evidence.study.get("learning")
    if not curve or len(curve["rows"]) < 2:
        return None
    board = evidence.board
    found = verdict(curve, evidence.manifest["greater_is_better"])
    words = f"{_said(found, board)}{_by_heart(evidence)}"
    end, score = (score_text(board, s) for s in (curve["score"][-1], evidence.run.score))
    if end != score:
        words += f" It ends at {end}, not at {score}: to be quick, it is judged on fewer folds."
    what = "examples" if board.manifest.get("kind") in ("images", "sounds") else "columns"
    words = words.replace("columns", what)
    lines = evidence.manifest["task"] == "generation"
    things = "lines" if lines else "rows"
    head = (things, metric_name(board), "± std")
    rows = tuple(
        (f"{n:,}", score_text(board, s), score_text(board, std))
        for n, s, std in zip(curve["rows"], curve["score"], curve["score_std"])
    )
    words += " Here, words that it does not know count as well: with few lines these are many." if lines else ""
    svg = curves.learning(curve["rows"], curve["score"], curve["score_std"], metric_name(board), things)
    return Section(
        "learning",
        f"Would more {things} help?",
        (Figure(svg, words.replace("rows", things), Grid(head, rows)),),
        read=f"The [[learning curve]]: the same model, taught with an eighth, a quarter, half and all of the {things}, each time "
        f"judged on {things} it had not seen ({'higher' if evidence.manifest['greater_is_better'] else 'lower'} is better). "
        "The band is the spread over the folds.",
        misread=f"a promise that the curve goes on. It speaks of more {things} of the same kind, not of other {things}"
        f"{'' if lines else f' or better {what}'}.",
        facts={**curve, **found, "by_heart": evidence.study.get("by_heart")},
    )


def _said(found, board):
    """Return the verdict in words."""
    gain = spread_text(board, found["gain"]) if found["gain"] > 0 else "nothing"
    if found["verdict"] == "climbing" and not board.manifest["greater_is_better"]:
        return f"The error still falls, more rows help: the last doubling took off {gain}."
    if found["verdict"] == "climbing":
        return f"Still climbing, more rows help: the last doubling brought {gain}."
    if found["verdict"] == "flattening":
        return f"Flattening: the last doubling of the rows brought {gain}; more rows help a little, better columns perhaps more."
    return f"Flat: the last doubling of the rows brought {gain}; more rows like these bring little, other columns may."


def _by_heart(evidence):
    """Return a sentence on the score on rows that it had learned from, beside that on new ones; "" if it was not measured."""
    found, board = evidence.study.get("by_heart"), evidence.board
    if not found:
        return ""
    seen, new = (score_text(board, found[k]) for k in ("seen", "unseen"))
    return (
        f" On rows that it had learned from it reaches {seen}, on new ones of the same [[fold]] {new}: what lies between is "
        "known by heart. Forests, boosting and nearest neighbours always know much by heart; only new rows count."
    )


def importance(evidence):
    """Return the Section on which columns matter, or None if it was not measured."""
    found = evidence.study.get("importance") or []
    if not found:
        return None
    board = evidence.board
    seen = sum(i["worse"] >= TOO_SHORT * found[0]["worse"] for i in found)
    shown = found[: min(max(seen, ALWAYS_SHOWN), SHOWN_COLUMNS)]
    full = max((i["worse"] + (i["worse_std"] or 0) for i in shown), default=0) or 1
    lines = "".join(
        f"<tr><td><code>{text(i['column'], 60)}</code></td><td>{_bar(i['worse'], i['worse_std'] or 0, full)}</td>"
        f"<td>{text(_change(board, i['worse']))}</td></tr>"
        for i in shown
    )
    drawn = f"<table class=bars><tbody>{lines}</tbody></table>\n"
    grid = Grid(
        ("column", f"{metric_name(board)} gets worse by", "± std"),
        tuple((plain(i["column"]), _change(board, i["worse"]), spread_text(board, i["worse_std"])) for i in found[:40]),
    )
    little = [i["column"] for i in found if i["worse"] <= (i["worse_std"] or 0)]
    rest = f" {len(little)} of {len(found)} columns change nothing that can be told from luck." if little else ""
    judged = evidence.study["rows_judged"]
    if judged < FEW_JUDGED:
        rest += f" {judged} rows are few: other rows might put the columns in another order."
    parts = (Drawn(drawn, grid), *((_more(found[len(shown) :]),) if len(found) > len(shown) else ()))
    return Section(
        "importance",
        "Which columns does it lean on?",
        parts,
        read=f"By how much {metric_name(board)} gets worse when a column's cells are shuffled among {judged:,} "
        f"unseen rows: [[permutation importance]].{rest}",
        misread="causes. Changing a column in real life need not change the outcome; and of two columns that say the same, "
        "each looks unimportant while the other is there.",
        facts={"columns": found, "rows_judged": judged},
    )


def dependence(evidence):
    """Return the Section with the partial dependence on the most important columns, or None if it was not measured."""
    found = [_within(evidence, d) for d in evidence.study.get("dependence") or []]
    found = [d for d in found if len(d["at"]) > 1]
    if not found:
        return None
    what, percent = _predicted(evidence)
    moves = [max(np.ptp(_one(d[key], d)) for key in ("mean", "low", "high")) for d in found]
    flat = [plain(d["column"], 40) for d, by in zip(found, moves) if by < FLAT * max(moves)]
    drawn = [d for d, by in zip(found, moves) if by >= FLAT * max(moves)]
    ends = [_one(d[key], d) for d in drawn for key in ("low", "high")]
    reach = float(min(map(np.min, ends))), float(max(map(np.max, ends)))  # one scale for all: flat looks flat
    figures = tuple(_figure(evidence, d, percent, reach) for d in drawn)
    still = f" Hardly anything moves with {', '.join(f'`{name}`' for name in flat)}." if flat else ""
    many = any(d["kind"] == "category" and len(evidence.counts(d["column"])) > len(d["at"]) for d in drawn)
    still += " Of a column with many values the most frequent are shown." if many else ""
    return Section(
        "dependence",
        "What does it do with them?",
        (Figures(figures),),
        read=f"The mean prediction ({what}) when this one column is set to a value in every row, all others left as they are: "
        "[[partial dependence]]. The band holds 8 of 10 rows, all on one scale; ticks at the foot part the column's values into tenths."
        + still,
        misread="what happens if you change it. Columns that go together are torn apart here, so some of these rows cannot exist.",
        facts={
            "columns": [{**d, "at": [str(v) for v in _at(evidence, d)], "class": _class(evidence, d)} for d in found],
            "of": what,
        },
    )


def _figure(evidence, d, percent, reach):
    """Return the Figure of one column; ``reach`` holds the ends of the scale."""
    mean, low, high = (_one(d[key], d) for key in ("mean", "low", "high"))
    at, name = _at(evidence, d), plain(d["column"], 60)
    moved = _class(evidence, d)
    title = f"<h3><code>{text(name)}</code>{f': probability of <code>{text(moved, 40)}</code>' if moved else ''}</h3>"
    said = (lambda v: f"{100 * v:.0f} %") if percent else number
    grid = Grid(
        (name, f"mean, `{plain(moved, 40)}`" if moved else "mean", "8 of 10 rows"),
        tuple((str(a), said(m), f"{said(lo)} to {said(hi)}") for a, m, lo, hi in zip(at, mean, low, high)),
    )
    if d["kind"] == "category":
        lines = "".join(
            f"<tr><td>{text(a, 40)}</td><td>{_reach(m, lo, hi, *reach)}</td><td>{said(m)}</td></tr>"
            for a, m, lo, hi in zip(at, mean, low, high)
        )
        return Figure(f"{title}<table class='bars small'><tbody>{lines}</tbody></table>", "", grid)
    places, tenths = _places(evidence, d)
    svg = curves.dependence(places, mean, low, high, tenths, reach, d["kind"] == "date", percent)
    return Figure(f"{title}{svg}", "", grid)


def _within(evidence, d):
    """Return the dependence without points beyond what ten rows reach, where no rows may be shown."""
    ends = None if evidence.rows or d["kind"] == "category" else evidence.ends(d["column"])
    if ends is None:
        return d
    kept = [
        i for i, v in enumerate(d["at"]) if ends[0] <= (np.datetime64(v, "s") if d["kind"] == "date" else v) <= ends[1]
    ]
    return {**d, **{key: [d[key][i] for i in kept] for key in ("at", "mean", "low", "high")}}


def _predicted(evidence):
    """Return what the curves show in words, and whether it is a probability."""
    m = evidence.manifest
    if m["task"] == "regression":
        return f"`{plain(m['target'])}`", False
    names = evidence.class_names()
    return (
        f"the probability of `{names[1]}`" if len(names) == 2 else "the probability of the class that it moves most"
    ), True


def _moved(d):
    """Return which class (its index) a column moves most; None where the curve is of two classes or of a value."""
    mean = np.array(d["mean"], float)
    return int(np.argmax(np.ptp(mean, axis=0))) if mean.ndim == 2 and mean.shape[1] > 2 else None


def _class(evidence, d):
    """Return the name of the class whose curve is drawn, or None where there is no choice."""
    k = _moved(d)
    return None if k is None else evidence.class_names()[k]


def _one(values, d):
    """Return the curve to draw (P,): of several classes, the one whose mean moves most."""
    values, k = np.array(values, float), _moved(d)
    return values if values.ndim == 1 else values[:, 1 if k is None else k]


def _at(evidence, d):
    """Return the values of the column as they may be shown."""
    if d["kind"] == "category":
        return [evidence.shown(d["column"], v) for v in d["at"]]
    return [str(v)[:10] for v in d["at"]] if d["kind"] == "date" else [number(v) for v in d["at"]]


def _places(evidence, d):
    """Return (where the values stand on the scale, where the column's tenths do)."""
    cells = evidence.cells(d["column"])
    cells = cells[~missing(cells)]
    if d["kind"] == "date":
        places = np.array(d["at"], "datetime64[s]").astype(float)
        cells = cells.astype("datetime64[s]").astype(float)
    else:
        places = np.array(d["at"], float)
    return places, np.clip(np.quantile(cells, np.linspace(0.1, 0.9, 9)), places.min(), places.max())


def _bar(worse, std, full):
    """Return a bar as SVG in percent of its cell; the thin line is its standard deviation."""
    width, ends = 100 * max(worse, 0) / full, [100 * min(max(v, 0), full) / full for v in (worse - std, worse + std)]
    return (
        f'<svg width="100%" height="14" role="img" aria-label="{number(worse)}">'
        f'<rect x="0" y="2" width="{width:.1f}%" height="10" rx="2" fill="var(--main)" fill-opacity=".55"/>'
        f'<line x1="{ends[0]:.1f}%" x2="{ends[1]:.1f}%" y1="7" y2="7" stroke="var(--ink)"/></svg>'
    )


def _reach(mean, low, high, least, most):
    """Return a dot at the mean on the stroke from low to high, on a scale that the column's values share."""
    place = [100 * (0.02 + 0.96 * (v - least) / ((most - least) or 1)) for v in (low, mean, high)]
    return (
        f'<svg width="100%" height="14" role="img" aria-label="{number(mean)}">'
        f'<line x1="{place[0]:.1f}%" x2="{place[2]:.1f}%" y1="7" y2="7" stroke="var(--main)" stroke-opacity=".3" stroke-width="6"/>'
        f'<circle cx="{place[1]:.1f}%" cy="7" r="4" fill="var(--main)"/></svg>'
    )


def _change(board, worse):
    """Return a change of the score; below zero the shuffled column did no harm."""
    return f"{'−' * (worse < 0)}{spread_text(board, abs(worse))}"


def _more(rest):
    """Return a fold-out list of the columns that are not drawn."""
    items = ", ".join(f"<code>{text(i['column'], 60)}</code>" for i in rest[:100])
    more = f" and {len(rest) - 100} more" if len(rest) > 100 else ""
    html = f"<details><summary>{len(rest)} more columns, each of less weight</summary><p class=soft>{items}{more}</p></details>"
    return Drawn(html)
