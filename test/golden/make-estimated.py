"""Writes estimated.json: performance without labels, row by row, by scikit-learn and NumPy.

Run from the repository's root, with scikit-learn 1.9 and pandas: python test/golden/make-estimated.py
Reads the data sets of ../shared/golden/data. `simulated` needs none: its rows follow from the row number by sums and products
alone, so that test/golden/estimated.test.ts makes the same ones in SQL.
"""
import json
import pathlib

import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[1].parent / "shared/golden/data"
CLASSES = ["highstreet_card", "prepaid_card", "upmarket_card"]


def calibrate(score, label):
    return IsotonicRegression(out_of_bounds="clip").fit(score, label).predict


def confusion(p, chosen):
    return p[chosen].sum(), (1 - p[chosen]).sum(), p[~chosen].sum(), (1 - p[~chosen]).sum()


def weighted(metric, score, p):
    """A ranking metric where every row is a positive of weight p and a negative of weight 1 - p."""
    both = np.r_[np.ones(len(p)), np.zeros(len(p))]
    return metric(both, np.r_[score, score], sample_weight=np.r_[p, 1 - p])


def simulated_rows(rows, shift):
    i = np.arange(rows)
    u, v = i * 0.6180339887498949 % 1, i * 0.7548776662466927 % 1
    score = u * u * (1 - shift) + u * shift
    truth = 0.05 + 0.9 * (score * score * (3 - 2 * score))
    return score, (v < truth).astype(int)


def simulated():
    score, label = simulated_rows(20000, 0)
    predict = calibrate(score, label)
    cases = []
    for shift in (0, 0.5, 1):
        score, label = simulated_rows(8000, shift)
        p, chosen = predict(score), score >= 0.5
        tp, fp, fn, tn = confusion(p, chosen)
        cases.append(
            {
                "shift": shift,
                "estimated_accuracy": (tp + tn) / len(p),
                "estimated_precision": tp / (tp + fp),
                "estimated_recall": tp / (tp + fn),
                "estimated_specificity": tn / (tn + fp),
                "estimated_f1": 2 * tp / (2 * tp + fp + fn),
                "estimated_roc_auc": weighted(roc_auc_score, score, p),
                "estimated_average_precision": weighted(average_precision_score, score, p),
                "estimated_brier": weighted(brier_score_loss, score, p),
            }
        )
    return cases


def chunks(reference, analysis, size):
    for data in (reference, analysis):
        for start in range(0, len(data), size):
            yield data.iloc[start : start + size]


def credit_card():
    reference, analysis = (
        pd.read_csv(DATA / f"synthetic_credit_card_{period}.csv.gz") for period in ("reference", "analysis")
    )
    column = {name: f"y_pred_proba_{name}" for name in CLASSES}
    predict = {name: calibrate(reference[column[name]], reference.y_true == name) for name in CLASSES}
    cases = []
    for chunk in chunks(reference, analysis, 6000):
        p = {name: predict[name](chunk[column[name]]) for name in CLASSES}
        whole = sum(p.values())
        counts = {name: confusion(p[name], (chunk.y_pred == name).to_numpy()) for name in CLASSES}
        mean = lambda of: float(np.mean([of(*counts[name]) for name in CLASSES]))
        cases.append(
            {
                "estimated_accuracy": sum(tp for tp, *_ in counts.values()) / len(chunk),
                "estimated_macro_precision": mean(lambda tp, fp, fn, tn: tp / (tp + fp)),
                "estimated_macro_recall": mean(lambda tp, fp, fn, tn: tp / (tp + fn)),
                "estimated_macro_f1": mean(lambda tp, fp, fn, tn: 2 * tp / (2 * tp + fp + fn)),
                "estimated_roc_auc_ovr": float(
                    np.mean([weighted(roc_auc_score, chunk[column[name]], p[name]) for name in CLASSES])
                ),
                "renormalised_accuracy": sum(
                    (p[name] / whole)[(chunk.y_pred == name).to_numpy()].sum() for name in CLASSES
                )
                / len(chunk),
            }
        )
    return cases


def car_price():
    reference, analysis = (
        pd.read_csv(DATA / f"synthetic_car_price_{period}.csv.gz") for period in ("reference", "analysis")
    )
    edges = np.unique(np.quantile(reference.y_pred, np.arange(1, 20) / 20))
    bins = np.searchsorted(edges, reference.y_pred)
    means = (reference.y_pred - reference.y_true).abs().groupby(bins).mean()
    return [
        {"expected_absolute_error": means.loc[np.searchsorted(edges, chunk.y_pred)].mean()}
        for chunk in chunks(reference, analysis, 6000)
    ]


tables = {"simulated": simulated(), "credit_card": credit_card(), "car_price": car_price()}
text = {name: ",\n".join("    " + json.dumps(case) for case in cases) for name, cases in tables.items()}
body = ",\n".join(f'  "{name}": [\n{cases}\n  ]' for name, cases in text.items())
(HERE / "estimated.json").write_text("{\n" + body + "\n}\n")
