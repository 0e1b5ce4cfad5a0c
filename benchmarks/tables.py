"""Which column of which table the benchmarks predict, and the same rows for everybody who predicts it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zerotohero.core.specs import find
from zerotohero.datasets._open import open_dataset
from zerotohero.train.options import Options
from zerotohero.train.plan import examine, make_plan
from zerotohero.train.roles import group_units, moment

TARGETS = {
    "HR_comma_sep": "left", "UniversalBank": "Personal Loan", "Vehicle": "Class", "Wage": "wage",
    "airbnb_listings": "price", "airquality": "CO(GT)", "ames": "SalePrice", "automobile": "price", "bank": "deposit",
    "california_housing": "median_house_value", "covtype_sample": "Cover_Type", "electrical_grid": "stabf",
    "farm-ads": "1", "framingham": "TenYearCHD", "grad_salary": "Salary", "horse-colic": "23",
    "income": "income >50K", "marketing_data": "Response", "mpg": "mpg", "mushrooms": "type", "nba": "TARGET_5Yrs",
    "penguins": "species", "pima-indians-diabetes": "9", "pollution": "pm2.5", "student_mat": "G3", "taxis": "tip",
    "telco_churn": "Churn", "titanic": "survived", "titanic_kaggle_train": "Survived", "travel_insurance": "Claim",
    "winequality-white": "12", "wisc_bc_data": "diagnosis",
}  # fmt: skip
TARGET_AGAIN = {"titanic": "alive", "Wage": "logwage"}  # nobody gets these
EARLIER = 0.15  # by time, each further test set is the last fifth of this share of the rows less


def table_path(folder, name):
    """Return the file of the table ``name``."""
    folder = Path(folder)
    return folder / "ames" / "train.csv" if name == "ames" else next(iter(sorted(folder.glob(f"{name}.csv*"))))


def question(folder, name, test_set):
    """Return (data set, options of ``train``) for one test set.

    Where time orders the rows there is one latest fifth, whatever the test set's number. So test set 1 is made
    from the first 85 % of the rows and test set 2 from the first 70 %: each asks about a later fifth of its own.
    """
    dataset = open_dataset(str(table_path(folder, name)))
    asked = {"target": TARGETS[name], "test_set": test_set, "drop": tuple(filter(None, [TARGET_AGAIN.get(name)]))}
    seen = examine(dataset, Options(**asked), lambda *_, **__: None)
    if seen.time and test_set:
        order = np.lexsort([moment(seen.dataset.cells[c]) for c in seen.time][::-1])
        dataset = seen.dataset.take(np.sort(order[: int(len(order) * (1 - EARLIER * test_set))]))
    return dataset, asked


@dataclass(frozen=True, eq=False)
class Problem:
    """What a peer is given: the same rows, cells, folds and metric as ours.

    Parameters
    ----------
    frame : DataFrame (N, D)
        The typed cells of the input columns, named c0, c1, ...: special signs in names stop some peers.
    types : list of str
        The type of each column.
    y : ndarray (N,)
        Class numbers, or values: the logarithm of 1 + value where the metric is RMSLE.
    training, test : ndarray of int
        Row numbers.
    fold : ndarray (N,)
        Three folds of training rows (our own folds, merged): groups, copies and time are obeyed.
    by_time : bool
        Fold k is judged by what was fitted on earlier rows only.
    groups : ndarray (N,) or None
    order : ndarray of int
        The training rows, earliest first where time orders them.
    """

    frame: object
    types: list
    y: np.ndarray
    training: np.ndarray
    test: np.ndarray
    fold: np.ndarray
    by_time: bool
    groups: np.ndarray | None
    order: np.ndarray
    task: str
    classes: tuple
    metric: object
    log: bool

    def score(self, predictions, rows):
        """Return the plan's metric for ``predictions`` of these rows, in the user's terms."""
        truth = np.expm1(self.y[rows]) if self.log else self.y[rows]
        return self.metric.score(truth, np.expm1(predictions) if self.log else predictions, None, self.classes)


def which_rows(rows):
    """Return eight hex digits for these row numbers: scores of different rows are not to be compared."""
    return hashlib.blake2b(np.asarray(rows, np.int64).tobytes(), digest_size=4).hexdigest()


def read_problem(folder, name, test_set):
    """Return the Problem of one table and test set."""
    import pandas as pd

    dataset, asked = question(folder, name, test_set)
    plan = make_plan(dataset, Options(**asked), lambda *_, **__: None)
    cells = {
        f"c{i}": pd.Series(plan.dataset.cells[n], dtype="str" if kind in ("category", "words") else None)
        for i, (n, kind) in enumerate(plan.features)
    }
    groups = None
    if plan.groups:
        groups = np.unique(
            group_units(plan.dataset.cells[plan.groups], plan.dataset.content(without={plan.target})),
            return_inverse=True,
        )[1]
    training = np.flatnonzero(plan.training)
    moments = [moment(plan.dataset.cells[c])[training] for c in plan.time]
    return Problem(
        frame=pd.DataFrame(cells),
        types=[kind for _, kind in plan.features],
        y=np.log1p(plan.y) if plan.log_target else plan.y,
        training=training,
        test=np.flatnonzero(plan.test.rows),
        fold=np.where(plan.fold < 0, plan.fold, plan.fold * 3 // max(plan.n_folds, 3)),
        by_time=plan.by_time,
        groups=groups,
        order=training[np.lexsort(moments[::-1])] if moments else training,
        task=plan.task,
        classes=plan.classes,
        metric=find("tasks", plan.task).metric(plan.metric),
        log=plan.log_target,
    )
