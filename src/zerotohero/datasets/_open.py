"""Open data by a built-in id, by a path, or as a DataFrame."""

from pathlib import Path

from zerotohero.core.errors import DataError, nearest
from zerotohero.core.specs import discover
from zerotohero.data.bring import bring


def open_dataset(data, types=None, scores=None):
    """Return the Dataset that ``data`` names.

    A bare word is a built-in id first ("letters", "letters:20000"), a path second; anything with a
    suffix or a slash is a path. ``./letters`` is the folder called letters.

    Parameters
    ----------
    data : str, path, pandas.DataFrame or list of dict
    types : mapping of str to str, optional
        Column name -> type, instead of guessing; for tables that are not built in.
    scores : path, optional
        A table that gives each picture of a folder or zip a number.

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
        Nothing there; the nearest id or file name is offered.

    Examples
    --------
    >>> open_dataset([{"height": 1.7, "sport": "swimming"}]).type("sport")
    'category'
    """
    if not isinstance(data, str):
        return bring(data, types=types, scores=scores)
    id, _, size = data.partition(":")
    bare = not Path(id).suffix and not any(mark in id for mark in "/\\~")
    if bare:
        specs = discover("datasets")
        if id in specs and scores is None:
            return specs[id].load(size=_size(data, size))
        if not Path(data).exists():
            raise _unknown(data, id, specs)
    return bring(data, types=types, scores=scores)


load = open_dataset


def _size(data, size):
    """Return the number after the colon, or None."""
    if not size:
        return None
    if not size.isdigit() or int(size) < 1:
        raise DataError(
            f"open {data!r}", "a number of rows after the colon", repr(size), f"{data.partition(':')[0]}:5000"
        )
    return int(size)


def _unknown(data, id, specs):
    """Return the DataError for a word that is neither an id nor a path."""
    folder = Path(data).parent
    files = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    near = nearest(id, specs) or nearest(data, files) or nearest(data, [Path(f).stem for f in files])
    try_ = f"did you mean {near!r}?" if near else "hero list datasets, or the path of a file"
    return DataError(f"open {data!r}", f"a path, or one of {', '.join(specs) or 'the built-in ids'}", "neither", try_)
