"""Writes multivariate.json from scikit-learn, NumPy and SciPy; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy pandas scipy scikit-learn && /tmp/golden/bin/python test/golden/make-multivariate.py
"""

import itertools
import json
import pathlib

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy import integrate, stats
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import ndcg_score
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261123)
NUMBERS = ["a", "b", "c", "d"]
CATEGORIES = ["k", "l"]


def draw(rows, loading, categories):
    common = rng.normal(size=rows)
    table = pd.DataFrame(
        {name: 100 * i + (i + 1) * (w * common + rng.normal(size=rows)) for i, (name, w) in enumerate(zip(NUMBERS, loading))}
    ).round(3)
    for name in CATEGORIES:
        table[name] = rng.choice(categories, size=rows, p=np.arange(len(categories), 0, -1) / sum(range(len(categories) + 1)))
        table.loc[rng.random(rows) < 0.1, name] = None
    for name in NUMBERS:
        table.loc[rng.random(rows) < 0.1, name] = np.nan
    return table


def reconstruction(baseline, current):
    """As NannyML's DataReconstructionDriftCalculator, category_encoders.CountEncoder(normalize=True) written out."""
    numbers = SimpleImputer(strategy="mean").fit(baseline[NUMBERS])
    most = {name: baseline[name].value_counts().index[0] for name in CATEGORIES}
    shares = {name: baseline[name].fillna(most[name]).value_counts(normalize=True) for name in CATEGORIES}

    def encode(rows):
        encoded = [rows[name].fillna(most[name]).map(shares[name]).fillna(0) for name in CATEGORIES]
        return np.column_stack([numbers.transform(rows[NUMBERS]), *encoded])

    scaler = StandardScaler().fit(encode(baseline))
    pca = PCA(0.65).fit(scaler.transform(encode(baseline)))

    def errors(rows):
        z = scaler.transform(encode(rows))
        return np.linalg.norm(z - pca.inverse_transform(pca.transform(z)), axis=1)

    now = errors(current)
    half = stats.norm.ppf(0.975) * now.std() / np.sqrt(len(now))
    return {
        "components": int(pca.n_components_),
        "value": now.mean(),
        "low": now.mean() - half,
        "high": now.mean() + half,
        "reference": errors(baseline).mean(),
    }


def correlation_change(baseline, current):
    n, m = len(baseline), len(current)
    mean = baseline[NUMBERS].mean()
    before, now = (np.corrcoef(rows[NUMBERS].fillna(mean).T) for rows in (baseline, current))
    pairs = list(itertools.combinations(range(len(NUMBERS)), 2))
    i, j = max(pairs, key=lambda pair: abs(now[pair] - before[pair]))
    r1, r2 = before[i, j], now[i, j]
    (l1, u1), (l2, u2) = (
        np.tanh(np.arctanh(r) + stats.norm.ppf(0.975) / np.sqrt(k - 3) * np.array([-1, 1])) for r, k in ((r1, n), (r2, m))
    )
    # Zou (2007), equation 15, of the larger minus the smaller.
    (ra, la, ua), (rb, lb, ub) = ((r2, l2, u2), (r1, l1, u1)) if r2 > r1 else ((r1, l1, u1), (r2, l2, u2))
    value = ra - rb
    spread = [
        (1 - ((n * before[p] + m * now[p]) / (n + m)) ** 2) * np.sqrt(1 / (n - 3) + 1 / (m - 3)) for p in pairs
    ]
    chance = integrate.quad(lambda t: 1 - np.prod([2 * stats.norm.cdf(t / s) - 1 for s in spread]), 0, 10 * max(spread))[0]
    return {
        "pair": [NUMBERS[i], NUMBERS[j]],
        "value": value,
        "low": max(0, value - np.hypot(ra - la, ub - rb)),
        "high": value + np.hypot(ua - ra, rb - lb),
        "chance": chance,
    }


def rows_of(table):
    return json.loads(table.to_json(orient="values", double_precision=15))


def case(name, baseline_loading, current_loading):
    baseline = draw(90, baseline_loading, ["x", "y", "z"])
    current = draw(70, current_loading, ["x", "y", "z", "new"])
    return {
        "name": name,
        "baseline": rows_of(baseline),
        "current": rows_of(current),
        "pca_reconstruction_error": reconstruction(baseline, current),
        "correlation_change": correlation_change(baseline, current),
    }


def attributions(name, baseline, current):
    value = ndcg_score([baseline], [current])
    return {"name": name, "baseline": baseline, "current": current, "attribution_ndcg": value}


table = {
    "source": {
        "made_by": "test/golden/make-multivariate.py",
        "versions": f"numpy {np.__version__}, pandas {pd.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}",
        "formulas": [
            "NannyML DataReconstructionDriftCalculator",
            "Zou (2007), Psychological Methods 12, 399-413",
            "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-feature-attribution-drift.html",
        ],
    },
    "columns": NUMBERS + CATEGORIES,
    "cases": [
        case("features go together, and cease to", [4, 4, 4, 4], [4, -4, 0, 4]),
        case("features are independent, and two begin to go together", [0, 0, 0, 0], [3, 3, 0, 0]),
        case("nothing changed", [2, 1, 0, 2], [2, 1, 0, 2]),
    ],
    "attributions": [
        attributions("the college of the AWS documentation, which says 0.69", [0.7, 0.5, 0.05], [0.1, 0.2, 0.7]),
        attributions("the same order at other sizes", [0.7, 0.5, 0.05], [7.1, 3.2, 0.7]),
        attributions("ties", [0.7, 0.5, 0.3, 0.05], [0.2, 0.4, 0.2, 0.2]),
        attributions("nothing counts in the window", [0.7, 0.5, 0.3, 0.05], [0, 0, 0, 0]),
        attributions("eight features", *rng.gamma(1, size=(2, 8)).round(4).tolist()),
    ],
}
parts = []
for key, part in table.items():
    text = json.dumps(part)
    if isinstance(part, list) and isinstance(part[0], dict):
        text = "[\n" + ",\n".join("  " + json.dumps(one) for one in part) + "\n]"
    parts.append(f"{json.dumps(key)}: {text}")
(HERE / "multivariate.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")
