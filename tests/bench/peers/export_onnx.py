# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torchvision's MobileNetV2 with two classes and random weights as an ONNX file.

Usage: export_onnx.py OUTPUT.onnx        (Debian: python3-torchvision)
Batch norm is folded by the exporter, as ONNX Runtime would do itself.
"""
import sys

import torch
import torchvision

network = torchvision.models.mobilenet_v2(num_classes=2)
network.eval()
torch.onnx.export(
    network,
    torch.rand(1, 3, 224, 224),
    sys.argv[1],
    input_names=["input"],
    output_names=["logits"],
    dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
    opset_version=13,
)
