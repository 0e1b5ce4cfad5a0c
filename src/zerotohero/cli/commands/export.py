"""`hero export`: a run as something that runs without this program."""

import click

from zerotohero.cli import options


def script(run, folder, framework):
    """Return (what was written, what to say about it)."""
    from zerotohero.export._whole import whole
    from zerotohero.export.script.frameworks import TITLES, export_framework
    from zerotohero.export.script.verse import NOT_OF_VERSE
    from zerotohero.export.script.write import BESIDE, export_script

    with whole(folder, gone=(*BESIDE, *NOT_OF_VERSE)) as aside:
        path = export_script(run, aside) if framework == "numpy" else export_framework(run, aside, framework)
    path = folder / path.name
    lines = len(path.read_text("utf-8").splitlines())
    if run.model.manifest["task"] == "generation":
        says = f"{lines} lines of plain Python; the text lies beside it, as lyrics.txt\n  python {path}   writes"
    elif framework != "numpy":
        says = (
            f"{lines} lines of {TITLES[framework]}; needs nothing of zerotohero\n"
            f"  python {path} FILE      predicts\n  python {path} --train   trains from scratch"
        )
    else:
        same = "and scores these weights" if run.members else "to the same score"
        says = (
            f"{lines} lines of NumPy and scikit-learn; needs nothing of zerotohero\n"
            f"  python {path} FILE      predicts\n  python {path} --train   trains again {same}"
        )
    return {"script": path}, f"{path}: {says}"


def page(run, folder, framework):
    """Return (what was written, what to say about it)."""
    from zerotohero.export._whole import whole
    from zerotohero.export.page.write import export_page
    from zerotohero.serve.page import answers_for

    with whole(folder) as aside:
        paths = export_page(run, aside, answers_for(run))
    paths = {key: folder / path.name for key, path in paths.items()}
    holds = run.model.manifest["holds_rows"]
    return paths, (
        f"{paths['page']}: {paths['page'].stat().st_size / 1e6:.2f} MB, the whole model in one page\n"
        "  Open it in a browser, or send it: it needs no server and no internet.\n"
        f"  {paths['example']} shows how to use the model on a page of your own, with classifier.js and model.js."
        + (f"\n  It contains {holds}." if holds else "")
    )


def onnx(run, folder, framework):
    """Return (what was written, what to say about it)."""
    from zerotohero.export._whole import whole
    from zerotohero.export.onnx.write import export_onnx

    with whole(folder) as aside:
        found = export_onnx(run, aside)
    path, service = folder / "model.onnx", found["service"]
    ties = f" ({found['ties']} ties broken the other way)" if found["ties"] else ""
    labels = f", no label differs{ties}" if run.classes else ""
    times, holds = service["own_seconds"] / service["seconds"], run.model.manifest["holds_rows"]
    serves = (
        f"answers with it from now on: the model is {times:.1f} times as fast"
        if times > 1
        else "stays with the arrays of the model file, which are faster here"
    )
    return {"onnx": path, "example": folder / "example.py", **found}, (
        f"{path}: {path.stat().st_size / 1e6:.2f} MB, answers as the run does: largest difference {found['largest']:.1g}"
        f"{labels}, on {found['rows']:,} rows with missing, unknown and extreme cells (parity.json)\n"
        f"  one row takes {1e6 * found['seconds']:.0f} µs in ONNX Runtime, {1e6 * found['own_seconds']:.0f} µs here\n"
        f"  python {folder / 'example.py'}   answers one row, with onnxruntime alone\n"
        f"  hero serve {folder / 'model.hero'}   {serves}" + (f"\n  It contains {holds}." if holds else "")
    )


def container(run, folder, framework):
    """Return (what was written, what to say about it)."""
    from zerotohero.export.container import export_container

    written = export_container(run, folder)
    holds = run.model.manifest["holds_rows"]
    return written, (
        f"{folder}: {', '.join(written['files'])}\n"
        f"  docker build -t {written['image']} {folder}      builds the image: Python, the model, about {written['megabytes']} MB of packages\n"
        f"  docker run --rm -p 8000:8000 -e HERO_TOKEN=choose-a-long-one {written['image']}\n"
        f"  {folder / 'README.md'} says how to call it, name it and watch it."
        + (f"\n  The model contains {holds}: whoever has the image has them." if holds else "")
    )


FORMS = {
    "script": script,
    "onnx": onnx,
    "page": page,
    "container": container,
}  # form -> what writes it: (run, folder, framework) -> (JSON of paths and figures, words)


@click.command(short_help="A run as a plain script without zerotohero.")
@click.argument("run", default="best")
@click.option("--to", "form", type=click.Choice(list(FORMS)), default="script", show_default=True)
@click.option(
    "--as",
    "framework",
    type=click.Choice(["numpy", "pytorch", "keras"]),
    default="numpy",
    show_default=True,
    help="What a network (convnet, mlp, two-layer-net, softmax-regression) is written in.",
)
@click.option("-o", "output", metavar="DIR", help="The folder to write: run for a script, else named as its form.")
@options.out
@options.as_json
@options.yes
def command(run, form, framework, output, out, as_json, yes):
    """Write RUN as something that runs without this program.

    script: a short script with its arrays; it predicts, and `--train` trains again.
    onnx: a file for ONNX Runtime, which runs in a dozen languages; refused unless it answers the same.
    page: one HTML file that answers in any browser, without a server.
    container: a folder for `docker build`; the image answers over HTTP.

    \b
    Examples:
      hero export best --to script
      hero export convnet --as pytorch
      hero export best --to onnx
      hero export best --to page
      hero export best --to container -o service
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_run

    folder = options.writable(output or ("run" if form == "script" else form), yes)
    with waiting("writing"):
        written, words = FORMS[form](open_run(run, out), folder, framework)
    click.echo(json.dumps(written, ensure_ascii=False, default=str) if as_json else words)
