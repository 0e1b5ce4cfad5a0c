"""Which runs can answer in a page: what each algorithm is called in ``web/model``, and why others cannot."""

from zerotohero.core.errors import BoardError

LINEAR = ("linear.js", "linear")
FOREST = ("trees.js", "averageTrees")
BOOSTED = ("trees.js", "addTrees")
ROUNDED = ("trees.js", "addTreesRounded")
ANSWERS = {  # algorithm -> file, function
    **dict.fromkeys(
        ("logistic-regression", "linear-svm", "linear-discriminant-analysis", "nearest-class-mean"), LINEAR
    ),
    **dict.fromkeys(("multinomial-naive-bayes", "softmax-regression"), LINEAR),
    **dict.fromkeys(("linear-regression", "ridge", "lasso", "elastic-net"), LINEAR),
    **dict.fromkeys(("decision-tree", "one-level-tree", "random-forest", "extra-trees"), FOREST),
    **dict.fromkeys(("histogram-boosting", "lightgbm"), BOOSTED),
    **dict.fromkeys(("gradient-boosting", "catboost"), ROUNDED),
    "majority": ("plain.js", "majority"),
    "mean": ("plain.js", "mean"),
    "knn": ("nearest.js", "nearestNeighbours"),
    "svm": ("kernel.js", "supportVectors"),
    "gaussian-process": ("kernel.js", "gaussianProcess"),
    "gaussian-naive-bayes": ("bayes.js", "gaussianNaiveBayes"),
    "categorical-naive-bayes": ("bayes.js", "categoricalNaiveBayes"),
    "quadratic-discriminant-analysis": ("bayes.js", "quadraticDiscriminant"),
    "two-layer-net": ("dense.js", "denseNetwork"),
    "mlp": ("members.js", "votingNetwork"),
    "convnet": ("grid.js", "convolutionalNetwork"),
    "sound-convnet": ("grid.js", "soundNetwork"),
    **dict.fromkeys(("convnet-photos", "frozen-features", "fine-tuned"), ("grid.js", "mirroredNetwork")),
}
WRITES = "a model that writes verse: it needs its whole text and the rhyming dictionary"
REFUSED = {  # algorithm -> why
    "rules": "rules in Python, which no browser runs",
    **dict.fromkeys(("plain-ngram", "rhyming-ngram", "single-words"), WRITES),
}
KINDS = {"table": "rows.js", "images": "seen.js", "sounds": "heard.js"}  # kind of data -> how an input is read
MOST_BYTES = 20_000_000  # of a page: more is no file to send to a friend
PER_SECOND = 1e9  # products of a network: about what a browser does
MOST_SECONDS = 2.0  # for an answer


def members_of(run):
    """Return [(weight, Model), ...] of a run, one if it is no combination; raise BoardError where it cannot be a page."""
    model = run.model
    members = model.members or ((1.0, model),)
    for algorithm in dict.fromkeys(member.manifest["algorithm"] for _, member in members):
        if algorithm not in ANSWERS:
            raise refused(run, REFUSED.get(algorithm, f"{algorithm}, which is not written in JavaScript yet"))
    seconds = sum(products(member.arrays) for _, member in members) / PER_SECOND
    if seconds > MOST_SECONDS:
        raise refused(run, f"a network that would take a browser about {seconds:.0f} seconds for an answer")
    return members


def products(arrays):
    """Return how many numbers a network of ``_layers`` multiplies for one answer; 0 for all other arrays."""
    if "program" not in arrays:
        return 0
    (height, width, depth), total = (int(size) for size in arrays["shape"]), 0
    kept = height, width, depth
    for operation, size, stride, outputs, _ in arrays["program"].tolist():
        if operation in (0, 1) or (operation == 6 and size):
            height, width, inputs = kept if operation == 6 else (height, width, depth)
            height, width = (-(-side // abs(stride)) for side in (height, width))
            total += height * width * size * size * inputs * (1 if operation == 1 else outputs)
            depth = outputs
        elif operation == 2:
            height, width = ((side - size) // stride + 1 for side in (height, width))
        elif operation == 5:
            kept = height, width, depth
    return total * (2 if "grid" in arrays else 1)  # a photo is looked at twice


def refused(run, came):
    """Return the error for a run that cannot be a page, with the runs of its leaderboard that can."""
    others = [r for r in run.board.ranked if r.has_model and r.algorithm in ANSWERS] if run.board else []
    others = [r for r in others if r.id != run.id]
    way_out = f"hero serve {run.id}, or hero export {run.id} --to script"
    if others:
        way_out = f"hero export {others[0].id} --to page ({others[0].title})"
    return BoardError(
        f"write a page of {run.id}", "a model that a browser can run by itself, in a file to send", came, way_out
    )
