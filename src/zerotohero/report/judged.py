"""How a run judges: what it mixes up, how far off it is, whether its probabilities hold, its worst mistakes."""

import numpy as np

from zerotohero.report import plots
from zerotohero.report.mistakes import confusion, once, telling_columns, top_confusions, worst
from zerotohero.report.page import picture, section, table, text
from zerotohero.report.sentences import number, plain, things

MATRIX_CLASSES = 12  # more do not fit a phone: the most frequent confusions instead
SHOWN_PICTURES = 24
SHOWN_ROWS = 10


def confusion_matrix(run, result):
    """Return the confusion matrix, or the most frequent confusions where there are many classes."""
    classes = run.board.manifest["classes"]
    counts = confusion(result, classes)
    if len(classes) > MATRIX_CLASSES:
        rows = [
            (
                text(classes[t], 40),
                text(classes[p], 40),
                f"{number(round(n))}",
                f"{100 * n / max(counts[t].sum(), 1e-9):.0f} %",
            )
            for t, p, n in top_confusions(counts)
        ]
        how = (
            f"The most frequent confusions among {len(classes)} classes; the share is of the rows truly of that class."
        )
        return section("What it mixes up", table(("true", "predicted", "rows", "share"), rows), how=how)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1e-9)
    lines = []
    for t, name in enumerate(classes):
        cells = ""
        for p in range(len(classes)):
            colour = "42,111,184" if t == p else "208,98,32"
            strength = 0.62 * shares[t, p] if t == p else 0.75 * np.sqrt(shares[t, p])
            shade = f' style="background:rgba({colour},{strength:.2f})"' if counts[t, p] >= 0.5 else " class=zero"
            cells += f"<td{shade}>{round(counts[t, p]):,}</td>"
        lines.append(f"<tr><th scope=row>{text(name, 24)}</th>{cells}</tr>")
    top = "".join(f"<th scope=col>{text(c, 24)}</th>" for c in classes)
    how = (
        "Each line is a true class, each column what the model said: "
        "blue on the diagonal is right, orange is a mistake. "
        "Read along a line to see what a class is taken for."
    )
    pairs = top_confusions(counts, 1)
    if pairs:
        t, p, n = pairs[0]
        how += (
            f" Most often mixed up: {text(classes[t], 40)} taken for {text(classes[p], 40)}, {number(round(n))} times."
        )
    matrix = (
        '<div class="scroll"><table class="confusion"><thead><tr>'
        f"<th class=axis>predicted →<br>true ↓</th>{top}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )
    return section("Confusion matrix", matrix, how=how)


def reliability(result):
    """Return whether its probabilities can be believed."""
    if len(result.rows) < 200:
        return ""
    sure, right = result.probabilities.max(1), result.predicted == result.truth
    very = sure >= 0.9
    said = (
        f"It was at least 90 % sure for {100 * very.mean():.0f} of 100 rows, "
        f"and right in {100 * right[very].mean():.0f} % of those."
        if very.any()
        else "It was never 90 % sure."
    )
    how = (
        "Dots on the line: when it is 80 % sure, it is right 8 times in 10. Below the line it is too sure of itself, "
        "above it too modest. Larger dots are more rows; strokes show the luck in them."
    )
    return section(
        "Can its probabilities be believed?",
        f"<figure>{plots.reliability(sure, right)}<figcaption>{said}</figcaption></figure>",
        how=how,
    )


def residuals(run, result):
    """Return predicted against true, and the distribution of the errors."""
    logarithmic = run.board.manifest.get("log_target", False)
    error = np.abs(result.truth - result.predicted)
    half, most = np.quantile(error, [0.5, 0.9])
    target = text(run.board.manifest["target"], 60)
    few = f" {plots.SHOWN_POINTS:,} of {len(error):,} rows are drawn." if len(error) > plots.SHOWN_POINTS else ""
    figures = (
        f"<figure>{plots.predicted_against_true(result.truth, result.predicted, logarithmic)}"
        f"<figcaption>Each dot is a row: on the line, the prediction of {target} was right; "
        f"above it, too low.{few}</figcaption></figure>"
        f"<figure>{plots.residuals(result.truth, result.predicted)}"
        "<figcaption>How far off it was, and how often: a narrow hill around 0 is good; "
        "a hill beside 0 means always too high or too low.</figcaption></figure>"
    )
    how = f"Half of the predictions are within {number(half)} of the truth, 9 of 10 within {number(most)}."
    return section("Residuals", f'<div class="figures">{figures}</div>', how=how)


def mistakes(run, result):
    """Return the rows that it misjudges most: pictures, or cells."""
    board = run.board
    m = board.manifest
    images = m["kind"] == "images"
    dataset = board.dataset()
    chosen = worst(result, 10 * SHOWN_PICTURES if images else SHOWN_ROWS, m.get("log_target", False))
    if images and chosen:
        content = dataset.take(result.rows[chosen]).content(without={m["target"]})
        chosen = once(chosen, content)[:SHOWN_PICTURES]
    if not chosen:
        return section(
            "Worst mistakes", "<p>None: every training row was predicted right by a model that had not seen it.</p>"
        )
    return _picture_mistakes(run, result, chosen, dataset) if images else _table_mistakes(run, result, chosen, dataset)


def _picture_mistakes(run, result, chosen, dataset):
    """Return the pictures themselves, with what it said and what is true."""
    classes, figures = run.board.manifest["classes"], []
    files = dataset.cells.get("file")
    for i in chosen:
        row, true, said = result.rows[i], classes[result.truth[i]], classes[result.predicted[i]]
        sure = _percent(result.probabilities[i].max())
        where = f' title="{text(files[row])}"' if files is not None and files[row] is not None else ""
        image = picture(np.asarray(dataset.cells["image"][row]), f"a picture of {plain(true, 40)}")
        figures.append(
            f"<figure{where}>{image}<figcaption>true <b>{text(true, 40)}</b><br>"
            f"said <b class=bad>{text(said, 40)}</b>, {sure} sure</figcaption></figure>"
        )
    how = (
        f"The {things(run.board)[1]} that surprised it most, worst first: it gave the true answer the least chance. "
        "Some are truly hard; some may be labelled wrong, and those are worth a look."
    )
    return section("Worst mistakes", f'<div class="mistakes">{"".join(figures)}</div>', how=how)


def _table_mistakes(run, result, chosen, dataset):
    """Return the rows with the columns that go most with the target."""
    m = run.board.manifest
    names = [name for name, _ in m["features"]]
    classify = m["task"] == "classification"
    cells = {n: dataset.cells[n][result.rows] for n in (*names, *m.get("ids", []))}
    telling = telling_columns(cells, names, result.truth, classify)
    named = [n for n in m.get("ids", []) if n not in telling][:1]  # what the person calls a row, else its number
    rows = []
    for i in chosen:
        if classify:
            true, said = m["classes"][result.truth[i]], m["classes"][result.predicted[i]]
            sure = _percent(result.probabilities[i].max())
            answer = (text(true, 40), f"<b class=bad>{text(said, 40)}</b>", sure)
        else:
            off = result.predicted[i] - result.truth[i]
            sign = "+" if off > 0 else "−"
            true, said = number(result.truth[i]), number(result.predicted[i])
            answer = (_number(true), _number(f"<b>{said}</b>"), f"<span class=bad>{sign}{number(abs(off))}</span>")
        name = _cell(cells[named[0]][i]) if named else f"{result.rows[i] + 1:,}"
        rows.append((name, *answer, *(_cell(cells[n][i]) for n in telling)))
    head = (
        text(named[0], 40) if named else "row",
        "true",
        "said",
        "sure" if classify else "off by",
        *(text(n, 40) for n in telling),
    )
    of = (
        f", the {len(telling)} of {len(names)} columns that go most with {text(m['target'], 40)}"
        if len(telling) < len(names)
        else ""
    )
    how = (
        f"The rows that it misjudges most, worst first{of}. "
        "Look for what they share, or for a cell that cannot be right."
    )
    if not named and any("left out" in note for note in m.get("notes", ())):
        how += " Rows are counted without those that were left out."
    return section("Worst mistakes", table(head, rows, "list"), how=how)


def _cell(value):
    """Return one cell as HTML."""
    if value is None or value != value:
        return '<span class="soft">missing</span>'
    if isinstance(value, float):
        whole = abs(value) < 1e15 and value == int(value)  # years and codes keep their look
        return _number(f"{value:.0f}" if whole else number(value))
    return text(str(value).removesuffix("T00:00:00"), 80)


def _percent(share):
    """Return a probability in percent; 100 % is kept for certainty.

    >>> _percent(0.998), _percent(1.0), _percent(0.42)
    ('&gt; 99 %', '100 %', '42 %')
    """
    return "&gt; 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def _number(html):
    """Return a number that is never broken over two lines."""
    return f'<span class="number">{html}</span>'
