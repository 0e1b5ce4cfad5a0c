"""`hero watch`: is the service still right, and are its rows still like those of the training?"""

import click

from zerotohero.cli import options


@click.command(short_help="What a live service sees: drift of its rows, and how right it was.")
@click.argument("url", default="http://127.0.0.1:8000")
@click.option(
    "--every",
    type=click.FloatRange(0.5, 3600),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How often it looks.",
)
@click.option("--once", is_flag=True, help="Look once; exit 1 if something has drifted.")
@click.option("--token", envvar="HERO_TOKEN", metavar="TEXT", help="The service's token.")
@options.as_json
def command(url, every, once, token, as_json):
    """Look at the service at URL, which `hero serve` started, until Ctrl-C.

    Each column of the latest rows is compared with the training rows; where true answers were sent to /feedback, the
    live score stands beside the tested one.

    \b
    Examples:
      hero watch
      hero watch http://127.0.0.1:9000 --once
    """
    import json
    import sys
    import time

    from rich.console import Console
    from rich.live import Live

    from zerotohero.serve.watched import drifted, look_at, watched_view

    found = look_at(url, token)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    elif once or not sys.stdout.isatty():
        Console(highlight=False).print(watched_view(found))
    else:
        with Live(watched_view(found), console=Console(highlight=False), auto_refresh=False) as live:
            while True:
                time.sleep(every)
                live.update(watched_view(look_at(url, token)), refresh=True)
    if once and drifted(found):
        raise SystemExit(1)
