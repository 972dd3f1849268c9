// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/weights/internal/tensor_elements.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace ccad {

/// A tensor as a state dict describes it: a window on a storage, which is another file of the zip.
struct PickledTensor
{
    std::string name;
    std::string storage; ///< the storage's key: data/<key> in the archive
    ElementType type;
    std::int64_t storageElements = 0;
    std::int64_t offset = 0; ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements, none negative
};

/// Interprets the pickle of a state dict (data.pkl). Only the opcodes and names that torch.save
/// writes for a dictionary of tensors are known, and none of them runs anything. Errors: FileBroken
/// naming the opcode, the name or the tensor.
[[nodiscard]] Result<std::vector<PickledTensor>> readStateDictPickle(const QByteArray& pickle);

} // namespace ccad
