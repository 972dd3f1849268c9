// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/command_set.h"

#include "core/dimse/internal/byte_order.h"
#include "core/dimse/internal/protocol_error.h"
#include "core/nodes/dicom_names.h"

#include <map>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

enum Element : quint16
{
    GroupLength = 0x0000,
    AffectedClass = 0x0002,
    CommandField = 0x0100,
    MessageId = 0x0110,
    RepliedId = 0x0120,
    MoveDestination = 0x0600,
    Priority = 0x0700,
    DataSetType = 0x0800,
    StatusElement = 0x0900,
    AffectedInstance = 0x1000,
    Remaining = 0x1020,
    Completed = 0x1021,
    Failed = 0x1022,
    Warnings = 0x1023,
    MoveOriginator = 0x1030,
    MoveOriginatorId = 0x1031,
};
constexpr quint16 noDataset = 0x0101;

/// Elements come in ascending order of a map.
using Elements = std::map<quint16, QByteArray>;

void put(Elements& elements, Element element, quint16 number)
{
    appendLittle16(elements[element], number);
}

void putText(Elements& elements, Element element, QByteArray text, char padding)
{
    if (text.isEmpty())
        return;
    if (text.size() % 2 != 0)
        text.append(padding);
    elements[element] = text;
}

quint16 number(const Elements& elements, Element element)
{
    const auto found = elements.find(element);
    return found == elements.end() || found->second.size() < 2 ? quint16{0}
                                                               : little16(found->second, 0);
}

QByteArray text(const Elements& elements, Element element)
{
    const auto found = elements.find(element);
    return found == elements.end() ? QByteArray() : unpadded(found->second);
}

Result<Elements> elementsOf(QByteArrayView bytes)
{
    Elements elements;
    while (!bytes.isEmpty()) {
        if (bytes.size() < 8 || little16(bytes, 0) != 0)
            return protocolError(u"a command with an element that is none"_s);
        const quint32 length = little32(bytes, 4);
        if (length > bytes.size() - 8)
            return protocolError(u"a command with an element of impossible length"_s);
        if (!elements.emplace(little16(bytes, 2), bytes.sliced(8, length).toByteArray()).second)
            return protocolError(u"a command with an element twice"_s);
        bytes = bytes.sliced(8 + static_cast<qsizetype>(length));
    }
    return elements;
}

bool isRequest(quint16 field)
{
    return (field & isReply) == 0;
}

/// UIDs and titles of a peer are used for nothing unless they are such.
Result<void> checkNames(const CommandSet& command)
{
    for (const QByteArray& uid : {command.sopClass, command.sopInstance})
        if (!uid.isEmpty() && !isUid(uid))
            return protocolError(u"a command with a UID that is none"_s);
    for (const QByteArray& title : {command.moveDestination, command.moveOriginator})
        if (!title.isEmpty() && !isAeTitle(title))
            return protocolError(u"a command with an AE title that is none"_s);
    return {};
}

} // namespace

QByteArray bytesOf(const CommandSet& command)
{
    Elements elements;
    put(elements, CommandField, command.field);
    const bool asks = isRequest(command.field) && command.field != CancelRequest;
    put(elements, asks ? MessageId : RepliedId, command.messageId);
    put(elements, DataSetType, command.hasDataset ? quint16{0} : noDataset);
    putText(elements, AffectedClass, command.sopClass, '\0');
    putText(elements, AffectedInstance, command.sopInstance, '\0');
    putText(elements, MoveDestination, command.moveDestination, ' ');
    if (asks && command.field != EchoRequest)
        put(elements, Priority, command.priority);
    if (!isRequest(command.field))
        put(elements, StatusElement, command.status);
    QByteArray bytes;
    for (const auto& [element, value] : elements) {
        appendLittle16(bytes, 0);
        appendLittle16(bytes, element);
        appendLittle32(bytes, static_cast<quint32>(value.size()));
        bytes += value;
    }
    QByteArray group;
    appendLittle32(group, GroupLength);
    appendLittle32(group, 4);
    appendLittle32(group, static_cast<quint32>(bytes.size()));
    return group + bytes;
}

Result<CommandSet> commandOf(QByteArrayView bytes)
{
    const auto elements = elementsOf(bytes);
    if (!elements)
        return elements.error();
    CommandSet command;
    command.field = number(*elements, CommandField);
    const bool asks = isRequest(command.field) && command.field != CancelRequest;
    command.messageId = number(*elements, asks ? MessageId : RepliedId);
    command.hasDataset
        = elements->contains(DataSetType) && number(*elements, DataSetType) != noDataset;
    command.status = number(*elements, StatusElement);
    command.sopClass = text(*elements, AffectedClass);
    command.sopInstance = text(*elements, AffectedInstance);
    command.moveDestination = text(*elements, MoveDestination);
    command.moveOriginator = text(*elements, MoveOriginator);
    command.moveOriginatorId = number(*elements, MoveOriginatorId);
    command.operations = {number(*elements, Remaining), number(*elements, Completed),
                          number(*elements, Failed), number(*elements, Warnings)};
    const auto ok = checkNames(command);
    return ok ? Result<CommandSet>(command) : ok.error();
}

QString textOfStatus(quint16 status)
{
    QString words = u"an error"_s;
    if (status == NotAuthorised)
        words = u"not allowed"_s;
    else if (status == ClassNotSupported || status == UnrecognisedOperation)
        words = u"not supported"_s;
    else if (status == 0xA801)
        words = u"the destination is not known"_s;
    else if ((status & 0xFF00) == 0xA700)
        words = u"out of resources"_s;
    else if ((status & 0xFF00) == 0xA900)
        words = u"the object does not match its class"_s;
    else if ((status & 0xF000) == 0xC000)
        words = u"it could not be understood"_s;
    return u"%1 (%2)"_s.arg(words, QString::number(status, 16).toUpper().rightJustified(4, u'0'));
}

bool isPending(quint16 status)
{
    return status == Pending || status == PendingWithoutKeys;
}

bool isDone(quint16 status)
{
    return status == Success || (status & 0xF000) == Warning || status == 0x0001;
}

} // namespace ccad::dimse
