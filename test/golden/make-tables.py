"""Writes the tables of this folder from SciPy, scikit-learn and NumPy; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy scipy scikit-learn && /tmp/golden/bin/python test/golden/make-tables.py
"""

import json
import pathlib

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
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
        "mcc": metrics.matthews_corrcoef(actual, predicted),
        "roc_auc": metrics.roc_auc_score(actual, score),
        "average_precision": metrics.average_precision_score(actual, score),
        "log_loss": float(-np.mean(np.log(np.where(actual == 1, clipped, 1 - clipped)))),
        "brier": metrics.brier_score_loss(actual, score),
        "true_positives": int(tp),
        "false_positives": int(fp),
        "true_negatives": int(tn),
        "false_negatives": int(fn),
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
    for average in ("macro", "weighted"):
        p, r, f, _ = metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
        case |= {f"{average}_precision": p, f"{average}_recall": r, f"{average}_f1": f}
    return case


def regression(name, actual, predicted):
    return {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "mse": metrics.mean_squared_error(actual, predicted),
        "rmse": metrics.root_mean_squared_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
        "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        "mean_error": float(np.mean(predicted - actual)),
    }


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
    {"metrics": "sklearn.metrics, same names; log_loss of scores clipped to [1e-15, 1 - 1e-15]"},
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
write(
    "multiclass",
    {"metrics": "sklearn.metrics.precision_recall_fscore_support(zero_division=0); log_loss of probabilities divided by their sum"},
    [
        multiclass("three classes", a, guess, prob.round(3), classes),
        multiclass("a class never predicted", a, never, prob.round(3), classes),
        multiclass("a class never actual", np.where(a == "dog", "cat", a), guess, prob.round(3), classes),
    ],
)
t = rng.normal(200, 40, 150).round(2)
write(
    "regression",
    {"metrics": "sklearn.metrics, same names; mean_error = numpy.mean(predicted - actual)"},
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
