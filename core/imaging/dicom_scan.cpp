// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom_scan.h"

#include "core/imaging/dicom_inflate.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace ccad::imaging {

namespace {

constexpr quint32 undefinedLength = 0xFFFFFFFF;
constexpr quint32 itemTag = 0xFFFEE000;
constexpr quint32 itemDelimiter = 0xFFFEE00D;
constexpr quint32 sequenceDelimiter = 0xFFFEE0DD;
constexpr quint32 pixelDataTag = 0x7FE00010;
constexpr std::string_view deflatedSyntax = "1.2.840.10008.1.2.1.99";

// PS3.5 7.1.2: these have two reserved bytes and a length of four.
constexpr std::array<std::string_view, 13> longVrs
    = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
constexpr std::array<std::string_view, 21> shortVrs
    = {"AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO",
       "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US"};

template <std::size_t n>
bool contains(const std::array<std::string_view, n>& list, std::string_view vr)
{
    return std::find(list.begin(), list.end(), vr) != list.end();
}

bool isKnownVr(std::string_view vr)
{
    return contains(longVrs, vr) || contains(shortVrs, vr);
}

/// Reads numbers at checked offsets.
class Bytes
{
public:
    Bytes(const QByteArray& bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) { }
    [[nodiscard]] bool has(qint64 offset, qint64 count) const
    {
        return offset >= 0 && offset + count <= m_bytes.size();
    }
    [[nodiscard]] quint16 u16(qint64 offset) const
    {
        const void* at = m_bytes.constData() + offset;
        return m_bigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
    }
    [[nodiscard]] quint32 u32(qint64 offset) const
    {
        const void* at = m_bytes.constData() + offset;
        return m_bigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    }
    [[nodiscard]] quint32 tag(qint64 offset) const
    {
        return quint32{u16(offset)} << 16 | u16(offset + 2);
    }
    [[nodiscard]] std::string_view text(qint64 offset, qint64 count) const
    {
        return {m_bytes.constData() + offset, static_cast<std::size_t>(count)};
    }

private:
    const QByteArray& m_bytes;
    bool m_bigEndian;
};

struct Header
{
    quint32 tag = 0;
    std::string_view vr;
    quint32 length = 0;
    qint64 headerOffset = 0;
    qint64 valueOffset = 0;
};

QString at(const Header& header)
{
    return QStringLiteral("the element %1 at offset %2")
        .arg(tagText(header.tag))
        .arg(header.headerOffset);
}

std::optional<Header> readHeader(const Bytes& bytes, qint64 offset, bool explicitVr)
{
    if (!bytes.has(offset, 8))
        return std::nullopt;
    Header header;
    header.headerOffset = offset;
    header.tag = bytes.tag(offset);
    header.valueOffset = offset + 8;
    if (!explicitVr || header.tag >> 16 == 0xFFFE) {
        header.length = bytes.u32(offset + 4);
        return header;
    }
    header.vr = bytes.text(offset + 4, 2);
    if (contains(shortVrs, header.vr)) {
        header.length = bytes.u16(offset + 6);
        return header;
    }
    // A VR of the future has a length of four bytes too (PS3.5 7.1.2).
    if (!bytes.has(offset, 12))
        return std::nullopt;
    header.length = bytes.u32(offset + 8);
    header.valueOffset = offset + 12;
    return header;
}

/// Guesses the encoding from the first element of a data set; nothing when it is no data set.
std::optional<DicomEncoding> guessEncoding(const QByteArray& content, qint64 offset)
{
    const Bytes little(content, false);
    if (!little.has(offset, 8))
        return std::nullopt;
    const bool known = isKnownVr(little.text(offset + 4, 2));
    const auto plausible
        = [](quint16 group) { return group >= 0x0002 && group <= 0x0020 && group % 2 == 0; };
    if (plausible(little.u16(offset))) {
        if (known)
            return DicomEncoding{true, false};
        // Without a VR only the length tells an implicit element from any other bytes.
        if (little.u32(offset + 4) <= content.size() - offset - 8)
            return DicomEncoding{false, false};
    }
    if (known && plausible(Bytes(content, true).u16(offset)))
        return DicomEncoding{true, true};
    return std::nullopt;
}

struct MetaHeader
{
    qint64 datasetOffset = 0;
    QString transferSyntaxUid;
    QString mediaSopClassUid;
};

QString uidText(std::string_view text)
{
    QString uid = QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    uid.remove(QChar(u'\0'));
    return uid.trimmed();
}

/// Group 0002, which is explicit little endian whatever follows. Its group length is not trusted:
/// some writers omit it and some get it wrong.
Result<MetaHeader> readMetaHeader(const QByteArray& content, qint64 offset)
{
    MetaHeader meta;
    const Bytes bytes(content, false);
    while (bytes.has(offset, 8) && bytes.u16(offset) == 0x0002) {
        // Some writers use implicit VR here too, against PS3.10.
        const bool explicitVr = isKnownVr(bytes.text(offset + 4, 2));
        const auto header = readHeader(bytes, offset, explicitVr);
        if (!header || !bytes.has(header->valueOffset, header->length))
            return broken(
                QStringLiteral("the meta header ends within the element at offset %1").arg(offset));
        const auto value = bytes.text(header->valueOffset, header->length);
        if (header->tag == 0x00020010)
            meta.transferSyntaxUid = uidText(value);
        else if (header->tag == 0x00020002)
            meta.mediaSopClassUid = uidText(value);
        offset = header->valueOffset + header->length;
    }
    meta.datasetOffset = offset;
    return meta;
}

DicomEncoding encodingOf(const QString& transferSyntaxUid)
{
    if (transferSyntaxUid == u"1.2.840.10008.1.2")
        return {false, false};
    if (transferSyntaxUid == u"1.2.840.10008.1.2.2")
        return {true, true};
    return {true, false};
}

/// The walk over a data set: a stack of open sequences and items instead of recursion.
class Walk
{
public:
    Walk(DicomLayout& layout, qint64 offset, const ReadGuard& guard)
        : m_layout(layout), m_guard(guard), m_position(offset), m_end(layout.bytes.size())
    {
    }

    Result<void> run();

private:
    struct Level
    {
        bool isSequence = false;
        bool undefined = false;
        qint64 end = 0;
        DicomEncoding encoding;
        Header header;
    };

    [[nodiscard]] bool atTopLevel() const { return m_levels.empty(); }
    [[nodiscard]] DicomEncoding encoding() const
    {
        return atTopLevel() ? m_layout.encoding : m_levels.back().encoding;
    }
    [[nodiscard]] qint64 levelEnd() const { return atTopLevel() ? m_end : m_levels.back().end; }
    Result<void> step();
    Result<void> stepInSequence(const Header& header);
    Result<void> stepElement(const Header& header);
    Result<void> skipFragments(const Header& header);
    Result<void> open(const Header& header, bool isSequence, DicomEncoding encoding);
    void close();
    void closeFinished();
    [[nodiscard]] bool isSequence(const Header& header) const;
    void record(const Header& header, qint64 end);
    [[nodiscard]] bool restIsPadding() const;

    DicomLayout& m_layout;
    const ReadGuard& m_guard;
    qint64 m_position;
    qint64 m_end;
    std::vector<Level> m_levels;
    int m_sequences = 0;
    bool m_pixelDataSeen = false;
};

Result<void> Walk::run()
{
    for (int steps = 0; m_position < m_end; ++steps) {
        if (steps % 4096 == 0) {
            if (auto ok = m_guard.check(QStringLiteral("scanning")); !ok)
                return ok;
        }
        if (atTopLevel() && restIsPadding())
            return {};
        if (auto ok = step(); !ok) {
            // What follows the pixels is not needed; many writers leave rubbish there.
            const bool harmless = m_pixelDataSeen && ok.error().code == ErrorCode::FileBroken;
            return harmless ? Result<void>() : ok;
        }
        closeFinished();
    }
    if (!m_levels.empty() && !m_pixelDataSeen)
        return broken(QStringLiteral("the file ends within %1").arg(at(m_levels.back().header)),
                      tagText(m_levels.back().header.tag));
    return {};
}

Result<void> Walk::step()
{
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    const auto header = readHeader(bytes, m_position, encoding().explicitVr);
    if (!header || header->valueOffset > levelEnd())
        return broken(QStringLiteral("an element header at offset %1 is cut off").arg(m_position));
    if (!atTopLevel() && m_levels.back().isSequence)
        return stepInSequence(*header);
    return stepElement(*header);
}

Result<void> Walk::stepInSequence(const Header& header)
{
    if (header.tag == sequenceDelimiter) {
        m_position = header.valueOffset;
        close();
        return {};
    }
    if (header.tag != itemTag)
        return broken(QStringLiteral("within %1, an item is expected at offset %2, but there is %3")
                          .arg(at(m_levels.back().header))
                          .arg(header.headerOffset)
                          .arg(tagText(header.tag)),
                      tagText(m_levels.back().header.tag));
    return open(header, false, m_levels.back().encoding);
}

Result<void> Walk::stepElement(const Header& header)
{
    if (header.tag == itemDelimiter && !atTopLevel()) {
        m_position = header.valueOffset;
        close();
        return {};
    }
    if (header.tag >> 16 == 0xFFFE)
        return broken(QStringLiteral("there is a stray delimiter %1 at offset %2")
                          .arg(tagText(header.tag))
                          .arg(header.headerOffset));
    if (isSequence(header)) {
        // PS3.5 6.2.2: a sequence of unknown VR is implicit little endian inside.
        const bool unknown = header.vr == "UN";
        return open(header, true, unknown ? DicomEncoding{false, false} : encoding());
    }
    if (header.length == undefinedLength)
        return skipFragments(header);
    const qint64 available = levelEnd() - header.valueOffset;
    if (header.length > available)
        return broken(QStringLiteral("%1 declares %2 bytes, but ends after %3 of them")
                          .arg(at(header))
                          .arg(header.length)
                          .arg(std::max<qint64>(available, 0)),
                      tagText(header.tag));
    m_position = header.valueOffset + header.length;
    if (atTopLevel())
        record(header, m_position);
    return {};
}

Result<void> Walk::skipFragments(const Header& header)
{
    if (header.tag != pixelDataTag && header.vr != "OB" && header.vr != "OW")
        return broken(QStringLiteral("%1 has an undefined length").arg(at(header)),
                      tagText(header.tag));
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    qint64 position = header.valueOffset;
    for (;;) {
        if (!bytes.has(position, 8))
            return broken(QStringLiteral("%1 ends without its delimiter").arg(at(header)),
                          tagText(header.tag));
        const quint32 tag = bytes.tag(position);
        const quint32 length = bytes.u32(position + 4);
        position += 8;
        if (tag == sequenceDelimiter)
            break;
        if (tag != itemTag || length > levelEnd() - position)
            return broken(
                QStringLiteral("a fragment of %1 at offset %2 declares %3 bytes, but %4 remain")
                    .arg(at(header))
                    .arg(position - 8)
                    .arg(length)
                    .arg(levelEnd() - position),
                tagText(header.tag));
        position += length;
    }
    m_position = position;
    if (atTopLevel())
        record(header, position);
    return {};
}

bool Walk::isSequence(const Header& header) const
{
    if (header.tag == pixelDataTag)
        return false;
    const bool undefined = header.length == undefinedLength;
    if (encoding().explicitVr)
        return header.vr == "SQ" || (header.vr == "UN" && undefined);
    if (undefined)
        return true;
    // Implicit VR hides what is a sequence; an item at its begin gives it away.
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    return header.length >= 8 && bytes.has(header.valueOffset, 8)
        && bytes.tag(header.valueOffset) == itemTag;
}

Result<void> Walk::open(const Header& header, bool isSequence, DicomEncoding encoding)
{
    const bool undefined = header.length == undefinedLength;
    const qint64 available = levelEnd() - header.valueOffset;
    if (!undefined && header.length > available)
        return broken(QStringLiteral("%1 declares %2 bytes, but ends after %3 of them")
                          .arg(at(header))
                          .arg(header.length)
                          .arg(std::max<qint64>(available, 0)),
                      tagText(header.tag));
    if (isSequence && m_sequences == m_guard.limits().maxSequenceDepth)
        return Error{ErrorCode::TooLarge,
                     QStringLiteral("%1 is a sequence nested deeper than %2 levels")
                         .arg(at(header))
                         .arg(m_guard.limits().maxSequenceDepth),
                     tagText(header.tag)};
    m_sequences += isSequence ? 1 : 0;
    m_levels.push_back({isSequence, undefined,
                        undefined ? levelEnd() : header.valueOffset + header.length, encoding,
                        header});
    m_position = header.valueOffset;
    return {};
}

void Walk::close()
{
    const Level level = m_levels.back();
    m_levels.pop_back();
    m_sequences -= level.isSequence ? 1 : 0;
    if (atTopLevel())
        record(level.header, m_position);
}

void Walk::closeFinished()
{
    while (!atTopLevel() && !m_levels.back().undefined && m_position >= m_levels.back().end)
        close();
}

void Walk::record(const Header& header, qint64 end)
{
    m_pixelDataSeen = m_pixelDataSeen || header.tag == pixelDataTag;
    m_layout.elements.push_back(
        {header.tag, QByteArray(header.vr.data(), static_cast<qsizetype>(header.vr.size())),
         header.headerOffset, header.valueOffset, end, header.length == undefinedLength});
}

bool Walk::restIsPadding() const
{
    // Zeros to the end of a sector; a data set holds no group 0000.
    const qint64 look = std::min<qint64>(m_end - m_position, 8);
    const char* begin = m_layout.bytes.constData() + m_position;
    return std::all_of(begin, begin + look, [](char c) { return c == 0; });
}

} // namespace

const DicomElement* DicomLayout::find(quint32 tag) const
{
    const auto it = std::find_if(elements.begin(), elements.end(),
                                 [tag](const DicomElement& e) { return e.tag == tag; });
    return it == elements.end() ? nullptr : &*it;
}

QString tagText(quint32 tag)
{
    return QStringLiteral("(%1,%2)")
        .arg(tag >> 16, 4, 16, QChar(u'0'))
        .arg(tag & 0xFFFF, 4, 16, QChar(u'0'))
        .toUpper();
}

bool looksLikeDicom(const QByteArray& content)
{
    return content.mid(128, 4) == "DICM" || guessEncoding(content, 0).has_value();
}

Result<void> scanDataset(DicomLayout& layout, qint64 offset, const ReadGuard& guard)
{
    return Walk(layout, offset, guard).run();
}

Result<DicomLayout> scanDicom(const QByteArray& content, const ReadGuard& guard)
{
    const bool hasPreamble = content.mid(128, 4) == "DICM";
    auto meta = readMetaHeader(content, hasPreamble ? 132 : 0);
    if (!meta)
        return meta.error();
    DicomLayout layout;
    layout.bytes = content;
    layout.transferSyntaxUid = meta->transferSyntaxUid;
    layout.mediaSopClassUid = meta->mediaSopClassUid;
    qint64 offset = meta->datasetOffset;
    if (layout.transferSyntaxUid.toLatin1() == QByteArray(deflatedSyntax.data())) {
        auto inflated = inflateDataset(content, offset, guard);
        if (!inflated)
            return inflated.error();
        layout.bytes = *std::move(inflated);
        offset = 0;
    }
    layout.encoding = encodingOf(layout.transferSyntaxUid);
    // The bytes know better than a missing or wrong transfer syntax.
    if (const auto guess = guessEncoding(layout.bytes, offset))
        layout.encoding = *guess;
    if (auto ok = scanDataset(layout, offset, guard); !ok)
        return ok.error();
    return layout;
}

} // namespace ccad::imaging
