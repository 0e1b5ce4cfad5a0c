"""Which columns name, group or order the rows: what a person said, else what the checks found."""

import shlex
from dataclasses import replace

import numpy as np

from zerotohero.core.dataset import hash_cells, missing
from zerotohero.core.errors import DataError, UnknownIdError, UsageError


def columns_exist(dataset, target, options):
    """Refuse options that name no column, or the target."""
    for option, names in (
        ("--drop", options.drop),
        ("--group", (options.group,)),
        ("--time", (options.time,)),
        ("--id", (options.id,)),
    ):
        for name in names:
            if name not in (None, "none") and name not in dataset.cells:
                raise UnknownIdError(f"column for {option}", name, dataset.cells)
    asked = (("--drop", options.drop), *((f"--{k}", (getattr(options, k),)) for k in ("group", "time", "id")))
    for option, names in asked:
        if target in names:
            raise UsageError(
                f"predict {target!r}",
                "a target that is nothing else as well",
                f"{option} {target}",
                f"another --target, or without {option}",
            )


def roles(dataset, options, findings):
    """Return (groups, time columns, id columns): what the person said, else what the checks found."""
    ids = [options.id] if options.id not in (None, "none") else []
    if options.id is None:
        ids = [c for f in findings if f.code == "identifier" for c in f.act.get("drop", ())]
    found_group = next((f.act["groups"] for f in findings if "groups" in f.act), None)
    found_time = next((f.act["time"] for f in findings if "time" in f.act), None)
    if options.split == "random":
        for option, name in (("--group", options.group), ("--time", options.time)):
            if name not in (None, "none"):
                raise UsageError("split the rows", f"{option} or --split random", "both", "one of them")
        return None, (), ids
    groups, time = _said_or_found(options.group, found_group), _said_or_found(options.time, found_time)
    if groups and time:
        if options.group and options.time:
            raise UsageError("split the rows", "--group or --time", "both", "one of them")
        if options.group:
            time = None
        else:
            groups = None  # later rows are the harder and likelier question
    time = () if time is None else (time,) if isinstance(time, str) else tuple(time)
    for name in time:
        gaps = options.time and missing(dataset.cells[name]).any()  # what a check found is in order but for few rows
        if gaps or dataset.type(name) not in ("date", "number"):
            raise DataError(
                f"split by the time in {name!r}", "a date or number in every row", "cells without one", "--time none"
            )
    return groups, time, ids


def as_obeyed(findings, groups, time):
    """Return the findings; one on groups or time that the split does not obey says so, and why.

    Parameters
    ----------
    findings : list of Finding
    groups : str or None
    time : tuple of str
        What the split obeys.
    """
    return [_not_obeyed(f, groups, time) if _ignored(f, groups, time) else f for f in findings]


def _ignored(finding, groups, time):
    """Return whether a finding names groups or a time that the split does not go by."""
    by_time, act = {*time}, finding.act
    columns = {act["time"]} if isinstance(act.get("time"), str) else {*act.get("time", ())}
    return ("groups" in act and act["groups"] != groups) or ("time" in act and columns != by_time)


def _not_obeyed(finding, groups, time):
    """Return the finding as a note."""
    (option,) = {"groups", "time"} & {*finding.act}
    option = option.removesuffix("s")
    instead = f"the split goes by {'time' if time else groups}" if time or groups else "you asked for another split"
    harder = f"; a new {finding.where[0]} may be harder than the test says" if option == "group" else ""
    why = f"{finding.why.partition(': ')[0]}. Not obeyed, because {instead}{harder}."
    said = shlex.join([f"--{option}", finding.where[0]]) if len(finding.where) == 1 else f"without --{option} none"
    fix = f"{said} obeys it instead"
    return replace(finding, severity="note", why=why, fix=fix, act={})


def _said_or_found(option, found):
    """Return what the person said ("none" is nothing), else what the checks found."""
    return found if option is None else None if option == "none" else option


def row_content(dataset, target, ids, task):
    """Return (N,) uint64: rows with the same inputs are alike; of lines, which are the answer too, the same lines."""
    return dataset.content(without={*ids, *dataset.targets} | (set() if task == "generation" else {target}))


def group_units(cells, content):
    """Return (N,) uint64: equal groups alike; a row without a group is its own."""
    hashes = hash_cells(cells)
    return np.where(missing(cells), content, hashes)


def moment(cells):
    """Return a time column as float64 (seconds for dates); a row without one has that of the row before, or after."""
    values = cells.astype("datetime64[s]").astype(np.int64).astype(float) if cells.dtype.kind == "M" else cells
    known = np.flatnonzero(~missing(cells))
    return values[known[np.maximum(np.searchsorted(known, np.arange(len(cells)), side="right") - 1, 0)]]
