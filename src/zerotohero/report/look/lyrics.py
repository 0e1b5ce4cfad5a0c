"""What is in lines of verse: words, syllables, rhymes, what repeats, and what has no sound; for the terminal."""

from collections import Counter

import numpy as np
from rich.console import Group
from rich.table import Table
from rich.text import Text

from zerotohero.report.board_view import bar
from zerotohero.report.sentences import plain

HEARD_LINES = 20_000  # of a longer text only the first lines are spoken: hundreds of thousands of words take minutes
NEAR = 4  # lines: what rhymes further away is not heard
SHOWN_RHYMES, SHOWN_LINES, SHOWN_WORDS = 12, 5, 10
BARS = 16


def describe_lyrics(dataset, pronouncer=None):
    """Return what is in lines of verse, as plain data.

    Parameters
    ----------
    dataset : Dataset
        Of kind "text".
    pronouncer : verse.sounds.Pronouncer, optional

    Returns
    -------
    dict
        ``rows`` (lines), ``verses``, ``words``, ``types`` (different words), ``once`` (types that come once),
        ``set_aside`` (what -> how often), ``notes``; ``repeated``: [line, times], most frequent first. Of the first
        20,000 lines, ``heard``: ``rhyme_density`` and ``rhyme_density_shuffled`` (the same words in random order),
        vowels a word; ``syllables``: [syllables of a line, lines]; ``rhymes``: [word, word, times] for perfect
        rhymes of line ends at most four lines apart; ``sources``: where the sound comes from -> types;
        ``silent``: the most frequent words without a known sound.
    """
    from zerotohero.verse.rhyme import rhyme_density
    from zerotohero.verse.sounds import Pronouncer

    lyrics, pronouncer = dataset.cells[dataset.names()[0]], pronouncer or Pronouncer()
    counts = np.bincount(lyrics.tokens, minlength=len(lyrics.words))
    heard = lyrics[:HEARD_LINES]
    types = np.flatnonzero(np.bincount(heard.tokens, minlength=len(lyrics.words)))
    phones = dict(zip(types.tolist(), pronouncer.all([lyrics.words[t] for t in types])))
    shuffled = np.random.default_rng(0).permutation(heard.tokens)
    density, chance = (
        rhyme_density([[lyrics.words[t] for t in tokens]], pronouncer) for tokens in (heard.tokens, shuffled)
    )
    silent = sorted((t for t in phones if not phones[t]), key=lambda t: -counts[t])
    return {
        "rows": len(lyrics),
        "verses": len(lyrics.verses),
        "words": len(lyrics.tokens),
        "types": int((counts > 0).sum()),
        "once": int((counts == 1).sum()),
        "set_aside": dict(lyrics.set_aside),
        "notes": list(dataset.notes),
        "repeated": _repeated(lyrics),
        "heard": len(heard),
        "rhyme_density": round(density, 4),
        "rhyme_density_shuffled": round(chance, 4),
        "syllables": _syllables(heard, phones),
        "rhymes": _rhymes(heard, phones),
        "sources": dict(Counter(pronouncer.source(lyrics.words[t]) or "none" for t in phones).most_common()),
        "silent": [lyrics.words[t] for t in silent[:SHOWN_WORDS]],
    }


def lyrics_view(dataset):
    """Return what ``hero look`` shows of lines of verse: a rich Group that fits 80 columns."""
    facts = describe_lyrics(dataset)
    title = Text(plain(dataset.name, 40), style="bold")
    title.append(
        f" · {_many(facts['rows'], 'line')} in {_many(facts['verses'], 'verse')}, {_many(facts['words'], 'word')}, "
        f"{facts['types']:,} different ones ({facts['once']:,} come only once)\nto learn: what comes next (generation)",
        style="not bold",
    )
    parts = [title, *(Text(f"  {plain(note, 300)}", style="dim") for note in facts["notes"][:8])]
    if facts["heard"] < facts["rows"]:
        parts.append(Text(f"  Heard: the first {facts['heard']:,} lines.", style="dim"))
    if set(facts["sources"]) == {"none"}:
        parts += ["", Text("No word here has a sound known to the program: verse can be made, but no rhyme or metre.")]
    else:
        parts += ["", *_density_lines(facts), "", *_syllable_lines(facts), "", *_rhyme_lines(facts)]
    if facts["repeated"]:
        parts += ["", Text("lines that come again", style="bold")]
        parts += [Text(f"  {n:>6,} ×  {plain(line, 66)}") for line, n in facts["repeated"]]
    return Group(*parts, *_sound_lines(facts))


def _repeated(lyrics):
    """Return [line, times] for the lines that come most often, as first written."""
    _, first, times = np.unique(lyrics.hashes(), return_index=True, return_counts=True)
    order = np.lexsort([first, -times])[:SHOWN_LINES]
    return [[lyrics[int(first[i])], int(times[i])] for i in order if times[i] > 1]


def _syllables(lyrics, phones):
    """Return [syllables, lines] for lines in which every word has a sound."""
    of_type = np.zeros(len(lyrics.words), np.int64)
    for token, sound in phones.items():
        of_type[token] = sum(phone[-1].isdigit() for phone in sound) if sound else -(10**6)
    totals = np.add.reduceat(of_type[lyrics.tokens], lyrics.starts[:-1])
    return [[int(n), int(lines)] for n, lines in zip(*np.unique(totals[totals > 0], return_counts=True))]


def _rhymes(lyrics, phones):
    """Return [word, word, times] for the pairs of line ends that rhyme most often."""
    from zerotohero.verse.rhyme import key, onset

    ends = lyrics.tokens[lyrics.starts[1:] - 1].tolist()
    sounds = {token: (key(phones[token]), onset(phones[token])) for token in set(ends)}
    sounds = {
        t: sound if any("1" in phone for phone in sound[0]) else ((), ()) for t, sound in sounds.items()
    }  # the, a
    verse, pairs = lyrics.verse.tolist(), Counter()
    for i, end in enumerate(ends):
        for j in range(i + 1, min(i + NEAR, len(ends))):
            (one, before), (other, before_other) = sounds[end], sounds[ends[j]]
            if one and one == other and before != before_other and verse[i] == verse[j]:
                pairs[tuple(sorted((lyrics.words[end], lyrics.words[ends[j]])))] += 1
    return [[*pair, n] for pair, n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_RHYMES]]


def _density_lines(facts):
    """Return the rhyme density beside that of the same words in random order."""
    here, chance = facts["rhyme_density"], facts["rhyme_density_shuffled"]
    most = max(here, chance) or 1
    rows = (("as written", here, "green"), ("shuffled", chance, "dim"))
    return [
        Text("rhyme density: vowels of each word that rhyme with the 15 words before", style="bold"),
        *(Text.assemble(f"  {what:<10}  {value:.2f}  ", (bar(value / most, 30), style)) for what, value, style in rows),
    ]


def _syllable_lines(facts):
    """Return the histogram of syllables a line; rare long and short lines share a bar."""
    if not facts["syllables"]:
        return [Text("no line in which every word has a known sound", style="dim")]
    sizes, lines = np.array(facts["syllables"]).T
    share = np.cumsum(lines) / lines.sum()
    low, high = sizes[np.searchsorted(share, 0.01)], sizes[np.searchsorted(share, 0.99)]
    step = -(-(high - low + 1) // BARS)
    place = (np.clip(sizes, low, high) - low) // step
    counts = np.bincount(place, lines).astype(int)
    names = [
        f"{low + step * i}" if step == 1 else f"{low + step * i}–{low + step * (i + 1) - 1}" for i in range(len(counts))
    ]
    if sizes[0] < low:
        names[0] = f"to {names[0].split('–')[-1]}"
    if sizes[-1] > high:
        names[-1] = f"{names[-1].split('–')[0]} and more"
    wide = max(map(len, names))
    return [
        Text("syllables a line", style="bold"),
        *(
            Text.assemble(f"  {name:>{wide}}  ", (f"{bar(n / counts.max(), 30):<30}", "cyan"), f"  {n:,}")
            for name, n in zip(names, counts)
        ),
    ]


def _rhyme_lines(facts):
    """Return the favourite rhymes, three in a row."""
    if not facts["rhymes"]:
        return [Text("no two lines near each other end in a perfect rhyme", style="dim")]
    table = Table.grid(padding=(0, 3, 0, 0))
    cells = [Text.assemble(f"  {plain(a, 14)} / {plain(b, 14)}", (f" {n}", "dim")) for a, b, n in facts["rhymes"]]
    for i in range(0, len(cells), 3):
        table.add_row(*cells[i : i + 3])
    return [Text("favourite rhymes", style="bold"), table]


def _sound_lines(facts):
    """Return one line about the words whose sound is guessed or not known at all."""
    sources, lines = facts["sources"], []
    if n := sources.get("letters"):
        better = "a lexicon of yours can correct them"
        if not sources.get("dictionary"):
            better = "`hero add verse` brings a dictionary"
        lines.append(Text(f"{_many(n, 'word')} sounded out from the letters; {better}", "dim"))
    if n := sources.get("none"):
        words = ", ".join(plain(word, 16) for word in facts["silent"])
        lines.append(Text(f"{_many(n, 'word')} without a known sound, so never a rhyme: {words}", "yellow"))
    return ["", *lines] if lines else []


def _many(n, what):
    """Return "1 line" or "12 lines"."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"
