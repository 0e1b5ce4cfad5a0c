"""Where is it weaker? The slices in words."""

import numpy as np

from zerotohero.report.badness import judged_by_pairs
from zerotohero.report.parts import Grid, Section, Words
from zerotohero.report.sentences import number
from zerotohero.report.slices import weak_slices


def weak(evidence):
    """Return the Section on the slices where the run is much worse, or None for pictures."""
    if evidence.manifest["kind"] != "table":
        return None
    found, looks = weak_slices(evidence)
    what, say = measured(evidence)
    facts = {
        "looked_at": looks,
        "measure": what,
        "slices": [
            {"where": s.where, "rows": int(s.mask.sum()), "inside": _good(evidence, s.inside), "elsewhere": _good(evidence, s.elsewhere), "chance": s.chance}
            for s in found
        ],
    }  # fmt: skip
    if not found:
        parts = (
            Words(f"None found: {looks:,} slices were looked at, and none is worse by more than luck and a third."),
        )
    else:
        rows = tuple((s.where, say(s.inside), say(s.elsewhere), f"{int(s.mask.sum()):,}") for s in found)
        parts = (Grid(("rows with", what, "elsewhere", "rows"), rows, "list wide", bad=(1,)),)
    return Section(
        "slices",
        "Where is it weaker?",
        parts,
        read=f"Rows that share something and are misjudged more often than the rest, out of {looks:,} slices of single columns "
        "and pairs. With so many looks some look bad by luck: only those are listed that stand after correcting for it (Holm).",
        misread="a reason. A slice says where to look, not why: it may be harder, rarer, or wrongly labelled.",
        facts=facts,
    )


def weakest(evidence, section):
    """Return the first slice in one sentence, or None."""
    if section is None or not section.facts["slices"]:
        return None
    first, (what, say) = section.facts["slices"][0], measured(evidence)
    inside, elsewhere = (say(_good(evidence, first[k])) for k in ("inside", "elsewhere"))
    return f"rows with {first['where']}: {what} {inside}, elsewhere {elsewhere} (n = {first['rows']:,})"


def measured(evidence):
    """Return (what is compared, how a mean badness is said)."""
    metric = evidence.manifest["metric"]
    if not evidence.classify:
        if metric == "rmsle":
            return "typically off by", lambda badness: f"{100 * np.expm1(badness):.0f} %"
        return f"mean error of {evidence.manifest['target']}", number
    if evidence.manifest.get("cost"):
        return "cost a row", number
    name = "ROC AUC" if judged_by_pairs(evidence) else "accuracy"
    return name, lambda badness: f"{1 - badness:.2f}"


def _good(evidence, badness):
    """Return a mean badness as it is said: a share of right answers, or an error."""
    return 1 - badness if evidence.classify and not evidence.manifest.get("cost") else badness
