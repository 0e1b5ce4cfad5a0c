"""A worker: takes one job at a time as a JSON line, answers with a JSON line. Started by ``pool``.

One thread, set before NumPy is imported. It ends when its input closes or its parent is gone.
"""

import os

for _name in (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
):
    os.environ[_name] = "1"

import json  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402


def main():
    """Serve jobs until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what a library or a rules file prints must not mix with the answers
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    warnings.simplefilter("ignore")
    import sklearn.ensemble
    import sklearn.linear_model  # noqa: F401  (warm before the first job)

    from zerotohero.train.effects import effects_job
    from zerotohero.train.fit import fit_job

    kinds = {"fit": fit_job, "effects": effects_job}
    for line in sys.stdin:
        job = json.loads(line)
        try:
            answer = kinds[job.get("kind", "fit")](job)
        except MemoryError:
            answer = {"status": "limit", "why": "needed more memory than there is"}
        except Exception as error:
            answer = {"status": "failed", "why": f"{type(error).__name__}: {str(error)[:300]}"}
        answers.write(json.dumps(answer) + "\n")


def _watch_parent(parent):
    """End this process when the program that started it is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()
