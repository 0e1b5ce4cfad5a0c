"""How a network learned: loss and score step by step, and training pictures as they were changed for it."""

import json
from importlib.util import find_spec

import numpy as np

from zerotohero.report import plots
from zerotohero.report._tiles import tile
from zerotohero.report.parts import Drawn, Figure, Grid, Section, Words

SHEET_ROWS, SHEET_COLUMNS = 4, 8
WRITTEN = 20  # steps in the table beside the curve


def learned(evidence):
    """Return the Section with loss and score by training step, and pictures as they were changed for training; or None."""
    folder = getattr(evidence.run, "folder", None)
    curves = (
        {path.stem.removeprefix("steps-"): _steps(path) for path in sorted(folder.glob("steps-*.jsonl"))}
        if folder
        else {}
    )
    curves = {name: steps for name, steps in curves.items() if len(steps) > 1}
    parts = [_curve(curves)] if curves else []
    parts += _augmented(evidence)
    if not parts:
        return None
    final = curves.get("final") or next(iter(curves.values()), [{}])
    read = (
        "The loss is what training makes small: how surprised the network is by the right answers of the last pictures it "
        "was shown. It should fall fast, then slowly, and end flat. One line per fold, the final fit strong."
    )
    misread = "a score. It is measured on pictures the network learns from; only the score on rows it had not seen says how good it is."
    facts = {"steps": {name: len(steps) for name, steps in curves.items()}, "last": final[-1]}
    return Section(
        "steps", "How it learned, step by step", tuple(parts), read if curves else "", misread if curves else "", facts
    )


def _steps(path):
    """Return the step events in a file; a damaged line is left out."""
    found = []
    for line in path.read_text("utf-8", "replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and event.get("event") == "step" and event.get("loss") is not None:
            found.append(event)
    return found


def _curve(curves):
    """Return the Figure of the loss of every fit, and below it of the score where one was measured on the way."""
    scored = {n: [s for s in steps if s.get("score") is not None] for n, steps in curves.items()}
    scored = {n: steps for n, steps in scored.items() if len(steps) > 1}
    figure, axes = plots.new_axes("step", "loss", size=(5.6, 3.6 if scored else 2.6), rows=(2, 1) if scored else (1,))
    strong = "final" if "final" in curves else next(iter(curves))
    panes = [(axes, curves, "loss")]
    if scored:
        below = figure.axes[1]
        axes.set_xlabel("")
        below.set_xlabel("step", color=plots.INK)
        below.set_ylabel("score", color=plots.INK)
        panes.append((below, scored, "score"))
    for pane, lines, key in panes:
        for name, steps in lines.items():
            x, y = (np.array([s[k] for s in steps], float) for k in ("step", key))
            thin = np.unique(np.linspace(0, len(x) - 1, min(len(x), 240)).astype(int))
            style = (
                {"color": plots.MAIN, "linewidth": 1.8}
                if name == strong
                else {"color": plots.SOFT, "linewidth": 0.8, "alpha": 0.6}
            )
            pane.plot(x[thin], y[thin], **style)
    axes.set_ylim(bottom=0)
    first, last = curves[strong][0], curves[strong][-1]
    caption = f"From {first['loss']:.3g} to {last['loss']:.3g} in {last['of']:,} steps."
    chosen = np.unique(np.linspace(0, len(curves[strong]) - 1, WRITTEN).astype(int))
    rows = tuple(
        (f"{s['step']:,}", f"{s['loss']:.4g}", _said(s.get("score"))) for s in (curves[strong][i] for i in chosen)
    )
    return Figure(plots.svg(figure), caption, Grid(("step", "loss", "score"), rows))


def _said(score):
    """Return a score as text."""
    return "" if score is None else f"{score:.3f}"


def _augmented(evidence):
    """Return the Parts with training pictures as they were changed a little for training: [] where nothing was changed."""
    run, m = evidence.run, evidence.manifest
    wanted = (getattr(run, "params", None) or {}).get("augment")
    if wanted is None or m["kind"] != "images" or not evidence.rows or find_spec("torch") is None:
        return []
    from zerotohero.algorithms._augment import Changes, changes_for, contact_sheet

    rows = _one_of_each(evidence)[:SHEET_ROWS]
    x = np.asarray(evidence.dataset.cells["image"][rows])
    changes = changes_for(x, wanted)
    if changes == Changes():
        return []
    height, width = x.shape[1:3]
    sheet = contact_sheet(x, changes, 0, SHEET_ROWS, SHEET_COLUMNS)
    places = [(r * height, c * width) for r in range(len(x)) for c in range(SHEET_COLUMNS)]
    tiles = (tile(sheet[top : top + height, left : left + width], "changed for training") for top, left in places)
    said = (
        "Changed for training: each line is one training picture as it is, then as the network saw it, drawn anew every "
        f"time ({_changes(changes)}). Is every one still what its label says? If not, training teaches it wrong things."
    )
    return [Words(said), Drawn(f'<div class="sheet">{"".join(tiles)}</div>')]


def _changes(changes):
    """Return what changes, in words."""
    words = (
        (changes.shift, f"moved by up to {100 * changes.shift:.0f} %"),
        (changes.rotate, f"turned by up to {changes.rotate:.0f}°"),
        (changes.zoom, f"larger or smaller by up to {100 * changes.zoom:.0f} %"),
        (changes.shear, f"slanted by up to {100 * changes.shear:.0f} %"),
        (changes.flip, "left and right swapped in half of them"),
        (changes.brightness, f"brightness and contrast by up to {100 * changes.brightness:.0f} %"),
        (changes.erase, f"a rectangle painted over in {100 * changes.erase:.0f} %"),
    )
    return ", ".join(said for amount, said in words if amount)


def _one_of_each(evidence):
    """Return training rows, one of each class in turn; of numbers, evenly from low to high."""
    truth = evidence.board.y[evidence.training]
    if not evidence.classify:
        order = np.argsort(truth, kind="stable")
        return evidence.training[order[np.linspace(0, len(order) - 1, min(SHEET_ROWS, len(order))).astype(int)]]
    first = [np.flatnonzero(truth == k) for k in np.unique(truth)]
    return evidence.training[[rows[len(rows) // 2] for rows in first]]
