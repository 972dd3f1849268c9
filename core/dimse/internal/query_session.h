// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dimse/internal/association.h"
#include "core/dimse/internal/proposals.h"

namespace ccad::dimse {

/// A C-FIND, C-MOVE or C-GET that was asked and is being answered.
class QuerySession
{
public:
    /// Errors: Unsupported (the node does not serve it), and those of Association::request.
    [[nodiscard]] static Result<QuerySession> begin(const Node& node, QueryService service,
                                                    const Query& query, const NetworkLimits& limits,
                                                    const CancelToken& cancel);

    [[nodiscard]] Association& association() { return m_association; }
    [[nodiscard]] quint16 field() const { return m_request.field; }
    [[nodiscard]] bool isReply(const CommandSet& command) const
    {
        return command.isReplyTo(m_request.field, m_request.messageId);
    }
    /// Asks the node to stop, waits a short while until it does, and ends the association. What
    /// comes meanwhile is let pass.
    void stop();

private:
    QuerySession(Association association, quint8 context, CommandSet request)
        : m_association(std::move(association)), m_context(context), m_request(std::move(request))
    {
    }

    Association m_association;
    quint8 m_context;
    CommandSet m_request;
};

/// The sentence for a query that the node did not serve.
[[nodiscard]] Error queryFailed(quint16 status);

} // namespace ccad::dimse
