"""`hero export --to page`, sounds: heard in the browser as the run hears them."""

import numpy as np
import pytest

from zerotohero.data._wav import wav_bytes
from zerotohero.serve import uploads
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def sound_board(tmp_path_factory):
    """A leaderboard of notes with one quick run."""
    return train("notes:60", only=["nearest-class-mean"], effort="quick", out=str(tmp_path_factory.mktemp("notes")))


@pytest.mark.parametrize("id", ["sound-convnet", "logistic-regression", "multinomial-naive-bayes"])
def test_the_page_hears_sounds_as_the_run_does(sound_board, fitted, page, id):
    run = page.open(fitted(sound_board, id))
    rng, rate = np.random.default_rng(0), run.model.recipe.rate
    sounds = [np.asarray(sound) for sound in sound_board.dataset().cells["sound"][:10]]
    quiet = np.zeros(rate // 3, np.int16)
    sounds += [np.concatenate([quiet, sound, quiet, quiet]) for sound in sounds[:4]]  # silence at both ends
    sounds += [(rng.normal(0, 3000, n) * np.linspace(0, 1, n)).astype(np.int16) for n in (rate // 20, rate, 4 * rate)]
    files = [wav_bytes(sound, rate) for sound in sounds]
    heard = np.concatenate([uploads.sound(file, run.model.recipe) for file in files])
    page.said(page.hears(files), {"sound": heard})


def test_silence_is_said_to_be_silence(sound_board, page):
    run = page.open(sound_board.best)
    rate = run.model.recipe.rate
    silent = (
        f"model.prepare(new Float32Array({rate})).then((sound) => model.answer(sound)).catch((error) => error.message)"
    )
    assert page.browser.js(silent) == "Nothing can be heard in this sound."
