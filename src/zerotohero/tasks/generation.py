"""Generation: what comes next? Lines that were not learned from say how well a model knows."""

import numpy as np

from zerotohero.core.specs import Metric, TaskSpec


def perplexity(y, predictions, weight, classes):
    """Return between how many words the model wavers, on average: exp of the mean of −log probability.

    ``predictions`` (N, 2): minus the logarithm of each line's probability, and how many words that counts.
    """
    nll, count = (predictions if weight is None else predictions * weight[:, None]).sum(axis=0)
    return float(np.exp(np.minimum(nll / count, 700))) if count else float("nan")


def with_unknown(predictions, cells, rows):
    """Return predictions in which the words that a model does not know count too, each as one of all different words.

    Models that learned from different parts of a text know different words; without this, the one that knows least
    would be asked for the easiest ones only (Ueberla 1994).

    Parameters
    ----------
    predictions : ndarray (N, 2)
    cells : Lyrics
        All lines.
    rows : ndarray (N,)
        Which of them were predicted.
    """
    unknown = np.diff(cells.starts)[rows] + 1 - predictions[:, 1]  # a line's end counts as one word more
    return predictions + np.stack([unknown * np.log(len(cells.words)), unknown], axis=1)


SPEC = TaskSpec(
    id="generation",
    title="what comes next?",
    metrics=(Metric("perplexity", "perplexity", False, perplexity),),
    default_metric=lambda y: "perplexity",
    rivals=("single-words", "plain-ngram"),
    on_equal_terms=with_unknown,
)
