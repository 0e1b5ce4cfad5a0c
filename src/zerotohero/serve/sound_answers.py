"""What the try page asks a run about sounds, and what it is answered: a WAV in, the sound as the model gets it out."""

import base64

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data._wav import wav_bytes
from zerotohero.report.heard import length, thumbnail
from zerotohero.serve import uploads
from zerotohero.serve.answers import Answers, png


class SoundAnswers(Answers):
    """A run on sounds, asked one sound at a time."""

    page = "sound"

    def answer(self, question):
        """Return the prediction for one sound.

        Parameters
        ----------
        question : dict
            ``{"sound": ...}``: a WAV (FLAC, OGG or MP3 where they can be read) as base64; a data URL will do.

        Returns
        -------
        dict
            As ``Answers.answer``; ``seen`` is the spectrogram of what the model hears, ``heard`` the sound as a WAV.

        Raises
        ------
        DataError
        """
        sound, notes = uploads.sound_and_notes(self.bytes(question), self.recipe)
        cells = {"sound": sound}
        with self._one_at_a_time:
            said = self._said(self._predict(cells))
            neighbours = self._neighbours(cells) if self.nearest else []
        return {**said, **self._shown(sound[0]), "neighbours": neighbours, "notes": notes}

    def bytes(self, question):
        """Return the file that was sent."""
        sent = question.get("sound") if isinstance(question, dict) else None
        if not isinstance(sent, str):
            raise DataError("answer this", '{"sound": ...}', "another question", "reload the page")
        try:
            return base64.b64decode(sent.partition(",")[2] or sent, validate=True)
        except ValueError:
            raise DataError("open the sound", "a WAV as base64", "another text", "another sound") from None

    def _shown(self, sound):
        """Return what the page shows and plays of one sound."""
        rate = self.recipe.rate
        wav = base64.b64encode(wav_bytes(sound[: length(sound)], rate)).decode("ascii")
        return {"seen": png(thumbnail(sound, rate)), "heard": f"data:audio/wav;base64,{wav}"}

    def _neighbours(self, cells):
        """Return the nearest training sounds as JSON: spectrogram, sound and true answer."""
        rows, similarity = self.nearest(cells)
        y, data, found = self.run.board.y, self.nearest.dataset, []
        for row, like in zip(rows, similarity):
            label = self.classes[int(y[row])] if self.classes else float(y[row])
            shown = self._shown(np.asarray(data.cells["sound"][row]))
            found.append({"label": label, "similarity": round(float(like), 4), "image": shown["seen"]})
            found[-1] |= {"heard": shown["heard"], "file": str(data.cells["file"][row])}
        return found
