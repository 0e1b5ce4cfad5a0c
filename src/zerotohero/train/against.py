"""`hero train DATA --against RUN`: a champion that is at work meets the new rows, read as it was taught to read.

Before anything is fitted: the champion is opened and proved, it answers the same question about the same kind of data,
and at least some rows of the comparison are new to it. See ``against_verdict`` for the comparison itself.
"""

from dataclasses import dataclass, replace

import numpy as np

from zerotohero.core.dataset import Dataset, missing
from zerotohero.core.errors import BoardError, DataError, TargetError, UsageError
from zerotohero.core.specs import discover
from zerotohero.core.weights import find_weights
from zerotohero.data.bring import bring
from zerotohero.datasets._open import open_dataset
from zerotohero.leaderboard.open import open_run
from zerotohero.tasks._roles import class_name, encode_target
from zerotohero.tasks._split import TEST
from zerotohero.train.candidate import candidate_id, known_facts, make_candidate

_EMPTY = {"number": np.nan, "date": np.datetime64("NaT")}  # what a champion finds in a column that is gone


@dataclass(frozen=True, eq=False)
class Champion:
    """A model that is at work, and the new rows as it reads them.

    Parameters
    ----------
    run : Run
    ref : str
        The name under which any command finds it, whatever is trained meanwhile.
    dataset : Dataset
        The rows whose answer is known, in the order of the challenger's.
    lacking, added : tuple of str
        Inputs of the champion that the new rows do not have; columns that it does not know.
    seen : ndarray (N,) bool or None
        Which rows it learned from, inputs alike; None: it came without its leaderboard, so nobody knows.
    """

    run: object
    ref: str
    dataset: Dataset
    lacking: tuple
    added: tuple
    seen: np.ndarray | None

    @property
    def fresh(self):
        """(N,) bool: the rows that it has not learned from, as far as anybody knows."""
        return np.ones(len(self.dataset), bool) if self.seen is None else ~self.seen


def meet(data, options):
    """Return (Champion, Dataset to train on, Options): the same question as the champion's, unless that is impossible.

    Raises
    ------
    DataError, TargetError, UsageError
        Another kind of data, another target, another task, no answer in common.
    BoardError, ModelFileError
        There is no such run, or its file is missing, damaged or from another version.
    """
    run = open_run(options.against, options.out)
    manifest, asked = run.model.manifest, f"train against {options.against}"
    if manifest["task"] == "generation":
        raise UsageError(asked, "a run that answers rows", "one that writes verse", "hero train without --against")
    for option, value in (("--test-file", options.test_file), ("--also", options.also)):
        if value:
            expected = "one file of new rows, a part of which is kept aside for the comparison"
            raise UsageError(asked, expected, f"{option} as well", f"without {option}")
    dataset = data if isinstance(data, Dataset) else open_dataset(data, options.types or None, options.scores)
    recipe = run.model.recipe
    if dataset.kind != recipe.kind:
        raise DataError(asked, f"{recipe.kind}, as the champion learned from", f"{dataset.kind}: {dataset.name}", f"data of kind {recipe.kind}")  # fmt: skip
    target = manifest["target"]
    if options.target not in (None, target):
        raise UsageError(asked, f"the champion's own question: {target!r}", f"--target {options.target}", f"--target {target!r}")  # fmt: skip
    if target not in dataset.names("number", "category", "words", "date"):
        listed = ", ".join(map(repr, dataset.names()[:20]))
        raise TargetError(asked, f"rows with the true answers, in a column {target!r}", f"columns {listed}", "new rows with their answers; hero predict needs none")  # fmt: skip
    if options.task not in (None, manifest["task"]):
        raise UsageError(asked, f"the champion's task, {manifest['task']}", f"--task {options.task}", "without --task")
    if manifest["task"] == "regression" and dataset.type(target) != "number":
        raise TargetError(asked, f"numbers in {target!r}, as the champion's", f"a column of type {dataset.type(target)}", "the answers as they were written then")  # fmt: skip
    if recipe.column(target).type == "category" and dataset.type(target) == "number" and dataset is not data:
        dataset = open_dataset(data, {**options.types, target: "category"}, options.scores)  # "0071" stays a name
    theirs, lacking = _as_the_champion_reads(run, data, dataset, options, asked)
    _same_rows(dataset, theirs, target, asked)
    known = ~missing(dataset.cells[target])
    theirs = theirs if known.all() else theirs.take(np.flatnonzero(known))
    _answers_in_common(dataset if known.all() else dataset.take(np.flatnonzero(known)), manifest, asked)
    inputs = {c.name for c in recipe.columns}
    added = tuple(n for n in dataset.names() if n not in inputs and dataset.type(n) != "name")
    ref = str(run.file) if run.board is None else f"{run.board.folder.name}:{run.id}"
    champion = Champion(run, ref, theirs, lacking, added, _seen(run, theirs, lacking))
    return champion, dataset, replace(options, target=target, task=manifest["task"])


def must_compare(champion, plan):
    """Raise DataError where the champion has learned from every row that could judge it."""
    judged = plan.test.rows if plan.test.rows.any() else plan.fold >= 0
    if not (judged & champion.fresh).any():
        raise DataError(
            f"train against {champion.run.title}",
            "rows that the champion has not learned from",
            f"all {int(judged.sum()):,} rows of the comparison are among those it learned from",
            "a file with new rows",
        )


def as_candidates(champion, plan, found):
    """Return the candidates, and the champion's own algorithms with its settings, to be fitted anew on the new rows."""
    known, more = known_facts(plan), []
    manifest, ids = champion.run.model.manifest, {c.id for c in found if not c.skipped}
    for member in manifest.get("members") or [manifest]:
        spec = discover("algorithms")[member["algorithm"]]
        if spec.arrays is None or not spec.installed or (spec.weights and find_weights(plan.options.weights) is None):
            continue
        usual, params = spec.default_params(plan.dataset.kind, plan.task), {}
        for h in spec.hyperparameters:
            if h.name in usual:
                params[h.name] = _allowed(h, member["params"].get(h.name, usual[h.name]), usual[h.name])
        asked = {k: v for k, v in params.items() if v != usual[k]}
        own = make_candidate(plan, known, spec, params, asked, "the champion's own settings, learned anew")
        own = replace(own, id=candidate_id(plan, own))
        if own.id not in ids:
            ids.add(own.id)
            more.append(own)
    return [c for c in found if not c.skipped or c.id not in ids] + more


def _allowed(hyperparameter, value, usual):
    """Return a value that this version allows: the champion's, else the usual one."""
    try:
        hyperparameter.check(value, "champion")
    except ValueError:
        return usual
    return value


def _as_the_champion_reads(run, data, dataset, options, asked):
    """Return the new rows in the champion's types, and the inputs that they lack: these are empty for it."""
    recipe, features = run.model.recipe, run.model.manifest["features"]
    built_in = isinstance(data, Dataset) or (isinstance(data, str) and data.partition(":")[0] in discover("datasets"))
    theirs = dataset if built_in else bring(data, recipe=recipe, scores=options.scores)
    other = [n for n, kind in features if built_in and n in theirs.cells and theirs.type(n) != kind]
    if other:
        came = f"{', '.join(map(repr, other[:5]))} of another type"
        raise DataError(asked, "columns of the champion's types", came, f"--type {other[0]}={dict(features)[other[0]]}")
    lacking = tuple(n for n, _ in features if n not in theirs.cells)
    if len(lacking) == len(features):
        listed = ", ".join(map(repr, lacking[:20]))
        raise DataError(asked, f"the champion's inputs: {listed}", "none of them", "rows like those it learned from")
    n = len(theirs)
    empty = {name: np.full(n, _EMPTY.get(kind), {"number": float, "date": "M8[s]"}.get(kind, object)) for name, kind in features if name in lacking}  # fmt: skip
    return replace(theirs, cells={**theirs.cells, **empty}, recipe=recipe), lacking


def _same_rows(dataset, theirs, target, asked):
    """Raise DataError unless both readings are of the same rows, in the same order."""
    expected, try_ = "the same rows when read as the champion reads", "the new rows in a file like the champion's"
    if len(dataset) != len(theirs):
        raise DataError(asked, expected, f"{len(dataset):,} rows, or {len(theirs):,} that way", try_)
    if target not in theirs.cells:
        return
    one, other = dataset.cells[target], theirs.cells[target]
    both = ~missing(one) & ~missing(other)
    if not both.any() or _as_text(one[both]) != _as_text(other[both]):
        raise DataError(asked, expected, f"other answers in {target!r} that way", try_)


def _as_text(cells):
    """Return answers as the names of classes."""
    return [class_name(v) if isinstance(v, float) else str(v) for v in cells.tolist()]


def _answers_in_common(dataset, manifest, asked):
    """Raise TargetError where the champion knows none of the classes."""
    if manifest["task"] != "classification" or len(dataset) < 2:
        return
    _, classes = encode_target(dataset, manifest["target"], "classification")
    if not {*classes} & {*manifest["classes"]}:
        shown = [", ".join(map(repr, names[:8])) for names in (manifest["classes"], classes)]
        raise TargetError(asked, f"answers that the champion knows: {shown[0]}", shown[1], "the answers as they were written then")  # fmt: skip


def _seen(run, theirs, lacking):
    """Return (N,) bool, which rows have the inputs of a row that the champion learned from; None where nobody knows."""
    if run.board is None:
        return None
    shared = [n for n, _ in run.model.manifest["features"] if n not in lacking]
    try:
        before = run.board.dataset()
    except BoardError:
        return None
    rows = np.arange(len(before)) if run.parent else np.flatnonzero(run.board.fold != TEST)

    def content(dataset):
        return replace(dataset, cells={n: dataset.cells[n] for n in shared}).content()

    return np.isin(content(theirs), content(before)[rows])
