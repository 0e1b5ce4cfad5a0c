"""`hero photos`: photos rated by a run, ranked on a page, and cropped to what it likes best."""

import click

from zerotohero.cli import options

outcome = click.option(
    "--class", "outcome", metavar="NAME", help="Of a run with classes: the one whose probability is the score "
    "[default: the one that sounds positive, or the first of two]."
)  # fmt: skip


@click.group(short_help="Rate photos by a run: a ranked gallery, the best crop.")
def command():
    """Rate photos with a run that was trained on photos: with scores, or in two folders such as liked/ and not/.

    What a run prefers is what its examples taught it, no more. Photos are read only: never changed, never moved.

    \b
    Examples:
      hero train holiday/ --scores scores.csv
      hero photos rank best new_photos/
      hero photos crop best beach.jpg --aspect 4:3
    """


@command.command(short_help="Every photo of a folder, from best to worst; writes a gallery.")
@click.argument("run")
@click.argument("folder")
@click.option(
    "-o", "output", default="gallery.html", show_default=True, metavar="PATH", help="The page with the gallery."
)
@click.option("--csv", "table", metavar="PATH", help="Also a CSV: rank, file, score.")
@outcome
@click.option(
    "--show", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many best and worst to print."
)
@options.out
@options.as_json
@options.yes
def rank(run, folder, output, table, outcome, show, out, as_json, yes):
    """Give every photo in FOLDER (or a zip) a score by RUN, and write them from best to worst as one page.

    The score is the number that RUN predicts, or the probability of one of its classes. The page has up to 300 small
    pictures; of more photos the best 200 and the worst 100, the others by name.

    \b
    Examples:
      hero photos rank best holiday/
      hero photos rank cats:best holiday.zip --class cat -o cats.html --csv cats.csv
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.journal import write_whole
    from zerotohero.leaderboard.open import open_answering
    from zerotohero.report.photos.gallery import gallery
    from zerotohero.report.photos.ratings import rank_photos, ranking_csv

    page = options.writable(_named(output, ".html", ".htm"), yes)
    lines = None if table is None else options.writable(_named(table, ".csv"), yes)
    opened = open_answering(run, out, "rate photos")
    with waiting("rating photos"):
        ranking = rank_photos(opened, folder, outcome)
        write_whole(page, gallery(opened, ranking, folder).encode("utf-8"))
        if lines:
            write_whole(lines, ranking_csv(ranking).encode("utf-8"))
    if as_json:
        files = {"gallery": str(page)} | ({"csv": str(lines)} if lines else {})
        click.echo(json.dumps({"run": opened.id, **ranking.as_dict(), **files}, ensure_ascii=False))
        return
    for note in ranking.notes:
        click.echo(f"  {note}", err=True)
    _print(ranking, opened, show)
    click.echo(f"\nwrote {page}" + (f" and {lines}" if lines else ""))


@command.command(short_help="The crop of one photo that a run likes best.")
@click.argument("run")
@click.argument("photo")
@click.option("-o", "output", default="best.png", show_default=True, metavar="PATH",
              help="The crop, .png or .jpg; beside it NAME-where, the photo with the crop framed.")  # fmt: skip
@click.option("--aspect", metavar="W:H", help="The crop's shape: 1:1, 4:3, 9:16 [default: the photo's own].")
@outcome
@options.out
@options.as_json
@options.yes
def crop(run, photo, output, aspect, outcome, out, as_json, yes):
    """Try some 150 crops of PHOTO, down to 40 % of its sides, and write the one that RUN gives the highest score.

    \b
    Examples:
      hero photos crop best beach.jpg
      hero photos crop best beach.jpg --aspect 1:1 -o square.jpg
    """
    import json
    from pathlib import Path

    from zerotohero.cli.waiting import waiting
    from zerotohero.core.errors import UsageError
    from zerotohero.leaderboard.journal import write_whole
    from zerotohero.leaderboard.open import open_answering
    from zerotohero.report.photos.crop import best_crop, cropped, where

    target = Path(_named(output, ".png", ".jpg", ".jpeg"))
    paths = (target, target.with_name(f"{target.stem}-where{target.suffix}"))
    if any(path.exists() and Path(photo).exists() and path.samefile(photo) for path in paths):
        raise UsageError("write the crop", "another file than the photo itself", str(target), "-o best.png")
    for path in paths:
        options.writable(path, yes)
    opened = open_answering(run, out, "crop a photo")
    with waiting("trying crops"):
        found = best_crop(opened, photo, aspect, outcome)
        for path, draw in zip(paths, (cropped, where)):
            write_whole(path, draw(found, path.suffix))
    if as_json:
        files = {"crop": str(paths[0]), "where": str(paths[1])}
        click.echo(json.dumps({"run": opened.id, **found.as_dict(), "files": files}, ensure_ascii=False))
        return
    if found.note:
        click.echo(f"  {found.note}", err=True)
    _say(found, opened)
    click.echo(f"\nwrote {paths[0]} and {paths[1]}")


def _named(path, *suffixes):
    """Return a path to write if it ends in one of these, so that no photo is ever written over."""
    from pathlib import Path

    from zerotohero.core.errors import UsageError

    if Path(path).suffix.lower() not in suffixes:
        stem = Path(path).stem or "photos"
        raise UsageError(
            "write this", f"a name that ends in {' or '.join(suffixes)}", repr(path), f"{stem}{suffixes[0]}"
        )
    return path


def _print(ranking, run, show):
    """Print the best and the worst."""
    from zerotohero.report.sentences import plain

    n = len(ranking.files)
    click.echo(f"{n:,} photo{'s' * (n != 1)} by {ranking.means}, says {run.title} ({run.id})")
    whole = n <= 2 * show
    parts = [("best", range(n))] if whole else [("best", range(show)), ("worst", range(n - show, n))]
    for title, places in parts:
        click.echo(f"\n{'best to worst' if whole else title}")
        for i in places:
            click.echo(f"  {i + 1:>6,}  {ranking.said(i):>8}  {plain(ranking.files[i], 80)}")
    if len(ranking.left_out) > 3:  # as many are in the note
        click.echo(f"\nleft out: {', '.join(plain(file, 80) for file in ranking.left_out)}", err=True)


def _say(crop, run):
    """Print what the run says of the photo and of its best crop."""
    from zerotohero.report.sentences import number

    left, top, right, bottom = crop.box
    click.echo(f"the whole photo   {number(crop.whole):>8}  {crop.means}, says {run.title} ({run.id})")
    if crop.is_whole:
        click.echo(f"Of {crop.tried:,} crops none is rated higher than the whole photo, so nothing is cut off.")
        return
    click.echo(f"the best crop     {number(crop.score):>8}  of {crop.tried:,} tried: {right - left} x {bottom - top} pixels "
               f"from {left}, {top}")  # fmt: skip
    click.echo(
        "It is what this model prefers, not what is beautiful; and the best of many tries always looks a little too good."
    )
