#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the expected numbers of the network tests with Debian's python3-torch and python3-torchvision.

Weights and input come from a hash of the tensor's name, which tests/support/hash_weights repeats, so
that no large file is committed. Run in this folder: ./make_network_goldens.py
"""
import json
import math
import struct
import zipfile

import numpy as np
import torch
import torch.nn.functional as F
import torchvision

MASK = (1 << 64) - 1


def fnv1a64(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def uniform(name, count):
    """Numbers within 0..1: splitmix64 of the name's hash plus the index."""
    with np.errstate(over="ignore"):
        z = np.uint64(fnv1a64(name)) + np.arange(count, dtype=np.uint64)
        z += np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def hash_tensor(name, shape):
    u = uniform(name, math.prod(shape))
    if name == "classifier.1.weight":
        values = (2 * u - 1) * math.sqrt(3 / 1280)
    elif name == "classifier.1.bias":
        values = u - 0.5
    elif len(shape) == 4:
        # Gain 0.8: at gain 1 the network is chaotic and tells rounding errors of one CPU from another's.
        values = (2 * u - 1) * 0.8 * math.sqrt(6 / math.prod(shape[1:]))
    elif name.endswith(".running_mean"):
        values = (u - 0.5) * 0.2
    elif name.endswith((".weight", ".running_var")):
        values = 0.5 + u
    else:
        values = (u - 0.5) * 1.6
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def hash_input(size):
    values = 2 * uniform("input", 3 * size * size) - 1
    return torch.from_numpy(values.astype(np.float32).reshape(1, 3, size, size)).double()


class TensorFlowPadding(torch.nn.Module):
    """A stride-2 convolution that pads as TensorFlow's "same" does at even sizes."""

    def __init__(self, convolution):
        super().__init__()
        self.convolution = convolution
        convolution.padding = (0, 0)

    def forward(self, x):
        return self.convolution(F.pad(x, (0, 1, 0, 1)))


def make_network(classes, width=1.0, padding="torch", epsilon=1e-5):
    network = torchvision.models.mobilenet_v2(num_classes=classes, width_mult=width)
    state = network.state_dict()
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(hash_tensor(name, tuple(tensor.shape)))
    network.load_state_dict(state)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = epsilon
    if padding == "tf_same":
        for module in list(network.modules()):
            for key, child in list(module.named_children()):
                if isinstance(child, torch.nn.Conv2d) and child.stride == (2, 2):
                    setattr(module, key, TensorFlowPadding(child))
    # In double, so that the numbers are exact to the digits that are compared.
    return network.double().eval()


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def activations_and_gradients(network, x, layer, wanted):
    kept = {}

    def keep(module, inputs, output):
        output.retain_grad()
        kept["activations"] = output

    handle = network.features[layer].register_forward_hook(keep)
    logits = network(x)
    handle.remove()
    network.zero_grad()
    logits[0, wanted].backward()
    activations = kept["activations"]
    return activations.detach()[0], activations.grad[0]


def saliency(network, x, classes):
    maps = []
    for wanted in range(classes):
        for layer, layer_name in ((18, "last"), (13, "middle")):
            a, g = activations_and_gradients(network, x, layer, wanted)
            found = {
                "grad_cam": (g.mean(dim=(1, 2), keepdim=True) * a).sum(0).clamp(min=0),
                "hires_cam": (g * a).sum(0).clamp(min=0),
                "layer_cam": (g.clamp(min=0) * a).sum(0).clamp(min=0),
            }
            if layer == 18:
                w = network.classifier[1].weight[wanted].detach()
                found["cam"] = torch.einsum("c,chw->hw", w, a).clamp(min=0)
            for method, values in found.items():
                maps.append({"class": wanted, "layer": layer_name, "method": method,
                             "size": values.shape[0], "values": numbers(values)})
    return maps


def expected(network, spec):
    x = hash_input(spec["input_size"])
    with torch.no_grad():
        activations = network.features(x)
        features = activations.mean(dim=(2, 3))
        logits = network(x)
    return {"spec": spec, "logits": numbers(logits), "features_head": numbers(features[0, :16]),
            "features_mean": float(features.mean())}


def write_json(name, content):
    with open(name, "w") as file:
        json.dump(content, file, indent=1)
        file.write("\n")


def spec_of(classes, width, padding, epsilon, size):
    return {"architecture": "mobilenet_v2", "width_multiplier": width, "input_size": size,
            "padding": padding, "batch_norm_epsilon": epsilon, "dropout": 0.2, "classes": classes}


def make_parity():
    cases = []
    for classes, width, padding, epsilon, size in ((3, 1.0, "torch", 1e-5, 224),
                                                   (2, 1.0, "tf_same", 1e-3, 224),
                                                   (2, 0.5, "torch", 1e-5, 160)):
        network = make_network(classes, width, padding, epsilon)
        case = expected(network, spec_of(classes, width, padding, epsilon, size))
        if classes == 3:
            case["saliency"] = saliency(network, hash_input(size), classes)
        cases.append(case)
    write_json("network.json", {"made_with": f"torchvision {torchvision.__version__}",
                                "cases": cases})


def make_torch_file():
    network = make_network(2, width=0.1)
    torch.save(network.float().state_dict(), "mobilenet_v2_0.1.pth")
    network.double()
    case = expected(network, spec_of(2, 0.1, "torch", 1e-5, 64))
    case["sums"] = {name: float(tensor.double().sum())
                    for name, tensor in network.state_dict().items()
                    if not name.endswith("num_batches_tracked")}
    write_json("mobilenet_v2_0.1.json", case)


def make_odd_torch_file():
    """Every kind of number and of layout that a state dict may hold."""
    grid = torch.arange(12, dtype=torch.float32).reshape(3, 4)
    torch.save({"transposed": grid.t(), "column": grid[:, 1], "whole": grid,
                "expanded": torch.tensor([[1.5], [2.5]]).expand(2, 3),
                "half": torch.tensor([0.5, -2.0, 65504.0], dtype=torch.float16),
                "bfloat": torch.tensor([0.5, -3.0], dtype=torch.bfloat16),
                "double": torch.tensor([1e-3, 1e30], dtype=torch.float64),
                "scalar": torch.tensor(7.25),
                "parameter": torch.nn.Parameter(torch.tensor([4.0, 5.0])),
                "empty": torch.zeros(0, 3),
                "counter": torch.tensor(3, dtype=torch.int64)}, "layouts.pth")


def write_zip(name, pickle):
    with zipfile.ZipFile(name, "w") as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), pickle)
        archive.writestr(zipfile.ZipInfo("archive/version"), b"3\n")


def make_hostile_files():
    """Files that would run a command, or claim what is not there, were they unpickled by Python."""
    command = b"touch ccad-was-here"
    write_zip("hostile_command.pth",
              b"\x80\x02cposix\nsystem\nX" + struct.pack("<I", len(command)) + command + b"\x85R.")
    write_zip("hostile_opcode.pth", b"\x80\x02]q\x00K\x01a.")  # APPEND
    write_zip("hostile_memo.pth", b"\x80\x02}r\xff\xff\xff\x7f.")


if __name__ == "__main__":
    torch.set_num_threads(1)
    make_parity()
    make_torch_file()
    make_odd_torch_file()
    make_hostile_files()
