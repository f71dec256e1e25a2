#!/usr/bin/env python3
"""The figures of an evaluation, worked out anew by scikit-learn from its table of every query.

    npm run evaluate -- FOLDER --json report.json --predictions predictions.csv
    python3 scripts/evaluate/figures_by_scikit_learn.py predictions.csv

Prints JSON with the names of the report, in percent. Needs scikit-learn and SciPy (Debian: python3-sklearn).
"""
import csv
import json
import sys
import warnings

import numpy as np
from scipy.stats import t
from sklearn.metrics import accuracy_score, average_precision_score, balanced_accuracy_score, f1_score

DEPTH = 10


def figures(rows):
    truth = [row["true"] for row in rows]
    predicted = [row["predicted"] for row in rows]
    # No label is predicted where no patch might be retrieved.
    labels = sorted({*truth, *predicted} - {""})
    precisions = [precision for precision in map(average_precision, rows) if precision is not None]
    return {
        "top1": accuracy_score(truth, [row["top1"] for row in rows]),
        "mv3": accuracy_score(truth, [row["mv3"] for row in rows]),
        "mv5": accuracy_score(truth, [row["mv5"] for row in rows]),
        "macro_f1": f1_score(truth, predicted, labels=labels, average="macro"),
        "balanced_accuracy": balanced_accuracy_score(truth, predicted),
        "map_at_10": np.mean(precisions) if precisions else None,
    }


def average_precision(row):
    """At 10: of the right hits that could be among the first ten; none where no patch has the label."""
    relevant = int(row["relevant"])
    if relevant == 0:
        return None
    hits = [row[f"label_{rank}"] for rank in range(1, DEPTH + 1)]
    is_right = [label == row["true"] for label in hits if label != ""]
    if not any(is_right):
        return 0
    over_found = average_precision_score(is_right, -np.arange(len(is_right)))
    return over_found * sum(is_right) / min(relevant, DEPTH)


def jackknife(rows, unit_of):
    """95 % intervals by leaving out each unit in turn."""
    units = sorted({unit_of(row) for row in rows})
    if len(units) < 2:
        return {}
    estimate = figures(rows)
    without = [figures([row for row in rows if unit_of(row) != unit]) for unit in units]
    intervals = {}
    for name, value in estimate.items():
        others = np.array([one[name] for one in without if one[name] is not None], dtype=float)
        if value is None or len(others) < 2:
            continue
        count = len(others)
        error = np.sqrt((count - 1) / count * np.sum((others - value) ** 2))
        reach = t.ppf(0.975, count - 1) * error
        intervals[name] = [max(0, value - reach), min(1, value + reach)]
    return intervals


def deviation(rows):
    """Sample deviation of the folds' figures."""
    folds = [figures([row for row in rows if row["fold"] == fold]) for fold in sorted({row["fold"] for row in rows})]
    values = {name: [one[name] for one in folds if one[name] is not None] for name in folds[0]}
    return {name: np.std(some, ddof=1) for name, some in values.items() if len(some) > 1}


def percent(value):
    if isinstance(value, dict):
        return {name: percent(one) for name, one in value.items()}
    if isinstance(value, list):
        return [percent(one) for one in value]
    return None if value is None else float(value) * 100


def report(rows):
    has_sources = any(row["source"] for row in rows)
    intervals = jackknife(rows, lambda row: row["source"] if has_sources else row["path"])
    deviations = deviation(rows)
    sources = sorted({row["source"] for row in rows}) if has_sources else []
    return {
        **percent(figures(rows)),
        **{f"{name}_sd": percent(deviations.get(name)) for name in figures(rows)},
        **{f"{name}_ci95": percent(intervals.get(name)) for name in figures(rows)},
        "per_source": [
            {"source": source, **percent(figures([row for row in rows if row["source"] == source]))} for source in sources
        ],
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        print(json.dumps(report(list(csv.DictReader(file)))))
