"""A model as a script fits it: the run itself, or a member of a combination."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zerotohero.representations.make import make_representation
from zerotohero.tasks._split import fit_and_valid


@dataclass(frozen=True, eq=False)
class Part:
    """A single model: the run itself, or a member of a combination."""

    run: object
    weight: float
    model: object
    fold: np.ndarray  # (N,) of the whole run

    @cached_property
    def estimator(self):
        """The unfitted estimator for the columns of the model."""
        return self._made(self.model.representation)

    @cached_property
    def folds(self):
        """The representation that each fold's own rows taught; [] for pictures and sounds, which need nothing."""
        board, spec = self.run.board, self.model.spec
        if board.manifest["kind"] in ("images", "sounds"):
            return []
        cells, found = board.dataset().cells, []
        features = [tuple(f) for f in self.run.features]
        for k in range(int(self.fold.max()) + 1):
            fits, _ = fit_and_valid(self.fold, k, bool(board.manifest["split"]["time"]))
            if self.run.rows_used and self.run.rows_used < len(fits):
                draw = np.random.default_rng(board.manifest["seed"])
                fits = np.sort(draw.choice(fits, self.run.rows_used, replace=False))
            made = make_representation(features, spec.style_for(self.run.params), self.model.recipe)
            found.append(made.fit({n: cells[n][fits] for n, _ in features}, board.y[fits]))
        return found

    @cached_property
    def told(self):
        """What each fold tells the estimator of its own columns: a list of parameters; [] if always the same."""
        if not self.model.spec.wants_columns or not self.folds:
            return []
        usual = _plain(self.estimator)
        own = [_plain(self._made(fold)) for fold in self.folds]
        changed = {name for params in own for name, value in params.items() if value != usual[name]}
        return [{name: params[name] for name in sorted(changed)} for params in own] if changed else []

    def _made(self, representation):
        """Return the unfitted estimator for these columns."""
        m, spec = self.run.board.manifest, self.model.spec
        told = {"columns": representation.columns_} if spec.wants_columns else {}
        told |= {"threads": self.run.record.get("threads", 1)} if spec.threads else {}
        return spec.make(m["task"], m["seed"], **self.run.params, **told)


def parts_of(run):
    """Return a Part for the run, or for each member of a combination."""
    if not run.members:
        return [Part(run, 1.0, run.model, run.fold)]
    runs = [run.board.run(member["run"]) for member in run.members]
    return [Part(r, weight, model, run.fold) for r, (weight, model) in zip(runs, run.model.members)]


def _plain(estimator):
    """Return the parameters that are plain data, arrays as lists."""
    params = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in estimator.get_params().items()}
    return {k: v for k, v in params.items() if type(v).__module__ == "builtins"}
