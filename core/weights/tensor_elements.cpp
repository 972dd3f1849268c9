// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/internal/tensor_elements.h"

#include "core/base/checked_size.h"

#include <QFloat16>
#include <QtEndian>

#include <bit>

namespace ccad {

float elementAsFloat(const char* address, ElementType::Kind kind)
{
    switch (kind) {
    case ElementType::Kind::Float16:
        return static_cast<float>(
            std::bit_cast<qfloat16>(qFromLittleEndian<std::uint16_t>(address)));
    case ElementType::Kind::BFloat16:
        // The upper half of a float32.
        return std::bit_cast<float>(std::uint32_t{qFromLittleEndian<std::uint16_t>(address)} << 16);
    case ElementType::Kind::Float32:
        return std::bit_cast<float>(qFromLittleEndian<std::uint32_t>(address));
    case ElementType::Kind::Float64:
        return static_cast<float>(std::bit_cast<double>(qFromLittleEndian<std::uint64_t>(address)));
    case ElementType::Kind::Integer:
        break;
    }
    return 0;
}

std::vector<float> elementsAsFloat(const char* address, std::size_t count, const ElementType& type)
{
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = elementAsFloat(address + i * static_cast<std::size_t>(type.bytes), type.kind);
    return values;
}

std::optional<std::int64_t> elementCount(const std::vector<std::int64_t>& shape, std::int64_t limit)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape) {
        const auto product = checkedProduct<std::int64_t>({count, side});
        if (side > limit || !product || *product > limit)
            return std::nullopt;
        count = *product;
    }
    return count;
}

} // namespace ccad
