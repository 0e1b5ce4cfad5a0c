"""What a request to /predict or /explain is about, whatever its form: JSON, CSV, an upload, a file as it is."""

import logging

from starlette.concurrency import run_in_threadpool

from zerotohero.serve import bodies
from zerotohero.serve.refusal import Refusal

logging.getLogger("python_multipart").setLevel(
    logging.ERROR
)  # a bad upload is told to who sent it, not to the terminal
LARGE = 100_000  # bytes: to read so much takes milliseconds, in which others would wait


async def cells_of(request, served, most=None):
    """Return the cells that a request holds, whatever its form.

    Parameters
    ----------
    request : starlette.requests.Request
    served : Served
    most : int or None
        So many rows at most.

    Raises
    ------
    Refusal
        400, 413, 415
    HeroError
        Values, pictures, sounds or texts that cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=1) as form:
            file = next((part for part in form.values() if hasattr(part, "read")), None)
            if file is None:
                raise Refusal(400, "read the upload", "one file as multipart/form-data", "none", "curl -F file=@FILE")
            data, kind = await file.read(), (file.content_type or "").partition(";")[0]
    else:
        data = await request.body()
    if not data:
        bodies.nothing()
    if served.kind != "table" or (served.documents and kind == bodies.TEXT):
        return await run_in_threadpool(served.uploaded, data)
    return await aside(data, lambda: _rows(served, data, kind, most))


async def aside(data, work):
    """Return what ``work()`` returns; where there is much to read, it works in a thread of its own."""
    return await run_in_threadpool(work) if len(data) > LARGE else work()


def _rows(served, data, kind, most):
    """Return the cells of the records that a body holds."""
    if kind == bodies.CSV:
        records = bodies.read_csv(data, served.recipe.delimiter)
    elif kind == bodies.JSON or (kind == "" and data.lstrip()[:1] in (b"{", b"[")):
        records = bodies.records_of(bodies.read_json(data))
    else:
        wanted = f"{bodies.JSON} or {bodies.CSV}"
        came = f"{kind:.100}" or "no Content-Type"
        raise Refusal(415, "read the request", wanted, came, f'the header "Content-Type: {bodies.JSON}"')
    if most is not None and len(records) > most:
        raise Refusal(400, "explain", f"{most} row", f"{len(records):,}", "one row at a time")
    return served.cells(records)
