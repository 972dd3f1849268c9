// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for processors with AVX-512 (CMakeLists.txt); nothing but kernelsForThisProcessor() may
// call into it.
#include "core/engine/internal/kernel_loops.h"
#include "core/engine/internal/kernel_sets.h"

#include <immintrin.h>

namespace ccad::engine {

namespace {

struct Vector
{
    using Register = __m512;
    static constexpr int lanes = 16;
    // 2 blocks x 14 cells of sums, 2 weights and a pixel: 31 of 32 registers. And 14 divides the
    // number of cells of a 224-pixel network's layers down to 14 x 14.
    static constexpr int pointwiseCells = 14;
    static constexpr int depthwiseCells = 7;

    static CCAD_INLINE Register load(const float* from) { return _mm512_loadu_ps(from); }
    static CCAD_INLINE void store(float* to, Register value) { _mm512_storeu_ps(to, value); }
    /// Made where it is used: kept in a register throughout a loop, it would take one from the
    /// sums.
    static CCAD_INLINE Register constant(const float& value)
    {
        Register result;
        asm volatile("vbroadcastss %1, %0" : "=v"(result) : "m"(value));
        return result;
    }
    static CCAD_INLINE Register broadcast(const float* from) { return _mm512_set1_ps(*from); }
    static CCAD_INLINE Register add(Register a, Register b) { return _mm512_add_ps(a, b); }
    static CCAD_INLINE Register multiplyAdd(Register a, Register b, Register c)
    {
        // Left to itself, g++ 12 moves the sums from register to register and lacks some for it.
        asm("vfmadd231ps %1, %2, %0" : "+v"(c) : "v"(a), "v"(b));
        return c;
    }
    static CCAD_INLINE Register minimum(Register a, Register b) { return _mm512_min_ps(a, b); }
    static CCAD_INLINE Register maximum(Register a, Register b) { return _mm512_max_ps(a, b); }
};

} // namespace

const Kernels avx512Kernels{"avx512", Vector::lanes, pointwise<Vector>, depthwise<Vector>,
                            stem<Vector>};

} // namespace ccad::engine
