"""What a service says when something is off: a status, and the four parts of every message."""

from starlette.responses import JSONResponse

from zerotohero.serve.refusal import Refusal


async def refused(request, error):
    """Answer with an error's status and its four parts."""
    return JSONResponse({"error": error.as_dict()}, getattr(error, "status", 422), getattr(error, "headers", None))


async def not_here(request, error):
    """Answer what Starlette refuses in the same words as the rest."""
    status = getattr(error, "status_code", 400)
    words = {404: ("find this page", "an address that /docs lists", request.url.path[:100]),
             405: ("ask this", "another method", request.method)}  # fmt: skip
    asked, expected, came = words.get(status, ("read the request", "HTTP", f"{getattr(error, 'detail', error)!s:.200}"))
    problem = Refusal(status, asked, expected, came, "the addresses at /docs")
    return JSONResponse({"error": problem.as_dict()}, status, getattr(error, "headers", None))


async def broken(request, error):
    """Answer what nobody foresaw; the service goes on."""
    problem = unforeseen(error)
    return JSONResponse({"error": problem.as_dict()}, problem.status)


def unforeseen(error):
    """Return the Refusal for an error that nobody foresaw."""
    came = f"{type(error).__name__}: {error!s:.200}"
    return Refusal(500, "answer this", "a prediction", came, "another input")
