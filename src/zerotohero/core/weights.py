"""Weights that others have trained: where their file lies, what it is known by, and how it is fetched by name.

The folder is the person's own cache: ``ZEROTOHERO_WEIGHTS`` if that is set, else where the system keeps caches. What
lies there is used without being named; ``hero train --weights FILE`` takes another file for once.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from zerotohero.core.errors import DataError, HeroError

SUFFIXES = (".safetensors", ".npz")
NEEDED = "needs weights: hero add mobilenet, or --weights FILE"
HUB = "https://huggingface.co"


@dataclass(frozen=True)
class Pretrained:
    """A file of weights that can be fetched by name.

    Parameters
    ----------
    id : str
        As in ``hero add ID``.
    brings : str
        What works with it, in a few words.
    repository, file : str
        On the Hugging Face hub.
    megabytes : int
        To fetch, about.
    """

    id: str
    brings: str
    repository: str
    file: str
    megabytes: int

    @property
    def address(self):
        """Where it comes from; ``HF_ENDPOINT`` names another hub."""
        hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
        return f"{hub}/{self.repository}/resolve/main/{self.file}"

    @property
    def path(self):
        """Where it lies once it is here."""
        return folder() / f"{self.id}{Path(self.file).suffix}"

    @property
    def installed(self):
        """Whether it is here."""
        return self.path.is_file()


PRETRAINED = {
    "mobilenet": Pretrained(
        "mobilenet",
        "MobileNet, trained on a million photos: frozen features and fine-tuning",
        "timm/mobilenetv1_100.ra4_e3600_r224_in1k",
        "model.safetensors",
        17,
    ),
}


def folder():
    """Return the folder in which weights are kept; it need not exist."""
    if named := os.environ.get("ZEROTOHERO_WEIGHTS"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        caches = Path.home() / "Library" / "Caches"
    else:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "zerotohero" / "weights"


def find_weights(named=None):
    """Return the path of the weights to use, or None: the file named, else the first by name in the folder.

    Raises
    ------
    DataError
        The file that was named is not there.
    """
    if named is not None:
        if not Path(named).is_file():
            raise DataError("read weights", "a file of weights", f"no file {named}", "--weights FILE")
        return Path(named)
    lie = sorted(p for p in folder().glob("*") if p.suffix in SUFFIXES and not p.name.startswith("."))
    return lie[0] if lie else None


def digest(path):
    """Return what a file of weights is known by: 16 hex digits of its sha256."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def keep(path, where):
    """Put a copy of the weights into the folder ``where``, named by its digest, and return its path."""
    place = Path(where) / digest(path)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = place.with_name(f".{place.name}.{os.getpid()}")
        aside.write_bytes(Path(path).read_bytes())
        aside.replace(place)
    return place


def fetch(pretrained):
    """Fetch a file of weights from the hub into the folder, and return its path.

    Raises
    ------
    HeroError
        There is no network, the hub does not have it, or its client is not installed.
    """
    import shutil
    import tempfile

    try:
        from huggingface_hub import hf_hub_download
    except ImportError:
        raise HeroError(f"fetch {pretrained.id}", "the hub's client", "none installed", "hero add pretrained") from None
    endpoint = os.environ.get("HF_ENDPOINT") or None
    with tempfile.TemporaryDirectory() as aside:
        try:
            came = hf_hub_download(pretrained.repository, pretrained.file, local_dir=aside, endpoint=endpoint)
        except Exception as error:  # the client has a tree of errors of its own, and the network another
            said = str(error).strip().splitlines() or [type(error).__name__]
            raise HeroError(
                f"fetch {pretrained.id}",
                f"an answer from {pretrained.address}",
                said[0][:200],
                "the network, and once more; or the same file by hand, and hero train --weights FILE",
            ) from None
        pretrained.path.parent.mkdir(parents=True, exist_ok=True)
        part = pretrained.path.with_name(f".{pretrained.path.name}.{os.getpid()}")
        shutil.copyfile(came, part)
        part.replace(pretrained.path)  # whole or not at all
    return pretrained.path
