"""Open a leaderboard or a run by any name that a person has for it."""

from pathlib import Path

from zerotohero.core.errors import BoardError, ModelFileError, UnknownIdError, nearest
from zerotohero.leaderboard.board import Board
from zerotohero.leaderboard.journal import read_json
from zerotohero.leaderboard.model import Model
from zerotohero.leaderboard.run import Run
from zerotohero.model_file.read import read_model

NEEDED = {"key", "dataset", "data", "task", "target", "classes", "metric", "greater_is_better", "rows", "test_rows", "findings"}  # fmt: skip


def open_board(ref=None, out="hero-boards"):
    """Return a leaderboard.

    Parameters
    ----------
    ref : str, Path or None
        A leaderboard's folder, the beginning of its name, or None for the one trained last.
    out : str or Path
        The folder of leaderboards.

    Raises
    ------
    BoardError
        There is none; says how to make one.
    """
    out = Path(out)
    if ref is None:
        last = read_json(out / "last.json")
        folder = out / last["folder"] if last else None
        if folder is None and (out / "board.json").exists():
            folder = out
    elif (Path(ref) / "board.json").exists():
        folder = Path(ref)
    else:
        names = [p.parent.name for p in sorted(out.glob("*/board.json"))]
        hits = [n for n in names if n == str(ref)] or [n for n in names if n.startswith(str(ref))]
        last = read_json(out / "last.json", {}).get("folder")
        hits = [last] if last in hits else hits
        if not hits:
            near = nearest(str(ref), names)
            raise BoardError(
                f"open the leaderboard {str(ref)!r}",
                f"one of {', '.join(names) or 'none yet'}",
                f"nothing of that name in {out}",
                f"{near}" if near else "hero train DATA makes one",
            )
        if len(hits) > 1:
            raise BoardError(f"open the leaderboard {str(ref)!r}", "one leaderboard", ", ".join(hits), f"{hits[0]}")
        folder = out / hits[0]
    current = read_json(folder / "board.json") if folder else None
    if not current:
        raise BoardError(
            "open the leaderboard trained last",
            f"a leaderboard in {out}",
            "none yet",
            "hero train letters, or hero train with your file",
        )
    key = current.get("key") if isinstance(current, dict) else None
    manifest = read_json(folder / "boards" / f"{key}.json")
    if not isinstance(manifest, dict) or not manifest.keys() >= NEEDED:
        raise BoardError(
            f"open the leaderboard {folder}",
            "the files that hero train wrote",
            f"{'board.json' if key is None else f'boards/{key}.json'} is missing, damaged or from another version",
            "the same hero train again: finished fits are kept",
        )
    return Board(folder, manifest)


def open_run(ref="best", out="hero-boards"):
    """Return a run.

    Parameters
    ----------
    ref : str or Path
        ``best`` or ``latest`` (of the leaderboard trained last), ``houses:best``, an id or its
        beginning, an algorithm's id, or a .hero file.
    out : str or Path
        The folder of leaderboards.

    Examples
    --------
    >>> import zerotohero as zh
    >>> zh.open_run("best")  # doctest: +SKIP
    <Run 3f2a91c0: random forest, accuracy 0.9012>
    """
    text = str(ref)
    if text.endswith(".hero"):
        if not Path(text).exists():
            raise ModelFileError(f"open {text}", "a .hero file", "no such file", "hero board lists the runs")
        return _bare(Path(text))
    if Path(text).suffix.lower() in (".pkl", ".pickle", ".joblib", ".h5", ".keras", ".pt", ".pth", ".onnx"):
        read_model(Path(text))  # refuses, and explains
    name, colon, rest = text.rpartition(":")
    if colon:
        return open_board(name, out).run(rest)
    try:
        return open_board(None, out).run(text)
    except UnknownIdError:
        for path in sorted(Path(out).glob(f"*/runs/{text}*/run.json")) if text.isalnum() else []:
            return open_board(path.parents[2], out).run(text)
        raise


def open_answering(ref, out, asked):
    """Return a run that answers rows, for ``asked`` ("predict"); one that writes verse does not.

    Raises
    ------
    BoardError
        The run writes verse; names the command for it.
    """
    run = open_run(ref, out)
    if run.model.manifest["task"] == "generation":
        raise BoardError(
            f"{asked} with {run.title}",
            "a run that answers rows",
            "one that learned from lyrics: it writes verse",
            f"hero generate {ref}",
        )
    return run


def _bare(path):
    """Return the Run of a .hero file without its leaderboard."""
    model = Model.load(path)
    m = model.manifest
    record = {
        "id": m["run"],
        "algorithm": m["algorithm"],
        "params": m["params"],
        "score": m.get("score"),
        "score_std": m.get("score_std"),
    }
    record |= {
        "fit_seconds": None,
        "status": "ok",
        "why": None,
        "baseline": False,
        "rows_used": None,
        "parent": m.get("parent"),
        "asked": {},
    }
    run = Run(record, None, path)
    run.__dict__["model"] = model
    return run
