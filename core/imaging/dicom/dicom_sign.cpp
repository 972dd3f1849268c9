// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_sign.h"

#include <algorithm>
#include <bitset>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Different values, well mixed: those of a film that had 8 bits before are multiples of 16.
using ValuesSeen = std::bitset<64>;

std::size_t placeOf(std::uint32_t value)
{
    return value * 0x9E3779B1U >> 26;
}

/// Neighbours of which one alone has the highest bit.
struct Crossings
{
    qint64 pairs = 0; ///< looked at
    qint64 telling = 0; ///< of those with one alone: a moderate step in either representation
    qint64 other = 0; ///< of these, in the one that is asked about
    qint64 smooth = 0; ///< of these, a small step
    /// What the smooth ones hold: one value alone is padding or a drawing.
    ValuesSeen lower;
    ValuesSeen higher;
};

/// Stored values, from 0 to 2^bits - 1, without bits beside them.
class StoredValues
{
public:
    explicit StoredValues(const Frame& frame)
        : m_frame(frame), m_bits(frame.format().bitsStored),
          m_shift(frame.format().highBit + 1 - m_bits),
          m_mask(((std::uint32_t{1} << m_bits) - 1) & ~(frame.overlayBits >> m_shift))
    {
    }
    [[nodiscard]] std::uint32_t at(std::size_t index) const
    {
        return (m_frame.sample(index) >> m_shift) & m_mask;
    }
    [[nodiscard]] int bits() const { return m_bits; }

private:
    const Frame& m_frame;
    int m_bits;
    int m_shift;
    std::uint32_t m_mask;
};

/// The step from a value without the highest bit up to one with it, if there is (no) sign. In the
/// other case it is what is left of the range.
class Step
{
public:
    Step(int bits, bool ifSigned) : m_range(std::uint32_t{1} << bits), m_ifSigned(ifSigned) { }
    [[nodiscard]] std::uint32_t range() const { return m_range; }
    /// Not between both ends of the range as the file has it: saturation beside padding.
    [[nodiscard]] bool tells(std::uint32_t lower, std::uint32_t higher) const
    {
        return m_ifSigned ? lower != 0 || higher != m_range - 1
                          : lower != m_range / 2 - 1 || higher != m_range / 2;
    }
    [[nodiscard]] std::uint32_t size(std::uint32_t lower, std::uint32_t higher) const
    {
        return m_ifSigned ? lower + m_range - higher : higher - lower;
    }

private:
    std::uint32_t m_range;
    bool m_ifSigned;
};

/// Looks at a million pixels at most, in whole rows.
Crossings crossingsOf(const Frame& frame, const StoredValues& values, const Step& step)
{
    constexpr qint64 enough = qint64{1} << 20;
    const PixelFormat& format = frame.format();
    const auto columns = static_cast<std::size_t>(format.columns);
    const auto stride = static_cast<int>(format.pixelCount() / enough + 1);
    const std::uint32_t highest = std::uint32_t{1} << (values.bits() - 1);
    Crossings found;
    for (int row = 0; row < format.rows; row += stride) {
        const std::size_t begin = static_cast<std::size_t>(row) * columns;
        std::uint32_t before = values.at(begin);
        for (std::size_t i = begin + 1; i < begin + columns; ++i) {
            const std::uint32_t here = values.at(i);
            const auto [lower, higher] = std::minmax({before, here});
            before = here;
            ++found.pairs;
            if (higher < highest || lower >= highest || !step.tells(lower, higher))
                continue;
            const std::uint32_t size = step.size(lower, higher);
            const bool isOther = size <= step.range() / 4;
            found.telling += isOther || size >= step.range() / 4 * 3 ? 1 : 0;
            found.other += isOther ? 1 : 0;
            if (size > step.range() / 16)
                continue;
            ++found.smooth;
            found.lower.set(placeOf(lower));
            found.higher.set(placeOf(higher));
        }
    }
    return found;
}

/// Of a film some thousandths of all neighbours lie on either side of a value amid its greys.
bool isBeyondDoubt(const Crossings& found)
{
    constexpr qint64 fewest = 64;
    constexpr qint64 oneOf = 2000; // neighbours
    constexpr double nearlyAll = 0.98;
    constexpr std::size_t fewestValues = 6; // on either side
    return found.smooth >= std::max(fewest, found.pairs / oneOf)
        && static_cast<double>(found.other) >= nearlyAll * static_cast<double>(found.telling)
        && found.lower.count() >= fewestValues && found.higher.count() >= fewestValues;
}

} // namespace

void settleSign(Frame& frame)
{
    const PixelFormat& format = frame.format();
    const bool isGrey = format.samples == 1 && format.photometric.startsWith(u"MONOCHROME"_s);
    constexpr int fewestBits = 8;
    constexpr int mostBits = 16;
    // Nobody stores greys of 8 bits with a sign and says otherwise; black words on white would look
    // so.
    const int fewest = format.isSigned ? fewestBits : fewestBits + 2;
    if (!isGrey || frame.bytesPerSample() == 0 || format.bitsStored < fewest
        || format.bitsStored > mostBits)
        return;
    const bool ifSigned = !format.isSigned;
    const StoredValues values(frame);
    if (!isBeyondDoubt(crossingsOf(frame, values, Step(values.bits(), ifSigned))))
        return;
    frame.readSigned(ifSigned);
    frame.notes.add(NoteCode::BitsCorrected,
                    ifSigned
                        ? u"The file says that its values have no sign (Pixel Representation), but "
                          "they have one, as their neighbours show; they are read so."_s
                        : u"The file says that its values have a sign (Pixel Representation), but "
                          "they have none, as their neighbours show; they are read so."_s);
}

} // namespace ccad::imaging
