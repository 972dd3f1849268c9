// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/dimse_client.h"

#include "core/dimse/internal/association.h"
#include "core/dimse/internal/proposals.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {

Result<void> echo(const Node& node, const NetworkLimits& limits, const CancelToken& cancel)
{
    auto association = Association::request(node, echoProposal(), limits, cancel);
    if (!association)
        return association.error();
    const PresentationContext* context = association->contextFor(verificationClass);
    if (context == nullptr)
        return Error{ErrorCode::Unsupported, u"The node does not answer to an echo."_s, {}};
    CommandSet request;
    request.field = EchoRequest;
    request.messageId = association->nextMessageId();
    request.sopClass = verificationClass;
    if (auto ok = association->send(context->id, request); !ok)
        return ok;
    const auto reply = association->command();
    if (!reply)
        return reply.error();
    if (!reply->command.isReplyTo(EchoRequest, request.messageId)
        || reply->command.status != Success)
        return Error{
            ErrorCode::NetworkFailed,
            u"The node answers the echo with %1."_s.arg(textOfStatus(reply->command.status)),
            {}};
    association->release();
    return {};
}

} // namespace ccad::dimse
