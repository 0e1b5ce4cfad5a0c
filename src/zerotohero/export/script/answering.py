"""The parts of a script that predict, as text: the weighted mean of a combination, and what is printed."""

from zerotohero.algorithms._calibration import calibrate_for


def predict_members_part(manifest, images):
    """Return the function that asks every member of a combination."""
    x = (
        'to_matrix(cells, MODEL["states"][member["state"]])'
        if images
        else 'matrix(cells, slice(None), MODEL["states"], member)'
    )
    lines = [
        "def predict(cells):",
        '    """Return the weighted mean of the members\' answers."""',
        "    total = 0",
        '    for i, (member, answer) in enumerate(zip(MODEL["members"], ANSWERS)):',
        '        own = {n.partition(".")[2]: a for n, a in ARRAYS.items() if n.partition(".")[0] == str(i)}',
        f"        found = answer(own, {x})",
    ]
    if manifest["task"] == "classification":
        lines.append('        full = np.zeros((len(found), len(MODEL["classes"])))')
        lines.append('        full[:, member["classes_seen"]] = found')
        lines.append('        total = total + member["weight"] * full')
    else:
        lines.append('        total = total + member["weight"] * found')
    return "\n".join([*lines, "    return total"])


def member_matrix_part():
    """Return the function that makes a member's numbers; ``MATRICES`` has one function for each representation."""
    return '''def matrix(cells, rows, states, member):
    """Return these rows of the cells as this member sees them: numbers (N, D)."""
    part = {name: column[rows] for name, column in cells.items()}
    return MATRICES[member["state"]](part, states[member["state"]])'''


def main_part(manifest):
    """Return what happens when the script is run.

    Parameters
    ----------
    manifest : dict
        The model's.
    """
    lines = ['if __name__ == "__main__":', '    if "--train" in sys.argv:', "        train()", "        sys.exit()"]
    lines += ["    if len(sys.argv) < 2 or not Path(sys.argv[1]).exists():"]
    lines += ['        sys.exit(f"no file {sys.argv[1]}" if len(sys.argv) > 1 else __doc__)']
    if "members" in manifest:
        lines.append("    answers = predict(read(sys.argv[1]))")
    elif manifest["classes_seen"] != list(range(len(manifest["classes"]))):  # a class without training rows
        lines.append('    found = predict(ARRAYS, to_matrix(read(sys.argv[1]), MODEL["state"]))')
        lines.append('    answers = np.zeros((len(found), len(MODEL["classes"])))')
        lines.append('    answers[:, MODEL["classes_seen"]] = found')
    else:
        lines.append('    answers = predict(ARRAYS, to_matrix(read(sys.argv[1]), MODEL["state"]))')
    table = _classes(manifest) if manifest["task"] == "classification" else _values(manifest)
    return "\n".join([*lines, *(f"    {line}" for line in table)])


def _classes(manifest):
    """Return the lines that print classes and probabilities."""
    calibrate = calibrate_for(len(manifest["classes"])).__name__
    lines = [f'answers = {calibrate}(MODEL["calibration"], answers)'] if manifest.get("calibration") else []
    lines += ['answers = as_if_equal(MODEL["prior"], answers)'] if manifest.get("prior") else []
    chosen = "p.argmax()"
    if threshold := manifest.get("threshold"):  # of two classes
        positive = manifest["classes"].index(threshold["positive"])
        lines.append(f"least = {threshold['value']!r}  # from this probability on, {threshold['positive']!r}")
        chosen = f"{positive} if p[{positive}] >= least else {1 - positive}"
    return [
        *lines,
        'classes, table = MODEL["classes"], csv.writer(sys.stdout)',
        'table.writerow(["prediction", *classes])',
        f"table.writerows([classes[{chosen}], *map(repr, p.tolist())] for p in answers)",
    ]


def _values(manifest):
    """Return the lines that print values, and the interval around each."""
    lines = ["answers = np.expm1(answers)"] if manifest["log_target"] else []
    interval = manifest.get("interval")
    if not interval:
        return [*lines, 'print("prediction", *answers.tolist(), sep="\\n")']
    low, high = interval["low"], interval["high"]
    if interval["log"]:
        lines.append("logs = np.log1p(np.maximum(answers, 0))")
        ends = f"np.expm1(logs + {low!r}), np.expm1(logs + {high!r})"
    else:
        ends = f"answers + {low!r}, answers + {high!r}"
    return [
        *lines,
        f"low, high = {ends}  # holds the truth of {interval['level']:.0%} of new rows",
        'print("prediction,low,high")',
        "for row in zip(answers.tolist(), low.tolist(), high.tolist()):",
        '    print(*row, sep=",")',
    ]
