"""The written-out networks with scikit-learn's face: what ``fit`` does around the steps of ``_descent.py``."""

import warnings
from functools import partial

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from zerotohero.algorithms._backpropagation import answer, cost_and_slope, cost_and_slopes, forward
from zerotohero.algorithms._descent import descend, has_exploded, random_weights, why_it_blew_up
from zerotohero.algorithms._frames import border, frame_steps, has_border, points, score


class Net(BaseEstimator):
    """What all of them share. The inputs should be scaled; it learns in float32 and answers in float64.

    ``watch_``, set before ``fit``, is told about some 60 steps, the first ones densely: a ``core.watch.Watch``, or
    whatever has ``step(step=, of=, loss=, score=, keep=, **more)`` and ``stop``. ``steps`` shows every step.
    """

    layers, width, activation, loss = 2, 1, "relu", "cross-entropy"
    title, watch_ = "two-layer network", None

    def fit(self, X, y):
        """Learn from X (N, D) and y (N,); return self."""
        for _ in self.steps(X, y):
            pass
        return self

    def steps(self, X, y):
        """Learn as ``fit`` does, and yield a ``_descent.Step`` after each step, to look at."""
        check_settings(self)
        X, Y = self._numbers(X, y)
        rng = check_random_state(self.random_state)
        weights = random_weights([X.shape[1], *[self.width] * (self.layers - 1), Y.shape[1]], rng)
        kept = copied(weights)
        nothing = float(cost_and_slope(0 * Y, Y, self.loss)[0])  # all classes alike, or the mean
        costs, self.loss_curve_, self.blew_up_ = [], [], None
        with np.errstate(over="ignore", invalid="ignore"):  # a blow-up is told in words
            for step in descend(
                partial(cost_and_slopes, activation=self.activation, loss=self.loss),
                *(weights, X, Y),
                **{"epochs": self.iterations, "batch": self.batch, "rate": self.learning_rate},
                **{"optimizer": self.optimizer, "decay": self.decay, "rng": rng},
            ):
                if step.step == 1:
                    shown, usual = frame_steps(step.of), max(nothing, step.cost, 0.1)
                    per_epoch = step.of // self.iterations
                costs.append(step.cost)
                epoch, whole = costs[-per_epoch:], step.step % per_epoch == 0
                if has_exploded(step.cost, usual) or (whole and has_exploded(np.mean(epoch), usual, whole)):
                    self.blew_up_ = why_it_blew_up(step, nothing, self.learning_rate, self.optimizer, X)
                    weights = kept
                elif whole:
                    self.loss_curve_.append(float(np.mean(epoch)))
                    kept = copied(weights)
                if self.watch_ is not None and (step.step in shown or self.blew_up_):
                    self._tell(step, np.mean(epoch[-1 - step.of // 60 :]), weights, X, Y)
                yield step
                if self.blew_up_ or (self.watch_ is not None and self.watch_.stop):
                    break
        if self.blew_up_:
            warnings.warn(self.blew_up_, ConvergenceWarning, stacklevel=2)
        self.weights_ = self._in_units(copied(weights, float))

    def _tell(self, step, loss, weights, X, Y):
        """Tell whoever watches about one step."""

        def answers(X):
            return answer(forward(X, weights, self.activation)[-1])

        facts = {"title": self.title, "rate": step.rate}
        if has_border(X, Y):
            facts |= border(answers, X, Y) | ({"points": points(X, Y)} if step.step == 1 else {})
        if self.blew_up_:
            facts["why"] = self.blew_up_
        loss = float(loss) if np.isfinite(loss) else None
        self.watch_.step(step=step.step, of=step.of, loss=loss, score=score(answers, X, Y), keep=True, **facts)

    def _in_units(self, weights):
        """Return the weights for answers in the unit of y."""
        return weights

    def _scores(self, X):
        """Return the last layer's outputs, (N, K)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return forward(X, self.weights_, self.activation)[-1]


class NetClassifier(ClassifierMixin, Net):
    """Probabilities from scores."""

    def _numbers(self, X, y):
        """Return X in float32 and one-hot answers (N, K)."""
        X, y = validate_data(self, X, y, dtype=np.float32)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"a classifier needs two classes or more; got the one class {self.classes_[0]!r}")
        return X, np.eye(len(self.classes_), dtype=np.float32)[codes]

    def predict_proba(self, X):
        """Return probabilities (N, K) in the order of ``classes_``."""
        return answer(self._scores(X))

    def predict(self, X):
        """Return the most probable classes (N,)."""
        best = self._scores(X).argmax(axis=1)
        return self.classes_[best]


class SoftmaxRegression(NetClassifier):
    """One layer: softmax(X W + b). The two-layer network's ancestor, and by another name logistic regression.

    Parameters
    ----------
    learning_rate, iterations, batch, optimizer, decay, random_state
        As for TwoLayerNetClassifier.

    Examples
    --------
    >>> model = SoftmaxRegression(random_state=0).fit([[-1.0], [0.0], [1.0]], ["low", "middle", "high"])
    >>> model.predict([[-2.0], [2.0]])
    array(['low', 'high'], dtype='<U6')
    """

    layers, title = 1, "softmax regression"

    def __init__(self, learning_rate=0.01, iterations=60, batch=32, optimizer="adam", decay=0.01, random_state=None):
        self.learning_rate, self.iterations, self.batch = learning_rate, iterations, batch
        self.optimizer, self.decay, self.random_state = optimizer, decay, random_state


class TwoLayerNetClassifier(NetClassifier):
    """softmax(bend(X W1 + b1) W2 + b2), see ``_backpropagation``.

    Parameters
    ----------
    learning_rate : float
        How far the first step goes; the others fall evenly to 0.
    layers : int
        Layers of weights, at least 1.
    width : int
        Units of each hidden layer.
    activation : {"relu", "tanh", "sigmoid"}
    loss : {"cross-entropy", "mean squared error"}
    iterations : int
        Epochs: how often every row is looked at.
    batch : int
        Rows per step.
    optimizer : {"adam", "momentum"}
    decay : float
        Weights shrink by this share of the learning rate in each step.
    random_state : int, RandomState or None
        Decides about the first weights and the order of the rows, and so about every bit.

    Attributes
    ----------
    weights_ : list of (ndarray, ndarray)
        W (inputs, outputs) and b (outputs,) of each layer, float64.
    classes_ : ndarray (K,)
    loss_curve_ : list of float
        The mean cost of each epoch.
    blew_up_ : str or None
        Why the loss exploded, if it did; then the weights are those of the last epoch before.

    Examples
    --------
    >>> model = TwoLayerNetClassifier(width=8, iterations=300, batch=4, learning_rate=0.03, random_state=1)
    >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1]], ["same", "other", "other", "same"]  # no straight border does it
    >>> model.fit(X, y).predict([[0, 1], [1, 1]]).tolist()
    ['other', 'same']
    """

    def __init__(
        self,
        learning_rate=0.005,
        layers=2,
        width=64,
        activation="relu",
        loss="cross-entropy",
        iterations=60,
        batch=32,
        optimizer="adam",
        decay=0.5,
        random_state=None,
    ):
        self.learning_rate, self.layers, self.width, self.activation = learning_rate, layers, width, activation
        self.loss, self.iterations, self.batch = loss, iterations, batch
        self.optimizer, self.decay, self.random_state = optimizer, decay, random_state


class TwoLayerNetRegressor(RegressorMixin, Net):
    """bend(X W1 + b1) W2 + b2, fitted to the standardised target by mean squared error.

    Parameters and attributes are those of TwoLayerNetClassifier, without ``loss`` and ``classes_``.

    Examples
    --------
    >>> x = np.linspace(-2, 2, 200)[:, None]
    >>> model = TwoLayerNetRegressor(activation="tanh", learning_rate=0.01, random_state=0).fit(x, 100 * x[:, 0] ** 2)
    >>> bool(abs(model.predict([[1.5]])[0] - 225) < 15)
    True
    """

    loss = "mean squared error"

    def __init__(
        self,
        learning_rate=0.005,
        layers=2,
        width=64,
        activation="relu",
        iterations=60,
        batch=32,
        optimizer="adam",
        decay=0.5,
        random_state=None,
    ):
        self.learning_rate, self.layers, self.width, self.activation = learning_rate, layers, width, activation
        self.iterations, self.batch = iterations, batch
        self.optimizer, self.decay, self.random_state = optimizer, decay, random_state

    def _numbers(self, X, y):
        """Return X in float32 and the standardised target (N, 1)."""
        X, y = validate_data(self, X, y, dtype=np.float32, y_numeric=True)
        y = np.asarray(y, float)
        self._mean, self._spread = y.mean(), y.std() or 1.0
        return X, ((y - self._mean) / self._spread).astype(np.float32)[:, None]

    def _in_units(self, weights):
        """Return the weights for values in the unit of y."""
        W, b = weights[-1]
        return [*weights[:-1], (W * self._spread, b * self._spread + self._mean)]

    def predict(self, X):
        """Return values (N,)."""
        return self._scores(X)[:, 0]


def copied(weights, dtype=None):
    """Return a copy of all weights, in another precision if asked."""
    return [tuple(np.array(array, dtype) for array in pair) for pair in weights]


def check_settings(net):
    """Refuse what makes no sense: a ValueError with the name, the rule and what came."""
    for name, least in (("width", 1), ("layers", 1), ("iterations", 1), ("batch", 1), ("decay", 0)):
        if not getattr(net, name) >= least:
            raise ValueError(f"{name} must be at least {least}; got {getattr(net, name)!r}")
    if not net.learning_rate > 0:
        raise ValueError(f"learning_rate must be above 0; got {net.learning_rate!r}")
    choices = {
        "activation": ("relu", "tanh", "sigmoid"),
        "loss": ("cross-entropy", "mean squared error"),
        "optimizer": ("adam", "momentum"),
    }
    for name, allowed in choices.items():
        if getattr(net, name) not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {getattr(net, name)!r}")
