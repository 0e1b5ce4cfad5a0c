"""`hero train`: data → split → fit → predict → validate."""

import click

from zerotohero.cli import options


@click.command(short_help="Fit, judge and rank the candidates; the leaderboard stays.")
@click.argument("data")
@options.about_the_data
@click.option("--metric", metavar="NAME", help="accuracy, balanced_accuracy, roc_auc, log_loss; rmse, rmsle, mae, r2.")
@click.option("--only", multiple=True, metavar="ID", help="These algorithms and the rivals; commas or repeated.")
@click.option("--skip", multiple=True, metavar="ID", help="Not these; commas or repeated.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="ID.NAME=V,V",
    help="Every configuration named: --set knn.neighbors=1,3,5,9.",
)
@click.option(
    "--monotone",
    multiple=True,
    metavar="COLUMN=WAY",
    help='The answer may only rise (up) or fall (down) with a column: "living area=up,age=down".',
)
@click.option("--rules", metavar="FILE", help="A Python file with predict(row): your own rules as a rival.")
@click.option(
    "--anyway", multiple=True, metavar="CODE", help="Go on in spite of this problem; written on the leaderboard."
)
@click.option(
    "--effort",
    default="standard",
    show_default=True,
    metavar="NAME",
    help="quick: one configuration of each algorithm; standard: more of the good ones, and their combination; "
    "thorough: the leaders tuned as well.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    help="Begin no fit after about so long; what stands is finished.",
)
@click.option(
    "--cost",
    metavar="TEXT",
    help='What the two mistakes cost, for two classes: "miss=10,false alarm=1". Sets the threshold.',
)
@click.option("--positive", metavar="CLASS", help="The class that can be missed, for --cost [default: the rarer one].")
@click.option(
    "--portfolio", metavar="FILE", help="The configurations that standard tries, instead of the built-in ones."
)
@click.option(
    "--weights", metavar="FILE", help="Weights of MobileNet v1 to borrow, for photos; see `hero add mobilenet`."
)
@click.option("--peers", metavar="FILE", help="Published figures to rank among: a CSV with a name and a score a line.")
@click.option(
    "--also",
    metavar="FILE",
    help="More rows, in the form of DATA: a file or folder of corrections that `hero try` kept.",
)
@click.option(
    "--against",
    metavar="RUN",
    help="A run or .hero file that is at work: DATA are new rows, and it is said whether the new best beats it on rows "
    "that neither has seen.",
)
@options.workers
@options.threads
@click.option("--step", is_flag=True, help="Stop before each stage; show what goes in and comes out.")
@click.option("--watch", is_flag=True, help="Draw networks while they learn: the loss, and on two columns the border.")
@options.out
@options.as_json
@options.yes
def command(data, only, skip, step, watch, peers, as_json, yes, out, **asked):
    """Take DATA (a file, a folder, a zip, or a built-in id) through the whole life cycle.

    \b
    Examples:
      hero train letters
      hero train houses.csv --target price --only ridge,random-forest
      hero train moons --only two-layer-net --watch
      hero train may.csv --against april.hero
    """
    from rich.console import Console

    from zerotohero.cli.show import TrainingView
    from zerotohero.core.progress import listening
    from zerotohero.report.rank import read_peers, remember_peers
    from zerotohero.train.train import train

    if peers is not None:
        read_peers(peers, asked["metric"])  # a file that cannot be read is told before the training

    if as_json:
        import sys

        console = Console(file=sys.stderr, highlight=False)
    else:
        console = Console(highlight=False, soft_wrap=False)
    if watch:
        from zerotohero.cli.watching import WatchingView

        view = WatchingView(out, step, console)
    else:
        view = TrainingView(step, console)
    lists = {k: tuple(v) for k, v in asked.items() if k in ("settings", "anyway", "monotone")}
    asked = {**asked, **lists, "only": _split(only), "skip": _split(skip)}
    try:
        if not step:
            view.wait("reading")
        with listening(view.reading):
            board = train(data, on_event=view, out=out, **asked)
    finally:
        view.close()
    if peers is not None:
        remember_peers(board, peers)
    if as_json:
        import json

        click.echo(json.dumps(board.as_dict(), ensure_ascii=False))
        return
    show_board(board, view.console, out)


def show_board(board, console, out):
    """Print leaderboard, staircase, what moved, and what to do next."""
    from rich.padding import Padding
    from rich.text import Text

    from zerotohero.report.board_view import board_table, rank_lines, staircase

    console.print()
    console.print(board_table(board))
    for line in (*rank_lines(board), *staircase(board)):
        console.print(line)
    if against := board.manifest.get("against"):
        console.print(Text(f"\n{against['says']}", style="bold"))
        for note in against["notes"]:
            console.print(Padding(Text(f"· {note}", style="dim"), (0, 0, 0, 2), expand=False))
    if board.manifest.get("moved"):
        console.print(Text(f"\n{board.manifest['moved']}"))
    if board.next:
        console.print(Text("\nNow what?", style="bold"))
        for step in board.next:
            console.print(Text(f"  {options.with_out(step['command'], out)}", style="bold"))
            console.print(Padding(Text(step["why"]), (0, 0, 0, 6), expand=False))


def _split(names):
    """Return ids from repeated and comma-separated options."""
    return tuple(n.strip() for text in names for n in text.split(",") if n.strip())
