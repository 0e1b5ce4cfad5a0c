"""Photos rated by a run: each gets a score, the best come first."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zerotohero.core.errors import BoardError, UnknownIdError, UsageError
from zerotohero.core.progress import tell
from zerotohero.data._files import open_files
from zerotohero.data.images import is_picture
from zerotohero.report.sentences import number

PROBABILITY = "probability of"
PART = 64  # pictures that are asked about at a time
SOUNDS_GOOD = {"yes", "like", "liked", "love", "loved", "good", "best", "keep", "kept", "nice", "great", "beautiful",
               "hot", "positive", "true", "1", "up", "ja", "gut"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ranking:
    """Photos from best to worst.

    Parameters
    ----------
    files : tuple of str
        Paths inside the folder or zip.
    scores : ndarray (N,) float
        Falling.
    means : str
        What a score is: "score", or "probability of liked".
    left_out : tuple of str
        Pictures that cannot be read.
    notes : tuple of str
        What was found while reading.
    """

    files: tuple
    scores: np.ndarray
    means: str
    left_out: tuple
    notes: tuple

    def said(self, i):
        """Return a score as people read it: a probability in percent, other scores as they are."""
        share = float(self.scores[i])
        if not self.means.startswith(PROBABILITY):
            return number(share)
        return "< 1 %" if share < 0.005 else "> 99 %" if share >= 0.995 else f"{100 * share:.0f} %"

    def as_dict(self):
        """Return what ``hero photos rank --json`` prints."""
        photos = [{"rank": i, "file": f, "score": float(s)} for i, (f, s) in enumerate(zip(self.files, self.scores), 1)]
        return {"score_means": self.means, "photos": photos, "left_out": list(self.left_out), "notes": list(self.notes)}


class Rater:
    """Gives pictures one number each: the value a run predicts, or the probability of one of its classes.

    Parameters
    ----------
    run : Run
        Trained on pictures.
    outcome : str or None
        The class; None: the one that sounds positive, or the first of two.

    Raises
    ------
    BoardError
        The run was not trained on pictures.
    UnknownIdError, UsageError
        There is no such class; none of several sounds positive; or the run predicts a number.
    """

    def __init__(self, run, outcome=None):
        manifest = run.model.manifest
        if manifest.get("recipe", {}).get("kind") != "images":
            kind = {"table": "tables", "text": "lyrics"}.get(manifest.get("recipe", {}).get("kind"), "sounds")
            raise BoardError(f"rate photos with {run.title}", "a run that was trained on photos", f"one for {kind}",
                             "hero train FOLDER --scores scores.csv, or a folder with liked/ and not/")  # fmt: skip
        self.run, self.recipe, self.note = run, run.model.recipe, None
        self.place = None
        classes = list(run.classes or ())
        if not classes:
            if outcome is not None:
                raise UsageError(
                    "rate by a class", "a run that predicts classes", "one that predicts a number", "without --class"
                )
            self.means = manifest["target"]
            return
        self.place = classes.index(outcome or _positive(classes)) if outcome in (None, *classes) else None
        if self.place is None:
            raise UnknownIdError("class", outcome, classes)
        self.means = f"{PROBABILITY} {classes[self.place]}"
        if outcome is None and not _sounds_good(classes[self.place]):
            self.note = f"Rated by the {self.means}, the first of two classes; --class {classes[1]} rates by the other."

    def __call__(self, images):
        """Return the scores (N,) of pictures (N, H, W) or (N, H, W, 3) uint8 in the model's own size."""
        scores = np.empty(len(images))
        for start in range(0, len(images), PART):
            answers = self.run.model.predict({"image": np.asarray(images[start : start + PART])})
            scores[start : start + PART] = answers if self.place is None else answers[:, self.place]
            tell(min(start + PART, len(images)), len(images), "pictures rated")
        return scores


def rank_photos(run, folder, outcome=None):
    """Return the Ranking of the photos in a folder or zip; nothing there is changed.

    Parameters
    ----------
    run : Run
        Trained on pictures: with scores, or with classes.
    folder : path
        A folder, a zip or one picture.
    outcome : str or None
        Of a run with classes: the one whose probability is the score.

    Raises
    ------
    BoardError, DataError, UnknownIdError, UsageError
    """
    rater = Rater(run, outcome)
    dataset = run.read(folder)
    scores = rater(dataset.cells["image"])
    files = dataset.cells["file"].tolist()
    order = np.argsort(-scores, kind="stable")  # of equals the first by name
    with open_files(Path(folder).expanduser()) as there:
        left_out = sorted({n for n in there.names if is_picture(n)} - set(files))
    notes = (*([rater.note] if rater.note else []), *_tied(scores), *dataset.notes)
    return Ranking(tuple(files[i] for i in order), scores[order], rater.means, tuple(left_out), notes)


def _tied(scores):
    """Return a note where many photos share a score, as those of a model that is too sure of itself do."""
    _, counts = np.unique(scores, return_counts=True)
    tied = int(counts[counts > 1].sum())
    if tied <= len(scores) / 4:
        return []
    return [f"{tied:,} of {len(scores):,} photos share their score with others: among those the order says nothing."]


def ranking_csv(ranking):
    """Return the Ranking as CSV: rank, file, score."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("rank", "file", "score"))
    writer.writerows((p["rank"], p["file"], repr(p["score"])) for p in ranking.as_dict()["photos"])
    return buffer.getvalue()


def _positive(classes):
    """Return the class that sounds positive, else the first of two."""
    good = [c for c in classes if _sounds_good(c)]
    if len(good) == 1:
        return good[0]
    if len(classes) == 2:
        return classes[0]
    shown = ", ".join(classes[:10]) + (" …" if len(classes) > 10 else "")
    raise UsageError(
        "rate photos",
        f"--class with one of: {shown}",
        f"{len(classes)} classes and no --class",
        f"--class {classes[0]}",
    )


def _sounds_good(name):
    """Return whether the name of a class says that somebody likes what is in it."""
    words = set(name.casefold().replace("_", " ").replace("-", " ").split())
    return bool(words & SOUNDS_GOOD) and not words & {"not", "no", "dont", "never", "nicht"}
