// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ccad {

/// A tensor as it lies in a file: row-major float32.
struct WeightTensor
{
    std::vector<std::int64_t> shape;
    std::vector<float> values;
    bool operator==(const WeightTensor&) const = default;
};

/// The content of a weight file: tensors by name, and free text by key.
struct WeightMap
{
    std::map<std::string, WeightTensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// Reads safetensors or torchvision's zip-format .pth (a state dict), told apart by content.
/// float16, bfloat16 and float64 become float32; integer counters (num_batches_tracked) are
/// dropped. A .pth is read by an interpreter of the few pickle opcodes that a state dict needs:
/// nothing in the file can be executed. Errors: FileNotFound, FileUnreadable, FileBroken naming the
/// tensor or opcode, TooLarge (over 1 GiB), Unsupported.
[[nodiscard]] Result<WeightMap> readWeights(const QString& path);

[[nodiscard]] Result<WeightMap> parseSafetensors(const QByteArray& content);
[[nodiscard]] Result<WeightMap> parseTorchZip(const QByteArray& content);

/// safetensors bytes: 8-byte little-endian header length, JSON header, float32 values; tensors in
/// order of name, so that equal maps give equal bytes.
[[nodiscard]] QByteArray toSafetensors(const WeightMap& weights);

} // namespace ccad
