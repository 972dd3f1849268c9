# SPDX-License-Identifier: GPL-3.0-or-later
"""Median time of PyTorch, in milliseconds an image, as lines of JSON: as it is used most ("pytorch"),
and frozen through optimize_for_inference ("pytorch-frozen").

Usage: torch_bench.py THREADS BATCH SECONDS        (Debian: python3-torchvision)
"""
import json
import sys
import time

import torch
import torchvision

threads, batch, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(threads)
network = torchvision.models.mobilenet_v2(num_classes=2).eval()
pixels = torch.rand(batch, 3, 224, 224) * 2 - 1


def measure(name, forward):
    with torch.no_grad():
        for _ in range(10):
            forward(pixels)  # warm
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            forward(pixels)
            times.append((time.perf_counter() - start) * 1000 / batch)
    times.sort()
    print(json.dumps({"engine": name, "threads": threads, "batch": batch, "runs": len(times),
                      "medianMs": times[len(times) // 2], "lowestMs": times[0]}))


measure("pytorch", network)
with torch.no_grad():
    frozen = torch.jit.freeze(torch.jit.trace(network, pixels))
    measure("pytorch-frozen", torch.jit.optimize_for_inference(frozen))
