"""Options that several commands share: one definition, one help text."""

from functools import wraps

import click

out = click.option("--out", default="hero-boards", show_default=True, metavar="DIR", help="The folder of leaderboards.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
yes = click.option("--yes", is_flag=True, help="Do not ask; overwrite what is there.")
workers = click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes at work [default: one per core]. Never changes a number."
)
threads = click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Threads of a neural network's fit; with more than one it runs alone.",
)


def about_the_data(command):
    """Add the options that say what the columns mean."""
    options = (
        click.option("--target", metavar="NAME", help="The column to predict."),
        click.option(
            "--task",
            type=click.Choice(["classification", "regression"]),
            help="Which class, or how much [default: guessed].",
        ),
        click.option(
            "--group", metavar="NAME", help="Rows of one NAME stay together in the split; 'none' for no groups."
        ),
        click.option("--time", metavar="NAME", help="Later rows are the test; 'none' for no order in time."),
        click.option(
            "--split",
            type=click.Choice(["auto", "random"]),
            default="auto",
            help="'random' ignores groups, time and copies.",
        ),
        click.option(
            "--id", "id_", metavar="NAME", help="The column that names the rows: never an input; 'none' for none."
        ),
        click.option("--drop", multiple=True, metavar="NAME", help="Not an input. May be repeated."),
        click.option(
            "--type",
            "types",
            multiple=True,
            metavar="NAME=TYPE",
            help="number, category, date, words, or lines of verse to go on with: --type zip=category.",
        ),
        click.option(
            "--test-set", type=click.IntRange(0, 999), default=0, help="Another test set, with its own leaderboard."
        ),
        click.option(
            "--test-file", metavar="FILE", help="The rows of FILE are the test set, all of DATA is for training."
        ),
        click.option(
            "--scores",
            metavar="FILE",
            help="For a folder or zip of photos: a CSV with their file names and a number each. Without labels' folders "
            "the one CSV that lies among the photos is taken by itself.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(0),
            default=42,
            show_default=True,
            help="Decides the folds; never the test set.",
        ),
    )

    @wraps(command)
    def with_types(*args, types=(), id_=None, drop=(), **kwargs):
        return command(*args, types=parse_types(types), id=id_, drop=tuple(drop), **kwargs)

    for option in reversed(options):
        with_types = option(with_types)
    return with_types


def with_out(line, folder):
    """Return a suggested command line that finds the leaderboards where they are."""
    import shlex

    verbs_without = ("look", "map", "list", "what")
    if folder == "hero-boards" or shlex.split(line)[1:2] in [[v] for v in verbs_without]:
        return line
    return f"{line} --out {shlex.quote(str(folder))}"


def parse_types(types):
    """Turn ``("zip=category",)`` into a dict."""
    parsed = {}
    for text in types:
        name, equals, kind = text.rpartition("=")
        if not equals or not name:
            raise click.UsageError(f"--type {text!r}: write NAME=TYPE, as in --type zip=category")
        parsed[name] = kind
    return parsed


def writable(path, yes):
    """Return ``path`` unless it exists and nobody said that it may be overwritten."""
    from pathlib import Path

    from zerotohero.core.errors import BoardError

    path = Path(path)
    if path.exists() and not yes:
        raise BoardError(
            f"write {path}",
            "a new file",
            "one that is there already",
            f"--yes to overwrite it, or -o with another name than {path.name}",
        )
    return path
