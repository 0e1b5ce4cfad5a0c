"""Rows on which two models have to agree: rows of the training, rows drawn like them, and rows as odd as rows come."""

import numpy as np

from zerotohero.core.errors import BoardError

ROWS = 1200  # a third of each kind
ODD = 0.2  # share of the cells of an odd row that are missing, unknown or extreme
TEXTS = (None, "never seen", "¿niño? 猫", " ", "0", "İSTANBUL ﬁnds A\tB\u00a0C" * 9)
STRANGE = {
    "number": (np.nan, 0.0, -1.0, 1e-300, 1e30, -1e30, 1e308, -1e308),
    "category": TEXTS[:-1],
    "date": ("NaT", "1969-12-31T23:59:59", "0001-01-01", "9999-12-31T23:00", "2000-02-29", "1900-03-01", "2026-01-01"),
}


def rows_to_check(run, seed=0):
    """Return cells (name -> (ROWS, ...) array), some with the column's own words and numbers for "no value".

    Raises
    ------
    BoardError
        A bare model file of an older version: it does not say what is usual in its columns.
    """
    rng, kind = np.random.default_rng(seed), run.model.recipe.kind
    own = _own(run, rng)
    if kind == "images":
        return {"image": _pictures(run.model.recipe, own.get("image"), rng)}
    if kind == "sounds":
        return {"sound": _sounds(run.model.recipe, own.get("sound"), rng)}
    usual = run.model.manifest.get("usual")
    if not own and not usual:
        raise BoardError(
            "check the rows",
            "a run of a leaderboard",
            "an old model file that does not say what is usual",
            "hero train again",
        )
    cells = {}
    for name, kind in run.model.manifest["features"]:
        if kind == "words":
            cells[name] = _texts(run.model, name, own.get(name), rng)
        elif kind in STRANGE:
            cells[name] = _column(kind, run.model.recipe.column(name), own.get(name), (usual or {}).get(name), rng)
    return cells


def as_read(model, cells):
    """Return cells as our reading gives them: no value where the column's own words and numbers for that stand."""
    found = dict(cells)
    for name, column in cells.items() if model.recipe.kind == "table" else ():
        recipe = model.recipe.column(name)
        if recipe.type == "number":
            found[name] = np.where(np.isin(column, recipe.missing_numbers), np.nan, column)
        elif recipe.type in ("category", "words"):
            gone = {"", *recipe.missing}
            found[name] = np.array([None if cell in gone else cell for cell in column.tolist()], object)
    return found


def _own(run, rng):
    """Return cells of rows of the training, at most a third of ROWS; {} for a bare file."""
    if run.board is None:
        return {}
    cells = run.board.dataset().cells
    names = [name for name, _ in run.model.manifest["features"]]
    count = len(cells[names[0]])
    rows = np.sort(rng.choice(count, min(count, ROWS // 3), replace=False))
    return {name: np.asarray(cells[name][rows]) for name in names}


def _column(kind, recipe, own, usual, rng):
    """Return ROWS cells of a column of numbers, categories or dates."""
    drawn = _drawn(kind, usual, ROWS, rng) if usual else rng.choice(own, ROWS)
    if own is not None:
        drawn[: len(own)] = own
    odd = np.flatnonzero(rng.random(ROWS // 3) < ODD) + ROWS - ROWS // 3
    more = {"number": [*recipe.missing_numbers, *(usual or {}).get("deciles", [])], "category": recipe.missing}
    strange = [*STRANGE[kind], *more.get(kind, ())]
    drawn[odd] = np.array(strange, drawn.dtype)[rng.integers(len(strange), size=len(odd))]
    return drawn


def _drawn(kind, usual, count, rng):
    """Return cells as they usually are: between the deciles, or as frequent as the shares say; some are missing."""
    gone = rng.random(count) < usual["missing"]
    if kind in ("number", "date"):
        deciles = usual["deciles"]
        values = np.interp(rng.random(count) * 10, np.arange(11), deciles) if deciles else np.full(count, np.nan)
        whole = all(float(d).is_integer() for d in deciles)
        found = np.where(gone, np.nan, np.round(values) if whole else values)
        return found if kind == "number" else _moments(found)
    shares = usual["shares"] or {"never seen": 1.0}
    weights = np.array(list(shares.values())) + 1e-9
    drawn = rng.choice(np.array(list(shares), object), count, p=weights / weights.sum())
    return np.where(gone, None, drawn)


def _moments(seconds):
    """Return seconds since 1970 as dates; NaN: none."""
    return np.where(np.isnan(seconds), np.datetime64("NaT"), np.nan_to_num(seconds).astype("datetime64[s]"))


def _texts(model, name, own, rng):
    """Return ROWS texts: own ones, such of words that the model knows, odd ones."""
    states = [state for made in model.representations for state in made.state_["words"] if state["name"] == name]
    known = [term for state in states for term in (*state["words"], *state["runs"])] or ["never seen"]
    drawn = np.array([" ".join(rng.choice(known, rng.integers(1, 12))) for _ in range(ROWS)], object)
    if own is not None:
        drawn[: len(own)] = own
    odd = np.flatnonzero(rng.random(ROWS // 3) < ODD) + ROWS - ROWS // 3
    strange = np.array([*TEXTS, *model.recipe.column(name).missing], object)
    drawn[odd] = strange[rng.integers(len(strange), size=len(odd))]
    return drawn


def _pictures(recipe, own, rng):
    """Return ROWS pictures: own ones, the same as negatives and shifted, patches, noise, black and white."""
    shape = (recipe.height, recipe.width, *(3,) * (recipe.mode == "RGB"))
    made = rng.integers(0, 256, (ROWS, *shape), dtype=np.uint8)
    for picture in made[::2]:  # patches of one colour on another
        top, left = rng.integers(recipe.height), rng.integers(recipe.width)
        picture[:] = picture[0, 0]
        picture[top:, left:] = rng.integers(256)
    if own is not None:
        third = len(own)
        made[:third], made[third : 2 * third] = own, 255 - np.roll(own, 1, axis=1)
    made[-2], made[-1] = 0, 255
    return made


def _sounds(recipe, own, rng):
    """Return ROWS sounds: own ones, the same backwards and softer, noise and tones of any length, silence, the loudest."""
    time = np.arange(recipe.samples) / recipe.rate
    made = np.zeros((ROWS, recipe.samples), np.int16)
    for sound in made:
        tone = np.sin(2 * np.pi * rng.uniform(50, recipe.rate / 2) * time) * rng.uniform(0, 1)
        wave = (tone + rng.normal(0, rng.uniform(0, 0.3), len(time))) * 10 ** rng.uniform(-4, 0)
        sound[:] = np.clip(wave, -1, 1) * 32767
        sound[rng.integers(1, recipe.samples + 1) :] = 0
    if own is not None:
        third = len(own)
        made[:third], made[third : 2 * third] = own, own[:, ::-1] // 8
    made[-2], made[-1] = 0, np.where(np.arange(recipe.samples) % 2, 32767, -32768)
    return made
