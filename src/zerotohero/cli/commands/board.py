"""`hero board`: the leaderboard; `--compare`: two of its runs side by side."""

import click

from zerotohero.cli import options


@click.command(short_help="The leaderboard: every run and its rivals, best first.")
@click.argument("board", required=False, metavar="[BOARD]")
@click.option(
    "--peers",
    metavar="FILE",
    help="Published figures to rank among: a CSV with a name and a score a line. Remembered; 'none' forgets them.",
)
@click.option("--all", "whole", is_flag=True, help="Every configuration, not only the best one of each algorithm.")
@click.option(
    "--compare",
    nargs=2,
    metavar="RUN RUN",
    help="Two runs side by side: settings, scores, stories, scripts, and where they disagree.",
)
@click.option("--html", is_flag=True, help="With --compare: a page, compare.html.")
@click.option("-o", "page", metavar="FILE", help="With --compare: a page of this name.")
@options.out
@options.as_json
@options.yes
def command(board, peers, whole, compare, html, page, out, as_json, yes):
    """Show the leaderboard trained last, or BOARD: its folder, or how its name begins.

    \b
    Examples:
      hero board
      hero board houses --peers published.csv
      hero board --compare best knn --html
    """
    import json

    from zerotohero.leaderboard.open import open_board
    from zerotohero.report.rank import as_dict, remember_peers

    if compare:
        if page is None and html:
            page = "compare.html"
        _compare(compare, board, out, page and options.writable(page, yes), as_json)
        return
    if html or page:
        raise click.UsageError("--html and -o are for --compare; hero report writes a page on one run")
    opened = open_board(board, out=out)
    if peers is not None:
        remember_peers(opened, peers)
    if as_json:
        click.echo(json.dumps({**opened.as_dict(), "rank": as_dict(opened)}, ensure_ascii=False))
        return
    from rich.console import Console

    from zerotohero.report.board_view import board_view

    Console(highlight=False).print(board_view(opened, whole))


def _compare(refs, board, out, page, as_json):
    """Show two runs side by side: in the terminal, as a page, or as JSON."""
    import difflib
    import json

    from rich.console import Console

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.compare_runs import compare_runs
    from zerotohero.leaderboard.journal import write_whole
    from zerotohero.leaderboard.open import open_board, open_run
    from zerotohero.report.compare_page import compare_page
    from zerotohero.report.compare_view import compare_view
    from zerotohero.report.compared import verdict

    named = open_board(board, out) if board else None
    own = named and not any(mark in ref for ref in refs for mark in (":", ".hero"))
    runs = [named.run(ref) if own else open_run(ref, out) for ref in refs]
    with waiting("comparing"):
        compared = compare_runs(*runs)
        scripts = [_script(run) for run in runs]
    if page:
        write_whole(page, compare_page(compared, runs, scripts).encode("utf-8", "replace"))
    if as_json:
        both = [{} if isinstance(s, str) else s for s in scripts]
        names = list(dict.fromkeys([*both[0], *both[1]]))
        diff = [
            line
            for n in names
            for line in difflib.unified_diff(*((s.get(n, "").splitlines()) for s in both), n, n, lineterm="")
        ]
        plain = {**compared, "says": verdict(compared), "scripts": both, "diff": diff}
        click.echo(json.dumps(plain, ensure_ascii=False, default=str))
    elif page:
        click.echo(f"{verdict(compared)}\nwrote {page}")
    else:
        console = Console(highlight=False)
        console.print(compare_view(compared, runs, scripts, console.width))


def _script(run):
    """Return the texts of a run's script, or why there is none."""
    from zerotohero.core.errors import BoardError
    from zerotohero.export.script.texts import texts_of

    try:
        return texts_of(run)
    except BoardError as error:
        return f"{error.came}"
