#!/usr/bin/env python3
"""Remakes src/evaluation/scale/scale.expected.json: what scikit-learn and NumPy make of small random samples.

    apt install python3-sklearn
    python3 scripts/scale/make-expectations.py > src/evaluation/scale/scale.expected.json
"""
import json
import sys

import numpy as np
from sklearn.isotonic import IsotonicRegression

random = np.random.default_rng(20260101)


def isotonic_case(count, largest, slope):
    distances = random.integers(0, largest, count)
    holds = random.random(count) < np.clip(1 - slope * distances / largest, 0, 1)
    fit = IsotonicRegression(increasing=False, out_of_bounds='clip').fit(distances, holds.astype(float))
    at = sorted(set(distances.tolist()))
    return {
        'distances': distances.tolist(),
        'holds': holds.astype(int).tolist(),
        'at': at,
        'shares': fit.predict(at).tolist(),
    }


def quantile_case(count):
    sample = np.sort(random.integers(0, 5000, count))
    at = [0, 0.005, 0.01, 0.25, 0.5, 0.9, 0.99, 1]
    return {'sample': sample.tolist(), 'at': at, 'values': np.quantile(sample, at).tolist()}


def calibration_case(count):
    shares = random.random(count)
    holds = random.random(count) < shares**2
    bins = np.clip(np.digitize(shares, np.linspace(0, 1, 11)[1:-1], right=False), 0, 9)
    error = sum(
        np.mean(bins == each) * abs(shares[bins == each].mean() - holds[bins == each].mean())
        for each in range(10)
        if np.any(bins == each)
    )
    return {'shares': shares.tolist(), 'holds': holds.astype(int).tolist(), 'error': float(error)}


expectations = {
    'isotonic': [isotonic_case(*case) for case in [(12, 5, 1), (60, 400, 0.8), (60, 400, 0), (200, 60, 1.5), (300, 3000, 0.5)]],
    'quantiles': [quantile_case(count) for count in (1, 2, 50, 333)],
    'calibration': [calibration_case(count) for count in (5, 200)],
}
json.dump(expectations, sys.stdout, separators=(',', ':'))
print()
