"""Rare classes: always guessing the common one looks good in accuracy, so another metric judges."""

from collections import Counter

from zerotohero.core.specs import CheckSpec, Finding

RARE_OF_TWO = 0.20  # below, a binary question is judged by ROC AUC
RARE_OF_SEVERAL = 0.05  # below, several classes are judged by balanced accuracy
FEW = 10  # rows of a class that five folds can hardly share


def run(dataset, target, task):
    """Return a finding if the rarest class is rare enough to change the metric."""
    if task != "classification" or target is None:
        return []
    counts = Counter(cell for cell in dataset.cells[target].tolist() if cell is not None and cell == cell)
    if len(counts) < 2:
        return []
    total = counts.total()
    rarest, rows = min(counts.items(), key=lambda item: (item[1], str(item[0])))
    common, most = max(counts.items(), key=lambda item: (item[1], str(item[0])))
    share = rows / total
    binary = len(counts) == 2
    if share >= (RARE_OF_TWO if binary else RARE_OF_SEVERAL):
        return []
    metric = "ROC AUC" if binary else "balanced accuracy"
    rarest, common = (f"{v:g}" if isinstance(v, float) else v for v in (rarest, common))
    return [
        Finding(
            code="imbalance",
            severity="warning" if rows < FEW else "note",
            where=(target,),
            evidence={
                "share": round(share, 4),
                "rows": rows,
                "classes": len(counts),
                "common_share": round(most / total, 4),
            },
            why=f"{target} is {rarest!r} in {rows} of {total} rows ({share:.1%}); always saying {common!r} would be "
            f"right {most / total:.0%} of the time, so {metric} judges instead of accuracy.",
            fix="--metric accuracy (only if each row counts the same)",
        )
    ]


SPEC = CheckSpec(
    code="imbalance",
    title="Rare classes",
    why="With a rare class, accuracy praises a model that never finds it.",
    stage="judge",
    run=run,
)
