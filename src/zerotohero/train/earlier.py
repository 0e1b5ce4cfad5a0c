"""The test set that this leaderboard had before: kept where it can be, and said where it cannot."""

import numpy as np

from zerotohero.core.specs import Finding
from zerotohero.leaderboard.journal import board_folder, read_json
from zerotohero.tasks import _split


def earlier_board(options, dataset, target):
    """Return the manifest of the leaderboard as it was trained last in this folder; {} for a new one."""
    folder = board_folder(options.out, dataset.name, target, options.test_set)
    current = read_json(folder / "board.json", {})
    return read_json(folder / "boards" / f"{current.get('key')}.json") or {}


def earlier_test_set(manifest, groups, time):
    """Return the TestSet as it was decided when this leaderboard was made, rows left out; None for a new one."""
    split = manifest.get("split", {})
    if not split or split["groups"] != groups or split["time"] != list(time):
        return None
    return _split.TestSet(np.zeros(0, bool), split["test_key"], tuple(split["cutoff"]))


def moved(manifest, dataset, options, groups, time, test):
    """Return the findings on a test set that is another one than before, though nobody asked for it.

    Parameters
    ----------
    manifest : dict
        Of the leaderboard as it was trained last.
    dataset : Dataset
    options : Options
    groups : str or None
    time : tuple of str
    test : TestSet
        As decided now.
    """
    split = manifest.get("split", {})
    asked = options.group or options.time or options.split == "random"
    if not manifest.get("test_rows") or manifest.get("test_file") or asked:
        return []
    if not test.rows.any():
        why = f"this file has {len(dataset):,} rows, too few to keep any aside"
        fix = "the whole file again"
    elif split["groups"] != groups or split["time"] != list(time):
        why = (
            f"the rows were split {_by(split['groups'], split['time'])} then, and are {_by(groups, time)} in this file"
        )
        fix = " ".join(f"--{name} '{column or 'none'}'" for name, column in _columns(split, groups, time))
        fix += " keeps it"
    elif test.key != split["test_key"] or list(test.cutoff) != split["cutoff"]:
        why = "of this file too few rows, or too many, or not all classes lie in the old one"
        fix = "the whole file again"
    else:
        return []
    why = (
        f"The test set is not the one of the last training here: {why}. Rows that were tested may be learned from now."
    )
    evidence = {"rows": len(dataset), "rows_before": manifest["rows"]}
    return [Finding("test-set", "warning", (), evidence, why, f"{fix}; --out FOLDER begins a leaderboard of its own")]


def _by(groups, time):
    """Return how rows are split, in words."""
    return f"by time ({', '.join(time)})" if time else f"by {groups}" if groups else "row by row"


def _columns(split, groups, time):
    """Yield (option, column or None) for each option that brings the earlier split back."""
    if split["time"] != list(time):
        yield "time", split["time"][0] if split["time"] else None
    if split["groups"] != groups:
        yield "group", split["groups"]
