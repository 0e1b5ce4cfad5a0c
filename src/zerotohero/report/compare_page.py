"""Two runs as a page: one file, no scripts, light and dark; on a phone the two columns of code become one."""

from html import escape

from zerotohero.report.compared import disagreement, fold_lines, labels, story_of, verdict
from zerotohero.report.page import document, section, table, text
from zerotohero.report.side_by_side import differing, scripts_in_pairs

FOOT = "Made by zerotohero. It shows single rows of the training data: think before you pass it on."
CLASSES = {"-": "gone", "+": "come", "~": "changed", "=": "", "…": "cut"}


def compare_page(compared, runs, scripts):
    """Return the page as HTML; see ``compare_view.compare_view`` for the parameters."""
    names = labels(compared)
    titles = "".join(f"<li class={kind}><b>{mark} {text(name)}</b> <small>{text(_score(run))}</small></li>"
                     for kind, mark, name, run in zip(("gone", "come"), "−+", names, compared["runs"]))  # fmt: skip
    body = f"<header><p class=kicker>two runs side by side</p><h1>{text(verdict(compared), 400)}</h1><ul class=two>{titles}</ul></header>"
    if lines := fold_lines(compared):
        body += section("Fold by fold", table(("", *map(text, names), "difference"), [map(text, line) for line in lines], "numbers"),
                        how="Both were judged on the same rows, which the model of that fold had not seen.")  # fmt: skip
    body += (
        _disagreement(compared, names) + _settings(compared, names) + _stories(runs, names) + _scripts(scripts, names)
    )
    page = document(f"{names[0]} and {names[1]}", f"{body}<footer>{FOOT}</footer>")
    return page.replace("<main>", "<main class=compare>", 1)


def _score(run):
    """Return what stands beside a run's name."""
    score = "" if run["score"] is None else f"{run['metric'] or 'score'} {run['score']:.4g} · "
    return f"{score}{run['id']} · {run['leaderboard'] or 'a .hero file'}"


def _disagreement(compared, names):
    """Return the section on the rows that only one of them gets right."""
    said = disagreement(compared)
    if not said:
        return ""
    rows = []
    for example in compared["answers"]["examples"]:
        better = example["better"]
        marked = [
            f"{'<b>' if i == better else ''}{text(a, 80)}{'</b>' if i == better else ''}"
            for i, a in enumerate(example["answers"])
        ]
        rows.append((text(example["cells"], 300), text(example["truth"], 80), *marked))
    shown = table(("row", "truth", *map(text, names)), rows, "list wide") if rows else ""
    return section("Where they disagree", *(f"<p>{text(line, 300)}</p>" for line in said), shown,
                   how="Rows on which one was clearly better than the other; the better answer is bold.")  # fmt: skip


def _settings(compared, names):
    """Return the section on the settings: those that differ first and marked, the others folded away."""

    def lines(differ):
        chosen = [s for s in compared["settings"] if s["differs"] == differ]
        return [
            (f"{'≠ ' if differ else ''}{text(s['name'])}", *("–" if v is None else text(v, 400) for v in s["values"]))
            for s in chosen
        ]

    head, equal = ("", *map(text, names)), lines(False)
    shown = table(head, lines(True), "list settings")
    if equal:
        shown += f"<details><summary>{len(equal)} alike</summary>{table(head, equal, 'list settings')}</details>"
    return section("What was set", shown)


def _stories(runs, names):
    """Return the section on how the two came about."""
    columns = "".join(f"<div><h3>{text(name)}</h3><ul class=plainlist>{''.join(f'<li>{text(line, 300)}</li>' for line in story_of(run))}</ul></div>"
                      for name, run in zip(names, runs))  # fmt: skip
    return section("How they came about", f"<div class=twocolumns>{columns}</div>")


def _scripts(scripts, names):
    """Return the section on the scripts."""
    if any(isinstance(script, str) for script in scripts):
        said = "".join(
            f"<p>{text(n)}: {'its script is `hero export`' if not isinstance(s, str) else text(s, 300)}</p>"
            for n, s in zip(names, scripts)
        )
        return section("Their scripts", said.replace("`hero export`", "what <code>hero export</code> writes"))
    parts = []
    for name, found in scripts_in_pairs(*scripts):
        count = differing(found)
        parts.append(f"<h3>{text(name)}: {f'{count} lines differ' if count else 'the same'}</h3>")
        if count:
            head = (
                f"<thead><tr><th class=mark></th>{''.join(f'<th scope=col>{text(n)}</th>' for n in names)}</tr></thead>"
            )
            parts.append(f"<table class=diff>{head}<tbody>{''.join(map(_line, found))}</tbody></table>")
    return section(
        "Their scripts",
        *parts,
        how="− stands in the first only, + in the second only, ~ differs. Equal stretches are left out.",
    )


def _line(pair):
    """Return one line of the two columns."""
    mark = {"-": "−", "=": "", "…": ""}.get(pair.mark, pair.mark)
    if pair.mark == "…":
        return f"<tr class=cut><td class=mark></td><td colspan=2>… {escape(pair.left)}</td></tr>"
    sides = (f"<td class={side}{' data-none' if not line and pair.mark in '-+' else ''}><code>{escape(line)}</code></td>"
             for side, line in (("left", pair.left), ("right", pair.right)))  # fmt: skip
    return f'<tr class="{CLASSES[pair.mark]}"><td class=mark>{mark}</td>{"".join(sides)}</tr>'
