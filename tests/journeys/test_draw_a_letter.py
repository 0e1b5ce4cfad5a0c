"""Journey: someone draws ten letters on the try page with a mouse and is answered while drawing.

The pointer paths below were made by hand for this test, as a person pulls a mouse: slightly crooked,
loops that do not quite close. They share nothing with the strokes that the built-in letters are drawn from.
Units: a letter is about 100 x 100, y downwards.
"""

import base64
import io
import json
import signal
import subprocess
import sys
from threading import Thread
from urllib.request import Request, urlopen

import numpy as np
import pytest
from PIL import Image, ImageDraw

PATHS = {
    "A": [[(18, 97), (34, 52), (49, 5), (63, 44), (83, 99)], [(31, 64), (52, 62), (71, 63)]],
    "B": [
        [(26, 4), (27, 50), (25, 96)],
        [(25, 6), (48, 4), (66, 12), (68, 29), (56, 43), (30, 48)],
        [(30, 48), (60, 50), (76, 64), (74, 83), (55, 95), (24, 96)],
    ],
    "C": [[(79, 23), (65, 8), (43, 6), (23, 25), (16, 52), (24, 78), (43, 94), (66, 91), (81, 76)]],
    "D": [[(24, 5), (25, 50), (26, 95)], [(23, 6), (47, 7), (71, 22), (81, 49), (74, 76), (52, 92), (25, 96)]],
    "E": [
        [(77, 7), (50, 6), (27, 7)],
        [(27, 7), (25, 50), (26, 94)],
        [(26, 94), (52, 93), (79, 95)],
        [(26, 50), (66, 47)],
    ],
    "F": [[(29, 97), (30, 50), (28, 6)], [(28, 6), (55, 7), (79, 5)], [(29, 49), (50, 48), (67, 49)]],
    "G": [
        [(78, 25), (62, 8), (40, 7), (21, 28), (16, 55), (27, 82), (50, 95), (70, 89), (79, 73), (79, 57)],
        [(53, 57), (66, 56), (81, 57)],
    ],
    "H": [[(23, 4), (25, 50), (24, 97)], [(77, 3), (75, 50), (76, 96)], [(25, 51), (50, 49), (75, 50)]],
    "I": [[(51, 4), (49, 50), (50, 97)]],
    "J": [[(67, 4), (68, 40), (67, 71), (58, 91), (40, 94), (27, 82), (24, 70)]],
}
PAD = 320  # pixels of the pad's canvas, as in web/pad.js
PEN = 22  # its pen at the start
PLACES = {"small": (90, 30, 60), "middle": (170, 120, 30), "large": (270, 20, 28)}  # size, left, top


def smooth(points, steps=12):
    """Return the path through the points that a hand follows (a Catmull-Rom spline)."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - 3 * c + d - a) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:])
    ]
    return np.concatenate([*pieces, p[-1:]])


def pad_pixels(letter, place):
    """Return what the canvas holds after the letter was drawn: grey (PAD, PAD), a round pen, light on black."""
    size, left, top = PLACES[place]
    fine = 4
    canvas = Image.new("L", (PAD * fine, PAD * fine))
    pen = ImageDraw.Draw(canvas)
    for stroke in PATHS[letter]:
        points = (smooth(stroke) * size / 100 + (left, top)) * fine
        pen.line([tuple(p) for p in points], fill=255, width=PEN * fine)
        for x, y in points:
            r = PEN * fine / 2
            pen.ellipse([x - r, y - r, x + r, y + r], fill=255)
    return np.asarray(canvas.resize((PAD, PAD), Image.Resampling.BOX))


@pytest.fixture(scope="module", params=["knn", pytest.param(None, marks=pytest.mark.slow)])
def boards(request, tmp_path_factory):
    """A folder with a leaderboard of `letters`: of one quick algorithm, or of all."""
    from zerotohero.train.train import train

    out = tmp_path_factory.mktemp("boards")
    train("letters", effort="quick", out=out, **({"only": (request.param,)} if request.param else {}))
    return out


@pytest.fixture(scope="module")
def page(boards):
    """The address of a try page on which the best run answers."""
    from zerotohero.leaderboard.open import open_run
    from zerotohero.serve.try_page import TryServer

    server = TryServer(open_run("best", boards))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.url
    server.shutdown()
    server.server_close()


def ask(page, pixels):
    """Return the answer to one drawing, sent as the page sends it."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    question = {"image": "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()}
    request = Request(f"{page}predict", json.dumps(question).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as reply:
        return json.load(reply)


@pytest.mark.parametrize("place", PLACES)
def test_at_least_eight_of_ten_letters_drawn_by_hand_are_read(page, place):
    answers = {letter: ask(page, pad_pixels(letter, place)) for letter in PATHS}
    read = {letter: said["prediction"] for letter, said in answers.items()}
    assert sum(letter == prediction for letter, prediction in read.items()) >= 8, read
    for said in answers.values():
        assert sum(said["probabilities"]) == pytest.approx(1) and len(said["probabilities"]) == 10
        assert len(said["neighbours"]) == 3


def test_half_a_letter_gets_another_answer_than_the_whole(page):
    whole = pad_pixels("H", "large")
    assert ask(page, whole)["prediction"] == "H"
    assert ask(page, np.where(np.arange(PAD) < PAD / 2, whole, 0).astype(np.uint8))["prediction"] != "H"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to a child without a console")
def test_hero_try_prints_an_address_that_answers_and_ends_kindly_with_ctrl_c(boards):
    command = [sys.executable, "-m", "zerotohero.cli.main", "try", "--no-browser", "--out", str(boards)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as program:
        address = next(line.strip() for line in program.stdout if "http://" in line)
        assert ask(address, pad_pixels("C", "large"))["prediction"] == "C"
        program.send_signal(signal.SIGINT)
        said, _ = program.communicate(timeout=20)
    assert program.returncode == 0 and "The page is closed" in said
