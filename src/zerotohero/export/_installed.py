"""What is installed here: the exact versions that a container needs, and this program itself as a wheel."""

import base64
import hashlib
import io
import json
import re
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from zerotohero.core.extras import EXTRAS

NAME = "zerotohero"
_EXTRA = re.compile(r"""\s*(?:and\s+)?extra\s*==\s*['"]([\w.-]+)['"]""")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the wheel: the same program gives the same bytes


def from_an_index():
    """Return whether this program was installed from a package index, where others can get it as well."""
    return distribution(NAME).read_text("direct_url.json") is None


def pinned(extras):
    """Return pip's lines ``name==version`` for all that this program and these extras of it need, as installed here.

    What is needed on some systems only keeps its condition. Extras that are not installed are taken in the versions
    that the project was last tested with.
    """
    found, waiting = {}, [(NAME, frozenset(extras), ())]
    while waiting:
        name, wanted, when = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if (wanted, when) in found.get(key, {}):
            continue
        try:
            dist = distribution(name)
        except PackageNotFoundError:
            continue  # of another system, or an extra's: see below
        found.setdefault(key, {})[wanted, when] = f"{key}=={dist.version}"
        for line in dist.requires or ():
            need, _, marker = (part.strip() for part in line.partition(";"))
            of = _EXTRA.search(marker)
            if of and of[1] not in wanted:
                continue
            rest = _EXTRA.sub("", marker).strip()
            both = tuple(dict.fromkeys((*when, *([f"({rest})"] if rest else []))))
            match = re.match(r"([\w.-]+)\s*(?:\[([^\]]*)\])?", need)
            more = frozenset(e.strip() for e in (match[2] or "").split(",") if e.strip())
            waiting.append((match[1], more, both))
    found.pop(NAME, None)
    lines = {}
    for key, ways in found.items():
        conditions = sorted({" and ".join(when) for _, when in ways})
        always = "" in conditions
        lines[key] = next(iter(ways.values())) + ("" if always else f" ; {' or '.join(conditions)}")
    for extra in extras:  # what is not installed here, in the versions last tested
        for package in EXTRAS[extra].packages:
            pin, _, marker = (part.strip() for part in package.partition(";"))
            key = re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower()
            lines.setdefault(key, pin + (f" ; {marker}" if marker else ""))
    return [lines[key] for key in sorted(lines)]


def megabytes(lines):
    """Return how much disk the installed packages of these lines take, about, in MB."""
    total = 0
    for line in lines:
        try:
            files = distribution(line.partition("==")[0]).files or ()
        except PackageNotFoundError:
            continue
        total += sum(f.size or 0 for f in files)
    return total / 1e6


def write_wheel(folder):
    """Write this program, as it is installed here, as a wheel into ``folder``; return its path."""
    import zerotohero

    dist, root = distribution(NAME), Path(zerotohero.__file__).parent
    stem = f"{NAME}-{dist.version}"
    files = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
            files[f"{NAME}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    about = f"{stem}.dist-info"
    for name in ("METADATA", "entry_points.txt"):
        files[f"{about}/{name}"] = (dist.read_text(name) or "").encode("utf-8")
    files[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: zerotohero\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
    path = Path(folder) / f"{stem}-py3-none-any.whl"
    path.write_bytes(buffer.getvalue())
    return path


def _digest(data):
    """Return the hash of a file as a wheel's RECORD has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def made_up_row(manifest):
    """Return a row as JSON, each column with what is usual in it."""
    usual = manifest.get("usual") or {}
    return json.dumps(
        {name: (usual.get(name) or {}).get("middle") for name, _ in manifest["features"]}, ensure_ascii=False
    )
