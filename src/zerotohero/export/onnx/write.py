"""A run as an ONNX file, which phones, browsers, databases and a dozen languages can run; shipped only if it answers the same."""

import json
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from zerotohero.core.errors import BoardError
from zerotohero.core.extras import EXTRAS
from zerotohero.export.onnx.build import from_cells, from_numbers, session
from zerotohero.export.onnx.parity import SAME, compare
from zerotohero.export.onnx.rows import rows_to_check
from zerotohero.leaderboard.journal import write_json, write_whole

ANSWER = (
    "for output, answer in zip(session.get_outputs(), session.run(None, cells)):\n    print(output.name, answer[0])\n"
)


def export_onnx(run, folder):
    """Write ``model.onnx``, ``example.py`` and ``parity.json`` into ``folder``; return what was found, as plain JSON.

    The model file is written beside them with what its service needs to know: that ONNX Runtime gives the same answers,
    and how fast. A leaderboard's own is told so too.

    Returns
    -------
    dict
        ``rows``, ``largest``, ``labels``, ``ties``, ``seconds``, ``own_seconds`` (see ``parity.Parity``), the same of
        the service under ``service``, and ``onnxruntime``.

    Raises
    ------
    BoardError
        ONNX cannot repeat the model, or does not give the same answers; nothing is written then.
    """
    if not EXTRAS["onnx"].installed:
        raise BoardError(
            "write ONNX", "the extra onnx, to check that it answers the same", "it is not installed", "hero add onnx"
        )
    graph, inputs = from_cells(run.model, version("zerotohero"))
    numbers, cells = from_numbers(run.model), rows_to_check(run)
    parity, service = compare(run, session(graph), inputs, session(numbers), cells)
    for found in (parity, service):
        if not found.holds:
            raise BoardError(
                f"write {run.title} as ONNX",
                f"the same answers: probabilities and values within {SAME:g}, the same labels",
                f"a difference of {found.largest:.2g}, {found.labels} of {found.rows:,} labels differ; nothing was written",
                "hero export --to script, which answers the same",
            )
    folder = Path(folder)
    write_whole(folder / "model.onnx", graph)
    texts = _example(run.model, inputs)
    for name, text in texts.items():
        write_whole(folder / name, text.encode("utf-8"))
    about = {**asdict(parity), "service": asdict(service), "onnxruntime": version("onnxruntime")}
    write_json(folder / "parity.json", about)
    mark = {"sha256": sha256(numbers).hexdigest(), "rows": service.rows, "largest": service.largest}
    mark |= {"seconds": service.seconds, "own_seconds": service.own_seconds}
    run.model.save(folder / "model.hero", onnx=mark)
    if run.board is not None:
        run.model.save(run.path, onnx=mark)
    return about


def _example(model, inputs):
    """Return file name -> text: a script that answers one made-up row, and the row."""
    recipe, files = model.recipe, {}
    if recipe.kind == "images":
        shape = (1, recipe.height, recipe.width, *(3,) * (recipe.mode == "RGB"))
        says = f"image: pictures (N, {', '.join(map(str, shape[1:]))}), 0 is black and 255 white, already cut to this size."
        cells = [f'cells = {{"image": np.zeros({shape}, np.uint8)}}  # a black picture']
    elif recipe.kind == "sounds":
        says = f"sound: (N, {recipe.samples}) samples, {recipe.rate:,} a second, zeros where it is over."
        cells = [f'cells = {{"sound": np.zeros((1, {recipe.samples}), np.int16)}}  # silence']
    else:
        says = 'Every column is a tensor (N, 1): numbers with NaN, texts with "" where nothing is known.'
        usual, kinds = model.manifest.get("usual") or {}, dict(model.manifest["features"])
        row = {own: (usual.get(name) or {}).get("middle") for name, own in inputs.items()}
        unknown = {own: "" if kinds[name] == "category" else float("nan") for name, own in inputs.items()}
        row = {name: unknown[name] if value is None else value for name, value in row.items()}
        files["row.json"] = json.dumps(row, ensure_ascii=False, indent=1)
        cells = ['row = json.loads((here / "row.json").read_text("utf-8"))  # medians, most frequent values']
        cells += ["kind = {True: object, False: float}"]
        cells += ["cells = {name: np.array([[v]], kind[isinstance(v, str)]) for name, v in row.items()}"]
    imports = [*(["import json"] if files else []), "from pathlib import Path", "", "import numpy as np"]
    lines = [f'"""One answer of model.onnx. {says}"""', "", *imports, "import onnxruntime", ""]
    lines += ["here = Path(__file__).parent", 'session = onnxruntime.InferenceSession(here / "model.onnx")', *cells]
    return {**files, "example.py": "\n".join([*lines, ANSWER])}
