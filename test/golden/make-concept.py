"""Writes durations.json, quantiles as NumPy has them, and concept.json: tests of two means and two shares, Student's t, and labels given scores; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy scipy && /tmp/golden/bin/python test/golden/make-concept.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261124)


def welch(name, a, b):
    p = stats.ttest_ind(a, b, equal_var=False).pvalue
    return {"name": name, "baseline": list(np.round(a, 6)), "current": list(np.round(b, 6)), "p": None if np.isnan(p) else float(p)}


def rounded(name, a, b):
    return welch(name, np.round(a, 6), np.round(b, 6))


def joined(cells, enough):
    """Successive rows of a table, added up until enough; the rest goes to the last."""
    groups, start = [], 0
    for end in range(1, len(cells) + 1):
        if enough(cells[start:end].sum(axis=0)):
            groups.append([start, end])
            start = end
    if groups:
        groups[-1][1] = len(cells)
    return np.array([cells[a:b].sum(axis=0) for a, b in groups or [[0, len(cells)]]])


def labels_given_scores(name, before, now):
    (k0, m0), (k1, m1) = before, now
    table = np.array([k0 + m0, k0, k1 + m1, k1], dtype=float).T
    n, k, w, j = joined(table, lambda row: row[0] >= max(50, table[:, 0].sum() / 1000)).T
    total = w.sum()
    change = np.sum(w / total * (np.divide(j, w, out=np.zeros_like(w), where=w > 0) - np.where(w > 0, k / n, 0)))
    pooled = (k + j) / (n + w)
    p1, p0 = (j + 4 * pooled) / (w + 4), (k + 0.5) / (n + 1)
    error = np.sqrt(np.sum(w * p1 * (1 - p1) + w**2 / n * p0 * (1 - p0))) / total
    variance = w * (1 + w / n) * pooled * (1 - pooled)
    least = max(4, variance.sum() / 20)
    excess, spread = joined(np.array([j - w * k / n, variance]).T, lambda row: row[1] >= least).T
    statistic = np.sum(excess**2 / spread)
    half = stats.norm.ppf(0.975) * error
    return {
        "name": name,
        "baseline": {"positives": k0.tolist(), "negatives": m0.tolist()},
        "current": {"positives": k1.tolist(), "negatives": m1.tolist()},
        "change": float(change),
        "low": float(change - half),
        "high": float(change + half),
        "p": float(stats.chi2.sf(statistic, len(excess))),
    }


def scores(rows, mean, truth):
    p = 1 / (1 + np.exp(-rng.normal(mean, 1, rows)))
    y = rng.random(rows) < truth(p)
    count = lambda x: np.histogram(x, np.linspace(0, 1, 101))[0]
    return count(p[y]), count(p[~y])


SAME = lambda p: p
students = [
    {"t": t, "degrees": d, "p": float(2 * stats.t.sf(t, d))}
    for d in (1, 1.5, 2, 5, 11.7, 59.9, 118, 121, 1000, 123456.7, 5e6, 1e9)
    for t in (1e-9, 0.3, 1, 2, 5, 12, 37)
]
tests = [
    rounded("alike", rng.exponential(1, 60), rng.exponential(1, 40)),
    rounded("twice as large", rng.exponential(1, 80), rng.exponential(2, 80)),
    rounded("two rows", rng.exponential(1, 50), np.array([0.1, 7.0])),
    rounded("far apart", rng.normal(10, 1, 200), rng.normal(14, 2, 150)),
]
given = [
    labels_given_scores("alike", scores(6000, -1, SAME), scores(1000, -1, SAME)),
    labels_given_scores("other scores, the same risk", scores(6000, -1, SAME), scores(1000, -0.3, SAME)),
    labels_given_scores("more risk at the same scores", scores(6000, -1, SAME), scores(1000, -1, lambda p: np.minimum(1, 1.3 * p))),
    labels_given_scores("less risk at high scores, few rows", scores(900, 0, SAME), scores(120, 0, lambda p: np.where(p > 0.5, p - 0.3, p))),
]
source = {"versions": f"numpy {np.__version__}, scipy {scipy.__version__}", "made_by": "test/golden/make-concept.py"}
parts = ",\n".join(
    f"{json.dumps(key)}: [\n" + ",\n".join("  " + json.dumps(one) for one in many) + "\n]"
    for key, many in {"students": students, "welch": tests, "given": given}.items()
)
durations = [
    {"name": name, "values": values.tolist(), **{f"p{level}": float(np.quantile(values, level / 1000)) for level in (500, 900, 990, 999)}}
    for name, values in {
        "seconds to weeks": np.round(rng.lognormal(10, 2, 1500), 2),
        "three alike": np.array([3600.0] * 3),
        "one": np.array([86400.0]),
    }.items()
]
cases = ",\n".join("  " + json.dumps(one) for one in durations)
(HERE / "durations.json").write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [\n{cases}\n]\n}}\n')
(HERE / "concept.json").write_text(f'{{\n"source": {json.dumps(source)},\n{parts}\n}}\n')
