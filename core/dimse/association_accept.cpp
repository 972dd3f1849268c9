// SPDX-License-Identifier: GPL-3.0-or-later
// How an association comes about, from either side.
#include "core/dimse/internal/association.h"
#include "core/dimse/internal/proposals.h"
#include "core/dimse/internal/protocol_error.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

/// Reasons of an A-ASSOCIATE-RJ (PS3.8 9.3.4).
enum RejectReason : quint8
{
    CallingTitle = 3,
    CalledTitle = 7,
};
constexpr quint8 permanent = 1;
constexpr quint8 byUser = 1;

QString reasonOf(const QByteArray& body)
{
    const auto source = static_cast<quint8>(body.at(2));
    const auto reason = static_cast<quint8>(body.at(3));
    if (source == byUser && reason == CallingTitle)
        return u"it does not know our AE title"_s;
    if (source == byUser && reason == CalledTitle)
        return u"it has another AE title"_s;
    if (source == 3)
        return u"it is too busy"_s;
    return u"it gives no reason (%1, %2)"_s.arg(source).arg(reason);
}

/// What the peer accepted, with the abstract syntaxes that we proposed.
Result<Negotiation> completed(Negotiation answer, const Negotiation& wanted)
{
    for (PresentationContext& context : answer.contexts) {
        const auto proposed = std::find_if(wanted.contexts.begin(), wanted.contexts.end(),
                                           [&](const auto& ours) { return ours.id == context.id; });
        if (proposed == wanted.contexts.end()
            || (context.result == 0
                && !proposed->transferSyntaxes.contains(context.transferSyntaxes.first())))
            return protocolError(u"an answer to what was not asked"_s);
        context.abstractSyntax = proposed->abstractSyntax;
    }
    return answer;
}

} // namespace

Result<Association> Association::agree(NetworkStream stream, const Negotiation& wanted)
{
    const QByteArray body = associateBody(wanted, PduType::AssociateRequest);
    if (auto ok = stream.write(pdu(PduType::AssociateRequest, body)); !ok)
        return ok.error();
    bool isBroken = false;
    const auto unit = readUnit(stream, isBroken);
    if (!unit)
        return unit.error();
    if (unit->type == PduType::AssociateReject)
        return Error{
            ErrorCode::NetworkFailed,
            u"%1 refuses the association: %2."_s.arg(stream.address(), reasonOf(unit->body)),
            {}};
    if (unit->type == PduType::Abort)
        return Error{
            ErrorCode::NetworkFailed, u"%1 broke the association off."_s.arg(stream.address()), {}};
    if (unit->type != PduType::AssociateAccept)
        return protocolError(u"no answer to the request of an association"_s);
    auto answer = negotiationOf(unit->body, unit->type);
    if (answer)
        answer = completed(*std::move(answer), wanted);
    if (!answer) {
        (void)stream.write(abortPdu());
        return answer.error();
    }
    return Association(std::move(stream), *std::move(answer));
}

Result<Association> Association::request(const Node& node, const Negotiation& wanted,
                                         const NetworkLimits& limits, const CancelToken& cancel)
{
    std::shared_ptr<const TlsContext> tls;
    if (node.tls.isUsed) {
        auto made = TlsContext::make(node.tls, TlsRole::Client);
        if (!made)
            return made.error();
        tls = *std::move(made);
    }
    auto connection = connectTo(node.host, node.port, tls ? Reach::Anywhere : Reach::ThisMachine,
                                limits.connectMs, cancel);
    if (!connection)
        return connection.error();
    NetworkStream stream(*std::move(connection), limits.answerMs, cancel);
    if (tls)
        if (auto ok = stream.startTls(tls, node.host); !ok)
            return ok.error();
    Negotiation titled = wanted;
    titled.calledAet = node.calledAet;
    titled.callingAet = node.callingAet;
    return agree(std::move(stream), titled);
}

Result<Association> Association::accept(NetworkStream stream, const AcceptRules& rules)
{
    bool isBroken = false;
    const auto unit = readUnit(stream, isBroken);
    if (!unit)
        return unit.error();
    if (unit->type != PduType::AssociateRequest)
        return protocolError(u"no request of an association"_s);
    auto asked = negotiationOf(unit->body, unit->type);
    if (!asked) {
        (void)stream.write(abortPdu());
        return asked.error();
    }
    const bool isForUs = asked->calledAet == rules.aet;
    if (!isForUs || !rules.isKnown(asked->callingAet, stream.address())) {
        (void)stream.write(rejectPdu(permanent, byUser, isForUs ? CallingTitle : CalledTitle));
        return Error{ErrorCode::Refused,
                     isForUs ? u"A caller is not known."_s
                             : u"A caller asked for another AE title."_s,
                     {}};
    }
    Negotiation agreed = acceptanceOf(*asked, rules.mayStore(asked->callingAet, stream.address()));
    const QByteArray body = associateBody(agreed, PduType::AssociateAccept);
    if (auto ok = stream.write(pdu(PduType::AssociateAccept, body)); !ok)
        return ok.error();
    agreed.mostBytes = asked->mostBytes;
    for (std::size_t i = 0; i < agreed.contexts.size(); ++i)
        agreed.contexts[i].abstractSyntax = asked->contexts[i].abstractSyntax;
    return Association(std::move(stream), std::move(agreed));
}

} // namespace ccad::dimse
