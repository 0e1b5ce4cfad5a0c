"""Categories that differ only in capitals or spaces, such as ja, Ja and JA: one thing under several names."""

import unicodedata

from zerotohero.checks._wording import listed
from zerotohero.core.dataset import missing
from zerotohero.core.specs import CheckSpec, Finding

MOST = 5  # columns that are told apart; a table with more of them has one cause


def run(dataset, target, task):
    """Return a finding for each column, the target too, in which several spellings stand for one category."""
    findings = []
    for name in dataset.names("category"):
        cells = dataset.cells[name]
        groups = {}
        for text in set(cells[~missing(cells)].tolist()):
            groups.setdefault(plain(text), []).append(text)
        several = [sorted(texts) for texts in groups.values() if len(texts) > 1]
        if not several:
            continue
        several.sort(key=lambda texts: (not _seen(texts), -len(texts), texts))
        whose = "classes" if name == target else "categories"
        count, kept = sum(map(len, several)), len(several)
        findings.append(
            Finding(
                code="spellings",
                severity="warning",
                where=(name,),
                evidence={"spellings": count, "meant": kept},
                why=f"{count} {whose} of {name!r} differ only in capitals or spaces and seem to mean {kept}: "
                f"{listed([repr(text) for text in several[0]])}. A model takes each for something of its own.",
                fix=f'in pandas: df["{name}"] = df["{name}"].str.split().str.join(" ").str.casefold()',
            )
        )
    return findings[:MOST]


def _seen(texts):
    """Return whether one sees what differs: capitals do show, a second space does not."""
    return len({" ".join(text.split()) for text in texts}) > 1


def plain(text):
    """Return ``text`` without what people do not mean: capitals, doubled spaces, two codes for one letter.

    Examples
    --------
    >>> plain(" New  YORK ")
    'new york'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


SPEC = CheckSpec(
    code="spellings",
    title="One category under several spellings",
    why="Ja, ja and JA are three categories to a model, each with fewer rows to learn from.",
    stage="structure",
    run=run,
)
