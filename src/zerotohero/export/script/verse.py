"""A run that writes verse as a plain script: the text beside it, and nothing but Python."""

import itertools
from pathlib import Path

from zerotohero.algorithms._lines import unpacked
from zerotohero.core.errors import ModelFileError
from zerotohero.leaderboard.journal import write_whole

NOT_OF_VERSE = ("model.json", "arrays.npz", "training.npz", "training.csv", "words.txt")
SETTINGS = "ORDER, COPY_LIMIT, SYLLABLES = 5, 4, 10\n"  # a line of rhyming.py
PLAIN = '''"""Plain n-grams: which words followed the last ones in lyrics.txt; the next one is drawn from exactly these.

    python run.py        eight lines; another number: python run.py 20
"""

import random
import sys
from collections import defaultdict
from pathlib import Path

ORDER = {order}  # words that are looked at together
follows = defaultdict(list)
for line in Path(__file__).with_name("lyrics.txt").read_text("utf-8").splitlines():
    words = [""] * (ORDER - 1) + line.split() + [""]  # "" stands before the line and ends it
    for i in range(ORDER - 1, len(words)):
        follows[tuple(words[i - ORDER + 1 : i])].append(words[i])

for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 8):
    words = [""] * (ORDER - 1)
    while len(words) < ORDER or words[-1]:
        words.append(random.choice(follows[tuple(words[len(words) - ORDER + 1 :])]))
    print(" ".join(words[ORDER - 1 : -1]))
'''


def export_verse(run, folder):
    """Write ``run.py``, ``lyrics.txt`` and what else it needs into ``folder``; return the script's path.

    The rhyming one is ``rhyming.py`` as it stands, with the run's settings.

    Raises
    ------
    ModelFileError
        The text cannot be written as lines of words.
    """
    arrays, folder = run.model.arrays, Path(folder)
    for name in NOT_OF_VERSE:  # of a script that stood here
        (folder / name).unlink(missing_ok=True)
    words, starts = unpacked(arrays["words"]), arrays["starts"]
    if any(len(word.split()) != 1 for word in words):
        raise ModelFileError("write a script", "words without blanks in them", "a word with one", "another model")
    lines = (" ".join(words[t] for t in arrays["tokens"][a:b]) for a, b in itertools.pairwise(starts))
    texts = {"lyrics.txt": "".join(f"{line}\n" for line in lines)}
    if "phones" in arrays:
        order, copy_limit = arrays["settings"].tolist()
        script = Path(__file__).with_name("rhyming.py").read_text("utf-8")
        texts["run.py"] = script.replace(SETTINGS, f"ORDER, COPY_LIMIT, SYLLABLES = {order}, {copy_limit}, 10\n")
        texts["words.txt"] = "".join(f"{w}\t{sound}\n" for w, sound in zip(words, unpacked(arrays["phones"])))
    else:
        texts["run.py"] = PLAIN.format(order=int(arrays["order"][0]))
    for name, text in texts.items():
        write_whole(folder / name, text.encode("utf-8"))
    return folder / "run.py"
