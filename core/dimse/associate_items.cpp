// SPDX-License-Identifier: GPL-3.0-or-later
// A-ASSOCIATE-RQ and -AC, item by item (PS3.8 9.3.2 and 9.3.3, PS3.7 Annex D).
#include "core/dimse/internal/byte_order.h"
#include "core/dimse/internal/pdu.h"
#include "core/dimse/internal/protocol_error.h"
#include "core/nodes/dicom_names.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr char applicationContext[] = "1.2.840.10008.3.1.1.1";
constexpr char implementationVersion[] = "CCAD";
constexpr qsizetype itemsOffset = 68;
constexpr qsizetype aetBytes = 16;
constexpr int mostContexts = 128;
constexpr int mostSyntaxes = 64; ///< of one context
constexpr int mostUserItems = 1024;

enum Item : quint8
{
    ApplicationContext = 0x10,
    ContextProposal = 0x20,
    ContextAnswer = 0x21,
    AbstractSyntax = 0x30,
    TransferSyntax = 0x40,
    UserInformation = 0x50,
    MaximumLength = 0x51,
    ImplementationClass = 0x52,
    RoleItem = 0x54,
    ImplementationVersion = 0x55,
    ExtendedItem = 0x56,
};

QByteArray item(Item type, const QByteArray& content)
{
    QByteArray bytes;
    bytes.append(static_cast<char>(type)).append('\0');
    appendBig16(bytes, static_cast<quint16>(content.size()));
    return bytes + content;
}

QByteArray uidItem(Item type, const QByteArray& uid, const QByteArray& rest)
{
    QByteArray content;
    appendBig16(content, static_cast<quint16>(uid.size()));
    return item(type, content + uid + rest);
}

QByteArray contextItem(const PresentationContext& context, bool isRequest)
{
    QByteArray content;
    content.append(static_cast<char>(context.id)).append('\0');
    content.append(static_cast<char>(isRequest ? 0 : context.result)).append('\0');
    if (isRequest)
        content += item(AbstractSyntax, context.abstractSyntax);
    for (const QByteArray& syntax : context.transferSyntaxes)
        content += item(TransferSyntax, syntax);
    return item(isRequest ? ContextProposal : ContextAnswer, content);
}

QByteArray userItem(const Negotiation& negotiation)
{
    QByteArray length;
    appendBig32(length, negotiation.mostBytes);
    QByteArray content = item(MaximumLength, length) + item(ImplementationClass, implementationUid);
    for (const RoleSelection& role : negotiation.roles)
        content += uidItem(RoleItem, role.sopClass,
                           QByteArray(1, role.isUser ? '\1' : '\0')
                               + QByteArray(1, role.isProvider ? '\1' : '\0'));
    content += item(ImplementationVersion, implementationVersion);
    for (const ExtendedNegotiation& extended : negotiation.extended)
        content += uidItem(ExtendedItem, extended.sopClass, extended.information);
    return item(UserInformation, content);
}

/// Calls `take` for each item of a list; false from it, and lengths beyond the end, are an error.
Result<void> forEachItem(QByteArrayView bytes,
                         const std::function<bool(quint8 type, QByteArrayView content)>& take)
{
    while (!bytes.isEmpty()) {
        if (bytes.size() < 4 || big16(bytes, 2) > bytes.size() - 4)
            return protocolError(u"an item of impossible length"_s);
        const qsizetype length = big16(bytes, 2);
        if (!take(static_cast<quint8>(bytes.at(0)), bytes.sliced(4, length)))
            return protocolError(u"an item that makes no sense"_s);
        bytes = bytes.sliced(4 + length);
    }
    return {};
}

QByteArray uidOf(QByteArrayView content)
{
    return unpadded(content.toByteArray());
}

bool takeContext(Negotiation& negotiation, QByteArrayView content, bool isRequest)
{
    if (content.size() < 4 || negotiation.contexts.size() == mostContexts)
        return false;
    PresentationContext context;
    context.id = static_cast<quint8>(content.at(0));
    context.result = static_cast<quint8>(content.at(2));
    for (const PresentationContext& known : negotiation.contexts)
        if (known.id == context.id)
            return false;
    const auto ok = forEachItem(content.sliced(4), [&](quint8 type, QByteArrayView syntax) {
        const QByteArray uid = uidOf(syntax);
        if (type == AbstractSyntax && isRequest && context.abstractSyntax.isEmpty())
            context.abstractSyntax = uid;
        else if (type == TransferSyntax && context.transferSyntaxes.size() < mostSyntaxes)
            context.transferSyntaxes.append(uid);
        else
            return false;
        // Of a context that is not accepted, the syntax has no meaning (PS3.8 9.3.3.2).
        return isUid(uid) || (!isRequest && context.result != 0);
    });
    const bool isWhole = isRequest
        ? !context.abstractSyntax.isEmpty() && !context.transferSyntaxes.isEmpty()
        : context.result != 0 || context.transferSyntaxes.size() == 1;
    negotiation.contexts.push_back(context);
    return ok && isWhole && context.id % 2 == 1;
}

/// UID and rest of a sub-item that begins with the length of a UID.
std::optional<std::pair<QByteArray, QByteArray>> uidAndRest(QByteArrayView content)
{
    if (content.size() < 2 || big16(content, 0) > content.size() - 2)
        return {};
    const qsizetype length = big16(content, 0);
    const QByteArray uid = uidOf(content.sliced(2, length));
    if (!isUid(uid))
        return {};
    return std::pair(uid, content.sliced(2 + length).toByteArray());
}

bool takeUserItem(Negotiation& negotiation, quint8 type, QByteArrayView content)
{
    if (type == MaximumLength) {
        if (content.size() != 4)
            return false;
        negotiation.mostBytes = big32(content, 0);
        return true;
    }
    if (type != RoleItem && type != ExtendedItem)
        return true;
    const auto parts = uidAndRest(content);
    if (!parts)
        return false;
    const auto& [uid, rest] = *parts;
    if (type == ExtendedItem) {
        negotiation.extended.push_back({uid, rest});
        return true;
    }
    if (rest.size() != 2)
        return false;
    negotiation.roles.push_back({uid, rest.at(0) == 1, rest.at(1) == 1});
    return true;
}

bool takeUserInformation(Negotiation& negotiation, QByteArrayView content)
{
    int items = 0;
    return forEachItem(content,
                       [&](quint8 type, QByteArrayView bytes) {
                           return ++items <= mostUserItems
                               && takeUserItem(negotiation, type, bytes);
                       })
        .hasValue();
}

QByteArray padded(const QByteArray& aet)
{
    return aet.leftJustified(aetBytes, ' ', true);
}

/// Titles come padded with spaces, and from some peers with nulls.
QByteArray titleAt(const QByteArray& body, qsizetype at)
{
    return unpadded(body.mid(at, aetBytes));
}

} // namespace

QByteArray associateBody(const Negotiation& negotiation, PduType type)
{
    const bool isRequest = type == PduType::AssociateRequest;
    QByteArray body;
    appendBig16(body, 1); // version
    body += QByteArray(2, '\0') + padded(negotiation.calledAet) + padded(negotiation.callingAet)
        + QByteArray(32, '\0');
    body += item(ApplicationContext, applicationContext);
    for (const PresentationContext& context : negotiation.contexts)
        body += contextItem(context, isRequest);
    return body + userItem(negotiation);
}

Result<Negotiation> negotiationOf(const QByteArray& body, PduType type)
{
    const bool isRequest = type == PduType::AssociateRequest;
    if (body.size() < itemsOffset || (big16(body, 0) & 1) == 0)
        return protocolError(u"another version of the protocol"_s);
    Negotiation negotiation;
    negotiation.calledAet = titleAt(body, 4);
    negotiation.callingAet = titleAt(body, 4 + aetBytes);
    // What an answer says there is not to be looked at (PS3.8 9.3.3).
    if (isRequest && (!isAeTitle(negotiation.calledAet) || !isAeTitle(negotiation.callingAet)))
        return protocolError(u"an AE title that is none"_s);
    bool hasUserInformation = false;
    const auto ok = forEachItem(QByteArrayView(body).sliced(itemsOffset),
                                [&](quint8 item, QByteArrayView content) {
                                    if (item == (isRequest ? ContextProposal : ContextAnswer))
                                        return takeContext(negotiation, content, isRequest);
                                    if (item != UserInformation)
                                        return true;
                                    const bool isFirst = !hasUserInformation;
                                    hasUserInformation = true;
                                    return isFirst && takeUserInformation(negotiation, content);
                                });
    if (!ok)
        return ok.error();
    if (!hasUserInformation || negotiation.contexts.empty())
        return protocolError(u"a negotiation without contexts or user information"_s);
    return negotiation;
}

} // namespace ccad::dimse
