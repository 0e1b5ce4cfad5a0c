"""The network in a run's model, as reports look into it.

Every model whose arrays are a program of ``algorithms._layers``: pictures, and sounds as spectrograms.
"""

from dataclasses import dataclass

import numpy as np

from zerotohero.algorithms import _inside


@dataclass(frozen=True, eq=False)
class Net:
    """The network in a run's model.

    Parameters
    ----------
    model : Model
        The whole model, or a member of a combination.
    weight : float
        Of the member; 1 where the model is one network.
    """

    model: object
    weight: float = 1.0

    @property
    def arrays(self):
        """Program, weights, shape, mean and spread."""
        return self.model.arrays

    @property
    def column(self):
        """ "image" or "sound"."""
        return self.model.representation.column

    def grid(self, cells):
        """Return the grids (N, H, W) or (N, H, W, 3) of these cells."""
        return self.model.features(cells)

    @property
    def work(self):
        """Multiplications for one picture."""
        return sum(layer.work for layer in _inside.survey(self.arrays)) * (2 if "grid" in self.arrays else 1)

    def pick(self, chosen, against):
        """Return (K,) the score "class ``chosen`` rather than ``against``", or the value where both are None."""
        if chosen is None:
            return np.ones(1)
        seen = self.model.manifest["classes_seen"]
        pick = np.zeros(len(seen))
        pick[seen.index(chosen)], pick[seen.index(against)] = 1, -1
        return pick


def network_of(model):
    """Return the Net in a model, of a combination the member with the largest weight; None where there is none."""
    parts = [Net(part, weight) for weight, part in model.members or ((1.0, model),)]
    nets = [net for net in parts if {"program", "weights", "shape"} <= set(net.arrays)]
    return max(nets, key=lambda net: net.weight, default=None)


def opponents(net, x, chosen=None):
    """Return class indices (chosen, against): a class, None for the answer, and the most probable other one."""
    seen, order = net.model.manifest["classes_seen"], np.argsort(-_inside.scores(net.arrays, x[None])[0], kind="stable")
    ranked = [seen[i] for i in order]
    chosen = ranked[0] if chosen is None else chosen
    return chosen, next(k for k in ranked if k != chosen)


def stages(arrays, most=4):
    """Return the layers that are shown: the last one of each size of grid, evenly at most ``most``, the last among them."""
    every, found = _inside.survey(arrays), {}
    for layer in every:
        if len(layer.shape) == 3 and layer.whole and layer.work:
            found[layer.shape[:2]] = layer
    last = _inside.last_grid(every)
    found = [*found.values()]
    if last is not None and last not in found:
        found = [*found[: most - 1], last]
    chosen = np.unique(np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int)) if found else []
    return [found[i] for i in chosen]
