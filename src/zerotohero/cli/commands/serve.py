"""`hero serve`: runs as a live service that programs and people can ask."""

import click

from zerotohero.cli import options


@click.command(short_help="A run as a live service: HTTP, JSON, a page to try it on.")
@click.argument("runs", nargs=-1, metavar="RUN...")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; any but this computer's own needs a token.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N", help="0 takes a free one."
)
@click.option(
    "--token",
    envvar="HERO_TOKEN",
    metavar="TEXT",
    help="What every request has to show [default: none here, else a random one].",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    envvar="HERO_NAMES",
    metavar="HOST:PORT",
    help="Another name under which it may be called, behind a proxy or in a container.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3600),
    default=30.0,
    show_default=True,
    help="The longest that one request may take.",
)
@click.option("--megabytes", type=click.IntRange(1, 1024), default=16, show_default=True, help="The largest request.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; a core each is fastest (not on Windows). One that dies is started again, without the "
    "rows that it had watched.",
)
@click.option(
    "--log",
    metavar="DIR",
    help="Write down inputs and predictions as CSV in DIR, up to 128 MB for each model; off by default. Rows that tell "
    "of people are personal data there too.",
)
@click.option(
    "--rehearse",
    is_flag=True,
    help="Ask the first model rows of its training, then other ones, and show what `hero watch` sees.",
)
@options.out
@options.yes
def command(runs, host, port, token, names, seconds, megabytes, workers, log, rehearse, out, yes):
    """Serve RUNs (default: best) or .hero files, loaded and proved once.

    POST /predict takes records as JSON, CSV, or an upload; /docs says how to call it; / is a page to try it on.
    A model file that is replaced is taken up without a lost request. Ctrl-C finishes what it began.

    \b
    Examples:
      hero serve best
      hero serve houses.hero cats.hero --port 9000
      hero serve best --rehearse
      hero serve best --workers 4 --log asked
    """
    import os
    import threading

    from zerotohero.cli.waiting import waiting
    from zerotohero.core.errors import UsageError
    from zerotohero.core.extras import EXTRAS

    if not EXTRAS["serve"].installed:
        raise UsageError("serve", "the extra serve", "it is not installed", "hero add serve")
    if workers > 1 and os.name == "nt":
        raise UsageError("serve", "one worker on Windows", f"--workers {workers}", "a service for each port, or Linux")
    from zerotohero.report.sentences import number
    from zerotohero.serve.guard import Limits
    from zerotohero.serve.input_log import PERSONAL, InputLog
    from zerotohero.serve.run_service import hosts_of, listen, load_models, reloader, serve, token_for
    from zerotohero.serve.service import Service
    from zerotohero.serve.workers import serve_by_workers

    with waiting("loading"):
        loaded = load_models(runs or ("best",), out)
    play, token = None, token_for(host, token)
    if rehearse:
        from zerotohero.serve.rehearsal import rehearsal_of

        play = rehearsal_of(loaded[0][1])
    written = InputLog(log) if log else None
    with listen(host, port) as sock:
        port = sock.getsockname()[1]
        shown = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host
        for _, served in loaded:
            took = number(float(f"{1000 * served.seconds:.2g}"))  # two digits: it was timed once
            click.echo(f"{served.run.title} ({served.run.id}) answers as {served.name!r}, about {took} ms a row")
        if token and host not in ("127.0.0.1", "localhost"):
            click.echo(f"Every request shows the token {token}")
        click.echo(
            f"\n  http://{shown}:{port}/{f'?token={token}' if token else ''}       try it\n  http://{shown}:{port}/docs   how to call it\n"
        )
        if written:
            click.echo(PERSONAL.format(written.folder))
        click.echo("Ctrl-C ends it.")
        if play:
            threading.Thread(target=play, args=(f"http://{shown}:{port}", token), daemon=True).start()
        hosts, limits = hosts_of(host, port, names), Limits(megabytes * 2**20, seconds)
        if workers == 1:
            service = Service([served for _, served in loaded], reloader(loaded, out), token, log=written)
            serve(service.app(hosts, limits), sock)
        else:
            job = {"runs": [ref for ref, _ in loaded], "out": str(out), "token": token, "log": log}
            job |= {"hosts": sorted(hosts), "limits": vars(limits)}
            del loaded  # each worker has its own
            serve_by_workers(workers, sock, lambda text: click.echo(text, err=True), **job)
    click.echo("The service has ended; the models stay where they are.")
