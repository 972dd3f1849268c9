// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/dicomweb_client.h"
#include "core/dicomweb/internal/http_exchange.h"
#include "core/dicomweb/internal/multipart.h"
#include "core/dicomweb/internal/resource_path.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr qint64 mostRetrievedBytes = qint64{64} << 30;
constexpr int mostTimes = 100; ///< how much longer a study may take than one object
constexpr char accepted[] = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

Result<QByteArray> pathOf(const Query& query)
{
    const auto [study, series, instance] = uidsOf(query);
    if (study.isEmpty() || (series.isEmpty() && !instance.isEmpty()))
        return Error{ErrorCode::InvalidArgument,
                     u"DICOMweb needs the UID of a study, and of a series for an instance."_s,
                     {}};
    return "/studies/" + study + (series.isEmpty() ? QByteArray() : "/series/" + series)
        + (instance.isEmpty() ? QByteArray() : "/instances/" + instance);
}

/// Puts the parts of an answer into the staging folder.
class Parts
{
public:
    Parts(const StagingFolder& staging, const NetworkLimits& limits, const Progress& progress,
          const CancelToken& cancel)
        : m_staging(staging), m_limits(limits), m_progress(progress), m_cancel(cancel)
    {
    }

    Result<void> take(const HttpAnswer& answer, QByteArrayView bytes);
    /// When the answer is whole.
    Result<Retrieval> finish();

private:
    Result<void> begin(const QByteArray& contentType);
    Result<void> append(QByteArrayView bytes);
    Result<void> end();

    const StagingFolder& m_staging;
    const NetworkLimits& m_limits;
    const Progress& m_progress;
    const CancelToken& m_cancel;
    std::optional<MultipartReader> m_reader;
    std::optional<StagedFile> m_file;
    Retrieval m_retrieval;
};

Result<void> Parts::take(const HttpAnswer& answer, QByteArrayView bytes)
{
    if (!m_reader) {
        m_reader.emplace(typeOf(answer.contentType) == "multipart/related"
                             ? parameterOf(answer.contentType, "boundary")
                             : QByteArray(),
                         MultipartReader::Sink{[this](const auto& type) { return begin(type); },
                                               [this](auto piece) { return append(piece); },
                                               [this] { return end(); }});
        if (!m_reader->isUsable())
            return Error{ErrorCode::FileBroken,
                         u"The archive answers with something else than DICOM objects."_s,
                         {}};
    }
    return m_reader->add(bytes);
}

Result<void> Parts::begin(const QByteArray& contentType)
{
    m_file.reset();
    const QByteArray type = typeOf(contentType);
    if (!type.isEmpty() && type != "application/dicom") {
        m_retrieval.addProblem(u"The archive sent something else than a DICOM object."_s);
        return {};
    }
    if (static_cast<int>(m_retrieval.objects.size()) >= m_limits.mostObjects)
        return Error{ErrorCode::TooLarge, u"The archive sends more objects than are taken."_s, {}};
    auto file = m_staging.newFile();
    if (!file)
        return file.error();
    m_file.emplace(*std::move(file));
    return {};
}

Result<void> Parts::append(QByteArrayView bytes)
{
    if (!m_file)
        return {};
    if (m_file->bytes() + bytes.size() > m_limits.mostObjectBytes)
        return Error{ErrorCode::TooLarge, u"The archive sends an object that is too large."_s, {}};
    return m_file->append(bytes);
}

Result<void> Parts::end()
{
    if (!m_file)
        return {};
    auto object = (*std::move(m_file)).keep(nullptr, m_cancel);
    m_file.reset();
    if (object)
        m_retrieval.objects.push_back(*std::move(object));
    else if (object.error().code == ErrorCode::Cancelled
             || object.error().code == ErrorCode::WriteFailed)
        return object.error();
    else
        m_retrieval.addProblem(object.error().message);
    if (m_progress)
        m_progress(static_cast<qint64>(m_retrieval.objects.size()), 0, u"Retrieving"_s);
    return {};
}

Result<Retrieval> Parts::finish()
{
    if (m_reader)
        if (auto ok = m_reader->finish(); !ok)
            return ok.error();
    return std::move(m_retrieval);
}

} // namespace

Result<Retrieval> get(const Node& node, const Query& query, const StagingFolder& staging,
                      const NetworkLimits& limits, const Progress& progress,
                      const CancelToken& cancel)
{
    const auto path = pathOf(query);
    if (!path)
        return path.error();
    const auto ready = WebNode::make(node, limits);
    if (!ready)
        return ready.error();
    Parts parts(staging, limits, progress, cancel);
    const auto answer = exchange(
        *ready, {.path = *path, .accept = accepted, .objects = mostTimes}, mostRetrievedBytes,
        [&](const HttpAnswer& head, QByteArrayView bytes) { return parts.take(head, bytes); },
        cancel);
    return answer ? parts.finish() : answer.error();
}

} // namespace ccad::dicomweb
