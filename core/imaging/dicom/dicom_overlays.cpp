// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_overlays.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr int groups = 16;
constexpr qsizetype longestWords = 64; // of the VR LO
constexpr quint32 rowsTag = 0x60000010;
constexpr quint32 columnsTag = 0x60000011;
constexpr quint32 descriptionTag = 0x60000022;
constexpr quint32 typeTag = 0x60000040;
constexpr quint32 originTag = 0x60000050;
constexpr quint32 frameTag = 0x60000051;
constexpr quint32 allocatedTag = 0x60000100;
constexpr quint32 positionTag = 0x60000102;
constexpr quint32 labelTag = 0x60001500;
constexpr quint32 dataTag = 0x60003000;

/// The attributes of one of the groups 6000, 6002 .. 601E.
class Group
{
public:
    Group(const DicomLayout& layout, DcmDataset& dataset, int number)
        : m_layout(layout), m_dataset(dataset), m_offset(static_cast<quint32>(number) << 17)
    {
    }

    [[nodiscard]] int number() const { return static_cast<int>((rowsTag + m_offset) >> 16); }
    [[nodiscard]] QString name() const { return QString::number(number(), 16).toUpper(); }
    [[nodiscard]] std::optional<int> number(quint32 tag, unsigned long index = 0) const
    {
        const auto value = word(m_dataset, keyOf(tag + m_offset), index);
        return value ? std::optional(int{*value}) : std::nullopt;
    }
    /// One line, however the file wraps it.
    [[nodiscard]] QString words(quint32 tag) const
    {
        return text(m_dataset, keyOf(tag + m_offset)).simplified().left(longestWords);
    }
    [[nodiscard]] const DicomElement* data() const { return m_layout.find(dataTag + m_offset); }
    [[nodiscard]] const DicomLayout& layout() const { return m_layout; }
    [[nodiscard]] bool isThere() const { return data() || number(rowsTag) || number(allocatedTag); }
    /// Old files keep an overlay in bits of the pixels, and say how many bits those have.
    [[nodiscard]] bool isInPixels() const
    {
        return !data() && number(allocatedTag).value_or(1) > 1 && number(positionTag);
    }

private:
    const DicomLayout& m_layout;
    DcmDataset& m_dataset;
    quint32 m_offset;
};

/// A plane, or why there is none, a clause; neither: nothing is drawn on it.
struct Outcome
{
    std::optional<OverlayPlane> plane;
    QString problem;
};

Outcome problem(const QString& clause)
{
    return {std::nullopt, clause};
}

/// A part of a plane of columns x rows, of which the upper left pixel lies at (left, top) of the
/// picture; all may be negative or outside, until it is cut.
struct PlaneCut
{
    int left = 0;
    int top = 0;
    int firstColumn = 0;
    int firstRow = 0;
    int columns = 0;
    int rows = 0;
};

/// What lies over the picture. Numbers of 16 bits cannot overflow here.
PlaneCut cutTo(const PixelFormat& picture, int left, int top, int columns, int rows)
{
    PlaneCut cut;
    cut.left = std::max(left, 0);
    cut.top = std::max(top, 0);
    cut.firstColumn = cut.left - left;
    cut.firstRow = cut.top - top;
    cut.columns = std::min(left + columns, picture.columns) - cut.left;
    cut.rows = std::min(top + rows, picture.rows) - cut.top;
    return cut;
}

using Bits = std::vector<std::uint8_t>;

void set(Bits& bits, std::size_t at)
{
    bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8] | 1U << at % 8);
}

bool isSet(const Bits& bits, std::size_t at)
{
    return ((bits[at / 8] >> at % 8) & 1U) != 0;
}

/// Overlay Data as a row of bits, whether packed (PS3.5 8.1.2) or, as in old files, one in each
/// byte or word.
class BitSource
{
public:
    BitSource(const Group& group, qint64 needed)
        : m_bytes(reinterpret_cast<const std::uint8_t*>(group.layout().bytes.constData())
                      + group.data()->valueOffset,
                  static_cast<std::size_t>(group.data()->endOffset - group.data()->valueOffset)),
          m_isSwapped(group.layout().encoding.bigEndian && group.data()->vr == "OW")
    {
        const int allocated = group.number(allocatedTag).value_or(1);
        const int position = group.number(positionTag).value_or(0);
        const bool isWide = (allocated == 8 || allocated == 16) && position < allocated
            && static_cast<qint64>(m_bytes.size()) >= needed * allocated / 8;
        if (!isWide)
            return;
        m_step = static_cast<std::size_t>(allocated);
        m_position = static_cast<std::size_t>(position);
    }

    [[nodiscard]] std::size_t bytes() const { return m_bytes.size(); }
    [[nodiscard]] bool holds(qint64 bits) const
    {
        return static_cast<qint64>(m_bytes.size())
            >= bytesOfBits(bits * static_cast<qint64>(m_step));
    }
    [[nodiscard]] bool at(std::size_t index) const
    {
        const std::size_t bit = index * m_step + m_position;
        return ((byteAt(bit / 8) >> bit % 8) & 1U) != 0;
    }
    /// True if none of the eight bits from `index` on, which lie in one byte, is set.
    [[nodiscard]] bool areEightClear(std::size_t index) const
    {
        return m_step == 1 && byteAt(index / 8) == 0;
    }

private:
    /// Words of big endian files have their bytes swapped; an odd last byte has no partner.
    [[nodiscard]] std::uint8_t byteAt(std::size_t index) const
    {
        const std::size_t partner = index ^ 1U;
        return m_bytes[m_isSwapped && partner < m_bytes.size() ? partner : index];
    }

    std::span<const std::uint8_t> m_bytes;
    bool m_isSwapped;
    std::size_t m_step = 1;
    std::size_t m_position = 0;
};

Bits copied(const BitSource& source, int sourceColumns, const PlaneCut& cut, std::size_t stride)
{
    Bits bits(stride * static_cast<std::size_t>(cut.rows));
    const auto columns = static_cast<std::size_t>(cut.columns);
    for (int row = 0; row < cut.rows; ++row) {
        const auto begin
            = static_cast<std::size_t>(cut.firstRow + row) * static_cast<std::size_t>(sourceColumns)
            + static_cast<std::size_t>(cut.firstColumn);
        const std::size_t out = static_cast<std::size_t>(row) * stride * 8;
        for (std::size_t column = 0; column < columns;) {
            // Nearly all of an overlay is empty.
            if ((begin + column) % 8 == 0 && column + 8 <= columns
                && source.areEightClear(begin + column)) {
                column += 8;
                continue;
            }
            if (source.at(begin + column))
                set(bits, out + column);
            ++column;
        }
    }
    return bits;
}

/// The set bits with a neighbour, or the end of the plane, beside them that is not set.
Bits rimOf(const OverlayPlane& plane)
{
    const Bits& bits = *plane.bits;
    Bits rim(bits.size());
    const std::size_t across = plane.stride() * 8;
    const auto isSetAt = [&](int column, int row) {
        return column >= 0 && row >= 0 && column < plane.columns && row < plane.rows
            && isSet(bits,
                     static_cast<std::size_t>(row) * across + static_cast<std::size_t>(column));
    };
    for (int row = 0; row < plane.rows; ++row)
        for (int column = 0; column < plane.columns; ++column)
            if (isSetAt(column, row)
                && !(isSetAt(column - 1, row) && isSetAt(column + 1, row)
                     && isSetAt(column, row - 1) && isSetAt(column, row + 1)))
                set(rim, static_cast<std::size_t>(row) * across + static_cast<std::size_t>(column));
    return rim;
}

qint64 numberOfSet(const Bits& bits)
{
    qint64 count = 0;
    for (const std::uint8_t byte : bits)
        count += std::popcount(byte);
    return count;
}

/// A plane without any drawing is none. What would hide the film is drawn as its rim.
Outcome finished(OverlayPlane plane, Bits bits, const Group& group, const PixelFormat& picture)
{
    const qint64 drawn = numberOfSet(bits);
    if (drawn == 0)
        return {};
    plane.group = group.number();
    plane.label = group.words(labelTag);
    plane.description = group.words(descriptionTag);
    plane.bits = std::make_shared<const Bits>(std::move(bits));
    plane.isRim = group.words(typeTag).toUpper() == u"R" || drawn > picture.pixelCount() / 2;
    if (plane.isRim)
        plane.bits = std::make_shared<const Bits>(rimOf(plane));
    return {std::move(plane), {}};
}

Outcome planeOfData(const Group& group, const PixelFormat& picture)
{
    const int columns = group.number(columnsTag).value_or(0);
    const int rows = group.number(rowsTag).value_or(0);
    if (columns < 1 || rows < 1)
        return problem(u"it has no size"_s);
    if (group.data()->undefinedLength)
        return problem(u"its data are compressed"_s);
    if (const int first = group.number(frameTag).value_or(1); first > 1)
        return problem(u"it belongs to frame %1 and those behind it"_s.arg(first));
    const qint64 needed = qint64{columns} * rows;
    const BitSource source(group, needed);
    if (!source.holds(needed))
        return problem(
            u"its data end after %1 of %2 bytes"_s.arg(source.bytes()).arg(bytesOfBits(needed)));
    // Row and column of its first pixel, counted from 1; signed, whatever VR the writer chose.
    const auto origin = [&group](unsigned long index) {
        return int{static_cast<qint16>(group.number(originTag, index).value_or(1))} - 1;
    };
    const PlaneCut cut = cutTo(picture, origin(1), origin(0), columns, rows);
    if (cut.columns < 1 || cut.rows < 1)
        return problem(u"it lies outside of the picture"_s);
    OverlayPlane plane;
    plane.columns = cut.columns;
    plane.rows = cut.rows;
    plane.left = cut.left;
    plane.top = cut.top;
    Bits bits = copied(source, columns, cut, plane.stride());
    return finished(std::move(plane), std::move(bits), group, picture);
}

/// Nothing, where the pixels cannot have the bit.
std::optional<int> positionIn(const Frame& frame, const Group& group)
{
    const int position = group.number(positionTag).value_or(0);
    const PixelFormat& format = frame.format();
    const bool isPossible = format.samples == 1 && frame.bytesPerSample() > 0
        && position < 8 * frame.bytesPerSample();
    return isPossible ? std::optional(position) : std::nullopt;
}

bool isCountedAsGrey(const Frame& frame, int position)
{
    const PixelFormat& format = frame.format();
    return position <= format.highBit && position > format.highBit - format.bitsStored;
}

Outcome planeInPixels(const Group& group, const Frame& frame)
{
    const auto position = positionIn(frame, group);
    if (!position)
        return problem(
            u"the pixels have no bit %1 for it"_s.arg(group.number(positionTag).value_or(0)));
    if ((frame.overlayBits >> *position & 1U) == 0)
        return problem(
            u"bit %1 of the pixels, where it is said to be, holds greys"_s.arg(*position));
    OverlayPlane plane;
    plane.columns = frame.format().columns;
    plane.rows = frame.format().rows;
    if (group.number(columnsTag).value_or(plane.columns) != plane.columns
        || group.number(rowsTag).value_or(plane.rows) != plane.rows)
        return problem(u"its size is not that of the pixels that are said to hold it"_s);
    Bits bits(plane.stride() * static_cast<std::size_t>(plane.rows));
    std::size_t sample = 0;
    for (int row = 0; row < plane.rows; ++row) {
        const std::size_t out = static_cast<std::size_t>(row) * plane.stride() * 8;
        for (int column = 0; column < plane.columns; ++column, ++sample)
            if ((frame.sample(sample) >> *position & 1U) != 0)
                set(bits, out + static_cast<std::size_t>(column));
    }
    return finished(std::move(plane), std::move(bits), group, frame.format());
}

/// Where neighbours differ in the bit, do they agree without it and not with it? A bit of the greys
/// is the other way round.
bool isNoGrey(const Frame& frame, int position)
{
    const PixelFormat& format = frame.format();
    const int shift = format.highBit + 1 - format.bitsStored;
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << format.bitsStored) - 1);
    const std::uint32_t bit = 1U << (position - shift);
    const auto columns = static_cast<std::size_t>(format.columns);
    double with = 0;
    double without = 0;
    for (std::size_t i = 1; i < static_cast<std::size_t>(format.pixelCount()); ++i) {
        const std::int64_t here = frame.sample(i) >> shift & mask;
        const std::int64_t before = frame.sample(i - 1) >> shift & mask;
        if (i % columns == 0 || ((here ^ before) & bit) == 0)
            continue;
        with += static_cast<double>(std::llabs(here - before));
        without += static_cast<double>(
            std::llabs((here & ~std::int64_t{bit}) - (before & ~std::int64_t{bit})));
    }
    return with > 0 && 4 * without <= with;
}

QString listed(const std::vector<OverlayPlane>& planes)
{
    QStringList names;
    for (const OverlayPlane& plane : planes)
        names << QString::number(plane.group, 16).toUpper();
    return names.join(u", "_s);
}

void notePlanes(Radiograph& radiograph)
{
    const auto count = radiograph.planes.size();
    if (count == 1)
        radiograph.notes.add(
            NoteCode::Overlays,
            u"The file brings an overlay (group %1), which is drawn over the "
            "picture; the model does not see it."_s.arg(listed(radiograph.planes)));
    else if (count > 1)
        radiograph.notes.add(NoteCode::Overlays,
                             u"The file brings %1 overlays (groups %2), which are drawn over the "
                             "picture; the model does not see them."_s.arg(count)
                                 .arg(listed(radiograph.planes)));
}

} // namespace

bool hasOverlaysInPixels(const DicomLayout& layout, DcmDataset& dataset)
{
    for (int i = 0; i < groups; ++i)
        if (Group(layout, dataset, i).isInPixels())
            return true;
    return false;
}

void keepOverlaysFromGreys(Frame& frame, const DicomLayout& layout, DcmDataset& dataset)
{
    for (int i = 0; i < groups; ++i) {
        const Group group(layout, dataset, i);
        const auto position = group.isInPixels() ? positionIn(frame, group) : std::nullopt;
        if (position && (!isCountedAsGrey(frame, *position) || isNoGrey(frame, *position)))
            frame.overlayBits |= 1U << *position;
    }
}

Result<void> fillPlanes(Radiograph& radiograph, const DicomLayout& layout, DcmDataset& dataset,
                        const PixelFormat& whole, const Frame& frame, const ReadGuard& guard)
{
    for (int i = 0; i < groups; ++i) {
        const Group group(layout, dataset, i);
        if (!group.isThere())
            continue;
        if (auto ok = guard.check(u"reading overlays"_s); !ok)
            return ok;
        Outcome outcome = group.data() ? planeOfData(group, whole)
            : group.isInPixels()       ? planeInPixels(group, frame)
                                       : problem(u"it has no data"_s);
        if (outcome.plane)
            radiograph.planes.push_back(*std::move(outcome.plane));
        if (!outcome.problem.isEmpty())
            radiograph.notes.add(
                NoteCode::Overlays,
                u"The file's overlay %1 is left out: %2."_s.arg(group.name(), outcome.problem));
    }
    notePlanes(radiograph);
    // They would not lie where the pixels do.
    if (frame.reduction > 1)
        radiograph.planes.clear();
    return {};
}

} // namespace ccad::imaging
