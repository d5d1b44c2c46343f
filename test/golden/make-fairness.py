"""Writes fairness.json with SageMaker Clarify's open source, and two-proportions.json with statsmodels and SciPy.

python3 -m venv /tmp/fair && /tmp/fair/bin/pip install smclarify statsmodels scipy scikit-learn pandas
/tmp/fair/bin/python test/golden/make-fairness.py
"""

import itertools
import json
import math
import pathlib

import numpy as np
import pandas as pd
import scipy
import statsmodels
from scipy.stats.contingency import relative_risk
from smclarify.bias import metrics as clarify
from statsmodels.stats.proportion import confint_proportions_2indep

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261102)


def write(name, versions, cases):
    source = {"versions": versions, "made_by": "test/golden/make-fairness.py"}
    body = ",\n".join("  " + json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [\n{body}\n]\n}}\n')


def attempt(metric, *columns):
    """The value; null where Clarify refuses or finds infinity."""
    try:
        value = float(metric(*columns))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def binary(name, table):
    """`table`: rows of sex, region, actual, predicted, count; F is the sensitive value."""
    rows = pd.DataFrame(
        [row[:4] for row in table for _ in range(row[4])], columns=["sex", "region", "actual", "predicted"]
    )
    d, y, p = rows.sex == "F", rows.actual, rows.predicted
    labels = y.astype(str)
    return {
        "name": name,
        "task": "binary",
        "rows": table,
        "expected": {
            "difference_in_positive_proportions_in_predicted_labels": attempt(clarify.DPPL, rows.sex, d, p),
            "disparate_impact": attempt(clarify.DI, rows.sex, d, p),
            "difference_in_conditional_acceptance": attempt(clarify.DCA, rows.sex, d, y, p),
            "difference_in_conditional_rejection": attempt(clarify.DCR, rows.sex, d, y, p),
            "recall_difference": attempt(clarify.RD, rows.sex, d, y, p),
            "specificity_difference": attempt(clarify.SD, rows.sex, d, y, p),
            "difference_in_acceptance_rates": attempt(clarify.DAR, rows.sex, d, y, p),
            "difference_in_rejection_rates": attempt(clarify.DRR, rows.sex, d, y, p),
            "accuracy_difference": attempt(clarify.AD, rows.sex, d, y, p),
            "treatment_equality": attempt(clarify.TE, rows.sex, d, y, p),
            "conditional_demographic_disparity_in_predicted_labels": attempt(
                clarify.CDDPL, rows.sex, d, p, rows.region
            ),
            "generalized_entropy": attempt(clarify.GE, y, p),
            "class_imbalance": attempt(clarify.CI, rows.sex, d),
            "difference_in_positive_proportions_in_labels": attempt(clarify.DPL, rows.sex, d, y),
            "conditional_demographic_disparity_in_labels": attempt(clarify.CDDL, rows.sex, d, y, rows.region),
            **distances(labels, d),
        },
    }


def distances(labels, d):
    return {
        "kullback_leibler_divergence_of_labels": attempt(clarify.KL, labels, d),
        "jensen_shannon_divergence_of_labels": attempt(clarify.JS, labels, d),
        "lp_norm_of_labels": attempt(clarify.LP, labels, d),
        "total_variation_distance_of_labels": attempt(clarify.TVD, labels, d),
        "kolmogorov_smirnov_of_labels": attempt(clarify.KS, labels, d),
    }


def multiclass(name, table):
    """`table`: rows of sex, region, actual, predicted, count; every prediction is right."""
    rows = pd.DataFrame([row[:4] for row in table for _ in range(row[4])], columns=["sex", "region", "actual", "predicted"])
    return {
        "name": name,
        "task": "multiclass",
        "rows": table,
        "expected": {
            "class_imbalance": attempt(clarify.CI, rows.sex, rows.sex == "F"),
            **distances(rows.actual, rows.sex == "F"),
        },
    }


def random_table(most, sexes=("F", "M", "X")):
    regions = ["north", "south", "east"]
    return [
        [sex, region, bool(y), bool(p), int(rng.integers(0, most))]
        for sex, region, y, p in itertools.product(sexes, regions, [0, 1], [0, 1])
    ]


def classes(most, of_f, of_m):
    return [
        [sex, "north", name, name, int(rng.integers(1, most))] for sex, names in (("F", of_f), ("M", of_m)) for name in names
    ]


def without(table, keep):
    return [row for row in table if keep(*row[:4])]


base = random_table(40)
write(
    "fairness",
    f"smclarify 0.5, pandas {pd.__version__}, numpy {np.__version__}",
    [
        binary("three facet values, three groups", base),
        binary("two facet values", random_table(30, ("F", "M"))),
        binary("few rows", random_table(4)),
        binary("large counts", random_table(3000)),
        binary("no positive label of F", without(base, lambda s, r, y, p: not (s == "F" and y))),
        binary("no positive prediction of F", without(base, lambda s, r, y, p: not (s == "F" and p))),
        binary("no positive prediction of others", without(base, lambda s, r, y, p: not (s != "F" and p))),
        binary("no false positive", without(base, lambda s, r, y, p: y or not p)),
        binary("no false positive of F", without(base, lambda s, r, y, p: y or not p or s != "F")),
        binary("all right", without(base, lambda s, r, y, p: y == p)),
        binary("F in one group alone", without(base, lambda s, r, y, p: s != "F" or r == "north")),
        binary("no positive at all", without(base, lambda s, r, y, p: not y and not p)),
        multiclass("three classes", classes(50, "abc", "abc")),
        multiclass("a class that one group lacks", classes(50, "abc", "abd")),
        multiclass("no common class", classes(50, "ab", "cd")),
        multiclass("many classes", classes(200, "abcdefghij", "abcdefghij")),
    ],
)

pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (431, 5000, 520, 4000)]
cases = []
for x, n, y, m in pairs:
    low, high = confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff")
    case = {"first": [x, n], "second": [y, m], "newcombe": [float(low), float(high)]}
    if x and y:
        interval = relative_risk(x, n, y, m).confidence_interval(0.95)
        case["katz"] = [float(interval.low), float(interval.high)]
    cases.append(case)
write("two-proportions", f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}", cases)
