// SPDX-License-Identifier: GPL-3.0-or-later
// What raw peers say: units and messages of the upper layer, right or as wrong as a test likes.
#pragma once

#include "core/dimse/internal/command_set.h"
#include "core/dimse/internal/pdu.h"
#include "core/dimse/internal/proposals.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"

#include <QtEndian>

namespace ccad::test {

constexpr char crClass[] = "1.2.840.10008.5.1.4.1.1.1";
constexpr char explicitSyntax[] = "1.2.840.10008.1.2.1";

/// Echo in context 1, CR in context 3.
inline dimse::Negotiation senderProposal()
{
    dimse::Negotiation asked = dimse::echoProposal();
    asked.contexts.push_back({3, crClass, {explicitSyntax}, 0});
    asked.callingAet = "SENDER";
    asked.calledAet = "CCAD";
    return asked;
}

inline QByteArray requestPdu(const dimse::Negotiation& asked = senderProposal())
{
    using dimse::PduType;
    return dimse::pdu(PduType::AssociateRequest,
                      dimse::associateBody(asked, PduType::AssociateRequest));
}

inline dimse::CommandSet storeRequest(const QByteArray& sopInstance,
                                      const QByteArray& sopClass = crClass)
{
    dimse::CommandSet command;
    command.field = dimse::StoreRequest;
    command.messageId = 1;
    command.hasDataset = true;
    command.sopClass = sopClass;
    command.sopInstance = sopInstance;
    return command;
}

inline QByteArray commandPdu(quint8 context, const dimse::CommandSet& command)
{
    const QByteArray bytes = dimse::bytesOf(command);
    return dimse::dataPdu({context, true, true, bytes});
}

/// A data set in units of 16 KiB.
inline QByteArray datasetPdus(quint8 context, const QByteArray& dataset)
{
    QByteArray units;
    constexpr qsizetype most = 16 << 10;
    for (qsizetype at = 0; at < dataset.size() || at == 0; at += most)
        units += dimse::dataPdu(
            {context, false, at + most >= dataset.size(),
             QByteArrayView(dataset).sliced(at).first(std::min(most, dataset.size() - at))});
    return units;
}

/// The data set of a film without its meta header.
inline QByteArray datasetOf(int number)
{
    const QByteArray file = filmToSend(number);
    // Behind preamble and DICM: (0002,0000) tells how long the rest of the meta header is.
    const auto length = qFromLittleEndian<quint32>(file.constData() + 140);
    return file.mid(144 + static_cast<qsizetype>(length));
}

/// The status of an answer to a C-STORE; -1 where another unit came, or none.
inline int storeStatusOf(const QByteArray& unit)
{
    if (unit.isEmpty() || unit.at(0) != 4)
        return -1;
    const auto values = dimse::dataValuesOf(QByteArrayView(unit).sliced(6));
    if (!values || values->empty())
        return -1;
    const auto command = dimse::commandOf(values->front().bytes);
    return command && command->field == (dimse::StoreRequest | dimse::isReply) ? command->status
                                                                               : -1;
}

} // namespace ccad::test
