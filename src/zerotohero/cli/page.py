"""A page on this computer that a command keeps open until Ctrl-C: its options, and who can see it."""

import click

port = click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The page's port [default: a free one]."
)
no_browser = click.option("--no-browser", is_flag=True, help="Only print the address.")
serve = click.option("--serve", is_flag=True, help="Keep the page open even where there is no display and no terminal.")


def somebody_sees():
    """Return whether somebody sits here who can open the page, or end it."""
    import sys

    return bool((sys.stdin and sys.stdin.isatty()) or _has_display())


def keep_open(server, no_browser):
    """Open the page in a browser, where there is one, and answer until Ctrl-C."""
    if not no_browser and _has_display():
        import webbrowser

        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


def _has_display():
    """Return whether a browser window can be seen from here."""
    import os
    import sys

    if sys.platform in ("win32", "darwin"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
