"""Rating photos whose score is known: rank correlation on originals that no model has seen.

    python benchmarks/photos.py                                    generated scenes; wanted: Spearman ≥ 0.9
    python benchmarks/photos.py --photos pets.zip --weights w.npz  photos of yours, and a borrowed network

Every original is altered several times by known amounts: made darker, blurred, framed worse (shifted out of the middle).
The score is the amount, or for "all" the sum of the three. Copies of one original are one group, so what is judged is
never a copy of what was learned. Out-of-fold predictions, Spearman's rank correlation, CPU seconds of all fits.
"""

import argparse
import csv
import io
import resource
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from zerotohero.train.train import train

SIDE = 128  # pixels of the altered pictures
DARKEST, BLUR, SHIFT = 0.25, 6.0, 0.38  # what amount 0 means: share of the light; pixels; shares of the side
CLASSIC = ("ridge", "svm", "extra-trees")
TASKS = ("brightness", "sharpness", "framing", "all")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", metavar="ZIP")
    parser.add_argument("--originals", type=int, default=80)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--only", default="", help="algorithms, with commas")
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--weights", metavar="FILE", help="of MobileNet v1: frozen features are tried as well")
    options = parser.parse_args()
    only = tuple(filter(None, options.only.split(","))) or CLASSIC + ("frozen-features",) * bool(options.weights)
    rng = np.random.default_rng(0)
    originals = list(photos(options.photos, options.originals) if options.photos else scenes(options.originals, rng))
    print(f"{len(originals)} originals, {options.copies} copies of each: {len(originals) * options.copies} pictures")
    print(f"{'':12}" + "".join(f"{name:>18}" for name in only) + f"{'CPU s':>9}")
    for task in options.tasks.split(","):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "rated", originals, task, options.copies, np.random.default_rng(1))
            before = cpu()
            board = train(str(Path(folder) / "rated"), only=only, effort="quick", out=folder, weights=options.weights)
            if board.manifest["split"]["groups"] != "stem":
                raise SystemExit("the copies of one original were not kept together")
            found = {run.algorithm: spearman(board, run) for run in board.ranked}
        cells = "".join(f"{found[name]:>18.3f}" if name in found else f"{'-':>18}" for name in only)
        print(f"{task:12}{cells}{cpu() - before:>9.0f}", flush=True)


def scenes(count, rng):
    """Yield generated scenes, twice as wide as what will be seen: a subject in the middle of a striped, dotted ground."""
    for _ in range(count):
        size = 2 * SIDE
        low, high = rng.integers(60, 140, 3), rng.integers(120, 230, 3)
        slope = np.linspace(0, 1, size)[:, None, None]
        image = Image.fromarray((low + (high - low) * slope + np.zeros((size, size, 1))).astype(np.uint8))
        draw = ImageDraw.Draw(image)
        step = int(rng.integers(10, 18))
        for x in range(0, size, step):
            draw.line((x, 0, x + int(rng.integers(-40, 40)), size), tuple(rng.integers(40, 220, 3).tolist()), 2)
        for _ in range(60):
            x, y, r = *rng.integers(0, size, 2), rng.integers(2, 6)
            draw.rectangle((x, y, x + r, y + r), tuple(rng.integers(30, 240, 3).tolist()))
        r = int(rng.integers(22, 34))
        skin = rng.integers(190, 250, 3).tolist()
        draw.ellipse((SIDE - r, SIDE - 1.2 * r, SIDE + r, SIDE + 1.2 * r), tuple(skin), (20, 20, 20), 3)
        for eye in (-0.4, 0.4):
            draw.ellipse((SIDE + eye * r - 4, SIDE - 0.3 * r - 4, SIDE + eye * r + 4, SIDE - 0.3 * r + 4), (10, 10, 10))
        draw.arc((SIDE - r / 2, SIDE, SIDE + r / 2, SIDE + r * 0.7), 10, 170, (120, 20, 20), 4)
        yield image


def photos(path, count):
    """Yield the first photos of a zip, spread over it, in the middle of a grey ground as wide again."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(n for n in archive.namelist() if n.lower().endswith((".jpg", ".jpeg", ".png")))
        for name in names[:: max(1, len(names) // count)][:count]:
            photo = Image.open(io.BytesIO(archive.read(name))).convert("RGB").resize((SIDE, SIDE))
            ground = Image.new("RGB", (2 * SIDE, 2 * SIDE), (128, 128, 128))
            ground.paste(photo, (SIDE // 2, SIDE // 2))
            yield ground


def write(folder, originals, task, copies, rng):
    """Write altered copies of the originals and the CSV with their scores."""
    folder.mkdir(parents=True)
    lines = [("file", "score")]
    for number, original in enumerate(originals):
        for copy in range(copies):
            amounts = {name: rng.uniform() if task in (name, "all") else 1.0 for name in TASKS[:3]}
            name = f"original{number:03d}v-{copy}.png"
            altered(original, rng, **amounts).save(folder / name)
            lines.append((name, f"{sum(amounts.values()):.4f}"))
    with (folder / "scores.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


def altered(original, rng, brightness, sharpness, framing):
    """Return a picture of SIDE x SIDE pixels; each amount from 0, bad, to 1, as it was."""
    turn = rng.uniform(0, 2 * np.pi)
    left, top = SIDE / 2 + (1 - framing) * SHIFT * SIDE * np.array([np.cos(turn), np.sin(turn)])
    picture = original.crop((round(left), round(top), round(left) + SIDE, round(top) + SIDE))
    picture = picture.filter(ImageFilter.GaussianBlur(BLUR * (1 - sharpness)))
    return picture.point(lambda v: round(v * (DARKEST + (1 - DARKEST) * brightness)))


def spearman(board, run):
    """Return the rank correlation of the out-of-fold predictions with the scores."""
    rows, predicted = run.oof
    ranks = [np.argsort(np.argsort(values)) for values in (board.y[rows], predicted)]
    return float(np.corrcoef(*ranks)[0, 1])


def cpu():
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
