// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for processors with AVX2 and FMA (CMakeLists.txt); nothing but kernels.cpp may call into
// it.
#include "core/network/step/internal/kernel_loops.h"
#include "core/network/step/internal/kernel_sets.h"

#include <immintrin.h>

namespace ccad::bottleneck {

namespace {

struct Vector
{
    struct Register
    {
        __m256 low, high;
    };
    static constexpr int mostVectors = 1;
    static constexpr int narrowRows = 6; // x 2 registers of sums, 2 of weights and a value

    static CCAD_INLINE Register load(const float* from)
    {
        return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)};
    }
    static CCAD_INLINE void store(float* to, Register value)
    {
        _mm256_storeu_ps(to, value.low);
        _mm256_storeu_ps(to + 8, value.high);
    }
    static CCAD_INLINE Register constant(float value)
    {
        return {_mm256_set1_ps(value), _mm256_set1_ps(value)};
    }
    static CCAD_INLINE Register broadcast(const float* from)
    {
        const __m256 value = _mm256_broadcast_ss(from);
        return {value, value};
    }
    static CCAD_INLINE Register add(Register a, Register b)
    {
        return {_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)};
    }
    static CCAD_INLINE Register subtract(Register a, Register b)
    {
        return {_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)};
    }
    static CCAD_INLINE Register multiply(Register a, Register b)
    {
        return {_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)};
    }
    static CCAD_INLINE Register multiplyAdd(Register a, Register b, Register c)
    {
        return {_mm256_fmadd_ps(a.low, b.low, c.low), _mm256_fmadd_ps(a.high, b.high, c.high)};
    }
    /// c - a * b
    static CCAD_INLINE Register negativeMultiplyAdd(Register a, Register b, Register c)
    {
        return {_mm256_fnmadd_ps(a.low, b.low, c.low), _mm256_fnmadd_ps(a.high, b.high, c.high)};
    }
    static CCAD_INLINE Register minimum(Register a, Register b)
    {
        return {_mm256_min_ps(a.low, b.low), _mm256_min_ps(a.high, b.high)};
    }
    static CCAD_INLINE Register maximum(Register a, Register b)
    {
        return {_mm256_max_ps(a.low, b.low), _mm256_max_ps(a.high, b.high)};
    }
    /// `value` where 0 < z < 6, else 0.
    static CCAD_INLINE Register whereWithin6(Register z, Register value)
    {
        return {whereWithin6(z.low, value.low), whereWithin6(z.high, value.high)};
    }

private:
    static CCAD_INLINE __m256 whereWithin6(__m256 z, __m256 value)
    {
        const __m256 above = _mm256_cmp_ps(z, _mm256_setzero_ps(), _CMP_GT_OQ);
        const __m256 below = _mm256_cmp_ps(z, _mm256_set1_ps(6.0F), _CMP_LT_OQ);
        return _mm256_and_ps(_mm256_and_ps(above, below), value);
    }
};

} // namespace

const Kernels kernelsWithAvx2 = kernelsOf<Vector>();

} // namespace ccad::bottleneck
