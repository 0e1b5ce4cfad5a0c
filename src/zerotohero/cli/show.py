"""What a training looks like while it runs: five stages, one line each, and the folds as they are done."""

import re
import sys
import time

import click
from rich.console import Console
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zerotohero.core.digits import digits, leading

INDENT = 12
FIT_SECONDS = 0.05  # what any fit takes besides: cells read, predictions written
ID_WIDTH = 31  # quadratic-discriminant-analysis
STAGES = ("data", "split", "fit", "predict", "validate")


class TrainingView:
    """Listens to events and tells people.

    Parameters
    ----------
    step : bool
        Stop before each stage, show what goes in and comes out.
    console : rich.console.Console or None
        None: standard output.
    """

    def __init__(self, step=False, console=None):
        self.console = console or Console(highlight=False, soft_wrap=False)
        self.step = step
        self.fits = self.fits_done = 0
        self.work = self.work_done = 0.0  # reference seconds
        self.started = None
        self.best = None
        self.lines = False  # whether it learns to go on with lines of text
        self.titles = {}
        self.greater = True
        self.live = None
        self.reached = set()

    def __call__(self, event):
        """Take one event."""
        handler = getattr(self, f"_on_{event['event']}", None)
        if handler:
            if not self.fits:
                self.close()  # the spinner; the progress line stays
            handler(event)

    def wait(self, text):
        """Show a spinner until the next event, on a terminal."""
        if self.console.is_terminal and not self.live:
            self.live = self.console.status(text)
            self.live.start()

    def reading(self, done, total, what):
        """Show beside the spinner how far reading has come."""
        if self.live and not self.fits:
            self.live.update(f"reading: {done:,} of {total:,} {what}")

    def close(self):
        """Stop the moving part."""
        if self.live:
            self.live.stop()
            self.live = None

    def _stage(self, name, text, call):
        """Print one stage: its name, its number, and the scikit-learn call that does it."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=INDENT - 1)
        grid.add_column()
        grid.add_row(Text(f"{STAGES.index(name) + 1} {name}", style="bold cyan"), Text(text))
        self.console.print(grid)
        self._below(call, "dim")

    def _below(self, text, style=""):
        """Print text under a stage, indented, its further lines too."""
        self.console.print(Padding(Text(text, style=style), (0, 0, 0, INDENT), expand=False))

    def _pause(self, name, goes_in, comes_out):
        """In step mode: say what goes in and what will come out, and wait."""
        if not self.step or name in self.reached:
            return
        self.reached.add(name)
        self.close()
        self.console.print(Text(f"\nnext: {name}", style="bold"))
        self.console.print(Text(f"   goes in:   {goes_in}"))
        self.console.print(Text(f"   comes out: {comes_out}"))
        if sys.stdin and sys.stdin.isatty():
            click.prompt("   Enter goes on", default="", show_default=False, prompt_suffix=" ", err=True)

    def _on_data(self, e):
        self._pause("data", "a file, a folder or a built-in id", "rows, typed columns, one answer a row")
        self.lines = e["task"] == "generation"
        if self.lines:
            self._stage(
                "data", f"{e['rows']:,} lines; to predict: what comes next in a line", "lines = the text, line by line"
            )
            for said in (*e["notes"][:4], *(f"one example: {x}" for x in e["examples"][: 3 if self.step else 1])):
                self._below(said, "dim")
            self.wait("checking and splitting")
            return
        what = f"{e['rows']:,} {e['kind'] if e['kind'] in ('images', 'sounds') else 'rows'}"
        answer = f"{e['classes']} classes of {e['target']!r}" if e["classes"] else f"the number {e['target']!r}"
        inputs = "" if e["kind"] in ("images", "sounds") else f", {e['columns']} columns"
        self._stage(
            "data", f"{what}{inputs}; to predict: {answer}", "X, y = the columns you know, the column you want to know"
        )
        for note in e["notes"][:4]:
            self._below(note, "dim")
        for example in e["examples"] if self.step else ():
            self._below(example, "dim")
        self.wait("checking and splitting")

    def _on_split(self, e):
        self._pause(
            "split", f"{e['rows']:,} rows", f"{e['test_rows']:,} rows kept aside; the others in {e['folds']} folds"
        )
        rows = "lines" if self.lines else "rows"
        aside = (
            f"{e['test_rows']:,} {rows} kept aside for one last test"
            if e["test_rows"]
            else f"too few {rows} to keep some aside"
        )
        obeyed = f"; rows of one {e['groups']} stay together" if e["groups"] else ""
        obeyed = (
            f"; what was learned from earlier rows is judged by later ones (by {', '.join(e['by_time'])})"
            if e["by_time"]
            else obeyed
        )
        self._stage("split", f"{aside}; {e['folds']} folds inside{obeyed}", e["splitter"])
        seed = re.search(r"random_state=(\d+)", e["splitter"])  # none where rows are ordered by time
        short = f"train_test_split(X, y, random_state={seed[1] if seed else 42})"
        self._below(
            f"{short} is the short form: the number is a constant so that you and I get the same rows; "
            + (
                "it misses that a line which comes twice must not stand on both sides"
                if self.lines
                else "it misses copies, groups, and that later rows are the real question"
            ),
            "dim",
        )
        for finding in e["findings"]:
            if finding["severity"] != "note" or finding["code"] == "giveaway":  # one column alone tells nearly all
                self._below(f"! {finding['code']}: {finding['why'].partition(': ')[0]}", "yellow")
                self._below(f"  {finding['fix']}", "dim")

    def _on_fit(self, e):
        given = f"X of about ({e['rows']}, {e['columns']}) cells and y of ({e['rows']},) answers"
        given = f"about {e['rows']:,} lines" if self.lines else given
        self._pause("fit", f"for each fold, {given}", f"{e['candidates']} fitted estimators a fold")
        self.fits, self.started = e["fits"], time.monotonic()
        self.work = self._cost(e, e["fits"])
        self.greater = e["greater_is_better"]
        known = f"; {e['already']} were done before" if e["already"] else ""
        self._stage(
            "fit",
            f"{e['candidates']} candidates, {e['fits']} fits on {e['workers']} worker{'s' * (e['workers'] > 1)}{known}",
            "model.fit(lines[fold != k])" if self.lines else "model.fit(X[fold != k], y[fold != k])",
        )
        if e["fits"] and self.console.is_terminal:
            if e.get("networks"):
                self._below(
                    "Ctrl-C stops a network early and keeps what it has learned; again: stops everything", "dim"
                )
            self.live = Live(self._progress(), console=self.console, refresh_per_second=8, transient=True)
            self.live.start()

    def _on_stopping(self, e):
        self._below(
            f"! {', '.join(e['algorithms'])}: stops here and is judged as it stands, its other fits after as many steps. "
            "Ctrl-C again stops everything.",
            "yellow",
        )

    def _on_more(self, e):
        self.work += self._cost(e, e["fits"])
        self.fits += e["fits"]
        if self.live:
            self.live.update(self._progress())
        elif e["fits"] and self.console.is_terminal:
            self.live = Live(self._progress(), console=self.console, refresh_per_second=8, transient=True)
            self.live.start()

    def _on_cut(self, e):
        left = f"{e['left']} candidate{'s were' if e['left'] > 1 else ' was'} not tried"
        up = "minute is" if e["minutes"] == 1 else f"{e['minutes']:g} minutes are"
        self._below(f"! the {up} up: {left}; the same command goes on", "yellow")

    def _cost(self, e, fits):
        """Return what these fits are expected to take, in reference seconds; where nobody said, what others took."""
        usual = self.work_done / self.fits_done if self.fits_done else 0.0
        return e["expected"] + fits * FIT_SECONDS if "expected" in e else fits * usual

    def _on_fold(self, e):
        self.work_done += self._cost(e, 1)
        self.fits_done += 1
        if self.live:
            self.live.update(self._progress(e))

    def _on_run(self, e):
        if e["status"] == "ok":
            better = self.best is None or (e["score"] > self.best[1]) == self.greater
            if better:
                self.best = (e["algorithm"], e["score"])
            settings = " ".join(f"{k}={v}" for k, v in e.get("asked", {}).items())
            score = (
                f"{e['score']:.1f} ± {e['score_std']:.1f}"
                if self.lines
                else f"{digits(e['score'])} ± {digits(e['score_std'])}"
            )
            line = f"{e['algorithm']:<{ID_WIDTH}} {score}   {e['seconds']:.2f} s a fold   {settings}"
        else:
            line = f"{e['algorithm']:<{ID_WIDTH}} {e['status']}: {e['why']}"
        self._below(line, "dim" if e.get("baseline") else "")
        if e["status"] == "ok" and e.get("why"):
            self._below(f"! {e['why']}", "yellow")

    def _on_predict(self, e):
        self._pause(
            "predict",
            f"rows that the fold's model has not seen; output of shape {tuple(e['shape'])}",
            "three of the answers",
        )
        if "lines" in e:
            self._stage("predict", "how likely is each line that it has not seen? perplexity: as if that many words could come",
                        "model.predict(lines[fold == k])")  # fmt: skip
            for line, value in zip(e["lines"], e["perplexities"]):
                self._below(f"{value:>7,.0f}  {line}")
        elif "probabilities" in e:
            shown = "; ".join(
                f"{t}: " + ", ".join(f"{c} {p:.0%}" for c, p in probs.items() if p >= 0.005)
                for t, probs in zip(e["truth"], e["probabilities"])
            )
            self._stage(
                "predict", f"a probability per class, the largest wins: {shown}", "model.predict_proba(X[fold == k])"
            )
        else:
            shown = "; ".join(f"{leading(t, 6)}: {leading(v, 6)}" for t, v in zip(e["truth"], e["values"]))
            self._stage("predict", f"a number per row (true: predicted): {shown}", "model.predict(X[fold == k])")

    def _on_validate(self, e):
        self._pause("validate", "predictions and true answers", f"one number per fold: {e['metric']}")
        if self.lines:
            self._stage("validate", f"{e['metric']} {e['score']:.1f} ± {e['score_std']:.1f} for {e['algorithm']}: on lines no model had seen; "
                        "lower is better", "exp(-log_probabilities.sum() / words.sum())")  # fmt: skip
            return
        self._stage("validate", f"{e['metric']} {digits(e['score'])} ± {digits(e['score_std'])} for {e['algorithm']}: the mean over rows no model had seen",
                    f"{SKLEARN_METRIC[e['metric']]}(y[fold == k], predicted)")  # fmt: skip

    def _progress(self, fold=None):
        """Return the moving line: fits done, seconds left, current best."""
        done, total = self.fits_done, max(self.fits, 1)
        width = 24
        filled = int(width * done / total)
        text = Text.assemble("  ", ("━" * filled, "cyan"), ("─" * (width - filled), "dim"), f" {done}/{total} fits")
        text.no_wrap, text.overflow = True, "ellipsis"
        if self.work_done:
            left = (time.monotonic() - self.started) / self.work_done * max(self.work - self.work_done, 0)
            text.append(f" · about {left:.0f} s left")
        if self.best:
            text.append(f" · best so far {self.best[0]} {digits(self.best[1])}", "green")
        if fold:
            text.append(f" · {fold['algorithm']} fold {fold['fold']}", "dim")
        return text


SKLEARN_METRIC = {
    "accuracy": "accuracy_score",
    "balanced_accuracy": "balanced_accuracy_score",
    "roc_auc": "roc_auc_score",
    "log_loss": "log_loss",
    "rmse": "root_mean_squared_error",
    "rmsle": "root_mean_squared_log_error",
    "mae": "mean_absolute_error",
    "r2": "r2_score",
}
