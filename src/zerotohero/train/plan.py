"""From what a person asked to a plan: target, checks, test set, folds, metric. Nothing is fitted here."""

import hashlib
import json
from dataclasses import dataclass, replace

import numpy as np

from zerotohero.checks._run import run_checks
from zerotohero.core.dataset import Dataset, count_distinct, missing, mix
from zerotohero.core.errors import DataError, FindingError, UnknownIdError, UsageError
from zerotohero.core.specs import find
from zerotohero.datasets._open import open_dataset
from zerotohero.tasks import _split
from zerotohero.tasks._roles import choose_target, encode_target, guess_task
from zerotohero.train.earlier import earlier_board, earlier_test_set, moved
from zerotohero.train.options import Options, costs
from zerotohero.train.roles import as_obeyed, columns_exist, group_units, moment, roles
from zerotohero.train.test_file import findings as test_findings
from zerotohero.train.test_file import join, read_also, read_test_file

FEWEST_ROWS = 10


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that is decided before the first fit.

    Parameters
    ----------
    dataset : Dataset
        Rows whose answer is known.
    target, task : str
    classes : tuple of str
    y : ndarray (N,)
    features : tuple of (name, type)
        The input columns.
    findings : tuple of Finding
    groups, time : str, tuple of str or None
        What the split obeyed.
    test : TestSet
    fold : ndarray (N,)
        See ``tasks._split``.
    splitter : str
        The scikit-learn call that made the folds.
    weight : ndarray (N,) or None
    metric : str
    log_target : bool
    key : str
        Runs with this key can be compared: same rows, answers, folds, metric and versions.
    """

    options: Options
    dataset: Dataset
    target: str
    task: str
    classes: tuple
    y: np.ndarray
    features: tuple
    findings: tuple
    groups: str | None
    time: tuple
    copies: int
    test: _split.TestSet
    fold: np.ndarray
    splitter: str
    weight: np.ndarray | None
    metric: str
    log_target: bool
    key: str
    ids: tuple = ()

    @property
    def by_time(self):
        """Whether fold k is fitted on earlier rows only."""
        return bool(self.time)

    @property
    def training(self):
        """(N,) bool: the rows that are not set aside."""
        return ~self.test.rows

    @property
    def n_folds(self):
        """How many folds are judged."""
        return int(self.fold.max()) + 1

    @property
    def cost(self):
        """What the two mistakes cost and which class is the positive one; None where nobody said."""
        if not (cost := costs(self.options.cost)):
            return None
        known = [str(c) for c in self.classes]
        if len(known) != 2:
            came = f"{len(known)} classes" if known else "a number to predict"
            raise UsageError("weigh a miss against a false alarm", "two classes", came, "without --cost")
        positive = self.options.positive
        if positive is not None and positive not in known:
            raise UnknownIdError("class for --positive", positive, known)
        return {**cost, "positive": positive or known[int(np.argmin(np.bincount(self.y[self.training], minlength=2)))]}

    @property
    def prior(self):
        """Shares of the classes among the training rows where the metric counts every class the same; else None.

        Probabilities are then given as if every class were equally frequent: see ``algorithms._calibration``.
        """
        if self.metric != "balanced_accuracy":
            return None
        y = self.y[self.training]
        counts = np.bincount(y, None if self.weight is None else self.weight[self.training], len(self.classes))
        return (np.maximum(counts, 1) / np.maximum(counts, 1).sum()).tolist()

    def manifest(self):
        """Return the leaderboard's manifest: plain JSON."""
        metric = find("tasks", self.task).metric(self.metric)
        return {
            "key": self.key,
            "dataset": self.dataset.name,
            "origin": self.dataset.origin,
            "kind": self.dataset.kind,
            "data": self.dataset.fingerprint,
            "task": self.task,
            "target": self.target,
            "classes": list(self.classes),
            "metric": self.metric,
            "metric_title": metric.title,
            "greater_is_better": metric.greater_is_better,
            "log_target": self.log_target,
            "rows": len(self.dataset),
            "test_rows": int(self.test.rows.sum()),
            "findings": [f.as_dict() for f in self.findings],
            "split": {
                "splitter": self.splitter,
                "n_folds": self.n_folds,
                "groups": self.groups,
                "time": list(self.time),
                "copies": self.copies,
                "test_key": self.test.key,
                "cutoff": list(self.test.cutoff),
            },
            "features": [list(f) for f in self.features],
            "ids": list(self.ids),
            "notes": list(self.dataset.notes),
            "recipe": self.dataset.recipe.as_dict(),
            "seed": self.options.seed,
            "effort": self.options.effort,
            "threads": self.options.threads,
            "cost": self.cost,
            "prior": self.prior,
            "test_set": self.options.test_set,
            "test_file": self.options.test_file,
            "versions": versions(),
        }


@dataclass(frozen=True, eq=False)
class Examined:
    """What is known of the data before the rows are folded; the fields of ``Plan``, and a hash of each row's content.

    Parameters
    ----------
    content : ndarray (N,) uint64
    group_cells : ndarray (N,) uint64 or None
    moments : list of ndarray (N,) or None
    """

    dataset: Dataset
    target: str
    task: str
    classes: tuple
    y: np.ndarray
    features: tuple
    findings: tuple
    groups: str | None
    time: tuple
    ids: tuple
    copies: int
    test: _split.TestSet
    content: np.ndarray
    group_cells: np.ndarray | None
    moments: list | None


def examine(data, options, log):
    """Return what is there and what stands out in ``data`` (a path, a built-in id, a DataFrame, a Dataset).

    Raises
    ------
    DataError, TargetError, UsageError, UnknownIdError
    """
    options.check()
    dataset = data if isinstance(data, Dataset) else open_dataset(data, options.types or None, options.scores)
    target = choose_target(dataset, options.target)
    columns_exist(dataset, target, options)
    task = guess_task(dataset, target, options.task)
    dataset = _answered(dataset, target)
    dataset = known = read_also(options, dataset, target) if options.also else dataset
    aside_rows = None  # of a test set that is a file of its own
    if options.test_file:
        test_file = read_test_file(options, dataset, target)
        dataset, aside_rows = join(dataset, test_file)
    y, classes = encode_target(dataset, target, task)
    log(
        "data",
        dataset=dataset.name,
        kind=dataset.kind,
        rows=len(dataset),
        columns=len(dataset.cells),
        task=task,
        target=target,
        classes=len(classes),
        notes=list(dataset.notes),
        examples=_examples(dataset, target),
    )

    findings = run_checks(known, target, task, "structure")
    groups, time, ids = roles(dataset, options, findings)
    findings = as_obeyed(findings, groups, time)
    aside = {*ids, *dataset.targets} | ({target} if task != "generation" else set())
    content = dataset.content(without=aside)
    if aside_rows is not None:
        findings += test_findings(dataset, aside_rows, target, content, groups)
        content = np.where(aside_rows, mix(content), content)  # a copy over there is not a unit with its original
    if options.split == "random":
        content = _split.one_by_one(content)  # copies may stand on both sides: the naive split, if one insists
    among = content if aside_rows is None else content[~aside_rows]
    copies = len(among) - count_distinct(among)
    moments = [moment(dataset.cells[c]) for c in time] or None
    group_cells = None if groups is None else group_units(dataset.cells[groups], content)
    if groups is not None and len(np.unique(group_cells)) < 2:
        raise DataError(f"keep rows of one {groups!r} together", "at least two groups", "one", "--group none")
    if aside_rows is not None:
        test = _split.TestSet(aside_rows, f"file {test_file.fingerprint}")
    else:
        before = earlier_board(options, dataset, target)
        names = dataset.cells[groups] if groups else None
        earlier = earlier_test_set(before, groups, time)
        test = _split.set_aside(content, y, task, options.test_set, group_cells, names, moments, earlier)
        findings += moved(before, dataset, options, groups, time, test)

    dropped = {*aside, *options.drop, *(c for f in findings if f.code == "constant" for c in f.act.get("drop", ()))}
    if groups is not None:
        dropped.add(groups)
    inputs = [n for n in dataset.names() if n not in dropped and dataset.type(n) != "name"]
    cells = [n for n in inputs if dataset.type(n) not in ("image", "sound")]  # no check reads their values
    judged = _only(dataset, [*cells, target]).take(np.flatnonzero(~test.rows))
    findings += run_checks(judged, target, task, "judge")
    constant = {c for f in findings if f.code == "constant" for c in f.act.get("drop", ())}
    features = tuple((n, dataset.type(n)) for n in inputs if n not in constant)
    findings = tuple(sorted(findings, key=lambda f: ("problem", "warning", "note").index(f.severity)))
    return Examined(dataset, target, task, tuple(classes), y, features, findings, groups, tuple(time), tuple(ids),
                    copies, test, content, group_cells, moments)  # fmt: skip


def make_plan(data, options, log):
    """Return the Plan for ``data`` (a path, a built-in id, a DataFrame, a Dataset).

    Raises
    ------
    FindingError
        A check found a problem; names the option that fixes it and the one that insists.
    DataError, TargetError, UsageError, UnknownIdError
    """
    seen = examine(data, options, log)
    dataset, target, task, y, test = seen.dataset, seen.target, seen.task, seen.y, seen.test
    content, group_cells, moments = seen.content, seen.group_cells, seen.moments
    _stop_on_problems(seen.findings, options)
    if not seen.features:
        raise DataError(
            f"learn to predict {target!r}",
            "at least one input column",
            "none is left",
            "fewer --drop, or data with columns that vary",
        )

    inner = ~test.rows
    fold = np.full(len(y), _split.TEST)
    fold[inner], splitter = _split.fold_rows(
        y[inner],
        task,
        options.seed,
        None if group_cells is None else group_cells[inner],
        content[inner] if seen.copies else None,
        [m[inner] for m in moments] if moments else None,
    )
    metric = options.metric or find("tasks", task).default_metric(y[inner])
    find("tasks", task).metric(metric)  # an unknown one is refused before anything is fitted
    if metric == "rmsle" and y.min() < 0:
        raise UsageError(
            "score with rmsle", "answers of 0 or more", f"{target!r} goes down to {y.min():g}", "--metric rmse"
        )
    weight = None
    if dataset.kind in ("images", "sounds") and seen.copies:
        _, unit, count = np.unique(content, return_inverse=True, return_counts=True)
        weight = 1.0 / count[unit]
    key = _digest(
        dataset.fingerprint,
        target,
        task,
        seen.groups,
        seen.time,
        seen.ids,
        metric,
        options.seed,
        options.split,
        test.key,
        splitter,
        dataset.recipe.as_dict(),
        versions(),
    )
    return Plan(options, dataset, target, task, seen.classes, y, seen.features, seen.findings, seen.groups, seen.time,
                seen.copies, test, fold, splitter, weight, metric, metric == "rmsle", key, seen.ids)  # fmt: skip


def versions():
    """Return the versions that a result depends on."""
    import platform
    from importlib.metadata import version

    return {"python": platform.python_version(), **{p: version(p) for p in ("zerotohero", "numpy", "scikit-learn")}}


def _examples(dataset, target):
    """Return three rows as text: what goes in, and the answer."""
    if dataset.kind == "text":
        lines = [dataset.cells[target][i].split() for i in range(min(3, len(dataset)))]
        halves = [(" ".join(words[: -(-len(words) // 2)]), " ".join(words[-(-len(words) // 2) :])) for words in lines]
        return [f"{begin} … → {end or '(the line ends)'}" for begin, end in halves]
    names = [n for n in dataset.names("number", "category", "date", "words") if n != target][:5]
    rows = []
    for i in range(min(3, len(dataset))):
        cells = ", ".join(f"{n}={dataset.cells[n][i]}" for n in names)
        whole = {"images": "a picture", "sounds": "a sound"}.get(dataset.kind)
        rows.append(f"{whole or cells} → {dataset.cells[target][i]}")
    return rows


def _answered(dataset, target):
    """Return the rows whose answer is known; say how many are not."""
    unknown = missing(dataset.cells[target])
    known = len(dataset) - int(unknown.sum())
    if known < FEWEST_ROWS and dataset.kind == "text":
        few = f"{known} line{'s' * (known > 1)}"
        raise DataError(
            "learn what comes next", f"at least {FEWEST_ROWS} lines", few, "more lines; hero rap takes any number"
        )
    if known < FEWEST_ROWS:
        raise DataError(
            f"learn to predict {target!r}",
            f"at least {FEWEST_ROWS} rows with an answer",
            f"{known} of {len(dataset)}",
            "more rows, or another --target",
        )
    if known == len(dataset):
        return dataset
    note = f"{len(dataset) - known} rows without {target!r} were left out"
    return replace(dataset.take(np.flatnonzero(~unknown)), notes=(*dataset.notes, note))


def _only(dataset, names):
    """Return the data set with only these columns, in file order."""
    recipe = replace(dataset.recipe, columns=tuple(c for c in dataset.recipe.columns if c.name in names))
    return replace(dataset, cells={n: dataset.cells[n] for n in names}, recipe=recipe)


def _stop_on_problems(findings, options):
    """Raise FindingError for the first problem that nobody waved through."""
    problems = [f for f in findings if f.severity == "problem" and f.code not in options.anyway]
    if not problems:
        return
    first = problems[0]
    more = f" ({len(problems) - 1} more like it)" if len(problems) > 1 else ""
    raise FindingError(
        "train on these data", "inputs that do not hold the answer" if first.code == "giveaway" else "data without this problem",
        first.why + more, first.fix if "--anyway" in first.fix else f"{first.fix} (or --anyway {first.code})", findings
    )  # fmt: skip


def _digest(*parts):
    """Return eight hex digits of these plain parts."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
