"""Houses, made up, and as dirty as a table that somebody kept for years.

The program writes a CSV file and reads it like any other, so that the dirt is real: units behind numbers, decimal
commas, five spellings of "missing", a column that never changes, rows entered twice, a row number. Two traps are
planted: ``insurance_value`` is the price in other words, and one ``plot`` is sold several times.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from zerotohero.core.specs import DatasetSpec

TOWNS = ("Applewick", "Bramblehill", "Dunmere", "Foxhollow", "Larkspur", "Millbrook", "Saltcombe", "Thistledown")
TOWN_FACTOR = np.array([1.0, 0.82, 1.35, 0.93, 1.12, 0.88, 1.5, 0.75])
ENERGY = ("A", "B", "C", "D", "E", "F")
HEATING = ("gas", "heat pump", "oil", "wood")
STATES = ("as new", "well kept", "needs paint", "needs love")
STATE_FACTOR = np.array([1.12, 1.03, 0.93, 0.78])
REMARKS = (
    "quiet street",
    "near the station",
    "old apple trees",
    "view of the hills",
    "loud in the morning",
    "friendly ghost",
)


def load(size=None):
    """Return the houses.

    Parameters
    ----------
    size : int or None
        How many sales; 1,500 by default.

    Returns
    -------
    Dataset
        Target ``price`` in whole crowns.
    """
    from zerotohero.data.table import read_table

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "houses.csv"
        path.write_text(_csv(int(size or 1500)), encoding="utf-8")
        dataset = read_table(path, name="houses")
    return replace(dataset, origin="houses", target="price", targets=("price",))


def _csv(n):
    """Return the table as text, as its keepers left it."""
    rng = np.random.default_rng(1066)
    n_plots = max(1, int(n / 2.6))
    plot = np.concatenate([np.arange(n_plots), rng.integers(0, n_plots, n - n_plots)]) if n > n_plots else np.arange(n)
    # what belongs to the plot and the house on it, whoever buys it
    town = rng.integers(0, len(TOWNS), n_plots)
    area = np.round(rng.gamma(9, 14, n_plots).clip(38, 340))
    land = np.round(area * rng.uniform(1.2, 9, n_plots))
    built = np.round(2022 - rng.gamma(1.6, 28, n_plots)).clip(1850, 2022)
    rooms = np.round(area / rng.uniform(21, 33, n_plots)).clip(1, 12)
    station = np.round(rng.gamma(1.5, 2.2, n_plots), 1)
    garage, heating = rng.random(n_plots) < 0.55, rng.integers(0, len(HEATING), n_plots)
    # what belongs to the sale
    sold = np.datetime64("2015-01-01") + rng.integers(0, 3650, n)
    state, remark = rng.integers(0, len(STATES), n), rng.integers(0, len(REMARKS), n)
    energy = ((2030 - built[plot]) / 30 - 1.5 * (state == 0) + rng.normal(0, 0.8, n)).round().clip(0, 5).astype(int)
    years = (sold - np.datetime64("2015-01-01")).astype(int) / 365.25
    log_price = (
        np.log(1400 * TOWN_FACTOR[town[plot]] * STATE_FACTOR[state])
        + 0.85 * np.log(area[plot])
        + 0.06 * np.log(land[plot])
        + 0.035 * years
        - 0.02 * np.minimum(station[plot], 8) * (town[plot] % 2 == 0)  # only commuter towns care for the station
        - 0.0016 * np.minimum(2022 - built[plot], 70)
        + 0.10 * (built[plot] < 1890)  # so old that it is charming
        + 0.05 * garage[plot]
        - 0.03 * energy
        + rng.normal(0, 0.09, n)
    )
    price = np.round(np.exp(log_price), -2)
    columns = {
        "sale": [str(i) for i in range(1, n + 1)],
        "plot": [f"P-{p:04d}" for p in plot],
        "country": ["Neverland"] * n,
        "town": [TOWNS[t] for t in town[plot]],
        "sold_on": [f"{d[8:10]}.{d[5:7]}.{d[:4]}" for d in sold.astype(str)],
        "living_area": _with_gaps([f"{a:.0f} m²" for a in area[plot]], 0.02, "NA", rng),
        "plot_area": _with_gaps([f"{a:.0f}" for a in land[plot]], 0.05, "-", rng),
        "rooms": [f"{r:.0f}" for r in rooms[plot]],
        "built": _with_gaps([f"{b:.0f}" for b in built[plot]], 0.04, "?", rng),
        "km_to_station": [f"{s:.1f}".replace(".", ",") for s in station[plot]],
        "energy_class": _with_gaps([ENERGY[e] for e in energy], 0.12, "n/a", rng),
        "heating": [HEATING[h] for h in heating[plot]],
        "garage": ["yes" if g else "no" for g in garage[plot]],
        "state": _with_gaps([STATES[s] for s in state], 0.03, "", rng),
        "remark": [REMARKS[r] for r in remark],
        "insurance_value": [f"{1.35 * p + 12_000:.0f}" for p in price],
        "price": [f"{p:.0f}" for p in price],
    }
    rows = list(zip(*columns.values()))
    for twice in rng.choice(n, n // 50, replace=False):  # entered twice, under a new number
        rows[int(rng.integers(0, n))] = rows[twice]
    rows = [(str(i), *row[1:]) for i, row in enumerate(rows, start=1)]
    return "\n".join(";".join(row) for row in [tuple(columns), *rows]) + "\n"


def _with_gaps(texts, share, word, rng):
    """Return the texts with a share of them replaced by a word for "missing"."""
    return [word if gone else text for text, gone in zip(texts, rng.random(len(texts)) < share)]


SPEC = DatasetSpec(
    id="houses",
    title="Houses: what will it cost?",
    kind="table",
    load=load,
    story="1,500 made-up house sales with all kinds of dirt, and two traps that a careless model falls into.",
)
