"""How a network learned: loss and score step by step, and training pictures as they were changed for it."""

import json
from importlib.util import find_spec

import numpy as np

from zerotohero.report import plots
from zerotohero.report.inside.tiles import shown, tile
from zerotohero.report.parts import Drawn, Figure, Grid, Section, Words
from zerotohero.report.sentences import things
from zerotohero.representations.spectrogram import SpectrogramRepresentation

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
    kind = things(evidence.board)[1]
    final = curves.get("final") or next(iter(curves.values()), [{}])
    read = (
        f"The loss is what training makes small: how surprised the network is by the right answers of the last {kind} it "
        "was shown. It should fall fast, then slowly, and end flat. One line per fold, the final fit strong."
    )
    misread = f"a score. It is measured on {kind} that the network learns from; only the score on rows it had not seen says how good it is."
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
    """Return the Parts with training pictures or sounds as they were changed for training: [] where nothing was."""
    run, kind = evidence.run, evidence.manifest["kind"]
    wanted = (getattr(run, "params", None) or {}).get("augment")
    if wanted is None or not evidence.rows or find_spec("torch") is None:
        return []
    if kind == "images":
        return _changed_pictures(evidence, wanted)
    return _changed_sounds(evidence, wanted) if kind == "sounds" and run.algorithm == "sound-convnet" else []


def _changed_pictures(evidence, wanted):
    """Return the Parts with pictures as they were changed."""
    from zerotohero.algorithms._augment import Changes, changes_for, contact_sheet

    x = np.asarray(evidence.dataset.cells["image"][_one_of_each(evidence)[:SHEET_ROWS]])
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


def _changed_sounds(evidence, wanted):
    """Return the Parts with spectrograms of sounds as they were changed."""
    import torch

    from zerotohero.algorithms._augment_sounds import SoundChanges, augment_sounds_with, sound_changes

    changes = sound_changes(wanted)
    if changes == SoundChanges():
        return []
    rows, recipe = _one_of_each(evidence)[:SHEET_ROWS], evidence.dataset.recipe
    cells = {"sound": np.asarray(evidence.dataset.cells["sound"][rows])}
    grids = SpectrogramRepresentation(recipe.rate, recipe.samples, "grid").transform(cells)  # (R, M, F)
    batch = torch.from_numpy(np.repeat(grids, SHEET_COLUMNS, axis=0))[:, None]  # (R * columns, 1, M, F)
    changed = augment_sounds_with(changes)(batch.clone(), torch.Generator().manual_seed(0))
    changed[::SHEET_COLUMNS] = batch[::SHEET_COLUMNS]
    tiles = (tile(shown(grid), "changed for training") for grid in changed[:, 0].numpy())
    said = (
        "Changed for training: each line is the spectrogram of one training sound as it is (time to the right, high "
        f"pitches on top), then as the network saw it, drawn anew every time ({_sound_changes(changes)}). Could each still "
        "be what its label says, from another throat or room? If not, training teaches it wrong things."
    )
    return [Words(said), Drawn(f'<div class="sheet sounds">{"".join(tiles)}</div>')]


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


def _sound_changes(changes):
    """Return what changes in a sound, in words."""
    words = (
        (changes.tract, f"a throat shorter or longer by up to {100 * np.expm1(changes.tract):.0f} %"),
        (changes.pitch, f"higher or lower by up to {100 * changes.pitch:.0f} % of all pitches"),
        (changes.speed, f"faster or slower by up to {100 * np.expm1(changes.speed):.0f} %"),
        (changes.shift, f"sooner or later by up to {100 * changes.shift:.0f} %"),
        (changes.loudness, "louder or softer"),
        (changes.microphone, "through another microphone"),
        (changes.noise, "with noise over what is faint"),
        (changes.masks, f"{changes.masks} stretches of pitches and {changes.masks} of time left out"),
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
