// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace ccad::engine {

/// A block of floats that starts at a cache line, so that no vector register straddles two. All 0
/// at first.
class AlignedFloats
{
public:
    AlignedFloats() = default;
    explicit AlignedFloats(std::size_t count)
        : m_count(count), m_values(static_cast<float*>(::operator new(count * sizeof(float), line)))
    {
        std::fill_n(m_values.get(), count, 0.0F);
    }

    [[nodiscard]] float* data() { return m_values.get(); }
    [[nodiscard]] const float* data() const { return m_values.get(); }
    [[nodiscard]] std::size_t size() const { return m_count; }

private:
    static constexpr std::align_val_t line{64};
    struct Free
    {
        void operator()(float* values) const { ::operator delete(values, line); }
    };
    std::size_t m_count = 0;
    std::unique_ptr<float, Free> m_values;
};

} // namespace ccad::engine
