// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for processors with AVX-512 (CMakeLists.txt); nothing but kernels.cpp may call into it.
#include "core/network/step/internal/kernel_loops.h"
#include "core/network/step/internal/kernel_sets.h"

#include <immintrin.h>

namespace ccad::bottleneck {

namespace {

struct Vector
{
    using Register = __m512;
    static constexpr int mostVectors = 3; // 8 rows x 3 vectors of sums, 3 weights and a value
    static constexpr int narrowRows = 16;

    static CCAD_INLINE Register load(const float* from) { return _mm512_loadu_ps(from); }
    static CCAD_INLINE void store(float* to, Register value) { _mm512_storeu_ps(to, value); }
    static CCAD_INLINE Register constant(float value) { return _mm512_set1_ps(value); }
    static CCAD_INLINE Register broadcast(const float* from) { return _mm512_set1_ps(*from); }
    static CCAD_INLINE Register add(Register a, Register b) { return _mm512_add_ps(a, b); }
    static CCAD_INLINE Register subtract(Register a, Register b) { return _mm512_sub_ps(a, b); }
    static CCAD_INLINE Register multiply(Register a, Register b) { return _mm512_mul_ps(a, b); }
    static CCAD_INLINE Register multiplyAdd(Register a, Register b, Register c)
    {
        // Left to itself, g++ 12 moves the sums from register to register and lacks some for it.
        asm("vfmadd231ps %1, %2, %0" : "+v"(c) : "v"(a), "v"(b));
        return c;
    }
    /// c - a * b
    static CCAD_INLINE Register negativeMultiplyAdd(Register a, Register b, Register c)
    {
        return _mm512_fnmadd_ps(a, b, c);
    }
    static CCAD_INLINE Register minimum(Register a, Register b) { return _mm512_min_ps(a, b); }
    static CCAD_INLINE Register maximum(Register a, Register b) { return _mm512_max_ps(a, b); }
    /// `value` where 0 < z < 6, else 0.
    static CCAD_INLINE Register whereWithin6(Register z, Register value)
    {
        const __mmask16 above = _mm512_cmp_ps_mask(z, constant(0.0F), _CMP_GT_OQ);
        const __mmask16 within = _mm512_mask_cmp_ps_mask(above, z, constant(6.0F), _CMP_LT_OQ);
        return _mm512_maskz_mov_ps(within, value);
    }
};

} // namespace

const Kernels kernelsWithAvx512 = kernelsOf<Vector>();

} // namespace ccad::bottleneck
