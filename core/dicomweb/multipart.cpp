// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/internal/multipart.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr qsizetype mostHeaderBytes = 8 << 10; ///< of one part
constexpr qsizetype mostPreambleBytes = 64 << 10;
constexpr qsizetype mostPaddingBytes = 256; ///< behind a delimiter
constexpr int mostParts = 200000;

Error broken(const QString& what)
{
    return {ErrorCode::FileBroken, u"The archive's answer %1."_s.arg(what), {}};
}

Error tooLarge(const QString& what)
{
    return {ErrorCode::TooLarge, u"The archive's answer has %1."_s.arg(what), {}};
}

bool isBoundary(const QByteArray& text)
{
    return !text.isEmpty() && text.size() <= 70
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

QByteArray unquoted(QByteArray text)
{
    text = text.trimmed();
    if (text.size() >= 2 && text.startsWith('"') && text.endsWith('"'))
        return text.mid(1, text.size() - 2);
    return text;
}

/// Content-Type among the headers of a part; without one, DICOM is taken for granted.
QByteArray typeAmong(const QByteArray& headers)
{
    for (const QByteArray& line : headers.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).trimmed().toLower() == "content-type")
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

} // namespace

QByteArray parameterOf(const QByteArray& contentType, const QByteArray& name)
{
    // Quotes may hold semicolons.
    QList<QByteArray> fields(1);
    bool isQuoted = false;
    for (const char c : contentType.left(4096)) {
        isQuoted = isQuoted != (c == '"');
        if (c == ';' && !isQuoted)
            fields.append(QByteArray());
        else
            fields.last().append(c);
    }
    for (const QByteArray& field : fields.mid(1)) {
        const qsizetype equals = field.indexOf('=');
        if (equals > 0 && field.left(equals).trimmed().toLower() == name)
            return unquoted(field.mid(equals + 1));
    }
    return {};
}

QByteArray typeOf(const QByteArray& contentType)
{
    return contentType.left(contentType.indexOf(';')).trimmed().toLower();
}

MultipartReader::MultipartReader(const QByteArray& boundary, Sink sink) : m_sink(std::move(sink))
{
    if (isBoundary(boundary))
        m_delimiter = "\r\n--" + boundary;
    m_buffer = "\r\n"; // the first delimiter may stand at the very beginning
}

Result<void> MultipartReader::add(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    for (;;) {
        const auto goesOn = step();
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            return {};
    }
}

Result<void> MultipartReader::finish() const
{
    return m_state == State::Epilogue ? Result<void>() : broken(u"breaks off"_s);
}

Result<bool> MultipartReader::step()
{
    switch (m_state) {
    case State::Preamble:
        return skipPreamble();
    case State::AfterDelimiter:
        return readDelimiterEnd();
    case State::Headers:
        return readHeaders();
    case State::Content:
        return passContent();
    case State::Epilogue:
        m_buffer.clear();
        return false;
    }
    return false;
}

Result<bool> MultipartReader::skipPreamble()
{
    const qsizetype at = m_buffer.indexOf(m_delimiter);
    if (at < 0 && m_buffer.size() > mostPreambleBytes)
        return broken(u"has no parts"_s);
    if (at < 0)
        return false;
    m_buffer.remove(0, at + m_delimiter.size());
    m_state = State::AfterDelimiter;
    return true;
}

Result<bool> MultipartReader::readDelimiterEnd()
{
    if (m_buffer.startsWith("--")) {
        m_state = State::Epilogue;
        return true;
    }
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end > mostPaddingBytes || (end < 0 && m_buffer.size() > mostPaddingBytes + 1))
        return broken(u"has a delimiter without an end"_s);
    if (end < 0)
        return false;
    if (!m_buffer.left(end).trimmed().isEmpty())
        return broken(u"has a delimiter that goes on"_s);
    if (++m_parts > mostParts)
        return tooLarge(u"too many parts"_s);
    m_buffer.remove(0, end); // the line end stays: headers may be none
    m_state = State::Headers;
    return true;
}

Result<bool> MultipartReader::readHeaders()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end > mostHeaderBytes || (end < 0 && m_buffer.size() > mostHeaderBytes + 3))
        return tooLarge(u"a part with headers that are too long"_s);
    if (end < 0)
        return false;
    const QByteArray headers = m_buffer.left(end);
    m_buffer.remove(0, end + 4);
    m_state = State::Content;
    if (auto ok = m_sink.begin(typeAmong(headers)); !ok)
        return ok.error();
    return true;
}

Result<bool> MultipartReader::passContent()
{
    const qsizetype at = m_buffer.indexOf(m_delimiter);
    // What may be the beginning of a delimiter waits for the rest of it.
    const qsizetype known
        = at >= 0 ? at : std::max<qsizetype>(m_buffer.size() - m_delimiter.size() + 1, 0);
    if (known > 0)
        if (auto ok = m_sink.data(QByteArrayView(m_buffer).first(known)); !ok)
            return ok.error();
    if (at < 0) {
        m_buffer.remove(0, known);
        return false;
    }
    m_buffer.remove(0, at + m_delimiter.size());
    m_state = State::AfterDelimiter;
    if (auto ok = m_sink.end(); !ok)
        return ok.error();
    return true;
}

} // namespace ccad::dicomweb
