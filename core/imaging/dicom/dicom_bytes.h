// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QtEndian>

#include <optional>
#include <string_view>

namespace ccad::imaging {

constexpr quint32 undefinedLength = 0xFFFFFFFF;
constexpr quint32 pixelDataTag = 0x7FE00010;

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

/// The tag, VR and length before an element's value.
struct Header
{
    quint32 tag = 0;
    std::string_view vr;
    quint32 length = 0;
    qint64 headerOffset = 0;
    qint64 valueOffset = 0;
};

/// True for the value representations of PS3.5 6.2.
[[nodiscard]] bool isKnownVr(std::string_view vr);

/// Nothing when the bytes end within the header. The VR points into the bytes.
[[nodiscard]] std::optional<Header> readHeader(const Bytes& bytes, qint64 offset, bool explicitVr);

/// "the element (0028,0010) at offset 312"
[[nodiscard]] QString describe(const Header& header);

/// "(7FE0,0010)"
[[nodiscard]] QString tagText(quint32 tag);

} // namespace ccad::imaging
