"""What a service remembers of its requests: counts, drift, true answers. Several workers are asked as one."""

import numpy as np

from zerotohero.serve.measured import Measured
from zerotohero.serve.refusal import Refusal, shown

FORGET = "the id of a later answer: ids are forgotten when the service ends or a new model is taken up"


class KeptAlive:
    """What a service remembers of its requests.

    Parameters
    ----------
    models : dict of str to Served
        The service's own, as they are at any moment.
    peers : Peers or None
        The other workers.
    log : InputLog or None
        Where inputs are written down.
    """

    def __init__(self, models, peers=None, log=None):
        self.models, self.peers, self.log = models, peers, log
        self.measured = Measured(peers.folder if peers else None)
        self._mark = f"{peers.index}-" if peers else ""  # who made a prediction stands in its id

    def note(self, served, cells, predictions, labels):
        """Count rows that were asked and answered; return the id under which their truth may be told."""
        self.measured.predicted(served, labels)
        served.drift.note(cells, np.array(labels, object if served.classes else float))
        kept = cells if self.log and served.kind == "table" else None
        key = self._mark + served.feedback.keep(predictions, kept)
        if self.log:
            self.log.asked(served, key, cells, labels)
        return key

    def may_be_judged(self, served, said):
        """Return {"id"}, under which the truth about an answer of the page may be told; {} where nothing was predicted."""
        if said.get("prediction") is None:
            return {}
        predicted = said["probabilities"] if served.classes else said["prediction"]
        return {"id": self._mark + served.feedback.keep(np.array([predicted]))}

    async def learn(self, said):
        """Take the true answers to an earlier request, whichever worker answered it; return JSON."""
        key = said.get("id") if isinstance(said, dict) else None
        mark = key.partition("-")[0] if isinstance(key, str) else ""
        others = [str(i) for i in range(self.peers.count) if i != self.peers.index] if self.peers else []
        if mark in others:
            found = await self.peers.ask(int(mark), {"learn": said})
            if found is not None:
                if "refused" in found:
                    raise Refusal(*found["refused"])
                return found
        return self._learn(key, said)

    async def monitored(self):
        """Return what there is to watch about each model, as JSON."""
        others = await self.peers.all({"state": True}) if self.peers else []
        return [
            served.monitored([o[name]["seen"] for o in others if o.get(name, {}).get("run") == served.id])
            for name, served in self.models.items()
        ]

    async def metrics(self):
        """Return the counters, and what is watched, as Prometheus reads them."""
        for about in await self.monitored():
            self.measured.watched(about["model"], about)
        return self.measured.text()

    async def answer(self, question):
        """Answer another worker."""
        if "learn" in question:
            said = question["learn"]
            try:
                return self._learn(said["id"], said)
            except Refusal as error:
                return {"refused": [error.status, error.asked, error.expected, error.came, error.try_]}
        return {
            name: {"run": served.id, "seen": {"drift": served.drift.counts(), "judged": served.feedback.judged()}}
            for name, served in self.models.items()
        }

    def _learn(self, key, said):
        """Take the true answers to a request that this worker answered."""
        own = key.removeprefix(self._mark) if isinstance(key, str) else None
        served = next((s for s in self.models.values() if own is not None and s.feedback.holds(own)), None)
        if served is None:
            raise Refusal(
                404, "learn the truth", "the id of an earlier answer whose truth has not been told", shown(key), FORGET
            )
        cells, rows = served.feedback.learn(own, said.get("truth"))
        if self.log and cells is not None:
            self.log.answered(served, cells, said["truth"])
        return {"model": served.name, "rows": rows}
