// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/dimse_client.h"
#include "core/dimse/internal/protocol_error.h"
#include "core/dimse/internal/query_session.h"
#include "core/nodes/query_dataset.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr int mostUnwanted = 1000; ///< messages that are let pass after a cancel

quint16 fieldOf(QueryService service)
{
    switch (service) {
    case QueryService::Find:
        return FindRequest;
    case QueryService::Move:
        return MoveRequest;
    case QueryService::Get:
        return GetRequest;
    }
    return FindRequest;
}

/// Takes answers until the last one. True when there are more than are wanted.
Result<bool> takeAnswers(QuerySession& session, CollectedAnswers& answers,
                         const NetworkLimits& limits, const Progress& progress)
{
    Association& association = session.association();
    for (;;) {
        const auto reply = association.command();
        if (!reply)
            return reply.error();
        if (!session.isReply(reply->command))
            return protocolError(u"no answer to the query"_s);
        if (!isPending(reply->command.status)) {
            if (!isDone(reply->command.status))
                return queryFailed(reply->command.status);
            return false;
        }
        if (!reply->command.hasDataset)
            return protocolError(u"a match without content"_s);
        const auto dataset = association.dataset(reply->context, {});
        if (!dataset)
            return dataset.error();
        if (answers.count() == limits.mostMatches || !answers.append(*dataset))
            return true;
        if (progress)
            progress(answers.count(), 0, u"Asking the archive"_s);
    }
}

} // namespace

Error queryFailed(quint16 status)
{
    return {ErrorCode::NetworkFailed,
            u"The archive does not serve the query: %1."_s.arg(textOfStatus(status)),
            {}};
}

Result<QuerySession> QuerySession::begin(const Node& node, QueryService service, const Query& query,
                                         const NetworkLimits& limits, const CancelToken& cancel)
{
    const Negotiation wanted
        = service == QueryService::Get ? getProposal(query) : queryProposal(service, query);
    auto association = Association::request(node, wanted, limits, cancel);
    if (!association)
        return association.error();
    const QByteArray sopClass = queryClass(service, query.level);
    const PresentationContext* context = association->contextFor(sopClass);
    if (context == nullptr)
        return Error{ErrorCode::Unsupported,
                     u"The archive does not offer this kind of query or retrieval."_s,
                     {}};
    CommandSet request;
    request.field = fieldOf(service);
    request.messageId = association->nextMessageId();
    request.hasDataset = true;
    request.sopClass = sopClass;
    if (service == QueryService::Move)
        request.moveDestination = node.callingAet;
    const quint8 id = context->id;
    if (auto ok = association->send(id, request, identifierOf(query)); !ok)
        return ok.error();
    return QuerySession(*std::move(association), id, request);
}

void QuerySession::stop()
{
    if (!m_association.beginFarewell())
        return;
    CommandSet cancel;
    cancel.field = CancelRequest;
    cancel.messageId = m_request.messageId;
    if (!m_association.send(m_context, cancel))
        return;
    for (int messages = 0; messages < mostUnwanted; ++messages) {
        const auto came = m_association.command();
        if (!came)
            return;
        // An object on its way is not waited for: the association ends by an abort.
        if (!isReply(came->command))
            return;
        if (came->command.hasDataset
            && !m_association.dataset(came->context, {},
                                      [](QByteArrayView) { return Result<void>(); }))
            return;
        if (!isPending(came->command.status)) {
            m_association.release();
            return;
        }
    }
}

Result<QueryAnswer> find(const Node& node, const Query& query, const NetworkLimits& limits,
                         const Progress& progress, const CancelToken& cancel)
{
    auto session = QuerySession::begin(node, QueryService::Find, query, limits, cancel);
    if (!session)
        return session.error();
    CollectedAnswers answers;
    const auto isCut = takeAnswers(*session, answers, limits, progress);
    if (!isCut) {
        if (isCut.error().code == ErrorCode::Cancelled)
            session->stop();
        return isCut.error();
    }
    *isCut ? session->stop() : session->association().release();
    auto matches = answers.read(cancel);
    if (!matches)
        return matches.error();
    return QueryAnswer{*std::move(matches), *isCut};
}

} // namespace ccad::dimse
