#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screening_peer.py FOLDER [OUT.csv]: the straightforward pipeline that a batch is compared with.

Debian: python3-pydicom python3-pil python3-torch python3-torchvision. One process; each file is read
with pydicom or PIL, resized, classified by torchvision's mobilenet_v2 with a head of three classes
(random weights: they take as long as trained ones), and gets a class-activation map of its label.
Prints the images a second, imports and construction left out.
"""
import csv
import os
import sys
import time

import numpy as np
import pydicom
import torch
import torch.nn.functional as F
from PIL import Image
from torchvision import transforms
from torchvision.models import mobilenet_v2

prepare = transforms.Compose([
    transforms.Resize((224, 224)),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])


def read(path):
    """An RGB picture of 8 bits."""
    if not path.endswith(".dcm"):
        return Image.open(path).convert("RGB")
    pixels = pydicom.dcmread(path).pixel_array.astype(np.float32)
    low, high = pixels.min(), pixels.max()
    grey = (pixels - low) / max(high - low, 1) * 255
    return Image.fromarray(grey.astype(np.uint8)).convert("RGB")


def classify(network, picture):
    """Probabilities and the class-activation map of the most probable class, as large as the input."""
    x = prepare(picture).unsqueeze(0)
    activations = network.features(x)
    logits = network.classifier(activations.mean([2, 3]))
    weights = network.classifier[1].weight[logits.argmax()]
    cam = torch.einsum("c,chw->hw", weights, activations[0])
    cam = F.interpolate(cam[None, None], size=x.shape[2:], mode="bilinear", align_corners=False)
    return logits.softmax(1)[0], cam


def main():
    folder = sys.argv[1]
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    network = mobilenet_v2(num_classes=3).eval()
    with torch.inference_mode():
        classify(network, read(files[0]))
        start = time.perf_counter()
        rows = [[path, *classify(network, read(path))[0].tolist()] for path in files]
        seconds = time.perf_counter() - start
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", newline="") as out:
            csv.writer(out).writerows(rows)
    print(f"{len(files) / seconds:.1f}")


main()
