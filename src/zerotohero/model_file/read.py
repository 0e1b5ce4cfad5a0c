"""Read a model file that may be damaged, altered or foreign: nothing in it is trusted or run.

The order is: size and kind of file, the zip's table, checksums, the manifest, the arrays' table,
and then what the caller can prove about the arrays.
"""

import hashlib
import io
import json
import math
import stat
import zipfile
from pathlib import Path

from safetensors.numpy import load

from zerotohero.core.errors import ModelFileError
from zerotohero.model_file._format import (
    ARRAYS,
    DTYPES,
    FORMAT,
    LARGEST,
    LARGEST_FILE,
    LARGEST_HEADER,
    MANIFEST,
    MOST_ARRAYS,
    MOST_AXES,
    SUMS,
)
from zerotohero.model_file.prove import prove_arrays
from zerotohero.model_file.write import sums

PROGRAM = "a pickle: loading it would run whatever program is inside"
FOREIGN = {
    ".pkl": PROGRAM,
    ".pickle": PROGRAM,
    ".joblib": PROGRAM,
    ".pt": PROGRAM,
    ".pth": PROGRAM,
    ".h5": "an HDF5 file of another library",
    ".hdf5": "an HDF5 file of another library",
    ".keras": "a Keras model, which can hold program code",
    ".onnx": "an ONNX graph; ONNX Runtime runs it",
    ".skops": "a skops file of scikit-learn",
    ".safetensors": "arrays without the manifest that says what they mean",
}
MAGIC = {b"\x80": PROGRAM, b"\x89HDF": FOREIGN[".h5"]}


def read_model(path, prove=None, expect=None):
    """Return ``(manifest, arrays)`` of a model file.

    Parameters
    ----------
    path : str or Path
    prove : callable or None
        ``prove(manifest)`` -> (name -> ArraySchema, letter -> size, ``prove_fn(arrays, dims)`` or
        None): what the manifest's algorithm promises about its arrays. None reads without proof: only
        for looking, never for predicting.
    expect : str or None
        The sha256 of the whole file, from someone you trust. The checksums inside find damage; they
        do not find malice, because who alters a file can alter them too.

    Raises
    ------
    ModelFileError
        Whatever is wrong.
    """
    path = Path(path)
    try:
        data = _read_file(path)
        if expect is not None and hashlib.sha256(data).hexdigest() != str(expect).strip().lower():
            raise ValueError(f"a file with another sha256 ({hashlib.sha256(data).hexdigest()}) than expected")
        members = _read_members(data)
        manifest = _read_manifest(members[MANIFEST])
        arrays = _read_arrays(members[ARRAYS])
        if prove is not None:
            _prove(manifest, arrays, prove)
    except ValueError as error:
        raise ModelFileError(
            f"open the model {path}",
            "a .hero file as zerotohero wrote it",
            str(error),
            "the original file, or train again",
        ) from error
    return manifest, arrays


def _read_file(path):
    """Return the bytes of the file, if it may be a model file at all."""
    if path.suffix.lower() in FOREIGN:
        raise ValueError(FOREIGN[path.suffix.lower()])
    try:
        if path.is_dir():
            raise ValueError("a folder")
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"more than {LARGEST_FILE >> 30} GiB")
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            raise ValueError(kind)
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("no zip" if data else "an empty file")
    return data


def _read_members(data):
    """Return name -> bytes of the zip's members, exactly those of the format, with matching checksums."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) != len(LARGEST) or {i.filename for i in infos} != set(LARGEST):
                raise ValueError(f"a zip with other members: {', '.join(repr(i.filename[:40]) for i in infos[:5])}")
            members = {info.filename: _read_member(archive, info, len(data)) for info in infos}
    except ValueError:
        raise
    except Exception as error:  # zipfile raises many types on altered bytes
        raise ValueError(f"a damaged zip ({error})") from error
    found = members.pop(SUMS)
    if found != sums(members):
        raise ValueError("a damaged file: its checksums do not match")
    return members


def _read_member(archive, info, limit):
    """Return the bytes of one member that is stored plainly and no larger than it says."""
    size = info.file_size
    link = stat.S_ISLNK(info.external_attr >> 16)
    if link or info.flag_bits & 1 or info.compress_type != zipfile.ZIP_STORED or size != info.compress_size:
        raise ValueError(f"a zip whose member {info.filename!r} is a link, encrypted or compressed")
    if size > min(LARGEST[info.filename], limit):
        raise ValueError(f"a zip whose member {info.filename!r} says that it has {size} bytes")
    with archive.open(info) as file:
        content = file.read(size + 1)
    if len(content) != size:
        raise ValueError(f"a zip whose member {info.filename!r} is longer or shorter than it says")
    return content


def _read_manifest(data):
    """Return the manifest: a JSON object with finite numbers, of a format that we know."""
    manifest = _read_json(data, MANIFEST)
    version = manifest.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError(f"a manifest with format {str(version)[:40]!r}")
    if version > FORMAT:
        raise ValueError(f"format {version} of a newer zerotohero (this one reads up to {FORMAT}): upgrade it")
    return manifest


def _read_json(data, name):
    """Return a JSON object; no NaN, no infinity, no half characters, no endless nesting."""
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half characters (surrogates) could not be printed
    except (ValueError, RecursionError) as error:
        raise ValueError(f"a {name} that is no JSON ({str(error)[:100]})") from error
    if not isinstance(found, dict):
        raise ValueError(f"a {name} that is no JSON object")
    return found


def _finite(text):
    """Return the number, if it is finite."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is not finite")
    return number


def _read_arrays(data):
    """Return name -> array, once the table of contents is known to fit the bytes exactly."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(LARGEST_HEADER, len(data) - 8):
        raise ValueError("arrays whose table of contents is longer than the file")
    table = _read_json(data[8 : 8 + length], ARRAYS)
    if len(table) > MOST_ARRAYS:
        raise ValueError(f"more than {MOST_ARRAYS} arrays")
    end = 0
    for name, entry in sorted(table.items(), key=_begin):
        if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
            raise ValueError(f"arrays whose table of contents has an odd entry {name[:40]!r}")
        dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
        if not isinstance(dtype, str) or dtype not in DTYPES:
            raise ValueError(f"array {name[:40]!r} of type {str(dtype)[:20]!r}")
        if not (_sizes(shape) and _sizes(offsets) and len(shape) <= MOST_AXES and len(offsets) == 2):
            raise ValueError(f"array {name[:40]!r} with an odd shape or place")
        if offsets[0] != end or offsets[1] - end != math.prod(shape) * int(DTYPES[dtype][1]):
            raise ValueError(f"array {name[:40]!r} whose shape and place do not fit")
        end = offsets[1]
    if end != len(data) - 8 - length:
        raise ValueError("arrays with bytes that belong to none")
    try:
        return load(data)
    except Exception as error:  # SafetensorError, and what NumPy may add
        raise ValueError(f"arrays that safetensors refuses ({error})") from error


def _begin(item):
    """Return the position of the first byte of one entry; odd ones come first and are refused then."""
    try:
        return tuple(float(offset) for offset in item[1]["data_offsets"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return ()


def _sizes(values):
    """Return whether this is a list of whole numbers from 0 to 2^40."""
    return isinstance(values, list) and all(type(v) is int and 0 <= v <= 2**40 for v in values)


def _prove(manifest, arrays, prove):
    """Raise ValueError unless the manifest makes sense to ``prove`` and the arrays keep its promises."""
    try:
        schema, dims, prove_more = prove(manifest)
    except ModelFileError:
        raise
    except Exception as error:  # an altered manifest can be wrong in any way
        raise ValueError(f"a manifest that does not add up ({type(error).__name__}: {str(error)[:100]})") from error
    dims = prove_arrays(arrays, schema, dims)
    if prove_more is not None:
        try:
            prove_more(arrays, dims)
        except ValueError:
            raise
        except Exception as error:
            raise ValueError(f"arrays that do not add up ({type(error).__name__}: {str(error)[:100]})") from error
