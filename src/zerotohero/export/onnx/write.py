"""A run as an ONNX file, which phones, browsers, databases and a dozen languages can run; shipped only if it answers the same."""

from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from zerotohero.core.errors import BoardError
from zerotohero.core.extras import EXTRAS
from zerotohero.export.onnx.build import from_cells, from_numbers, session
from zerotohero.export.onnx.example import example
from zerotohero.export.onnx.parity import SAME, compare
from zerotohero.export.onnx.rows import rows_to_check
from zerotohero.leaderboard.journal import write_json, write_whole


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
    texts = example(run.model, inputs)
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
