"""A page of rated photos from best to worst: one file, no scripts, of bounded size."""

from pathlib import Path

from zerotohero.core.progress import tell
from zerotohero.data._files import open_files
from zerotohero.data._pictures import decode, size
from zerotohero.report.inside.tiles import encoded, image
from zerotohero.report.page import document, prose, section, table, text

MOST = 300  # thumbnails; of more photos the best 200 and the worst 100
WORST = 100
SIDE = 176  # pixels of a thumbnail
LISTED = 2_000  # names between them


def gallery(run, ranking, folder):
    """Return the gallery as HTML text.

    Parameters
    ----------
    run : Run
        What rated the photos.
    ranking : Ranking
    folder : path
        Where the photos lie; read again for the thumbnails.
    """
    n = len(ranking.files)
    shown = [*range(n)] if n <= MOST else [*range(MOST - WORST), *range(n - WORST, n)]
    made = {}
    with open_files(Path(folder).expanduser()) as files:
        for done, i in enumerate(shown, 1):
            made[i] = _figure(files, ranking, i)
            tell(done, len(shown), "thumbnails")
    title = f"{n:,} photo{'s' * (n != 1)}, from best to worst"
    how = (
        f"Each photo with its {text(ranking.means)}, by {text(run.title)} ({text(run.id)}). It is what this model makes of the "
        "examples it was given, with their maker's taste and their gaps; photos unlike them are rated at a guess."
    )
    head = f'<header><p class="kicker">zerotohero · photos</p><h1>{title}</h1><p>{how}</p></header>'
    if n <= MOST:
        parts = [section("All of them", _grid(made.values()))]
    else:
        parts = [
            section(f"The best {MOST - WORST}", _grid(made[i] for i in range(MOST - WORST))),
            section("Between them", _listed(ranking, range(MOST - WORST, n - WORST))),
            section(f"The worst {WORST}", _grid(made[i] for i in range(n - WORST, n))),
        ]
    said = [f"<li>{prose(note)}</li>" for note in ranking.notes]
    said += [f"<li>left out, cannot be read: {text(file)}</li>" for file in ranking.left_out[:LISTED]]
    if said:
        parts.append(section("While reading", f'<ul class="plainlist">{"".join(said)}</ul>'))
    return document(title, head + "".join(parts))


def thumbnail(data, side=SIDE):
    """Return a picture's bytes as (kind, bytes) of a small one: in its own shape, upright, ``side`` pixels at most."""
    tall, wide = size(data)
    share = min(1.0, side / max(tall, wide))
    return encoded(decode(data, max(1, round(tall * share)), max(1, round(wide * share)), "RGB"), side)


def _figure(files, ranking, i):
    """Return one photo with its place, score and name."""
    file = ranking.files[i]
    try:
        small = image(thumbnail(files.read(file)), file)
    except (OSError, ValueError):  # taken away meanwhile
        small = ""
    caption = f"<b>{text(ranking.said(i))}</b> · {i + 1}<br>{text(file, 60)}"
    return f"<figure>{small}<figcaption>{caption}</figcaption></figure>"


def _grid(figures):
    """Return figures side by side."""
    return f'<div class="gallery">{"".join(figures)}</div>'


def _listed(ranking, places):
    """Return the photos without a thumbnail as a table."""
    rows = [(f"{i + 1:,}", text(ranking.said(i)), text(ranking.files[i])) for i in places[:LISTED]]
    more = f"<p>… and {len(places) - LISTED:,} more; --csv has them all.</p>" if len(places) > LISTED else ""
    listed = table(("place", text(ranking.means), "file"), rows, "numbers")
    return f"<details><summary>{len(places):,} photos, without a picture</summary>{listed}{more}</details>"
