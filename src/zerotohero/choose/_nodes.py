"""What stands on the map and where: x is the left edge, y the middle of a sign, in the picture's units."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One way on from a question.

    Parameters
    ----------
    id, words : str
        What ``--answers`` takes, and what people read.
    to : str
        The node it leads to.
    fits : callable
        ``fits(facts)`` -> whether the facts of a data set give this answer; the first that fits is taken.
    """

    id: str
    words: str
    to: str
    fits: Callable = lambda facts: False


@dataclass(frozen=True)
class Question:
    """A fork of the way."""

    id: str
    words: str
    x: int
    y: int
    answers: tuple


@dataclass(frozen=True)
class Station:
    """Where algorithms stand.

    Parameters
    ----------
    id, words, text : str
        A name, and what is done there in a few words.
    x, y : int
    algorithms : tuple of (str, str)
        Id, and the words on its sign.
    leads : str
        The node that the way goes on to; "" where it ends.
    """

    id: str
    words: str
    text: str
    x: int
    y: int
    algorithms: tuple
    leads: str = ""


QUESTIONS = (
    Question(
        *("goal", "What do you want?", 715, 668),
        (
            Answer("kinds", "to tell which kind it is", "example", lambda f: f.task == "classification"),
            Answer("amounts", "to tell how much it is", "example", lambda f: f.task == "regression"),
            Answer("order", "to find some order", "order"),
            Answer("new", "to make something new", "make"),
            Answer("trying", "to learn by trying", "trying"),
            Answer("suggest", "to suggest things", "recommendation"),
        ),
    ),
    Question(
        *("example", "What is one example?", 1040, 735),
        (
            Answer("row", "a row of a table", "matters", lambda f: f.kind == "table"),
            Answer("image", "an image", "images", lambda f: f.kind == "images"),
            Answer("sound", "a sound", "spectrogram", lambda f: f.kind == "sounds"),
            Answer("text", "a text", "texts", lambda f: f.kind == "text"),
        ),
    ),
    Question(
        *("matters", "What matters most?", 1340, 345),
        (
            Answer("weights", "what each column adds", "lines", lambda f: f.rows < 100),
            Answer("rule", "a rule on one page", "tree"),
            Answer("neighbors", "examples like this one", "neighbors"),
            Answer("curves", "smooth, curved borders", "curves"),
            Answer("score", "the best score", "rows", lambda f: True),
        ),
    ),
    Question(
        *("rows", "How many rows?", 1670, 659),
        (
            Answer("hundreds", "under 1,000", "forest", lambda f: f.rows < 1_000),
            Answer("thousands", "up to 20,000", "boosting", lambda f: f.rows <= 20_000),
            Answer("more", "more than that", "histogram", lambda f: True),
        ),
    ),
    Question(
        *("images", "What do they look like?", 1340, 955),
        (
            Answer("small", "letters, digits: small", "pixels", lambda f: max(f.image[:2]) <= 64),
            Answer("photos", "photos, thousands", "convolution", lambda f: f.rows >= 5_000),
            Answer("few", "photos, only a few", "borrow", lambda f: True),
        ),
    ),
    Question(
        *("texts", "What should come out?", 1340, 1290),
        (
            Answer("class", "what kind of text it is", "counts", lambda f: f.task == "classification"),
            Answer("text", "another text", "sequences"),
        ),
    ),
    Question(
        *("order", "Which order?", 400, 325),
        (
            Answer("groups", "groups that belong together", "clustering"),
            Answer("view", "one view of everything", "reduction"),
            Answer("odd", "the odd ones out", "anomalies"),
        ),
    ),
    Question(
        *("make", "What should it make?", 400, 760),
        (
            Answer("verse", "verse, tunes, texts", "verse"),
            Answer("images", "letters and faces", "generators"),
            Answer("style", "an image in another style", "style"),
        ),
    ),
    Question(
        *("trying", "How big is the world?", 400, 1128),
        (
            Answer("small", "you can count it", "q-learning"),
            Answer("big", "you can only see it", "agents"),
        ),
    ),
)

STATIONS = (
    Station(
        *("rivals", "Plain rivals", "Always along: the scores to beat", 1040, 205),
        (
            ("majority", "majority"),
            ("mean", "mean"),
            ("one-level-tree", "one question"),
            ("nearest-class-mean", "class means"),
            ("rules", "your own rule"),
        ),
    ),
    Station(
        *("lines", "Straight lines", "One weight per column, added up", 1670, 123),
        (
            ("logistic-regression", "logistic regression"),
            ("linear-regression", "linear"),
            ("ridge", "ridge"),
            ("naive-bayes", "naive Bayes"),
        ),
    ),
    Station(
        *("tree", "One tree", "Yes/no questions, one by one", 1670, 256),
        (("decision-tree", "decision tree"),),
    ),
    Station(
        *("neighbors", "Neighbours", "The most similar examples vote", 1670, 374),
        (("knn", "k-nearest neighbours"),),
    ),
    Station(
        *("curves", "Curves", "Borders that bend smoothly", 1670, 507),
        (("support-vector-machine", "support vector machine"), ("two-layer-network", "two-layer network")),
    ),
    Station(
        *("forest", "A forest", "Hundreds of different trees vote", 2024, 541),
        (("random-forest", "random forest"),),
    ),
    Station(
        *("boosting", "Boosting", "Each tree mends the last one's errors", 2024, 659),
        (("gradient-boosting", "gradient boosting"),),
    ),
    Station(
        *("histogram", "Boosting on bins", "The same, quick on many rows", 2024, 777),
        (("histogram-boosting", "histogram boosting"),),
    ),
    Station(
        *("pixels", "Pixels as columns", "An image is a row of numbers", 1670, 833),
        (
            ("logistic-regression", "logistic regression"),
            ("knn", "neighbours"),
            ("random-forest", "forest"),
            ("two-layer-network", "two-layer network"),
        ),
    ),
    Station(
        *("convolution", "Convolutional network", "Little filters that look for shapes", 1670, 966),
        (("convolutional-network", "convolutional network"), ("residual-network", "residual")),
    ),
    Station(
        *("borrow", "Borrow a ready model", "It has seen a million photos already", 1670, 1084),
        (("frozen-features", "frozen features"), ("fine-tuning", "fine-tuning")),
    ),
    Station(
        *("spectrogram", "Spectrogram", "A sound, drawn as an image", 1330, 1140),
        (("spectrogram-network", "spectrogram + network"),),
        "convolution",
    ),
    Station(
        *("counts", "Words, counted", "Which words, and how often", 1670, 1202),
        (("naive-bayes-text", "naive Bayes"), ("word-regression", "logistic regression")),
    ),
    Station(
        *("sequences", "Sequence networks", "One after the other, remembered", 1670, 1320),
        (("lstm", "LSTM"), ("transformer", "transformer")),
    ),
    Station(
        *("clustering", "Clustering", "Which rows belong together", 48, 207),
        (("k-means", "k-means"), ("hierarchical-clustering", "hierarchical")),
    ),
    Station(
        *("reduction", "Dimension reduction", "Many columns, two to look at", 48, 325),
        (("pca", "PCA"), ("t-sne", "t-SNE")),
    ),
    Station(
        *("anomalies", "Anomalies", "Fraud, faults, rare things", 48, 443),
        (("isolation-forest", "isolation forest"),),
    ),
    Station(
        *("verse", "One word at a time", "What usually comes next?", 48, 642),
        (("n-gram", "n-gram verse"), ("character-network", "character network")),
    ),
    Station(
        *("generators", "Networks that draw", "Letters that nobody has written", 48, 760),
        (("vae", "VAE"), ("gan", "GAN")),
    ),
    Station(
        *("style", "Style and sharpness", "Two images in, one out", 48, 878),
        (("style-transfer", "style transfer"), ("super-resolution", "sharper")),
    ),
    Station(
        *("q-learning", "Q-learning", "A table of what pays off where", 48, 1069),
        (("q-learning", "Q-learning"),),
    ),
    Station(
        *("agents", "Deep agents", "A network decides what to do", 48, 1187),
        (("dqn", "deep Q-network"), ("policy-gradient", "policy gradient")),
    ),
    Station(
        *("recommendation", "Recommendation", "What people like you liked", 340, 1372),
        (("matrix-factorization", "matrix factorization"),),
    ),
)

# Islands: name, where the name stands, corners of the coast.
LANDS = (
    ("", (0, 0), ((690, 522), (970, 522), (970, 814), (690, 814))),
    (
        "Predict an answer",
        (1042, 100),
        ((1008, 32), (2346, 32), (2346, 862), (1998, 880), (1998, 1416), (1008, 1416)),
    ),
    ("Find order", (402, 190), ((20, 140), (656, 140), (656, 512), (20, 512))),
    ("Make something new", (402, 626), ((20, 574), (656, 574), (656, 946), (20, 946))),
    ("Learn by trying", (402, 1046), ((20, 1004), (656, 1004), (656, 1252), (20, 1252))),
    ("", (0, 0), ((312, 1306), (656, 1306), (656, 1438), (312, 1438))),
)
