#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""same_exposures.py FOLDER/manifest.csv SOURCE > pairs.csv : exposures of SOURCE that other sources hold, too.

Collections of radiographs take images from each other and cut them in another way, which the index's hash of whole
pictures does not see. Two images are the same exposure when their original names agree but for the ending, or when the
middle of the one (60 % of each side) is found in the other: normalised cross-correlation at six sizes, best place at
least 0.94, and 0.018 better than in any other image; or at least 0.97 where the name has told already that the exposure
is held elsewhere, since then the second-best place may be one more copy of it. Needs numpy and Pillow; 500 images against 1,900 take 20 minutes.
"""
import csv
import os
import sys

import numpy as np
from PIL import Image

FRAME = 64  # pixels of the transforms
SIDE = 56  # longer side of an image in them
TEMPLATE_SIDES = (24, 27, 30, 34, 38, 42)
LEAST, LEAST_LEAD, LEAST_OF_KNOWN = 0.94, 0.018, 0.97


def shrunk(image, side):
    scale = side / max(image.size)
    size = [max(8, round(length * scale)) for length in image.size]
    return np.asarray(image.resize(size, Image.BILINEAR), dtype=np.float32)


def framed(pixels):
    frame = np.zeros((FRAME, FRAME), np.float32)
    frame[: pixels.shape[0], : pixels.shape[1]] = pixels
    return np.fft.rfft2(frame)


def middle(image):
    width, height = image.size
    return image.crop((int(width * 0.2), int(height * 0.2), int(width * 0.8), int(height * 0.8)))


def best_places(template, pictures, squares):
    """The highest correlation of the template within each picture."""
    template = template - template.mean()
    template /= np.linalg.norm(template) + 1e-9
    ones = np.conj(framed(np.ones_like(template)))
    size = (FRAME, FRAME)
    product = np.fft.irfft2(pictures * np.conj(framed(template)), s=size)
    sums = np.fft.irfft2(pictures * ones, s=size)
    square_sums = np.fft.irfft2(squares * ones, s=size)
    spread = np.maximum(square_sums - sums * sums / template.size, 1e-3 * template.size)
    rows, columns = (SIDE + 6 - length for length in template.shape)
    return (product / np.sqrt(spread))[:, :rows, :columns].reshape(len(pictures), -1).max(1)


def found_by_picture(image, is_known, others, pictures, squares):
    scores = np.max([best_places(shrunk(middle(image), side), pictures, squares) for side in TEMPLATE_SIDES], axis=0)
    second, best = np.sort(scores)[-2:]
    is_same = best >= LEAST and best - second >= LEAST_LEAD or is_known and best >= LEAST_OF_KNOWN
    return others[int(scores.argmax())] if is_same else None


def main():
    path, source = sys.argv[1:]
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    stem = {row["file"]: os.path.splitext(row["original_name"])[0] for row in rows}
    load = lambda name: Image.open(os.path.join(os.path.dirname(path), name)).convert("L")
    others = [row["file"] for row in rows if row["source"] != source]
    by_stem = {stem[name]: name for name in others}
    pixels = [shrunk(load(name), SIDE) for name in others]
    pixels = [(p - p.mean()) / (p.std() + 1e-6) for p in pixels]
    pictures = np.stack([framed(p) for p in pixels]).astype(np.complex64)
    squares = np.stack([framed(p * p) for p in pixels]).astype(np.complex64)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["file", "same_exposure_as", "found_by"])
    for row in rows:
        name = row["file"]
        if row["source"] != source:
            continue
        twin = by_stem.get(stem[name])
        if twin:
            out.writerow([name, twin, "name"])
        match = found_by_picture(load(name), twin is not None, others, pictures, squares)
        if match and match != twin:
            out.writerow([name, match, "picture"])


main()
