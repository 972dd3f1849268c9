#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the expected numbers of the metrics tests with Debian's python3-sklearn, and DeLong's interval
by comparing every pair. Run in this folder: ./make_metrics_goldens.py"""
import json
import math

import numpy as np
import sklearn
from sklearn import metrics

QUANTILE = 1.959963984540054


def delong(scores, positive):
    """DeLong et al. 1988, straight from the definition: O(m n)."""
    x = [s for s, p in zip(scores, positive) if p]
    y = [s for s, p in zip(scores, positive) if not p]

    def wins(a, b):
        return 1.0 if a > b else 0.5 if a == b else 0.0

    v10 = [sum(wins(a, b) for b in y) / len(y) for a in x]
    v01 = [sum(wins(a, b) for a in x) / len(x) for b in y]
    auc = sum(v10) / len(x)
    s10 = sum((v - auc) ** 2 for v in v10) / (len(x) - 1)
    s01 = sum((v - auc) ** 2 for v in v01) / (len(y) - 1)
    reach = QUANTILE * math.sqrt(s10 / len(x) + s01 / len(y))
    return [auc, max(0.0, auc - reach), min(1.0, auc + reach)]


def roc_case(generator, count, share, shift, decimals):
    positive = generator.random(count) < share
    scores = np.round(generator.normal(size=count) + shift * positive, decimals)
    rates = metrics.roc_curve(positive, scores, drop_intermediate=False)
    return {"scores": scores.tolist(), "positive": positive.tolist(),
            "area": metrics.roc_auc_score(positive, scores),
            "delong": delong(scores.tolist(), positive.tolist()),
            "false_positive_rate": rates[0].tolist(), "true_positive_rate": rates[1].tolist(),
            "thresholds": rates[2].tolist()[1:]}


def classification_case(generator, count, classes):
    labels = generator.integers(0, classes, count)
    logits = np.round(generator.normal(size=(count, classes)) + 1.2 * np.eye(classes)[labels], 1)
    exponents = np.exp(logits)
    probabilities = (exponents / exponents.sum(axis=1, keepdims=True)).astype(np.float32)
    predicted = probabilities.argmax(axis=1)
    per_class = []
    for wanted in range(classes):
        truth, guess = labels == wanted, predicted == wanted
        per_class.append({
            "auc": delong(probabilities[:, wanted].tolist(), truth.tolist()),
            "auc_sklearn": metrics.roc_auc_score(truth, probabilities[:, wanted]),
            "sensitivity": metrics.recall_score(truth, guess),
            "specificity": metrics.recall_score(~truth, ~guess),
            "precision": metrics.precision_score(truth, guess),
            "f1": metrics.f1_score(truth, guess)})
    return {"labels": labels.tolist(),
            "probabilities": [[float(f"{p:.9g}") for p in row] for row in probabilities.tolist()],
            "accuracy": metrics.accuracy_score(labels, predicted),
            "confusion": metrics.confusion_matrix(labels, predicted).tolist(),
            "per_class": per_class}


def main():
    generator = np.random.default_rng(20220303)
    content = {"made_with": f"scikit-learn {sklearn.__version__}",
               "roc": [roc_case(generator, 40, 0.4, 1.0, 1), roc_case(generator, 150, 0.2, 0.5, 3),
                       roc_case(generator, 30, 0.5, 8.0, 2), roc_case(generator, 25, 0.5, -1.0, 0)],
               "classification": [classification_case(generator, 90, 3),
                                  classification_case(generator, 50, 2)]}
    with open("metrics.json", "w") as file:
        json.dump(content, file, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
