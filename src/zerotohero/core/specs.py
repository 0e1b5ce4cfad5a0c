"""Specs: plain data at the foot of a file that say what the file offers, and how they are found.

Adding an algorithm, data set, check, task or project is one file with a ``SPEC``; nothing else
knows its name. A leading underscore on a file means "not an item".
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zerotohero.core.errors import UnknownIdError
from zerotohero.core.params import Hyperparameter


@dataclass(frozen=True)
class ArraySchema:
    """What one array in a model file must look like.

    Parameters
    ----------
    shape : tuple of str or int
        Letters stand for sizes: D features, K outputs (classes, or 1 for a number); any other
        letter is bound by the first array that uses it, and must agree everywhere.
    dtype : {"f8", "f4", "i8", "i4", "u1"}
    finite : bool
        Whether NaN and infinity are refused.
    """

    shape: tuple
    dtype: str = "f8"
    finite: bool = True


@dataclass(frozen=True)
class Feature:
    """One column of X, as a representation made it.

    Parameters
    ----------
    column : str
        The column of the data that it comes from.
    name : str
        Its own name, such as ``city=Paris``.
    codes : int
        How many codes (0, 1, ...) it takes; 0 for a number.
    """

    column: str
    name: str
    codes: int = 0


@dataclass(frozen=True)
class AlgorithmSpec:
    """One algorithm.

    Parameters
    ----------
    id, title, idea, good_at, bad_at, name_says : str
        Words for people; the id is the file name with hyphens.
    tasks : tuple of {"classification", "regression"}
    make : callable
        ``make(task, seed, **hyperparameters)`` -> an unfitted scikit-learn estimator. Imports inside.
    arrays : callable
        ``arrays(model)`` -> dict of ndarray: everything that a prediction needs.
    predict : callable
        ``predict(arrays, X)`` with X (N, D) float64 -> probabilities (N, K) float64 in the order of
        the classes, or values (N,). Plain NumPy, self-contained: scripts paste its source.
    schema : callable
        ``schema(task)`` -> dict name -> ArraySchema.
    prove : callable or None
        ``prove(arrays, dims)`` raises ValueError where shapes alone prove too little (tree children).
    seconds, bytes : callable
        ``seconds(n, d, k)`` reference seconds of one fit on one thread; ``bytes(n, d, k)`` peak
        memory of one fit. n rows, d columns after the representation, k classes (1 for a number).
    takes : str
        "matrix": numbers, whatever the data were before.
    style : {"linear", "trees", "codes", "bins", "counts", "grid"} or callable
        How cells become numbers: scaled and one-hot; raw; categories as one code each; everything as a few
        codes; everything as a count of 0 or more. "grid": X is no matrix but a grid per row: pictures (N, H, W) or
        (N, H, W, 3) uint8, sounds (N, mels, frames) float32; D is then the number of cells of one grid.
        Callable: ``style(hyperparameters)`` -> one of these.
    hyperparameters : tuple of Hyperparameter
    defaults : mapping of str to mapping
        Our defaults where they differ: by data kind ("images"), by task ("regression"),
        or both ("images-classification"); the more specific wins.
    baseline : bool
        A rival that a real model has to beat.
    holds_rows : str
        "" or which training rows the model file contains, in words.
    source : str
        Paper or book.
    note : str
        What annoys people about it, in one sentence: a misleading name, a habit to know.
    portrait : str
        Of a rival, for the leaderboard: what it does, and what its score stands for.
    effort : {"quick", "standard"}
        The smallest effort that takes it unasked; ``--only`` takes it at every effort.
    extra : str
        The optional extra that must be installed (``hero add EXTRA``); "" for none.
    module : str
        The module whose presence says that the extra is installed.
    wants_columns : bool
        Whether ``make`` also takes ``columns``: a tuple of ``Feature``, one per column of X.
    obeys_monotone : bool
        Whether ``make`` also takes ``monotone``: ``"COLUMN=up,COLUMN=down"``, columns with which its answer may
        only rise or only fall.
    rounds : str
        The hyperparameter that says how many corrections are made, where ever more of them may help; "" for none.
    kinds : tuple of {"table", "images", "sounds"}
        The kinds of data that it takes; () for any.
    threads : bool
        Whether ``make`` also takes ``threads``, how many its fit may use; such a fit runs alone.
    weights : bool
        Whether ``make`` also takes ``weights``: the path of a file that others have trained (``core.weights``); among
        the hyperparameters of a run stands what the file is known by.
    watched : bool
        Whether its estimator looks at ``watch_`` (``core.watch.Watch``), set on it before ``fit``: it tells its
        steps, goes on exactly from a checkpoint after a kill, and stops early when asked.
    by_effort : mapping of str to mapping
        Hyperparameters that differ from the defaults at "standard" or "thorough".
    """

    id: str
    title: str
    idea: str
    good_at: str
    bad_at: str
    name_says: str
    tasks: tuple
    make: Callable
    arrays: Callable | None = None
    predict: Callable | None = None
    schema: Callable | None = None
    seconds: Callable = lambda n, d, k: 0.01
    bytes: Callable = lambda n, d, k: 8 * n * d
    prove: Callable | None = None
    takes: str = "matrix"
    style: str | Callable = "linear"
    hyperparameters: tuple[Hyperparameter, ...] = ()
    defaults: Mapping = field(default_factory=dict)
    baseline: bool = False
    holds_rows: str = ""
    source: str = ""
    note: str = ""
    portrait: str = ""
    effort: str = "quick"
    extra: str = ""
    module: str = ""
    wants_columns: bool = False
    obeys_monotone: bool = False
    rounds: str = ""
    kinds: tuple = ()
    threads: bool = False
    weights: bool = False
    watched: bool = False
    by_effort: Mapping = field(default_factory=dict)

    @property
    def installed(self):
        """Whether its extra, if it needs one, is there; nothing is imported."""
        return not self.module or importlib.util.find_spec(self.module) is not None

    def style_for(self, params):
        """Return the style with these hyperparameters."""
        return self.style(params) if callable(self.style) else self.style

    def takes_kind(self, kind):
        """Return whether it takes this kind of data."""
        return not self.kinds or kind in self.kinds

    def default_params(self, kind, task):
        """Return name -> our default for this kind of data and this task."""
        params = {h.name: h.default for h in self.hyperparameters if not h.tasks or task in h.tasks}
        for key in (task, kind, f"{kind}-{task}"):
            params.update(self.defaults.get(key, {}))
        return params


@dataclass(frozen=True)
class DatasetSpec:
    """Built-in data.

    Parameters
    ----------
    id, title, story : str
    kind : {"table", "images", "text"}
    load : callable
        ``load(size=None)`` -> Dataset; ``size`` is what follows the colon in ``letters:20000``.
    """

    id: str
    title: str
    kind: str
    load: Callable
    story: str = ""


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Parameters
    ----------
    code : str
        The check's code.
    severity : {"problem", "warning", "note"}
        A problem stops ``train``; a warning was acted on or asks something; a note informs.
    where : tuple of str
        Column or file names.
    evidence : mapping of str to number
    why : str
        Why it matters, in one or two sentences with the numbers in it.
    fix : str
        The option or command that acts on it.
    act : mapping of str to object
        What the split or the features obey at once: ``{"groups": column}``, ``{"time": column}``,
        ``{"drop": [columns]}``, ``{"copies": True}``. Empty: nothing.
    """

    code: str
    severity: str
    where: tuple
    evidence: Mapping
    why: str
    fix: str
    act: Mapping = field(default_factory=dict)

    def as_dict(self):
        """Return what ``--json`` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": list(self.where),
            "evidence": dict(self.evidence),
            "why": self.why,
            "fix": self.fix,
        }


@dataclass(frozen=True)
class CheckSpec:
    """One check.

    Parameters
    ----------
    code, title, why : str
    stage : {"structure", "judge"}
        Structure checks read every row before the test set is set aside (never the target's
        relation to inputs); judges see training rows only.
    run : callable
        ``run(dataset, target, task)`` -> list of Finding. ``target`` may be None for structure checks.
    """

    code: str
    title: str
    why: str
    stage: str
    run: Callable

    @property
    def id(self):
        """The code: what files and tests are named after."""
        return self.code


@dataclass(frozen=True)
class Metric:
    """How predictions are judged.

    Parameters
    ----------
    id, title : str
    greater_is_better : bool
    score : callable
        ``score(y, prediction, weight, classes)`` -> float. y (N,) class indices or numbers;
        prediction (N, K) probabilities or (N,) values; weight (N,) or None.
    """

    id: str
    title: str
    greater_is_better: bool
    score: Callable


@dataclass(frozen=True)
class TaskSpec:
    """One kind of question.

    Parameters
    ----------
    id, title : str
    metrics : tuple of Metric
    default_metric : callable
        ``default_metric(y)`` with y the training targets (class indices or numbers) -> metric id.
    rivals : tuple of str
        Algorithm ids that stand on every leaderboard of this task.
    on_equal_terms : callable or None
        ``on_equal_terms(predictions, cells, rows)`` -> predictions for these rows of the target's cells that can be
        compared between models that learned from different numbers of rows; None: they can be as they are.
    """

    id: str
    title: str
    metrics: tuple
    default_metric: Callable
    rivals: tuple
    on_equal_terms: Callable | None = None

    def metric(self, id):
        """Return the Metric called ``id``; raise UnknownIdError with the nearest."""
        for metric in self.metrics:
            if metric.id == id:
                return metric
        raise UnknownIdError(f"metric for {self.id}", id, [m.id for m in self.metrics])


@dataclass(frozen=True)
class ProjectSpec:
    """A short path of ordinary commands with something to show at the end.

    Parameters
    ----------
    id, title, ends_with : str
    minutes : int
    steps : tuple of (str, str)
        A sentence that says why, and the command, as a person would type it; ``{data}`` in a
        command is replaced by the file the person names.
    asks : str
        The question whose answer replaces ``{data}``; "" for none.
    order : int
        Place on the front door.
    """

    id: str
    title: str
    minutes: int
    ends_with: str
    steps: tuple
    asks: str = ""
    order: int = 100


def discover(kind):
    """Return id -> SPEC of every item in the package ``zerotohero.<kind>``, sorted by id.

    Parameters
    ----------
    kind : str
        "algorithms", "datasets", "checks", "tasks", "projects".
    """
    package = importlib.import_module(f"zerotohero.{kind}")
    specs = {}
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            spec = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "SPEC", None)
            if spec is not None:
                specs[spec.id] = spec
    return dict(sorted(specs.items()))


def find(kind, id):
    """Return one SPEC; raise UnknownIdError with the nearest id.

    An id is its file's name: only that file is imported, if it is one of ours.
    """
    package, name = importlib.import_module(f"zerotohero.{kind}"), str(id).replace("-", "_")
    if not name.startswith("_") and name in {module.name for module in pkgutil.iter_modules(package.__path__)}:
        spec = getattr(importlib.import_module(f"{package.__name__}.{name}"), "SPEC", None)
        if spec is not None and spec.id == id:
            return spec
    specs = discover(kind)
    if id not in specs:
        raise UnknownIdError(kind.removesuffix("s"), id, specs)
    return specs[id]
