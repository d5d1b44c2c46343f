"""Writes custom-metrics.json: rows, and what metrics over them are by pandas, with intervals of textbook formulas by NumPy.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy scipy pandas && /tmp/golden/bin/python test/golden/make-custom-metrics.py
"""

import json
import pathlib

import numpy as np
import pandas as pd
from scipy import stats

Z = stats.norm.ppf(0.975)
rng = np.random.default_rng(20261123)
n = 400
rows = pd.DataFrame(
    {
        "amount": np.round(rng.lognormal(4, 1, n), 2),
        "channel": rng.choice(["web", "app", "l'été"], n),
        "decision": rng.choice(["1", "0"], n, p=[0.3, 0.7]),
        "outcome": rng.choice(["1", "0"], n, p=[0.25, 0.75]),
    }
)
rows.loc[rng.random(n) < 0.1, "amount"] = np.nan
rows.loc[rng.random(n) < 0.3, "outcome"] = None


def mean_interval(x):
    """Of a mean of n values: z sd / sqrt(n), sd with divisor n."""
    value = x.mean()
    half = Z * x.std(ddof=0) / np.sqrt(len(x))
    return {"value": value, "low": value - half, "high": value + half}


def ratio_interval(y, x):
    """Cochran (1977), Sampling Techniques, 2.11: var(R) = sum((y - R x)^2) / (n^2 mean(x)^2)."""
    value = y.sum() / x.sum()
    half = Z * np.sqrt(((y - value * x) ** 2).sum()) / x.sum()
    return {"value": value, "low": value - half, "high": value + half}


amount = rows.amount
approved = rows.decision == "1"
labelled = rows[rows.outcome.notna()]
wrong = (labelled.decision == "1") & (labelled.outcome == "0")
squares = amount.dropna() ** 2
mean_square = mean_interval(squares)
root = np.sqrt(mean_square["value"])
half_root = (mean_square["high"] - mean_square["value"]) / (2 * root)
expected = {
    "approved_amount": mean_interval(amount.where(approved, 0).fillna(0)),
    "mean_amount": mean_interval(amount.dropna()),
    "web_share": ratio_interval(amount.where(rows.channel == "web", 0).fillna(0), amount.fillna(0)),
    "accented": mean_interval((rows.channel == "l'été").astype(float)),
    "cost_of_errors": mean_interval(labelled.amount.where(wrong, 0).dropna().reindex(labelled.index).fillna(0)),
    "precision_by_hand": mean_interval((labelled.outcome[labelled.decision == "1"] == "1").astype(float)),
    "root_mean_square": {"value": root, "low": root - half_root, "high": root + half_root},
    "total": {"value": amount.sum()},
}
source = {
    "made_by": "test/golden/make-custom-metrics.py",
    "versions": f"numpy {np.__version__}, pandas {pd.__version__}",
    "intervals": "means: z sd / sqrt(n); ratios: Cochran (1977) 2.11; root: first-order Taylor by hand",
}
table = json.loads(rows.to_json(orient="records", force_ascii=False))
text = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in table)
named = ",\n".join(f"  {json.dumps(k)}: {json.dumps({a: float(b) for a, b in v.items()})}" for k, v in expected.items())
target = pathlib.Path(__file__).parent / "custom-metrics.json"
target.write_text(f'{{\n"source": {json.dumps(source)},\n"expected": {{\n{named}\n}},\n"rows": [\n{text}\n]\n}}\n')
