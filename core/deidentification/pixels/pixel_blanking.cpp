// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/pixel_blanking.h"

#include "core/base/checked_size.h"

#include <QtEndian>

#include <algorithm>
#include <cstdint>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error unsupported(const QString& clause)
{
    return Error{ErrorCode::Unsupported, clause, {}};
}

/// Samples of 8 or 16 bits, by their number.
class Samples
{
public:
    Samples(QByteArray& bytes, const PixelLayout& layout)
        : m_bytes(bytes.data()), m_layout(layout), m_isWide(layout.bitsAllocated == 16),
          m_shift(layout.highBit + 1 - layout.bitsStored),
          m_mask(((std::uint32_t{1} << layout.bitsStored) - 1) << m_shift),
          m_sign(layout.isSigned ? std::uint32_t{1} << layout.highBit : 0U)
    {
    }
    [[nodiscard]] std::uint32_t raw(qint64 index) const
    {
        if (!m_isWide)
            return static_cast<std::uint8_t>(m_bytes[index]);
        const void* at = m_bytes + 2 * index;
        return m_layout.isBigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
    }
    /// The stored bits, in the order of the values that they stand for.
    [[nodiscard]] std::uint32_t ordered(qint64 index) const
    {
        return (raw(index) & m_mask) ^ m_sign;
    }
    /// Stores what ordered() gave; bits beside stay.
    void setOrdered(qint64 index, std::uint32_t value)
    {
        setRaw(index, (raw(index) & ~m_mask) | ((value ^ m_sign) & m_mask));
    }
    void setRaw(qint64 index, std::uint32_t value)
    {
        if (!m_isWide)
            m_bytes[index] = static_cast<char>(value);
        else if (m_layout.isBigEndian)
            qToBigEndian(static_cast<quint16>(value), m_bytes + 2 * index);
        else
            qToLittleEndian(static_cast<quint16>(value), m_bytes + 2 * index);
    }
    [[nodiscard]] std::uint32_t mask() const { return m_mask; }

private:
    char* m_bytes;
    const PixelLayout& m_layout;
    bool m_isWide;
    int m_shift;
    std::uint32_t m_mask;
    std::uint32_t m_sign;
};

/// The samples of all frames; nothing where they are too many to count.
std::optional<qint64> sampleCount(const PixelLayout& layout)
{
    return checkedProduct<qint64>(
        {layout.rows, layout.columns, layout.samplesPerPixel, layout.frames});
}

Result<void> check(const QByteArray& pixels, const PixelLayout& layout)
{
    const bool isWide = layout.bitsAllocated == 16;
    if (!isWide && layout.bitsAllocated != 8)
        return unsupported(u"its samples have neither 8 nor 16 bits"_s);
    const bool fits = layout.bitsStored >= 1 && layout.highBit < layout.bitsAllocated
        && layout.bitsStored <= layout.highBit + 1 && layout.rows > 0 && layout.columns > 0
        && layout.frames > 0;
    const bool isGrey
        = layout.samplesPerPixel == 1 && layout.photometric.startsWith(u"MONOCHROME"_s);
    const bool isColour = layout.samplesPerPixel == 3
        && (layout.photometric == u"RGB" || layout.photometric == u"YBR_FULL");
    if (!isGrey && !isColour)
        return unsupported(u"its pixels are of the kind %1, of which no part can be blanked"_s.arg(
            layout.photometric));
    const auto count = sampleCount(layout);
    if (!fits || !count || *count > pixels.size() / (isWide ? 2 : 1))
        return Error{ErrorCode::FileBroken, u"it has fewer pixels than it declares"_s, {}};
    return {};
}

/// What each sample of a blanked pixel becomes, as Samples::ordered().
struct Blank
{
    std::uint32_t first = 0;
    std::uint32_t others = 0;
};

Blank blankOf(const Samples& samples, const PixelLayout& layout, qint64 begin, qint64 count)
{
    if (layout.photometric == u"YBR_FULL")
        return {0, std::uint32_t{1} << layout.highBit};
    if (layout.samplesPerPixel > 1)
        return {};
    const bool isInverted = layout.photometric == u"MONOCHROME1";
    std::uint32_t value = samples.ordered(begin);
    for (qint64 i = begin; i < begin + count; ++i)
        value = isInverted ? std::max(value, samples.ordered(i))
                           : std::min(value, samples.ordered(i));
    return {value, value};
}

} // namespace

Result<void> blankPixels(QByteArray& pixels, const PixelLayout& layout,
                         const std::vector<PixelBox>& boxes)
{
    if (auto ok = check(pixels, layout); !ok)
        return ok;
    Samples samples(pixels, layout);
    const qint64 pixelCount = qint64{layout.rows} * layout.columns;
    const qint64 frameCount = pixelCount * layout.samplesPerPixel;
    const bool isByPlane = layout.isColorByPlane && layout.samplesPerPixel > 1;
    const qint64 ofPixel = isByPlane ? 1 : layout.samplesPerPixel;
    const qint64 ofSample = isByPlane ? pixelCount : 1;
    for (qint64 frame = 0; frame < layout.frames; ++frame) {
        const qint64 begin = frame * frameCount;
        const Blank blank = blankOf(samples, layout, begin, frameCount);
        for (const PixelBox& box : boxes) {
            const int right = std::min(box.right(), layout.columns);
            for (int row = std::max(box.top, 0); row < std::min(box.bottom(), layout.rows); ++row)
                for (int column = std::max(box.left, 0); column < right; ++column)
                    for (int sample = 0; sample < layout.samplesPerPixel; ++sample)
                        samples.setOrdered(begin + (qint64{row} * layout.columns + column) * ofPixel
                                               + sample * ofSample,
                                           sample == 0 ? blank.first : blank.others);
        }
    }
    return {};
}

bool clearSpareBits(QByteArray& pixels, const PixelLayout& layout)
{
    if (layout.bitsAllocated != 16 || !check(pixels, layout))
        return false;
    Samples samples(pixels, layout);
    const qint64 count = sampleCount(layout).value_or(0);
    bool wasSet = false;
    for (qint64 i = 0; i < count; ++i) {
        const std::uint32_t value = samples.raw(i);
        wasSet = wasSet || (value & ~samples.mask()) != 0;
        samples.setRaw(i, value & samples.mask());
    }
    return wasSet;
}

} // namespace ccad
