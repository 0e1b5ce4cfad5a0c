"""The model and its rules written out slowly, from the definitions: what the engine is compared with."""

import itertools
from collections import Counter, defaultdict

import pytest

E, B = "E", "B"


class Slowly:
    """Interpolated modified Kneser-Ney on reversed lines, from Chen & Goodman 1999, in dictionaries.

    Parameters
    ----------
    text : list of list
        Lines of words.
    order : int
    """

    def __init__(self, text, order):
        self.text, self.order = [list(line) for line in text], order
        rows = [[E, *line[::-1], B] for line in self.text]
        self.grams = [
            Counter(tuple(r[i : i + n]) for r in rows for i in range(len(r) - n + 1)) for n in range(order + 2)
        ]
        self.vocabulary = {word for line in self.text for word in line} | {B}
        self.adjusted, self.discounts, self.kept = [None], [None], {}
        for n in range(1, order + 1):
            if n == order:
                a = {g: c for g, c in self.grams[n].items() if g != (E,)}
            else:
                before = defaultdict(set)
                for g in self.grams[n + 1]:
                    before[g[1:]].add(g[0])
                a = {g: self.grams[n][g] if g[0] == E else len(before[g]) for g in self.grams[n] if g != (E,)}
            self.adjusted.append(a)
            self.discounts.append(self._discounts(a))

    @staticmethod
    def _discounts(adjusted):
        t = [sum(c == k for c in adjusted.values()) for k in range(5)]
        if all(t[1:]):
            y = t[1] / (t[1] + 2 * t[2])
            d = [0, 1 - 2 * y * t[2] / t[1], 2 - 3 * y * t[3] / t[2], 3 - 4 * y * t[4] / t[3]]
            if all(0 < d[k] < k for k in (1, 2, 3)):
                return d
        return [0, 0.5, 1.0, 1.5]

    def p(self, word, context=()):
        """p(word | context); None stands for the unknown word. Only the last ``order`` − 1 words are looked at."""
        context = tuple(context)[max(len(context) - self.order + 1, 0) :]
        if (word, context) not in self.kept:
            self.kept[word, context] = self._p(word, context)
        return self.kept[word, context]

    def _p(self, word, context):
        n = len(context) + 1
        after = {g: a for g, a in self.adjusted[n].items() if g[:-1] == context}
        lower = self.p(word, context[1:]) if context else 1 / (len(self.vocabulary) + 1)
        if not after:
            return lower
        total, d = sum(after.values()), self.discounts[n]
        a = after.get((*context, word), 0)
        return (a - d[min(a, 3)]) / total + sum(d[min(c, 3)] for c in after.values()) / total * lower

    def mass(self, line, temperature=1.0, seen_pairs=False):
        """The weight of a whole line: of each word and of its beginning."""
        row, total = [E, *line[::-1], B], 1.0
        for i in range(1, len(row)):
            if seen_pairs and tuple(row[i - 1 : i + 1]) not in self.grams[2]:
                return 0.0
            total *= self.tempered(row[i], row[:i], temperature)
        return total

    def tempered(self, word, context, temperature):
        """p(word | context) to the power 1 / temperature, as a share of all words of the text."""
        powers = {w: self.p(w, context) ** (1 / temperature) for w in self.vocabulary} if temperature != 1 else {}
        return powers[word] / sum(powers.values()) if powers else self.p(word, context)

    def legal(self, line, copy_limit):
        """Whether it copies neither a whole line nor more than ``copy_limit`` tokens in a row, E counted."""
        rows, own, k = [[E, *r[::-1]] for r in self.text], [E, *line[::-1]], copy_limit + 1
        known = {tuple(r[i : i + k]) for r in rows for i in range(len(r) - k + 1)}
        return list(line) not in self.text and not any(tuple(own[i : i + k]) in known for i in range(len(own) - k + 1))

    def lines(self, most, copy_limit, fits=lambda line: True, **how):
        """Line -> mass of all legal lines of up to ``most`` words that fit."""
        words = sorted(self.vocabulary - {B})
        all_ = itertools.chain(*(itertools.product(words, repeat=n) for n in range(1, most + 1)))
        kept = (line for line in all_ if fits(line) and self.legal(line, copy_limit))
        return {line: mass for line in kept if (mass := self.mass(line, **how)) > 0}


@pytest.fixture(scope="session")
def slowly():
    return Slowly
