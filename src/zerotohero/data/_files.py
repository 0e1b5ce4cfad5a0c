"""The files in a folder or a zip, by their paths inside it. Nothing is unpacked to disk."""

import zipfile

from zerotohero.core.errors import DataError
from zerotohero.data.table import no_such_file

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")
SOUND_SUFFIXES = (".wav", ".wave", ".flac", ".ogg", ".mp3")
_LARGEST = 256 << 20  # bytes of one picture file


def open_files(path):
    """Return the files at ``path``: a folder, a zip, one picture or one sound."""
    if not path.exists():
        raise no_such_file(path)
    if path.is_dir() or path.suffix.lower() in (*SUFFIXES, *SOUND_SUFFIXES):
        return Folder(path)
    try:
        return _Zip(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise DataError(
            f"read {path.name}", "a folder or zip of pictures, sounds or texts", str(error), "a fresh copy of it"
        ) from None


class Folder:
    """The files in a folder, ``deep`` in its folders too, or one file, by their paths inside it."""

    def __init__(self, path, deep=True):
        self._root = path if path.is_dir() else path.parent
        found = path.glob("**/*" if deep else "*") if path.is_dir() else [path]
        self.names = sorted(p.relative_to(self._root).as_posix() for p in found if p.is_file())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def read(self, name):
        """Return the bytes of one file."""
        path = self._root / name
        if path.stat().st_size > _LARGEST:
            raise ValueError("a file of more than 256 MB")
        return path.read_bytes()

    def open(self, name):
        """Return one file, open for reading bytes, however large it is."""
        return (self._root / name).open("rb")


class _Zip:
    """The files in a zip. Nothing is unpacked to disk."""

    def __init__(self, path):
        self._zip = zipfile.ZipFile(path)
        self._sizes = {m.filename: m.file_size for m in self._zip.infolist() if not m.is_dir()}
        self.names = sorted(self._sizes)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._zip.close()

    def read(self, name):
        """Return the bytes of one member."""
        if self._sizes[name] > _LARGEST:
            raise ValueError("a file of more than 256 MB")
        return self._zip.read(name)

    def open(self, name):
        """Return one member, open for reading bytes, however large it is."""
        return self._zip.open(name)
