"""The page at /docs: what can be asked, a made-up row, and how to call it from four languages. No script, no outside address."""

import json
from html import escape
from importlib.resources import files

from zerotohero.serve.calls import calls


def docs_page(models, url, token):
    """Return the page as HTML text.

    Parameters
    ----------
    models : iterable of Served
    url : str
        Where the service answers, without a slash at its end.
    token : str or None
    """
    sections = "".join(_section(served, url, token) for served in models)
    need = "<p>Every request shows the token: <code>Authorization: Bearer TOKEN</code>.</p>" if token else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        'initial-scale=1"><meta name="color-scheme" content="light dark"><title>How to call it</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="docs.css"></head><body>'
        f"<header><h1>How to call it</h1><p>This service answers at <code>{escape(url)}</code>.</p>{need}</header>"
        f"<main>{sections}{_rest()}</main></body></html>"
    )


def style():
    """Return the style sheet, bytes: that of all pages, and what this one adds."""
    return (files("zerotohero.web") / "style.css").read_bytes() + STYLE.encode()


STYLE = """
main { display: block; }
section { margin-bottom: 1rem; }
pre { overflow: auto; background: var(--ground); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem; font-size: .85rem; }
h3 { font-size: .9rem; margin: 1rem 0 .25rem; color: var(--quiet); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
header a, main a { color: var(--focus); }
"""


def _section(served, url, token):
    """Return what there is to know about one model."""
    name, title = escape(served.name), escape(served.run.title)
    target = served.manifest["target"]
    does = "writes verse" if served.writes else f"predicts <b>{escape(str(target))}</b>"
    classes = (
        f": {escape(', '.join(served.classes[:12]))}" + (" …" if len(served.classes) > 12 else "")
        if served.classes
        else ""
    )
    code = "".join(
        f"<h3>{title}</h3><pre tabindex='0'>{escape(text)}</pre>" for title, text in calls(served, url, token)
    )
    return (
        f'<section class="card"><h2>{name}</h2><p>{title} (run <code>{escape(served.run.id)}</code>) {does}{classes}. '
        f'<a href="try/{name}/">Try it by hand</a></p>{_fields(served)}{code}</section>'
    )


def _fields(served):
    """Return the table of what a row holds."""
    if served.kind != "table":
        return ""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{kind}</td><td>{escape(json.dumps(served.example[name], ensure_ascii=False))}</td></tr>"
        for name, kind in served.features
    )
    return (
        "<h3>Every row has these fields; null says that a value is not known</h3>"
        f"<table><thead><tr><th>field</th><th>kind</th><th>for example</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _rest():
    """Return the other addresses."""
    known = (
        ("POST /explain/{name}", "what pushed the prediction of one row"),
        ("POST /v2/models/{name}/infer", "the Open Inference Protocol, version 2, in JSON"),
        ("GET /v2/models/{name}", "its inputs and outputs"),
        ("GET /v2/health/live, /v2/health/ready", "whether it lives, whether it answers"),
        (
            "POST /feedback",
            "what turned out to be true: {&quot;id&quot;: of an answer, &quot;truth&quot;: [one for each row, null where not known]}",
        ),
        ("GET /monitor", "whether today's rows look like those of the training, and the live score"),
        ("GET /metrics", "what Prometheus collects"),
        ("GET /openapi.json", "all of this for programs"),
    )
    rows = "".join(f"<tr><td><code>{escape(path)}</code></td><td>{words}</td></tr>" for path, words in known)
    return f'<section class="card"><h2>Other addresses</h2><table><tbody>{rows}</tbody></table></section>'
