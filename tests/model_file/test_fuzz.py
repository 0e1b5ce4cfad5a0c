"""No altered model file crashes, hangs, or gives a number that is not finite: it is refused or answers."""

import collections
import copy
import io
import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from zerotohero.core.specs import find
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import sums, write_model

CASES = [
    ("decision-tree", "classification", {}),
    ("one-level-tree", "regression", {}),
    ("random-forest", "classification", {"trees": 5}),
    ("random-forest", "regression", {"trees": 5}),
    ("gradient-boosting", "classification", {"trees": 5}),
    ("histogram-boosting", "classification", {"iterations": 5}),
    ("histogram-boosting", "regression", {"iterations": 5}),
    ("logistic-regression", "classification", {}),
    ("nearest-class-mean", "classification", {}),
    ("ridge", "regression", {}),
    ("knn", "classification", {"neighbors": 3}),
    ("knn", "regression", {"neighbors": 3}),
    ("majority", "classification", {}),
    ("mean", "regression", {}),
]
NUMBERS = [0, 1, -1, 2, 7, 255, 10**8, 2**31 - 1, -(2**31), 1e308, -1e308, 1e-320, float("nan"), float("inf")]
JUNK = [None, True, -1, 0, 10**30, 1e308, "", "majority", [], ["a"] * 3, {}, {"a": [[]]}]


class Child:
    """The process that predicts; a new one starts when the last has died."""

    def __init__(self):
        self.process = None

    def ask(self, path, timeout_s=30):
        if self.process is None or self.process.poll() is not None:
            script = Path(__file__).with_name("fuzz_child.py")
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        timer = threading.Timer(timeout_s, self.process.kill)  # a child that hangs dies too
        timer.start()
        answer = self.process.stdout.readline().strip()
        timer.cancel()
        return answer or f"died with {self.process.wait()}"

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Bytes of one small model file per case, from data with 6 columns and 3 classes."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 6))
    folder, found = tmp_path_factory.mktemp("models"), []
    for number, (id, task, params) in enumerate(CASES):
        y = rng.integers(0, 3, 60) if task == "classification" else X[:, 0] + rng.normal(size=60)
        spec = find("algorithms", id)
        arrays = spec.arrays(spec.make(task, 0, **params).fit(X, y))
        classes = ["a", "b", "c"] if task == "classification" else []
        manifest = {"algorithm": id, "task": task, "classes": classes, "features": list("uvwxyz")}
        write_model(folder / f"{number}.hero", manifest, arrays)
        found.append(folder / f"{number}.hero")
    return found


def test_every_unaltered_model_gives_finite_numbers(models):
    child = Child()
    answers = [child.ask(path) for path in models]
    child.close()
    assert answers == ["finite"] * len(CASES)


def test_a_hundred_altered_files_are_refused_or_give_finite_numbers(models, tmp_path):
    check(models, tmp_path, 100, seed=1)


@pytest.mark.slow
def test_two_thousand_altered_files_are_refused_or_give_finite_numbers(models, tmp_path):
    check(models, tmp_path, 2000, seed=2)


def check(models, folder, count, seed):
    rng, child = np.random.default_rng(seed), Child()
    seen, wrong = collections.Counter(), []
    for number in range(count):
        alter = ALTERATIONS[number % len(ALTERATIONS)]
        path = folder / "altered.hero"
        path.write_bytes(alter(models[rng.integers(len(models))], rng, folder))
        answer = child.ask(path)
        seen[answer] += 1
        if answer not in ("refused", "finite"):
            path.rename(folder / f"wrong-{number}.hero")
            wrong.append((number, alter.__name__, answer))
    child.close()
    assert not wrong
    assert seen["finite"] > count / 50, "the alterations never get past the checks: they prove nothing"
    assert seen["refused"] > count / 5


def pick(rng, values):
    return values[rng.integers(len(values))]


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "SHA256SUMS"}


def zipped(members):
    """Zip members again with fresh checksums."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**members, "SHA256SUMS": sums(members)}.items():
            archive.writestr(name, data)
    return file.getvalue()


def rewritten(folder, manifest, arrays):
    write_model(folder / "rewritten.hero", manifest, arrays)
    return (folder / "rewritten.hero").read_bytes()


def flip_bytes_of_the_file(path, rng, folder):
    data = bytearray(path.read_bytes())
    for _ in range(rng.integers(1, 4)):
        data[rng.integers(len(data))] = rng.integers(256)
    return bytes(data)


def cut_or_repeat_the_file(path, rng, folder):
    data = path.read_bytes()
    place = int(rng.integers(len(data)))
    return data[:place] if rng.random() < 0.5 else data[:place] + data[place // 2 :]


def flip_bytes_of_the_arrays(path, rng, folder):
    members = members_of(path)
    data = bytearray(members["arrays.safetensors"])
    begin = 8 + int.from_bytes(data[:8], "little")
    for _ in range(rng.integers(1, 6)):
        data[rng.integers(begin, len(data))] = rng.integers(256)
    return zipped({**members, "arrays.safetensors": bytes(data)})


def alter_cells(path, rng, folder):
    manifest, arrays = read_model(path)
    array = pick(rng, list(arrays.values()))
    for _ in range(rng.integers(1, 4)):
        cell = rng.integers(array.size)
        number = pick(rng, [*NUMBERS, array.flat[rng.integers(array.size)], cell, cell - 1])
        with np.errstate(all="ignore"):
            array.flat[cell] = np.array(number, float).astype(array.dtype) if number == number else array.dtype.type(0)
        if number != number and array.dtype.kind == "f":
            array.flat[cell] = np.nan
    return rewritten(folder, manifest, arrays)


def alter_shapes(path, rng, folder):
    manifest, arrays = read_model(path)
    name = pick(rng, list(arrays))
    array = arrays[name]
    how = rng.integers(7)
    if how == 0:
        arrays[name] = array[: rng.integers(len(array) + 1)]
    elif how == 1:
        arrays[name] = np.concatenate([array, array])
    elif how == 2:
        arrays[name] = array.astype(pick(rng, [np.float64, np.float32, np.int64, np.int32, np.uint8]))
    elif how == 3:
        arrays[name] = array[None]
    elif how == 4:
        arrays[name] = array.T.copy() if array.ndim > 1 else array[::-1].copy()
    elif how == 5:
        del arrays[name]
    else:  # the same cut for all: lengths agree
        rows = int(rng.integers(1, 5))
        arrays = {n: a[:rows].copy() for n, a in arrays.items()}
    return rewritten(folder, manifest, arrays)


def shuffle_arrays(path, rng, folder):
    manifest, arrays = read_model(path)
    array = pick(rng, list(arrays.values()))
    array[...] = rng.permutation(array.ravel()).reshape(array.shape)
    return rewritten(folder, manifest, arrays)


def alter_the_table_of_arrays(path, rng, folder):
    members = members_of(path)
    data = members["arrays.safetensors"]
    length = int.from_bytes(data[:8], "little")
    table = json.loads(data[8 : 8 + length])
    entry = table[pick(rng, list(table))]
    key = pick(rng, list(entry))
    if rng.random() < 0.5 or key == "dtype":
        entry[key] = pick(rng, [*JUNK, "F16", "BF16", "I64", "U8", [10**9], [2**62, 2**62], [0, 8], [-8, 0]])
    else:
        entry[key][rng.integers(len(entry[key]))] = pick(rng, [-1, 0, 1, 2**31, 2**63, 1.5, "1", None])
    header = json.dumps(table).encode()
    size = pick(rng, [len(header)] * 4 + [0, 2**63, len(header) + 1])
    return zipped({**members, "arrays.safetensors": size.to_bytes(8, "little") + header + data[8 + length :]})


def alter_the_manifest(path, rng, folder):
    members = members_of(path)
    manifest = copy.deepcopy(json.loads(members["manifest.json"]))
    key = pick(rng, list(manifest))
    how = rng.integers(4)
    if how == 0:
        del manifest[key]
    elif how == 1:
        manifest[key] = pick(rng, JUNK)
    elif how == 2:
        manifest["algorithm"] = pick(rng, [case[0] for case in CASES] + ["rules", "../x", "os"])
    else:
        names = pick(rng, [manifest["features"], manifest["classes"]])
        if names:
            names.pop() if rng.random() < 0.5 else names.append("extra")
    return zipped({**members, "manifest.json": json.dumps(manifest).encode()})


ALTERATIONS = [
    flip_bytes_of_the_file,
    cut_or_repeat_the_file,
    flip_bytes_of_the_arrays,
    alter_cells,
    alter_cells,
    alter_cells,
    alter_shapes,
    shuffle_arrays,
    alter_the_table_of_arrays,
    alter_the_manifest,
]
