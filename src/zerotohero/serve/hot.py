"""The two questions that are asked most, rows and tensors in JSON, answered without a router in between."""

from zerotohero.core.errors import HeroError
from zerotohero.serve import bodies
from zerotohero.serve.guard import refuse
from zerotohero.serve.problems import unforeseen
from zerotohero.serve.questions import aside

JSON_HEADER = (b"content-type", b"application/json")


class Hot:
    """Answer POST /predict and /v2/models/{name}/infer; everything else is for ``app``.

    Parameters
    ----------
    app : ASGI application
    service : Service
    """

    def __init__(self, app, service):
        self.app, self.service = app, service
        self._rows = {"/predict": service.first, **{f"/predict/{name}": name for name in service.models}}
        self._tensors = {f"/v2/models/{name}/infer": name for name in service.models}

    async def __call__(self, scope, receive, send):
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self.app(scope, receive, send)
        service, path = self.service, scope["path"]
        rows, tensors = self._rows.get(path), self._tensors.get(path)
        served = service.models.get(rows or tensors)
        if served is None or served.writes or (rows and not (served.kind == "table" and _is_json(scope["headers"]))):
            return await self.app(scope, receive, send)
        scope["endpoint"] = service.predict if rows else service.infer  # what the counters call it
        body = (await receive())["body"]  # all of it: the guard has waited for it
        try:
            if rows:
                content = await service.predicted(served, await aside(body, lambda: _cells(served, body)))
            else:
                content = await service.inferred(served, body)
        except HeroError as error:
            return await refuse(send, error)
        except Exception as error:
            return await refuse(send, unforeseen(error))
        length = (b"content-length", str(len(content)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [JSON_HEADER, length]})
        return await send({"type": "http.response.body", "body": content})


def _cells(served, body):
    """Return the cells of the records that a body holds."""
    return served.cells(bodies.records_of(bodies.read_json(body)) if body else bodies.nothing())


def _is_json(headers):
    """Return whether a request says that it holds JSON."""
    return any(
        name == b"content-type" and value.partition(b";")[0].strip().lower() == JSON_HEADER[1]
        for name, value in headers
    )
