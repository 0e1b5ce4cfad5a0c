"""Cats, made up: which breed is it, and for how many seconds may you pet it before it bites?

Every breed has its typical measures, but they overlap, kittens are small whatever the breed, and
two breeds differ only in how two measures go together. The seconds depend on the nap, the treats,
the spot and the mood, and on each in the light of the others, as everybody knows who has a cat.
"""

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import DatasetSpec

BREEDS = ("Bengal", "British Shorthair", "House cat", "Maine Coon", "Persian", "Siamese", "Sphynx")
# Typical grown-up cat of each breed, in the order above.
WEIGHT_KG = np.array([5.0, 5.6, 4.7, 7.0, 4.9, 4.2, 4.1])
EAR_CM = np.array([6.0, 5.4, 6.0, 7.0, 5.0, 6.9, 7.3])
TAIL_CM = np.array([27.0, 24.5, 27.0, 31.0, 24.0, 28.5, 28.0])
FUR_CM = np.array([2.3, 2.8, 2.4, 5.8, 6.6, 1.8, 0.6])
PURR_DB = np.array([25.5, 27.0, 26.0, 29.0, 25.0, 24.0, 27.5])
MEOWS = np.array([10.0, 6.0, 9.0, 8.0, 5.0, 17.0, 11.0])
PATIENCE = np.array([-14.0, 4.0, 0.0, 12.0, 8.0, -6.0, 10.0])  # seconds

EYES = ("amber", "blue", "copper", "green")
EYE_SHARE = np.array(
    [
        [0.35, 0.02, 0.08, 0.55],
        [0.15, 0.05, 0.75, 0.05],
        [0.30, 0.05, 0.10, 0.55],
        [0.40, 0.05, 0.15, 0.40],
        [0.15, 0.10, 0.65, 0.10],
        [0.02, 0.92, 0.02, 0.04],
        [0.25, 0.30, 0.10, 0.35],
    ]
)
SPOTS = ("keyboard", "lap", "top of the wardrobe", "warm laundry", "window sill")
SPOT_SECONDS = np.array([-4.0, 14.0, -14.0, 5.0, 0.0])
MOODS = ("grumpy", "hungry", "philosophical", "zoomies")
MOOD_SECONDS = np.array([-9.0, 0.0, 8.0, -13.0])


def load(size=None):
    """Return the cats.

    Parameters
    ----------
    size : int or None
        How many cats; 2,400 by default.

    Returns
    -------
    Dataset
        Targets ``breed`` (seven classes) and ``seconds_of_petting`` (a number).
    """
    rng = np.random.default_rng(9)  # nine lives
    n = int(size or 2400)
    breed = rng.choice(len(BREEDS), n, p=[0.19, 0.12, 0.24, 0.12, 0.11, 0.11, 0.11])
    age = np.round(rng.gamma(2.2, 2.6, n).clip(0.3, 19), 1)
    grown = 1 - 0.65 * np.exp(-age / 0.9)  # share of the final size
    male = rng.random(n) < 0.5
    size_luck = rng.normal(0, 1, n)
    weight = WEIGHT_KG[breed] * grown * np.where(male, 1.12, 0.9) * np.exp(0.09 * size_luck + rng.normal(0, 0.07, n))
    ear = EAR_CM[breed] * (0.35 + 0.65 * grown) * np.exp(rng.normal(0, 0.05, n))
    tail = TAIL_CM[breed] * (0.2 + 0.8 * grown) * np.exp(0.03 * size_luck + rng.normal(0, 0.05, n))
    # Bengals: stripes go with whisker length; house cats: the other way round. Neither alone tells.
    stripes = rng.normal(0, 1, n)
    twist = np.select([breed == 0, breed == 2], [1.0, -1.0], 0.0)
    whisker = 7.0 + 0.9 * (twist * stripes) + rng.normal(0, np.where(twist == 0, 0.9, 0.25), n)
    fur = FUR_CM[breed] * (0.4 + 0.6 * grown) * np.exp(rng.normal(0, 0.3, n))
    purr = PURR_DB[breed] + rng.normal(0, 2.2, n)
    meows = rng.poisson(MEOWS[breed] * np.exp(rng.normal(0, 0.25, n)))
    eyes = (rng.random(n)[:, None] > EYE_SHARE[breed].cumsum(axis=1)).sum(axis=1).clip(0, 3)

    nap = np.round(rng.exponential(70, n).clip(0, 400))
    treats = rng.poisson(2.2, n)
    spot = rng.integers(0, len(SPOTS), n)
    mood = rng.choice(len(MOODS), n, p=[0.27, 0.33, 0.25, 0.15])
    seconds = (
        34
        + PATIENCE[breed]
        + SPOT_SECONDS[spot]
        + MOOD_SECONDS[mood]
        + 22 * np.exp(-(((nap - 75) / 45) ** 2))  # not just woken, not yet tired again
        + np.where(mood == 1, 7.5, 2.0) * np.minimum(treats, 4)  # treats work best on the hungry
        + np.where((spot == 1) & (purr > 26), 12, 0)  # a loud purr counts on your lap only
        - 9 * (age < 1)
        + rng.normal(0, 9.5, n)
    )
    cells = {
        "age_years": age,
        "sex": _words(np.where(male, "male", "female")),
        "weight_kg": np.round(weight, 2),
        "ear_length_cm": np.round(ear, 1),
        "tail_length_cm": np.round(tail, 1),
        "fur_length_cm": np.round(fur, 1),
        "whisker_length_cm": np.round(whisker, 1),
        "stripes_score": np.round(stripes, 2),
        "eye_colour": _words(np.array(EYES)[eyes]),
        "purr_volume_db": np.round(purr, 1),
        "meows_per_day": meows.astype(float),
        "favourite_spot": _words(np.array(SPOTS)[spot]),
        "mood_before_breakfast": _words(np.array(MOODS)[mood]),
        "treats_today": treats.astype(float),
        "minutes_since_nap": nap,
        "breed": _words(np.array(BREEDS)[breed]),
        "seconds_of_petting": np.round(seconds.clip(1, None), 1),
    }
    for name, share in (
        ("weight_kg", 0.03),
        ("purr_volume_db", 0.05),
        ("eye_colour", 0.02),
        ("minutes_since_nap", 0.04),
    ):
        gone = rng.random(n) < share  # some cats would not sit still
        cells[name][gone] = None if cells[name].dtype == object else np.nan
    columns = tuple(ColumnRecipe(k, "category" if v.dtype == object else "number") for k, v in cells.items())
    return Dataset(
        name="cats",
        kind="table",
        cells=cells,
        recipe=ReadingRecipe("table", columns),
        origin="cats",
        target="breed",
        targets=("breed", "seconds_of_petting"),
    )


def _words(array):
    """Return an object array of str."""
    return np.array(array.tolist(), object)


SPEC = DatasetSpec(
    id="cats",
    title="Cats: what kind, and how many seconds may you pet it",
    kind="table",
    load=load,
    story="2,400 made-up cats. Guess the breed, or how many seconds of petting you have before the bite.",
)
