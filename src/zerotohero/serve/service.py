"""The service: which address is answered by what. Starlette routes; who may ask is ``guard.py``'s to say."""

import asyncio
import contextlib
import json
import time

import numpy as np
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import Response
from starlette.routing import Route

from zerotohero.core.errors import HeroError
from zerotohero.serve import bodies, inference_protocol
from zerotohero.serve.batches import Batches
from zerotohero.serve.docs_page import docs_page, style
from zerotohero.serve.guard import Guard, Limits
from zerotohero.serve.measured import Measured, Timed
from zerotohero.serve.openapi import openapi
from zerotohero.serve.page import page_files
from zerotohero.serve.problems import broken, not_here, refused
from zerotohero.serve.refusal import Refusal
from zerotohero.serve.served import FAST

SLOW = 0.005  # seconds: a model that takes longer is asked about several requests at once
CHECKED = 2.0  # seconds between two looks whether a model file is new
ALIVE = ("/v2/health/live", "/v2/health/ready")
TRY_EXAMPLE = "the example at /docs"
PAGE = page_files()


class Service:
    """Some models as one ASGI application.

    Parameters
    ----------
    models : list of Served
        The first one answers where no name is given.
    reload : callable or None
        ``reload(served)`` -> a new Served where the model's file has changed, else None; asked now and then.
    token : str or None
        What every request has to show.
    """

    def __init__(self, models, reload=None, token=None):
        self.models = {served.name: served for served in models}
        self.first, self._reload, self.token = models[0].name, reload, token
        self.batches, self.measured, self.ready = {}, Measured(), True
        for served in models:
            self._take_up(served)

    def app(self, hosts, limits=None):
        """Return the guarded ASGI application."""
        routes = [
            Route("/predict", self.predict, methods=["POST"]),
            Route("/predict/{name}", self.predict, methods=["POST"]),
            Route("/explain", self.explain, methods=["POST"]),
            Route("/explain/{name}", self.explain, methods=["POST"]),
            Route("/generate", self.generate, methods=["POST"]),
            Route("/generate/{name}", self.generate, methods=["POST"]),
            Route("/v2", self.about),
            Route("/v2/health/live", self.live),
            Route("/v2/health/ready", self.is_ready),
            Route("/v2/models/{name}", self.metadata),
            Route("/v2/models/{name}/ready", self.model_ready),
            Route("/v2/models/{name}/infer", self.infer, methods=["POST"]),
            Route("/v2/models/{name}/versions/{version}", self.metadata),
            Route("/v2/models/{name}/versions/{version}/ready", self.model_ready),
            Route("/v2/models/{name}/versions/{version}/infer", self.infer, methods=["POST"]),
            Route("/feedback", self.feedback, methods=["POST"]),
            Route("/monitor", self.monitor),
            Route("/metrics", self.metrics),
            Route("/openapi.json", self.openapi),
            Route("/", self.front),
            Route("/docs", self.docs),
            Route("/docs.css", self.docs_style),
            Route("/try/{name}/{file}", self.page),
            Route("/try/{name}/", self.page),
            Route("/try/{name}/describe", self.describe, methods=["POST"]),
            Route("/try/{name}/predict", self.answer, methods=["POST"]),
        ]
        handlers = {HeroError: refused, HTTPException: not_here, MultiPartException: not_here, Exception: broken}
        app = Starlette(routes=routes, exception_handlers=handlers, lifespan=self._lifespan)
        return Timed(Guard(app, hosts, self.token, limits or Limits(), ALIVE), self.measured)

    async def predict(self, request):
        """Answer records, CSV, or an upload."""
        served = self._answering(request)
        cells = await self._cells(request, served)
        predictions = await self._ask(served, cells)
        answers = served.answers(predictions)
        self._note(served, cells, [a["prediction"] for a in answers])
        key = served.feedback.keep(predictions)
        return _json({"model": served.name, "run": served.run.id, "id": key, "predictions": answers})

    async def feedback(self, request):
        """Take the true answers to an earlier request."""
        said = bodies.read_json(await request.body())
        key = said.get("id") if isinstance(said, dict) else None
        served = next((s for s in self.models.values() if isinstance(key, str) and s.feedback.holds(key)), None)
        if served is None:
            raise Refusal(
                404,
                "learn the truth",
                "the id of an earlier answer, once",
                f"{key!r:.100}",
                "ids are forgotten when the service ends",
            )
        rows = served.feedback.learn(key, said.get("truth"))
        return _json({"model": served.name, "rows": rows})

    async def monitor(self, request):
        """Say how today's rows differ from the training, and how right the answers were."""
        return _json({"models": [served.monitored() for served in self.models.values()]})

    async def explain(self, request):
        """Say what pushed the prediction of one record."""
        from zerotohero.core.dataset import Dataset
        from zerotohero.report.explain import explain

        served = self._model(request)
        if served.kind != "table":
            raise Refusal(400, "explain", "a model of a table", f"{served.kind}", "`hero explain RUN FILE`")
        cells = await self._cells(request, served, most=1)
        row = Dataset("request", "table", cells, served.recipe, "request")
        why = await run_in_threadpool(explain, served.run, row)
        return _json({"model": served.name, "run": served.run.id, **why.as_dict()})

    async def generate(self, request):
        """Write verse."""
        served = self._model(request)
        if not served.writes:
            raise Refusal(400, "write", "a model that writes", f"{served.name} answers", "POST /predict")
        body = await request.body()
        asked = bodies.read_json(body) if body else {}
        verse = await run_in_threadpool(served.page.answer, asked)
        return _json({"model": served.name, "run": served.run.id, **verse})

    async def infer(self, request):
        """Answer tensors, as the Open Inference Protocol has it."""
        served = self._answering(request)
        question = bodies.read_json(await request.body())
        cells = inference_protocol.cells_of(question, served)
        predictions = await self._ask(served, cells)
        labels = served.run.labels(predictions).tolist()
        self._note(served, cells, labels)
        return _json(inference_protocol.answer_to(question, served, predictions, labels))

    async def metadata(self, request):
        """Say what a model takes and gives."""
        return _json(inference_protocol.metadata(self._model(request)))

    async def about(self, request):
        """Say what this server is."""
        from zerotohero import __version__

        return _json({"name": "zerotohero", "version": __version__, "extensions": []})

    async def live(self, request):
        """Say that it lives."""
        return _json({"live": True})

    async def is_ready(self, request):
        """Say whether requests are taken."""
        return _json({"ready": self.ready}, 200 if self.ready else 503)

    async def model_ready(self, request):
        """Say whether a model is loaded."""
        return _json({"name": self._model(request).name, "ready": True})

    async def metrics(self, request):
        """Return the counters, and what is watched."""
        for served in self.models.values():
            self.measured.watched(served.name, served.monitored())
        return Response(self.measured.text(), headers={"Content-Type": self.measured.content_type})

    async def openapi(self, request):
        """Return the description of this service."""
        return _json(openapi(self.models.values()))

    async def front(self, request):
        """Lead to the page of the first model."""
        return Response(status_code=307, headers={"Location": f"try/{self.first}/"})

    async def page(self, request):
        """Return a file of the page on which a model is tried by hand."""
        self._model(request)
        kind, content = PAGE.get(request.path_params.get("file", ""), (None, None))
        if kind is None:
            raise HTTPException(404)
        return Response(content, media_type=kind)

    async def describe(self, request):
        """Tell the page what it is about."""
        served = self._model(request)
        about = await run_in_threadpool(lambda: served.page.describe)
        return _json({**about, "how": "../../docs"})

    async def answer(self, request):
        """Answer the page."""
        served = self._model(request)
        question = bodies.read_json(await request.body())
        return _json(await run_in_threadpool(served.page.answer, question))

    async def docs(self, request):
        """Return the page that says how to call all this."""
        url = str(request.base_url).rstrip("/")
        return Response(docs_page(self.models.values(), url, self.token), media_type="text/html")

    async def docs_style(self, request):
        """Return that page's style sheet."""
        return Response(style(), media_type="text/css")

    def _model(self, request):
        """Return the model that the address names, or the first."""
        name = request.path_params.get("name", self.first)
        served = self.models.get(name)
        version = request.path_params.get("version")
        if served is None or version not in (None, served.run.id):
            known = ", ".join(f"{s.name} ({s.run.id})" for s in self.models.values())
            came = f"{name:.100}" + (f" {version:.100}" if version else "")
            raise Refusal(404, "find the model", known, came, "one of these")
        return served

    def _answering(self, request):
        """Return the model that the address names; refuse one that writes verse."""
        served = self._model(request)
        if served.writes:
            raise Refusal(400, "predict", "a model that answers", f"{served.name} writes verse", "POST /generate")
        return served

    async def _cells(self, request, served, most=None):
        """Return the cells that a request holds, whatever its form."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            async with request.form(max_files=1, max_fields=1) as form:
                file = next((part for part in form.values() if hasattr(part, "read")), None)
                if file is None:
                    raise Refusal(400, "read the upload", "one file", "none", "curl -F file=@FILE")
                data, kind = await file.read(), (file.content_type or "").partition(";")[0]
        else:
            data = await request.body()
        if not data:
            raise Refusal(400, "read the request", "a body", "none", TRY_EXAMPLE)
        if served.kind != "table" or (served.documents and kind == bodies.TEXT):
            return await run_in_threadpool(served.uploaded, data)
        if kind == bodies.CSV:
            records = bodies.read_csv(data, served.recipe.delimiter)
        elif kind == bodies.JSON or (kind == "" and data.lstrip()[:1] in (b"{", b"[")):
            records = bodies.records_of(bodies.read_json(data))
        else:
            raise Refusal(
                415, "read the request", f"{bodies.JSON} or {bodies.CSV}", f"{kind!r:.100}", "a Content-Type header"
            )
        if most is not None and len(records) > most:
            raise Refusal(400, "explain", f"{most} row", f"{len(records)}", "one row at a time")
        return served.cells(records)

    async def _ask(self, served, cells):
        """Return the predictions: at once if the model is fast, else in a thread, together with whoever waits."""
        rows = len(next(iter(cells.values())))
        if rows * served.seconds <= FAST:
            return served.predict(cells)
        if served.seconds >= SLOW:
            return await self.batches[served.name].predict(cells)
        return await run_in_threadpool(served.predict, cells)

    def _note(self, served, cells, labels):
        """Count what was asked and what was answered."""
        self.measured.predicted(served, labels)
        served.drift.note(cells, np.array(labels, object if served.classes else float))

    def _take_up(self, served):
        """Let a model answer from now on; requests at work keep the one that they began with."""
        self.models[served.name] = served
        self.batches[served.name] = Batches(served.predict)
        self.measured.loaded.labels(served.name, served.run.id).set(time.time())

    @contextlib.asynccontextmanager
    async def _lifespan(self, app):
        """Look for new model files while the service runs."""
        task = asyncio.create_task(self._watch()) if self._reload else None
        yield
        self.ready = False
        if task:
            task.cancel()

    async def _watch(self):
        """Take up new model files."""
        while True:
            await asyncio.sleep(CHECKED)
            for served in list(self.models.values()):
                with contextlib.suppress(HeroError, OSError):  # half written, or not ours: the old one goes on
                    new = await asyncio.to_thread(self._reload, served)
                    if new is not None:
                        self._take_up(new)


def _json(plain, status=200):
    """Return strict JSON."""
    content = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(content.encode("utf-8", "replace"), status, media_type="application/json")
