// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/dicomweb_client.h"
#include "core/dicomweb/internal/http_exchange.h"
#include "core/nodes/answers_json.h"
#include "core/nodes/received_object.h"

#include <QBuffer>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

/// Not to be found in the object: 32 digits at random.
QByteArray newBoundary()
{
    quint32 words[4];
    QRandomGenerator::system()->fillRange(words);
    return "ccad" + QByteArray(reinterpret_cast<const char*>(words), sizeof words).toHex();
}

Error notKept(int reason)
{
    return {ErrorCode::NetworkFailed,
            u"The archive does not keep it (%1)."_s.arg(QString::number(reason, 16).toUpper()),
            {}};
}

/// What the answer says of the object; an archive that says nothing of it has not said that it
/// keeps it.
void takeVerdict(SentFile& file, const QByteArray& body, const QByteArray& uid,
                 const CancelToken& cancel)
{
    const auto objects = storedObjectsInJson(body, cancel);
    if (!objects) {
        file.problem = objects.error();
        return;
    }
    const auto ours = std::find_if(objects->begin(), objects->end(), [&](const auto& object) {
        return object.sopInstanceUid == uid;
    });
    if (ours == objects->end())
        file.problem = Error{ErrorCode::NetworkFailed,
                             u"The archive does not say that it keeps it."_s, file.file};
    else if (!ours->isStored)
        file.problem = notKept(ours->reason);
    else if (ours->reason != 0)
        file.warning = u"The archive keeps it with a warning (%1)."_s.arg(
            QString::number(ours->reason, 16).toUpper());
}

/// Error: Cancelled alone; others are the file's problem.
Result<void> sendFile(const WebNode& node, const FileToSend& what, SentFile& file,
                      const CancelToken& cancel)
{
    auto object = objectOfFile(what, node.limits.mostObjectBytes, cancel);
    if (!object) {
        file.problem = object.error();
        return {};
    }
    const QByteArray boundary = newBoundary();
    QByteArray bytes = "--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n";
    bytes += object->file;
    bytes += "\r\n--" + boundary + "--\r\n";
    object->file.clear();
    QBuffer body(&bytes);
    if (!body.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Internal, u"A buffer cannot be read."_s, {}};
    const HttpRequest request{
        .path = "/studies",
        .accept = "application/dicom+json",
        .contentType = "multipart/related; type=\"application/dicom\"; boundary=" + boundary,
        .body = &body};
    const auto answer = exchange(node, request, mostJsonBytes, cancel);
    if (answer)
        takeVerdict(file, *answer, object->identity.sopInstanceUid, cancel);
    else if (answer.error().code == ErrorCode::Cancelled)
        return answer.error();
    else
        file.problem = answer.error();
    return {};
}

} // namespace

Result<std::vector<SentFile>> send(const Node& node, const std::vector<FileToSend>& files,
                                   const NetworkLimits& limits, const Progress& progress,
                                   const CancelToken& cancel)
{
    const auto ready = WebNode::make(node, limits);
    if (!ready)
        return ready.error();
    std::vector<SentFile> sent;
    for (const FileToSend& what : files) {
        if (progress)
            progress(static_cast<qint64>(sent.size()), static_cast<qint64>(files.size()),
                     u"Sending"_s);
        SentFile file{what.path, {}, {}};
        if (auto ok = sendFile(*ready, what, file, cancel); !ok)
            return ok.error();
        sent.push_back(std::move(file));
    }
    return sent;
}

} // namespace ccad::dicomweb
