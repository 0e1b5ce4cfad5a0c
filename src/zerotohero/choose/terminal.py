"""The algorithm map in a terminal: a tree as wide as the window, readable without colour."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from zerotohero.choose._nodes import ALWAYS, Question
from zerotohero.choose._order import rule_for
from zerotohero.choose._reasons import data_in_words
from zerotohero.choose.map import MAP, START

SIGNS = {"open": "●", "closed": "○", "yours": "▶", "to": "→"}
PLAIN_SIGNS = {"open": "*", "closed": "o", "yours": ">", "to": "->"}


def tree(way=(), built=frozenset(), plain=False):
    """Return the map as a rich Tree.

    Parameters
    ----------
    way : list of (str, str or None)
        Your way, as ``map.way`` returns it.
    built : set of str
        Ids of the algorithms that exist; a station where none does has another sign.
    plain : bool
        Only ASCII signs, for terminals that know no others.
    """
    signs = PLAIN_SIGNS if plain else SIGNS
    root = Tree(Text(MAP[START].words, style="bold"), guide_style="dim")
    seen = set()

    def grow(branch, id):
        """Hang what follows node ``id`` below ``branch``."""
        seen.add(id)
        for answers, to in _exits(MAP[id]):
            yours = any((id, answer.id) in way for answer in answers)
            label = Text(signs["yours"] + " " if yours else "", style="bold")
            label.append(" / ".join(answer.words for answer in answers), style="bold" if yours else "")
            node = MAP[to]
            label.append(f" {signs['to']} ")
            if isinstance(node, Question):
                label.append(node.words, style="bold")
            else:
                label.append_text(station(node, built, signs))
            if not isinstance(node, Question) and node.leads:
                label.append(f" {signs['to']} {MAP[node.leads].words}", style="dim")
            below = branch.add(label)
            if isinstance(node, Question) and to not in seen:
                grow(below, to)

    grow(root, START)
    for id, when in ALWAYS.items():
        root.add(Text(f"{when} ").append_text(station(MAP[id], built, signs)))
    return root


def station(node, built, signs=SIGNS):
    """Return one line for a station: name, and its algorithms that exist."""
    open_ = [words for id, words in node.algorithms if id in built]
    line = Text(f"{signs['open'] if open_ else signs['closed']} {node.words}", style="bold" if open_ else "dim")
    return line.append(": " + ", ".join(open_) if open_ else "", style="not bold")


def shortlist_view(facts, way, choices):
    """Yield what a terminal shows of a shortlist: the facts, the way, every algorithm with its reason.

    Parameters
    ----------
    facts : Facts
    way : list of (str, str or None)
    choices : list of Choice
    """
    yield Text.assemble((facts.name, "bold"), f": {data_in_words(facts)}; to predict: {facts.target}")
    stops = [a.words for id, answer in way if answer for a in MAP[id].answers if a.id == answer]
    yield Text("Your way: ", style="bold").append(" > ".join([*stops, MAP[way[-1][0]].words]), style="not bold")
    width = max(len(c.algorithm) for c in choices)
    real, rivals = ([c for c in choices if c.included and bool(c.baseline) == plainly] for plainly in (False, True))
    if real:
        because = rule_for(facts).because
        title = ("\nWorth trying, the likeliest to win first", "bold")
        yield Text.assemble(title, f": {because}" if because else "")
        yield _rows(real, width)
    if rivals:
        yield Text("\nRivals, always along", style="bold")
        yield _rows(rivals, width)
    left = [c for c in choices if not c.included]
    if facts.task == "generation":  # all others answer another question, and would say so one by one
        yield Text.assemble(
            ("\nLeft out", "bold"), ": what answers with a class or an amount; these are lines to go on with"
        )
    elif left:
        yield Text("\nLeft out", style="bold")
        together = {}
        for choice in left:
            together.setdefault(choice.reason, []).append(choice)
        yield _rows([same[0] for same in together.values() if len(same) == 1], width)
        for reason, same in together.items():
            if len(same) > 1:
                names = ", ".join(c.algorithm for c in same)
                yield Padding(Text(f"{reason}: {names}", style="dim"), (0, 0, 0, 2))


def _rows(choices, width):
    """Return a table of algorithms with their reasons."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(width=width + 2, no_wrap=True)
    table.add_column(ratio=1)
    for choice in choices:
        table.add_row(Text(f"  {choice.algorithm}"), Text(choice.reason, style="" if choice.included else "dim"))
    return table


def _exits(question):
    """Return (answers, next node), answers that lead to one node together."""
    exits = {}
    for answer in question.answers:
        exits.setdefault(answer.to, []).append(answer)
    return [(answers, to) for to, answers in exits.items()]
