"""`hero export`: a run as something that runs without this program."""

import click

from zerotohero.cli import options


@click.command(short_help="A run as a plain script without zerotohero.")
@click.argument("run", default="best")
@click.option("--to", "form", type=click.Choice(["script"]), default="script", show_default=True)
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
    from zerotohero.export.frameworks import TITLES, export_framework
    from zerotohero.export.script import export_script
    from zerotohero.leaderboard.open import open_run

    folder = options.writable(output, yes)
    with waiting("writing"):
        run = open_run(run, out)
        path = export_script(run, folder) if framework == "numpy" else export_framework(run, folder, framework)
    if as_json:
        click.echo(json.dumps({"script": str(path)}, ensure_ascii=False))
        return
    lines = len(path.read_text("utf-8").splitlines())
    if run.model.manifest["task"] == "generation":
        click.echo(
            f"{path}: {lines} lines of plain Python; the text lies beside it, as lyrics.txt\n  python {path}   writes"
        )
        return
    if framework != "numpy":
        click.echo(f"{path}: {lines} lines of {TITLES[framework]}; needs nothing of zerotohero")
        click.echo(f"  python {path} FILE      predicts\n  python {path} --train   trains from scratch")
        return
    same = "and scores these weights" if run.members else "to the same score"
    click.echo(f"{path}: {lines} lines of NumPy and scikit-learn; needs nothing of zerotohero")
    click.echo(f"  python {path} FILE      predicts\n  python {path} --train   trains again {same}")
