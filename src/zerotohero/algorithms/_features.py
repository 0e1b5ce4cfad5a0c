"""Features of pictures by a frozen backbone: computed once, kept by content, and used again by every fold and training.

A picture's features depend on its pixels, the weights and the size it is stretched to, and on nothing that was learned
here: so they may be shared by all folds. They lie in files beside the runs, each with the hashes of its pictures::

    features/<weights>-<side>/<name>.npz    keys (n, 16) uint8, features (n, F) float32: means of both mirror images
"""

import hashlib
import os
import sys
import time
import zipfile
from pathlib import Path

import numpy as np

from zerotohero.algorithms._mobilenet import GREY, stretched

BATCH = 32  # pictures at a time: with their mirror images, what fits into a processor's cache
KEPT_EVERY = 320  # pictures after which a file is written: a killed training goes on from there


def features_of(backbone, weights, X, side, folder=None, threads=1, watch=None):
    """Return the features (N, F) float32 of pictures X (N, H, W) or (N, H, W, 3) uint8, means over both mirror images.

    Parameters
    ----------
    backbone : _mobilenet.Backbone
    weights : str
        What its file is known by.
    X : ndarray
    side : int
        Pixels a side to which pictures are stretched.
    folder : Path or None
        Where features are kept; None keeps none.
    threads : int
    watch : core.watch.Watch or None
    """
    keys = [_key(picture) for picture in X]
    place = None if folder is None else Path(folder) / f"{weights}-{side}"
    known = _known(place, set(keys), backbone.features)
    missing = [i for key, i in {key: i for i, key in enumerate(keys)}.items() if key not in known]
    network = _ready(backbone, threads) if missing else None
    done, began = 0, time.monotonic()
    for part in _cut(missing, KEPT_EVERY):
        fresh = {}
        for rows in _cut(part, BATCH):
            found = _computed(network, X[rows], side)
            fresh |= {keys[i]: feature for i, feature in zip(rows, found)}
            done += len(rows)
            if watch is not None:
                rate = round(done / max(time.monotonic() - began, 1e-9), 1)
                watch.step(step=done, of=len(missing), rows_per_second=rate)
        known |= fresh
        if place is not None:
            _keep(place, fresh)
    return np.array([known[key] for key in keys], np.float32).reshape(len(X), backbone.features)


def kept_features(weights, X, side, folder):
    """Return the features (N, F) of pictures X as ``features_of`` kept them, or None where one of them is not there."""
    keys = [_key(picture) for picture in X]
    known = _known(Path(folder) / f"{weights}-{side}", set(keys))
    return np.array([known[key] for key in keys]) if known.keys() >= set(keys) else None


def _ready(backbone, threads):
    """Return the backbone as a torch network, its channels side by side in memory."""
    import torch

    torch.set_num_threads(threads)
    return backbone.network().to(memory_format=torch.channels_last)


def _computed(network, pictures, side):
    """Return the features (n, F) of a few pictures."""
    import torch

    with torch.inference_mode():
        grid = fed(pictures, side)
        return ((network(grid) + network(grid.flip(3))) / 2).numpy()


def fed(pictures, side):
    """Return pictures (n, H, W) or (n, H, W, 3) as a tensor (n, 3, S, S) as the backbone wants it."""
    import torch

    if pictures.shape[1:] != (side, side, 3):
        pictures = np.stack([stretched(picture, side) for picture in in_colour(pictures)])
    grid = torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float()
    return (grid / GREY - 1).contiguous(memory_format=torch.channels_last)


def weights_file(weights):
    """Return the path of a file of weights; an exported script finds it beside itself."""
    if weights is None:
        raise ValueError("weights must name a file; got None")
    path = Path(weights)
    return path if path.is_file() else Path(sys.path[0]) / path


def in_colour(X):
    """Return pictures X (N, H, W) as (N, H, W, 1); those with colours as they are."""
    return X[..., None] if X.ndim == 3 else X


def _key(picture):
    """Return what a picture is known by: a hash of its shape and pixels."""
    text = repr(picture.shape).encode() + np.ascontiguousarray(picture).tobytes()
    return hashlib.blake2b(text, digest_size=16).digest()


def _known(place, wanted, width=None):
    """Return hash -> features of those wanted that lie in ``place``; a damaged file counts as none."""
    known = {}
    for path in sorted(place.glob("*.npz")) if place is not None and place.exists() else ():
        try:
            with np.load(path, allow_pickle=False) as file:
                keys, features = file["keys"], file["features"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            continue
        if keys.shape[1:] == (16,) and features.shape == (len(keys), width or features.shape[-1]):
            known |= {k: f for k, f in zip((key.tobytes() for key in keys), features) if k in wanted}
    return known


def _keep(place, fresh):
    """Write features with their hashes, whole or not at all."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{hashlib.blake2b(b''.join(sorted(fresh)), digest_size=8).hexdigest()}.npz"
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        np.savez(file, keys=np.array([list(key) for key in fresh], np.uint8), features=np.array(list(fresh.values())))
    aside.replace(path)


def _cut(items, size):
    """Yield a list in pieces of this size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
