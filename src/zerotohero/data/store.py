"""A data set on disk, as arrays that several processes can map into memory at once."""

import json
import os
from pathlib import Path

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.mapped import parts
from zerotohero.core.recipe import ReadingRecipe

_INDEX = "cells.json"
_LYRICS = ("tokens", "starts", "verse", "text", "ends")  # the arrays of a Lyrics


def write_cells(folder, dataset):
    """Write ``dataset`` into ``folder``; the index comes last, so a folder with an index is whole.

    Numbers, dates and pixels become ``<place>.npy``; texts int32 codes and ``<place>.json``, the list of
    distinct texts (code -1: no value); Lyrics ``<place>.<array>.npy`` and ``<place>.json``, their words.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    columns = []
    for place, (name, cells) in enumerate(dataset.cells.items()):
        if not isinstance(cells, np.ndarray):  # Lyrics
            for array in _LYRICS:
                values = getattr(cells, array)
                _write_array(
                    folder / f"{place}.{array}.npy", np.frombuffer(values, np.uint8) if array == "text" else values
                )
            _write(folder / f"{place}.json", json.dumps(cells.words).encode("ascii"))
            columns.append({"name": name, "texts": False, "set_aside": cells.set_aside})
            continue
        texts = cells.dtype == object
        if texts:
            known = {}
            codes = [-1 if text is None else known.setdefault(text, len(known)) for text in cells]
            cells = np.array(codes, np.int32)
            _write(folder / f"{place}.json", json.dumps(list(known)).encode("ascii"))
        _write_array(folder / f"{place}.npy", np.ascontiguousarray(cells))
        columns.append({"name": name, "texts": texts})
    facts = {k: getattr(dataset, k) for k in ("name", "kind", "origin", "target", "targets", "groups", "time", "notes")}
    index = {**facts, "recipe": dataset.recipe.as_dict(), "columns": columns}
    _write(folder / _INDEX, json.dumps(index).encode("ascii"))


def read_cells(folder, names=None):
    """Return the Dataset in ``folder``, memory-mapped and read-only; only the columns ``names`` if given."""
    folder = Path(folder)
    index = json.loads((folder / _INDEX).read_text("ascii"))
    cells = {}
    for place, column in enumerate(index.pop("columns")):
        if names is not None and column["name"] not in names:
            continue
        if "set_aside" in column:
            from zerotohero.data.lyrics import Lyrics  # here, so that workers on tables start fast

            arrays = {array: _read_array(folder / f"{place}.{array}.npy") for array in _LYRICS}
            words = json.loads((folder / f"{place}.json").read_text("ascii"))
            cells[column["name"]] = Lyrics(
                **arrays, words=words, set_aside=column["set_aside"], notes=tuple(index["notes"])
            )
            continue
        array = _read_array(folder / f"{place}.npy")
        if column["texts"]:
            known = json.loads((folder / f"{place}.json").read_text("ascii"))
            lookup = np.empty(len(known) + 1, dtype=object)  # the last place, -1, stays None
            lookup[:-1] = known
            array = lookup[array]
        cells[column["name"]] = array
    index["recipe"] = ReadingRecipe.from_dict(index["recipe"])
    index["targets"], index["notes"] = tuple(index["targets"]), tuple(index["notes"])
    return Dataset(cells=cells, **index)


def _write(path, data):
    """Write bytes beside ``path``, then rename: no reader ever sees half a file."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    aside.write_bytes(data)
    aside.replace(path)


def _read_array(path):
    """Return an array, mapped into memory unless it is small."""
    return np.load(path, mmap_mode="r" if path.stat().st_size > 4096 else None)


def _write_array(path, array):
    """Write an array beside ``path``, then rename."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with aside.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
        for _, part in parts(array):
            file.write(part.tobytes())
    aside.replace(path)
