"""Writes the tables of this folder from SciPy, scikit-learn and NumPy; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy scipy scikit-learn && /tmp/golden/bin/python test/golden/make-tables.py [table ...]
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics

HERE = pathlib.Path(__file__).parent
VERSIONS = f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}"
rng = np.random.default_rng(20261101)


def write(name, source, cases):
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    body = ",\n".join("  " + json.dumps(case) for case in cases)
    source = {"versions": VERSIONS, "made_by": "test/golden/make-tables.py", **source}
    (HERE / f"{name}.json").write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [\n{body}\n]\n}}\n')


def smoothed_index(a, b):
    p, q = ((np.asarray(x) + 0.5) / (np.asarray(x) + 0.5).sum() for x in (a, b))
    return float(np.sum((q - p) * np.log(q / p)))


def numeric(name, baseline, current):
    deciles = np.quantile(baseline, np.arange(1, 10) / 10)
    edges = np.unique(deciles)
    count = lambda x: np.bincount(np.searchsorted(edges, x, side="left"), minlength=len(edges) + 1)
    a, b = count(baseline), count(current)
    n, m = len(baseline), len(current)
    d = stats.ks_2samp(baseline, current).statistic
    w = stats.wasserstein_distance(baseline, current)
    return {
        "name": name,
        "baseline": list(baseline),
        "current": list(current),
        "deciles": list(deciles),
        "psi": smoothed_index(a, b),
        "jensen_shannon": float(jensenshannon(a / n, b / m, base=2)),
        "kolmogorov_smirnov": float(d),
        "kolmogorov_smirnov_p": float(stats.kstwo.sf(d, round(n * m / (n + m)))),
        "wasserstein": float(w),
        "wasserstein_normalised": float(w / np.std(baseline)),
        "mean": float(np.mean(current)),
        "std": float(np.std(current)),
        "min": float(np.min(current)),
        "max": float(np.max(current)),
        "out_of_range_share": float(np.mean((current < baseline.min()) | (current > baseline.max()))),
    }


def categorical(name, baseline, current):
    names = sorted(set(baseline) | set(current))
    a, b = (np.array([x.get(k, 0) for k in names]) for x in (baseline, current))
    chi2, p, _, _ = stats.chi2_contingency(np.array([a, b]), correction=False)
    return {
        "name": name,
        "baseline": baseline,
        "current": current,
        "psi": smoothed_index(a, b),
        "jensen_shannon": float(jensenshannon(a / a.sum(), b / b.sum(), base=2)),
        "chi_square": float(chi2),
        "chi_square_p": float(p),
        "cramers_v": float(stats.contingency.association(np.array([a, b]), method="cramer", correction=False)),
        "l_infinity": float(np.max(np.abs(a / a.sum() - b / b.sum()))),
        "new_category_share": float(sum(v for k, v in current.items() if k not in baseline) / b.sum()),
    }


def normal_interval(values):
    low, high = stats.norm.interval(0.95, np.mean(values), stats.sem(values))
    return [max(0.0, float(low)), float(high)]


def calibration_error(actual, score):
    """The convention of ../shared/golden/reference: (i/10, (i+1)/10], the first closed at 0."""
    bins = np.searchsorted(np.arange(1, 10) / 10, score, side="left")
    gaps = [abs(score[bins == b].sum() - actual[bins == b].sum()) for b in range(10)]
    return float(sum(gaps) / len(score))


def lift(actual, score):
    left, hits = len(score) / 10, 0.0
    for value in sorted(set(score), reverse=True):
        tied = actual[score == value]
        hits += tied.sum() * min(1, left / len(tied))
        left = max(0, left - len(tied))
    return float(hits / (len(score) / 10) / actual.mean())


def binary(name, actual, predicted, score):
    tn, fp, fn, tp = metrics.confusion_matrix(actual, predicted, labels=[0, 1]).ravel()
    clipped = np.clip(score, 1e-15, 1 - 1e-15)
    return {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "score": score.tolist(),
        "accuracy": metrics.accuracy_score(actual, predicted),
        "precision": metrics.precision_score(actual, predicted),
        "recall": metrics.recall_score(actual, predicted),
        "specificity": metrics.recall_score(actual, predicted, pos_label=0),
        "f1": metrics.f1_score(actual, predicted),
        "f2": metrics.fbeta_score(actual, predicted, beta=2),
        "f05": metrics.fbeta_score(actual, predicted, beta=0.5),
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
        "mcc": metrics.matthews_corrcoef(actual, predicted),
        "cohen_kappa": metrics.cohen_kappa_score(actual, predicted),
        "ks_of_scores": float(stats.ks_2samp(score[actual == 1], score[actual == 0]).statistic),
        "lift": lift(actual, score),
        "expected_calibration_error": calibration_error(actual, score),
        "roc_auc": metrics.roc_auc_score(actual, score),
        "average_precision": metrics.average_precision_score(actual, score),
        "log_loss": float(-np.mean(np.log(np.where(actual == 1, clipped, 1 - clipped)))),
        "brier": metrics.brier_score_loss(actual, score),
        "true_positives": int(tp),
        "false_positives": int(fp),
        "true_negatives": int(tn),
        "false_negatives": int(fn),
        "intervals": {
            "brier": normal_interval((score - actual) ** 2),
            "log_loss": normal_interval(-np.log(np.where(actual == 1, clipped, 1 - clipped))),
        },
    }


def multiclass(name, actual, predicted, probability, classes):
    given = probability / probability.sum(axis=1, keepdims=True)
    case = {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "classes": classes,
        "probability": probability.tolist(),
        "accuracy": metrics.accuracy_score(actual, predicted),
        "log_loss": float(-np.mean(np.log([row[classes.index(a)] for a, row in zip(actual, given)]))),
    }
    case |= {
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
        "mcc": metrics.matthews_corrcoef(actual, predicted),
        "cohen_kappa": metrics.cohen_kappa_score(actual, predicted),
        "roc_auc_ovr": float(
            np.mean([metrics.roc_auc_score(actual == c, probability[:, k]) for k, c in enumerate(classes) if c in actual])
        ),
    }
    for k in (2, 3):
        if len(classes) > k:
            case[f"top_{k}_accuracy"] = metrics.top_k_accuracy_score(actual, probability, k=k, labels=classes)
    for average in ("micro", "macro", "weighted"):
        p, r, f, _ = metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
        case |= {f"{average}_precision": p, f"{average}_recall": r, f"{average}_f1": f}
    return case


def regression(name, actual, predicted):
    error = predicted - actual
    size = np.abs(error)
    both = np.abs(actual) + np.abs(predicted)
    symmetric = np.divide(2 * size, both, out=np.zeros(len(size)), where=both > 0)
    tilted = {f"pinball_loss_p{round(100 * a)}": np.maximum(-a * error, (1 - a) * error) for a in (0.1, 0.5, 0.9)}
    case = {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "mse": metrics.mean_squared_error(actual, predicted),
        "rmse": metrics.root_mean_squared_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
        "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        "mean_error": float(np.mean(error)),
        "smape": float(np.mean(symmetric)),
        "median_absolute_error": metrics.median_absolute_error(actual, predicted),
        "p90_absolute_error": float(np.quantile(size, 0.9)),
        "max_error": metrics.max_error(actual, predicted),
        **{f"pinball_loss_p{round(100 * a)}": metrics.mean_pinball_loss(actual, predicted, alpha=a) for a in (0.1, 0.5, 0.9)},
        "intervals": {
            "mae": normal_interval(size),
            "mse": normal_interval(error**2),
            "rmse": list(np.sqrt(normal_interval(error**2))),
            **{name: normal_interval(losses) for name, losses in tilted.items()},
        },
    }
    # A row's part in r2, to first order.
    deviation = actual - actual.mean()
    part = (error**2 - np.mean(error**2) / np.mean(deviation**2) * deviation**2) / np.mean(deviation**2)
    half = stats.norm.ppf(0.975) * np.sqrt(np.mean(part**2) / len(part))
    case["intervals"]["r2"] = [case["r2"] - half, min(1, case["r2"] + half)]
    if min(actual.min(), predicted.min()) > -1:
        log_error = np.log1p(predicted) - np.log1p(actual)
        case["rmsle"] = float(np.sqrt(np.mean(log_error**2)))
        case["intervals"]["smape"] = normal_interval(symmetric)
        case["intervals"]["rmsle"] = list(np.sqrt(normal_interval(log_error**2)))
        case["intervals"]["mape"] = normal_interval(size / np.abs(actual))
    return case


normal = rng.normal(50, 9, 600).round(3)
long = rng.lognormal(3, 1, 600).round(2)
zeros = np.where(rng.random(400) < 0.6, 0, rng.integers(1, 40, 400)).astype(float)
write(
    "drift-numeric",
    {
        "psi": "counts over bins at numpy.quantile deciles, +0.5 each",
        "jensen_shannon": "scipy.spatial.distance.jensenshannon(base=2)",
        "kolmogorov_smirnov_p": "scipy.stats.kstwo.sf(D, round(nm/(n+m)))",
        "wasserstein": "scipy.stats.wasserstein_distance",
        "std": "numpy.std, ddof=0",
    },
    [
        numeric("the same distribution", normal, rng.normal(50, 9, 250).round(3)),
        numeric("a shift beyond the range", normal, rng.normal(65, 12, 250).round(3)),
        numeric("a long tail", long, rng.lognormal(3.2, 1.1, 250).round(2)),
        numeric("half of it zero, then less", zeros, np.where(rng.random(300) < 0.4, 0, rng.integers(1, 45, 300)).astype(float)),
        numeric("few whole numbers, negative too", rng.integers(-2, 4, 300).astype(float), rng.integers(-1, 5, 120).astype(float)),
        numeric("no overlap", np.arange(100.0), np.arange(100.0) + 500),
        numeric("one row", normal, np.array([41.5])),
    ],
)
write(
    "drift-categorical",
    {
        "chi_square": "scipy.stats.chi2_contingency(correction=False)",
        "cramers_v": "scipy.stats.contingency.association(method='cramer')",
        "jensen_shannon": "scipy.spatial.distance.jensenshannon(base=2)",
        "psi": "counts +0.5 each",
    },
    [
        categorical("close", {"a": 500, "b": 300, "c": 200}, {"a": 240, "b": 160, "c": 100}),
        categorical("a new and a lost category", {"a": 500, "b": 300, "c": 200}, {"a": 50, "b": 10, "new": 40}),
        categorical("two categories", {"no": 900, "yes": 100}, {"no": 80, "yes": 20}),
        categorical("nothing in common", {"a": 70, "b": 30}, {"c": 12, "d": 8}),
        categorical("far apart", {"a": 100000, "b": 1000}, {"a": 1000, "b": 100000}),
    ],
)
y = (rng.random(300) < 0.4).astype(int)
s = np.clip(rng.normal(0.35 + 0.3 * y, 0.2), 0, 1).round(2)
rare = (rng.random(400) < 0.05).astype(int)
weak = rng.random(400).round(4)
write(
    "binary",
    {
        "metrics": "sklearn.metrics, same names; log_loss of scores clipped to [1e-15, 1 - 1e-15]",
        "ks_of_scores": "scipy.stats.ks_2samp",
        "lift, expected_calibration_error": "computed here, from rows",
        "intervals": "scipy.stats.norm.interval with scipy.stats.sem, not below 0",
    },
    [
        binary("tied scores, some 0 and 1", y, (s >= 0.5).astype(int), s),
        binary("rare positives, a weak score", rare, (weak >= 0.7).astype(int), weak),
        binary("a sure and wrong score", np.array([0, 1, 1, 0]), np.array([0, 1, 0, 1]), np.array([0.0, 1.0, 0.0, 1.0])),
    ],
)
classes = ["bird", "cat", "dog"]
a = rng.choice(classes, 200, p=[0.5, 0.3, 0.2])
prob = rng.random((200, 3)) + 1.2 * (a[:, None] == np.array(classes))
guess = np.array(classes)[prob.argmax(axis=1)]
never = np.where(guess == "dog", "cat", guess)
# A generator of its own: what is drawn below stays as it is.
other = np.random.default_rng(7)
letters = np.array(["a", "b", "c", "d", "e"])
many = other.choice(letters, 150)
tied = ((other.random((150, 5)) + 0.5 * (many[:, None] == letters)) / 3).round(1) + 0.1
write(
    "multiclass",
    {"metrics": "sklearn.metrics.precision_recall_fscore_support(zero_division=0); log_loss of probabilities divided by their sum; roc_auc_ovr is the mean of roc_auc_score over classes with labels"},
    [
        multiclass("three classes", a, guess, prob.round(3), classes),
        multiclass("a class never predicted", a, never, prob.round(3), classes),
        multiclass("a class never actual", np.where(a == "dog", "cat", a), guess, prob.round(3), classes),
        multiclass("five classes, many ties", many, letters[tied.argmax(axis=1)], tied, letters.tolist()),
    ],
)
t = rng.normal(200, 40, 150).round(2)
write(
    "regression",
    {
        "metrics": "sklearn.metrics, same names; mean_error = numpy.mean(predicted - actual); pinball_loss_p10: mean_pinball_loss(alpha=0.1)",
        "smape, rmsle": "computed here, from rows",
        "p90_absolute_error": "numpy.quantile",
        "intervals": "scipy.stats.norm.interval with scipy.stats.sem, not below 0; r2 from its influence function over rows",
    },
    [
        regression("good", t, (t + rng.normal(3, 10, 150)).round(2)),
        regression("worse than the mean", t, rng.normal(100, 80, 150).round(2)),
        regression("far from zero", t + 1e9, (t + 1e9 + rng.normal(0, 5, 150)).round(2)),
        regression("negative and zero", np.array([-2.0, 0.0, 3.0]), np.array([-1.0, 0.5, 3.0])),
    ],
)
write(
    "kolmogorov",
    {"p": "scipy.stats.kstwo.sf(d, n)"},
    [
        {"n": n, "d": z / n**0.5, "p": float(stats.kstwo.sf(z / n**0.5, n))}
        for n in (1, 2, 5, 20, 100, 140, 141, 700, 4545, 60000, 2000000)
        for z in (0.45, 0.8, 1.1, 1.45, 1.5, 1.9, 2.6, 4, 9)
    ],
)
write(
    "chi-square-survival",
    {"p": "scipy.stats.chi2.sf(x, k)"},
    [{"x": x, "k": k, "p": float(stats.chi2.sf(x, k))} for k in (1, 2, 5, 30, 250) for x in (0.1, 1, 4, 25, 200, 900)],
)
waits = rng.lognormal(3.5, 0.9, 500)
write(
    "latency",
    {"quantiles": "numpy.quantile(method='linear')"},
    [
        {
            "name": name,
            "values": list(map(float, values)),
            **{f"latency_p{p}": float(np.quantile(values, p / 100)) for p in (50, 90, 95, 99)},
        }
        for name, values in (("long tail", waits.round(3)), ("all equal", np.full(20, 12.0)), ("three", np.array([1.0, 100.0, 10000.0])))
    ],
)


def delong(name, actual, score):
    """Area and its standard error by mid-ranks, as Sun & Xu (2014) compute it."""
    positives, negatives = score[actual == 1], score[actual == 0]
    m, n = len(positives), len(negatives)
    both = stats.rankdata(np.concatenate([positives, negatives]))
    area = (both[:m].sum() - m * (m + 1) / 2) / (m * n)
    v01 = (both[:m] - stats.rankdata(positives)) / n
    v10 = 1 - (both[m:] - stats.rankdata(negatives)) / m
    variance = np.var(v01, ddof=1) / m + np.var(v10, ddof=1) / n
    return {
        "name": name,
        "actual": actual.tolist(),
        "score": score.tolist(),
        "area": float(area),
        "standard_error": float(np.sqrt(variance)),
    }


def kappa_standard_error(table):
    """Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, as statsmodels.stats.inter_rater.cohens_kappa has it."""
    p = table / table.sum()
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    agreement, chance = np.trace(p), rows @ columns
    kappa = (agreement - chance) / (1 - chance)
    weights = columns[:, None] + rows[None, :]
    diagonal = np.diag(p)
    a = np.sum(diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2)
    b = (1 - kappa) ** 2 * np.sum((p - np.diag(diagonal)) * weights**2)
    c = (kappa - chance * (1 - kappa)) ** 2
    return float(np.sqrt((a + b - c) / (1 - chance) ** 2 / table.sum()))


def delta_standard_error(table, score):
    """Multinomial delta method, the gradient by complex steps."""
    p = table / table.sum()
    gradient = np.zeros_like(p)
    for cell in np.ndindex(p.shape):
        moved = p.astype(complex)
        moved[cell] += 1e-30j
        gradient[cell] = score(moved).imag / 1e-30
    mean = np.sum(p * gradient)
    return float(np.sqrt((np.sum(p * gradient**2) - mean**2) / table.sum()))


def mcc(p):
    t, s = p.sum(axis=1), p.sum(axis=0)
    return (p.sum() * np.trace(p) - t @ s) / np.sqrt((p.sum() ** 2 - t @ t) * (p.sum() ** 2 - s @ s))


def f_scores(p):
    return 2 * np.diag(p) / (p.sum(axis=1) + p.sum(axis=0))


def f_beta(beta):
    return lambda p: (1 + beta**2) * p[1, 1] / (beta**2 * p[1].sum() + p[:, 1].sum())


def confusion(name, rows):
    table = np.array(rows, dtype=float)
    share = lambda p: p.sum(axis=1) / p.sum()
    case = {
        "name": name,
        "table": rows,
        "cohen_kappa": kappa_standard_error(table),
        "mcc": delta_standard_error(table, mcc),
        "macro_f1": delta_standard_error(table, lambda p: f_scores(p).mean()),
        "weighted_f1": delta_standard_error(table, lambda p: np.sum(share(p) * f_scores(p))),
        "weighted_precision": delta_standard_error(table, lambda p: np.sum(share(p) * np.diag(p) / p.sum(axis=0))),
    }
    if len(rows) == 2:
        case |= {"f2": delta_standard_error(table, f_beta(2)), "f05": delta_standard_error(table, f_beta(0.5))}
    return case


write(
    "delong",
    {"standard_error": "DeLong (1988) by the mid-ranks of Sun & Xu (2014), IEEE Signal Processing Letters 21"},
    [
        delong("ties", y, s),
        delong("no ties, hardly better than chance", rare, weak),
        delong("few rows", np.array([0, 0, 1, 1, 0, 1]), np.array([0.1, 0.4, 0.35, 0.8, 0.35, 0.7])),
    ],
)
write(
    "confusion-standard-errors",
    {
        "cohen_kappa": "the closed form of Fleiss, Cohen & Everitt (1969)",
        "the others": "multinomial delta method with the gradient by complex steps",
    },
    [
        confusion("two classes", [[60, 12], [9, 31]]),
        confusion("two classes, one rare", [[950, 20], [14, 16]]),
        confusion("three classes", [[88, 14, 18], [10, 40, 10], [2, 6, 12]]),
        confusion("four classes, empty cells", [[20, 0, 3, 1], [0, 35, 0, 2], [5, 0, 11, 0], [1, 1, 0, 42]]),
    ],
)
