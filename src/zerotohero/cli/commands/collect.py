"""`hero collect`: a page on this computer on which a data set is made: photographed, recorded, drawn, or sorted."""

import click

from zerotohero.cli import options, page


@click.command(short_help="Make your own data set: photograph, record, draw, or sort a folder.")
@click.argument("name")
@click.option(
    "--labels", metavar="A,B", help="What there is to tell apart, with commas; more can be added on the page."
)
@click.option(
    "--from",
    "source",
    type=click.Choice(["camera", "microphone", "pad"]),
    help="What is recorded from [default: chosen on the page].",
)
@click.option(
    "--sort",
    "folder",
    metavar="FOLDER",
    help="Sort the pictures or sounds in FOLDER by key presses; they are copied, never moved.",
)
@page.port
@page.no_browser
@page.serve
@options.out
@click.option("--yes", is_flag=True, hidden=True, expose_value=False)  # nothing is asked; accepted as everywhere
def command(name, labels, source, folder, port, no_browser, serve, out):
    """Make a data set in the folder NAME, one folder of files for each label; what is there already stays and counts.

    The page is for this computer only; nothing leaves it. It trains and answers, too. Ctrl-C ends it and keeps everything.

    \b
    Examples:
      hero collect faces --labels happy,grumpy
      hero collect doodles --labels star,heart,moon --from pad
      hero collect pets --labels cat,dog --sort Downloads
    """
    from zerotohero.core.errors import UsageError
    from zerotohero.core.specs import discover
    from zerotohero.serve.collect.collect import CollectServer
    from zerotohero.serve.collect.folder import Collection, split_labels
    from zerotohero.serve.collect.sort import Sorting

    if folder and source:
        raise UsageError("collect", "--from or --sort", "both", "one of them")
    if name in discover("datasets"):
        raise UsageError(f"collect {name}", "a name of your own", "the name of a built-in data set", f"my-{name}")
    if not (serve or no_browser or page.somebody_sees()):
        click.echo(f"No display and no terminal here: `hero collect {name} --serve` keeps the page open.")
        return
    collection = Collection(name, split_labels(labels), source)
    sorting = Sorting(folder, collection) if folder else None
    before = sum(map(len, collection.files.values()))
    server = CollectServer(collection, sorting, out, port=port)
    here = f", which holds {before:,} already" if before else ""
    click.echo(
        f"Collect into the folder {collection.folder}{here}, at\n\n  {server.url}\n\n"
        "for you on this computer only. Ctrl-C ends it and keeps everything."
    )
    page.keep_open(server, no_browser)
    counts = ", ".join(f"{c['count']:,} {c['label']}" for c in collection.counts()) or "no labels yet"
    click.echo(f"The page is closed. In {collection.folder}: {counts}.")
    if sorting and sorting.next:
        click.echo(f"Still to be sorted: {len(sorting.names) - sorting.done:,}; the same command goes on there.")
    if sum(bool(names) for names in collection.files.values()) > 1:
        click.echo(f"Look at it with `hero look {name}`, learn from it with `hero train {name}`.")
