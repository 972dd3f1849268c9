// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_bits.h"

#include "core/imaging/sample_evidence.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr quint32 storedTag = 0x00280101;

/// Samples of one or two bytes, of which the file says that some bits are no greys.
class Samples
{
public:
    Samples(const Frame& frame, DcmDataset& dataset)
        : m_frame(frame), m_bits(8 * frame.bytesPerSample()),
          m_shift(frame.format().highBit + 1 - frame.format().bitsStored),
          m_greys(((1U << frame.format().bitsStored) - 1) << m_shift),
          m_looked(((1U << m_bits) - 1) & ~frame.overlayBits),
          m_count(static_cast<std::size_t>(frame.format().pixelCount())
                  * static_cast<std::size_t>(frame.format().samples))
    {
        if (const auto padding = word(dataset, DCM_PixelPaddingValue)) {
            const quint16 limit = word(dataset, DCM_PixelPaddingRangeLimit).value_or(*padding);
            m_padding = std::minmax(*padding, limit);
        }
    }

    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] int bits() const { return m_bits; }
    [[nodiscard]] int shift() const { return m_shift; }
    [[nodiscard]] bool isSigned() const { return m_frame.format().isSigned; }

    /// All bits that are set in any sample.
    [[nodiscard]] std::uint32_t any() const
    {
        std::uint32_t any = 0;
        const std::uint8_t* bytes = m_frame.bytes().data();
        for (std::size_t i = 0; i < m_count; ++i) {
            if (m_bits == 8) {
                any |= bytes[i];
                continue;
            }
            std::uint16_t one = 0;
            std::memcpy(&one, bytes + 2 * i, 2);
            any |= one;
        }
        return any & m_looked;
    }
    /// Bits of that sample above those that are counted as greys; none in padding and where the
    /// sign is drawn out over them.
    [[nodiscard]] std::uint32_t above(std::size_t index) const
    {
        const std::uint32_t sample = m_frame.sample(index);
        const std::uint32_t over = sample & m_looked & ~(m_greys | (m_greys - 1));
        if (over == 0 || isPadding(sample))
            return 0;
        const std::uint32_t all = m_looked & ~(m_greys | (m_greys - 1));
        const bool isNegative = (sample >> m_frame.format().highBit & 1U) != 0;
        return isSigned() && isNegative && over == all ? 0 : over;
    }
    /// The sample with all of its bits but those of overlays.
    [[nodiscard]] std::int32_t whole(std::size_t index) const
    {
        const std::uint32_t sample = m_frame.sample(index) & m_looked;
        if (!isSigned())
            return static_cast<std::int32_t>(sample);
        return m_bits == 8 ? std::int32_t{static_cast<std::int8_t>(sample)}
                           : std::int32_t{static_cast<std::int16_t>(sample)};
    }
    /// The sample as the file says, at its place among the bits.
    [[nodiscard]] std::int32_t asSaid(std::size_t index) const
    {
        const std::uint32_t sample = m_frame.sample(index) & m_looked & m_greys;
        const bool isNegative = isSigned() && (sample >> m_frame.format().highBit & 1U) != 0;
        const std::int32_t range = isNegative ? 1 << (m_frame.format().highBit + 1) : 0;
        return static_cast<std::int32_t>(sample) - range;
    }
    [[nodiscard]] std::int32_t swapped(std::size_t index) const
    {
        const std::uint32_t sample = m_frame.sample(index);
        return static_cast<std::int32_t>((sample & 0xFF) << 8 | sample >> 8);
    }

private:
    [[nodiscard]] bool isPadding(std::uint32_t sample) const
    {
        return m_padding && sample >= m_padding->first && sample <= m_padding->second;
    }

    const Frame& m_frame;
    int m_bits;
    int m_shift;
    std::uint32_t m_greys;
    std::uint32_t m_looked;
    std::size_t m_count;
    std::optional<std::pair<quint16, quint16>> m_padding;
};

/// Bits above the greys, counted.
struct FoundAbove
{
    qint64 samples = 0; ///< that have any
    qint64 steps = 0; ///< to a neighbour that has other ones
    qint64 smoother = 0; ///< of these, smaller with the bits than without them
    int needed = 0; ///< bits that these samples fit into, from the lowest on
};

int bitsOf(std::int32_t value, bool isSigned)
{
    const auto plain = static_cast<std::uint32_t>(value < 0 ? ~value : value);
    return static_cast<int>(std::bit_width(plain)) + (isSigned ? 1 : 0);
}

FoundAbove findAbove(const Samples& samples)
{
    FoundAbove found;
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < samples.count(); ++i) {
        const std::uint32_t here = samples.above(i);
        if (here != 0) {
            ++found.samples;
            found.needed = std::max(found.needed, bitsOf(samples.whole(i), samples.isSigned()));
        }
        if (i > 0 && here != before) {
            ++found.steps;
            found.smoother += std::abs(samples.whole(i) - samples.whole(i - 1))
                    < std::abs(samples.asSaid(i) - samples.asSaid(i - 1))
                ? 1
                : 0;
        }
        before = here;
    }
    return found;
}

/// In the other order of bytes neighbours are alike, in the file's they are not.
bool isInOtherOrder(const Samples& samples)
{
    constexpr std::size_t fewest = 4096;
    constexpr double broken = 0.25;
    constexpr double times = 3;
    if (samples.bits() != 16 || samples.count() < fewest)
        return false;
    const auto count = static_cast<qint64>(samples.count());
    const auto at = [&](auto value) {
        return [&samples, value](qint64 i) {
            return double{1} * (samples.*value)(static_cast<std::size_t>(i));
        };
    };
    const double said = roughness(at(&Samples::whole), count, 1);
    return said > broken && said > times * roughness(at(&Samples::swapped), count, 1);
}

QString countOf(qint64 some, const Samples& samples)
{
    return u"%1 of %2 samples"_s.arg(some).arg(samples.count());
}

/// Greys at another place of the same number of bits, or in more of them.
void readWider(Frame& frame, const Samples& samples, const FoundAbove& found, std::uint32_t any)
{
    const int stored = frame.format().bitsStored;
    const int lowest = std::countr_zero(any);
    const int highest = static_cast<int>(std::bit_width(any)) - 1;
    const bool isMoved = !samples.isSigned() && lowest > 0 && highest - lowest < stored;
    if (isMoved) {
        const int high = std::clamp(lowest + stored - 1, highest, samples.bits() - 1);
        frame.notes.add(
            NoteCode::BitsCorrected,
            u"The file says that the highest bit of its greys is %1 (High Bit), but "
            "they lie in the bits up to %2; they are read so."_s.arg(frame.format().highBit)
                .arg(high));
        frame.readBits(stored, high);
        return;
    }
    const int needed = std::clamp(found.needed, stored, samples.bits());
    frame.notes.add(
        NoteCode::BitsCorrected,
        u"The file says that its greys have %1 bits (Bits Stored), but %2 go beyond "
        "them, as their neighbours show; they are read with %3 bits."_s.arg(
            QString::number(stored), countOf(found.samples, samples), QString::number(needed)));
    frame.readBits(needed, needed - 1);
}

/// Bits below the greys: of samples that begin at the lowest bit, or left out.
void settleBelow(Frame& frame, const Samples& samples, std::uint32_t any)
{
    const int stored = frame.format().bitsStored;
    const std::uint32_t below = any & ((1U << samples.shift()) - 1);
    if (below == 0)
        return;
    const bool isLow = static_cast<int>(std::bit_width(any)) <= stored;
    frame.notes.add(
        NoteCode::BitsCorrected,
        isLow ? u"The file says that the highest bit of its greys is %1 (High Bit), but no sample "
                "goes beyond bit %2; they are read so."_s.arg(frame.format().highBit)
                    .arg(stored - 1)
              : u"The samples of the file have bits below the %1 that it counts among the greys; "
                "these were left out."_s.arg(stored));
    if (isLow)
        frame.readBits(stored, stored - 1);
}

Result<void> settleAbove(Frame& frame, const Samples& samples, std::uint32_t any)
{
    // Greys run over from one bit into the next; of noise an eighth of the steps seems to, and of
    // what is drawn over a picture none.
    constexpr double greys = 0.3;
    constexpr double noGreys = 0.05;
    const FoundAbove found = findAbove(samples);
    if (found.samples == 0)
        return {};
    const double share = static_cast<double>(found.smoother)
        / static_cast<double>(std::max<qint64>(found.steps, 1));
    const bool areKnownKind
        = frame.format().samples == 1 && frame.format().photometric != u"PALETTE COLOR";
    if (areKnownKind && share > greys) {
        readWider(frame, samples, found, any);
        return {};
    }
    if (areKnownKind && share > noGreys)
        return broken(u"%1 have bits above the %2 that Bits Stored (0028,0101) says, and nothing "
                      "shows whether they are greys"_s.arg(countOf(found.samples, samples))
                          .arg(frame.format().bitsStored),
                      tagText(storedTag));
    frame.notes.add(NoteCode::BitsCorrected,
                    u"%1 have bits above the %2 that the file counts among the greys (Bits "
                    "Stored); these were left out."_s.arg(countOf(found.samples, samples))
                        .arg(frame.format().bitsStored));
    return {};
}

} // namespace

Result<Frame> settleBits(Frame frame, DcmDataset& dataset)
{
    const PixelFormat format = frame.format();
    const int bits = 8 * frame.bytesPerSample();
    if ((bits != 8 && bits != 16) || (bits == 8 && format.bitsStored == 8))
        return frame;
    if (format.samples == 1 && isInOtherOrder(Samples(frame, dataset))) {
        auto swapped = frame.withSwappedBytes();
        if (!swapped)
            return swapped;
        frame = *std::move(swapped);
        frame.notes.add(NoteCode::BitsCorrected,
                        u"The bytes of the file's samples stand in the other order than it says, "
                        "as their neighbours show; they were swapped."_s);
    }
    if (format.bitsStored == bits)
        return frame;
    const Samples samples(frame, dataset);
    const std::uint32_t any = samples.any();
    if ((any >> format.highBit) > 1) {
        if (auto ok = settleAbove(frame, samples, any); !ok)
            return ok.error();
    } else {
        settleBelow(frame, samples, any);
    }
    return frame;
}

} // namespace ccad::imaging
