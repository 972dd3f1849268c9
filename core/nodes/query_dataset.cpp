// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/query_dataset.h"

#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/dicom/tag_names.h"
#include "core/imaging/dicom/tag_values.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr int answerMs = 5000;
constexpr std::size_t mostValues = 1000;

void append(QByteArray& dataset, quint32 tag, QByteArray value)
{
    if (value.size() % 2 != 0) {
        const QByteArray vr = imaging::dictionaryVr(tag);
        value.append(vr == "UI" ? '\0' : ' ');
    }
    char header[8];
    qToLittleEndian(static_cast<quint16>(tag >> 16), header);
    qToLittleEndian(static_cast<quint16>(tag & 0xFFFF), header + 2);
    qToLittleEndian(static_cast<quint32>(value.size()), header + 4);
    dataset.append(header, sizeof header);
    dataset.append(value);
}

bool isAscii(const Query& query)
{
    return std::all_of(query.keys.begin(), query.keys.end(), [](const auto& key) {
        return std::all_of(key.second.begin(), key.second.end(),
                           [](QChar c) { return c.unicode() < 0x80; });
    });
}

/// Takes the values of the data set itself; those in sequences are left out.
class ValuesOfAnswer final : public imaging::DicomVisitor
{
public:
    void element(const QByteArray& bytes, const imaging::Header& header,
                 const imaging::DicomEncoding&, qint64 endOffset) override
    {
        if (m_depth > 0 || m_raw.size() == mostValues)
            return;
        const qint64 length = std::min<qint64>(endOffset - header.valueOffset, header.length);
        m_raw[header.tag] = bytes.mid(header.valueOffset, std::max<qint64>(length, 0));
    }
    void opened(const imaging::Header&, bool) override { ++m_depth; }
    void closed() override { --m_depth; }
    void restIgnored(const Error&) override { }

    [[nodiscard]] QueryMatch match() const;

private:
    int m_depth = 0;
    std::map<quint32, QByteArray> m_raw;
};

QueryMatch ValuesOfAnswer::match() const
{
    const auto charset = m_raw.find(attribute::characterSet);
    const imaging::TextDecoder decoder(charset == m_raw.end() ? QByteArray() : charset->second);
    QueryMatch match;
    for (const auto& [tag, value] : m_raw) {
        const QByteArray vr = imaging::chosenVr(imaging::dictionaryVr(tag), false);
        if (!vr.isEmpty())
            match.values[tag] = imaging::valueText(value, {vr, false}, decoder).trimmed();
    }
    return match;
}

} // namespace

QByteArray identifierOf(const Query& query)
{
    std::map<quint32, QByteArray> values;
    if (!isAscii(query))
        values[attribute::characterSet] = "ISO_IR 192";
    values[attribute::queryLevel] = nameOf(query.level).toLatin1();
    for (const auto& [tag, text] : query.keys)
        values[tag] = text.toUtf8();
    QByteArray dataset;
    for (const auto& [tag, value] : values)
        append(dataset, tag, value);
    return dataset;
}

Result<QueryMatch> matchOf(const QByteArray& dataset)
{
    imaging::DicomLayout layout;
    layout.bytes = dataset;
    layout.encoding = {false, false};
    ReadLimits limits;
    limits.timeoutMs = answerMs;
    limits.maxElements = 100000;
    const imaging::ReadGuard guard(limits, {});
    ValuesOfAnswer values;
    if (auto ok = imaging::scanDataset(layout, 0, guard, values); !ok)
        return Error{ErrorCode::FileBroken,
                     u"An answer of the archive cannot be read: %1."_s.arg(ok.error().message),
                     ok.error().context};
    return values.match();
}

} // namespace ccad
