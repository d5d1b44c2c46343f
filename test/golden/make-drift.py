"""Writes drift-statistics.json and drift-data-sets.json of this folder from SciPy and NumPy; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy scipy pandas && /tmp/golden/bin/python test/golden/make-drift.py
"""

import json
import pathlib

import numpy as np
import pandas as pd
import scipy
from scipy import stats

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[2] / "shared/golden"
VERSIONS = f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}"
rng = np.random.default_rng(20261123)


def write(name, source, cases):
    body = ",\n".join("  " + json.dumps(case) for case in cases)
    source = {"versions": VERSIONS, "made_by": "test/golden/make-drift.py", **source}
    (HERE / f"{name}.json").write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [\n{body}\n]\n}}\n')


def anderson(x, y):
    """nm/(n+m) times the integral of (F - G)^2 over the pooled sample, by its definition; SciPy's own where no values are equal."""
    n, m, z = len(x), len(y), np.concatenate([x, y])
    f = np.searchsorted(np.sort(x), z, side="right") / n
    g = np.searchsorted(np.sort(y), z, side="right") / m
    return float(n * m / (n + m) ** 2 * np.sum((f - g) ** 2))


def dealt(x, y, deals=4000):
    """How often, and what in the mean, the statistic is when the values are dealt anew to the two samples."""
    z, n = np.concatenate([x, y]), len(x)
    ts = np.array([anderson(p[:n], p[n:]) for p in (rng.permutation(z) for _ in range(deals))])
    return float(np.mean(ts >= anderson(x, y) - 1e-12)), float(ts.mean())


def distinct_values(name, x, y):
    x, y = x.round(6), y.round(6)
    assert len(np.unique(np.concatenate([x, y]))) == len(x) + len(y)
    test = stats.cramervonmises_2samp(x, y, method="asymptotic")
    return {
        "name": name,
        "baseline": list(x),
        "current": list(y),
        "cramer_von_mises": float(test.statistic),
        "cramer_von_mises_p": float(test.pvalue),
        "energy_distance": float(stats.energy_distance(x, y)),
        "mean_shift": float((np.mean(y) - np.mean(x)) / np.std(x)),
    }


def equal_values(name, x, y):
    p, mean = dealt(x, y)
    return {
        "name": name,
        "baseline": list(map(float, x)),
        "current": list(map(float, y)),
        "cramer_von_mises": anderson(x, y),
        "p": p,
        "mean": mean,
        "energy_distance": float(stats.energy_distance(x, y)),
    }


def shares(name, a, b):
    a, b = np.array(a), np.array(b)
    p, q = a / a.sum(), b / b.sum()
    table = np.array([a, b])
    deals = stats.multivariate_hypergeom.rvs(table.sum(axis=0), int(a.sum()), size=20000, random_state=7)
    p_, q_ = deals / a.sum(), (table.sum(axis=0) - deals) / b.sum()
    distance = lambda u, v: np.sqrt(((np.sqrt(u) - np.sqrt(v)) ** 2).sum(axis=-1) / 2)
    return {
        "name": name,
        "baseline": a.tolist(),
        "current": b.tolist(),
        "hellinger": float(distance(p, q)),
        "total_variation": float(np.abs(p - q).sum() / 2),
        "chance": {
            "hellinger": float(np.sqrt((distance(p_, q_) ** 2).mean())),
            "total_variation": float((np.abs(p_ - q_).sum(axis=1) / 2).mean()),
        },
    }


normal = rng.normal(0, 1, 300)
tied = lambda size, p: rng.choice(len(p), size, p=p)
write(
    "drift-statistics",
    {
        "distinct": "scipy.stats.cramervonmises_2samp(method='asymptotic'), scipy.stats.energy_distance, numpy",
        "equal": "Anderson (1962): nm/(n+m) integral (F-G)^2 dH; p and mean over 4000 deals of the pooled values",
        "shares": "sqrt(sum (sqrt p - sqrt q)^2 / 2), sum |p - q| / 2; chance over 20000 deals (scipy.stats.multivariate_hypergeom)",
        "survival": "scipy.stats._hypotests._cdf_cvm_inf",
    },
    [
        {"kind": "distinct", **case}
        for case in (
            distinct_values("one distribution", normal, rng.normal(0, 1, 120)),
            distinct_values("a shift", normal, rng.normal(0.4, 1, 80)),
            distinct_values("another spread, more rows", normal, rng.normal(0, 1.7, 900)),
            distinct_values("a long tail", rng.lognormal(2, 1.2, 250), rng.lognormal(2.1, 1.2, 250)),
            distinct_values("no overlap", np.arange(40.0), np.arange(25.0) + 100.5),
            distinct_values("two and three", np.array([1.0, 4.0]), np.array([2.0, 3.0, 9.0])),
        )
    ]
    + [
        {"kind": "equal", **case}
        for case in (
            equal_values("two values", tied(200, [0.5, 0.5]), tied(60, [0.4, 0.6])),
            equal_values("a rare one", tied(300, [0.95, 0.05]), tied(300, [0.91, 0.09])),
            equal_values("five values", tied(250, [0.1, 0.3, 0.2, 0.3, 0.1]), tied(90, [0.1, 0.2, 0.2, 0.3, 0.2])),
            equal_values("seventeen, of very different size", rng.integers(6, 23, 900), rng.integers(6, 23, 60)),
            equal_values("half of it zero", np.where(rng.random(300) < 0.5, 0, rng.normal(3, 1, 300).round(2)), np.where(rng.random(150) < 0.42, 0, rng.normal(3, 1, 150).round(2))),
        )
    ]
    + [
        {"kind": "shares", **case}
        for case in (
            shares("close", [500, 300, 200], [240, 160, 100]),
            shares("a new and a lost one", [500, 300, 200, 0], [50, 10, 0, 40]),
            shares("two categories", [900, 100], [80, 20]),
            shares("nothing in common", [70, 30, 0, 0], [0, 0, 12, 8]),
            shares("ten bins", [100] * 10, [30, 41, 35, 28, 33, 36, 30, 29, 40, 31]),
        )
    ]
    + [{"kind": "survival", "x": x, "p": float(1 - stats._hypotests._cdf_cvm_inf(np.float64(x)))} for x in (0.0031, 0.01, 0.03, 0.0459, 0.1, 0.2, 0.46136, 0.74346, 1.16786, 2.0)],
)

DATA_SETS = (("synthetic_car_loan", 5000), ("synthetic_credit_card", 6000), ("synthetic_car_price", 6000))
rows = []
for data_set, size in DATA_SETS:
    reference = json.loads((DATA / f"reference/{data_set}_size{size}.json").read_text())
    frames = {period: pd.read_csv(DATA / f"data/{data_set}_{period}.csv.gz") for period in ("reference", "analysis")}
    for column in reference["reference"]["numeric"]:
        baseline = frames["reference"][column].dropna().to_numpy(float)
        chunks = [
            frames[chunk["period"]][column][chunk["start"] : chunk["end"] + 1].dropna().to_numpy(float)
            for chunk in reference["chunks"]
        ]
        each = lambda of: [float(f"{of(values):.12g}") for values in chunks]
        rows.append(
            {
                "data": data_set,
                "column": column,
                "cramer_von_mises": each(lambda values: anderson(baseline, values)),
                "energy_distance": each(lambda values: stats.energy_distance(baseline, values)),
                "mean_shift": each(lambda values: (values.mean() - baseline.mean()) / baseline.std()),
                "distinct_count": each(lambda values: len(np.unique(values))),
            }
        )
write(
    "drift-data-sets",
    {
        "data": "../shared/golden/data; a value for each chunk of ../shared/golden/reference, in their order",
        "cramer_von_mises": "Anderson (1962): nm/(n+m) integral (F-G)^2 dH",
        "energy_distance": "scipy.stats.energy_distance",
    },
    rows,
)
