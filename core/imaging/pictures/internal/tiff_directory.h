// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <optional>
#include <vector>

namespace ccad::imaging {

/// Numbers of either byte order; what lies outside reads as 0.
class Numbers
{
public:
    Numbers(const QByteArray& bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) { }
    [[nodiscard]] quint16 u16(qint64 offset) const { return read<quint16>(offset); }
    [[nodiscard]] quint32 u32(qint64 offset) const { return read<quint32>(offset); }
    /// One beyond any file reads as 0, too, so that sums of a few do not overflow.
    [[nodiscard]] qint64 u64(qint64 offset) const
    {
        const auto number = read<quint64>(offset);
        return number < quint64{1} << 62 ? static_cast<qint64>(number) : 0;
    }

private:
    template <typename T> [[nodiscard]] T read(qint64 offset) const
    {
        if (offset < 0 || offset + static_cast<qint64>(sizeof(T)) > m_bytes.size())
            return 0;
        const void* at = m_bytes.constData() + offset;
        return m_bigEndian ? qFromBigEndian<T>(at) : qFromLittleEndian<T>(at);
    }

    const QByteArray& m_bytes;
    bool m_bigEndian;
};

/// Pixels in a length across and down; 0: not said. Formats that say a mere ratio are as good.
struct Resolution
{
    double across = 0;
    double down = 0;
};

/// A directory of a TIFF structure: a TIFF or BigTIFF file, or the EXIF data of another format.
class TiffDirectory
{
public:
    /// The first one.
    explicit TiffDirectory(const QByteArray& bytes)
        : m_numbers(bytes, bytes.startsWith("MM")), m_isBig(m_numbers.u16(2) == 43),
          m_offset(m_isBig ? m_numbers.u64(8) : m_numbers.u32(4)), m_count(countAt(m_offset))
    {
    }
    /// The one that is chained behind this one.
    [[nodiscard]] std::optional<TiffDirectory> next() const
    {
        const qint64 link = m_offset + countBytes() + entryBytes() * m_count;
        TiffDirectory behind = *this;
        behind.m_offset = m_isBig ? m_numbers.u64(link) : m_numbers.u32(link);
        behind.m_count = behind.countAt(behind.m_offset);
        return behind.m_offset == 0 ? std::nullopt : std::optional(behind);
    }
    /// A smaller rendering of another page, by either of the tags for it.
    [[nodiscard]] bool isReduced() const { return (value(254) & 1) != 0 || value(255) == 2; }
    [[nodiscard]] bool hasInnerDirectories() const { return value(330) != 0; }
    [[nodiscard]] qint64 offset() const { return m_offset; }
    [[nodiscard]] qint64 value(quint16 tag) const
    {
        const qint64 entry = entryOf(tag);
        if (entry < 0)
            return 0;
        const qint64 number = entry + (m_isBig ? 12 : 8);
        const quint16 type = m_numbers.u16(entry + 2);
        constexpr quint16 word = 3;
        constexpr quint16 wide = 16; // of BigTIFF alone
        return type == word ? m_numbers.u16(number)
            : type == wide  ? m_numbers.u64(number)
                            : m_numbers.u32(number);
    }
    /// How many values it has.
    [[nodiscard]] qint64 countOf(quint16 tag) const
    {
        const qint64 entry = entryOf(tag);
        if (entry < 0)
            return 0;
        return m_isBig ? m_numbers.u64(entry + 4) : m_numbers.u32(entry + 4);
    }
    /// Of a RATIONAL, whose value is where two numbers lie; 0 where there is none, and for BigTIFF,
    /// which holds it in another way.
    [[nodiscard]] double ratio(quint16 tag) const
    {
        if (m_isBig)
            return 0;
        const qint64 at = value(tag);
        const double below = m_numbers.u32(at + 4);
        return at > 0 && below > 0 ? m_numbers.u32(at) / below : 0;
    }
    [[nodiscard]] Resolution resolution() const { return {ratio(282), ratio(283)}; }
    [[nodiscard]] int orientation() const
    {
        const qint64 orientation = value(274);
        return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    }

private:
    /// Where the tag's entry begins, or -1.
    [[nodiscard]] qint64 entryOf(quint16 tag) const
    {
        for (qint64 i = 0; i < m_count; ++i)
            if (const qint64 entry = m_offset + countBytes() + entryBytes() * i;
                m_numbers.u16(entry) == tag)
                return entry;
        return -1;
    }
    [[nodiscard]] qint64 countBytes() const { return m_isBig ? 8 : 2; }
    [[nodiscard]] qint64 entryBytes() const { return m_isBig ? 20 : 12; }
    /// No directory has more entries than there are tags.
    [[nodiscard]] qint64 countAt(qint64 offset) const
    {
        return m_isBig ? std::min<qint64>(m_numbers.u64(offset), 65535) : m_numbers.u16(offset);
    }

    Numbers m_numbers; // refers to the bytes
    bool m_isBig;
    qint64 m_offset;
    qint64 m_count;
};

/// All directories, up to a bound: a chain may be a circle. They refer to the bytes.
[[nodiscard]] std::vector<TiffDirectory> directoriesOf(const QByteArray& content);

/// The page that is the picture, where the first is a thumbnail by its tags or beside a later one.
/// Nothing where the picture is in no page.
[[nodiscard]] std::optional<int> pictureAmong(const std::vector<TiffDirectory>& pages);

} // namespace ccad::imaging
