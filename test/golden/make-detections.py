"""Writes detections.json: where river's detectors find change in streams of our own making; none of our code has a part in it.

python3 -m venv /tmp/golden && /tmp/golden/bin/pip install river==0.26.1 && /tmp/golden/bin/python test/golden/make-detections.py
"""

import json
import pathlib
import random

import numpy
import river
import scipy
from river import drift
from scipy import stats

HERE = pathlib.Path(__file__).parent


class EvenPlaces:
    """Stands for the generator of KSWIN: places spread evenly instead of drawn."""

    def sample(self, places, size):
        return [int((i + 0.5) * len(places) / size) for i in range(size)]


def even_kswin(**options):
    detector = drift.KSWIN(**options)
    reset = detector._reset

    def reset_evenly():
        reset()
        detector._rng = EvenPlaces()

    detector._reset = reset_evenly
    detector._reset()
    return detector


BINARY = {"ddm": drift.binary.DDM, "eddm": drift.binary.EDDM}
NUMERIC = {"page_hinkley": drift.PageHinkley, "adwin": drift.ADWIN, "kswin": even_kswin}


def bits(seed, shares):
    rng = random.Random(seed)
    return [int(rng.random() < share) for share, rows in shares for _ in range(rows)]


def normal(seed, parts):
    rng = random.Random(seed)
    return [round(rng.gauss(mean, sd), 6) for mean, sd, rows in parts for _ in range(rows)]


STREAMS = {
    "a tenth, then a fifth": bits(1, [(0.1, 1000), (0.2, 1000)]),
    "a tenth throughout": bits(2, [(0.1, 2000)]),
    "a third, falling to a twentieth": bits(3, [(0.3, 800), (0.05, 800)]),
    "slowly from a twentieth to a half": bits(4, [(0.05 + 0.045 * i, 150) for i in range(11)]),
    "no miss, then some": bits(5, [(0.0, 300), (0.4, 300)]),
    "a mean that moves twice": normal(6, [(0, 1, 500), (1, 1, 400), (-1, 1, 400)]),
    "a wider spread": normal(7, [(0, 1, 500), (0, 3, 500)]),
    "values far from 0": normal(8, [(1000, 5, 400), (1010, 5, 400)]),
}
OPTIONS = {
    "page_hinkley": [{}, {"threshold": 10, "delta": 0.05}, {"min_instances": 5, "threshold": 20, "alpha": 0.99, "mode": "up"}, {"mode": "down", "threshold": 8}],
    "ddm": [{}, {"warm_start": 100, "drift_threshold": 2.5}],
    "eddm": [{}, {"warm_start": 60, "alpha": 0.8, "beta": 0.75}],
    "adwin": [{}, {"clock": 1}, {"delta": 0.05, "clock": 4, "max_buckets": 3, "min_window_length": 2, "grace_period": 40}],
    "kswin": [{}, {"alpha": 0.0001}, {"alpha": 0.001, "window_size": 60, "stat_size": 20}],
}


def run(make, options, stream):
    detector = make(**options)
    drifts, warnings = [], []
    for i, x in enumerate(stream):
        detector.update(x)
        if detector.drift_detected:
            drifts.append(i)
        elif getattr(detector, "warning_detected", False):
            warnings.append(i)
    return {"drifts": drifts, "warnings": warnings}


cases = [
    {"stream": name, "detector": detector, "options": options, **run(make, options, stream)}
    for name, stream in STREAMS.items()
    for detector, make in ({**BINARY, **NUMERIC} if set(stream) <= {0, 1} else NUMERIC).items()
    for options in OPTIONS[detector]
]
survival = []
for size in (5, 20, 30):
    for steps in sorted({1, size // 4, size // 2, size - 1, size}):
        a = [i for i in range(size)]
        b = [i + steps - 0.5 for i in range(size)]
        d, p = stats.ks_2samp(a, b, method="exact")
        survival.append({"size": size, "distance": float(d), "p": float(p)})

source = {
    "versions": f"river {river.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}",
    "made_by": "test/golden/make-detections.py",
    "kswin": "river's, its random sample replaced by one spread evenly",
}
parts = ",\n".join(
    f"{json.dumps(key)}: " + "[\n" + ",\n".join("  " + json.dumps(one) for one in many) + "\n]"
    for key, many in {"streams": [{"name": k, "values": v} for k, v in STREAMS.items()], "cases": cases, "survival": survival}.items()
)
(HERE / "detections.json").write_text(f'{{\n"source": {json.dumps(source)},\n{parts}\n}}\n')
