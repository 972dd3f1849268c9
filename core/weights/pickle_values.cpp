// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/internal/pickle_values.h"

#include <map>
#include <optional>

namespace ccad::pickle {
namespace {

using Kind = Value::Kind;

const std::string orderedDictionary = "collections.OrderedDict";
const std::string rebuildTensor = "torch._utils._rebuild_tensor_v2";
const std::string rebuildParameter = "torch._utils._rebuild_parameter";

const std::map<std::string, ElementType>& storageTypes()
{
    using Element = ElementType::Kind;
    static const std::map<std::string, ElementType> types = {
        {"torch.FloatStorage", {Element::Float32, 4}},
        {"torch.HalfStorage", {Element::Float16, 2}},
        {"torch.BFloat16Storage", {Element::BFloat16, 2}},
        {"torch.DoubleStorage", {Element::Float64, 8}},
        {"torch.LongStorage", {Element::Integer, 8}},
        {"torch.IntStorage", {Element::Integer, 4}},
        {"torch.ShortStorage", {Element::Integer, 2}},
        {"torch.CharStorage", {Element::Integer, 1}},
        {"torch.ByteStorage", {Element::Integer, 1}},
        {"torch.BoolStorage", {Element::Integer, 1}},
    };
    return types;
}

/// Sides of a tensor. No network has more than five, and each tensor copies them: a file of some
/// kilobytes could share one list of many thousands among all of its tensors.
constexpr std::size_t mostSides = 8;

/// A tuple of a few whole numbers from 0 up.
std::optional<std::vector<std::int64_t>> sizes(const Value& value)
{
    if (value.kind != Kind::Tuple || value.items.size() > mostSides)
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const Value* item : value.items) {
        if (item->kind != Kind::Integer || item->integer < 0)
            return std::nullopt;
        numbers.push_back(item->integer);
    }
    return numbers;
}

Result<Value> tensorFrom(const std::vector<Value*>& arguments)
{
    // storage, offset, size, stride, requires_grad, backward_hooks[, metadata]
    if (arguments.size() < 6 || arguments[0]->kind != Kind::Storage
        || arguments[1]->kind != Kind::Integer || arguments[1]->integer < 0)
        return failure("A tensor is not described as PyTorch does.");
    const auto shape = sizes(*arguments[2]);
    const auto strides = sizes(*arguments[3]);
    if (!shape || !strides || shape->size() != strides->size())
        return failure("A tensor has no valid shape and strides.");
    Value value;
    value.kind = Kind::Tensor;
    value.tensor.storage = arguments[0]->text;
    value.tensor.type = arguments[0]->type;
    value.tensor.storageElements = arguments[0]->integer;
    value.tensor.offset = arguments[1]->integer;
    value.tensor.shape = *shape;
    value.tensor.strides = *strides;
    return value;
}

} // namespace

Error failure(const std::string& message, const std::string& context)
{
    return Error{ErrorCode::FileBroken, QString::fromStdString(message),
                 QString::fromStdString(context)};
}

bool isKnownName(const std::string& name)
{
    return name == orderedDictionary || name == rebuildTensor || name == rebuildParameter
        || storageTypes().contains(name);
}

Result<Value> call(const Value& callee, const Value& arguments)
{
    if (callee.kind != Kind::Name || arguments.kind != Kind::Tuple)
        return failure("Something that is no function is called.");
    if (callee.text == orderedDictionary) {
        Value value;
        value.kind = Kind::Dictionary;
        return value;
    }
    if (callee.text == rebuildTensor)
        return tensorFrom(arguments.items);
    if (callee.text == rebuildParameter && !arguments.items.empty()
        && arguments.items.front()->kind == Kind::Tensor)
        return *arguments.items.front();
    return failure("\"" + callee.text + "\" is not called as PyTorch does.", callee.text);
}

Result<Value> storageOf(const Value& persistentId)
{
    const auto& items = persistentId.items;
    if (persistentId.kind != Kind::Tuple || items.size() != 5 || items[0]->text != "storage"
        || items[1]->kind != Kind::Name || items[2]->kind != Kind::Text
        || items[4]->kind != Kind::Integer || items[4]->integer < 0)
        return failure("A reference to a storage is not written as PyTorch does.");
    const auto type = storageTypes().find(items[1]->text);
    if (type == storageTypes().end())
        return failure("\"" + items[1]->text + "\" is no type of storage.", items[1]->text);
    Value value;
    value.kind = Kind::Storage;
    value.text = items[2]->text;
    value.type = type->second;
    value.integer = items[4]->integer;
    return value;
}

} // namespace ccad::pickle
