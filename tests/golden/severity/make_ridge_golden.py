#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the expected numbers of the ridge regression's test with Debian's python3-sklearn and
python3-scipy. Run in this folder: ./make_ridge_golden.py"""
import json

import numpy as np
import sklearn
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

PENALTIES = [0.5, 10.0, 1000.0]


def case(name, rows, columns, seed):
    """Features of unlike sizes, one of them constant, and a score that hangs on two of them."""
    random = np.random.default_rng(seed)
    features = random.normal(size=(rows, columns)) * np.logspace(-2, 1, columns)
    features += random.normal(size=columns)
    features[:, 1] = 0.75
    features = features.astype(np.float32)
    scores = np.round(2 + features[:, 0] * 100 + features[:, -1] * 0.1
                      + random.normal(size=rows), 1)
    fits = []
    for penalty in PENALTIES:
        model = make_pipeline(StandardScaler(), Ridge(alpha=penalty)).fit(
            features.astype(np.float64), scores)
        predicted = model.predict(features.astype(np.float64))
        fits.append({
            "penalty": penalty,
            "predicted": predicted.tolist(),
            "pearson": stats.pearsonr(predicted, scores)[0],
            "spearman": stats.spearmanr(predicted, scores)[0],
        })
    return {"name": name, "width": columns, "features": features.flatten().tolist(),
            "scores": scores.tolist(), "fits": fits}


golden = {
    "made_by": f"scikit-learn {sklearn.__version__}",
    "cases": [case("more features than rows", 14, 20, 1), case("more rows than features", 30, 6, 2)],
}
with open("ridge.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
