"""What is there, and what stands out: everything before the first fit."""

from dataclasses import dataclass

from zerotohero.checks._run import run_checks
from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError, TargetError, UsageError
from zerotohero.datasets._open import open_dataset
from zerotohero.report.look.lyrics import describe_lyrics
from zerotohero.report.look.sounds import describe_sounds
from zerotohero.tasks._roles import choose_target
from zerotohero.train.options import Options
from zerotohero.train.plan import examine


@dataclass(frozen=True, eq=False)
class View:
    """What ``look`` returns.

    Parameters
    ----------
    dataset : Dataset
    target, task : str or None
        None where no target was named and none is obvious.
    findings : tuple of Finding
    """

    dataset: Dataset
    target: str | None
    task: str | None
    findings: tuple

    def __repr__(self):
        lines = [f"{f.severity}: {f.code} ({', '.join(f.where[:3])}): {f.why} {f.fix}" for f in self.findings]
        return "\n".join([repr(self.dataset), *(lines or ["nothing stands out"])])

    def as_dict(self):
        """Return what ``hero look --json`` prints."""
        if self.dataset.kind == "text":
            return {"dataset": self.dataset.name, "task": self.task, **describe_lyrics(self.dataset), "findings": []}
        columns = [
            {"name": c.name, "type": c.type, "missing": c.missing, "distinct": c.distinct, "examples": list(c.examples)}
            for c in self.dataset.columns
        ]
        sounds = describe_sounds(self.dataset) if self.dataset.kind == "sounds" else {}
        return {
            "dataset": self.dataset.name,
            "task": self.task,
            "rows": len(self.dataset),
            "columns": columns,
            **sounds,
            "findings": [f.as_dict() for f in self.findings],
        }


def look(data, target=None, **options):
    """Read ``data``, run the checks, fit nothing.

    Parameters
    ----------
    data : path, built-in id, or DataFrame
    target : str or None
        Without one, only the checks that need no target run.
    **options
        See ``train.plan.Options``.

    Returns
    -------
    View

    Examples
    --------
    >>> import zerotohero as zh
    >>> zh.look("moons").task
    'classification'
    """
    asked = Options(target=target, **options)
    dataset = open_dataset(data, asked.types or None, asked.scores)
    if dataset.kind == "text":  # nothing to choose: every line is to be learned
        return View(dataset, choose_target(dataset), "generation", ())
    try:
        choose_target(dataset, target)
    except UsageError:
        if target is not None:
            raise
        return View(dataset, None, None, tuple(run_checks(dataset, None, None, "structure")))
    try:
        seen = examine(dataset, asked, lambda *_, **__: None)
    except (DataError, TargetError):  # a column that is only called as answers usually are: it may be none
        if target is not None or dataset.target or asked.test_file:
            raise
        return View(dataset, None, None, tuple(run_checks(dataset, None, None, "structure")))
    return View(seen.dataset, seen.target, seen.task, seen.findings)
