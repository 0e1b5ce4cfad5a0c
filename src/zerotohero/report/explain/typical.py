"""A typical row, made from what a representation has learned: all there is to compare with in a bare model file."""

import numpy as np

NOBODY = "\0"  # a text that is in no file: what the representation does with the most frequent category left out


def typical_cells(model, cells):
    """Return the cells of one row: median numbers, most frequent categories, no words, a picture's mean colour.

    Parameters
    ----------
    model : Model
        A single model, or a combination (its first member knows as much as any).
    cells : mapping of str to ndarray (1, ...)
        The row that is explained; gives the columns and, for a picture, its colour.
    """
    part = model.members[0][1] if model.members else model
    state = part.representation.state_
    if state["kind"] == "pixels":
        image = cells["image"]
        mean = image.mean(axis=(1, 2), keepdims=True)
        return {"image": np.broadcast_to(mean.astype(np.uint8), image.shape).copy()}
    if state["kind"] == "spectrogram":
        return {"sound": np.ones_like(cells["sound"])}  # as good as silence
    typical = {}
    for name, cell in cells.items():
        empty = {"f": np.nan, "M": np.datetime64("NaT", "s")}.get(cell.dtype.kind)
        typical[name] = np.array([empty], cell.dtype)
    numbers, dates = state["number_columns"], state["dates"]
    fill = state["numbers"].get("fill", [np.nan] * len(numbers))
    for name, value in zip(numbers, fill):
        typical[name] = np.array([value])
    at = len(numbers)
    for date in dates:
        if date["parts"] and date["parts"][0] == 0 and at < len(fill):  # days since 1970
            typical[date["name"]] = np.array([np.datetime64(int(fill[at]), "D").astype("M8[s]")])
        at += len(date["parts"])
    for category in state["categories"]:
        typical[category["name"]] = np.array([_most_frequent(category)], object)
    for words in state["words"]:
        if words["name"] not in {c["name"] for c in state["categories"]}:
            typical[words["name"]] = np.array([""], object)
    return typical


def _most_frequent(category):
    """Return the most frequent category: the first, unless it needs no column of its own."""
    alone = len(category["codes"]) + (category["rest"] >= 0) + (category["none"] >= 0) < 2
    return NOBODY if alone or not category["codes"] else next(iter(category["codes"]))
