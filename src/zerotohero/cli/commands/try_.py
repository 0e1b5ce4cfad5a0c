"""`hero try`: a small page on this computer; draw, drop or type, and the run answers."""

import click

from zerotohero.cli import options, page


@click.command(short_help="Draw a letter, drop a photo, type a row or a line of verse; it answers at once.")
@click.argument("run", default="best")
@page.port
@page.no_browser
@page.serve
@options.out
@click.option("--yes", is_flag=True, hidden=True, expose_value=False)  # nothing is asked; accepted as everywhere
def command(run, port, no_browser, serve, out):
    """Open a page that asks RUN: a drawing pad, a place for photos, a microphone, a form, or
    lines of verse that it goes on with.

    The page is for this computer only; nothing leaves it. A wrong answer can be put right there and is kept, for
    `hero train DATA --also`. Ctrl-C ends it.

    \b
    Examples:
      hero try
      hero try houses:best --port 8000 --no-browser
    """
    from pathlib import Path

    from zerotohero.leaderboard.open import open_run

    opened = open_run(run, out)
    if not (serve or no_browser or page.somebody_sees()):
        click.echo(f"No display and no terminal here: `hero try {run} --serve` keeps the page open.")
        return
    from zerotohero.serve.try_page import TryServer

    server = TryServer(opened, Path(out).parent, port=port)
    click.echo(
        f"{opened.title} ({opened.id}) answers at\n\n  {server.url}\n\nfor you on this computer only. Ctrl-C ends it."
    )
    page.keep_open(server, no_browser)
    if server.corrections and server.corrections.kept:
        kept = server.corrections.kept
        click.echo(f"{kept} correction{'s' * (kept > 1)} kept in {server.corrections.place}. Learn from them, too:")
        click.echo(f"  {options.with_out(server.corrections.command, out)}")
    click.echo("The page is closed. The model stays where it is: `hero try` opens it again.")
