"""`hero try`: a small page on this computer; draw, drop or type, and the run answers."""

import click

from zerotohero.cli import options


@click.command(short_help="Draw a letter, drop a photo, type a row or a line of verse; it answers at once.")
@click.argument("run", default="best")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The page's port [default: a free one]."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--serve", is_flag=True, help="Keep the page open even where there is no display and no terminal.")
@options.out
@click.option("--yes", is_flag=True, hidden=True, expose_value=False)  # nothing is asked; accepted as everywhere
def command(run, port, no_browser, serve, out):
    """Open a page that asks RUN: a drawing pad, a place for photos, a microphone, a form, or
    lines of verse that it goes on with.

    The page is for this computer only; nothing leaves it. Ctrl-C ends it.

    \b
    Examples:
      hero try
      hero try houses:best --port 8000 --no-browser
    """
    import sys

    from zerotohero.leaderboard.open import open_run

    opened = open_run(run, out)
    if not (serve or no_browser or (sys.stdin and sys.stdin.isatty()) or _has_display()):
        click.echo(f"No display and no terminal here: `hero try {run} --serve` keeps the page open.")
        return
    from zerotohero.serve.try_page import TryServer

    server = TryServer(opened, port=port)
    click.echo(
        f"{opened.title} ({opened.id}) answers at\n\n  {server.url}\n\nfor you on this computer only. Ctrl-C ends it."
    )
    if not no_browser and _has_display():
        import webbrowser

        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("\nThe page is closed. The model stays where it is: `hero try` opens it again.")
    finally:
        server.server_close()


def _has_display():
    """Return whether a browser window can be seen from here."""
    import os
    import sys

    if sys.platform in ("win32", "darwin"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
