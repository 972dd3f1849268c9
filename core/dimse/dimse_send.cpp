// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/dimse_client.h"
#include "core/dimse/internal/association.h"
#include "core/dimse/internal/proposals.h"
#include "core/dimse/internal/protocol_error.h"
#include "core/nodes/received_object.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

using Kind = std::pair<QByteArray, QByteArray>;

Kind kindOf(const ReceivedObject& object)
{
    return {object.sopClassUid, object.transferSyntaxUid};
}

struct Sending
{
    const FileToSend* what = nullptr;
    SentFile* file = nullptr; ///< what becomes of it
};

/// Files that go over one association: as many as have no more than its contexts of kinds.
struct Load
{
    std::vector<Sending> files;
    QList<Kind> kinds;
};

/// A file that cannot be read as DICOM has its problem from here.
std::vector<Load> loadsOf(const std::vector<FileToSend>& files, std::vector<SentFile>& sent,
                          const CancelToken& cancel)
{
    std::vector<Load> loads(1);
    for (std::size_t i = 0; i < files.size(); ++i) {
        SentFile& file = sent[i];
        const auto told = files[i].identity ? Result<ObjectIdentity>(*files[i].identity)
                                            : identityOfFile(file.file, file.file, cancel);
        if (!told) {
            file.problem = told.error();
            continue;
        }
        const Kind kind = kindOf(told->object);
        if (!loads.back().kinds.contains(kind)) {
            if (loads.back().kinds.size() == static_cast<qsizetype>(mostContexts))
                loads.emplace_back();
            loads.back().kinds.append(kind);
        }
        loads.back().files.push_back({&files[i], &file});
    }
    return loads;
}

/// Sends one object; its own problem is put down. Errors are those of the association.
Result<void> sendObject(Association& association, const FileToSend& what, SentFile& file,
                        const NetworkLimits& limits, const CancelToken& cancel)
{
    const auto object = objectOfFile(what, limits.mostObjectBytes, cancel);
    if (!object) {
        file.problem = object.error();
        return {};
    }
    const ReceivedObject& identity = object->identity;
    const PresentationContext* context
        = association.contextFor(identity.sopClassUid, identity.transferSyntaxUid);
    if (context == nullptr) {
        file.problem
            = Error{ErrorCode::Unsupported,
                    u"The node does not take objects of this class and compression."_s, file.file};
        return {};
    }
    CommandSet request;
    request.field = StoreRequest;
    request.messageId = association.nextMessageId();
    request.hasDataset = true;
    request.sopClass = identity.sopClassUid;
    request.sopInstance = identity.sopInstanceUid;
    if (auto ok = association.send(context->id, request, object->dataset()); !ok)
        return ok;
    const auto reply = association.command();
    if (!reply)
        return reply.error();
    const CommandSet& answer = reply->command;
    if (!answer.isReplyTo(StoreRequest, request.messageId) || answer.hasDataset)
        return protocolError(u"no answer to an object"_s);
    if (!isDone(answer.status))
        file.problem = Error{ErrorCode::NetworkFailed,
                             u"The node does not keep it: %1."_s.arg(textOfStatus(answer.status)),
                             file.file};
    else if (answer.status != Success)
        file.warning = u"The node keeps it with a warning (%1)."_s.arg(
            QString::number(answer.status, 16).toUpper());
    return {};
}

Result<void> sendLoad(const Node& node, const Load& load, qint64& done, qint64 total,
                      const NetworkLimits& limits, const Progress& progress,
                      const CancelToken& cancel)
{
    auto association = Association::request(node, storeProposal(load.kinds), limits, cancel);
    if (!association)
        return association.error();
    for (const auto& [what, file] : load.files) {
        if (progress)
            progress(done, total, u"Sending"_s);
        if (auto ok = sendObject(*association, *what, *file, limits, cancel); !ok)
            return ok;
        ++done;
    }
    association->release();
    if (progress)
        progress(done, total, u"Sending"_s);
    return {};
}

} // namespace

Result<std::vector<SentFile>> send(const Node& node, const std::vector<FileToSend>& files,
                                   const NetworkLimits& limits, const Progress& progress,
                                   const CancelToken& cancel)
{
    std::vector<SentFile> sent;
    for (const FileToSend& file : files)
        sent.push_back({file.path, {}, {}});
    qint64 done = 0;
    for (const Load& load : loadsOf(files, sent, cancel)) {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Cancelled."_s, {}};
        if (load.files.empty())
            continue;
        const qint64 before = done;
        const auto ok = sendLoad(node, load, done, static_cast<qint64>(sent.size()), limits,
                                 progress, cancel);
        if (ok)
            continue;
        if (ok.error().code == ErrorCode::Cancelled)
            return ok.error();
        for (auto i = static_cast<std::size_t>(done - before); i < load.files.size(); ++i)
            load.files[i].file->problem = ok.error();
    }
    return sent;
}

} // namespace ccad::dimse
