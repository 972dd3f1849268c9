// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/object_receipt.h"

#include "core/dimse/internal/protocol_error.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

quint16 statusFor(const Error& error)
{
    switch (error.code) {
    case ErrorCode::WriteFailed:
    case ErrorCode::TooLarge:
    case ErrorCode::TimedOut:
    case ErrorCode::Cancelled:
        return OutOfResources;
    case ErrorCode::Refused:
        return NotAuthorised;
    default:
        return CannotUnderstand;
    }
}

/// Writes the data set to the file. What cannot be written any more is read to its end all the
/// same, so that the peer gets an answer; `problem` says why. Errors: those of the association.
Result<void> receiveDataset(Association& association, quint8 context, StagedFile& file,
                            const DatasetLimits& limits, std::optional<Error>& problem)
{
    return association.dataset(context, limits, [&](QByteArrayView piece) {
        if (!problem)
            if (auto ok = file.append(piece); !ok)
                problem = ok.error();
        return Result<void>();
    });
}

Result<ReceivedObject> keep(StagedFile file, const AnnouncedObject& announced,
                            const ObjectTaker& take, const CancelToken& cancel)
{
    auto object = std::move(file).keep(&announced, cancel);
    if (!object || !take)
        return object;
    if (auto ok = take(*object); !ok) {
        (void)QFile::remove(object->path);
        return ok.error();
    }
    return object;
}

Result<void> reply(Association& association, const IncomingCommand& request, quint16 status)
{
    CommandSet answer;
    answer.field = StoreRequest | isReply;
    answer.messageId = request.command.messageId;
    answer.status = status;
    answer.sopClass = request.command.sopClass;
    answer.sopInstance = request.command.sopInstance;
    return association.send(request.context, answer);
}

} // namespace

Result<Receipt> receiveObject(Association& association, const IncomingCommand& request,
                              const StagingFolder& staging, const DatasetLimits& limits,
                              const ObjectTaker& take, const CancelToken& cancel)
{
    const PresentationContext* context = association.contextOf(request.context);
    const CommandSet& command = request.command;
    if (context == nullptr || !command.hasDataset || command.sopClass != context->abstractSyntax
        || command.sopInstance.isEmpty())
        return protocolError(u"an object without names, or in the context of another class"_s);
    const AnnouncedObject announced{command.sopClass, command.sopInstance,
                                    context->transferSyntaxes.first()};
    Receipt receipt;
    auto file = staging.newFile();
    if (!file) // Cannot take anything: the peer will not wait while we throw its bytes away.
        return file.error();
    if (auto ok = file->begin(announced); !ok)
        receipt.problem = ok.error();
    if (auto ok = receiveDataset(association, request.context, *file, limits, receipt.problem); !ok)
        return ok.error();
    if (!receipt.problem) {
        auto kept = keep(*std::move(file), announced, take, cancel);
        if (kept)
            receipt.object = *std::move(kept);
        else
            receipt.problem = kept.error();
    }
    const quint16 status = receipt.problem ? statusFor(*receipt.problem) : quint16{Success};
    if (auto ok = reply(association, request, status); !ok)
        return ok.error();
    return receipt;
}

} // namespace ccad::dimse
