#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""three_classes.py siim/manifest.csv > three.csv : the films that the default model learns from.

"atypical" appearance becomes the class "pneumonia"; "indeterminate" films are left out, since a radiologist who
looked at them could not say which class they belong to. A patient (here: a study) with two different labels
contradicts itself and is left out, too.
"""
import csv
import sys

CLASSES = {"covid": "covid", "normal": "normal", "atypical": "pneumonia"}


def main():
    with open(sys.argv[1], newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] in CLASSES]
    labels = {}
    for row in rows:
        labels.setdefault(row["patient"], set()).add(row["label"])
    writer = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if len(labels[row["patient"]]) == 1:
            writer.writerow({**row, "label": CLASSES[row["label"]]})


main()
