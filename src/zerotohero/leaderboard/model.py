"""What a .hero file holds: it turns cells into predictions, and is proved before it may."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zerotohero.core.recipe import ReadingRecipe
from zerotohero.core.specs import discover
from zerotohero.model_file.read import read_model
from zerotohero.representations.make import from_state

LARGEST_LOG = 700.0  # exp(709.8) is the largest float; an altered file must give finite numbers too


@dataclass(frozen=True, eq=False)
class Model:
    """What a .hero file holds.

    Parameters
    ----------
    manifest : dict
        Words and plain data: algorithm, task, target, classes, recipe, features, representation.
    arrays : dict of ndarray
        What the algorithm's ``predict`` needs; proved on loading.
    """

    manifest: dict
    arrays: dict

    @classmethod
    def load(cls, path, expect=None):
        """Read and prove a model file; raise ModelFileError on anything off."""
        manifest, arrays = read_model(path, prove=_prove, expect=expect)
        return cls(manifest, arrays)

    @cached_property
    def representation(self):
        """The fitted representation."""
        return from_state(self.manifest["representation"])

    @cached_property
    def recipe(self):
        """How files are read."""
        return ReadingRecipe.from_dict(self.manifest["recipe"])

    @cached_property
    def spec(self):
        """The algorithm's SPEC."""
        return discover("algorithms")[self.manifest["algorithm"]]

    def features(self, cells):
        """Return X (N, D) for these cells."""
        return self.representation.transform(cells)

    def predict(self, cells):
        """Return probabilities (N, K) in the order of ``manifest["classes"]``, or values (N,)."""
        return self.finish(self.spec.predict(self.arrays, self.features(cells)))

    def finish(self, raw):
        """Return the algorithm's output in the user's terms: every class a column, values in their unit."""
        if self.manifest["task"] == "classification":
            seen = self.manifest["classes_seen"]
            full = np.zeros((len(raw), len(self.manifest["classes"])))
            full[:, seen] = raw
            return full
        return np.expm1(np.minimum(raw, LARGEST_LOG)) if self.manifest["log_target"] else raw


def _prove(manifest):
    """Return (schema, dims, prove) for this manifest: what its arrays must look like, from our own specs."""
    specs = discover("algorithms")
    spec = specs.get(manifest.get("algorithm"))
    if spec is None or spec.schema is None:
        raise ValueError(f"no algorithm here is called {manifest.get('algorithm')!r}")
    task = manifest["task"]
    if task not in spec.tasks:
        raise ValueError(f"{spec.id} does not do {task!r}")
    ReadingRecipe.from_dict(manifest["recipe"])
    representation = from_state(manifest["representation"])
    classes, seen = manifest["classes"], manifest["classes_seen"]
    if task == "classification":
        if not (isinstance(classes, list) and all(isinstance(c, str) for c in classes) and len(classes) >= 2):
            raise ValueError("classes must be two or more texts")
        if not (
            isinstance(seen, list)
            and len(seen) >= 2
            and all(type(i) is int and 0 <= i < len(classes) for i in seen)
            and len(set(seen)) == len(seen)
        ):
            raise ValueError("classes_seen must be different indices of classes")
    if not isinstance(manifest["log_target"], bool):
        raise ValueError("log_target must be true or false")
    if not all(
        isinstance(f, list) and len(f) == 2 and all(isinstance(t, str) for t in f) for f in manifest["features"]
    ):
        raise ValueError("features must be pairs of name and type")
    dims = {"D": len(representation.feature_names_), "K": len(seen) if task == "classification" else 1}
    return spec.schema(task), dims, spec.prove
