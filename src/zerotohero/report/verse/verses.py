"""A run that writes: three of its verses, where they come from, what surprises it, and how it sounds."""

import itertools
from html import escape

import numpy as np

from zerotohero.data.tokenize import tokenize
from zerotohero.report import curves
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Figure, Grid, Items, Section, Words
from zerotohero.report.sentences import number, plain
from zerotohero.verse.rhyme import rhyme_density

SHOWN_LINES, SHOWN_WORDS, SHOWN_SPANS = 6, 8, 6
FEWEST_WORDS = 4  # of a line that is shown as surprising: in a shorter one, a single word decides
LONGEST_TEXT = 2000  # lines of the text whose sound is measured


def verses(evidence):
    """Return the Section with three verses, the rhymes in colour, and the longest runs that also stand in the text."""
    writer = evidence.writer
    found = writer.verses()
    if not found:
        said = "It could not write a verse of words that may be shown here: too few words come often, or too few rhyme."
        return Section("verses", "What it writes", (Words(said),))
    drawn = "".join(f"<figure><figcaption>{text(v.form)}</figcaption>{_verse(writer, v)}</figure>" for v in found)
    plainly = tuple((" / ".join(" ".join(line) for line in v.lines), f"– {v.form}") for v in found)
    parts = [Drawn(f'<div class="verses">{drawn}</div>\n', Items(plainly))]
    spans = [s for v in found for s in writer.spans(v.lines)]
    spans = sorted({" ".join(words): (words, line) for words, line in spans}.values(), key=lambda s: -len(s[0]))
    longest = len(spans[0][0]) if spans else 0
    if writer.rhymes:
        parts.append(
            Words(
                f"The longest run of words that also stands in the text has {longest}; the limit is {writer.model.copy_limit}."
            )
        )
    else:
        parts.append(
            Words(
                f"The longest run of words that also stands in the text has {longest}: nothing keeps this model from copying."
            )
        )
    if evidence.rows:
        rows = tuple((" ".join(words), " ".join(writer.lines[line])) for words, line in spans[:SHOWN_SPANS])
        parts.append(Grid(("longest shared runs", "a line of the text where it stands"), rows, "list wide"))
    rhymed = "Lines that end in the same colour rhyme. " if writer.rhymes else ""
    return Section(
        "verses",
        "What it writes",
        tuple(parts),
        read=f"{rhymed}Nothing was chosen: these are the first it wrote with a fixed seed; at the right, the syllables. "
        "`hero generate` writes more.",
        misread="meaning. It counts words and knows how they sound; the sense is what you bring along.",
        facts={
            "verses": [{"form": v.form, "lines": v.lines, "letters": v.letters} for v in found],
            "longest_shared": longest,
        },
    )


def _verse(writer, verse):
    """Return a verse as HTML: the last word in the colour of its rhyme, syllables at the right."""
    names = [x for x in dict.fromkeys(verse.letters) if x != "X"]
    lines = ""
    for words, letter in zip(verse.lines, verse.letters):
        *first, last = [w.capitalize() if i == 0 or w == "i" or w.startswith("i'") else w for i, w in enumerate(words)]
        last = f"<b class=rhyme{names.index(letter) % 4}>{escape(last)}</b>" if letter != "X" else escape(last)
        lines += f"<li><span>{escape(' '.join(first))} {last}</span><small>{writer.syllables(words)}</small></li>"
    return f"<ol>{lines}</ol>"


def surprises(evidence):
    """Return the Section on the perplexity of single held-out lines: how it is spread, and both ends."""
    rows, predictions = evidence.run.oof
    words = predictions[:, 1]
    each = np.exp(np.minimum(predictions[:, 0] / np.maximum(words, 1), 700))
    low, middle, high = np.quantile(each, [0.1, 0.5, 0.9])
    said = f"Half of the lines are below {number(middle)}; 8 of 10 lie between {number(low)} and {number(high)}."
    parts = [Figure(curves.surprises(each), said)]
    facts = {"rows": len(rows), "quantiles": {"0.1": low, "0.5": middle, "0.9": high}}
    if evidence.rows:
        cells = evidence.dataset.cells[evidence.manifest["target"]]
        order = [i for i in np.argsort(each, kind="stable") if words[i] > FEWEST_WORDS]
        for title, chosen in (("Expected", order), ("Surprising", order[::-1])):
            shown = _different(
                [(plain(str(cells[int(rows[i])]), 90), number(each[i])) for i in chosen[: 5 * SHOWN_LINES]]
            )
            parts.append(Grid((f"{title} lines", "perplexity"), tuple(shown[:SHOWN_LINES]), "list wide"))
            facts[title.lower()] = shown[:SHOWN_LINES]
    return Section(
        "surprises",
        "What surprises it?",
        tuple(parts),
        read="The [[perplexity]] of every line that its model had not seen: as if that many words could come next, each time.",
        misread="quality. A surprising line may be the best of all; an expected one is often a cliché, or stands in the text nearly "
        "the same a second time.",
        facts=facts,
    )


def _different(lines):
    """Return (line, value) pairs, each line once."""
    return list({tuple(tokenize(line)): (line, value) for line, value in reversed(lines)}.values())[::-1]


def counts(evidence):
    """Return the Section on what follows two frequent pairs of words: the model is nothing else."""
    found = evidence.writer.followers()
    if not found:
        return None
    parts, facts = [], {}
    for pair, counted in found:
        total, name = sum(counted.values()), " ".join(pair)
        shown, most = list(counted.items())[:SHOWN_WORDS], max(counted.values())
        rows = tuple((_named(word), f"{n}", f"{n / total:.0%}") for word, n in shown)
        lines = "".join(
            f"<tr><td>{escape(word)}</td><td><svg width='100%' height='12' aria-hidden='true'><rect width='{100 * int(n) / most:.0f}%' "
            f"height='12' rx='2' fill='var(--main)' fill-opacity='.55'/></svg></td><td>{n}</td></tr>"
            for word, n, _ in rows
        )
        left = total - sum(n for _, n in shown)
        rest = f" {left} more times it was one of {len(counted) - len(shown)} other words." if left else ""
        head = f"<p><b>{escape(name)} …</b> stands {total} times in the text.{rest}</p>"
        grid = Grid((f"after {name!r}", "times", "share"), rows)
        parts.append(Drawn(f"<div>{head}<table class='bars small'><tbody>{lines}</tbody></table></div>", grid))
        facts[name] = {str(word): n for word, n in shown}
    drawn = Drawn(f'<div class="figures">{"".join(p.drawn for p in parts)}</div>\n')
    return Section(
        "counts",
        "The model is only counts",
        (drawn, *(Drawn("", p.otherwise) for p in parts)),
        read="What came after these two words in the text, and how often. A model of words holds nothing but such lists, for one word, "
        'two words, three; [[smoothing]] lends a little to words that never came. `hero generate --counts "in the"` shows others.',
        misread="grammar. Nobody told it what a noun is.",
        facts=facts,
    )


def _named(word):
    """Return a follower as it is shown."""
    return "(the line ends)" if word is None else word or "(rare words)"


def sound(evidence):
    """Return the Section on rhyme density and syllables: what it writes, the text, the text shuffled."""
    writer = evidence.writer
    own, source = writer.measured(), writer.lines[:LONGEST_TEXT]
    if not own or not any(writer.sound.values()):
        return None
    flat = [word for line in source for word in line]
    mixed = np.random.default_rng(0).permutation(len(flat))
    place = np.cumsum([0, *map(len, source)])
    shuffled = [[flat[i] for i in mixed[a:b]] for a, b in itertools.pairwise(place)]
    rows, facts = [], {}
    for name, lines in (("what it writes", own), ("the text", source), ("the text, shuffled", shuffled)):
        density = rhyme_density(lines, writer)
        low, middle, high = np.quantile([writer.syllables(line) for line in lines], [0.1, 0.5, 0.9])
        same = f"{middle:.0f}" if low == high else f"{middle:.0f} (8 of 10 lines: {low:.0f} to {high:.0f})"
        rows.append((name, f"{density:.2f}", same, f"{len(lines):,}"))
        facts[name] = {"rhyme_density": density, "syllables": [low, middle, high], "lines": len(lines)}
    return Section(
        "sound",
        "How does it sound?",
        (Grid(("", "rhyme density", "syllables a line", "lines measured"), tuple(rows), "wide"),),
        read="[[Rhyme density|rhyme-density]]: over how many vowels a word rhymes with one of the 15 before it, on average; more is more rhyme.",
        misread="beauty. A drum machine keeps time, too.",
        facts=facts,
    )
