"""What a service counts, for Prometheus: requests and how long they took, and what was predicted."""

import time
from collections import Counter as Counts

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MOST_CLASSES = 100  # that are counted one by one


class Measured:
    """The counters of one service.

    Parameters
    ----------
    folder : path or None
        Where several workers keep their counters, to be read as one (PROMETHEUS_MULTIPROC_DIR); those of a worker that died
        go on counting.
    """

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, folder=None):
        self.registry, self._folder, self._known = CollectorRegistry(), folder, {}
        own = {"registry": self.registry, "namespace": "hero"}
        self.requests = Counter("requests", "Requests that were answered.", ("path", "status"), **own)
        self.seconds = Histogram("request_seconds", "How long an answer took.", ("path",), buckets=SECONDS, **own)
        self.rows = Counter("rows", "Rows that were predicted.", ("model",), **own)
        self.classes = Counter("predictions", "Predictions of a class.", ("model", "class"), **own)
        self.values = Summary("predicted_value", "Predicted numbers: how many, and their sum.", ("model",), **own)
        own["multiprocess_mode"] = "mostrecent"  # whoever answers has asked the others
        self.drift = Gauge(
            "drift", "Population stability index of a column, or of the answers.", ("model", "column"), **own
        )
        self.live = Gauge("live_score", "The score on rows whose truth came later.", ("model", "metric"), **own)
        self.loaded = Gauge("model_loaded_timestamp_seconds", "When the model was loaded.", ("model", "run"), **own)

    def request(self, path, status, seconds):
        """Count one request."""
        self._of(self.requests, path, str(status)).inc()
        self._of(self.seconds, path).observe(seconds)

    def predicted(self, served, labels):
        """Count what was predicted."""
        self._of(self.rows, served.name).inc(len(labels))
        if not served.classes:
            for value in labels:
                self._of(self.values, served.name).observe(value)
        elif len(served.classes) <= MOST_CLASSES:
            for label, count in Counts(labels).items():
                self._of(self.classes, served.name, label).inc(count)

    def watched(self, name, monitored):
        """Take over drift and live score of one model."""
        for column, about in monitored.get("drift", {}).get("columns", {}).items():
            self.drift.labels(name, column).set(about["index"])
        live = monitored.get("live", {})
        if live.get("score") is not None:
            self.live.labels(name, live["metric"]).set(live["score"])

    def text(self):
        """Return all of it as Prometheus reads it, bytes."""
        if self._folder is None:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together, str(self._folder))
        return generate_latest(together)

    def _of(self, counter, *labels):
        """Return the counter of these labels, found once: to look it up costs more than to count."""
        key = counter, *labels
        if key not in self._known:
            self._known[key] = counter.labels(*labels)
        return self._known[key]


class Timed:
    """Count requests and how long they took, by route and not by address: addresses are endless."""

    def __init__(self, app, measured):
        self.app, self.measured = app, measured

    async def __call__(self, scope, receive, send):
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("endpoint"), "__name__", "none")
            self.measured.request(route, status, time.perf_counter() - started)
