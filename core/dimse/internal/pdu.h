// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol data units of PS3.8 9.3, written and read with limits.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <vector>

namespace ccad::dimse {

enum class PduType : quint8
{
    AssociateRequest = 1,
    AssociateAccept,
    AssociateReject,
    Data,
    ReleaseRequest,
    ReleaseReply,
    Abort
};

constexpr qint64 pduHeaderBytes = 6;
constexpr quint32 mostDataBytes = 128 << 10; ///< of one P-DATA-TF that comes in
constexpr quint32 mostAssociateBytes = 256 << 10; ///< of what asks for an association

struct PduHeader
{
    PduType type = PduType::Abort;
    quint32 length = 0;
};

/// The six bytes before each unit. Error: NetworkFailed for a type that PS3.8 does not know and a
/// length that this type cannot have.
[[nodiscard]] Result<PduHeader> pduHeaderOf(QByteArrayView bytes);
/// A whole unit.
[[nodiscard]] QByteArray pdu(PduType type, const QByteArray& body);
[[nodiscard]] QByteArray rejectPdu(quint8 result, quint8 source, quint8 reason);
[[nodiscard]] QByteArray abortPdu();

/// What one side proposes, or the other accepts, for one kind of message.
struct PresentationContext
{
    quint8 id = 1; ///< odd
    QByteArray abstractSyntax; ///< in an answer, empty
    QList<QByteArray> transferSyntaxes; ///< in an answer that accepts, one
    quint8 result = 0; ///< of an answer; 0: accepted
};

/// Who sends requests for a SOP class and who serves them (PS3.7 D.3.3.4).
struct RoleSelection
{
    QByteArray sopClass;
    bool isUser = false;
    bool isProvider = false;
};

/// Further capabilities for a SOP class (PS3.7 D.3.3.5).
struct ExtendedNegotiation
{
    QByteArray sopClass;
    QByteArray information;
};

/// The content of an A-ASSOCIATE-RQ or -AC.
struct Negotiation
{
    QByteArray calledAet;
    QByteArray callingAet;
    std::vector<PresentationContext> contexts;
    quint32 mostBytes = mostDataBytes; ///< of a P-DATA-TF that this side takes; 0: any
    std::vector<RoleSelection> roles;
    std::vector<ExtendedNegotiation> extended;
};

[[nodiscard]] QByteArray associateBody(const Negotiation& negotiation, PduType type);
/// Errors: NetworkFailed; a sentence that repeats nothing of what the peer wrote.
[[nodiscard]] Result<Negotiation> negotiationOf(const QByteArray& body, PduType type);

/// A piece of a message.
struct DataValue
{
    quint8 context = 0;
    bool isCommand = false;
    bool isLast = false;
    QByteArrayView bytes; ///< within the unit
};
constexpr qint64 dataValueBytes = 6; ///< of its header

/// Error: NetworkFailed.
[[nodiscard]] Result<std::vector<DataValue>> dataValuesOf(QByteArrayView body);
[[nodiscard]] QByteArray dataPdu(const DataValue& value);

} // namespace ccad::dimse
