// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>

#include <functional>

namespace ccad::imaging {

/// A marker segment: the marker's second byte, and what stands behind the length.
struct Segment
{
    quint8 marker = 0;
    QByteArray content;
};

/// Calls `take` for each segment from `position` on, until it says that it has seen enough.
inline void forEachSegment(const QByteArray& stream, qint64 position,
                           const std::function<bool(const Segment&)>& take)
{
    while (position + 4 <= stream.size() && stream[position] == '\xFF') {
        const auto marker = static_cast<quint8>(stream[position + 1]);
        if (marker == 0xFF) { // fill byte
            ++position;
            continue;
        }
        const qint64 length = qFromBigEndian<quint16>(stream.constData() + position + 2);
        if (length < 2 || position + 2 + length > stream.size())
            return;
        if (!take({marker, stream.mid(position + 4, length - 2)}))
            return;
        position += 2 + length;
    }
}

/// 0 outside.
inline quint8 at(const QByteArray& bytes, qsizetype index)
{
    return index < bytes.size() ? static_cast<quint8>(bytes[index]) : quint8{0};
}

} // namespace ccad::imaging
