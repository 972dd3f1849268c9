// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/pdu.h"

#include "core/dimse/internal/byte_order.h"
#include "core/dimse/internal/protocol_error.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr quint32 shortLength = 4; ///< of units that say one thing
constexpr quint32 leastAssociateBytes = 68;
constexpr std::size_t mostValues = 1024; ///< of one unit: the smallest have one byte each

bool isPossible(PduType type, quint32 length)
{
    switch (type) {
    case PduType::AssociateRequest:
    case PduType::AssociateAccept:
        return length >= leastAssociateBytes && length <= mostAssociateBytes;
    case PduType::Data:
        return length > dataValueBytes && length <= mostDataBytes;
    default:
        return length == shortLength;
    }
}

} // namespace

Result<PduHeader> pduHeaderOf(QByteArrayView bytes)
{
    const auto type = static_cast<quint8>(bytes.at(0));
    if (type < 1 || type > 7)
        return protocolError(u"a unit of unknown type"_s);
    const PduHeader header{static_cast<PduType>(type), big32(bytes, 2)};
    if (!isPossible(header.type, header.length))
        return protocolError(u"a unit of impossible length"_s);
    return header;
}

QByteArray pdu(PduType type, const QByteArray& body)
{
    QByteArray bytes;
    bytes.reserve(pduHeaderBytes + body.size());
    bytes.append(static_cast<char>(type)).append('\0');
    appendBig32(bytes, static_cast<quint32>(body.size()));
    return bytes + body;
}

QByteArray rejectPdu(quint8 result, quint8 source, quint8 reason)
{
    QByteArray body(1, '\0');
    body.append(static_cast<char>(result)).append(static_cast<char>(source));
    return pdu(PduType::AssociateReject, body.append(static_cast<char>(reason)));
}

QByteArray abortPdu()
{
    return pdu(PduType::Abort, QByteArray(shortLength, '\0'));
}

Result<std::vector<DataValue>> dataValuesOf(QByteArrayView body)
{
    std::vector<DataValue> values;
    while (!body.isEmpty()) {
        if (body.size() < dataValueBytes || values.size() == mostValues)
            return protocolError(u"a piece of data without an end"_s);
        const qint64 length = big32(body, 0);
        // The length counts two bytes of the header.
        if (length < 2 || length > body.size() - 4)
            return protocolError(u"a piece of data of impossible length"_s);
        const auto flags = static_cast<quint8>(body.at(5));
        values.push_back({static_cast<quint8>(body.at(4)), (flags & 1) != 0, (flags & 2) != 0,
                          body.sliced(dataValueBytes, length - 2)});
        body = body.sliced(4 + length);
    }
    return values;
}

QByteArray dataPdu(const DataValue& value)
{
    QByteArray body;
    body.reserve(dataValueBytes + value.bytes.size());
    appendBig32(body, static_cast<quint32>(value.bytes.size() + 2));
    body.append(static_cast<char>(value.context));
    body.append(static_cast<char>((value.isCommand ? 1 : 0) | (value.isLast ? 2 : 0)));
    body.append(value.bytes);
    return pdu(PduType::Data, body);
}

} // namespace ccad::dimse
