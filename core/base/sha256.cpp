// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <array>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace ccad {

#if defined(__x86_64__)
namespace {

constexpr qsizetype blockBytes = 64;

// FIPS 180-4, 4.2.2.
alignas(16) constexpr std::array<std::uint32_t, 64> roundConstants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The eight words of the state in the two registers that the instructions want: the first letter
/// is in the highest lane.
struct State
{
    __m128i abef = _mm_set_epi32(0x6a09e667, static_cast<int>(0xbb67ae85), 0x510e527f,
                                 static_cast<int>(0x9b05688c));
    __m128i cdgh = _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53a), 0x1f83d9ab, 0x5be0cd19);
};

__attribute__((target("sha,sse4.1"))) void addBlocks(State& state, const char* data,
                                                     qsizetype blocks)
{
    const __m128i bigEndian = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i abef = state.abef;
    __m128i cdgh = state.cdgh;
    for (; blocks > 0; --blocks, data += blockBytes) {
        const __m128i abefBefore = abef;
        const __m128i cdghBefore = cdgh;
        __m128i words[4]; // the last sixteen of the schedule
        _Pragma("GCC unroll 16") for (int four = 0; four < 16; ++four)
        {
            __m128i& now = words[four % 4];
            if (four < 4) {
                now = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data) + four);
                now = _mm_shuffle_epi8(now, bigEndian);
            } else {
                const __m128i last = words[(four + 3) % 4];
                now = _mm_sha256msg1_epu32(now, words[(four + 1) % 4]);
                now = _mm_add_epi32(now, _mm_alignr_epi8(last, words[(four + 2) % 4], 4));
                now = _mm_sha256msg2_epu32(now, last);
            }
            const auto* constants = reinterpret_cast<const __m128i*>(roundConstants.data()) + four;
            const __m128i sum = _mm_add_epi32(now, _mm_load_si128(constants));
            // Each makes two rounds; what was abef becomes cdgh.
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }
    state = {abef, cdgh};
}

/// The rest of the content, a one bit, zeros, and the content's length in bits.
QByteArray padded(const QByteArray& content)
{
    const qsizetype whole = content.size() / blockBytes * blockBytes;
    QByteArray end = content.mid(whole) + char(0x80);
    end.append((2 * blockBytes - 8 - end.size()) % blockBytes, '\0');
    char bits[8];
    qToBigEndian(static_cast<quint64>(content.size()) * 8, bits);
    return end.append(bits, sizeof bits);
}

QByteArray bytesOf(const State& state)
{
    std::uint32_t first[4];
    std::uint32_t second[4];
    std::memcpy(first, &state.abef, sizeof first);
    std::memcpy(second, &state.cdgh, sizeof second);
    // a b c d e f g h
    const std::uint32_t words[8]
        = {first[3], first[2], second[3], second[2], first[1], first[0], second[1], second[0]};
    QByteArray bytes(sizeof words, Qt::Uninitialized);
    qToBigEndian<std::uint32_t>(words, 8, bytes.data());
    return bytes;
}

bool hasInstructions()
{
    static const bool has = [] {
        unsigned a = 0;
        unsigned b = 0;
        unsigned c = 0;
        unsigned d = 0;
        constexpr unsigned sha = 1U << 29; // g++ 12 cannot ask for it by name
        return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0
            && __builtin_cpu_supports("sse4.1");
    }();
    return has;
}

} // namespace
#endif

QByteArray sha256(const QByteArray& content)
{
#if defined(__x86_64__)
    if (hasInstructions()) {
        State state;
        addBlocks(state, content.constData(), content.size() / blockBytes);
        const QByteArray end = padded(content);
        addBlocks(state, end.constData(), end.size() / blockBytes);
        return bytesOf(state);
    }
#endif
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

} // namespace ccad
