"""What the try page asks a run, and what it is answered: plain dicts in, plain dicts out."""

import base64
import io
import math
from functools import cached_property
from threading import Lock

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.serve import uploads
from zerotohero.serve.form import cell, fields
from zerotohero.serve.nearest import Nearest
from zerotohero.serve.refusal import shown
from zerotohero.web.pad import Frame

MOST_DRAWN = 784_000  # pixels of training pictures that are looked at to know how they are drawn


class Answers:
    """A run, asked one example at a time.

    Parameters
    ----------
    run : Run
        With its leaderboard; a bare model file answers too, without neighbours.
    """

    def __init__(self, run):
        self.run = run
        self.manifest = run.model.manifest
        self.recipe = ReadingRecipe.from_dict(self.manifest["recipe"])
        self.classes = list(self.manifest["classes"])
        self._one_at_a_time = Lock()

    @cached_property
    def training(self):
        """The Dataset of the training rows (of pictures as many as show how they look), or None for a bare model file."""
        if not self.run.board:
            return None
        rows = np.flatnonzero(self.run.board.fold != -1)
        few = rows[: max(MOST_DRAWN // max(self.recipe.height * self.recipe.width, 1), 20)]
        return self.run.board.dataset().take(few if self.recipe.kind == "images" else rows)

    @cached_property
    def frame(self):
        """How the training images are drawn; for a bare model file the plain case."""
        if self.training is None:
            return Frame(self.recipe.height, self.recipe.width)
        return Frame.of(self.training.cells["image"])

    @cached_property
    def page(self):
        """Which page fits: "form" for tables, "pad" for drawings, "photo" for other pictures."""
        if self.recipe.kind == "table":
            return "form"
        return "pad" if self.recipe.mode == "L" and self.frame.drawn else "photo"

    @cached_property
    def nearest(self):
        """The training rows to compare with, or None for a bare model file."""
        return Nearest(self.run) if self.run.board else None

    @cached_property
    def describe(self):
        """What the page has to know to draw itself."""
        features = [tuple(f) for f in self.manifest["features"]]
        return {
            "page": self.page,
            "title": self.run.title,
            "target": self.manifest["target"],
            "task": self.manifest["task"],
            "classes": self.classes,
            "score": _score(self.run, self.manifest),
            "range": self._range(),
            "unit": _unit(self.recipe.column(self.manifest["target"])),
            "fields": fields(self.recipe, features, self.training, self.run.model) if self.page == "form" else [],
        }

    def answer(self, question):
        """Return the prediction for one example.

        Parameters
        ----------
        question : dict
            ``{"image": ...}``: a PNG or JPEG as base64 (a data URL will do), or a flat list of greys
            with ``width`` and ``height``; or ``{"row": {column: value}}``.

        Returns
        -------
        dict
            ``classes``, ``probabilities``, ``prediction``, ``neighbours`` and ``notes``; for pictures
            ``seen``, the picture as the model gets it. Nothing drawn: ``prediction`` is None.

        Raises
        ------
        DataError
        """
        cells, notes = self.cells(question)
        if cells is None:
            return {**self._said(None), "neighbours": [], "notes": []}
        with self._one_at_a_time:
            said = self._said(self._predict(cells))
            neighbours = self._neighbours(cells) if self.nearest else []
        seen = {"seen": png(cells["image"][0])} if "image" in question else {}
        return {**said, **seen, "neighbours": neighbours, "notes": notes}

    def cells(self, question):
        """Return (cells, notes) of what was asked; cells are None where nothing is drawn."""
        wanted = "row" if self.page == "form" else "image"
        if not isinstance(question, dict) or wanted not in question:
            raise DataError("answer this", f'{{"{wanted}": ...}}', "another question", "reload the page")
        return self._row(question["row"]) if wanted == "row" else (self._image(question), [])

    def picture_file(self, question):
        """Return (suffix, bytes) of a picture that was asked about: of a drawing what the model sees, else as it came."""
        cells, _ = self.cells(question)
        if cells is None:
            raise DataError("keep the drawing", "something drawn", "an empty pad", "draw first")
        if self.page == "pad" or not isinstance(question["image"], str):
            return ".png", _png(cells["image"][0])
        data = _bytes(question["image"])
        return ".png" if data.startswith(b"\x89PNG") else ".jpg", data

    def _range(self):
        """Return what 90 % of the training values lie between, or None for classes."""
        if self.classes or self.training is None:
            return None
        y = self.run.board.y[self.run.board.fold != -1]
        return [float(f"{q:.4g}") for q in np.quantile(y, [0.05, 0.95])]

    def _predict(self, cells):
        """Return probabilities (K,) or the value, the same way as `hero predict` does."""
        known = {c.name for c in self.recipe.columns}
        dataset = Dataset(
            "try", self.recipe.kind, {n: c for n, c in cells.items() if n in known}, self.recipe, "try page"
        )
        run = self.run
        return (run.predict_proba(dataset) if self.classes else run.predict(dataset))[0]

    def _said(self, predicted):
        """Return the prediction as JSON."""
        if predicted is None:
            return {"classes": self.classes, "probabilities": [], "prediction": None}
        if not self.classes:
            return {"classes": [], "probabilities": [], "prediction": float(predicted)}
        best = self.classes[int(np.argmax(predicted))]
        return {"classes": self.classes, "probabilities": [float(p) for p in predicted], "prediction": best}

    def _neighbours(self, cells):
        """Return the nearest training rows as JSON, their true answers with them."""
        rows, similarity = self.nearest(cells)
        y, data = self.run.board.y, self.nearest.dataset
        found = []
        for row, like in zip(rows, similarity):
            label = self.classes[int(y[row])] if self.classes else float(y[row])
            shown = {"label": label, "similarity": round(float(like), 4)}
            if data.kind == "images":
                shown["image"] = png(data.cells["image"][row])
                if "file" in data.cells:
                    shown["file"] = data.cells["file"][row]
            else:
                shown["row"] = {name: plain(data.cells[name][row]) for name, _ in self.manifest["features"]}
            found.append(shown)
        return found

    def _row(self, row):
        """Return (cells, notes) for one row of a table; what was not given is missing."""
        if not isinstance(row, dict):
            raise DataError("answer a row", "an object of column and value", shown(row), '{"row": {"age": 3}}')
        names = [name for name, _ in self.manifest["features"]]
        unknown = [name for name in row if name not in names]
        if unknown:
            raise DataError(
                "answer a row",
                f"columns of the training: {', '.join(names[:20])}",
                shown(unknown[0]),
                "leave it out",
            )
        read = {name: cell(row.get(name), self.recipe.column(name)) for name in names}
        return {name: cells for name, (cells, _) in read.items()}, [note for _, note in read.values() if note]

    def _image(self, question):
        """Return the cells of one picture, or None when nothing is drawn."""
        sent = question["image"]
        data = (
            _bytes(sent) if isinstance(sent, str) else _from_greys(sent, question.get("width"), question.get("height"))
        )
        picture = uploads.opened(data)
        if self.page == "pad" and picture.size != (self.recipe.width, self.recipe.height):
            image = self.frame.prepare(np.asarray(_on_white(picture).convert("L")))
        else:  # a photo, or a picture of the model's own size: read as `hero predict` reads it
            image = uploads.picture(data, self.recipe)[0]
        return None if image is None else {"image": image[None]}


def png(pixels):
    """Return pixels, uint8 (H, W) or (H, W, 3), as a PNG in a data URL."""
    return "data:image/png;base64," + base64.b64encode(_png(pixels)).decode("ascii")


def plain(value):
    """Return one cell as JSON: a number, a text, or None where it is missing."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value).replace("T00:00:00", "").replace("T", " ")
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.6g}")
    return value


def _png(pixels):
    """Return pixels as the bytes of a PNG file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(np.asarray(pixels)).save(file, "PNG")
    return file.getvalue()


def _bytes(text):
    """Return the bytes behind base64 or a data URL."""
    try:
        return base64.b64decode(text.partition(",")[2] or text, validate=True)
    except ValueError:
        raise DataError("open the picture", "a PNG or JPEG as base64", "another text", "another picture") from None


def _from_greys(values, width, height):
    """Return a flat list of greys, 0 to 255, as the bytes of a PNG file."""
    try:
        flat = np.asarray(values, float)
        side = math.isqrt(flat.size)
        width, height = int(width or side), int(height or side)
        fits = flat.ndim == 1 and flat.size and width * height == flat.size
        if not fits or not ((flat >= 0) & (flat <= 255)).all():
            raise ValueError(f"{flat.size:,} of them for {width} x {height}" if not fits else "others")
    except (TypeError, ValueError, OverflowError) as error:
        expected = "a flat list of greys from 0 to 255, width x height long"
        came = f"{error}" if isinstance(values, list) and type(error) is ValueError else shown(values)
        raise DataError("read the drawing", expected, came, "the pad's pixels, or a PNG") from None
    return _png(flat.reshape(height, width).astype(np.uint8))


def _on_white(picture):
    """Return the picture with what is transparent made white, as paper is."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)


def _score(run, manifest):
    """Return how good the run is, as {"metric", "value"}, or None when that is not known."""
    return {"metric": manifest.get("metric"), "value": run.score} if run.score is not None else None


def _unit(column):
    """Return what stands around the target's numbers in the file, as [before, after]."""
    return [column.prefix, column.suffix] if column else ["", ""]
