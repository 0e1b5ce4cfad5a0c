"""The convolutional network on digits and letters, and how many pictures a second the training loop takes.

    python benchmarks/networks.py DATA [mnist] [letters] [loop] [--threads 2] [--test-sets 3]
                                                       DATA: the folder of real data, with images/

mnist      60,000 / 10,000 pictures, one network for each effort. Wanted: 0.990 in 15 s, 0.995 in 90 s, 0.9965 in 6 min.
letters    notmnist_letters.zip, 4,000 training pictures, mean over test sets, each copy counted once. Wanted:
           standard 0.940, thorough 0.955.
loop       four convolutions (32, 32, 64, 64), batches of 128, 28 x 28 pixels, no augmentation; Keras on JAX beside it
           where it is installed. Wanted: three times its pictures a second.

Wall seconds and CPU seconds (all threads); on a machine that others use, only the latter mean something.
"""

import argparse
import gzip
import importlib.util
import os
import time
from pathlib import Path

import numpy as np

from zerotohero.algorithms.convnet import SPEC
from zerotohero.core.events import EventLog
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan

EFFORTS = ("quick", "standard", "thorough")
MNIST_VIEWS = {"quick": 32_000, "standard": 300_000, "thorough": 1_000_000}  # as many as the wanted times allow
BATCH, LOOP = 128, 12_800


def mnist(folder, part):
    """Return pictures (N, 28, 28) uint8 and labels (N,)."""
    raw = [
        gzip.decompress((folder / f"mnist_{part}-{kind}-ubyte.gz").read_bytes())
        for kind in ("images-idx3", "labels-idx1")
    ]
    return np.frombuffer(raw[0], np.uint8, offset=16).reshape(-1, 28, 28), np.frombuffer(raw[1], np.uint8, offset=8)


def timed(work):
    """Return what ``work()`` gives, its wall seconds and its CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def params_of(effort):
    return SPEC.default_params("images", "classification") | SPEC.by_effort.get(effort, {})


def measure_mnist(asked):
    (X, y), (X_test, y_test) = (mnist(asked.data / "images", part) for part in ("train", "t10k"))
    for effort in asked.efforts:
        params = {**params_of(effort), "views": MNIST_VIEWS[effort]}
        if effort != "thorough":
            params["width"] = 16
        model = SPEC.make("classification", asked.seed, threads=asked.threads, **params)
        _, wall, cpu = timed(lambda model=model: model.fit(X, y.astype(int)))
        score = (model.predict(X_test) == y_test).mean()
        print(f"mnist    {effort:<9} {score:.4f}  {wall:6.1f} s, {cpu:6.1f} CPU s", flush=True)


def measure_letters(asked):
    for effort in asked.efforts:
        scores, walls, cpus = [], [], []
        for test_set in range(asked.test_sets):
            plan = make_plan(asked.data / "images" / "notmnist_letters.zip", Options(test_set=test_set), EventLog())
            X, rows, test = np.asarray(plan.dataset.cells["image"]), np.flatnonzero(plan.training), plan.test.rows
            model = SPEC.make("classification", 42, threads=asked.threads, **params_of(effort))
            _, wall, cpu = timed(lambda model=model, X=X, rows=rows, plan=plan: model.fit(X[rows], plan.y[rows]))
            right = model.predict(X[test]) == plan.y[test]
            scores.append(np.average(right, weights=None if plan.weight is None else plan.weight[test]))
            walls.append(wall)
            cpus.append(cpu)
        each = " ".join(f"{s:.4f}" for s in scores)
        print(f"letters  {effort:<9} {np.mean(scores):.4f} ({each})  {np.median(walls):6.1f} s, {np.median(cpus):6.1f} CPU s",
              flush=True)  # fmt: skip


def measure_loop(asked):
    X, y = mnist(asked.data / "images", "train")
    X, y = X[:LOOP], y[:LOOP].astype(int)
    rivals = {"ours": our_loop}
    if importlib.util.find_spec("keras") and importlib.util.find_spec("jax"):
        rivals["keras on jax"] = keras_loop
    for name, make in rivals.items():
        fit = make(asked.threads)
        fit(X[: 10 * BATCH], y[: 10 * BATCH])  # warm, compiled
        _, wall, cpu = timed(lambda fit=fit: fit(X, y))
        print(f"loop     {name:<14} {LOOP / wall:6.0f} pictures/s, {LOOP / cpu:6.0f} per CPU s", flush=True)


def our_loop(threads):
    """Return fit(X, y): one epoch of our loop."""
    from torch import nn

    from zerotohero.algorithms._torch import Plan, train

    def network():
        layers, before = [], 1
        for i, after in enumerate((32, 32, 64, 64)):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.ReLU()] + [nn.MaxPool2d(2)] * (i % 2)
            before = after
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 49, 10))

    plan = Plan(epochs=1, batch=BATCH, threads=threads)
    return lambda X, y: train(network, X[..., None].transpose(0, 3, 1, 2), y, plan)


def keras_loop(threads):
    """Return fit(X, y): one epoch of the same network by Keras on JAX."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras
    from keras import layers

    parts = [keras.Input((28, 28, 1)), layers.Rescaling(1 / 255)]
    for i, width in enumerate((32, 32, 64, 64)):
        parts += [layers.Conv2D(width, 3, padding="same", activation="relu")] + [layers.MaxPooling2D()] * (i % 2)
    model = keras.Sequential([*parts, layers.Flatten(), layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adamw", loss=loss)
    return lambda X, y: model.fit(X[..., None], y, batch_size=BATCH, epochs=1, verbose=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("what", nargs="*", default=["mnist", "letters", "loop"])
    parser.add_argument("--efforts", nargs="+", default=EFFORTS, choices=EFFORTS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--test-sets", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    for what in asked.what:
        {"mnist": measure_mnist, "letters": measure_letters, "loop": measure_loop}[what](asked)


if __name__ == "__main__":
    main()
