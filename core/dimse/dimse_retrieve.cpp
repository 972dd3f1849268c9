// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/dimse_client.h"
#include "core/dimse/internal/object_receipt.h"
#include "core/dimse/internal/protocol_error.h"
#include "core/dimse/internal/query_session.h"
#include "core/dimse/internal/sockets.h"
#include "core/dimse/storage_server.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

DatasetLimits limitsOf(const NetworkLimits& limits)
{
    return {limits.mostObjectBytes, limits.objectMs};
}

void tell(const Progress& progress, const SubOperations& operations, qint64 done)
{
    const qint64 known
        = operations.remaining + operations.completed + operations.failed + operations.warnings;
    if (progress)
        progress(done, std::max(known, done), u"Retrieving"_s);
}

/// One answer to the request itself. True when it is the last.
Result<bool> takeAnswer(QuerySession& session, const IncomingCommand& reply, Retrieval& retrieval)
{
    const CommandSet& command = reply.command;
    // The UIDs of what failed: counted by the numbers, not needed by name.
    if (command.hasDataset) {
        const auto ok = session.association().dataset(
            reply.context, {}, [](QByteArrayView) { return Result<void>(); });
        if (!ok)
            return ok.error();
    }
    if (isPending(command.status))
        return false;
    if (!isDone(command.status) && retrieval.objects.empty() && command.operations.completed == 0)
        return queryFailed(command.status);
    if (command.operations.failed > retrieval.failed) {
        retrieval.failed = command.operations.failed;
        retrieval.problems.append(
            u"The archive could not send %1 objects."_s.arg(command.operations.failed));
    } else if (!isDone(command.status)) {
        retrieval.addProblem(queryFailed(command.status).message);
    }
    return true;
}

Result<void> takeObjects(QuerySession& session, Retrieval& retrieval, const StagingFolder& staging,
                         const NetworkLimits& limits, const Progress& progress,
                         const CancelToken& cancel)
{
    Association& association = session.association();
    SubOperations operations;
    for (int messages = 0;; ++messages) {
        if (static_cast<int>(retrieval.objects.size()) + retrieval.failed > limits.mostObjects
            || messages > 4 * limits.mostObjects)
            return Error{
                ErrorCode::TooLarge, u"The archive sends more objects than are taken."_s, {}};
        const auto came = association.command();
        if (!came)
            return came.error();
        if (session.isReply(came->command)) {
            const auto isLast = takeAnswer(session, *came, retrieval);
            if (!isLast)
                return isLast.error();
            if (*isLast)
                return {};
            operations = came->command.operations;
        } else if (came->command.field == StoreRequest && session.field() == GetRequest) {
            auto receipt = receiveObject(association, *came, staging, limitsOf(limits), {}, cancel);
            if (!receipt)
                return receipt.error();
            if (receipt->object)
                retrieval.objects.push_back(*std::move(receipt->object));
            else
                retrieval.addProblem(receipt->problem->message);
        } else {
            return protocolError(u"what was not asked for"_s);
        }
        tell(progress, operations, static_cast<qint64>(retrieval.objects.size()));
    }
}

/// What was received before an error stays on the disk, and the error is told.
Result<Retrieval> retrieve(const Node& node, QueryService service, const Query& query,
                           const StagingFolder& staging, const NetworkLimits& limits,
                           const Progress& progress, const CancelToken& cancel)
{
    auto session = QuerySession::begin(node, service, query, limits, cancel);
    if (!session)
        return session.error();
    Retrieval retrieval;
    const auto ok = takeObjects(*session, retrieval, staging, limits, progress, cancel);
    if (!ok) {
        if (ok.error().code == ErrorCode::Cancelled)
            session->stop();
        return ok.error();
    }
    session->association().release();
    return retrieval;
}

} // namespace

Result<Retrieval> get(const Node& node, const Query& query, const StagingFolder& staging,
                      const NetworkLimits& limits, const Progress& progress,
                      const CancelToken& cancel)
{
    return retrieve(node, QueryService::Get, query, staging, limits, progress, cancel);
}

Result<Retrieval> move(const Node& node, const Query& query, const MoveTarget& target,
                       const StagingFolder& staging, const NetworkLimits& limits,
                       const Progress& progress, const CancelToken& cancel)
{
    std::mutex mutex;
    std::vector<ReceivedObject> objects;
    StorageServerSettings settings;
    settings.address = target.address;
    settings.port = target.port;
    settings.aet = node.callingAet;
    const auto sender = addressOf(node.host);
    if (!sender)
        return sender.error();
    settings.peers = {{node.calledAet, *sender}};
    settings.tls = node.tls;
    settings.limits = limits;
    auto server = StorageServer::start(
        settings, staging, [&](const ReceivedObject& object, const QByteArray&) -> Result<void> {
            const std::lock_guard lock(mutex);
            if (static_cast<int>(objects.size()) >= limits.mostObjects)
                return Error{ErrorCode::TooLarge, u"There are too many objects."_s, {}};
            objects.push_back(object);
            return {};
        });
    if (!server)
        return server.error();
    auto retrieval = retrieve(node, QueryService::Move, query, staging, limits, progress, cancel);
    (*server)->stop();
    if (retrieval)
        retrieval->objects = std::move(objects);
    return retrieval;
}

} // namespace ccad::dimse
