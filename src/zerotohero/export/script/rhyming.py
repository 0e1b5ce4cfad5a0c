"""Rhyming n-grams in plain Python: counts of what stands beside what, and lines drawn so that they rhyme.

    python run.py             a verse of eight lines; another number of lines, a seed: python run.py 16 7
    python run.py --score F   for each line of the file F, minus the logarithm of its probability, and its words

Beside it lie lyrics.txt, the text it counts, and words.txt, how its words sound (ARPAbet; 1: stressed, 0: not).
Lines are read from their end: the rhyme comes first. BREAK stands where a line ends, and where it begins.
"""

import math
import operator
import random
import string
import sys
from collections import Counter, defaultdict
from functools import cache, reduce
from pathlib import Path

ORDER, COPY_LIMIT, SYLLABLES = 5, 4, 10
SEEN_PAIRS = True  # each word of a new line must have stood beside its neighbour somewhere in the text
BREAK = ""
HERE = Path(__file__).parent


def read(name):
    """Return the lines of a file beside this one."""
    return (HERE / name).read_text("utf-8").splitlines() if (HERE / name).exists() else []


LINES = [line.split() for line in read("lyrics.txt")]
SOUND = {word: phones.split() for word, _, phones in (line.partition("\t") for line in read("words.txt"))}

# --- counting ---------------------------------------------------------------------------------------------------------
# A gram is a tuple of words, in reading order from the line's end. All but its last word are its context.

LONGEST = max(ORDER, COPY_LIMIT + 1)
COUNT = Counter()
for line in LINES:
    backwards = (BREAK, *reversed(line), BREAK)
    for begin in range(len(backwards)):
        for end in range(begin + 1, min(begin + LONGEST, len(backwards)) + 1):
            COUNT[backwards[begin:end]] += 1
COUNT[BREAK,] = len(LINES)  # as the end of a line; where it begins one, nobody has to guess it

NEXT, BEFORE = defaultdict(list), Counter()
for gram in COUNT:
    NEXT[gram[:-1]].append(gram[-1])  # what comes after a context
    BEFORE[gram[1:]] += 1  # how many different words come before a gram

# --- probabilities: interpolated modified Kneser-Ney (Chen & Goodman 1999) ----------------------------------------------


def adjusted(gram):
    """Return how often a gram counts: as often as it occurs, if it is a longest one; else after how many different words."""
    return COUNT[gram] if len(gram) == ORDER or (len(gram) > 1 and gram[0] == BREAK) else BEFORE[gram]


def discounts(size):
    """Return what is taken from grams of this size that count once, twice, and three times or more."""
    t = Counter(adjusted(gram) for gram in COUNT if len(gram) == size)
    if all(t[k] for k in (1, 2, 3, 4)):
        y = t[1] / (t[1] + 2 * t[2])
        d = [k - (k + 1) * y * t[k + 1] / t[k] for k in (1, 2, 3)]
        if all(0 < d[k - 1] < k for k in (1, 2, 3)):
            return d
    return [0.5, 1.0, 1.5]  # a text too small to estimate them


DISCOUNTS = {size: discounts(size) for size in range(1, ORDER + 1)}


def discount(gram):
    """Return what is taken from this gram."""
    return DISCOUNTS[len(gram)][min(adjusted(gram), 3) - 1]


@cache
def total(context):
    """Return the sum of what comes after a context."""
    return sum(adjusted((*context, word)) for word in NEXT[context])


@cache
def left_over(context):
    """Return the share that was taken from what comes after a context: it goes to the context without its oldest word."""
    if len(context) >= ORDER or context not in NEXT:
        return 1.0
    return sum(discount((*context, word)) for word in NEXT[context]) / total(context)


@cache
def p(gram):
    """Return the probability of a gram's last word after its other words; the gram stands in the text."""
    if len(gram) > ORDER:
        return p(gram[1:])
    shorter = p(gram[1:]) if len(gram) > 1 else 1 / (len(NEXT[()]) + 1)
    return (adjusted(gram) - discount(gram)) / total(gram[:-1]) + left_over(gram[:-1]) * shorter


def probability(context, word):
    """Return the probability of any word that the text has."""
    if (*context, word) in COUNT:
        return p((*context, word))
    return left_over(context) * probability(context[1:], word)


def score(line):
    """Return minus the logarithm of a line's probability, and how many words that counts; unknown words are left out."""
    words = [w if w in SOUND else w.strip(string.punctuation + "…“”‘’–—") for w in line.lower().split()]
    context, lost, counted = (BREAK,), 0.0, 0
    for word in (*reversed(words), BREAK):
        if (word,) not in COUNT:
            context = ()
            continue
        context = context[max(len(context) - ORDER + 1, 0) :]
        lost, counted = lost - math.log(probability(context, word)), counted + 1
        context = longest((*context, word))
    return lost, counted


def longest(words):
    """Return the longest end of these words that stands in the text."""
    return next((words[i:] for i in range(len(words)) if words[i:] in COUNT), ())


# --- how much probability is left for ending a line well ----------------------------------------------------------------


def syllables(word):
    """Return how many vowels a word has: only vowels carry a stress."""
    return sum(phone[-1].isdigit() for phone in SOUND.get(word, ()))


@cache
def mass(context, left):
    """Return the probability of all ways to finish a line from here with exactly so many syllables left, and no copying."""
    seen = sum(value((*context, word), left) for word in NEXT[context])
    if not context or back(context) == 0:
        return seen
    shorter = mass(context[1:], left)
    unseen = shorter - sum(value((*context[1:], word), left) for word in NEXT[context])
    return seen + back(context) * (unseen if unseen > 1e-13 * shorter else 0.0)


def value(gram, left):
    """Return the part of that mass whose next word is the gram's last."""
    *context, word = gram
    if word == BREAK:  # the line is done; not if it would be a whole line of the text
        return 0.0 if left or (context and context[0] == BREAK) else p(gram)
    after = left - syllables(word)
    if len(context) >= COPY_LIMIT or after < 0 or after == left:
        return 0.0
    return p(gram) * mass(gram, after)


def back(context):
    """Return the weight of what was never seen after a context."""
    return 0.0 if SEEN_PAIRS and len(context) == 1 else left_over(context)


def ends(left):
    """Return {last word: mass of all lines that end with it}."""
    found = {}
    for word in SOUND:
        gram, after = longest((BREAK, word)), left - syllables(word)
        if 0 <= after < left and gram:
            share = p(gram) if len(gram) == 2 else back((BREAK,)) * p(gram)
            found[word] = share * mass(gram, after) if share else 0.0
    return {word: share for word, share in found.items() if share > 0}


# --- writing ------------------------------------------------------------------------------------------------------------


def step(context, left):
    """Draw the next word, exactly by its mass; return the gram that it leads to."""
    shares = [value((*context, word), left) for word in NEXT[context]]
    seen, whole = sum(shares), mass(context, left)
    if whole <= seen or random.random() * whole < seen:
        return (*context, random.choices(NEXT[context], shares)[0])
    while True:  # a word that was never seen here: drawn from the shorter context, again only until it is one
        gram = step(context[1:], left)
        if (*context, gram[-1]) not in COUNT:
            return gram


def write_line(last):
    """Return the words of a line that ends with this word."""
    gram, left, words = longest((BREAK, last)), SYLLABLES - syllables(last), [last]
    while words[-1] != BREAK:
        gram = step(gram, left)
        words.append(gram[-1])
        left -= syllables(gram[-1])
    return words[-2::-1]


def rhyme(word):
    """Return (the sounds from the last stressed vowel on, the consonants before it)."""
    sound = SOUND[word]
    begin = onset = max((-"120".find(phone[-1]), i) for i, phone in enumerate(sound) if phone[-1].isdigit())[1]
    while onset and not sound[onset - 1][-1].isdigit():
        onset -= 1
    return tuple(sound[begin:]), tuple(sound[onset:begin])


def couplets(lines):
    """Return the words of so many lines, two by two on one rhyme, each rhyme once."""
    shares, classes = ends(SYLLABLES), defaultdict(lambda: defaultdict(dict))
    for word, share in shares.items():
        key, onset = rhyme(word)
        classes[key][onset][word] = share
    text, verse = [word for line in LINES for word in line], []
    runs = {*zip(*(text[i:] for i in range(COPY_LIMIT + 1)))}
    while len(verse) < lines:
        pairs = {key: two_of(onsets) for key, onsets in classes.items()}
        if not any(pairs.values()):
            sys.exit("no two lines of this text rhyme and have so many syllables: fewer lines, or more text")
        key = random.choices(list(pairs), list(pairs.values()))[0]
        onsets = classes.pop(key)
        whole = sum(sum(words.values()) for words in onsets.values())
        first = [(w, o, m * (whole - sum(words.values()))) for o, words in onsets.items() for w, m in words.items()]
        one, onset, _ = random.choices(first, [f[2] for f in first])[0]
        second = [(w, m) for o, words in onsets.items() if o != onset for w, m in words.items()]
        other = random.choices([w for w, _ in second], [m for _, m in second])[0]
        for last in (one, other):
            for _ in range(100):  # over the break between two lines it may copy: then the line is drawn again
                new = write_line(last)
                around = reduce(operator.iadd, verse[-2:], [])[-COPY_LIMIT:] + new
                if not any(tuple(around[i : i + COPY_LIMIT + 1]) in runs for i in range(len(around) - COPY_LIMIT)):
                    break
            verse.append(new)
    return verse[:lines]


def two_of(onsets):
    """Return the mass of all pairs of lines whose last words begin differently."""
    sums = [sum(words.values()) for words in onsets.values()]
    return sum(sums) ** 2 - sum(s * s for s in sums)


if __name__ == "__main__":
    if "--score" in sys.argv:
        for line in Path(sys.argv[-1]).read_text("utf-8").splitlines():
            print(*score(line), sep=",")
    else:
        asked = [int(argument) for argument in sys.argv[1:]]
        random.seed(asked[1] if len(asked) > 1 else None)
        for words in couplets(asked[0] if asked else 8):
            line = " ".join("I" + w[1:] if w.split("'")[0] == "i" else w for w in words)
            print(line[0].upper() + line[1:])
