"""How a run judges: what it mixes up, how far off it is, its worst mistakes."""

import shlex
from pathlib import PurePath

import numpy as np

from zerotohero.report import plots
from zerotohero.report.heard import player, thumbnail
from zerotohero.report.inside.section import heat_on
from zerotohero.report.inside.tiles import tile
from zerotohero.report.mistakes import confusion, once, top_confusions, worst
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Figure, Figures, Grid, Items, Section, Words
from zerotohero.report.sentences import number, plain, things
from zerotohero.report.thresholds import share

MATRIX_CLASSES = 12  # more do not fit a phone: the most frequent confusions instead
SHOWN_PICTURES, SIDE = 24, 160  # at most; pixels a side
SHOWN_ROWS, SHOWN_CELLS = 20, 6


def confusion_matrix(evidence):
    """Return the Section with the confusion matrix, or the most frequent confusions where there are many classes."""
    classes = evidence.class_names()
    counts = confusion(evidence.outcome, classes)
    pairs = top_confusions(counts)
    facts = {"classes": classes, "counts": counts.tolist()}
    misread = (
        "shares. A rare class has small numbers in its line even where most of it is wrong: compare within a line."
    )
    threshold = getattr(evidence.run, "threshold", None)
    by_cost = (
        f" It says yes from its threshold {share(threshold['value'])} on, not the most probable class."
        if threshold
        else ""
    )
    if len(classes) > MATRIX_CLASSES:
        rows = tuple(
            (
                plain(classes[t], 40),
                plain(classes[p], 40),
                number(round(n)),
                f"{100 * n / max(counts[t].sum(), 1e-9):.0f} %",
            )
            for t, p, n in pairs
        )
        read = (
            f"The most frequent confusions among {len(classes)} classes; the share is of the rows truly of that class."
        )
        parts = (Grid(("true", "predicted", "rows", "share"), rows),)
        return Section("confusion", "What it mixes up", parts, read, misread, facts)
    read = (
        "The [[confusion matrix]]: each line is a true class, each column what the model said; "
        "blue on the diagonal is right, orange is a mistake." + by_cost
    )
    if pairs:
        t, p, n = pairs[0]
        read += f" Most often mixed up: {plain(classes[t], 40)} taken for {plain(classes[p], 40)}, {number(round(n))} times."
    rows = tuple((plain(name, 24), *(f"{round(c):,}" for c in counts[t])) for t, name in enumerate(classes))
    grid = Grid(("true ↓ predicted →", *(plain(c, 24) for c in classes)), rows)
    return Section("confusion", "Confusion matrix", (Drawn(_matrix(classes, counts), grid),), read, misread, facts)


def _matrix(classes, counts):
    """Return the confusion matrix as HTML, shaded."""
    shares, lines = counts / np.maximum(counts.sum(1, keepdims=True), 1e-9), []
    for t, name in enumerate(classes):
        cells = ""
        for p in range(len(classes)):
            colour = "42,111,184" if t == p else "208,98,32"
            strength = 0.62 * shares[t, p] if t == p else 0.75 * np.sqrt(shares[t, p])
            shade = f' style="background:rgba({colour},{strength:.2f})"' if counts[t, p] >= 0.5 else " class=zero"
            cells += f"<td{shade}>{round(counts[t, p]):,}</td>"
        lines.append(f"<tr><th scope=row>{text(name, 24)}</th>{cells}</tr>")
    top = "".join(f"<th scope=col>{text(c, 24)}</th>" for c in classes)
    return (
        '<div class="scroll" tabindex="0"><table class="confusion"><thead><tr>'
        f"<th class=axis>predicted →<br>true ↓</th>{top}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def residuals(evidence):
    """Return the Section with predicted against true, and the distribution of the errors."""
    result, m = evidence.outcome, evidence.manifest
    error = np.abs(result.truth - result.predicted)
    half, most = (float(q) for q in np.quantile(error, [0.5, 0.9]))
    few = f" {plots.SHOWN_POINTS:,} of {len(error):,} rows are drawn." if len(error) > plots.SHOWN_POINTS else ""
    scatter = Figure(
        plots.predicted_against_true(result.truth, result.predicted, m.get("log_target", False))
        if evidence.rows
        else "",
        f"Each dot is a row: on the line, the prediction of {plain(m['target'])} was right; above it, too low.{few}",
    )
    hill = Figure(
        plots.residuals(result.truth, result.predicted),
        "How far off it was, and how often: a narrow hill around 0 is good; a hill beside 0 means always too high or too low. "
        "The bars at both ends gather the 1 % that is furthest off.",
    )
    bias = float(np.mean(result.predicted - result.truth))
    return Section(
        "residuals",
        "Residuals",
        (Figures((scatter, hill) if evidence.rows else (hill,)),),
        read=f"Half of the predictions are within {number(half)} of the truth, 9 of 10 within {number(most)}.",
        misread="even errors everywhere. Large values are often missed by more: look along the line, not only at its middle.",
        facts={
            "half_within": half,
            "nine_of_ten_within": most,
            "mean_error": bias,
            "mean_absolute_error": float(error.mean()),
        },
    )


def mistakes(evidence):
    """Return the Section with the rows that it misjudges most: pictures, or cells. None where no row may be shown."""
    if not evidence.rows:
        return None
    result, m, dataset = evidence.outcome, evidence.manifest, evidence.dataset
    images = m["kind"] in ("images", "sounds")
    chosen = worst(result, 10 * (SHOWN_PICTURES if images else SHOWN_ROWS), m.get("log_target", False))
    if images and chosen:
        content = dataset.take(result.rows[chosen]).content(without={m["target"]})
        chosen = once(chosen, content)[:SHOWN_PICTURES]
    if not chosen:
        words = Words("None: every training row was predicted right by a model that had not seen it.")
        return Section("mistakes", "Worst mistakes", (words,))
    parts, read = (_pictures if images else _rows)(evidence, chosen)
    doubtful = doubtful_labels(result)
    if doubtful:
        many = f"{doubtful} {'rows carry' if doubtful > 1 else 'row carries'}"
        read += f" {many} a label that it gives under 5 %, and another over 90 %: look first whether {'these are' if doubtful > 1 else 'it is'} labelled right."
    misread = (
        "typical rows. These are the worst of all; and a model that gave up on hard rows would show harmless ones here."
    )
    return Section("mistakes", "Worst mistakes", parts, read, misread, {"doubtful_labels": doubtful})


def doubtful_labels(result):
    """Return how many rows carry a label that the model gives under 5 %, and another over 90 %."""
    if result.probabilities is None:
        return 0
    own = result.probabilities[np.arange(len(result.rows)), result.truth]
    return int(((own < 0.05) & (result.probabilities.max(1) > 0.9)).sum())


def _pictures(evidence, chosen):
    """Return the pictures themselves, with what it said and what is true; and how to read them."""
    result, dataset, classes = evidence.outcome, evidence.dataset, evidence.manifest["classes"]
    files, figures, said = dataset.cells.get("file"), [], []
    heat = heat_on(evidence) if evidence.classify else None
    for i in chosen:
        row = result.rows[i]
        if evidence.classify:
            true, answer = classes[result.truth[i]], classes[result.predicted[i]]
            sure = f", {percent(result.probabilities[i, result.predicted[i]])} sure"
        else:
            true, answer, sure = number(result.truth[i]), number(result.predicted[i]), ""
        name = "" if files is None or files[row] is None else str(files[row])
        named = f"<br><small>{text(PurePath(name).name, 40)}</small>" if name else ""
        image = picture_of(dataset, row, true)
        image += heat(row, int(result.predicted[i]), int(result.truth[i])) if heat else ""
        figures.append(
            f'<figure title="{text(name)}">{image}<figcaption>true <b>{text(true, 40)}</b><br>'
            f"said <b class=bad>{text(answer, 40)}</b>{text(sure)}{named}</figcaption></figure>"
        )
        said.append(
            f"{plain(name) or f'{dataset.kind[:-1]} {row + 1}'}: true {plain(true, 40)}, said {plain(answer, 40)}{sure}"
        )
    why = "it gave the true answer the least chance" if evidence.classify else "it was off by the most"
    read = (
        f"The {things(evidence.board)[1]} that surprised it most, worst first: {why}. "
        "Some are truly hard; some may be labelled wrong, and those are worth a look."
    )
    if heat:
        read += " Below each: what speaks, in the final model, which has learned from them since, for what was said (blue) and for the truth (orange)."
    return (Drawn(f'<div class="mistakes">{"".join(figures)}</div>', Items(tuple(said))),), read


def picture_of(dataset, row, true):
    """Return a picture as HTML; for a sound its spectrogram, and the sound to listen to."""
    if dataset.kind == "images":
        return tile(np.asarray(dataset.cells["image"][row]), f"a picture of {plain(true, 40)}", SIDE)
    sound, rate = np.asarray(dataset.cells["sound"][row]), dataset.recipe.rate
    return tile(thumbnail(sound, rate), f"the spectrogram of {plain(true, 40)}", SIDE) + player(sound, rate)


def _rows(evidence, chosen):
    """Return the rows with the columns that matter most; and how to read them."""
    result, dataset, m = evidence.outcome, evidence.dataset, evidence.manifest
    names = list(evidence.features)
    shown = {n: dataset.cells[n][result.rows] for n in (*names, *m.get("ids", []))}
    telling = evidence.telling[:SHOWN_CELLS]
    named = [n for n in m.get("ids", []) if n not in telling][:1]  # what the person calls a row, else its number
    rows = {}  # what is shown of a row -> [its name, how many more show the same]
    for i in chosen:
        if evidence.classify:
            true, said = m["classes"][result.truth[i]], m["classes"][result.predicted[i]]
            answer = (plain(true, 40), plain(said, 40), percent(result.probabilities[i, result.predicted[i]]))
        else:
            off = result.predicted[i] - result.truth[i]
            answer = (
                number(result.truth[i]),
                number(result.predicted[i]),
                f"{'+' if off > 0 else '−'}{number(abs(off))}",
            )
        content = (*answer, *(_cell(shown[n][i]) for n in telling))
        if content in rows:
            rows[content][1] += 1
        elif len(rows) < SHOWN_ROWS:
            rows[content] = [_cell(shown[named[0]][i]) if named else f"{result.rows[i] + 1:,}", 0]
    alike = any(more for _, more in rows.values())
    lines = tuple((f"{name} (+{more})" if more else name, *content) for content, (name, more) in rows.items())
    head = (
        plain(named[0], 40) if named else "row",
        "true",
        "said",
        "sure" if evidence.classify else "off by",
        *(plain(n, 40) for n in telling),
    )
    of = f", with the {len(telling)} of {len(names)} columns that matter most" if len(telling) < len(names) else ""
    read = f"The rows that it misjudges most, worst first{of}. Look for what they share, or for a cell that cannot be right."
    if alike:
        read += " (+2) stands for two more rows that look the same in these columns."
    if any("left out" in note for note in m.get("notes", ())):
        read += "" if named else " Rows are counted without those that were left out."
    else:
        command = shlex.join(["hero", "explain", evidence.run.id, m["origin"], "--row", str(result.rows[chosen[0]])])
        read += f" What moved the first: `{command}` (counts from 0; the final model has learned from it since)."
    return (Grid(head, lines, "list", bad=(2,)),), read


def _cell(value):
    """Return one cell as text."""
    if value is None or value != value:
        return "missing"
    if isinstance(value, float):
        whole = abs(value) < 1e15 and value == int(value)  # years and codes keep their look
        return f"{value:.0f}" if whole and abs(value) < 1e6 else f"{value:,.0f}" if whole else number(value)
    return plain(str(value).removesuffix("T00:00:00"), 80)


def percent(share):
    """Return a probability in percent; 100 % is kept for certainty.

    >>> percent(0.998), percent(1.0), percent(0.42)
    ('> 99 %', '100 %', '42 %')
    """
    return "> 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
