"""The shortlist: facts about the data in; every algorithm out, taken or not, with one sentence why.

>>> from zerotohero.core.specs import AlgorithmSpec
>>> spec = AlgorithmSpec("forest", "Forest", "", "tables of mixed columns", "", "", ("classification",), make=None)
>>> facts = Facts(name="cats", kind="table", task="regression", target="weight", rows=2000, fit_rows=1280)
>>> shortlist(facts, {"forest": spec})[0].reason
"answers 'which class?'; `weight` is an amount"
"""

from dataclasses import asdict, dataclass

import numpy as np

from zerotohero.choose._order import ranked
from zerotohero.choose._reasons import too_little, why_in
from zerotohero.core.dataset import missing
from zerotohero.core.errors import UnknownIdError
from zerotohero.core.weights import NEEDED, find_weights
from zerotohero.representations._words import kind_of, most_terms
from zerotohero.representations.pixels import MOST_SIDE, PixelsRepresentation
from zerotohero.representations.spectrogram import SpectrogramRepresentation
from zerotohero.representations.table import MOST

SHARE = {"quick": 10.0, "standard": 120.0}  # reference seconds that one fit may take
MOST_BYTES = 4e9  # peak memory that one fit may take
FEWEST_SAMPLED = 5_000  # a slow algorithm may learn from fewer rows, but not from fewer than these
KINDS = {"table": "tables", "images": "pictures", "sounds": "sounds", "text": "lines of text"}
QUESTION = {"classification": "which class?", "regression": "how much?", "generation": "what comes next?"}
IS = {
    "classification": "`{}` is a class",
    "regression": "`{}` is an amount",
    "generation": "these are lines to go on with",
}


@dataclass(frozen=True)
class Facts:
    """What the choice of an algorithm depends on.

    Parameters
    ----------
    name : str
        The data set's.
    kind : {"table", "images", "sounds", "text"}
    task : {"classification", "regression", "generation"}
    target : str
    rows : int
        Rows with an answer.
    fit_rows : int
        Rows that one fold learns from, about.
    numbers, categories, dates, words : int
        How many feature columns of each type.
    classes : int
        0 where the answer is an amount.
    smallest_class : float
        Share of the rarest class; 0 where there are none.
    missing : float
        Share of feature cells without a value.
    groups, time : str or None
        Column whose equal values belong together; column that orders the rows.
    image : tuple
        (height, width, "L" or "RGB"); () for tables.
    width, tree_width : int
        Columns that a linear model and a tree model will see, about.
    """

    name: str
    kind: str
    task: str
    target: str
    rows: int
    fit_rows: int
    numbers: int = 0
    categories: int = 0
    dates: int = 0
    words: int = 0
    classes: int = 0
    smallest_class: float = 0.0
    missing: float = 0.0
    groups: str | None = None
    time: str | None = None
    image: tuple = ()
    width: int = 1
    tree_width: int = 1

    @property
    def only_words(self):
        """Whether all inputs are texts."""
        return self.words > 0 and not (self.numbers or self.categories or self.dates)

    @property
    def few_of_a_kind(self):
        """Whether one of two classes has so few rows that a fold learns little about it."""
        return self.classes == 2 and self.smallest_class * self.fit_rows < 60

    @property
    def photos(self):
        """Whether these are pictures large enough to be photos of things."""
        return self.kind == "images" and max(self.image[:2]) > MOST_SIDE

    def columns_for(self, style):
        """Return how many columns a model of this style will see, about; of a grid, how many cells."""
        if style == "grid" and self.image:
            height, width, mode = self.image
            return height * width * (3 if mode == "RGB" else 1)
        return self.tree_width if style in ("trees", "codes", "bins") else self.width

    def as_dict(self):
        """Return plain JSON."""
        return {**asdict(self), "image": list(self.image)}


@dataclass(frozen=True)
class Choice:
    """One algorithm, taken or not.

    Parameters
    ----------
    algorithm : str
        Its id.
    included : bool
    reason : str
        One sentence from the facts.
    seconds : float
        Reference seconds of one fit, about.
    rows : int or None
        Learn from so many rows of a fold only, so that the fit stays affordable; None: from all.
    baseline : bool
        A rival.
    """

    algorithm: str
    included: bool
    reason: str
    seconds: float = 0.0
    rows: int | None = None
    baseline: bool = False


def facts(dataset, target, task, features=None, *, fit_rows=None, groups=None, time=None):
    """Return the Facts.

    Parameters
    ----------
    dataset : Dataset
    target : str
    task : {"classification", "regression"}
    features : iterable of str or of (str, str), optional
        Names, or names with types; default: every column that can be an input.
    fit_rows : int, optional
        Rows that one fold learns from; default: as the usual split and folds leave.
    groups, time : str, optional
        As the checks found them; default: the data set's own.
    """
    if dataset.kind == "text":
        rows = len(dataset)
        return Facts(dataset.name, "text", task, target, rows, fit_rows or usual_fit_rows(rows))
    cells = dataset.cells[target]
    known = ~missing(cells)
    rows = int(known.sum())
    counts = np.unique(cells[known].astype(str) if cells.dtype.kind == "O" else cells[known], return_counts=True)[1]
    classify = task == "classification"
    columns = _features(dataset, target, features)
    types = [type_ for _, type_ in columns]
    blank = [
        missing(dataset.cells[name]).mean()
        for name, type_ in columns
        if type_ not in ("image", "sound") and len(dataset)
    ]
    recipe = dataset.recipe
    image = (recipe.height, recipe.width, recipe.mode) if dataset.kind == "images" else ()
    width, tree_width = _widths(dataset, columns)
    return Facts(
        name=dataset.name,
        kind=dataset.kind,
        task=task,
        target=target,
        rows=rows,
        fit_rows=fit_rows or usual_fit_rows(rows),
        numbers=types.count("number"),
        categories=types.count("category"),
        dates=types.count("date"),
        words=types.count("words"),
        classes=len(counts) if classify else 0,
        smallest_class=float(counts.min() / rows) if classify and rows else 0.0,
        missing=float(np.mean(blank)) if blank else 0.0,
        groups=groups or dataset.groups,
        time=time or dataset.time,
        image=image,
        width=width,
        tree_width=tree_width,
    )


def shortlist(facts, specs, effort="quick", weights=None):
    """Return a Choice for every algorithm: taken ones, the likeliest winner first, the rivals, those left out.

    Parameters
    ----------
    facts : Facts
    specs : mapping of str to AlgorithmSpec
        What exists: ``discover("algorithms")``.
    effort : {"quick", "standard"}
        What one fit may cost, 10 or 120 reference seconds; some algorithms are taken from "standard" on only.
    weights : path or None
        Those to borrow; None: what lies in the person's own folder.
    """
    borrowed = weights or find_weights()
    if effort not in SHARE:
        raise UnknownIdError("effort", effort, SHARE)
    choices = [_choose(facts, specs[id], effort, borrowed) for id in ranked(facts, specs)]
    place = {c.algorithm: (not c.included, c.baseline, facts.task not in specs[c.algorithm].tasks) for c in choices}
    return sorted(choices, key=lambda c: place[c.algorithm])  # stable: ranks stay in order


def usual_fit_rows(rows, aside=0.2):
    """Return how many of ``rows`` rows one fold learns from, after the test set, this share of them, has been set aside."""
    training = rows if rows < 200 else (1 - aside) * rows
    share = 2 / 3 if 20_000 <= training < 200_000 else 4 / 5
    return max(1, round(training * share))


def _choose(facts, spec, effort, borrowed):
    """Return the Choice for one algorithm."""
    share = SHARE[effort]
    d = facts.columns_for(spec.style_for(spec.default_params(facts.kind, facts.task)))
    k = max(facts.classes, 1)
    seconds = float(spec.seconds(facts.fit_rows, d, k))

    def choice(included, reason, rows=None):
        return Choice(spec.id, included, reason, seconds, rows, spec.baseline)

    if facts.task not in spec.tasks:
        return choice(False, f"answers {QUESTION[spec.tasks[0]]!r}; {IS[facts.task].format(facts.target)}")
    if not spec.takes_kind(facts.kind):
        return choice(False, f"takes {' and '.join(KINDS[kind] for kind in spec.kinds)}; here are {KINDS[facts.kind]}")
    if spec.takes == "cells":
        return choice(False, "a rival that you write yourself: `--rules my_rules.py`")
    if spec.takes == "runs":
        return choice(False, "comes by itself in the end, with `--effort standard`: it needs trained models")
    if spec.baseline:
        return choice(True, why_in(facts, spec))
    if reason := too_little(facts, spec):
        return choice(False, reason)
    if not spec.installed:
        return choice(False, f"an extra: hero add {spec.extra}")
    if spec.weights and not facts.photos:
        return choice(
            False,
            f"for photos: {facts.image[0]} x {facts.image[1]} pixels show little of what it knows; `--only {spec.id}` takes it",
        )
    if spec.weights and borrowed is None:
        return choice(False, NEEDED)
    if effort == "quick" and spec.effort != "quick":
        return choice(False, f"from `--effort {spec.effort}` on; `--only {spec.id}` takes it at once")
    rows = _affordable(lambda n: spec.seconds(n, d, k) <= share and spec.bytes(n, d, k) <= MOST_BYTES, facts.fit_rows)
    if rows == facts.fit_rows:
        return choice(True, why_in(facts, spec))
    if rows >= FEWEST_SAMPLED:
        why = "to stay quick" if seconds > share else f"to stay below {MOST_BYTES / 1e9:.0f} GB"
        sampled = f"learns from {rows:,} of {facts.fit_rows:,} rows, {why}"
        return choice(True, f"{sampled}: {why_in(facts, spec)}", rows)
    if (size := spec.bytes(facts.fit_rows, d, k)) > MOST_BYTES:
        return choice(False, f"would need about {size / 1e9:.0f} GB of memory")
    return choice(False, f"about {_time(seconds)} a fold; `--only {spec.id}` takes it")


def _affordable(fits, n):
    """Return the most rows up to ``n`` that fit, by halving; 0 if even few do not."""
    if fits(n):
        return n
    low, high = 0, n
    while high - low > max(1, n // 1000):
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low // 100 * 100 if low >= 1000 else low


def _features(dataset, target, features):
    """Return (name, type) pairs of the inputs."""
    if features is not None:
        return [(f, dataset.type(f)) if isinstance(f, str) else tuple(f) for f in features]
    if dataset.kind in ("images", "sounds"):
        return [(n, dataset.type(n)) for n in dataset.names("image", "sound")]
    leave = {target, *dataset.targets}
    return [(n, dataset.type(n)) for n in dataset.names("number", "category", "date", "words") if n not in leave]


def _widths(dataset, columns):
    """Return about how many columns the representation makes, for linear models and for trees."""
    linear = trees = 0
    for name, type_ in columns:
        cells = dataset.cells[name]
        if type_ == "image":
            pixels = len(PixelsRepresentation.of(dataset.recipe, "linear").columns_)
            linear, trees = linear + pixels, trees + pixels
        elif type_ == "sound":
            across = SpectrogramRepresentation(dataset.recipe.rate, dataset.recipe.samples).shape_[0]
            linear, trees = linear + across, trees + across
        elif type_ == "number":
            linear, trees = linear + 1 + bool(missing(cells).any()), trees + 1
        elif type_ == "date":
            linear, trees = linear + 6, trees + 6
        elif type_ == "category":
            many = len(set(cells))
            linear, trees = linear + min(many, 30) + 100 * (many > 30), trees + min(many, 30) + 30 * (many > 30)
        elif type_ == "words":
            kind = kind_of(cells)
            linear += most_terms(cells, kind, *MOST["linear"][1:3])
            trees += most_terms(cells, kind, *MOST["trees"][1:3])
    return max(linear, 1), max(trees, 1)


def _time(seconds):
    """Return seconds as people say them."""
    return (
        f"{seconds:.0f} s"
        if seconds < 120
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.0f} h"
    )
