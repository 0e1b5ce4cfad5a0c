"""One sentence per algorithm: why it is taken for these data, or why they are too little for it."""


def why_in(facts, spec):
    """Return why ``spec`` is tried; an algorithm without a sentence of its own says what it is good at."""
    sentence = REASONS.get(spec.id)
    if sentence:
        return sentence(facts)
    return f"{data_in_words(facts)}: good at {spec.good_at}"


def too_little(facts, spec):
    """Return why these data are no ground for ``spec``, or None."""
    for ids, applies, sentence in LIMITS:
        if spec.id in ids and applies(facts):
            return sentence(facts)
    return None


def data_in_words(facts):
    """Return the data in a few words: "4,000 small images, 10 labels"."""
    labels = (
        f", {facts.classes} {'labels' if facts.kind in ('images', 'sounds') else 'classes'}" if facts.classes else ""
    )
    if facts.kind == "images":
        size = "small " if facts.image and max(facts.image[:2]) <= 64 else ""
        return f"{facts.rows:,} {size}images{labels}"
    if facts.kind == "sounds":
        return f"{facts.rows:,} sounds{labels}"
    if facts.kind == "text":
        return f"{facts.rows:,} lines"
    columns = facts.numbers + facts.categories + facts.dates + facts.words
    return f"{facts.rows:,} rows, {columns} column{'s' * (columns != 1)}{labels}"


def _mixed(facts):
    """Return which column types stand side by side, in words."""
    kinds = [
        ("numbers", facts.numbers),
        ("categories", facts.categories),
        ("dates", facts.dates),
        ("words", facts.words),
    ]
    present = [name for name, count in kinds if count]
    return " and ".join(present) if len(present) < 3 else ", ".join(present[:-1]) + " and " + present[-1]


def _logistic(facts):
    if facts.kind == "images":
        return f"{data_in_words(facts)}: a straight line per pixel is the classic first try"
    if facts.kind == "sounds":
        return (
            f"{data_in_words(facts)}: one weight for each bend of the spectrum at each moment; the first thing to try"
        )
    return f"{data_in_words(facts)}: one weight per column, read off directly; the first thing to try"


def _knn(facts):
    if facts.kind in ("images", "sounds"):
        return f"{facts.rows:,} {facts.kind} to {'look' if facts.kind == 'images' else 'sound'} like: the nearest ones vote"
    return f"{facts.rows:,} rows to compare with: the most similar ones {'vote' if facts.classes else 'are averaged'}"


def _tree(facts):
    if facts.kind == "images":
        return "questions about single pixels: weak on images, and you can see why"
    if facts.kind == "sounds":
        return "questions about single moments of a sound: weak, and you can see why"
    return f"a few yes/no questions about {_mixed(facts) or 'your columns'}, drawn on one page"


def _forest(facts):
    if facts.kind in ("images", "sounds"):
        return f"{facts.rows:,} {facts.kind}: a few hundred different trees vote; little to adjust"
    blank = f", {facts.missing:.0%} of the cells empty" if facts.missing >= 0.005 else ""
    return f"{_mixed(facts) or 'columns'} side by side{blank}: a few hundred trees vote, little to adjust"


def _counted(facts):
    """Return what is counted by an algorithm that counts."""
    return {"images": "pixel", "sounds": "pitch"}.get(facts.kind, "word")


def _boosting(facts):
    return f"{data_in_words(facts)}: small trees, each mending the last one's mistakes; often the best on tables"


REASONS = {
    "rhyming-ngram": lambda f: f"{f.rows:,} lines: counts what follows what, and keeps rhyme and metre while it writes",
    "plain-ngram": lambda f: "a rival: only what followed the last two words; most new lines are impossible to it",
    "single-words": lambda f: "a rival: words from a hat; what a model without memory scores",
    "majority": lambda f: "a rival: always says the most frequent class; knowing nothing scores this",
    "mean": lambda f: "a rival: always says the average; knowing nothing scores this",
    "one-level-tree": lambda f: "a rival: a single question; is more than one worth it?",
    "nearest-class-mean": lambda f: "a rival: whichever class's average is closest",
    "logistic-regression": _logistic,
    "linear-regression": lambda f: f"{data_in_words(f)}: one weight per column, summed; the classic first try",
    "ridge": lambda f: f"{f.width} numbers per row: like linear regression, with weights held back from going wild",
    "knn": _knn,
    "decision-tree": _tree,
    "random-forest": _forest,
    "gradient-boosting": _boosting,
    "histogram-boosting": lambda f: f"{data_in_words(f)}: boosting on binned columns, which stays fast as rows grow",
    "lightgbm": lambda f: f"{data_in_words(f)}: boosting on binned columns by the library that made it popular",
    "catboost": lambda f: f"{data_in_words(f)}: boosting whose trees ask one question per level; steady without tuning",
    "extra-trees": lambda f: f"{f.tree_width} numbers per row: a forest that cuts at random, smoother and quicker",
    "lasso": lambda f: f"{f.width} numbers per row: like ridge, but it drops those that say little",
    "elastic-net": lambda f: f"{f.width} numbers per row: some dropped as lasso does, like ones kept together",
    "linear-svm": lambda f: f"{f.width} numbers per row: one weight each, set by the rows that are hard to tell",
    "svm": lambda f: (
        f"{data_in_words(f)}: a smooth {'border' if f.classes else 'surface'}, bent where the rows ask for it"
    ),
    "gaussian-process": lambda f: f"{f.rows:,} rows: an average of smooth functions, which finds its own settings",
    "gaussian-naive-bayes": lambda f: f"a bell curve for each of {f.width} numbers in each class; an answer at once",
    "categorical-naive-bayes": lambda f: (
        "how common each value is in each class, counted; every share can be looked up"
    ),
    "multinomial-naive-bayes": lambda f: f"how much of each {_counted(f)} there is in each class, counted",
    "linear-discriminant-analysis": lambda f: f"the directions that set the means of {f.classes} classes best apart",
    "quadratic-discriminant-analysis": lambda f: f"{f.classes} classes, each with a spread of its own around its mean",
}

# (algorithm ids, when, what is said): exclusions that come from the data, not from the cost.
LIMITS = (
    (
        ("gradient-boosting", "histogram-boosting", "lightgbm", "catboost"),
        lambda f: f.rows < 50,
        lambda f: f"only {f.rows} rows: hundreds of trees in a row would learn them by heart",
    ),
    (
        ("histogram-boosting",),
        lambda f: f.fit_rows < 100,
        lambda f: f"{f.rows} rows: its leaves want 20 rows each; gradient boosting copes with fewer",
    ),
    (
        ("linear-regression",),
        lambda f: f.width >= f.fit_rows,
        lambda f: f"{f.width} numbers per row but {f.fit_rows} rows: plain lines fit anything; ridge holds them back",
    ),
    (
        ("knn",),
        lambda f: f.kind == "table" and f.width > max(300, f.rows / 4),
        lambda f: f"{f.width} numbers per row: with so many, every row is about equally far from every other",
    ),
    (
        ("categorical-naive-bayes",),
        lambda f: f.kind in ("images", "sounds"),
        lambda f: f"{'pixels' if f.kind == 'images' else 'loudnesses'} are amounts: it counts categories",
    ),
    (
        ("multinomial-naive-bayes",),
        lambda f: f.kind == "table" and not f.words,
        lambda f: "no column of texts: it compares how often words occur",
    ),
    (
        ("convnet",),
        lambda f: f.image and f.photos,
        lambda f: f"for small pictures; {f.image[0]} x {f.image[1]} pixels are for a residual network",
    ),
    (
        ("convnet-photos",),
        lambda f: f.image and not f.photos,
        lambda f: f"for photos; {f.image[0]} x {f.image[1]} pixels are for the convolutional network",
    ),
    (
        ("linear-svm", "svm"),
        lambda f: 0 < f.smallest_class * f.rows < 4.5,  # after test set and fold, two are needed to fit
        lambda f: (
            f"a class of {f.smallest_class * f.rows:.0f} rows: too few to learn how far from the border is how likely"
        ),
    ),
    (
        ("quadratic-discriminant-analysis",),
        # in order of time, the first fold learns from a fifth of what the last one does
        lambda f: f.kind == "table" and f.smallest_class * f.fit_rows / (5 if f.time else 1) < f.width,
        lambda f: f"the rarest class has fewer rows than the {f.width} numbers per row: too few to show a shape",
    ),
)
