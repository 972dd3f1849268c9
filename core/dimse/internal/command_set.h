// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace ccad::dimse {

enum Command : quint16
{
    StoreRequest = 0x0001,
    GetRequest = 0x0010,
    FindRequest = 0x0020,
    MoveRequest = 0x0021,
    EchoRequest = 0x0030,
    CancelRequest = 0x0FFF,
    isReply = 0x8000, ///< added to the request's
};

enum Status : quint16
{
    Success = 0x0000,
    Warning = 0xB000, ///< and its last twelve bits
    Pending = 0xFF00,
    PendingWithoutKeys = 0xFF01,
    Cancelled = 0xFE00,
    OutOfResources = 0xA700,
    MismatchedObject = 0xA900,
    CannotUnderstand = 0xC000,
    ClassNotSupported = 0x0122,
    NotAuthorised = 0x0124,
    UnrecognisedOperation = 0x0211,
};

/// Numbers of sub-operations, as answers to C-MOVE and C-GET tell them.
struct SubOperations
{
    int remaining = 0;
    int completed = 0;
    int failed = 0;
    int warnings = 0;
};

/// The command of a DIMSE message (PS3.7 Annex E). What is empty or 0 is not written, but for
/// status and message IDs of replies.
struct CommandSet
{
    quint16 field = 0;
    quint16 messageId = 0; ///< of a request; of a reply, of what it replies to
    bool hasDataset = false;
    quint16 status = 0; ///< of a reply
    quint16 priority = 0; ///< medium
    QByteArray sopClass; ///< affected or requested
    QByteArray sopInstance;
    QByteArray moveDestination;
    QByteArray moveOriginator; ///< who asked for what comes
    quint16 moveOriginatorId = 0;
    SubOperations operations;

    [[nodiscard]] bool isReplyTo(quint16 request, quint16 id) const
    {
        return field == (request | isReply) && messageId == id;
    }
};

constexpr qint64 mostCommandBytes = 16 << 10;

[[nodiscard]] QByteArray bytesOf(const CommandSet& command);
/// Reads a flat list of elements of group 0000; nothing in it nests. Error: NetworkFailed.
[[nodiscard]] Result<CommandSet> commandOf(QByteArrayView bytes);

/// "out of resources (A700)", for a sentence.
[[nodiscard]] QString textOfStatus(quint16 status);
[[nodiscard]] bool isPending(quint16 status);
/// Done, or done with a warning.
[[nodiscard]] bool isDone(quint16 status);

} // namespace ccad::dimse
