"""The typefaces of the data set `letters`, as plain data: skeletons per letter, and one row per typeface.

`SKELETONS[letter]` lists the ways to build a letter, in the notation of `_strokes.py`; a typeface names one
way per letter with a digit. All of this is original work of this project; no font was read.
"""

from __future__ import annotations

from typing import NamedTuple

LETTERS = "ABCDEFGHIJ"

# How wide each letter is beside an H of the same height, in a typeface of width 1.
WIDTHS = dict(zip(LETTERS, (1.0, 0.8, 0.95, 0.92, 0.74, 0.72, 1.0, 0.92, 0.6, 0.6)))

SKELETONS = {
    "A": (
        "0,0 .5,1 1,0 / .18,.36 .82,.36",  # 0 pointed
        "0,0 .38,1 .62,1 1,0 / .12,.33 .88,.33",  # 1 flat top
        "0,0 (0,1) (1,1) 1,0 / 0,.42 1,.42",  # 2 arch
        "0,0 .5,1 1,0 / .1,.22 .9,.22",  # 3 low bar
        "0,0 (.25,0) 1,1 1,0 / .42,.36 1,.36",  # 4 leaning on an upright
        "0,0 0,.62 .5,1 1,.62 1,0 / 0,.42 1,.42",  # 5 gable
        ".1,.78 (.1,1) (.9,1) .9,0 / .9,.57 (0,.57) (0,0) (.9,0) .9,.3",  # 6 two-storey a
        ".95,1 .95,0 / .95,.66 (.95,1) (0,1) (0,0) (.95,0) .95,.34",  # 7 one-storey a
        "0,.12 (.1,-.06) (.45,.2) .85,1 / .85,1 .82,0 / .2,.36 (.5,.42) 1.1,.3",  # 8 swash
        "0,0 (.1,1) (.9,1) 1,0 / .05,.38 .95,.38",  # 9 round top
    ),
    "B": (
        "0,0 0,1 / 0,1 (.88,1) (.88,.53) 0,.53 / 0,.53 (1,.53) (1,0) 0,0",  # 0 roman
        "0,0 0,1 / 0,1 .45,1 (1,1) (1,.5) .45,.5 / 0,.5 .45,.5 / .45,.5 (1,.5) (1,0) .45,0 0,0",  # 1 flat bowls
        "0,0 0,1 / 0,1 (.9,1) (.9,.5) .35,.5 / .35,.5 (1,.5) (1,0) 0,0",  # 2 open waist
        ".15,0 .15,1 / -.15,1 (.9,1) (.9,.54) .15,.54 / .15,.54 (1,.54) (1,0) -.15,0",  # 3 overhanging
        "0,1 0,0 / 0,.4 (0,.64) (.95,.64) (.95,0) (0,0) 0,.24",  # 4 small b
        "0,0 0,1 / 0,1 .8,.78 0,.55 / 0,.55 1,.28 0,0",  # 5 two triangles
        "0,0 0,1 / 0,1 (.75,1) (.75,.62) 0,.62 / 0,.62 (1,.62) (1,0) 0,0",  # 6 high waist
        "0,0 0,1 / -.2,.85 (.1,1.02) (.9,1.02) (.9,.55) .3,.52 / .3,.52 (1.1,.5) (1,0) (.2,-.02) -.1,.1",  # 7 script
        ".3,.95 .25,.02 / -.1,.7 (0,1.05) (1,1.05) (.95,.55) .5,.52"
        " / .5,.52 (1.05,.5) (1,-.03) (.2,-.03) .1,.15",  # 8 swash
    ),
    "C": (
        ".98,.76 (.98,1) (0,1) (0,0) (.98,0) .98,.24",  # 0 round
        "1,1 (0,1) (0,0) 1,0",  # 1 open
        "1,.66 (1,1) (0,1) (0,0) (1,0) 1,.34",  # 2 nearly closed
        ".95,1 (.95,.7) / (.95,.78) (.9,1) (0,1) (0,0) (.85,0) 1,.2",  # 3 beaked
        "1,.8 .6,1 0,.7 0,.3 .6,0 1,.2",  # 4 broken
        ".8,.72 (1.05,1.02) (.5,1.02) (0,.95) (0,0) (.8,0) 1,.22",  # 5 script
        ".95,1 (.95,.7) / (.95,.8) (.9,1) (0,1) (0,0) (.9,0) (.95,.2) / .95,0 (.95,.3)",  # 6 beaked twice
        "1,.9 (.7,1) (0,1) (0,0) (.7,0) 1,.1",  # 7 wide open
        ".7,.7 (.95,.8) (.85,1.05) (0,1.05) (0,-.02) (.9,-.05) 1,.25",  # 8 swash
    ),
    "D": (
        "0,0 0,1 / 0,1 (1,1) (1,0) 0,0",  # 0 roman
        "0,0 0,1 / 0,1 .4,1 (1,1) (1,0) .4,0 0,0",  # 1 shallow bowl
        ".12,0 .12,1 / -.15,1 (1,1) (1,0) -.15,0",  # 2 overhanging
        "0,.78 0,0 / -.1,1 (1,1) (1,0) 0,0",  # 3 open corner
        "1,1 1,0 / 1,.4 (1,.64) (0,.64) (0,0) (1,0) 1,.24",  # 4 small d
        "0,0 0,1 / 0,1 .65,.85 1,.5 .65,.15 0,0",  # 5 broken
        ".3,.95 .3,.02 / -.1,.75 (0,1.02) (1.1,1.02) (1,0) (.3,-.02) 0,.12",  # 6 script
        ".45,.9 (.45,.0) (0,-.02) (0,.2) (.3,.2) (1.1,-.3) (1.1,1.05) (0,1.05) 0,.7",  # 7 swash
    ),
    "E": (
        "0,0 0,1 / 0,1 1,1 / 0,.52 .85,.52 / 0,0 1,0",  # 0 roman
        "1,1 (0,1) (0,0) 1,0 / 0,.5 .85,.5",  # 1 round back
        ".95,.86 (.95,1) (.05,1) (.05,.54) .6,.54 / .6,.54 (0,.54) (0,0) (1,0) 1,.18",  # 2 epsilon
        "0,.5 1,.5 (1,1) (0,1) (0,0) (.95,0) .95,.2",  # 3 small e
        "0,0 0,1 / 0,1 1,1 / 0,.5 1,.5 / 0,0 1,0",  # 4 equal arms
        "0,0 0,1 / 0,1 .92,1 / 0,.52 .62,.52 / 0,0 1,0",  # 5 short middle
        "1,1 0,1 (0,0) 1,0 / 0,.55 .8,.55",  # 6 curved foot
    ),
    "F": (
        "0,0 0,1 / 0,1 1,1 / 0,.5 .82,.5",  # 0 roman
        "0,0 (0,1) 1,1 / 0,.5 .8,.5",  # 1 round shoulder
        ".35,0 (.35,1) 1,1 / 0,.62 .85,.62",  # 2 small f
        "-.05,.82 (0,1) 1,1 / .55,1 (.5,0) 0,.04 / .22,.5 .88,.5",  # 3 script
        "0,0 0,1 / 0,1 1,1 / 0,.4 .7,.4",  # 4 low arm
        "0,0 0,1 / 0,1 1,1 / 0,.54 1,.54",  # 5 equal arms
        "0,0 0,1 / -.25,1 1,1 / 0,.5 .75,.5",  # 6 overhanging
    ),
    "G": (
        ".98,.76 (.98,1) (0,1) (0,0) (.98,0) .98,.45 (.54,.45)",  # 0 no spur
        ".98,.76 (.98,1) (0,1) (0,0) (.98,0) .98,.3 / (.98,0) .98,.45 (.56,.45)",  # 1 spur
        "1,1 (0,1) (0,0) (1,0) 1,.5 (.5,.5)",  # 2 open
        ".86,1 (.86,.7) / (.86,.78) (.82,1) (0,1) (0,0) (.8,0) (.86,.12)"
        " / (.86,.06) (.86,.44) / (.52,.44) (1.1,.44)",  # 3 beaked roman
        "1,.95 1,.0 / 1,.0 (1,-.35) (.05,-.35) .05,-.2 / 1,.66 (1,1) (0,1) (0,.2) (1,.2) 1,.5",  # 4 small g
        "1,.82 .6,1 0,.7 0,.3 .6,0 1,.2 1,.5 .6,.5",  # 5 broken
        ".9,.75 (1,1.02) (.5,1.02) (0,1) (0,0) (.95,0) .95,.5 / .5,.5 1.1,.5",  # 6 script
        "1,.8 (.9,1) (0,1) (0,0) (1,0) (1,.5) .5,.46",  # 7 curled, like a 6
        "1,.85 (.8,1) (0,1) (0,0) (.7,0) (.92,.12) / (.92,0) .92,.45 (.5,.45)",  # 8 upright spur
        "1,.8 (.98,1.03) (0,1.02) (0,.2) (.9,.18) .93,.52 / .5,.5 1.05,.54 / .93,.52 (.93,-.28) (.15,-.3) .1,-.1",  # 9
    ),
    "H": (
        "0,0 0,1 / 1,0 1,1 / 0,.5 1,.5",  # 0 roman
        "0,0 0,1 / 0,.38 (0,.64) (.95,.64) .95,0",  # 1 small h
        "0,0 0,1 / 1,0 1,1 / -.2,.5 1.2,.5",  # 2 long bar
        "0,0 0,1 / 1,0 1,1 / 0,.42 1,.58",  # 3 rising bar
        "-.1,.0 (.08,0) .08,1 / .92,1 (.92,0) 1.1,0 / .08,.5 .92,.5",  # 4 script
        "0,0 0,1 / 0,.55 (1,.55) 1,0 / 1,.7 1,1",  # 5 shouldered
        "0,0 0,1 / 1,0 1,1 / 0,.62 1,.62",  # 6 high bar
        ".0,.8 (.05,1) (.32,1) (.25,0) 0,.06 / 1.15,.95 (.85,1) (.8,0) 1.15,.1 / .05,.45 (.5,.5) 1,.56",  # 7 swash
    ),
    "I": (
        "0,0 0,1",  # 0 bar
        "0,0 0,1 / -.5,1 .5,1 / -.5,0 .5,0",  # 1 serifs
        "0,0 0,.64 / 0,.92 0,1",  # 2 small i
        "-.45,.86 (-.3,1) .5,1 / .1,1 (.05,0) -.5,.04",  # 3 script
        "-.4,1 0,1 0,0 .4,0",  # 4 flags
        "-.4,.8 0,1 0,0 / -.45,0 .45,0",  # 5 like a 1
        "-.4,.64 0,.64 0,0 / -.45,0 .45,0 / 0,.92 0,1",  # 6 small i, typewriter
        "-.5,.75 (-.4,1) .6,1 / .35,1 (.3,-.02) (-.6,-.02) -.5,.25",  # 7 swash
    ),
    "J": (
        "1,1 (1,0) (0,0) 0,.28",  # 0 hook
        "1,1 (1,0) (0,0) 0,.28 / .4,1 1.5,1",  # 1 hook under a bar
        ".25,1 1,1 (1,0) (0,0) 0,.28",  # 2 flag
        "1,1 (1,0) 0,0",  # 3 foot
        "1,.66 (1,-.2) (.1,-.2) .1,-.1 / 1,.9 1,.98",  # 4 small j
        ".1,.84 (.2,1) 1.3,1 / .85,1 (.8,-.1) (0,-.1) .05,.2",  # 5 script
        "0,1 1.5,1 / .85,1 (.85,0) (0,0) 0,.25",  # 6 wide bar
        "1,1 1,.3 (1,0) (0,0) 0,.4",  # 7 deep hook
        "1,1 (1,-.03) .1,-.03",  # 8 short tail
        ".1,.72 (.1,1) (1,1) (.9,-.45) (.1,-.4) (.1,.02) 1.1,.12",  # 9 swash
    ),
}


class Typeface(NamedTuple):
    """One design. Lengths are in cap heights, angles in degrees.

    Parameters
    ----------
    name : str
        What we call it.
    forms : str of 10 digits
        Which skeleton each of A to J uses.
    weight, contrast, nib : float
        Width of the pen, how much thinner its short axis is (1 = monoline), and its angle.
    width : float
        Width of an H.
    slant : float
        Lean to the right.
    soft, curve : float
        How soft corners are cut; see `_strokes.trace`.
    serif : tuple of 3 floats, or ()
        Length beside the stem, height at the tip, height of the bracket.
    ends : {"flat", "round", "bulbs"}
        How the pen stops; "bulbs" sets a row of dots instead of a line.
    ball : float
        Size of the drop on open curves, in pens.
    splay : float
        How much wider the foot of a letter is than its head; negative for the reverse.
    taper : float
        Pen width at a stroke's end relative to its start.
    waist : float
        Where the middle of the letters lies; 0.5 is half way up.
    wobble : float
        Unsteadiness of the hand.
    layers : str
        How it is inked; a key of `_letters_generator.LAYERS`.
    texture : str
        What happens to the ink; a key of `_letters_generator.TEXTURES`.
    """

    name: str
    forms: str
    weight: float = 0.16
    contrast: float = 1.0
    nib: float = 0.0
    width: float = 0.8
    slant: float = 0.0
    soft: float = 1.0
    curve: float = 0.55
    serif: tuple[float, ...] = ()
    ends: str = "flat"
    ball: float = 0.0
    splay: float = 0.0
    taper: float = 1.0
    waist: float = 0.5
    wobble: float = 0.0
    layers: str = "solid"
    texture: str = "even"


HAIRLINE, SLAB, BRACKET, WEDGE = (0.1, 0.03, 0.0), (0.12, 0.1, 0.0), (0.11, 0.04, 0.07), (0.09, 0.01, 0.12)

TYPEFACES = (
    # plain sans serif
    Typeface("Plainsong", "0000000000", weight=0.15),
    Typeface("Northgate", "1010501008", weight=0.2, soft=0.9, curve=0.62),
    Typeface("Compass", "0001050603", weight=0.1, width=0.95),
    Typeface("Ledger Grotesk", "1110448008", weight=0.26, curve=0.65, soft=0.85),
    Typeface("Broadside", "1000008000", weight=0.34, contrast=0.75, width=0.95),
    Typeface("Lamp Post", "1110001000", weight=0.17, width=0.42, curve=0.65),
    Typeface("Longship", "0100402000", weight=0.15, width=1.5, curve=0.62),
    Typeface("Thistledown", "0010002000", weight=0.045, width=0.9),
    Typeface("Swift Oblique", "0010001003", weight=0.17, slant=14),
    Typeface("Courier Dove", "1000008008", weight=0.27, slant=13, contrast=0.8),
    Typeface("Humanist Hazel", "0070500000", weight=0.17, contrast=0.65, nib=25),
    Typeface("Low Tide", "3020044200", weight=0.1, waist=0.34),
    Typeface("High Tea", "0610056060", weight=0.11, waist=0.64, width=0.65),
    Typeface("Fat Cat", "0060008008", weight=0.46, contrast=0.6, width=1.1, splay=0.1),
    Typeface("Anvil", "2110442008", weight=0.42, contrast=0.5, soft=0.35, curve=0.0, width=1.0),
    Typeface("Wireframe", "1110441000", weight=0.05, soft=0.35, curve=0.0, width=0.9),
    Typeface("Whisper Italic", "0010502008", weight=0.06, slant=13),
    # roman
    Typeface("Old Harbour", "0030003018", weight=0.17, contrast=0.4, nib=20, serif=BRACKET),
    Typeface("Vellum", "0060003000", weight=0.15, contrast=0.45, nib=25, serif=BRACKET, width=0.85),
    Typeface("Vellum Bold", "0030003008", weight=0.28, contrast=0.4, nib=18, serif=BRACKET, width=0.9),
    Typeface("Vellum Italic", "0030003008", weight=0.15, contrast=0.4, nib=20, serif=BRACKET, slant=16, width=0.75),
    Typeface("Opera", "0060003001", weight=0.2, contrast=0.14, nib=8, serif=HAIRLINE),
    Typeface("Opera Italic", "4352506003", weight=0.17, contrast=0.2, nib=12, serif=HAIRLINE, slant=18, ball=1.0),
    Typeface("Ballroom", "0050003008", weight=0.22, contrast=0.18, nib=10, serif=HAIRLINE, ball=0.85),
    Typeface("Alderman", "0030003008", weight=0.4, contrast=0.3, nib=8, serif=(0.08, 0.04, 0.06), width=1.0),
    Typeface("Chisel", "0070000000", weight=0.18, contrast=0.55, nib=20, serif=WEDGE),
    Typeface("Tall Tale", "0060003000", weight=0.17, contrast=0.35, serif=HAIRLINE, width=0.45),
    Typeface("Wheelhouse", "0030003011", weight=0.18, contrast=0.9, serif=SLAB, width=0.85),
    Typeface("Ironworks", "1160403008", weight=0.32, contrast=0.8, serif=(0.1, 0.14, 0.0), curve=0.65),
    Typeface(
        "Carriage Return", "0330063265", weight=0.075, serif=(0.13, 0.06, 0.0), width=0.75, ends="round", wobble=0.006
    ),
    Typeface("Saloon", "0060000000", weight=0.16, contrast=1.9, serif=(0.1, 0.22, 0.0), width=0.7),
    Typeface("Eyelash", "0060003001", weight=0.1, contrast=0.3, serif=HAIRLINE, width=0.9),
    Typeface("Stampede", "0330403018", weight=0.3, contrast=0.6, serif=(0.09, 0.1, 0.04), slant=15),
    Typeface(
        "Fairground", "0330443213", weight=0.3, contrast=0.22, serif=(0.1, 0.03, 0.0), waist=0.56, soft=0.8, curve=0.65
    ),
    # built from other shapes
    Typeface("Varsity", "1110408000", weight=0.24, curve=0.0, soft=0.45),
    Typeface("Varsity Serif", "1160401011", weight=0.19, curve=0.0, soft=0.45, serif=SLAB),
    Typeface("Boxcar", "2110442000", weight=0.22, soft=0.0),
    Typeface("Rounded Square", "2111112103", weight=0.17, soft=0.5, curve=0.6),
    Typeface("Jukebox", "2010112203", weight=0.2, ends="round"),
    Typeface("Marshmallow", "9000100000", weight=0.34, ends="round", width=0.9),
    Typeface("Gable", "5545405250", weight=0.17, contrast=0.4, nib=40, soft=0.6, curve=0.0),
    Typeface("Cloister", "4345365345", weight=0.26, contrast=0.3, nib=40, curve=0.0, soft=0.7, width=0.7),
    Typeface("Trapeze", "1220501210", weight=0.2, splay=0.6, soft=0.8),
    Typeface("Bellhop", "2610448508", weight=0.24, splay=-0.5, contrast=0.7),
    Typeface("Crate", "1110408000", weight=0.26, texture="stencil", soft=0.8),
    Typeface("Depot Stencil", "0000003001", weight=0.22, contrast=0.4, nib=10, serif=BRACKET, texture="stencil"),
    Typeface("Neon Sign", "9010102000", weight=0.24, ends="round", layers="inline"),
    Typeface("Marquee", "1010401001", weight=0.28, layers="outline"),
    Typeface("Glasshouse", "0030003011", weight=0.26, contrast=0.6, serif=BRACKET, layers="outline"),
    Typeface("Matinee", "1010408001", weight=0.2, layers="shadow"),
    Typeface("Postage", "1010401011", weight=0.18, layers="cutout"),
    Typeface("Medallion", "0030003011", weight=0.2, contrast=0.5, nib=15, serif=SLAB, layers="medal"),
    Typeface("Double Vision", "1010408001", weight=0.13, layers="double"),
    Typeface("Arcade", "1110442011", weight=0.2, soft=0.4, curve=0.0, texture="pixels"),
    Typeface("Venetian", "1010408001", weight=0.3, texture="stripes"),
    Typeface("Footlights", "9000000010", weight=0.12, ends="bulbs", width=0.9),
    Typeface("Landslide", "0010401008", weight=0.28, texture="slide"),
    Typeface("Torn Poster", "0030003001", weight=0.24, contrast=0.6, serif=SLAB, texture="torn"),
    Typeface("Day and Night", "1010401011", weight=0.2, width=0.9, texture="night"),
    Typeface("Snowfall", "0030003001", weight=0.15, contrast=0.5, nib=15, serif=BRACKET, texture="snow"),
    # small letters
    Typeface("Nursery", "7404324124", weight=0.14, ends="round"),
    Typeface("Footnote", "6464324164", weight=0.14, contrast=0.5, nib=20, serif=BRACKET),
    Typeface("Pocket", "7464324128", weight=0.26, contrast=0.8, soft=0.85, curve=0.62),
    Typeface("Pennant", "6474324124", weight=0.2, contrast=0.35, nib=35, slant=12, ends="round"),
    # pen and brush
    Typeface("Quill", "4756236435", weight=0.13, contrast=0.25, nib=35, slant=14, ends="round"),
    Typeface("Love Letter", "8857239779", weight=0.06, slant=20, ends="round", ball=1.3, contrast=0.6),
    Typeface("Garland", "8887239779", weight=0.13, contrast=0.3, nib=20, slant=12, ends="round", ball=1.2),
    Typeface("Sign Painter", "4050131405", weight=0.22, contrast=0.45, nib=35, slant=10, ends="round", taper=0.7),
    Typeface("Sumi", "0021127304", weight=0.2, ends="round", taper=0.4, wobble=0.02, contrast=0.7, nib=30),
    # marker pen, by hand
    Typeface("Whiteboard", "0000000010", weight=0.1, ends="round", wobble=0.025),
    Typeface("Shopping List", "0272027002", weight=0.08, ends="round", wobble=0.03, slant=6),
    Typeface("Chalk", "9071511016", weight=0.13, ends="round", wobble=0.025, texture="rough"),
    Typeface("Kindergarten", "0020002202", weight=0.16, ends="round", wobble=0.05, width=0.9),
    Typeface("Protest", "3111408317", weight=0.2, ends="round", wobble=0.03, soft=0.7),
    Typeface("Blueprint", "1110407043", weight=0.07, ends="round", wobble=0.012, soft=0.9),
    Typeface("Napkin", "0273267306", weight=0.11, ends="round", wobble=0.045, slant=-4),
    Typeface("Finger Paint", "9010128018", weight=0.24, ends="round", wobble=0.03),
    Typeface("Post-it", "0001518011", weight=0.13, ends="round", wobble=0.025, waist=0.45),
    Typeface("Sidewalk", "0000000006", weight=0.15, ends="round", wobble=0.035, width=0.7),
    Typeface("Door Sign", "2611668103", weight=0.12, ends="round", wobble=0.03, soft=0.8),
)
