"""A network in the report: what is inside it."""

import numpy as np

from zerotohero.algorithms._inside import class_map
from zerotohero.report.heard import thumbnail
from zerotohero.report.inside.album import Album
from zerotohero.report.inside.filters import by_hand, exciting, feature_maps, first_layer
from zerotohero.report.inside.inside import look
from zerotohero.report.inside.net import network_of, opponents, stages
from zerotohero.report.inside.parts import (
    MISREAD_FILTERS,
    MISREAD_NEAREST,
    MISREAD_PLACES,
    READ_EXCITING,
    READ_MAPS,
    neighbours,
    places_figures,
    places_numbers,
    read_nearest,
    read_places,
    where,
)
from zerotohero.report.inside.tiles import overlay, shown, tile
from zerotohero.report.mistakes import worst
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Section, Words
from zerotohero.report.sentences import number, plain, things

RIGHT, WRONG = 3, 3  # pictures that are looked at closely, at most
ALBUM_WORK, LOOK_WORK = 2e10, 1.5e10  # multiplications: about two seconds each
EXAMPLES_WORK = 7e10  # of all pictures that are looked at closely, at the coarsest: a borrowed network's are four
CHANGED = "Now that it has learned from this one, the final model leans to {}: orange outweighs blue."
SQUARES = 36  # of one picture, about, where there is little time


def inside(evidence):
    """Return the Section on what is inside a network: filters, what they find, where it looked, the nearest; or None."""
    net = _net(evidence)
    if net is None:
        return None
    layers, facts = stages(net.arrays), {}
    if not evidence.rows:
        parts = [*by_hand(net, _drawing()), *first_layer(net)]
        read = "Filters only: what they find, and where the network looked, would show single rows."
        return Section("inside", "Inside the network", tuple(parts), read, MISREAD_FILTERS)
    right, wrong = _examples(evidence, net)
    album = Album(net, evidence.board, layers[1:], ALBUM_WORK)
    shown_first = (right or wrong)[0]
    x = _grid(evidence, net, shown_first)
    parts = [*by_hand(net, x), *first_layer(net, x)]
    deep = [layer for layer in layers if layer.index] or layers  # the first layer's are there already
    parts += [Words("What it finds in this one, layer after layer", "part"), Words(READ_MAPS)]
    parts += feature_maps(net, x, deep)
    if len(layers) > 1:
        parts += [Words("What excites its deeper filters most", "part")]
        parts += [Words(f"{READ_EXCITING} {_looked_through(evidence, album.rows, album.of)}")]
        parts += exciting(album, layers[1:])
    parts += [Words(f"Misread as: {MISREAD_FILTERS}", "misread")]
    looked, facts = _looked(evidence, net, right, wrong)
    parts += looked
    parts += [Words("Most alike, as it sees them", "part")]
    parts += [Words(f"{read_nearest(net)} {_looked_through(evidence, album.among, album.of)}")]
    parts += [part for i in [*right[:1], *wrong[:1]] for part in _nearest(evidence, net, album, i)]
    facts |= {"looked_through": len(album.among), "training_rows": album.of}
    member = (
        ""
        if net.weight == 1
        else f" The run is a combination; this is its {plain(net.model.spec.title)}, which has {100 * net.weight:.0f} % of the say."
    )
    return Section(
        "inside",
        "Inside the network",
        tuple(parts),
        f"From the first filters to the answer.{member}",
        MISREAD_NEAREST,
        facts,
    )


def _looked_through(evidence, rows, of):
    """Return the sentence on how many training pictures were looked through."""
    some = f"{len(rows):,} of {of:,}" if len(rows) < of else f"All {of:,}"
    return f"{some} training {things(evidence.board)[1]} were looked through."


def heat_on(evidence):
    """Return a function (row, said, true) -> HTML of a picture with what spoke for ``said`` rather than ``true``; or None."""
    net = _net(evidence)
    if net is None or not evidence.classify:
        return None
    seen = net.model.manifest["classes_seen"]

    def drawn(row, said, true):
        if said not in seen or true not in seen:
            return ""
        cell = np.asarray(evidence.dataset.cells[net.column][row])
        places = class_map(net.arrays, net.grid({net.column: cell[None]})[0], net.pick(said, true))[0]
        if net.column == "sound":
            return tile(overlay(thumbnail(cell, net.model.recipe.rate), places[::-1]), "where it looked")
        return tile(overlay(cell, places), "where it looked")

    return drawn


def _net(evidence):
    """Return the Net of the run that is reported on, or None."""
    if evidence.manifest["kind"] not in ("images", "sounds") or not getattr(evidence.run, "has_model", False):
        return None
    return network_of(evidence.run.model)


def _examples(evidence, net):
    """Return positions in the outcome: typical right answers of different classes, and the worst wrong ones."""
    result = evidence.outcome
    most = int(np.clip(EXAMPLES_WORK / (SQUARES * net.work), 2, RIGHT + WRONG))
    if not evidence.classify:
        off = np.abs(result.truth - result.predicted)
        return [int(i) for i in np.argsort(off, kind="stable")[: most - most // 2]], [
            int(i) for i in worst(result, most // 2)
        ]
    own = result.probabilities[np.arange(len(result.rows)), result.truth]
    right = []
    for k in np.unique(result.truth):
        rows = np.flatnonzero((result.truth == k) & (result.predicted == k))
        if len(rows):
            right.append(int(rows[np.argsort(own[rows], kind="stable")[len(rows) // 2]]))
    place = np.unique(np.linspace(0, len(right) - 1, min(most - most // 2, len(right))).astype(int)) if right else []
    return [right[i] for i in place], _different(result, worst(result, len(result.rows)), most // 2)


def _different(result, positions, most):
    """Return the first positions of mistakes that are no two of a kind, and then the next, where there are too few kinds."""
    kinds = {(result.truth[i], result.predicted[i]): i for i in reversed(positions)}
    firsts = sorted(kinds.values(), key=positions.index)
    return (firsts + [i for i in positions[:most] if i not in firsts])[:most]


def _grid(evidence, net, position):
    """Return the grid of a row of the outcome."""
    row = evidence.outcome.rows[position]
    return net.grid({net.column: np.asarray(evidence.dataset.cells[net.column][[row]])})[0]


def _looked(evidence, net, right, wrong):
    """Return the Parts on where the network looked for right and wrong answers, and the facts."""
    result, classes = evidence.outcome, evidence.manifest["classes"]
    seen, recipe = net.model.manifest["classes_seen"], net.model.recipe if net.column == "sound" else None
    parts, agreements = [], []
    work = LOOK_WORK / max(len(right) + len(wrong), 1)
    for i in [*right, *wrong]:
        x = _grid(evidence, net, i)
        if evidence.classify:
            true, said = int(result.truth[i]), int(result.predicted[i])
            if true not in seen or said not in seen:
                continue
            chosen, against = (said, true) if said != true else opponents(net, x, true)
            names = (classes[chosen], classes[against])
            title = f"True {plain(classes[true], 40)}, said {plain(classes[said], 40)}: why {plain(names[0], 40)} rather than {plain(names[1], 40)}?"
        else:
            chosen = against = None
            names = ("more", "less")
            title = f"True {number(result.truth[i])}, said {number(result.predicted[i])}: what makes it more?"
        found = look(net, x, chosen, against, work)
        agreements.append(found.agreement)
        parts.append(Words(title, "soft"))
        parts.append(Drawn(places_figures(net, x, found, names, recipe), places_numbers(found, names)))
        changed = f" {CHANGED.format(plain(names[1], 40))}" if evidence.classify and found.score < 0 else ""
        parts.append(Words(where(net, found, names) + changed, "soft"))
    known = [a for a in agreements if a is not None]
    final = (
        " What was said, and whether it was right, is from cross-validation; the maps are of the final model, which "
        "learned from these too and may say otherwise now."
    )
    middle = f" Over these {len(known)}, the middle rank correlation is {np.median(known):.2f}." if known else ""
    head = [Words("Where it looked", "part"), Words(read_places(net) + middle + final)]
    return [*head, *parts, Words(f"Misread as: {MISREAD_PLACES}", "misread")], {"agreements": agreements}


def _nearest(evidence, net, album, position):
    """Return the Parts with the training pictures nearest to one row, itself left out."""
    row = evidence.outcome.rows[position]
    cell = np.asarray(evidence.dataset.cells[net.column][row])
    x = _grid(evidence, net, position)
    found = album.nearest(cell, x)
    own = f"<figure>{tile(shown(x), 'the one')}<figcaption>this one, true <b>{text(album.label(row), 40)}</b></figcaption></figure>"
    part = neighbours(album, found)
    drawn = part.drawn.replace('<div class="tiles near">', f'<div class="tiles near">{own}', 1)
    return [Drawn(drawn, part.otherwise)]


def _drawing():
    """Return a picture of no row, (48, 48) uint8: a disc, a bar and a square."""
    down, across = np.mgrid[:48, :48]
    drawn = np.full((48, 48), 40, np.uint8)
    drawn[(down - 16) ** 2 + (across - 16) ** 2 < 100] = 230
    drawn[30:42, 28:42] = 150
    drawn[np.abs(down + across - 52) < 3] = 255
    return drawn
