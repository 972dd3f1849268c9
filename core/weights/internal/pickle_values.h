// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/internal/pickle_reader.h"

#include <deque>
#include <string>
#include <vector>

namespace ccad::pickle {

/// A value on the stack of the pickle machine. Containers point to values of the same arena, so
/// that shared and even cyclic structures cost nothing and are freed without recursion.
struct Value
{
    enum class Kind
    {
        None,
        Boolean,
        Integer,
        Text,
        Tuple,
        List,
        Dictionary,
        Name,
        Storage,
        Tensor
    };

    Kind kind = Kind::None;
    std::int64_t integer = 0; ///< Boolean, Integer; Storage: number of elements
    std::string text; ///< Text; Name: "module.name"; Storage: its key
    std::vector<Value*> items; ///< Tuple; Dictionary: key, value, key, value ...
    ElementType type; ///< Storage
    PickledTensor tensor; ///< Tensor
};

using Arena = std::deque<Value>;

/// True if a state dict may contain the name.
[[nodiscard]] bool isKnownName(const std::string& name);

/// The result of calling a known name: an ordered dictionary, or a tensor. Error: FileBroken when
/// the arguments are not those that torch.save writes.
[[nodiscard]] Result<Value> call(const Value& callee, const Value& arguments);

/// The storage that a persistent id ('storage', type, key, device, elements) stands for.
[[nodiscard]] Result<Value> storageOf(const Value& persistentId);

[[nodiscard]] Error failure(const std::string& message, const std::string& context = {});

} // namespace ccad::pickle
