"""A run as one HTML file that answers in the browser, without a server and without asking anybody.

Beside the page lie the same model for a page of one's own: ``classifier.js``, ``model.js`` and an example in the manner
of p5.js and ml5.js. The JavaScript stands in ``web/model``, a small file per family of algorithms; a page holds those
that its model needs. That it answers as the run does is tested in a browser (tests/export/page/).
"""

import json
import re
from dataclasses import asdict
from pathlib import Path

from zerotohero.export.page.arrays import packed
from zerotohero.export.page.bundle import bundle, source
from zerotohero.export.page.example import example
from zerotohero.export.page.models import ANSWERS, FOREST, KINDS, MOST_BYTES, ROUNDED, members_of, refused
from zerotohero.export.page.words import facts, judged
from zerotohero.leaderboard.journal import write_whole

INPUTS = {"form": ("form.js", "makeForm"), "pad": ("pad.js", "makePad"), "photo": ("photo.js", "makePhoto"),
          "sound": ("sound.js", "makeSound")}  # fmt: skip


def export_page(run, folder, answers):
    """Write ``page.html``, and ``classifier.js``, ``model.js`` and ``example.html`` beside it.

    Parameters
    ----------
    run : Run
    folder : path_like
    answers : serve.answers.Answers
        What the try page would ask: it says how the run describes itself, and how drawings sit in its pictures.

    Returns
    -------
    dict of str to Path
        "page", "library", "model", "example".

    Raises
    ------
    BoardError
        A browser cannot run this model by itself, or the file would be too large to send.
    """
    members, folder = members_of(run), Path(folder)
    described = answers.describe
    frame = asdict(answers.frame) if described["page"] == "pad" else None
    about = _about(run, members, described, frame)
    texts = {
        "page": ("page.html", _page(about, members)),
        "library": ("classifier.js", _script("library.js", about, members)),
        "model": ("model.js", f"modelIsHere({_json(about)});\n"),
        "example": ("example.html", example(about)),
    }
    size = len(texts["page"][1].encode("utf-8"))
    if size > MOST_BYTES:
        held = f", most of it {run.model.manifest['holds_rows']}" if run.model.manifest["holds_rows"] else ""
        raise refused(run, f"{size / 1e6:.0f} MB{held}; {MOST_BYTES / 1e6:.0f} MB is the most")
    for name, text in texts.values():
        write_whole(folder / name, text.encode("utf-8"))
    return {key: folder / name for key, (name, _) in texts.items()}


def _about(run, members, described, frame):
    """Return all that the page has to know, as plain JSON."""
    manifest, recipe = run.model.manifest, run.model.recipe
    names = dict(manifest["features"])
    states = manifest.get("representations") or [manifest["representation"]]
    entries = manifest.get("members") or [{**manifest, "representation": 0, "weight": 1.0}]
    columns = [c for c in recipe.columns if c.name in names]
    about = {key: described[key] for key in ("page", "title", "target", "classes", "range", "unit")}
    fields = [_public(field, manifest, states) for field in described["fields"]]
    score, judged_on = judged(run, described["score"])
    return {
        **about,
        "fields": fields,
        "score": score,
        "judged_on": judged_on,
        "more": facts(run, described),
        **{key: manifest.get(key) for key in ("task", "log_target", "calibration", "prior", "threshold", "interval")},
        "columns": [
            {"name": c.name, "type": names[c.name], "missing": c.missing, "missing_numbers": c.missing_numbers}
            for c in columns
            if recipe.kind == "table"
        ],
        "usual_row": {field["name"]: field["value"] for field in fields},
        "picture": {"height": recipe.height, "width": recipe.width, "mode": recipe.mode, "frame": frame},
        "sound": {"rate": recipe.rate, "samples": recipe.samples},
        "representations": states,
        "members": [
            {
                "family": ANSWERS[entry["algorithm"]][1],
                **{key: entry[key] for key in ("weight", "representation")},
                "seen": entry.get("classes_seen"),
            }
            for entry in entries
        ],
        "packed": packed([(m.arrays, ANSWERS[m.manifest["algorithm"]] in (ROUNDED, FOREST)) for _, m in members]),
    }


def _public(field, manifest, states):
    """Return a field of the form without what could tell of a single row: the page may be passed on.

    Only values stay that the model itself holds, or that are frequent; no text.
    """
    if field["type"] not in ("category", "words"):
        return field
    known = set((manifest.get("usual") or {}).get(field["name"], {}).get("shares", {}))
    known |= {
        code for state in states for c in state["categories"] if c["name"] == field["name"] for code in c["codes"]
    }
    value = field["value"] if field["value"] in known else None
    if field["type"] == "words":
        return {**field, "value": ""}
    return {**field, "value": value, "choices": [choice for choice in field.get("choices", []) if choice in known]}


def _script(first, about, members):
    """Return the script that begins with the module ``first``, with what this model needs."""
    kind = KINDS[{"form": "table", "sound": "sounds"}.get(about["page"], "images")]
    own = dict.fromkeys(ANSWERS[member.manifest["algorithm"]] for _, member in members)
    families = ", ".join(f"{function}: {file.replace('.', '_')}.{function}" for file, function in own)
    parts, call = [kind, *(file for file, _ in own)], f"kind: {kind.replace('.', '_')}.kind, families: {{ {families} }}"
    if first == "page.js":
        file, function = INPUTS[about["page"]]
        parts.append(file)
        call += f", makeInput: {file.replace('.', '_')}.{function}"
    head = "// Runs a model in the browser: model.js beside it is the model. Written by hero export --to page.\n"
    return (head if first == "library.js" else "") + bundle(first, parts, f"{{ {call} }}") + "\n"


def _page(about, members):
    """Return the page."""
    section = re.search(rf'  <section id="{about["page"]}".*?</section>\n', source("try.html"), re.DOTALL)[0]
    pieces = {
        "<!--INPUT-->": section,
        "/*STYLE*/": source("style.css") + source("page.css"),
        "/*MODEL*/": _json(about),
        "/*SCRIPT*/": _script("page.js", about, members),
    }
    return re.sub("|".join(map(re.escape, pieces)), lambda found: pieces[found[0]], source("page.html"))


def _json(about):
    """Return plain JSON that may stand inside a page's script."""
    text = json.dumps(about, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
