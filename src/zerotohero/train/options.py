"""What a person may ask of ``look`` and ``train``."""

from dataclasses import dataclass, field
from pathlib import Path

from zerotohero.algorithms._mobilenet import read_backbone
from zerotohero.core.errors import DataError, ParameterError, UnknownIdError
from zerotohero.core.specs import discover
from zerotohero.core.weights import find_weights

EFFORTS = ("quick", "standard", "thorough")
MISTAKES = ("miss", "false alarm")


@dataclass(frozen=True)
class Options:
    """What a person may ask of ``look`` and ``train``; every field is an option of the command.

    Parameters
    ----------
    target, task, metric : str or None
        None: the data set's own, guessed, and the task's default.
    group, time : str or None
        A column; "none" says that there is none; None lets the checks decide.
    id : str or None
        The column that names rows; never an input.
    drop : tuple of str
        Columns that are not to be inputs.
    types : mapping of str to str
        Column types that the reader should not decide.
    split : {"auto", "random"}
        "random" obeys neither groups nor time nor copies: the naive split, to see what it promises.
    only, skip : tuple of str
        Algorithm ids.
    settings : tuple of str
        ``algorithm.hyperparameter=value[,value...]``.
    monotone : tuple of str
        ``column=up`` or ``column=down``: the answer may only rise, or only fall, with this column of numbers.
    rules : str or None
        A Python file with ``predict(row)``.
    anyway : tuple of str
        Codes of problems to go on in spite of.
    effort : {"quick", "standard", "thorough"}
        One configuration per algorithm; a portfolio of good ones and their combination; the leaders tuned as well.
    portfolio : str or None
        A JSON file with the configurations that ``standard`` tries, instead of the built-in one.
    minutes : float or None
        No new fit is begun after about this long; what stands is finished. None: the effort's own budget, which
        no clock decides.
    cost : str or None
        ``"miss=10,false alarm=1"``: what the two mistakes of a yes-or-no answer cost; sets the threshold.
    positive : str or None
        The class whose absence is a "false alarm"; None: the rarer one.
    weights : str or None
        A file of a backbone's weights, for the algorithms that borrow one; None: what lies in the person's own folder.
    test_set : int
        Which test set; each has its own leaderboard folder.
    test_file : str or None
        A file, folder or zip whose rows are the test set; then every other row is for training.
    scores : str or None
        A table that gives each picture of a folder or zip a number: how much is learned, instead of which class.
    also : str or None
        More rows to learn from, in the form of the data: corrections that were kept on the try page.
    against : str or None
        A run or .hero file, the champion: the best of this training is compared with it on the same rows.
    seed : int
        Decides the folds and everything random in the algorithms; not the test set.
    workers : int or None
        Processes; None: one per physical core. Changes speed, never results.
    threads : int
        Threads of one fit of a neural network, which with more than one runs alone: two folds beside each other are done
        sooner than one after the other on two threads. Sums in another order round differently, so this belongs to what
        identifies such a run.
    out : str
        The folder of leaderboards.
    """

    target: str | None = None
    task: str | None = None
    metric: str | None = None
    group: str | None = None
    time: str | None = None
    id: str | None = None
    drop: tuple = ()
    types: dict = field(default_factory=dict)
    split: str = "auto"
    only: tuple = ()
    skip: tuple = ()
    settings: tuple = ()
    monotone: tuple = ()
    rules: str | None = None
    anyway: tuple = ()
    effort: str = "standard"
    portfolio: str | None = None
    minutes: float | None = None
    cost: str | None = None
    positive: str | None = None
    weights: str | None = None
    test_set: int = 0
    test_file: str | None = None
    scores: str | None = None
    also: str | None = None
    against: str | None = None
    seed: int = 42
    workers: int | None = None
    threads: int = 1
    out: str = "hero-boards"

    def check(self):
        """Refuse unknown algorithms, efforts and checks before any work."""
        for name, least in (("seed", 0), ("test_set", 0), ("workers", 1), ("threads", 1)):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < least):
                raise ParameterError(
                    f"set {name}", f"a whole number of at least {least}", repr(value), f"{name}={least}"
                )
        algorithms = discover("algorithms")
        for name in (*self.only, *self.skip):
            if name not in algorithms:
                raise UnknownIdError("algorithm", name, algorithms)
        if self.effort not in EFFORTS:
            raise UnknownIdError("effort", self.effort, EFFORTS)
        if self.minutes is not None and not self.minutes > 0:
            raise ParameterError("set minutes", "more than 0", repr(self.minutes), "--minutes 5")
        if self.weights is not None:
            read_backbone(find_weights(self.weights))  # a file that is none is refused before any work
        costs(self.cost)  # a wrong one is refused before any work
        if self.split not in ("auto", "random"):
            raise UnknownIdError("split", self.split, ["auto", "random"])
        for code in self.anyway:
            if code not in discover("checks"):
                raise UnknownIdError("check", code, discover("checks"))
        if self.test_file is not None and not Path(self.test_file).expanduser().exists():
            raise DataError(
                "test on a file", "a file, folder or zip", f"nothing at {self.test_file}", "--test-file test.csv"
            )
        if self.also is not None and not Path(self.also).expanduser().exists():
            raise DataError(
                "learn from more rows", "a file, folder or zip", f"nothing at {self.also}", "--also corrections.csv"
            )
        if self.rules is not None and not Path(self.rules).exists():
            raise DataError(
                "use your own rules", "a Python file with predict(row)", f"no file {self.rules}", "--rules my_rules.py"
            )


def costs(text):
    """Return {"miss": 10.0, "false alarm": 1.0} for ``"miss=10,false alarm=1"``; {} for None.

    Raises
    ------
    ParameterError
        A mistake is unknown, missing or no number above 0.

    Examples
    --------
    >>> costs("miss=10, false alarm=1")
    {'miss': 10.0, 'false alarm': 1.0}
    """
    if text is None:
        return {}
    found = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        try:
            found[" ".join(name.replace("-", " ").split())] = float(value)
        except ValueError:
            found = {}
            break
    if set(found) != set(MISTAKES) or not all(0 < v < 1e12 for v in found.values()):
        raise ParameterError(
            "read --cost",
            "what a miss and a false alarm cost, numbers above 0",
            repr(text),
            '--cost "miss=10,false alarm=1"',
        )
    return {m: found[m] for m in MISTAKES}
