"""Is this the state of a representation? It comes out of a file that anybody may have written.

What passes here cannot make ``transform`` fail or return anything but finite numbers.
"""

from zerotohero.representations._date import PARTS

BIG, SMALL = 1e31, 1e-100  # |number| <= BIG, divisors >= SMALL: no quotient overflows
MOST_ITEMS, MOST_LETTERS, MOST_FEATURES = 100_000, 100_000, 1_000_000
STYLES = ("linear", "trees", "codes", "bins", "counts")
NUMBER_KEYS = {"low", "high", "fill", "center", "scale", "bent", "edge", "knee", "mean", "spread", "flags"}


def prove_table(state):
    """Raise ValueError unless ``state`` is what TableRepresentation.fit leaves behind."""
    _keys(state, {"kind", "style", "columns", "number_columns", "dates", "numbers", "categories", "words"}, "state")
    _require(state["kind"] == "table" and state["style"] in STYLES, "kind or style is unknown")
    coded, unweighted = state["style"] in ("codes", "bins"), state["style"] in ("bins", "counts")
    columns = _items(state["columns"], "columns")
    _require(all(isinstance(c, list) and len(c) == 2 for c in columns), "columns must be pairs")
    types = {_text(name, "column"): _text(kind, "type") for name, kind in columns}
    numbers = [_text(name, "number column") for name in _items(state["number_columns"], "number_columns")]
    _require(all(types.get(n) == "number" for n in numbers), "number_columns must be columns of numbers")
    for key, inner, allowed in (
        ("dates", {"name", "parts"}, ("date",)),
        ("categories", {"name", "codes", "rest", "none"}, ("category",)),
        ("words", {"name", "words", "runs", "weights", "length", "scale"}, ("category", "words")),
    ):
        for item in _items(state[key], key):
            _keys(item, inner, key)
            _require(types.get(_text(item["name"], key)) in allowed, f"{key} name a column of another type")
    for date in state["dates"]:
        _places(date["parts"], len(PARTS), "parts")
    prove_these = _prove_bins if state["style"] == "bins" else _prove_numbers
    prove_these(state["numbers"], len(numbers) + sum(len(d["parts"]) for d in state["dates"]))
    for category in state["categories"]:
        _codes(category["codes"], "codes")
        place = len(category["codes"])
        for key in ("rest", "none"):
            allowed = (place,) if coded else (-1, place)
            _require(type(category[key]) is int and category[key] in allowed, f"{key} must be the next place, or -1")
            place += category[key] >= 0
    for words in state["words"]:
        _codes(words["words"], "words")
        _codes(words["runs"], "runs")
        terms = len(words["words"]) + len(words["runs"])
        _floats(words["weights"], 0 if unweighted else terms, "weights", low=0)
        _floats([words["scale"]], 1, "scale")
        if unweighted:
            _require(words["length"] is None, "length must be null")
        else:
            _floats([words["length"]], 1, "length")
    size = sum(len(c["codes"]) + 2 for c in state["categories"]) + sum(
        len(w["words"]) + len(w["runs"]) + 1 for w in state["words"]
    )
    _require(size <= MOST_FEATURES, f"more than {MOST_FEATURES:,} features")


def _prove_numbers(numbers, count):
    """Check the state of ``count`` columns of numbers."""
    _keys(numbers, NUMBER_KEYS, "numbers")
    for key in ("low", "high", "fill", "center"):
        _floats(numbers[key], count, key)
    _floats(numbers["scale"], count, "scale", low=SMALL)
    ordered = zip(numbers["low"], numbers["fill"], numbers["high"])
    _require(all(low <= fill <= high for low, fill, high in ordered), "low, fill and high must be in order")
    bent = len(_places(numbers["bent"], count, "bent"))
    for key, low in (("edge", -BIG), ("mean", -BIG), ("knee", SMALL), ("spread", SMALL)):
        _floats(numbers[key], bent, key, low=low)
    _places(numbers["flags"], count, "flags")


def _prove_bins(numbers, count):
    """Check where ``count`` columns of numbers are cut."""
    _keys(numbers, {"cuts"}, "numbers")
    _require(len(_items(numbers["cuts"], "cuts")) == count, f"cuts must be {count} lists")
    for cuts in numbers["cuts"]:
        _floats(cuts, len(_items(cuts, "cuts")), "cuts")
        _require(cuts == sorted(set(cuts)), "cuts must increase")


def _require(true, message):
    """Raise ValueError with the message unless true."""
    if not true:
        raise ValueError(f"the state of the representation is damaged: {message}")


def _keys(item, keys, where):
    """Check that ``item`` is an object with exactly these keys."""
    _require(isinstance(item, dict) and set(item) == keys, f"{where} must have the keys {', '.join(sorted(keys))}")


def _items(items, where):
    """Return ``items``, a list that is not too long."""
    _require(
        isinstance(items, list) and len(items) <= MOST_ITEMS, f"{where} must be a list, at most {MOST_ITEMS:,} long"
    )
    return items


def _text(text, where):
    """Return ``text``, a string that is not too long."""
    _require(isinstance(text, str) and len(text) <= MOST_LETTERS, f"{where} must be a text")
    return text


def _floats(values, count, where, low=-BIG):
    """Check a list of ``count`` finite numbers from ``low`` to BIG."""
    good = len(_items(values, where)) == count and all(type(v) is float and low <= v <= BIG for v in values)
    _require(good, f"{where} must be {count} numbers from {low:g} to {BIG:g}")


def _places(values, count, where):
    """Return ``values``, increasing whole numbers below ``count``."""
    whole = all(type(v) is int and 0 <= v < count for v in _items(values, where))
    _require(whole and values == sorted(set(values)), f"{where} must be increasing whole numbers below {count}")
    return values


def _codes(codes, where):
    """Check a mapping of texts to 0, 1, 2, ..."""
    good = isinstance(codes, dict) and len(codes) <= MOST_ITEMS and all(isinstance(c, str) for c in codes)
    good = good and all(type(v) is int for v in codes.values())
    _require(good and list(codes.values()) == list(range(len(codes))), f"{where} must map texts to 0, 1, 2, ...")
