"""The part of a script that trains again, as text: of one model, or of the members of a combination."""

from zerotohero.algorithms._calibration import calibrate_for
from zerotohero.algorithms._call import estimator_call

SCORES = {
    "accuracy": "accuracy_score(truth, answers.argmax(1), sample_weight=weight)",
    "balanced_accuracy": "balanced_accuracy_score(truth, answers.argmax(1), sample_weight=weight)",
    "roc_auc": "roc_auc_score(truth, answers[:, 1], sample_weight=weight)",
    "log_loss": "log_loss(truth, answers, sample_weight=weight)",
    "rmse": "root_mean_squared_error(truth, answers, sample_weight=weight)",
    "rmsle": "root_mean_squared_log_error(truth, np.maximum(answers, 0), sample_weight=weight)",
    "mae": "mean_absolute_error(truth, answers, sample_weight=weight)",
    "r2": "r2_score(truth, answers, sample_weight=weight)",
}


def train_part(run, estimator, told):
    """Return the function that trains one model again, fold by fold.

    Parameters
    ----------
    run : Run
    estimator : object
        Unfitted, for the columns of the model.
    told : bool
        Whether each fold sets parameters of its own: ``MODEL["fold_params"]``.
    """
    m = run.board.manifest
    images, cells = m["kind"] in ("images", "sounds"), m["kind"][:-1]
    call, imports = estimator_call(estimator)
    fewer = (
        [f"fits = np.sort(np.random.default_rng({m['seed']}).choice(fits, {run.rows_used}, replace=False))"]
        if run.rows_used
        else []
    )
    if images:
        matrices = [f'X, X_test = (to_matrix(data["{cells}"][rows], MODEL["state"]) for rows in (fits, test))']
    else:
        matrices = [
            f'{x} = to_matrix({{n: c[{rows}] for n, c in cells.items()}}, MODEL["folds"][k])'
            for x, rows in (("X", "fits"), ("X_test", "test"))
        ]
    if m["task"] == "classification":
        answers = [
            'answers = np.zeros((len(test), len(MODEL["classes"])))',
            "answers[:, model.classes_] = model.predict_proba(X_test)",
        ]
    else:
        answers = [
            "answers = np.expm1(model.predict(X_test))" if m["log_target"] else "answers = model.predict(X_test)"
        ]
    heart = [
        f"model = {call}",
        *(['model.set_params(**MODEL["fold_params"][k])'] if told else []),
        f"model.fit(X, {'np.log1p(y[fits])' if m['log_target'] else 'y[fits]'})",
        *answers,
        *_calibrated(run),
        f"scores.append({_metric(m)})",
    ]
    if m["kind"] == "images" and call.startswith("LogisticRegression"):
        heart = ["# --- the classic five lines", *heart, "# ---"]
    loop = [*fewer, *matrices, "truth, weight = y[test], weights[test]", *heart]
    return _train(run, "Fit on all folds but one, judge on that one", imports, loop)


def train_members_part(run, estimators, told, fewer):
    """Return the function that trains the members of a combination again, fold by fold.

    Parameters
    ----------
    run : Run
    estimators : list of object
        Unfitted, one for each member.
    told : bool
        Whether a member sets parameters of its own in each fold.
    fewer : bool
        Whether a member learns from fewer rows.
    """
    m = run.board.manifest
    calls = [estimator_call(e) for e in estimators]
    imports = sorted({line for _, lines in calls for line in lines})
    rows = "fits"
    inner = []
    if fewer:
        rows = "rows"
        inner.append(f'draw, count = np.random.default_rng({m["seed"]}), member["rows_used"] or len(fits)')
        inner.append("rows = fits if count >= len(fits) else np.sort(draw.choice(fits, count, replace=False))")
    if m["kind"] in ("images", "sounds"):
        state = 'MODEL["states"][member["state"]]'
        inner.append(f'X, X_test = (to_matrix(data["{m["kind"][:-1]}"][r], {state}) for r in ({rows}, test))')
    else:
        inner.append(f'X, X_test = (matrix(cells, r, MODEL["folds"][k], member) for r in ({rows}, test))')
    inner += ['model.set_params(**member["fold_params"][k])'] if told else []
    inner.append(f"model.fit(X, {f'np.log1p(y[{rows}])' if m['log_target'] else f'y[{rows}]'})")
    if m["task"] == "classification":
        inner.append('found = np.zeros((len(test), len(MODEL["classes"])))')
        inner.append("found[:, model.classes_] = model.predict_proba(X_test)")
        inner.append('answers = answers + member["weight"] * found')
    else:
        inner.append('answers = answers + member["weight"] * model.predict(X_test)')
    loop = [
        "models = [",
        *(f"    {call}," for call, _ in calls),
        "]",
        "answers = 0",
        'for member, model in zip(MODEL["members"], models):',
        *(f"    {line}" for line in inner),
        *(["answers = np.expm1(answers)"] if m["log_target"] else []),
        *_calibrated(run),
        "truth, weight = y[test], weights[test]",
        f"scores.append({_metric(m)})",
    ]
    return _train(run, "Fit every member on all folds but one, judge their weighted mean on that one", imports, loop)


def _train(run, what, imports, loop):
    """Return the function around what happens in each fold."""
    m = run.board.manifest
    folds = "drawn anew after tuning" if run.fold_key else f"by {m['split']['splitter']}"
    lines = [
        "def train():",
        f'    """{what}; folds {folds}."""',
        *(f"    {line}" for line in imports),
        f"    from sklearn.metrics import {_metric(m).partition('(')[0]}",
        "",
        '    data, scores = np.load(HERE / "training.npz"), []',
        '    y, fold, weights = data["y"], data["fold"], data["weight"]',
        *([] if m["kind"] in ("images", "sounds") else ['    cells = read(HERE / "training.csv")']),
        "    for k in range(fold.max() + 1):",
        f"        fits, test = np.flatnonzero(fold {'<' if m['split']['time'] else '!='} k), np.flatnonzero(fold == k)",
        *(f"        {line}" for line in loop),
        '    print("score per fold:", *np.round(scores, 4), "mean:", np.mean(scores))',
    ]
    return "\n".join(lines)


def _metric(m):
    """Return the call that judges ``answers``."""
    if m["metric"] == "roc_auc" and len(m["classes"]) > 2:
        return 'roc_auc_score(truth, answers, multi_class="ovr", sample_weight=weight)'
    return SCORES[m["metric"]]


def _calibrated(run):
    """Return the lines that calibrate a fold's answers by what the other folds taught, and count classes the same."""
    lines, calibrate = [], calibrate_for(len(run.model.manifest["classes"])).__name__
    if run.calibration and len(run.parts) > 1:
        lines = [f'answers = {calibrate}(MODEL["calibrations"][k], answers)']
    elif run.calibration:
        lines = [
            'for i, state in enumerate(MODEL["calibrations"]):  # a single fold: each fifth by the other four',
            f"    answers[i::5] = {calibrate}(state, answers[i::5])",
        ]
    return lines + (['answers = as_if_equal(MODEL["prior"], answers)'] if run.board.manifest.get("prior") else [])


def train_network_part(run, family, codes):
    """Return the function that trains a network of a framework fold by fold; ``train_network`` and ``answer`` are the script's.

    Parameters
    ----------
    run : Run
    family : str
        See ``_network.py``.
    codes : bool
        Whether each fold's columns have codes of their own: ``MODEL["fold_codes"]``.
    """
    m, seen = run.board.manifest, run.model.manifest
    drawn = f"np.sort(np.random.default_rng({m['seed']}).choice(fits, {run.rows_used}, replace=False))"
    if m["kind"] in ("images", "sounds"):
        matrices = [f'X, X_test = (to_matrix(data["{m["kind"][:-1]}"][rows], MODEL["state"]) for rows in (fits, test))']
    else:
        matrices = [
            f'{x} = to_matrix({{n: c[{rows}] for n, c in cells.items()}}, MODEL["folds"][k])'
            for x, rows in (("X", "fits"), ("X_test", "test"))
        ]
    truth = "np.log1p(y[fits])" if m["log_target"] else "y[fits]"
    loop = [
        *([f"fits = {drawn}"] if run.rows_used else []),
        *matrices,
        "truth, weight = y[test], weights[test]",
        'setting = learned(X, MODEL["fold_codes"][k])' if codes else "setting = learned(X)",
    ]
    if m["task"] == "regression":
        loop += [
            f"target = {truth}",
            "center, scale = target.mean(), target.std() or 1.0  # a network learns numbers of about 1 best",
            "network = train_network(X, (target - center) / scale, setting)",
            "answers = answer(network, X_test, setting) * scale + center",
            *(["answers = np.expm1(answers)"] if m["log_target"] else []),
        ]
    elif seen["classes_seen"] == list(range(len(seen["classes"]))):
        loop += [f"network = train_network(X, {truth}, setting)", "answers = answer(network, X_test, setting)"]
    else:  # a class without training rows
        loop += [
            'network = train_network(X, np.searchsorted(MODEL["classes_seen"], y[fits]), setting)',
            'answers = np.zeros((len(test), len(MODEL["classes"])))',
            'answers[:, MODEL["classes_seen"]] = answer(network, X_test, setting)',
        ]
    loop += [
        *_calibrated(run),
        f"scores.append({_metric(m)})",
        'print("fold", k, "score", scores[-1], file=sys.stderr)',
    ]
    return _train(run, "Train on all folds but one, judge on that one", [], loop)
