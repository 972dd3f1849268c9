#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures changed with given parameters, worked out with numpy and scipy from what Keras's
ImageDataGenerator documents (order 1, its matrices in the order rotation, shift, shear, zoom about
(n - 1) / 2, then flips, then brightness, then rescaling and centring). Writes augmentation.json
beside this file. Needs python3-numpy and python3-scipy (Debian 12: 1.24.2 and 1.10.1).
"""
import json
import pathlib

import numpy as np
from scipy import ndimage

CASES = {
    # name: (size, rotation, zoom row, zoom column, shift row, shift column, flips, fill, brightness)
    "nothing": (16, 0, 1, 1, 0, 0, "", "nearest", 1),
    "rotated": (16, 33, 1, 1, 0, 0, "", "nearest", 1),
    "rotated by a right angle": (15, 90, 1, 1, 0, 0, "", "nearest", 1),
    "rotated backwards": (15, -71.5, 1, 1, 0, 0, "", "nearest", 1),
    "zoomed": (16, 0, 0.5, 0.83, 0, 0, "", "nearest", 1),
    "shifted": (16, 0, 1, 1, 4.25, -3, "", "nearest", 1),
    "shifted far": (16, 0, 1, 1, 8, 7, "", "nearest", 1),
    "mirrored": (15, 0, 1, 1, 0, 0, "h", "nearest", 1),
    "upside down": (16, 0, 1, 1, 0, 0, "v", "nearest", 1),
    "dimmed": (16, 0, 1, 1, 0, 0, "", "nearest", 0.62),
    "all of table 4": (16, -62, 0.61, 0.94, 5.5, 3, "hv", "nearest", 0.7),
    "all of table 4, odd size": (15, 81, 0.97, 0.52, -6.75, -4, "h", "nearest", 0.55),
    "black beside": (16, 12, 1.15, 0.9, -2, 1.5, "h", "black", 1),
}


def source(size):
    """Greys without symmetry, with steps and slopes."""
    row, column = np.mgrid[0:size, 0:size]
    return (row * row * 7 + column * 13 + (row * column) % 11 * 9) % 256


def keras(picture, rotation, zoom_row, zoom_column, shift_row, shift_column, flips, fill):
    angle = np.deg2rad(rotation)
    rotate = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    shift = np.array([[1, 0, shift_row], [0, 1, shift_column], [0, 0, 1]])
    zoom = np.diag([zoom_row, zoom_column, 1])
    centre = (picture.shape[0] - 1) / 2
    there = np.array([[1, 0, centre], [0, 1, centre], [0, 0, 1]])
    back = np.array([[1, 0, -centre], [0, 1, -centre], [0, 0, 1]])
    matrix = there @ rotate @ shift @ zoom @ back
    # "grid-constant" fades to black over the outermost half pixels, "constant" cuts them off.
    mode = {"nearest": "nearest", "black": "grid-constant"}[fill]
    result = ndimage.affine_transform(picture.astype(float), matrix[:2, :2], matrix[:2, 2], order=1,
                                      mode=mode, cval=0)
    if "h" in flips:
        result = result[:, ::-1]
    if "v" in flips:
        result = result[::-1, :]
    return result


def case(name, size, rotation, zoom_row, zoom_column, shift_row, shift_column, flips, fill, brightness):
    picture = source(size)
    grey = keras(picture, rotation, zoom_row, zoom_column, shift_row, shift_column, flips, fill)
    grey = grey * brightness / 255  # ImageEnhance.Brightness blends with black: a factor
    centred = grey - grey.mean()  # sample-wise
    return {"name": name, "size": size, "rotation": rotation, "zoom_row": zoom_row,
            "zoom_column": zoom_column, "shift_row": shift_row, "shift_column": shift_column,
            "flips": flips, "fill": fill, "brightness": brightness,
            "source": picture.ravel().tolist(), "grey": grey.ravel().round(6).tolist(),
            "centred": centred.ravel().round(6).tolist()}


def resized_case():
    """From 20 to 16 pixels a side while rotated: pixel centres of both grids span one square."""
    picture, size, angle = source(20), 16, np.deg2rad(25)
    row, column = np.mgrid[0:size, 0:size] - (size - 1) / 2
    scale = 20 / size
    rows = scale * (np.cos(angle) * row - np.sin(angle) * column) + 9.5
    columns = scale * (np.sin(angle) * row + np.cos(angle) * column) + 9.5
    grey = ndimage.map_coordinates(picture.astype(float), [rows, columns], order=1, mode="nearest") / 255
    return {"source": picture.ravel().tolist(), "size": size, "rotation": 25,
            "grey": grey.ravel().round(6).tolist()}


golden = {"made_by": "make_augmentation_goldens.py",
          "cases": [case(name, *values) for name, values in CASES.items()],
          "resized": resized_case()}
path = pathlib.Path(__file__).with_name("augmentation.json")
path.write_text(json.dumps(golden, separators=(",", ":")).replace('},{', '},\n{') + "\n")
print(path.stat().st_size, "bytes")
