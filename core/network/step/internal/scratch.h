// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace ccad::bottleneck {

/// Floats that start at a cache line. Their values are whatever was there.
class Scratch
{
public:
    explicit Scratch(std::ptrdiff_t count = 0)
        : m_values(static_cast<float*>(
            ::operator new(static_cast<std::size_t>(count) * sizeof(float), line)))
    {
    }
    [[nodiscard]] float* data() { return m_values.get(); }
    [[nodiscard]] const float* data() const { return m_values.get(); }

private:
    static constexpr std::align_val_t line{64};
    struct Free
    {
        void operator()(float* values) const { ::operator delete(values, line); }
    };
    std::unique_ptr<float, Free> m_values;
};

} // namespace ccad::bottleneck
