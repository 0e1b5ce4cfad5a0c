"""What a learning curve says: would more rows help?"""

import numpy as np

CLIMBS, FLAT = 0.03, 0.01  # of the remaining error, that the last doubling took away


def verdict(curve, ups):
    """Return what the last doubling of the rows brought over the best before, as plain data.

    Returns
    -------
    dict
        ``verdict``: "climbing", "flattening" or "flat"; ``gain``, in the metric, positive is better.
    """
    score = np.asarray(curve["score"], float) * (1 if ups else -1)
    doubled = np.log2(curve["rows"][-1] / curve["rows"][-2])
    before = max(score[:-1])  # after a dip the way back up is no climb
    gain = float((score[-1] - before) / max(doubled, 1e-9))
    error = abs((1 if ups else 0) - before) or 1.0
    noise = curve["score_std"][-1] / np.sqrt(3)
    kind = "climbing" if gain > max(CLIMBS * error, noise / 2) else "flat" if gain < FLAT * error else "flattening"
    return {"verdict": kind, "gain": gain}
