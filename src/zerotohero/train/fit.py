"""One candidate on one fold: the scikit-learn calls themselves. Runs inside a worker only."""

import importlib.util
import shutil
import time
from functools import lru_cache
from pathlib import Path

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal
from zerotohero.core import mapped
from zerotohero.core.specs import discover, find
from zerotohero.core.watch import Watch
from zerotohero.data.store import read_cells
from zerotohero.data.usual import MOST_GRIDS, MOST_ROWS, usual
from zerotohero.leaderboard.journal import read_json, write_arrays, write_json
from zerotohero.model_file.write import write_model
from zerotohero.representations.make import from_state, make_representation
from zerotohero.tasks._roles import class_name
from zerotohero.tasks._split import TEST, fit_and_valid

PART = 50_000  # rows that become numbers at a time


def fit_job(job):
    """Do one job and write its result into the run's folder; return the result.

    Parameters
    ----------
    job : dict
        See ``candidate.job``. ``fold``: a number is judged on that fold's rows; "final" fits all training
        rows and writes ``model.hero``; "refit" fits every row, the test rows too.

    Returns
    -------
    dict
        ``status``, ``score`` (None unless judged), ``seconds`` (CPU seconds of fit and predict); ``stopped``, the
        share of its steps after which it stopped because somebody asked.
    """
    board = board_of(job)
    manifest, arrays, dataset = board
    fold, started = job["fold"], time.process_time()
    if isinstance(fold, int):
        fits, valid = fit_and_valid(arrays["fold"], fold, bool(manifest["split"]["time"]))
    else:
        fits, valid = (
            np.arange(len(dataset)) if fold == "refit" else np.flatnonzero(arrays["fold"] != TEST),
            np.array([], int),
        )
    fits = fewer(fits, job["rows_used"], manifest["seed"])
    folder = Path(job["folder"]) / "runs" / job["run"]
    folder.mkdir(parents=True, exist_ok=True)
    if job["rules"]:
        predictions = _obey_rules(job["rules"], dataset, job["features"], valid, manifest)
        model = watch = None
    else:
        watch = Watch(folder, fold)
        model, representation, predictions = fit_on(job, board, fits, valid, watch)
    result = {"status": "ok", "why": None, "score": None, "fold": fold, "rows": len(fits)}
    if hasattr(model, "about_"):  # device, precision, threads, steps: what else its numbers depend on
        result["about"] = model.about_
    result["why"] = getattr(model, "blew_up_", None)  # a network whose steps were too long: it answers, but badly
    if isinstance(fold, int):
        metric = find("tasks", manifest["task"]).metric(manifest["metric"])
        weight = arrays["weight"][valid] if "weight" in arrays else None
        judged = as_if_equal(manifest["prior"], predictions) if manifest.get("prior") else predictions
        score = metric.score(arrays["y"][valid], judged, weight, manifest["classes"])
        result["score"] = None if np.isnan(score) else score
        write_arrays(folder / f"fold-{fold}.npz", rows=valid, predictions=predictions)
    elif model is not None:
        _write(folder / "model.hero", job, board, model, representation, fits)
    result["seconds"] = time.process_time() - started
    stopped = watch.stopped() if watch is not None else None
    if stopped is not None:  # its checkpoint stays: the same command goes on from there
        result["stopped"] = stopped
    write_json(folder / f"fold-{fold}.json", result)
    if watch is not None and stopped is None:
        watch.forget()
    return result


def fit_on(job, board, fits, valid, watch=None):
    """Return the fitted estimator, the fitted representation, and predictions for the rows ``valid``.

    ``watch`` is a ``core.watch.Watch`` for an estimator that can be watched.
    """
    manifest, arrays, _ = board
    spec = discover("algorithms")[job["algorithm"]]
    representation, X_fits, X_valid = _represent(job, spec.style_for(job["params"]), fits, valid)
    y = arrays["y"][fits]
    if manifest["log_target"]:
        y = np.log1p(y)
    told = {"columns": representation.columns_} if spec.wants_columns else {}
    told |= {"threads": job["threads"]} if spec.threads else {}
    if spec.weights:
        told["weights"] = Path(job["folder"]) / "weights" / job["params"]["weights"]
    model = spec.make(manifest["task"], manifest["seed"], **(job["params"] | told))
    if watch is not None and spec.watched:
        model.watch_ = watch
    model.fit(X_fits, y)
    if not len(valid):
        return model, representation, None
    predictions = finished(raw_answers(model, manifest, X_valid), manifest)
    if not np.isfinite(predictions).all():
        raise FloatingPointError("the predictions are not finite numbers")
    return model, representation, predictions


def raw_answers(model, manifest, X):
    """Return probabilities (N, K) of all classes, values (N,) on the scale of the fit, or what lines are worth (N, 2)."""
    if manifest["task"] != "classification":
        return np.asarray(model.predict(X), float)
    answers = np.zeros((len(X), len(manifest["classes"])))
    answers[:, model.classes_] = model.predict_proba(X)  # a class may be missing from the rows it was fitted on
    return answers


def finished(answers, manifest):
    """Return raw answers in the person's unit."""
    return np.expm1(answers) if manifest["log_target"] else answers


def _represent(job, style, fits, valid):
    """Return (representation, X_fits, X_valid), fitted on ``fits`` alone; made once per fold and shared as files."""
    manifest, arrays, dataset = board_of(job)
    features = [tuple(f) for f in job["features"]]
    representation = make_representation(features, style, dataset.recipe)
    cells = _shrunk(Path(job["folder"]) / "data" / manifest["data"], style) if representation.shrinks else dataset.cells

    def take(rows):
        return {n: mapped.take(cells[n], rows) for n, _ in features}

    if representation.stateless and not representation.laborious:  # quicker than a file
        representation.fit(take(fits[:1]))
        return representation, *(representation.transform(take(rows)) for rows in (fits, valid))
    name = f"{style}-{_short(features)}-{job['fold']}" + (f"-{job['rows_used']}" if job["rows_used"] else "")
    place = Path(job["folder"]) / "work" / job["key"] / name
    if not place.exists():
        representation.fit(take(fits), arrays["y"][fits])
        aside = place.with_name(f".{name}.{time.time_ns()}")
        aside.mkdir(parents=True)
        for part, rows in (("fits", fits), ("valid", valid)):
            _write_numbers(aside / f"{part}.npy", representation, take, rows)
        write_json(aside / "state.json", representation.state_)
        try:
            aside.rename(place)
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            if not place.exists():  # else another worker was faster; its files are the same
                raise
    state = read_json(place / "state.json")
    return from_state(state), np.load(place / "fits.npy", mmap_mode="r"), np.load(place / "valid.npy", mmap_mode="r")


def _write_numbers(path, representation, take, rows):
    """Write X (N, D) of these rows, part by part: all of it at once would need the memory twice."""
    shape = (len(rows), *representation.shape_)
    out = np.lib.format.open_memmap(path, "w+", dtype=representation.dtype, shape=shape)
    for start in range(0, len(rows), PART):
        out[start : start + PART] = representation.transform(take(rows[start : start + PART]))
    out.flush()


def _write(path, job, board, model, representation, fits):
    """Write the model file."""
    manifest, arrays, dataset = board
    spec = discover("algorithms")[job["algorithm"]]
    keep = ("task", "target", "classes", "log_target", "recipe", "metric", "dataset", "versions", "ids", "prior")
    plain = {k: manifest[k] for k in keep}
    plain |= {"algorithm": spec.id, "params": job["params"], "features": job["features"], "run": job["run"]}
    plain |= {"representation": representation.state_, "parent": job.get("parent"), "holds_rows": spec.holds_rows}
    plain["classes_seen"] = [int(k) for k in model.classes_] if manifest["task"] == "classification" else []
    plain["score"], plain["score_std"] = job.get("score"), job.get("score_std")
    features = [tuple(f) for f in job["features"]]
    few = fits[:: max(1, -(-len(fits) // (MOST_ROWS if dataset.kind == "table" else MOST_GRIDS)))]
    y = arrays["y"][few] if manifest["task"] == "classification" else None
    plain["usual"] = usual({name: mapped.take(dataset.cells[name], few) for name, _ in features}, features, y)
    write_model(path, plain, spec.arrays(model))


def _obey_rules(file, dataset, features, valid, manifest):
    """Return what the person's ``predict(row)`` says for each row, as probabilities or values."""
    spec = importlib.util.spec_from_file_location("rules", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not callable(getattr(module, "predict", None)):
        raise ValueError(f"{Path(file).name} needs one function: predict(row)")
    names = [n for n, _ in features]
    columns = [dataset.cells[n][valid] for n in names]
    columns = [c.tolist() if c.dtype.kind in "fO" else list(c) for c in columns]
    answers = [module.predict(dict(zip(names, cells))) for cells in zip(*columns)]
    if manifest["task"] == "regression":
        values = np.array([float(a) for a in answers])
        if not np.isfinite(values).all():
            raise ValueError("predict(row) answered with something that is no finite number")
        return values
    index = {c: k for k, c in enumerate(manifest["classes"])}
    predictions = np.zeros((len(valid), len(index)))
    for i, answer in enumerate(answers):
        text = class_name(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else str(answer)
        if text not in index:
            raise ValueError(f"predict(row) answered {answer!r}; the classes are {', '.join(index)}")
        predictions[i, index[text]] = 1.0
    return predictions


def fewer(rows, n, seed):
    """Return ``n`` of these rows, drawn with the seed; all of them if ``n`` is None."""
    if n is None or n >= len(rows):
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, n, replace=False))


def board_of(job):
    """Return (manifest, arrays, dataset) for a job: the leaderboard's, and this candidate's columns."""
    manifest, arrays = _manifest(job["folder"], job["key"])
    names = tuple(n for n, _ in job["features"])
    return manifest, arrays, _cells(Path(job["folder"]) / "data" / manifest["data"], names)


@lru_cache(maxsize=2)
def _manifest(folder, key):
    """Return (manifest, arrays) of a leaderboard."""
    boards = Path(folder) / "boards"
    with np.load(boards / f"{key}.npz") as arrays:
        return read_json(boards / f"{key}.json"), dict(arrays)


@lru_cache(maxsize=2)
def _cells(folder, names):
    """Return the Dataset with these columns."""
    return read_cells(folder, names=list(names))


@lru_cache(maxsize=1)
def _shrunk(folder, style):
    """Return the cells of photos, shrunk to what algorithms of this style see: once for all folds, and small."""
    dataset = read_cells(folder, names=["image"])
    return {"image": make_representation([("image", "image")], style, dataset.recipe).shrink(dataset.cells)}


def _short(features):
    """Return a short name for a set of columns."""
    import hashlib

    return hashlib.blake2b(repr(features).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
