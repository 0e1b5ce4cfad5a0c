"""Write a model file: aside first, then renamed, so that a half-written one never has the name."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from zerotohero.core.errors import ModelFileError
from zerotohero.model_file._format import ARRAYS, DTYPES, FORMAT, MANIFEST, SUMS


def write_model(path, manifest, arrays):
    """Write ``path`` and return its sha256 as hexadecimal digits.

    The same manifest and arrays give the same bytes, on every machine.

    Parameters
    ----------
    path : str or Path
        Usually ends in ``.hero``; an existing file is replaced.
    manifest : dict
        Plain JSON with finite numbers; ``format`` is added.
    arrays : dict of str to ndarray
        float64, float32, int64, int32 or uint8.

    Raises
    ------
    ModelFileError
        If the file cannot be written.
    TypeError, ValueError
        If the manifest is not plain JSON, or an array of another type.
    """
    for name, array in arrays.items():
        if array.dtype not in [np.dtype(d) for d in DTYPES.values()]:
            raise TypeError(f"array {name!r} must be one of {', '.join(DTYPES.values())}; got {array.dtype}")
    text = json.dumps({**manifest, "format": FORMAT}, ensure_ascii=False, allow_nan=False, indent=1)
    members = {
        MANIFEST: text.encode("utf-8"),
        ARRAYS: save({name: np.ascontiguousarray(array) for name, array in arrays.items()}),
    }
    members[SUMS] = sums(members)
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
            for name, data in members.items():
                archive.writestr(_info(name), data)
        digest = hashlib.sha256(aside.read_bytes()).hexdigest()
        aside.replace(path)
    except OSError as error:
        came = error.strerror or str(error)
        raise ModelFileError(
            f"write the model to {path}", "a folder that can be written", came, "another folder"
        ) from error
    finally:
        aside.unlink(missing_ok=True)
    return digest


def sums(members):
    """Return the content of ``SHA256SUMS`` for name -> bytes."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items())]
    return "".join(lines).encode("ascii")


def _info(name):
    """Return a member's entry without clock, user or operating system."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
