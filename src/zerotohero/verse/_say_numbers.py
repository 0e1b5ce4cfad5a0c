"""Numbers as words: 42, 1999, 3rd, $5."""

import re

NUMBER = re.compile(r"([$€£]?)(\d[\d,]*(?:\.\d+)?)(?:(st|nd|rd|th|s|%)(?![a-z]))?")
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
ONES = SMALL.split()
ROUND = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
TENS = ROUND.split()
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
MONEY = {"$": "dollar", "€": "euro", "£": "pound"}
ORDINALS = {"one": "first", "two": "second", "three": "third"}


def say_number(currency, number, ending):
    """Return the words of a number as it is read aloud.

    Examples
    --------
    >>> say_number("", "42", "")
    ['forty', 'two']
    >>> say_number("", "1999", "")
    ['nineteen', 'ninety', 'nine']
    >>> say_number("", "21", "st")
    ['twenty', 'first']
    >>> say_number("$", "1,000.50", "")
    ['one', 'thousand', 'point', 'five', 'zero', 'dollars']
    >>> say_number("", "90", "s")
    ['nineties']
    """
    whole, _, fraction = number.replace(",", "").partition(".")
    if len(whole) > 15 or (len(whole) > 1 and whole[0] == "0"):
        words = [ONES[int(digit)] for digit in whole]
    elif len(whole) == 4 and not (currency or fraction or "," in number) and _is_year(int(whole)):
        words = _cardinal(int(whole[:2])) + _second_half(int(whole[2:]))
    else:
        words = _cardinal(int(whole))
    if fraction:
        words += ["point", *(ONES[int(digit)] for digit in fraction)]
    if currency:
        words.append(MONEY[currency] + ("" if words == ["one"] else "s"))
    if ending == "%":
        words.append("percent")
    elif ending == "s":
        words[-1] = (
            words[-1][:-1] + "ies" if words[-1].endswith("ty") else words[-1] + ("es" if words[-1] == "six" else "s")
        )
    elif ending:
        words[-1] = _ordinal(words[-1])
    return words


def _is_year(number):
    """Say whether four digits are read in pairs: 1066, 1999, 2024, but not 2007 or 3000."""
    return 1010 <= number <= 2099 and number // 10 not in (100, 200)


def _second_half(number):
    """Return the words of a year's last two digits: hundred, oh five, ninety nine."""
    if number == 0:
        return ["hundred"]
    return (["oh"] if number < 10 else []) + _cardinal(number)


def _cardinal(number):
    """Return the words of a whole number below 10**15."""
    for size, name in SCALES:
        if number >= size:
            rest = number % size
            return [*_cardinal(number // size), name, *(_cardinal(rest) if rest else [])]
    if number < 20:
        return [ONES[number]]
    return [TENS[number // 10], *([ONES[number % 10]] if number % 10 else [])]


def _ordinal(word):
    """Return the ordinal of a number's last word: two -> second, twenty -> twentieth."""
    irregular = {"five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth", **ORDINALS}
    if word in irregular:
        return irregular[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"
