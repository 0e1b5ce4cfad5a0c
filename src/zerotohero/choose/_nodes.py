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
        *("goal", "What do you want?", 715, 800),
        (
            Answer("kinds", "to tell which kind it is", "example", lambda f: f.task == "classification"),
            Answer("amounts", "to tell how much it is", "example", lambda f: f.task == "regression"),
            Answer("order", "to find some order", "order"),
            Answer("new", "to make something new", "make", lambda f: f.task == "generation"),
            Answer("trying", "to learn by trying", "trying"),
            Answer("suggest", "to suggest things", "recommendation"),
        ),
    ),
    Question(
        *("example", "What is one example?", 1040, 805),
        (
            Answer("row", "a row of a table", "matters", lambda f: f.kind == "table" and not f.only_words),
            Answer("image", "an image", "images", lambda f: f.kind == "images"),
            Answer("sound", "a sound", "spectrogram", lambda f: f.kind == "sounds"),
            Answer("text", "a text", "texts", lambda f: f.only_words),
        ),
    ),
    Question(
        *("matters", "What matters most?", 1340, 500),
        (
            Answer("weights", "what each column adds", "lines", lambda f: f.rows < 100),
            Answer("typical", "how each kind looks", "typical", lambda f: f.few_of_a_kind),
            Answer("rule", "a rule on one page", "tree"),
            Answer("neighbors", "examples like this one", "neighbors"),
            Answer("curves", "smooth, curved borders", "curves"),
            Answer("settled", "little to adjust", "forest"),
            Answer("score", "the best score", "rows", lambda f: True),
        ),
    ),
    Question(
        *("rows", "How many rows?", 1670, 901),
        (
            Answer("hundreds", "under 1,000", "boosting", lambda f: f.rows < 1_000),
            Answer("thousands", "up to 20,000", "histogram", lambda f: f.rows <= 20_000),
            Answer("more", "more than that", "histogram", lambda f: True),
        ),
    ),
    Question(
        *("images", "What do they look like?", 1340, 1200),
        (
            Answer("small", "letters, digits: small", "pixels", lambda f: max(f.image[:2]) <= 64),
            Answer("photos", "photos, thousands", "convolution", lambda f: f.rows >= 5_000),
            Answer("few", "photos, only a few", "borrow", lambda f: True),
        ),
    ),
    Question(
        *("texts", "What should come out?", 1340, 1545),
        (
            Answer("class", "its kind, or an amount", "counts", lambda f: True),
            Answer("text", "another text", "sequences"),
        ),
    ),
    Question(
        *("order", "Which order?", 400, 345),
        (
            Answer("groups", "groups that belong together", "clustering"),
            Answer("view", "one view of everything", "reduction"),
            Answer("odd", "the odd ones out", "anomalies"),
        ),
    ),
    Question(
        *("make", "What should it make?", 400, 830),
        (
            Answer("verse", "verse, tunes, texts", "verse", lambda f: f.kind == "text"),
            Answer("images", "letters and faces", "generators"),
            Answer("style", "an image in another style", "style"),
        ),
    ),
    Question(
        *("trying", "How big is the world?", 400, 1248),
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
        *("together", "All together", "The best few answer as one", 2024, 660),
        (("combination", "combination"),),
    ),
    Station(
        *("lines", "Straight lines", "One weight per column, added up", 1670, 123),
        (
            ("logistic-regression", "logistic regression"),
            ("linear-regression", "linear"),
            ("ridge", "ridge"),
            ("lasso", "lasso"),
            ("elastic-net", "elastic net"),
            ("linear-svm", "linear SVM"),
            ("softmax-regression", "softmax"),
        ),
    ),
    Station(
        *("typical", "Each kind described", "Which class does the row look like?", 1670, 267),
        (
            ("gaussian-naive-bayes", "Gaussian naive Bayes"),
            ("linear-discriminant-analysis", "LDA"),
            ("categorical-naive-bayes", "categorical naive Bayes"),
            ("quadratic-discriminant-analysis", "QDA"),
        ),
    ),
    Station(
        *("tree", "One tree", "Yes/no questions, one by one", 1670, 396),
        (("decision-tree", "decision tree"),),
    ),
    Station(
        *("neighbors", "Neighbours", "The most similar examples vote", 1670, 510),
        (("knn", "k-nearest neighbours"),),
    ),
    Station(
        *("curves", "Curves", "Borders that bend smoothly", 1670, 639),
        (
            ("svm", "kernel SVM"),
            ("gaussian-process", "Gaussian process"),
            ("two-layer-net", "two-layer network"),
        ),
    ),
    Station(
        *("forest", "A forest", "Hundreds of different trees vote", 1670, 768),
        (("random-forest", "random forest"), ("extra-trees", "extra trees")),
    ),
    Station(
        *("boosting", "Boosting", "Each tree mends the last", 2024, 822),
        (("gradient-boosting", "gradient boosting"), ("histogram-boosting", "on bins")),
    ),
    Station(
        *("histogram", "Boosting on bins", "The same, quick on many rows", 2024, 970),
        (
            ("histogram-boosting", "histogram boosting"),
            ("lightgbm", "LightGBM (extra)"),
            ("catboost", "CatBoost (extra)"),
            ("mlp", "deep network (extra)"),
        ),
    ),
    Station(
        *("pixels", "Pixels as columns", "An image is a row of numbers", 1670, 1068),
        (
            ("svm", "kernel SVM"),
            ("knn", "neighbours"),
            ("logistic-regression", "logistic regression"),
            ("random-forest", "forest"),
            ("extra-trees", "extra trees"),
            ("two-layer-net", "two-layer network"),
        ),
    ),
    Station(
        *("convolution", "Convolutional network", "Little filters that look for shapes", 1670, 1220),
        (("convnet", "small pictures (extra)"), ("convnet-photos", "photos (extra)")),
    ),
    Station(
        *("borrow", "Borrow a ready model", "It has seen a million photos already", 1670, 1358),
        (("frozen-features", "frozen features (extra)"), ("fine-tuned", "fine-tuned (extra)")),
    ),
    Station(
        *("spectrogram", "Spectrogram", "A sound, drawn as an image", 1330, 1376),
        (("sound-convnet", "spectrogram + network (extra)"), ("svm", "kernel SVM")),
        "convolution",
    ),
    Station(
        *("counts", "Words, counted", "Which words, and how often", 1670, 1498),
        (
            ("multinomial-naive-bayes", "naive Bayes"),
            ("linear-svm", "linear SVM"),
            ("logistic-regression", "logistic regression"),
            ("ridge", "ridge"),
        ),
    ),
    Station(
        *("sequences", "Sequence networks", "One after the other, remembered", 1670, 1624),
        (("lstm", "LSTM"), ("transformer", "transformer")),
    ),
    Station(
        *("clustering", "Clustering", "Which rows belong together", 48, 227),
        (("k-means", "k-means"), ("hierarchical-clustering", "hierarchical")),
    ),
    Station(
        *("reduction", "Dimension reduction", "Many columns, two to look at", 48, 345),
        (("pca", "PCA"), ("t-sne", "t-SNE")),
    ),
    Station(
        *("anomalies", "Anomalies", "Fraud, faults, rare things", 48, 463),
        (("isolation-forest", "isolation forest"),),
    ),
    Station(
        *("verse", "One word at a time", "What usually comes next?", 48, 722),
        (
            ("rhyming-ngram", "rhyming n-grams"),
            ("plain-ngram", "plain n-grams"),
            ("single-words", "single words"),
            ("character-network", "character network"),
        ),
    ),
    Station(
        *("generators", "Networks that draw", "Letters that nobody has written", 48, 842),
        (("vae", "VAE"), ("gan", "GAN")),
    ),
    Station(
        *("style", "Style and sharpness", "Two images in, one out", 48, 956),
        (("style-transfer", "style transfer"), ("super-resolution", "sharper")),
    ),
    Station(
        *("q-learning", "Q-learning", "A table of what pays off where", 48, 1189),
        (("q-learning", "Q-learning"),),
    ),
    Station(
        *("agents", "Deep agents", "A network decides what to do", 48, 1307),
        (("dqn", "deep Q-network"), ("policy-gradient", "policy gradient")),
    ),
    Station(
        *("recommendation", "Recommendation", "What people like you liked", 340, 1542),
        (("matrix-factorization", "matrix factorization"),),
    ),
)

# Stations that no way leads to: these are always there.
ALWAYS = {"rivals": "always along", "together": "in the end"}

# Islands: name, where the name stands, corners of the coast.
LANDS = (
    ("", (0, 0), ((690, 654), (970, 654), (970, 946), (690, 946))),
    (
        "Predict an answer",
        (1042, 100),
        ((1008, 32), (2346, 32), (2346, 1070), (1998, 1088), (1998, 1692), (1008, 1692)),
    ),
    ("Find order", (402, 210), ((20, 160), (656, 160), (656, 532), (20, 532))),
    ("Make something new", (402, 696), ((20, 644), (656, 644), (656, 1016), (20, 1016))),
    ("Learn by trying", (402, 1166), ((20, 1124), (656, 1124), (656, 1372), (20, 1372))),
    ("", (0, 0), ((312, 1476), (656, 1476), (656, 1608), (312, 1608))),
)
