"""`hero export`: a run as something that runs without this program."""

import click

from zerotohero.cli import options


def script(run, folder, framework):
    """Return (what was written, what to say about it)."""
    from zerotohero.export.frameworks import TITLES, export_framework
    from zerotohero.export.script import export_script

    path = export_script(run, folder) if framework == "numpy" else export_framework(run, folder, framework)
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


FORMS = {"script": script}  # form -> what writes it: (run, folder, framework) -> (JSON of paths and figures, words)


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
@click.option("-o", "output", default="run", show_default=True, metavar="DIR", help="The folder to write.")
@options.out
@options.as_json
@options.yes
def command(run, form, framework, output, out, as_json, yes):
    """Write RUN as a short script with its arrays: it predicts, and `--train` trains again.

    \b
    Examples:
      hero export best --to script
      hero export convnet --as pytorch
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_run

    folder = options.writable(output, yes)
    with waiting("writing"):
        written, words = FORMS[form](open_run(run, out), folder, framework)
    click.echo(json.dumps(written, ensure_ascii=False, default=str) if as_json else words)
