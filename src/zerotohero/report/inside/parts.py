"""Inside a network, as parts of a page: where it looked, its nearest training pictures, its filters and what they find."""

import numpy as np

from zerotohero.algorithms import _inside
from zerotohero.report.explain.words import PLACES, probability_text, which
from zerotohero.report.heard import pitches
from zerotohero.report.inside.filters import by_hand, exciting, feature_maps, first_layer
from zerotohero.report.inside.net import stages
from zerotohero.report.inside.tiles import axed, encoded, image, overlay, shown, tile
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Grid, Items, Section, Words
from zerotohero.report.sentences import number, plain

LARGE = 224  # pixels of the pictures that are looked at closely
READ_PLACES = (
    "Blue places speak for the first, orange ones for the second. One map shows what each place of the last grid adds to "
    "the score (class activation map); the other how far the score falls when a square there is painted over with the "
    "mean colour (occlusion). They ask in different ways, so it is worth seeing whether they agree."
)
MISREAD_PLACES = (
    "an outline of the thing. A place has seen a whole neighbourhood, and colour marks its middle; a painted square is "
    "itself something that the network never saw; of two places that each suffice, occlusion shows neither. Both say what "
    "moved this network, not whether it was right to look there; that they agree does not make either true."
)
MISREAD_NEAREST = (
    "what made it answer so. They are the ones that its last layer can hardly tell from this one; what it learned "
    "comes from all of them."
)
READ_NEAREST = (
    "The training pictures whose last features are most like this one's: the cosine stands beside each, 1 is the same "
    "direction. Copies of it are left out."
)
READ_MAPS = (
    "One small picture for each filter: the bluer a place, the stronger the filter's answer there. Layer by layer the grid "
    "gets coarser, and what is answered to gets larger."
)
READ_EXCITING = "For some filters, the places that excite them most, cut to what one place has seen."
MISREAD_FILTERS = (
    "names of things. A filter that answers to one edge here answers to other things elsewhere; and what a filter finds is "
    "only used if later layers give it weight."
)


def read_places(net):
    """Return how the two maps are read."""
    return READ_PLACES.replace("mean colour", "mean loudness") if net.column == "sound" else READ_PLACES


def read_nearest(net):
    """Return how the nearest training pictures are read."""
    return READ_NEAREST.replace("pictures", "sounds") if net.column == "sound" else READ_NEAREST


def places_figures(net, x, look, names, sound=None):
    """Return HTML: the picture, the class activation map and the occlusion map over it.

    Parameters
    ----------
    net : Net
    x : ndarray
    look : Look
    names : (str, str)
        The class that blue speaks for, and the one that orange speaks for.
    sound : ReadingRecipe or None
        Of sounds: rate and length, for the axes.
    """
    pixels, upright = shown(x), upright_of(net)
    said = f"for {plain(names[0], 40)}, or for {plain(names[1], 40)}"
    drawn = (
        (pixels, "what it looked at", "the sound, as it sees it" if net.column == "sound" else "the picture"),
        (overlay(pixels, upright(look.places), LARGE), f"what each place adds {said}", "what each place adds"),
        (
            overlay(pixels, upright(look.covered), LARGE),
            f"what is lost when it is covered, {said}",
            "what covering it costs",
        ),
    )
    figures = []
    for colours, alt, caption in drawn:
        data = encoded(colours, LARGE)
        img = image(data, alt) if sound is None else axed(data, alt, *_axes(sound))
        figures.append(f"<figure>{img}<figcaption>{text(caption)}</figcaption></figure>")
    return f'<div class="looks">{"".join(figures)}</div>'


def places_numbers(look, names):
    """Return the Grid of both maps, place by place, for pages without pictures."""
    covered = _inside.in_cells(look.covered, look.places.shape)
    rows = [
        (f"{r + 1}", " ".join(f"{v:+.2f}" for v in look.places[r]), " ".join(f"{v:+.2f}" for v in covered[r]))
        for r in range(len(look.places))
    ]
    title = f"{plain(names[0], 40)} rather than {plain(names[1], 40)}, {look.places.shape[0]} × {look.places.shape[1]} places"
    return Grid(("row of places", "what each adds", "what covering it costs"), tuple(rows), title=title)


def names_of(inside):
    """Return what blue and orange speak for."""
    return (inside.outcome, inside.against) if inside.outcome is not None else ("more", "less")


def where(net, look, names):
    """Return which part of the picture speaks most for the answer, by either map, and whether the two agree."""
    covered = _inside.in_cells(look.covered, look.places.shape)
    one, other = (_part(upright_of(net)(values)) for values in (look.places, covered))
    same = (
        f"Both maps are strongest at the {one}"
        if one == other
        else f"One map is strongest at the {one}, the other at the {other}"
    )
    return f"{same} for {plain(names[0], 40)}. {look.verdict}"


def makes_up(look, names):
    """Return the sentence on how the map makes up the score."""
    if look.against is None:
        what = f"the score on the network's own scale, {look.score:+.2f}"
    else:
        what = f"the log odds of {plain(names[0], 40)} against {plain(names[1], 40)}, {look.score:+.2f}"
    if look.exact:
        return f"What all places add makes up {what}; the part that no picture changes is shared evenly among them."
    return f"The first map shows how {what}, changes with each place; it is not a sum of parts."


def sections(inside):
    """Return the Sections of the page on one prediction."""
    net, x, look, names = inside.net, inside.x, inside.look, names_of(inside)
    recipe = net.model.recipe if net.column == "sound" else None
    layers = stages(net.arrays)
    found = Drawn(places_figures(net, x, look, names, recipe), places_numbers(look, names))
    looked = [found, Words(where(net, look, names)), Words(makes_up(look, names), "soft")]
    made = [Section("looked", f"Where it looked: {_rather(names)}", tuple(looked), read_places(net), MISREAD_PLACES)]
    if inside.nearest:
        nearest = (neighbours(inside.album, inside.nearest),)
        made.append(Section("nearest", "Most alike, as it sees them", nearest, read_nearest(net), MISREAD_NEAREST))
    deep = [layer for layer in layers if layer.index] or layers  # the first layer's are there already
    filters = (
        *by_hand(net, x),
        *first_layer(net, x),
        Words("What it finds, layer after layer", "part"),
        Words(READ_MAPS),
        *feature_maps(net, x, deep),
    )
    made.append(Section("filters", "What its filters find in it", filters, misread=MISREAD_FILTERS))
    if inside.album is not None and len(layers) > 1:
        read = "For the filters that answer unusually strongly here: the places of training pictures that excite them most, cut to what one place has seen."
        read = read.replace("pictures", "sounds") if recipe else read
        made.append(
            Section("exciting", "What else excites these filters", tuple(exciting(inside.album, layers[1:], x)), read)
        )
    return made


def neighbours(album, nearest):
    """Return the Part with the nearest training pictures, their labels and how alike they are."""
    figures, lines = [], []
    for n in nearest:
        grid = album.net.grid(album.cells([n.row]))[0]
        label = f"<b>{text(n.label, 40)}</b> {n.alike}"
        figures.append(
            f'<figure title="{text(n.file)}">{tile(shown(grid), f"a picture of {n.label}")}<figcaption>{label}</figcaption></figure>'
        )
        lines.append(f"{plain(n.label, 40)}, {n.alike}: {plain(n.file, 60)}")
    return Drawn(f'<div class="tiles near">{"".join(figures)}</div>', Items(tuple(lines)))


def headline(inside):
    """Return what the run says, in one line."""
    target = plain(inside.target, 40)
    if inside.outcome is None:
        return f"{target}: {inside.answer}"
    said = f"{target} = {plain(inside.outcome, 40)}: {probability_text(inside.probability)}"
    return said if inside.outcome == inside.answer else f"{said} (its answer is {plain(inside.answer, 40)})"


def asked(inside):
    """Return which run was asked about which row."""
    what = "sound" if inside.net.column == "sound" else "picture"
    return f"{plain(inside.title, 48)} ({inside.run}), {which(what, inside.row, inside.origin)}"


def _rather(names):
    """Return the question that a map answers."""
    return f"why {plain(names[0], 30)} rather than {plain(names[1], 30)}?"


def _part(values):
    """Return which ninth of the picture has the largest sum."""
    rows, columns = (np.arange(n) * 3 // max(n, 3) if n >= 3 else np.full(n, 1) for n in values.shape)
    sums = np.array([[values[np.ix_(rows == r, columns == c)].sum() for c in range(3)] for r in range(3)])
    row, column = np.unravel_index(sums.argmax(), sums.shape)
    return PLACES[row][column]


def _axes(recipe):
    """Return the labels of a spectrogram's axes: seconds across, hertz up."""
    seconds = recipe.samples / recipe.rate
    across = [(share, f"{number(round(share * seconds, 2))} s") for share in (0, 0.5, 1)]
    up = [(place, f"{hz:,} Hz" if hz < 1000 else f"{hz // 1000} kHz") for hz, place in pitches(recipe.rate).items()]
    return across, up


def upright_of(net):
    """Return a function that turns a map as the picture is shown: of a sound, low pitches below."""
    return (lambda values: values[::-1]) if net.column == "sound" else (lambda values: values)
