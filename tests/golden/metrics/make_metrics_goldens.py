#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the expected numbers of the metrics tests with Debian's python3-sklearn and python3-scipy, and
DeLong's interval and test by comparing every pair. Run in this folder: ./make_metrics_goldens.py"""
import json
import math

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import calibration, metrics

QUANTILE = 1.959963984540054

# 113 patients with an aneurysmal subarachnoid haemorrhage: poor outcome, the markers S100B and NDKA
# and the grade of the World Federation of Neurological Surgeons. Turck et al. 2010 (Intensive Care
# Med 36:107-115), distributed as "aSAH" with pROC (Robin et al. 2011, BMC Bioinformatics 12:77).
OUTCOME = """
00001101001011001011101000000000100110110000000001100010001010011101101111000110100000010000000000
001111110001000
"""
S100B = """
.13 .14 .10 .04 .13 .10 .47 .16 .18 .10 .12 .10 .44 .71 .04 .08 .49 .04 .07 .33 .09 .09 .07 .11 .07
.17 .07 .11 .13 .19 .05 .16 .41 .14 .34 .35 .48 .09 .96 .25 .50 .46 .16 .07 .43 .45 .11 .08 .09 .86
.52 .08 .06 .13 2.07 .10 .14 .15 .07 .06 .77 .05 .09 .30 .03 .09 .04 .23 .70 .09 .27 .71 .08 .26 .08
.16 .09 .13 .10 .08 .11 .33 .11 .28 .07 .10 .32 .22 .07 .05 .24 .38 .10 .15 .08 .14 .10 .07 .04 .19
.56 .14 .58 .32 .82 .74 .15 .47 .17 .44 .15 .50 .48
"""
WFNS = """
11113254125255125225211112121134214541425511241125521251222151125214524414121421232421451154221113
125225552445111
"""
NDKA = """
3.01 8.54 8.09 10.42 17.4 12.75 6 13.2 15.54 6.01 15.96 17.86 5.18 8.9 13.41 20.75 11.6 16.11 32.37
54.82 32.41 49.94 40.34 9.47 6.29 12.53 6.54 6.3 80.3 12.8 9.8 9.81 9.85 18.21 5.03 14.04 21.93 8.02
7.42 8.38 6.59 9.63 13.12 7.96 14.34 41.43 7.63 7.06 12.59 13.56 3.87 9.44 7.66 12.98 419.19 27.19
22.27 9.95 21.22 11.73 10.4 58.83 6.39 11.09 12.22 13.67 17.21 22.63 12.9 9.7 21.57 8.23 72.57 15.54
10.51 10.6 14.57 5.19 9.63 4.61 21.48 17.3 12.71 9.44 11.07 19.46 10.83 5.37 11.97 7.75 9.83 10.55
28.49 8.53 12.57 12.9 46.83 11.68 12.67 9.01 9.57 34.06 11.72 14.26 47.61 11.67 24.58 10.33 13.87
15.89 22.43 6.79 13.45
"""


def components(scores, positive):
    """The structural components of DeLong et al. 1988, straight from the definition: O(m n)."""
    x = [s for s, p in zip(scores, positive) if p]
    y = [s for s, p in zip(scores, positive) if not p]

    def wins(a, b):
        return 1.0 if a > b else 0.5 if a == b else 0.0

    v10 = [sum(wins(a, b) for b in y) / len(y) for a in x]
    v01 = [sum(wins(a, b) for a in x) / len(x) for b in y]
    return np.array(v10), np.array(v01)


def covariance(first, second, positive):
    """2 x 2 covariance of the two areas."""
    a10, a01 = components(first, positive)
    b10, b01 = components(second, positive)
    return np.cov(a10, b10) / len(a10) + np.cov(a01, b01) / len(a01)


def delong(scores, positive):
    auc = components(scores, positive)[0].mean()
    reach = QUANTILE * math.sqrt(covariance(scores, scores, positive)[0, 0])
    return [auc, max(0.0, auc - reach), min(1.0, auc + reach)]


def paired_case(first, second, positive):
    s = covariance(first, second, positive)
    aucs = [delong(first, positive), delong(second, positive)]
    difference = aucs[0][0] - aucs[1][0]
    deviation = math.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    z = difference / deviation
    return {"first": first, "second": second, "positive": positive, "first_auc": aucs[0],
            "second_auc": aucs[1], "z": z, "p": 2 * stats.norm.sf(abs(z)),
            "difference": [difference, difference - QUANTILE * deviation,
                           difference + QUANTILE * deviation]}


def drawn_pair(generator, count):
    positive = generator.random(count) < 0.4
    common = generator.normal(size=count)
    first, second = (np.round(common + shift * positive + generator.normal(size=count), 1)
                     for shift in (1.5, 0.7))
    return paired_case(first.tolist(), second.tolist(), positive.tolist())


def haemorrhage_pairs():
    positive = [outcome == "1" for outcome in "".join(OUTCOME.split())]
    s100b, ndka = ([float(number) for number in text.split()] for text in (S100B, NDKA))
    wfns = [float(digit) for digit in "".join(WFNS.split())]
    assert len(positive) == len(s100b) == len(wfns) == len(ndka) == 113 and sum(positive) == 41
    return {"s100b_wfns": paired_case(s100b, wfns, positive),
            "s100b_ndka": paired_case(s100b, ndka, positive)}


def wilson(successes, trials):
    """The closed formula of Wilson 1927."""
    z = stats.norm.ppf(0.975)
    share = successes / trials
    center = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    reach = z / (1 + z * z / trials) * math.sqrt(
        share * (1 - share) / trials + z * z / (4 * trials * trials))
    return [successes, trials, share, center - reach, center + reach]


def roc_case(generator, count, share, shift, decimals):
    positive = generator.random(count) < share
    scores = np.round(generator.normal(size=count) + shift * positive, decimals)
    rates = metrics.roc_curve(positive, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(positive, scores)
    return {"scores": scores.tolist(), "positive": positive.tolist(),
            "area": metrics.roc_auc_score(positive, scores),
            "delong": delong(scores.tolist(), positive.tolist()),
            "false_positive_rate": rates[0].tolist(), "true_positive_rate": rates[1].tolist(),
            "thresholds": rates[2].tolist()[1:],
            # from recall 0 up, as our curve
            "precision": precision[::-1].tolist(), "recall": recall[::-1].tolist(),
            "average_precision": metrics.average_precision_score(positive, scores)}


def calibration_case(generator, count, bins):
    probabilities = np.round(generator.beta(0.6, 0.9, count), 2)  # many on the edges of the bins
    positive = generator.random(count) < probabilities ** 1.5
    observed, predicted = calibration.calibration_curve(positive, probabilities, n_bins=bins)
    counts = [int(c) for c in np.histogram(probabilities, [-1e-9] + [(i + 1) / bins + 1e-9
                                                                    for i in range(bins)])[0]]
    return {"probabilities": probabilities.tolist(), "positive": positive.tolist(), "bins": bins,
            "counts": counts, "mean_predicted": predicted.tolist(), "observed": observed.tolist()}


def calibration_error(probabilities, labels):
    """Guo et al. 2017 with 15 equal bins (low, high] of the confidence."""
    confidence = probabilities.max(axis=1).astype(float)
    correct = probabilities.argmax(axis=1) == labels
    edges = np.arange(16) / 15
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(correct[inside].mean() - confidence[inside].mean())
    return error


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
            "ece": calibration_error(probabilities, labels),
            "confusion": metrics.confusion_matrix(labels, predicted).tolist(),
            "per_class": per_class}


def main():
    generator = np.random.default_rng(20220303)
    content = {"made_with": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}",
               "roc": [roc_case(generator, 40, 0.4, 1.0, 1), roc_case(generator, 150, 0.2, 0.5, 3),
                       roc_case(generator, 30, 0.5, 8.0, 2), roc_case(generator, 25, 0.5, -1.0, 0)],
               "classification": [classification_case(generator, 90, 3),
                                  classification_case(generator, 50, 2)],
               "calibration": [calibration_case(generator, 200, 10),
                               calibration_case(generator, 60, 15)],
               "wilson": [wilson(*case) for case in ((1, 10), (81, 263), (15, 148), (56, 56),
                                                     (0, 20), (1, 1), (2999, 3000))],
               "paired": [drawn_pair(generator, 30), drawn_pair(generator, 120)],
               "haemorrhage": haemorrhage_pairs()}
    with open("metrics.json", "w") as file:
        json.dump(content, file, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
