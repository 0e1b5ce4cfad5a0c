"""Read paths from standard input, predict with each model file, answer one word per line.

Run as a program of its own, so that a crash shows as its end and not as the end of the tests.
"""

import sys

import numpy as np

from zerotohero.core.errors import ModelFileError
from zerotohero.core.specs import find
from zerotohero.model_file.read import read_model


def prove(manifest):
    """What a manifest's algorithm promises about its arrays, as the leaderboard asks it."""
    spec, task, classes = find("algorithms", manifest["algorithm"]), manifest["task"], manifest["classes"]
    fits = len(classes) > 1 if task == "classification" else classes == []
    if task not in spec.tasks or not fits:
        raise ValueError(f"{spec.id} with task {task} and classes {classes}")
    dims = {"D": len(manifest["features"]), "K": len(classes) or 1}
    return spec.schema(manifest["task"]), dims, spec.prove


def judge(path):
    """Return "refused", "finite", or what went wrong."""
    try:
        manifest, arrays = read_model(path, prove)
        X = np.random.default_rng(0).normal(size=(20, len(manifest["features"]))) * 10
        answer = find("algorithms", manifest["algorithm"]).predict(arrays, X)
        wanted = (20, len(manifest["classes"])) if manifest["classes"] else (20,)
        if answer.shape != wanted:
            return f"shape {answer.shape}"
        return "finite" if np.isfinite(answer).all() else "not finite"
    except ModelFileError:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ")


if __name__ == "__main__":
    for line in sys.stdin:
        print(judge(line.rstrip("\n")), flush=True)
