// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/query_dataset.h"

#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/dicom/tag_names.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/isolation/decoding_service.h"
#include "core/nodes/internal/told_answers.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qsizetype lengthBytes = 4;

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
        if (m_depth > 0 || m_raw.size() == mostAnswerValues)
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
            match.values[tag]
                = imaging::valueText(value, {vr, false}, decoder).trimmed().left(longestAnswerText);
    }
    return match;
}

Result<QByteArray> nextDataset(QByteArrayView& rest)
{
    const qint64 length = rest.size() < lengthBytes ? -1 : qFromLittleEndian<quint32>(rest.data());
    if (length < 0 || length > rest.size() - lengthBytes)
        return Error{ErrorCode::FileBroken, u"an answer without an end"_s, {}};
    const QByteArray dataset = rest.sliced(lengthBytes, length).toByteArray();
    rest = rest.sliced(lengthBytes + length);
    return dataset;
}

Result<QueryMatch> matchOf(const QByteArray& dataset, const imaging::ReadGuard& guard)
{
    imaging::DicomLayout layout;
    layout.bytes = dataset;
    layout.encoding = {false, false};
    ValuesOfAnswer values;
    if (auto ok = imaging::scanDataset(layout, 0, guard, values); !ok)
        return ok.error();
    return values.match();
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

bool CollectedAnswers::append(const QByteArray& dataset)
{
    if (m_bytes.size() + lengthBytes + dataset.size() > mostBytes)
        return false;
    char length[lengthBytes];
    qToLittleEndian(static_cast<quint32>(dataset.size()), length);
    m_bytes.append(length, lengthBytes).append(dataset);
    ++m_count;
    return true;
}

Result<std::vector<QueryMatch>> CollectedAnswers::read(const CancelToken& cancel) const
{
    if (m_count == 0)
        return std::vector<QueryMatch>();
    const QString name = u"the archive's answer"_s;
    const auto told = decoding().contentOf(ForeignKind::QueryAnswers, m_bytes, name, cancel);
    if (!told)
        return told.error();
    auto matches = matchesFrom(*told);
    if (!matches || matches->size() != static_cast<std::size_t>(m_count))
        return DecodingService::nonsense(name, u"answers that cannot be"_s);
    return *std::move(matches);
}

Result<QByteArray> readQueryAnswers(const QByteArray& content, const QString& path,
                                    const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    std::vector<QueryMatch> matches;
    const auto done
        = imaging::readGuarded(content, path, guard, [&](const QByteArray& all) -> Result<void> {
              QByteArrayView rest(all);
              while (!rest.isEmpty()) {
                  const auto dataset = nextDataset(rest);
                  if (!dataset)
                      return dataset.error();
                  auto match = matchOf(*dataset, guard);
                  if (!match)
                      return match.error();
                  matches.push_back(*std::move(match));
              }
              return {};
          });
    return done ? Result<QByteArray>(bytesOf(matches)) : done.error();
}

} // namespace ccad
