"""The map as one page that works offline: the picture, and beneath it what there is to know about every algorithm on it."""

import re
from html import escape

from zerotohero.choose._about import about
from zerotohero.choose._nodes import STATIONS
from zerotohero.choose.picture import svg
from zerotohero.core.specs import discover

STYLE = """
:root{--ground:#f7f4ec;--card:#fffdf8;--text:#26323a;--soft:#5b6a72;--line:#ddd5c5;--link:#1f6796;--mark:#d9480f;
color-scheme:light dark;font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media(prefers-color-scheme:dark){:root{--ground:#11191e;--card:#1c282f;--text:#eef3f4;--soft:#b3c1c7;--line:#33434c;
--link:#7fc0ea;--mark:#ffb454}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:100rem;padding:1rem;background:var(--ground);color:var(--text)}
a{color:var(--link)}
.map{overflow-x:auto}
.map svg{display:block;width:100%;min-width:68rem;height:auto}
.swipe{display:none;color:var(--soft);font-size:.9rem;margin:.5rem 0 0}
@media(max-width:69rem){.swipe{display:block}}
nav{columns:17rem;column-gap:2rem;margin:1.5rem 0}
nav p{break-inside:avoid;margin:0 0 .6rem}
h2{font:italic 1.5rem/1.2 Georgia,"Times New Roman",serif;color:var(--soft);margin:2.2rem 0 .2rem}
h2+p{color:var(--soft);margin:0 0 .8rem}
.pages{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,27rem),1fr));align-items:start}
article{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1rem 1.2rem;scroll-margin-top:1rem;
overflow-wrap:break-word}
article:target{border-color:var(--mark);box-shadow:0 0 0 2px var(--mark)}
h3{margin:0 0 .3rem;font-size:1.15rem}
article>p{margin:0 0 .7rem}
dl{margin:0}
dt{float:left;clear:left;margin-right:.4em;font-weight:600}
dt::after{content:":"}
dd{margin:0 0 .35rem}
code{font-size:.9em;background:var(--ground);border-radius:.3em;padding:.05em .3em}
.back{font-size:.9rem;margin:.6rem 0 0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media print{.swipe,.back{display:none}.map svg{min-width:0}article{break-inside:avoid}}
"""


def page(way=(), line="from a question to something that runs"):
    """Return the page as HTML, without scripts; every algorithm that exists is linked from the map.

    Parameters
    ----------
    way : list of (str, str or None)
        Your way, as ``map.way`` returns it; empty for none.
    line : str
        What stands below the title on the map.
    """
    specs = discover("algorithms")
    left, links, parts = dict(specs), [], []
    for station in STATIONS:
        here = [(id, words) for id, words in station.algorithms if id in specs]
        if here:
            chips = ", ".join(f'<a href="#{id}">{escape(words)}</a>' for id, words in here)
            links.append(f"<p><strong>{escape(station.words)}</strong><br>{chips}</p>")
        own = [left.pop(id) for id, _ in here if id in left]  # what stands in two places is told once
        if own:
            pages = "\n".join(map(_page, own))
            parts.append(
                f'<h2>{escape(station.words)}</h2><p>{escape(station.text)}</p><div class="pages">{pages}</div>'
            )
    picture = svg(way, specs, line=line, link=lambda id: f"#{id}")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The algorithm map</title><style>{STYLE}</style></head><body>
<main><h1 class="unseen">The algorithm map</h1>
<div class="map" id="map" tabindex="0" role="region" aria-label="The map; every name leads to its page">{picture}</div>
<p class="swipe">The map is wider than this window: push it sideways, or choose below.</p>
<nav aria-label="All algorithms">{"".join(links)}</nav>
{"".join(parts)}</main>
</body></html>
"""


def _page(spec):
    """Return what there is to know about one algorithm."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{_words(words)}</dd>" for label, words in about(spec))
    return (
        f'<article id="{spec.id}"><h3>{escape(spec.title[0].upper() + spec.title[1:])}</h3><p>{escape(spec.idea)}</p>'
        f'<dl>{rows}</dl><p class="back"><a href="#map">back to the map</a></p></article>'
    )


def _words(text):
    """Return text as HTML: addresses become links, what is in backticks stands as typed."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"^(https://\S+)$", r'<a href="\1">\1</a>', text)
