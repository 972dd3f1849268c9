// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

namespace ccad::dimse {

// The caller has made sure that the bytes are there.

[[nodiscard]] inline quint16 big16(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.sliced(at, 2).data());
}
[[nodiscard]] inline quint32 big32(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.sliced(at, 4).data());
}
[[nodiscard]] inline quint16 little16(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<quint16>(bytes.sliced(at, 2).data());
}
[[nodiscard]] inline quint32 little32(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<quint32>(bytes.sliced(at, 4).data());
}

inline void appendBig16(QByteArray& bytes, quint16 number)
{
    char raw[2];
    qToBigEndian(number, raw);
    bytes.append(raw, sizeof raw);
}
inline void appendBig32(QByteArray& bytes, quint32 number)
{
    char raw[4];
    qToBigEndian(number, raw);
    bytes.append(raw, sizeof raw);
}
inline void appendLittle16(QByteArray& bytes, quint16 number)
{
    char raw[2];
    qToLittleEndian(number, raw);
    bytes.append(raw, sizeof raw);
}
inline void appendLittle32(QByteArray& bytes, quint32 number)
{
    char raw[4];
    qToLittleEndian(number, raw);
    bytes.append(raw, sizeof raw);
}

} // namespace ccad::dimse
