"""The form for a table: one field per column, filled in with what is usual, and its values read back."""

from collections import Counter
from datetime import datetime

import numpy as np

from zerotohero.core.dataset import missing

MOST_CHOICES = 200
LONGEST = 20_000  # characters of one value


def fields(recipe, features, training, model):
    """Return one dict per input column, those that move the answer most first.

    Parameters
    ----------
    recipe : ReadingRecipe
    features : list of (name, type)
    training : Dataset or None
        The training rows; without, what the model file holds as usual is taken.
    model : Model

    Returns
    -------
    list of dict
        ``name``, ``type``, ``value`` (median, or the most frequent one), ``unit`` [before, after];
        numbers: ``low`` and ``high`` (what 90 % of the rows lie between), ``whole``; categories: ``choices``, most frequent first.
    """
    found = []
    for name, kind in features:
        column = recipe.column(name)
        field = {"name": name, "type": kind, "value": None, "unit": [column.prefix, column.suffix]}
        cells = training.cells[name] if training is not None else np.array([])
        present = cells[~missing(cells)] if len(cells) else cells
        if len(present):
            field |= _usual(kind, present)
            if 2 * len(present) < len(cells):
                field["value"] = None  # not known is what is usual here
        if training is None and (about := (model.manifest.get("usual") or {}).get(name)):
            field |= _kept(kind, about)
        found.append(field)
    if training is None or len(features) < 10:
        return found
    weight = _movement(training, features, model)
    return [found[i] for i in np.argsort(-weight, kind="stable")]


def _usual(kind, present):
    """Return what is usual in one column without its missing cells."""
    if kind == "number":
        low, middle, high = (float(f"{q:.4g}") for q in np.quantile(present, [0.05, 0.5, 0.95], method="nearest"))
        return {"value": middle, "low": low, "high": high, "whole": bool((present == np.round(present)).all())}
    if kind == "date":
        middle = np.sort(present)[len(present) // 2].astype("datetime64[s]")
        clock = bool((present.astype("datetime64[D]") != present).any())
        return {"value": str(middle)[: 16 if clock else 10], "clock": clock}
    counts = Counter(present.tolist())
    if kind == "category":
        choices = [value for value, _ in counts.most_common(MOST_CHOICES)]
        return {"value": choices[0], "choices": choices}
    text, times = counts.most_common(1)[0]
    return {"value": text if times > 1 else ""}  # a text that stands once is somebody's: not shown


def _kept(kind, about):
    """Return what a model file holds as usual in one column."""
    found = {"value": about["middle"] if about["missing"] < 0.5 else None}
    if kind == "category":
        return {**found, "choices": list(about["shares"])}
    if kind == "number" and about["deciles"]:
        deciles = about["deciles"]
        return {**found, "low": deciles[1], "high": deciles[-2], "whole": all(q.is_integer() for q in deciles)}
    return found


def _movement(training, features, model):
    """Return (columns,): how far the answers of 100 training rows move when one column is shuffled."""
    rows = training.take(np.linspace(0, len(training) - 1, min(len(training), 100)).astype(int))
    cells = {name: rows.cells[name] for name, _ in features}
    before = model.predict(cells)
    turned = {name: np.roll(column, len(column) // 3) for name, column in cells.items()}
    return np.array([np.abs(model.predict({**cells, name: turned[name]}) - before).mean() for name, _ in features])


def cell(value, column):
    """Return ((1,) cells, note) for one value from the page; the note says what could not be read.

    Parameters
    ----------
    value : str, float, int, bool or None
    column : ColumnRecipe
    """
    text = "" if value is None else str(value).strip()[:LONGEST]
    known = text not in ("", *column.missing)
    note = ""
    if column.type == "number":
        number = _number(text) if known else np.nan
        if known and np.isnan(number):
            note = f"{column.name}: “{text[:40]}” is no number; taken as not known"
        return np.array([np.nan if number in column.missing_numbers else number]), note
    if column.type == "date":
        moment = _moment(text, column.date_format) if known else None
        if known and moment is None:
            note = f"{column.name}: “{text[:40]}” is no date; taken as not known"
        return np.array([moment or "NaT"], "datetime64[s]"), note
    cells = np.empty(1, object)
    cells[0] = text if known else None
    return cells, note


def _number(text):
    """Return the finite number in a text, else NaN."""
    try:
        number = float(text)
    except ValueError:
        return np.nan
    return number if np.isfinite(number) else np.nan


def _moment(text, date_format):
    """Return the moment in a text, written as ISO or as in the training file, or None."""
    for read in (datetime.fromisoformat, lambda t: datetime.strptime(t, date_format)):
        try:
            return read(text).replace(tzinfo=None).isoformat(timespec="seconds")
        except ValueError:
            continue
    return None
