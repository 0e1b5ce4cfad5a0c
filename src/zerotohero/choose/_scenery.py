"""What makes the map a map: colours, sea and islands, compass, legend."""

import math
from html import escape

from zerotohero.choose._signs import ANSWER, CHIP, TEXT, TITLE

COLOURS = {  # name: (in the light, in the dark)
    "sea": ("#dcebf0", "#14222b"),
    "shallow": ("#cbe0e8", "#1a2d38"),
    "coast": ("#b9a77c", "#5d6b70"),
    "land": ("#fbf6e9", "#22323b"),
    "paper": ("#ffffff", "#2c3e48"),
    "ink": ("#2b3a42", "#eef3f4"),
    "soft": ("#5b6a72", "#b3c1c7"),
    "way": ("#d9480f", "#ffb454"),
    "glow": ("#ffe3c7", "#5a4326"),
    "slate": ("#6b7f8a", "#93a7b1"),
    "blue": ("#2f7fb0", "#6db9e6"),
    "violet": ("#7d5bb5", "#b49be6"),
    "teal": ("#26877f", "#62c8bd"),
    "rose": ("#b8466c", "#ef8fb0"),
    "green": ("#4b8b45", "#8bcb84"),
    "pink": ("#b8559a", "#ea9ad1"),
    "amber": ("#b07a1e", "#e6b75f"),
    "brick": ("#a5523a", "#e0937c"),
}


def style():
    """Return the style sheet; every rule is inside .hero-map, so that the picture can stand in any page."""
    light, dark = ("".join(f"--{name}:{pair[i]};" for name, pair in COLOURS.items()) for i in (0, 1))
    rules = f"""
.hero-map{{{light}font-family:"Avenir Next","Segoe UI","Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif}}
@media(prefers-color-scheme:dark){{.hero-map{{{dark}}}}}
.hero-map text{{fill:var(--ink)}}
.hero-map .sea{{fill:var(--sea)}}
.hero-map .shallow{{fill:none;stroke:var(--shallow);stroke-linejoin:round}}
.hero-map .land{{fill:var(--land);stroke:var(--coast);stroke-width:2.5}}
.hero-map .name,.hero-map .head{{font-family:Georgia,"Times New Roman","DejaVu Serif",serif}}
.hero-map .name{{font-size:27px;font-style:italic;fill:var(--soft)}}
.hero-map .head{{font-size:46px;font-weight:700}}
.hero-map .legend{{font-size:18px}}
.hero-map .line{{font-size:21px;fill:var(--soft)}}
.hero-map .wave{{fill:none;opacity:.9;stroke:var(--shallow);stroke-width:3;stroke-linecap:round}}
.hero-map .edge{{fill:none;stroke-width:3;stroke-linecap:round;opacity:.75}}
.hero-map .edge.closed{{stroke-dasharray:1 8;stroke-width:3.5;opacity:.7}}
.hero-map .edge.casing{{stroke:var(--land);stroke-width:14;opacity:1}}
.hero-map .edge.yours{{stroke:var(--way);stroke-width:7;opacity:1}}
.hero-map .card{{fill:var(--paper);stroke-width:2.5}}
.hero-map .closed .card{{fill:var(--land);stroke-width:2;stroke-dasharray:7 6;opacity:.9}}
.hero-map .yours .card{{stroke:var(--way);stroke-width:5;stroke-dasharray:none}}
.hero-map .title{{font-size:{TITLE}px;font-weight:700}}
.hero-map .text{{font-size:{TEXT}px;fill:var(--soft)}}
.hero-map .closed .title{{fill:var(--soft)}}
.hero-map .answer{{font-size:{ANSWER}px}}
.hero-map .rule{{stroke:var(--ink);opacity:.12}}
.hero-map .pick{{fill:var(--glow)}}
.hero-map .chip{{font-size:{CHIP}px}}
.hero-map .open-chip{{opacity:.16}}
.hero-map .closed-chip{{fill:none;stroke:var(--soft);stroke-dasharray:3 4;stroke-width:1.3}}
.hero-map .faint{{fill:var(--soft)}}
.hero-map a{{cursor:pointer}}
.hero-map a:hover .open-chip,.hero-map a:focus-visible .open-chip{{opacity:.4}}
.hero-map .flag{{fill:var(--way);stroke:var(--way);stroke-width:3;stroke-linejoin:round}}
"""
    colours = "".join(f".hero-map .f-{n}{{fill:var(--{n})}}.hero-map .s-{n}{{stroke:var(--{n})}}" for n in COLOURS)
    return f"<style>{rules}{colours}</style>"


def island(name, place, corners):
    """Return an island: shallow water, coast, name."""
    path = _coast(corners)
    water = ((40, 0.45), (18, 0.8))
    parts = [f'<path class="shallow" d="{path}" stroke-width="{width}" opacity="{o}"/>' for width, o in water]
    parts.append(f'<path class="land" d="{path}"/>')
    if name:
        parts.append(f'<text class="name" x="{place[0]}" y="{place[1]}">{escape(name)}</text>')
    return "".join(parts)


def _coast(corners, step=26, wobble=5.0):
    """Return a closed, slightly restless outline around the corners: nature has no ruler."""
    points = []
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]]):
        n = max(2, round(math.dist((x1, y1), (x2, y2)) / step))
        points += [(x1 + (x2 - x1) * i / n, y1 + (y2 - y1) * i / n) for i in range(n)]
    for _ in range(3):  # the mean with both neighbours: corners become round
        points = [
            tuple((points[i - 1][c] + points[i][c] + points[(i + 1) % len(points)][c]) / 3 for c in (0, 1))
            for i in range(len(points))
        ]
    points = [
        (x + wobble * math.sin(0.031 * y + 0.017 * x), y + wobble * math.sin(0.027 * x + 0.011 * y + 1))
        for x, y in points
    ]
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for i in range(len(points)):  # Catmull-Rom through every point, as Bezier curves
        before, here, there, after = (points[(i + k) % len(points)] for k in (-1, 0, 1, 2))
        first = [here[c] + (there[c] - before[c]) / 6 for c in (0, 1)]
        second = [there[c] - (after[c] - here[c]) / 6 for c in (0, 1)]
        path += "C" + " ".join(f"{v:.0f}" for v in (*first, *second, *there))
    return path + "Z"


def open_water():
    """Return waves, a boat and a compass rose: the sea between the islands."""
    places = [
        (730, 250),
        (850, 330),
        (740, 440),
        (880, 180),
        (760, 560),
        (870, 1010),
        (740, 1080),
        (880, 1190),
        (750, 1290),
    ]
    places += [(890, 1500), (740, 1600), (860, 1650), (2080, 1640), (2260, 1620), (2060, 1180)]
    waves = [f'<path class="wave" d="M{x} {y}q9 -11 18 0q9 11 18 0q9 -11 18 0"/>' for x, y in places]
    return [*waves, _boat(835, 1410), _boat(800, 96), _compass(2180, 1310)]


def _boat(x, y):
    """Return a small sailing boat."""
    return (
        f'<g transform="translate({x} {y})"><path class="f-paper s-coast" stroke-width="2" d="M2 -6V-58L38 -6z"/>'
        '<path class="f-glow s-coast" stroke-width="2" d="M-4 -6V-48L-28 -6z"/>'
        '<path class="f-coast" d="M-40 0H46L32 20H-26z"/>'
        '<path class="wave" d="M-52 26q13 -11 26 0t26 0t26 0t26 0"/></g>'
    )


def hills(x, y):
    """Return three hills."""
    peaks = ((0, 0, 1.0), (95, 14, 0.75), (-80, 18, 0.6))
    return "".join(
        f'<g transform="translate({x + dx} {y + dy}) scale({size})" opacity=".55">'
        '<path class="f-shallow s-coast" stroke-width="2.5" d="M-80 50Q-30 20 0 -60Q35 15 85 50z"/>'
        '<path class="f-paper" d="M-19 -22Q-6 -44 0 -57Q9 -38 17 -22Q8 -14 2 -24Q-8 -10 -19 -22z"/></g>'
        for dx, dy, size in peaks[::-1]
    )


def _compass(x, y):
    """Return a compass rose."""
    reach = (74, 15, 44, 15)  # of the long points, the notches, the short points, the notches
    star = [(reach[i % 4] * math.sin(i * math.pi / 8), -reach[i % 4] * math.cos(i * math.pi / 8)) for i in range(16)]
    points = " ".join(f"{dx:.1f},{dy:.1f}" for dx, dy in star)
    return (
        f'<g transform="translate({x} {y})"><circle class="wave" r="56"/>'
        f'<polygon class="f-paper s-coast" stroke-width="2" points="{points}"/><circle class="f-way" r="6"/></g>'
    )


def heading(title, line):
    """Return title and subtitle, on the water."""
    head = f'<text class="head" x="32" y="70">{escape(title)}</text>'
    return f'{head}<text class="line" x="34" y="106">{escape(line)}</text>'


def flag(x, y):
    """Return the flag that marks the end of the way; (x, y) is the foot of its pole."""
    return f'<path class="flag" d="M{x} {y}v-34l27 10l-27 10"/>'


def legend(way):
    """Return what the signs mean; ``way``: whether one is drawn."""
    pill = 'x="0" y="-17" width="52" height="24" rx="12"'
    rows = [
        (f'<rect class="open-chip f-blue" {pill}/>', "runs today"),
        (f'<rect class="closed-chip" {pill}/>', "not built yet"),
        ('<text class="chip" x="26" y="1" text-anchor="middle">(extra)</text>', "one more install"),
    ]
    if way:
        rows.append(('<path class="edge yours" d="M4 -5h44"/>', "your way"))
    return "".join(
        f'<g transform="translate(2100 {1450 + 38 * i})">{mark}<text class="legend" x="68" y="1">{words}</text></g>'
        for i, (mark, words) in enumerate(rows)
    )
