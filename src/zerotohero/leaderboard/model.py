"""What a .hero file holds: it turns cells into predictions, and is proved before it may."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate, prove_calibration
from zerotohero.algorithms.combination import MOST, combine
from zerotohero.core.errors import UnknownIdError
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.core.specs import find
from zerotohero.data.usual import prove_usual
from zerotohero.model_file.prove import prove_mark
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import write_model
from zerotohero.representations.make import from_state

LARGEST_LOG = 700.0  # exp(709.8) is the largest float; an altered file must give finite numbers too
OF_MEMBER = ("algorithm", "params", "weight", "classes_seen", "representation")


@dataclass(frozen=True, eq=False)
class Model:
    """What a .hero file holds.

    Parameters
    ----------
    manifest : dict
        Words and plain data: algorithm, task, target, classes, recipe, features, representation. A
        combination has ``members`` and their ``representations`` instead of the last.
    arrays : dict of ndarray
        What the algorithm's ``predict`` needs; proved on loading. Those of member 2 of a combination begin
        with ``2.``.
    """

    manifest: dict
    arrays: dict

    @classmethod
    def load(cls, path, expect=None):
        """Read and prove a model file; raise ModelFileError on anything off."""
        manifest, arrays = read_model(path, prove=_prove, expect=expect)
        return cls(manifest, arrays)

    def save(self, path, **changes):
        """Write the model file, with these changes to the manifest."""
        write_model(path, {**self.manifest, **changes}, self.arrays)

    @cached_property
    def members(self):
        """((weight, Model), ...) of a combination; () for a single model."""
        states = self.manifest.get("representations", [])
        own = {k: v for k, v in self.manifest.items() if k not in ("members", "representations", "calibration")}
        parts = []
        for i, member in enumerate(self.manifest.get("members", [])):
            manifest = {**own, **member, "representation": states[member["representation"]]}
            arrays = {n.partition(".")[2]: a for n, a in self.arrays.items() if n.partition(".")[0] == str(i)}
            parts.append((member["weight"], Model(manifest, arrays)))
        return tuple(parts)

    @cached_property
    def representation(self):
        """The fitted representation."""
        return from_state(self.manifest["representation"])

    @cached_property
    def representations(self):
        """What the numbers come from: one representation, or those that members share."""
        if not self.members:
            return [self.representation]
        return [from_state(state) for state in self.manifest["representations"]]

    @cached_property
    def recipe(self):
        """How files are read."""
        return ReadingRecipe.from_dict(self.manifest["recipe"])

    @cached_property
    def spec(self):
        """The algorithm's SPEC."""
        return find("algorithms", self.manifest["algorithm"])

    def features(self, cells):
        """Return X (N, D) for these cells."""
        return self.representation.transform(cells)

    def predict(self, cells):
        """Return probabilities (N, K) in the order of ``manifest["classes"]``, or values (N,)."""
        return self.answer([made.transform(cells) for made in self.representations])

    def answer(self, numbers):
        """Return ``predict`` of what each of ``representations`` gives: a list of ndarray (N, ...)."""
        if not self.members:
            return self.finish(self.expand(self.spec.predict(self.arrays, numbers[0])))
        answers = [
            model.expand(model.spec.predict(model.arrays, numbers[entry["representation"]]))
            for entry, (_, model) in zip(self.manifest["members"], self.members)
        ]
        return self.finish(combine(np.array(answers), [weight for weight, _ in self.members]))

    def expand(self, raw):
        """Return the algorithm's output with a column for every class; values as they are."""
        if self.manifest["task"] != "classification":
            return raw
        full = np.zeros((len(raw), len(self.manifest["classes"])))
        full[:, self.manifest["classes_seen"]] = raw
        return full

    def finish(self, expanded):
        """Return ``expand``'s output in the user's terms: probabilities calibrated, values in their unit."""
        if self.manifest["task"] != "classification":
            return np.expm1(np.minimum(expanded, LARGEST_LOG)) if self.manifest["log_target"] else expanded
        if calibration := self.manifest.get("calibration"):
            expanded = calibrate(calibration, expanded)
        prior = self.manifest.get("prior")
        return as_if_equal(prior, expanded) if prior else expanded

    def interval(self, values):
        """Return (low, high), each (N,): where the truth lies for ``manifest["interval"]["level"]`` of new rows."""
        interval = self.manifest["interval"]
        if not interval["log"]:
            return values + interval["low"], values + interval["high"]
        logs = np.log1p(np.maximum(values, 0))
        return tuple(np.expm1(np.minimum(logs + interval[side], LARGEST_LOG)) for side in ("low", "high"))


def join(models, weights, **about):
    """Return the Model that is the weighted mean of these (see ``algorithms.combination``).

    Parameters
    ----------
    models : list of Model
        Of one leaderboard.
    weights : list of float
    **about
        What its manifest says beyond what they share: ``run``, ``score``, ...
    """
    states, members, arrays = [], [], {}
    for i, (model, weight) in enumerate(zip(models, weights)):
        state = model.manifest["representation"]
        if state not in states:
            states.append(state)
        own = {**model.manifest, "weight": float(weight), "representation": states.index(state)}
        members.append({k: own[k] for k in OF_MEMBER})
        arrays |= {f"{i}.{name}": array for name, array in model.arrays.items()}
    shared = {k: v for k, v in models[0].manifest.items() if k not in (*OF_MEMBER, "format", "onnx")}
    holds = list(dict.fromkeys(m.manifest["holds_rows"] for m in models if m.manifest["holds_rows"]))
    shared |= {"algorithm": "combination", "params": {}, "members": members, "representations": states}
    return Model({**shared, "holds_rows": "; ".join(holds), **about}, arrays)


def _prove(manifest):
    """Return (schema, dims, prove) for this manifest: what its arrays must look like, from our own specs."""
    ReadingRecipe.from_dict(manifest["recipe"])
    _prove_words(manifest)
    if manifest.get("algorithm") != "combination":
        return _prove_part(manifest, manifest["representation"])
    members, states = manifest["members"], manifest["representations"]
    if not (isinstance(members, list) and isinstance(states, list) and 1 <= len(members) <= MOST):
        raise ValueError(f"a combination has 1 to {MOST} members")
    schema, dims, proofs = {}, {}, []
    for i, member in enumerate(members):
        if not (isinstance(member, dict) and set(member) == set(OF_MEMBER)):
            raise ValueError(f"a member must have the keys {', '.join(OF_MEMBER)}")
        place, weight = member["representation"], member["weight"]
        if type(place) is not int or not 0 <= place < len(states):
            raise ValueError("a member names a representation that is not there")
        if type(weight) is not float or not 0 <= weight <= 1:
            raise ValueError("a weight must be a number from 0 to 1")
        part, sizes, proof = _prove_part({**manifest, **member}, states[place])
        for name, array in part.items():
            shape = tuple(s if isinstance(s, int) else f"{i}.{s}" for s in array.shape)
            schema[f"{i}.{name}"] = replace(array, shape=shape)
        dims |= {f"{i}.{letter}": size for letter, size in sizes.items()}
        proofs.append(proof)
    if abs(sum(m["weight"] for m in members) - 1) > 1e-9:
        raise ValueError("the weights must sum to 1")

    def prove(arrays, dims):
        for i, proof in enumerate(proofs):
            if proof is not None:
                own = {n.partition(".")[2]: a for n, a in arrays.items() if n.partition(".")[0] == str(i)}
                proof(own, {n.partition(".")[2]: d for n, d in dims.items() if n.partition(".")[0] == str(i)})

    return schema, dims, prove


def _prove_words(manifest):
    """Raise ValueError unless task, classes, features, calibration, threshold and interval are what they must be."""
    task, classes = manifest["task"], manifest["classes"]
    if task == "classification" and not (
        isinstance(classes, list) and all(isinstance(c, str) for c in classes) and len(classes) >= 2
    ):
        raise ValueError("classes must be two or more texts")
    if task != "classification" and classes != []:
        raise ValueError("only classification has classes")
    if not isinstance(manifest["log_target"], bool):
        raise ValueError("log_target must be true or false")
    if not all(
        isinstance(f, list) and len(f) == 2 and all(isinstance(t, str) for t in f) for f in manifest["features"]
    ):
        raise ValueError("features must be pairs of name and type")
    if manifest.get("calibration") is not None:
        if task != "classification":
            raise ValueError("only probabilities can be calibrated")
        prove_calibration(manifest["calibration"], len(classes))
    prior = manifest.get("prior")
    if prior is not None and not (
        isinstance(prior, list)
        and task == "classification"
        and len(prior) == len(classes)
        and all(type(p) is float and 1e-9 <= p <= 1 for p in prior)
    ):
        raise ValueError("prior must be a share for every class")
    threshold = manifest.get("threshold")
    if threshold is not None and not (
        isinstance(threshold, dict)
        and set(threshold) == {"positive", "value"}
        and task == "classification"
        and len(classes) == 2
        and threshold["positive"] in classes
        and type(threshold["value"]) is float
        and 0 <= threshold["value"] <= 1
    ):
        raise ValueError("threshold must be a class and a number from 0 to 1")
    if manifest.get("usual") is not None:
        size = (manifest["recipe"]["height"], manifest["recipe"]["width"])
        prove_usual(manifest["usual"], manifest["features"], size)
    if manifest.get("usual_answers") is not None:
        kind = "category" if task == "classification" else "number"
        prove_usual({"answer": manifest["usual_answers"]}, [("answer", kind)])
    if manifest.get("onnx") is not None:
        prove_mark(manifest["onnx"])
    interval = manifest.get("interval")
    if interval is not None and not (
        isinstance(interval, dict)
        and set(interval) == {"level", "low", "high", "log"}
        and task == "regression"
        and isinstance(interval["log"], bool)
        and all(type(interval[k]) is float and abs(interval[k]) <= 1e300 for k in ("level", "low", "high"))
    ):
        raise ValueError("interval must have a level, low, high and log")


def _prove_part(manifest, state):
    """Return (schema, dims, prove) of a single model, or of one member."""
    task, unknown = manifest["task"], f"no algorithm here is called {manifest['algorithm']!r}"
    try:
        spec = find("algorithms", manifest["algorithm"])
    except UnknownIdError:
        raise ValueError(unknown) from None
    if spec.schema is None:
        raise ValueError(unknown)
    if task not in spec.tasks:
        raise ValueError(f"{spec.id} does not do {task!r}")
    seen, classes = manifest["classes_seen"], manifest["classes"]
    if task == "classification" and not (
        isinstance(seen, list)
        and len(seen) >= 2
        and all(type(i) is int and 0 <= i < len(classes) for i in seen)
        and len(set(seen)) == len(seen)
    ):
        raise ValueError("classes_seen must be different indices of classes")
    dims = {"D": len(from_state(state).feature_names_), "K": len(seen) if task == "classification" else 1}
    return spec.schema(task), dims, spec.prove
