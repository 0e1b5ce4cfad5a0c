"""What a service says when something is off: a status, and the parts of every message."""

from starlette.responses import JSONResponse

from zerotohero.serve.refusal import Refusal, told


async def refused(request, error):
    """Answer with an error's status and its four parts."""
    return JSONResponse({"error": told(error)}, getattr(error, "status", 422), getattr(error, "headers", None))


async def not_here(request, error):
    """Answer what Starlette refuses in the same words as the rest."""
    status = getattr(error, "status_code", 400)
    path, headers = request.url.path[:100], getattr(error, "headers", None)
    if status == 404:
        words = "find this page", "an address that /docs lists", path, "the addresses at /docs"
    elif status == 405:
        words = f"answer {path}", f"the method {headers['Allow']}", request.method, "the addresses at /docs"
    else:
        why = f"{getattr(error, 'detail', error)!s:.200}".rstrip(".")
        words = "read the upload", "one file as multipart/form-data", why, "curl -F file=@FILE"
    return JSONResponse({"error": told(Refusal(status, *words))}, status, headers)


async def broken(request, error):
    """Answer what nobody foresaw; the service goes on."""
    problem = unforeseen(error)
    return JSONResponse({"error": told(problem)}, problem.status)


def unforeseen(error):
    """Return the Refusal for an error that nobody foresaw."""
    came = f"{type(error).__name__}: {error!s:.200}"
    return Refusal(500, "answer this", "a prediction", came, "another input")
