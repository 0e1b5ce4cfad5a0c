"""How big a sign has to be so that its words fit, whatever font the reader's machine has."""

from dataclasses import dataclass

from zerotohero.choose._nodes import Question

# Hundredths of the font size per character, measured on DejaVu Sans, the widest font in common use.
WIDTHS = {
    28: "'ijl|",
    34: " ,./:;I\\",
    43: "!()-[]frt",
    54: "?Jcs",
    60: "Lkxyvz",
    65: "FTEPSYZabdeghnopqu0123456789$_*",
    71: "ABCRVXK",
    80: "DGHNOQUw&<>=+~^",
    100: "MWm%@#",
}
CHARACTER = {c: width / 100 for width, characters in WIDTHS.items() for c in characters}
BOLD = 1.16

QUESTION_WIDTH, STATION_WIDTH, EDGE = 230, 290, 15
TITLE, TEXT, ANSWER, CHIP = 18, 13.5, 14.5, 12.5  # font sizes
ROW = 30  # height of an answer
CHIP_HEIGHT, GAP = 24, 6


def text_width(text, size, bold=False):
    """Return at least how wide the text is, in the unit of ``size``.

    >>> text_width("mmm", 10)
    30.0
    """
    return sum(CHARACTER.get(c, 1.0) for c in text) * size * (BOLD if bold else 1)


def wrap(text, size, width, bold=False):
    """Return the text as lines that fit into ``width``.

    >>> wrap("one two three", 10, 50)
    ['one two', 'three']
    """
    lines = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Sign:
    """A node, laid out.

    Parameters
    ----------
    x, y, width, height : float
        y is the top edge.
    title, text : list of str
        Lines.
    chips : list of (id, words, x, y, width)
        Signs of algorithms, placed absolutely; answers of a question as (id, words, x, y of the middle, width).
    """

    x: float
    y: float
    width: float
    height: float
    title: list
    text: list
    chips: list

    @property
    def middle(self):
        """Half way down."""
        return self.y + self.height / 2


def lay_out(node):
    """Return the Sign of a node."""
    question = isinstance(node, Question)
    width = QUESTION_WIDTH if question else STATION_WIDTH
    inner = width - 2 * EDGE
    title = wrap(node.words, TITLE, inner, bold=True)
    text = [] if question else wrap(node.text, TEXT, inner)
    down = 12 + 22 * len(title) + 18 * len(text)
    chips = []
    if question:
        for answer in node.answers:
            chips.append((answer.id, answer.words, node.x, down + ROW / 2 + 4, width))
            down += ROW
        height = down + 10
    else:
        across, down = 0, down + 8
        for id, words in node.algorithms:
            chip = text_width(words, CHIP) + 18
            if across and across + chip > inner:
                across, down = 0, down + CHIP_HEIGHT + GAP
            chips.append((id, words, node.x + EDGE + across, down, chip))
            across += chip + GAP
        height = down + CHIP_HEIGHT + 12
    top = node.y - height / 2
    return Sign(node.x, top, width, height, title, text, [(i, w, x, top + y, c) for i, w, x, y, c in chips])
