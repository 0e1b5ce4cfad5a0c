"""Run every check of one stage and put the gravest findings first."""

from zerotohero.core.specs import discover

SEVERITIES = ("problem", "warning", "note")


def run_checks(dataset, target, task, stage):
    """Return the findings of all checks of one stage, problems first.

    Parameters
    ----------
    dataset : Dataset
        All rows for ``structure``; training rows only for ``judge``.
    target : str or None
        May be None for ``structure``.
    task : {"classification", "regression", "generation"} or None
        Lines of text have no columns to check: repeated lines share a side of every split as it is.
    stage : {"structure", "judge"}

    Returns
    -------
    list of Finding
    """
    findings = []
    for spec in discover("checks").values():
        if spec.stage == stage and task != "generation":
            findings += spec.run(dataset, target, task)
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.code, f.where))
