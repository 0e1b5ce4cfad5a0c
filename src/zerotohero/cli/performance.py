"""What `hero generate` and `hero rap` share: the wishes as options, and the performance itself."""

import re
import sys
import time
from functools import wraps

import click

from zerotohero.cli import options

SHOWING = 1.4  # seconds for a whole verse to appear, however many lines it has
LONGEST_PAUSE = 0.12  # seconds between two lines
MOST_LINES = 10_000


def wishes(command):
    """Add the options that say what verse is wanted; the command gets them as ``asked``, with ``as_json`` and ``yes``."""
    made = (
        click.option("--lines", type=click.IntRange(1, MOST_LINES), metavar="N", help="How many; in whole stanzas [default: 16]."),
        click.option("--scheme", metavar="LETTERS", help="AABB, ABAB, ABBA, AABBA, sonnet, free, or letters of yours "
                     "(X: no rhyme) [default: AABB]."),
        click.option("--syllables", metavar="N|N-M", help="Of each line: 10, or 8-12 [default: 10]."),
        click.option("--stress", metavar="PATTERN", help="Stressed 1, unstressed 0: 0101010101, instead of --syllables."),
        click.option("--rhyme", type=click.Choice(["perfect", "slant", "multi"]), default="perfect", show_default=True,
                     help="slant: only the vowels; multi: two syllables or more."),
        click.option("--on", metavar="WORD", help="The first rhyme is one on WORD."),
        click.option("--about", metavar="WORD,...", help="Words that must occur, each in a line."),
        click.option("--avoid", metavar="WORD,...", help="Words that must not occur."),
        click.option("--copy-limit", type=click.IntRange(2, 8), metavar="N",
                     help="At most N words in a row may also stand in the text [default: as trained, 4]."),
        click.option("--order", type=click.IntRange(1, 8), metavar="N",
                     help="The longest run of words that counts [default: as trained, 5]."),
        click.option("--temperature", type=float, metavar="T",
                     help="Above 1 bolder, below 1 closer to the text [default: 0.7]."),
        click.option("--seed", type=click.IntRange(0), metavar="N", help="The same verse again [default: a new one]."),
        click.option("--lexicon", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
                     help="How words of yours sound, a line each: finna F IH N AH."),
        click.option("--show", is_flag=True, help="Rhyme letters, syllables, and what also stands in the text."),
        click.option("--counts", metavar="WORDS", help="No verse, but what followed WORDS in the text, and how often."),
        click.option("--say", is_flag=True, help="Spoken over a beat, as a .wav file (voice: espeak-ng)."),
        options.as_json,
        options.yes,
    )  # fmt: skip
    names = ("lines", "scheme", "syllables", "stress", "rhyme", "on", "about", "avoid", "temperature", "seed")

    @wraps(command)
    def with_wishes(**given):
        asked = {name: given.pop(name) for name in names}
        return command(asked=_read(asked), **given)

    for option in reversed(made):
        with_wishes = option(with_wishes)
    return with_wishes


def run_verse(poet, name, asked, show=False, counts=None, say=False, as_json=False, yes=False):
    """Perform: print a verse, or what followed some words.

    Parameters
    ----------
    poet : RhymingNgram
    name : str
        Of what it learned from.
    asked : dict
        The wishes: see ``report.performance.perform``.
    show, counts, say, as_json, yes
        The options of these names.
    """
    from zerotohero.cli.waiting import waiting
    from zerotohero.report.verse.performance import perform

    if counts is not None:
        _print_counts(poet, counts, as_json)
        return
    with waiting("looking for lines"):
        performance = perform(poet, **asked)
    sound = _write_sound(performance, yes) if say else {}
    if as_json:
        _print_json({"learned_from": name, **performance.as_dict(), **sound})
        return
    if _print_verse(performance, name, asked, show):
        click.get_current_context().exit(130)
    for text in sound.values():
        click.echo(f"  {text}")


def _print_verse(performance, name, asked, show):
    """Print a verse, line after line on a terminal; return whether somebody could not wait."""
    from rich.console import Console

    from zerotohero.report.verse.view import source_view, verse_lines

    console = Console(highlight=False, soft_wrap=True)
    count = len(performance.lines)
    console.print(f"[bold]♪ {_plain(name)}[/bold], {count} line{'s' * (count > 1)} of {_meter(performance, asked)}, "
                  f"{_plain(performance.scheme)} [dim](again: --seed {performance.seed})[/dim]\n")  # fmt: skip
    pause = min(LONGEST_PAUSE, SHOWING / count) if console.is_terminal else 0
    stopped = False
    for line in verse_lines(performance, show):
        console.print(line)
        try:
            time.sleep(0 if stopped else pause)
        except KeyboardInterrupt:
            stopped = True
    if show:
        console.print()
        console.print(source_view(performance))
    if performance.notes:
        console.print(f"\n[dim]  {'; '.join(performance.notes)}[/dim]")
    sys.stdout.flush()
    return stopped


def _meter(performance, asked):
    """Return what a line has: so many syllables, or the stresses."""
    if asked["stress"]:
        return f"the stresses {asked['stress']}"
    found = performance.verse.syllables
    unit = "words" if performance.poet.counts_words_ else "syllables"
    if max(found) == 1:
        return f"1 {unit[:-1]}"
    return f"{min(found)} {unit}" if min(found) == max(found) else f"{min(found)} to {max(found)} {unit}"


def _print_counts(poet, words, as_json):
    """Print what followed some words."""
    from zerotohero.core.errors import UsageError, nearest
    from zerotohero.data.tokenize import tokenize

    asked = tokenize(words)
    asked = asked[max(len(asked) - poet.order + 1, 0) :]  # it never looks further back
    found = poet.follows(words)
    if not found:
        unknown = next((w for w in asked if w not in poet.place_), None)
        came = (
            f"{unknown!r} is not in it" if unknown else "they never stand there in this order" if asked else "no word"
        )
        way = (unknown and nearest(unknown, poet.words_)) or next(
            (w for w in asked if w in poet.place_), poet.words_[0]
        )
        raise UsageError(f"count what follows {words!r}", "words that stand in the text", came, f'--counts "{way}"')
    if as_json:
        _print_json({"after": " ".join(asked), "counts": [{"word": word, "count": n} for word, n in found]})
        return
    from rich.console import Console

    from zerotohero.report.verse.view import counts_view

    console, total = Console(highlight=False), sum(n for _, n in found)
    what = f"“{' '.join(asked)}” {'was' if asked else 'a word'} followed {total:,} times by:" if asked else "All words:"
    console.print(f"{what}\n")
    console.print(counts_view(found))
    console.print("\n[dim]  That is all the model knows: how often what came after what.[/dim]")


def _write_sound(performance, yes):
    """Write the verse over a beat, or the beat alone; return what there is to say about it."""
    from zerotohero.leaderboard.journal import write_whole
    from zerotohero.verse.beat import BAR, over_beat, wav
    from zerotohero.verse.voice import has_voice, how_to_get, speak

    path = options.writable(f"rap-{performance.seed}.wav", yes)
    silent = not has_voice()
    voices = [[] if silent else speak(line) for line in performance.lines]
    write_whole(path, wav(over_beat(voices)))
    seconds = f"{(len(voices) + 3) * BAR:.0f} seconds"
    if silent:
        return {
            "sound": f"{path}: the beat alone, {seconds}, for you to rap on. A voice needs espeak-ng: {how_to_get()}"
        }
    return {"sound": f"{path}: {seconds}, a bar a line"}


def _read(asked):
    """Return the wishes as the model takes them."""
    from zerotohero.data.tokenize import tokenize
    from zerotohero.report.verse.performance import TEMPERATURE

    stress, syllables = asked["stress"], _syllables(asked["syllables"])
    if stress and syllables and syllables != (len(stress), len(stress)):
        raise click.UsageError(
            f"--stress {stress} has {len(stress)} syllables, --syllables says {asked['syllables']}: leave one out"
        )
    on = tokenize(asked["on"] or "")
    if asked["on"] is not None and not on:
        raise click.UsageError(f"--on {asked['on']!r}: a word to rhyme on, as in --on night")
    lists = {name: tuple(tokenize((asked[name] or "").replace(",", " "))) for name in ("about", "avoid")}
    temperature = TEMPERATURE if asked["temperature"] is None else asked["temperature"]
    return {**asked, **lists, "syllables": syllables, "on": on[-1] if on else None, "temperature": temperature}


def _syllables(text):
    """Return (fewest, most) of ``10`` or ``8-12``; None for None."""
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?", text)
    if not found:
        raise click.UsageError(f"--syllables {text!r}: a number such as 10, or 8-12")
    return int(found[1]), int(found[2] or found[1])


def _plain(text):
    """Return a text in which nothing is markup."""
    from rich.markup import escape

    return escape(str(text))


def _print_json(plain):
    """Print one JSON object."""
    import json

    click.echo(json.dumps(plain, ensure_ascii=False))
