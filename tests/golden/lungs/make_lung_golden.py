#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes lungs.json, the expected mask of models/ccad-lungs, with Debian's python3-torch.

The network is written down here once more, in plain torch calls. The input is drawn: a ramp with two
dark ellipses, which the test draws as well. Run in this folder after the package has changed.
"""
import hashlib
import json
import struct

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 224
BLOCKS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1)]
LEVELS = [13, 6, 3]


def read_safetensors(content):
    length = struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        values = np.frombuffer(content[8 + length + first : 8 + length + last], np.float32)
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy()).double()
    return tensors


def input_of_test():
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64) / SIDE
    grey = 0.75 - 0.25 * y
    for centre in (0.3, 0.7):
        grey[((x - centre) / 0.15) ** 2 + ((y - 0.5) / 0.3) ** 2 < 1] = 0.2
    return torch.from_numpy(np.float32(2 * grey - 1)).double().expand(1, 3, SIDE, SIDE)


class Network:
    def __init__(self, tensors):
        self.tensors = tensors

    def convolve(self, x, convolution, norm, stride=1, groups=1):
        weight = self.tensors[convolution + ".weight"]
        if weight.shape[-1] == 3:
            x = F.pad(x, (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1))
        x = F.conv2d(x, weight, stride=stride, groups=groups)
        part = [self.tensors[f"{norm}.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
        return F.batch_norm(x, *part, training=False, eps=1e-3)

    def features(self, x):
        x = self.convolve(x, "features.0.0", "features.0.1", stride=2).clamp(0, 6)
        kept = {}
        index = 1
        for expansion, _, repeats, first_stride in BLOCKS:
            for repeat in range(repeats):
                stride = first_stride if repeat == 0 else 1
                name = f"features.{index}.conv."
                part = 0
                y = x
                if expansion != 1:
                    y = self.convolve(y, name + "0.0", name + "0.1").clamp(0, 6)
                    part = 1
                y = self.convolve(y, f"{name}{part}.0", f"{name}{part}.1", stride, y.shape[1]).clamp(0, 6)
                y = self.convolve(y, f"{name}{part + 1}", f"{name}{part + 2}")
                x = x + y if stride == 1 and x.shape == y.shape else y
                kept[index] = x
                index += 1
        return kept

    def mask(self, x):
        kept = self.features(x)
        y = None
        for level, feature in enumerate(LEVELS):
            name = f"decoder.{level}."
            merged = self.convolve(kept[feature], name + "lateral.0", name + "lateral.1")
            if y is not None:
                merged = merged + F.interpolate(y, scale_factor=2, mode="nearest")
            y = self.convolve(merged, name + "filter.0", name + "filter.1", 1, merged.shape[1]).clamp(0, 6)
            y = self.convolve(y, name + "mix.0", name + "mix.1").clamp(0, 6)
        return torch.sigmoid(F.conv2d(y, self.tensors["mask.weight"], self.tensors["mask.bias"]))[0, 0]


def main():
    with open("../../../models/ccad-lungs/weights.safetensors", "rb") as file:
        content = file.read()
    mask = Network(read_safetensors(content)).mask(input_of_test())
    with open("lungs.json", "w") as file:
        json.dump(
            {
                "weights_sha256": hashlib.sha256(content).hexdigest(),
                "side": mask.shape[0],
                "probability": [round(value, 6) for value in mask.flatten().tolist()],
            },
            file,
        )
        file.write("\n")


main()
