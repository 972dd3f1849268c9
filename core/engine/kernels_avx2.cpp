// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for processors with AVX2 and FMA (CMakeLists.txt); nothing but kernelsForThisProcessor()
// may call into it.
#include "core/engine/internal/kernel_loops.h"
#include "core/engine/internal/kernel_sets.h"

#include <immintrin.h>

namespace ccad::engine {

namespace {

struct Vector
{
    using Register = __m256;
    static constexpr int lanes = 8;
    // 2 blocks x 6 cells of sums, 2 weights and a pixel: 15 of 16 registers.
    static constexpr int pointwiseCells = 6;
    static constexpr int depthwiseCells = 4;

    static CCAD_INLINE Register load(const float* from) { return _mm256_loadu_ps(from); }
    static CCAD_INLINE void store(float* to, Register value) { _mm256_storeu_ps(to, value); }
    /// Made where it is used: kept in a register throughout a loop, it would take one from the
    /// sums.
    static CCAD_INLINE Register constant(const float& value)
    {
        Register result;
        asm volatile("vbroadcastss %1, %0" : "=x"(result) : "m"(value));
        return result;
    }
    static CCAD_INLINE Register broadcast(const float* from) { return _mm256_broadcast_ss(from); }
    static CCAD_INLINE Register add(Register a, Register b) { return _mm256_add_ps(a, b); }
    static CCAD_INLINE Register multiplyAdd(Register a, Register b, Register c)
    {
        // Left to itself, g++ 12 moves the sums from register to register and lacks some for it.
        asm("vfmadd231ps %1, %2, %0" : "+x"(c) : "x"(a), "x"(b));
        return c;
    }
    static CCAD_INLINE Register minimum(Register a, Register b) { return _mm256_min_ps(a, b); }
    static CCAD_INLINE Register maximum(Register a, Register b) { return _mm256_max_ps(a, b); }
};

} // namespace

const Kernels avx2Kernels{"avx2", Vector::lanes, pointwise<Vector>, depthwise<Vector>,
                          stem<Vector>};

} // namespace ccad::engine
