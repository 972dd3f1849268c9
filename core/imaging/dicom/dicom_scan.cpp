// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dicom_scan.h"

#include "core/imaging/dicom/dicom_bytes.h"
#include "core/imaging/dicom/internal/dicom_inflate.h"

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr QStringView deflatedSyntax = u"1.2.840.10008.1.2.1.99";
constexpr QStringView directoryClass = u"1.2.840.10008.1.3.10";

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
    constexpr std::size_t enough = 256; // of PS3.5 9.1's 64 characters, for messages
    text = text.substr(0, enough);
    QString uid = QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    uid.remove(QChar(u'\0'));
    return uid.trimmed();
}

/// Reads group 0002, which is explicit little endian whatever follows. Its group length is not
/// trusted: some writers omit it and some get it wrong. `meta` keeps what lies before an error.
Result<void> readMetaHeader(MetaHeader& meta, const QByteArray& content, DicomVisitor* visitor)
{
    const Bytes bytes(content, false);
    qint64 offset = content.mid(128, 4) == "DICM" ? 132 : 0;
    while (bytes.has(offset, 8) && bytes.u16(offset) == 0x0002) {
        // Some writers use implicit VR here too, against PS3.10.
        const bool explicitVr = isKnownVr(bytes.text(offset + 4, 2));
        const auto header = readHeader(bytes, offset, explicitVr);
        if (!header || !bytes.has(header->valueOffset, header->length))
            return broken(u"the meta header ends within the element at offset %1"_s.arg(offset));
        const auto value = bytes.text(header->valueOffset, header->length);
        // The first element of a tag counts, as everywhere, also for callers that see only the
        // file's begin.
        if (header->tag == 0x00020010 && meta.transferSyntaxUid.isEmpty())
            meta.transferSyntaxUid = uidText(value);
        else if (header->tag == 0x00020002 && meta.mediaSopClassUid.isEmpty())
            meta.mediaSopClassUid = uidText(value);
        offset = header->valueOffset + header->length;
        if (visitor)
            visitor->element(content, *header, {explicitVr, false}, offset);
    }
    meta.datasetOffset = offset;
    return {};
}

DicomEncoding encodingOf(const QString& transferSyntaxUid)
{
    // Implicit little endian is the default of DICOM (PS3.5 10.1), and GE's private syntax but for
    // its pixels.
    if (transferSyntaxUid.isEmpty() || transferSyntaxUid == u"1.2.840.10008.1.2"
        || transferSyntaxUid == u"1.2.840.113619.5.2")
        return {false, false};
    if (transferSyntaxUid == u"1.2.840.10008.1.2.2")
        return {true, true};
    return {true, false};
}

} // namespace

const DicomElement* DicomLayout::find(quint32 tag) const
{
    const auto it = std::find_if(pixels.begin(), pixels.end(),
                                 [tag](const DicomElement& e) { return e.tag == tag; });
    return it == pixels.end() ? nullptr : &*it;
}

bool looksLikeDicom(const QByteArray& content)
{
    return content.mid(128, 4) == "DICM" || guessEncoding(content, 0).has_value();
}

bool beginsAsMediumIndex(const QByteArray& begin)
{
    MetaHeader meta;
    // It does not matter that the header is cut off behind the UID.
    [[maybe_unused]] const auto end = readMetaHeader(meta, begin, nullptr);
    return meta.mediaSopClassUid == directoryClass;
}

Result<DicomLayout> scanDicom(const QByteArray& content, const ReadGuard& guard,
                              DicomVisitor& visitor, MediumIndex index)
{
    MetaHeader meta;
    if (auto ok = readMetaHeader(meta, content, &visitor); !ok)
        return ok.error();
    if (index == MediumIndex::Refused && meta.mediaSopClassUid == directoryClass)
        return Error{ErrorCode::Refused,
                     u"it is a DICOMDIR, the index of a medium, and holds no picture"_s,
                     {}};
    DicomLayout layout;
    layout.bytes = content;
    layout.transferSyntaxUid = meta.transferSyntaxUid;
    layout.mediaSopClassUid = meta.mediaSopClassUid;
    qint64 offset = meta.datasetOffset;
    if (layout.transferSyntaxUid == deflatedSyntax) {
        auto inflated = inflateDataset(content, offset, guard);
        if (!inflated)
            return inflated.error();
        layout.bytes = *std::move(inflated);
        offset = 0;
    }
    layout.encoding = encodingOf(layout.transferSyntaxUid);
    // The bytes are more reliable than a missing or wrong transfer syntax.
    const auto guess = guessEncoding(layout.bytes, offset);
    if (guess && *guess != layout.encoding)
        layout.saidEncoding = std::exchange(layout.encoding, *guess);
    if (auto ok = scanDataset(layout, offset, guard, visitor); !ok)
        return ok.error();
    return layout;
}

} // namespace ccad::imaging
