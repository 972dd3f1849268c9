#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""without_second_takes.py MANIFEST PAIRS > REDUCED : leaves out what another collection holds, too.

PAIRS has the columns file and same_exposure_as. Of the two the first is kept; the second, and every other
row of its collection and patient, is left out: else patients would be on two sides of a split, and images
with a label of their own would be contradicted by a label of the patient.
"""
import csv
import sys


def main():
    with open(sys.argv[1], newline="") as file:
        rows = list(csv.DictReader(file))
    with open(sys.argv[2], newline="") as file:
        seconds = {row["same_exposure_as"] for row in csv.DictReader(file)}
    patients = {(row["source"], row["patient"]) for row in rows if row["file"] in seconds}
    writer = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if (row["source"], row["patient"]) not in patients:
            writer.writerow(row)


main()
