// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <string_view>
#include <utility>

namespace ccad::fuzz {

/// Takes an input apart; behind its end there are zeros and nothing.
class InputReader
{
public:
    explicit InputReader(const QByteArray& input) : m_input(input) { }

    [[nodiscard]] bool atEnd() const { return m_at >= m_input.size(); }
    [[nodiscard]] int byte()
    {
        return m_at < m_input.size() ? static_cast<unsigned char>(m_input[m_at++]) : 0;
    }
    [[nodiscard]] quint16 word()
    {
        const int low = byte();
        return static_cast<quint16>(low | byte() << 8);
    }
    /// A number below `count`.
    [[nodiscard]] int choice(int count) { return byte() % count; }
    /// So many bytes as a word before them says, as far as they are there. Valid as long as the
    /// input.
    [[nodiscard]] std::string_view block()
    {
        const qsizetype wanted = word();
        const qsizetype size = std::min(wanted, m_input.size() - m_at);
        const std::string_view found(m_input.constData() + m_at, static_cast<std::size_t>(size));
        m_at += size;
        return found;
    }
    [[nodiscard]] QByteArray rest() { return m_input.mid(std::exchange(m_at, m_input.size())); }

private:
    const QByteArray& m_input;
    qsizetype m_at = 0;
};

/// What InputReader::block() reads.
[[nodiscard]] inline QByteArray blockOf(const QByteArray& content)
{
    QByteArray length(2, '\0');
    qToLittleEndian(static_cast<quint16>(content.size()), length.data());
    return length + content.left(65535);
}

} // namespace ccad::fuzz
