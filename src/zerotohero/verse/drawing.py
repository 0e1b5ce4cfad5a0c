"""Draw whole verses: the rhymes of all lines first, then each line to its rhyme, and again what copies or comes twice."""

from collections import Counter

import numpy as np

TRIES = 20  # drawings of a line that copies over a line break, or repeats another line
REPEATED = 4  # words in a row (or a shorter line) that do not come twice in a verse, if that can be had


def draw_verses(count, letters, requests, classes, first, rng, copying):
    """Return a list of line codes for each of ``count`` verses; None for those that cannot be finished.

    Parameters
    ----------
    count : int
    letters : list of str
        The rhyme of each line: see ``verse.scheme``.
    requests : list of Wishes
        The first is that of all lines; of each other one, there is one line.
    classes : RhymeClasses
    first : int or None
        The class of the first rhyme, if it is given.
    rng : numpy Generator
    copying : callable
        ``copying(lines, verses)`` -> (verse, line) of the lines of these verses that must be drawn again.
    """
    names = sorted({*letters} - {"X"})  # the first is the one that may be given
    sizes = line_counts(letters)
    size = len(letters)
    last, kind = np.zeros((count, size), np.int64), np.zeros((count, size), np.int64)
    good = np.ones(count, bool)
    for v in range(count):
        drawn = classes.draw_classes(sizes, rng, first) if names else []
        if drawn is None:
            return [None] * count
        ends = {name: classes.draw_words(k, n, rng) for name, k, n in zip(names, drawn, sizes)}
        last[v] = [ends[x].pop() if x != "X" else 0 for x in letters]
        if len(requests) > 1:  # which lines are about something: those that can
            free = rng.permutation(size).tolist()
            for r, request in enumerate(requests[1:], 1):
                line = next((i for i in free if not last[v, i] or request.mass[last[v, i]]), None)
                good[v] &= line is not None
                if line is not None:
                    kind[v, line] = r
                    free.remove(line)
    lines = [[None] * size for _ in range(count)]
    open_ = np.argwhere(np.broadcast_to(good[:, None], last.shape))
    for _ in range(TRIES):
        for r, request in enumerate(requests):
            of = open_[kind[tuple(open_.T)] == r]
            for (v, i), line in zip(of, request.lines(last[tuple(of.T)], rng)):
                lines[v][i] = line
        verses = np.unique(open_[:, 0])
        open_ = np.concatenate([copying(lines, verses), repeating(lines, verses)])
        if not len(open_):
            break
    good[copying(lines, np.unique(open_[:, 0]))[:, 0]] = False  # another rhyme is needed
    return [verse if ok else None for verse, ok in zip(lines, good)]


def repeating(lines, verses):
    """Return (verse, line) of each line of these verses that has a long run of words in common with an earlier one."""
    found = []
    for v in verses:
        known = set()
        for i, line in enumerate(lines[v]):
            words = line.tolist()
            runs = {tuple(words[k : k + REPEATED]) for k in range(max(len(words) - REPEATED, 0) + 1)}
            found += [] if known.isdisjoint(runs) else [(v, i)]
            known |= runs
    return np.array(found, np.int64).reshape(-1, 2)


def line_counts(letters):
    """Return how many lines each rhyme has, in the order of the letters' names."""
    counts = Counter(letters)
    return [counts[name] for name in sorted(counts) if name != "X"]
