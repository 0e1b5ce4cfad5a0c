"""The service: which address is answered by what. Starlette routes; who may ask is ``guard.py``'s to say."""

import asyncio
import contextlib
import time

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import Response
from starlette.routing import Route

from zerotohero.core.errors import HeroError
from zerotohero.serve import bodies, inference_protocol
from zerotohero.serve.batches import Batches, Turns
from zerotohero.serve.docs_page import docs_page, style
from zerotohero.serve.guard import Guard, Limits
from zerotohero.serve.hot import Hot
from zerotohero.serve.kept_alive import KeptAlive
from zerotohero.serve.measured import Measured, Timed
from zerotohero.serve.openapi import openapi
from zerotohero.serve.page import page_files
from zerotohero.serve.problems import broken, not_here, refused
from zerotohero.serve.questions import aside, cells_of
from zerotohero.serve.refusal import Refusal
from zerotohero.serve.served import FAST

SLOW = 0.005  # seconds: a model that takes longer is asked about several requests at once
CHECKED = 2.0  # seconds between two looks whether a model file is new
ALIVE = ("/v2/health/live", "/v2/health/ready")
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
    peers : Peers or None
        The other workers of the same service.
    log : InputLog or None
        Where inputs are written down.
    """

    def __init__(self, models, reload=None, token=None, peers=None, log=None):
        self.models = {served.name: served for served in models}
        self.first, self._reload, self.token = models[0].name, reload, token
        self.peers, self.kept, self.ready = peers, KeptAlive(self.models, peers, log), True
        self.turns, self.batches = {}, {}
        for served in models:
            self._take_up(served)

    def app(self, hosts, limits=None):
        """Return the guarded ASGI application."""
        model = "/v2/models/{name}"
        asked = [
            ("/predict", self.predict),
            ("/predict/{name}", self.predict),
            ("/explain", self.explain),
            ("/explain/{name}", self.explain),
            ("/generate", self.generate),
            ("/generate/{name}", self.generate),
            ("/feedback", self.feedback),
            ("/try/{name}/describe", self.describe),
            ("/try/{name}/predict", self.answer),
            *((f"{path}/infer", self.infer) for path in (model, f"{model}/versions/{{version}}")),
        ]
        read = [
            ("/v2", self.about),
            ("/v2/health/live", self.live),
            ("/v2/health/ready", self.is_ready),
            *((path, self.metadata) for path in (model, f"{model}/versions/{{version}}")),
            *((f"{path}/ready", self.model_ready) for path in (model, f"{model}/versions/{{version}}")),
            ("/monitor", self.monitor),
            ("/metrics", self.metrics),
            ("/openapi.json", self.openapi),
            ("/", self.front),
            ("/docs", self.docs),
            ("/docs.css", self.docs_style),
            ("/try/{name}/{file}", self.page),
            ("/try/{name}/", self.page),
        ]
        routes = [*(Route(path, of, methods=["POST"]) for path, of in asked), *(Route(path, of) for path, of in read)]
        handlers = {HeroError: refused, HTTPException: not_here, MultiPartException: not_here, Exception: broken}
        app = Starlette(routes=routes, exception_handlers=handlers, lifespan=self._lifespan)
        guarded = Guard(Hot(app, self), hosts, self.token, limits or Limits(), ALIVE)
        return Timed(guarded, self.kept.measured)

    async def predict(self, request):
        """Answer records, CSV, or an upload."""
        served = self._answering(request.path_params)
        return Response(await self.predicted(served, await cells_of(request, served)), media_type=bodies.JSON)

    async def infer(self, request):
        """Answer tensors, as the Open Inference Protocol has it."""
        served = self._answering(request.path_params)
        return Response(await self.inferred(served, await request.body()), media_type=bodies.JSON)

    async def predicted(self, served, cells):
        """Return the answer to some rows, bytes."""
        predictions = await self._ask(served, cells)
        answers = served.answers(predictions)
        key = self.kept.note(served, cells, predictions, [a["prediction"] for a in answers])
        return bodies.encoded({"model": served.name, "run": served.id, "id": key, "predictions": answers})

    async def inferred(self, served, body):
        """Return the answer to some tensors, bytes."""

        def read():
            question = bodies.read_json(body)
            return question, inference_protocol.cells_of(question, served)

        question, cells = await aside(body, read)
        predictions = await self._ask(served, cells)
        labels = served.run.labels(predictions).tolist()
        key = self.kept.note(served, cells, predictions, labels)
        return bodies.encoded(inference_protocol.answer_to(question, served, predictions, labels, key))

    async def feedback(self, request):
        """Take the true answers to an earlier request."""
        return _json(await self.kept.learn(bodies.read_json(await request.body())))

    async def monitor(self, request):
        """Say how today's rows differ from the training, and how right the answers were."""
        return _json({"models": await self.kept.monitored()})

    async def explain(self, request):
        """Say what pushed the prediction of one record."""
        from zerotohero.core.dataset import Dataset
        from zerotohero.report.explain.explain import explain

        served = self._model(request.path_params)
        if served.kind != "table":
            raise Refusal(400, "explain", "a model of a table", f"one of {served.kind}", "`hero explain RUN FILE`")
        cells = await cells_of(request, served, most=1)
        row = Dataset("request", "table", cells, served.recipe, "request")
        why = await run_in_threadpool(explain, served.run, row)
        return _json({"model": served.name, "run": served.id, **why.as_dict()})

    async def generate(self, request):
        """Write verse."""
        served = self._model(request.path_params)
        if not served.writes:
            raise Refusal(400, "write verse", "a model that writes", f"{served.name}, which answers", "POST /predict")
        body = await request.body()
        asked = bodies.read_json(body) if body else {}
        verse = await run_in_threadpool(served.page.answer, asked)
        return _json({"model": served.name, "run": served.id, **verse})

    async def metadata(self, request):
        """Say what a model takes and gives."""
        return _json(inference_protocol.metadata(self._model(request.path_params)))

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
        return _json({"name": self._model(request.path_params).name, "ready": True})

    async def metrics(self, request):
        """Return the counters, and what is watched."""
        return Response(await self.kept.metrics(), headers={"Content-Type": Measured.content_type})

    async def openapi(self, request):
        """Return the description of this service."""
        return _json(openapi(self.models.values()))

    async def front(self, request):
        """Lead to the page of the first model."""
        return Response(status_code=307, headers={"Location": f"try/{self.first}/"})

    async def page(self, request):
        """Return a file of the page on which a model is tried by hand."""
        self._model(request.path_params)
        kind, content = PAGE.get(request.path_params.get("file", ""), (None, None))
        if kind is None:
            raise HTTPException(404)
        return Response(content, media_type=kind)

    async def describe(self, request):
        """Tell the page what it is about."""
        served = self._model(request.path_params)
        about = await run_in_threadpool(lambda: served.page.describe)
        more = {} if served.writes else {"feedback": "../../feedback"}
        return _json({**about, "how": "../../docs", "name": served.name, **more})

    async def answer(self, request):
        """Answer the page."""
        served = self._model(request.path_params)
        question = bodies.read_json(await request.body())
        said = await run_in_threadpool(served.page.answer, question)
        return _json({**said, **self.kept.may_be_judged(served, said)})

    async def docs(self, request):
        """Return the page that says how to call all this."""
        url = str(request.base_url).rstrip("/")
        return Response(docs_page(self.models.values(), url, self.token), media_type="text/html")

    async def docs_style(self, request):
        """Return that page's style sheet."""
        return Response(style(), media_type="text/css")

    def _model(self, named):
        """Return the model that the parts of an address name, or the first."""
        name, version = named.get("name", self.first), named.get("version")
        served = self.models.get(name)
        if served is None or version not in (None, served.id):
            known = ", ".join(f"{s.name} ({s.run.id})" for s in self.models.values())
            came = f"{name:.100}" + (f" {version:.100}" if version else "")
            raise Refusal(404, "find the model", f"one of {known}", came, "the addresses at /docs")
        return served

    def _answering(self, named):
        """Return the model that the parts of an address name; refuse one that writes verse."""
        served = self._model(named)
        if served.writes:
            raise Refusal(
                400, "predict", "a model that answers", f"{served.name}, which writes verse", "POST /generate"
            )
        return served

    async def _ask(self, served, cells):
        """Return the predictions: in this very thread if the model is fast; together with whoever waits where that helps."""
        rows = len(next(iter(cells.values())))
        if rows * served.seconds <= FAST:
            turns = self.turns[served.name] if rows == 1 and served.rowwise else None
            return await turns.predict(cells) if turns else served.predict(cells)
        if served.seconds >= SLOW:
            return await self.batches[served.name].predict(cells)
        return await run_in_threadpool(served.predict, cells)

    def _take_up(self, served):
        """Let a model answer from now on; requests at work keep the one that they began with."""
        self.models[served.name] = served
        self.turns[served.name], self.batches[served.name] = Turns(served.predict), Batches(served.predict)
        self.kept.measured.loaded.labels(served.name, served.id).set(time.time())

    @contextlib.asynccontextmanager
    async def _lifespan(self, app):
        """Look for new model files while the service runs."""
        task = asyncio.create_task(self._watch()) if self._reload else None
        listening = await self.peers.listen(self.kept.answer) if self.peers else None
        yield
        self.ready = False
        if task:
            task.cancel()
        if listening:
            listening.close()

    async def _watch(self):
        """Take up new model files."""
        while True:
            await asyncio.sleep(CHECKED)
            for served in list(self.models.values()):
                with contextlib.suppress(Exception):  # half written, or not ours: the old one goes on
                    new = await asyncio.to_thread(self._reload, served)
                    if new is not None:
                        self._take_up(new)


def _json(plain, status=200):
    """Return strict JSON."""
    return Response(bodies.encoded(plain), status, media_type=bodies.JSON)
