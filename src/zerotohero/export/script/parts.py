"""The parts of a script that read, as text: its head, cells from files, numbers from cells."""

import numpy as np

from zerotohero.data._files import SUFFIXES
from zerotohero.data._pictures import decode
from zerotohero.representations._bins import apply_bins
from zerotohero.representations._category import apply_categories, apply_codes
from zerotohero.representations._date import apply_date
from zerotohero.representations._number import apply_numbers
from zerotohero.representations._words import apply_words, terms
from zerotohero.representations.pixels import MOST_SIDE, shrink


def number(text):
    """Return a cell as a finite number, else NaN."""
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def joined(parts):
    """Return the parts as one text, a blank line between them."""
    tidy = ("\n".join(line.rstrip() for line in part.strip("\n").splitlines()) for part in parts)
    return "\n\n".join(tidy) + "\n"


def head_part(run, words, imports=(), lists=(), photos=False):
    """Return docstring, imports and what is loaded.

    Parameters
    ----------
    run : Run
    words : bool
        Whether ``re`` is needed here.
    imports : iterable of str
        Lines that take from the files beside this one.
    lists : iterable of str
        Lines that follow what is loaded.
    photos : bool
        Whether what ``decode`` needs is needed here.
    """
    m = run.board.manifest
    images, classify = m["kind"] in ("images", "sounds"), m["task"] == "classification"
    what = "FOLDER" if images else "new.csv"
    modules = [*(["csv"] if classify else []), *(["io"] if photos else []), "json", *(["re"] if words else []), "sys"]
    modules += ["warnings"] if photos else []
    needs = [
        "numpy",
        {"images": "pillow", "sounds": "scipy"}.get(m["kind"], "pandas"),
        f"scikit-learn {m['versions']['scikit-learn']}",
    ]
    specs = [model.spec for _, model in run.model.members] or [run.model.spec]
    needs += sorted({s.module for s in specs if s.module})
    # a name from a file never ends the docstring
    target, dataset = (repr(name).replace('"', r"\"") for name in (m["target"], m["dataset"]))
    score = "prints the score that the leaderboard shows"
    title, more = run.title, ""
    if run.members:
        shares = ", ".join(f"{w:.0%} {model.spec.title}" for w, model in run.model.members)
        title = f"combination ({shares})"
        score = "prints the score of these weights"
        more = """
On the leaderboard each fold's weights come from the other folds; these come from all, which flatters them a little.
"""
    return f'''"""{title} for {target} of {dataset}.

Needs {", ".join(needs[:-1])} and {needs[-1]}.
    python run.py {what:<10} predicts with the stored arrays
    python run.py --train    trains again; {score}
{more}"""

{chr(10).join(f"import {module}" for module in modules)}
from pathlib import Path

{chr(10).join(["import numpy as np", *([] if images else ["import pandas as pd"]), *imports])}

HERE = Path(__file__).parent
MODEL = json.loads((HERE / "model.json").read_text("utf-8"))
ARRAYS = dict(np.load(HERE / "arrays.npz"))
{chr(10).join(lists)}'''


def cell_functions(state):
    """Return the functions that these columns need."""
    functions = [apply_bins if state["style"] == "bins" else apply_numbers]
    functions += [apply_codes] if state["categories"] else []
    functions += [apply_categories] if state["categories"] and state["style"] not in ("codes", "bins") else []
    functions += [apply_date] if state["dates"] else []
    return functions + ([terms, apply_words] if state["words"] else [])


def read_table_part(recipe, features):
    """Return the function that reads a CSV file by the recipe."""
    types = {t for _, t in features}
    used = [c for c in recipe.columns if [c.name, c.type] in [list(f) for f in features] and c.type == "number"]
    strip = any(c.prefix or c.suffix or c.thousands or c.decimal != "." for c in used)
    keep = any(c.missing_numbers for c in used)
    header = "" if recipe.header else f", header=None, names=[str(i + 1) for i in range({len(recipe.columns)})]"
    lines = [
        "def read(path):",
        '    """Return the columns of a CSV file: numbers (NaN is missing), dates, texts or None."""',
        f"    table = pd.read_csv(path, dtype=str, keep_default_na=False, sep={recipe.delimiter or ','!r}, encoding={recipe.encoding or 'utf-8'!r}{header})",
        '    if lacking := [c["name"] for c in MODEL["columns"] if c["name"] not in table]:',
        """        raise SystemExit(f"{path} lacks the columns {', '.join(lacking)}; it has {', '.join(table)}")""",
        "    cells = {}",
        '    for c in MODEL["columns"]:',
        '        text = table[c["name"]].str.strip()',
        '        gone = text.isin(c["missing"])',
    ]
    branch = "if"
    if "number" in types:
        if strip:
            lines.append('        if c["type"] == "number":')
            lines.append(
                '            text = text.str.removeprefix(c["prefix"]).str.removesuffix(c["suffix"]).str.strip()'
            )
            lines.append('            text = text.str.replace(c["thousands"], "") if c["thousands"] else text')
            lines.append('            text = text.str.replace(c["decimal"], ".")')
        lines.append('        if c["type"] == "number":')
        lines.append(
            '            cells[c["name"]] = np.array([np.nan if g else number(t) for t, g in zip(text, gone)])'
        )
        if keep:
            lines.append('            cells[c["name"]][np.isin(cells[c["name"]], c["missing_numbers"])] = np.nan')
        branch = "elif"
    if "date" in types:
        lines.append(f'        {branch} c["type"] == "date":')
        lines.append('            dates = pd.to_datetime(text.where(~gone), format=c["date_format"], errors="coerce")')
        lines.append('            cells[c["name"]] = dates.to_numpy("datetime64[s]")')
        branch = "elif"
    if types & {"category", "words"}:
        last = 'cells[c["name"]] = np.where(gone, None, text.to_numpy(object))'
        lines += (
            [f"        {'else:' if branch == 'elif' else 'if True:'}", f"            {last}"]
            if branch == "elif"
            else [f"        {last}"]
        )
    return "\n".join([*lines, "    return cells"])


def picture_functions(states):
    """Return the functions that pictures need before they are numbers: photos are decoded as in training, and shrunk."""
    photos = max(states[0]["height"], states[0]["width"]) > MOST_SIDE
    return [decode] * photos + [shrink] * any("shrunk" in state for state in states)


def read_images_part(recipe):
    """Return the function that reads a folder of pictures."""
    if max(recipe.height, recipe.width) > MOST_SIDE:
        return f'''def read(path):
    """Return the photos in a folder as (N, {recipe.height}, {recipe.width}{", 3" if recipe.mode == "RGB" else ""}) uint8."""
    files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in {SUFFIXES})
    return np.array([decode(p.read_bytes(), {recipe.height}, {recipe.width}, "{recipe.mode}") for p in files])'''
    return f'''def read(path):
    """Return the pictures in a folder as (N, {recipe.height}, {recipe.width}{", 3" if recipe.mode == "RGB" else ""}) uint8."""
    from PIL import Image

    files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg"))
    pictures = [Image.open(p).convert("{recipe.mode}").resize(({recipe.width}, {recipe.height}), Image.Resampling.BOX) for p in files]
    return np.array([np.asarray(p) for p in pictures])'''


def matrix_table_part(state, name="to_matrix"):
    """Return the function that puts the columns side by side."""
    lines = [
        f"def {name}(cells, state):",
        '    """Return the cells as numbers (N, D), by what ``state`` learned."""',
        '    numbers = [cells[name] for name in state["number_columns"]]',
        "    X = np.array(numbers, float).reshape(len(numbers), len(next(iter(cells.values())))).T",
    ]
    if state["dates"]:
        lines.append('    X = np.hstack([X, *(apply_date(d, cells[d["name"]]) for d in state["dates"])])')
    bins = state["style"] == "bins"
    lines.append(f'    blocks = [{"apply_bins" if bins else "apply_numbers"}(state["numbers"], X)]')
    if state["categories"]:
        apply = "apply_codes" if state["style"] in ("codes", "bins") else "apply_categories"
        lines.append('    columns = [cells[c["name"]] for c in state["categories"]]')
        lines.append(f'    blocks.append({apply}(state["categories"], columns))')
    if state["words"]:
        words = 'apply_words(w, cells[w["name"]])'
        lines.append(f'    blocks += [{f"np.minimum({words}, 1)" if bins else words} for w in state["words"]]')
    return "\n".join([*lines, "    X = np.hstack(blocks)", "    return X if X.shape[1] else np.zeros((len(X), 1))"])


def matrix_images_part(states):
    """Return the function that turns pictures into what a model takes; ``states`` are those of all its members."""
    small = [
        '    if "shrunk" in state and pictures.shape[1] != state["shrunk"][0]:',
        '        pictures = shrink(pictures, *state["shrunk"])',
    ]
    flat = ["    return pictures.reshape(len(pictures), -1) / 255"]
    grid = ['    if "grid" in state:', "        return pictures"]
    lines = [
        "def to_matrix(pictures, state):",
        '    """Return pixels as numbers from 0 to 1: (N, D)."""',
        *(grid if any("grid" in state for state in states) else []),
        *(small if any("shrunk" in state for state in states) else []),
        *flat,
    ]
    return "\n".join(lines)
