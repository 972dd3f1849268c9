// SPDX-License-Identifier: GPL-3.0-or-later
// For processors that the other sets do not know: the same loops over vectors of four values, which
// g++ and clang translate for any processor (on x86-64: SSE2; on ARM: NEON).
#include "core/engine/internal/kernel_loops.h"
#include "core/engine/internal/kernel_sets.h"

namespace ccad::engine {

namespace {

struct Vector
{
    using Register = float __attribute__((vector_size(16)));
    /// The same vector in memory, where it starts at any float and may have other types to the
    /// compiler.
    using InMemory = float __attribute__((vector_size(16), aligned(4), may_alias));
    static constexpr int lanes = 4;
    // 2 blocks x 5 cells of sums, 2 weights, a pixel and a product: 14 of 16 registers.
    static constexpr int pointwiseCells = 5;
    static constexpr int depthwiseCells = 4;

    static CCAD_INLINE Register load(const float* from)
    {
        return *reinterpret_cast<const InMemory*>(from);
    }
    static CCAD_INLINE void store(float* to, Register value)
    {
        *reinterpret_cast<InMemory*>(to) = value;
    }
    static CCAD_INLINE Register constant(const float& value) { return broadcast(&value); }
    static CCAD_INLINE Register broadcast(const float* from)
    {
        return Register{*from, *from, *from, *from};
    }
    static CCAD_INLINE Register add(Register a, Register b) { return a + b; }
    static CCAD_INLINE Register multiplyAdd(Register a, Register b, Register c)
    {
        return a * b + c;
    }
    static CCAD_INLINE Register minimum(Register a, Register b) { return a < b ? a : b; }
    static CCAD_INLINE Register maximum(Register a, Register b) { return a > b ? a : b; }
};

} // namespace

const Kernels portableKernels{"portable", Vector::lanes, pointwise<Vector>, depthwise<Vector>,
                              stem<Vector>};

} // namespace ccad::engine
