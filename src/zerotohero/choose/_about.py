"""What is written about an algorithm, from its spec: the same words for the map's page and for the documentation."""


def about(spec):
    """Return (label, words) of everything worth knowing; words in backticks are typed as they stand."""
    found = [
        ("what the name says", spec.name_says),
        ("good at", spec.good_at),
        ("bad at", spec.bad_at),
        ("the annoying note", spec.note),
        ("for", " and ".join(spec.tasks) + ("; a rival: something to beat" if spec.baseline else "")),
    ]
    if spec.takes == "matrix":
        few, many = (_cost(spec, rows) for rows in (1_000, 100_000))
        size = "lines" if spec.style == "lines" else "rows × 20 columns"
        found.append(("what it costs", f"{few} for 1,000 {size}, {many} for 100,000"))
    if spec.holds_rows:
        found.append(("its model file holds", spec.holds_rows))
    if spec.effort != "quick" and not spec.baseline:
        found.append(("taken unasked", f"from `--effort {spec.effort}` on; `--only {spec.id}` takes it at once"))
    if spec.extra:
        found.append(("needs an extra", f"`hero add {spec.extra}`"))
    return [*found, ("source", spec.source)]


def _cost(spec, rows):
    """Return what a fit on so many rows of 20 columns costs, by the spec's formula."""
    seconds = spec.seconds(rows, 20, 2 if "classification" in spec.tasks else 1)
    if seconds < 0.01:
        return "under 0.01 s"
    return f"about {seconds:.2g} s" if seconds < 10 else f"about {seconds:,.0f} s"
