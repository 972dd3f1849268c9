// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/regular_file.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/reading/reader.h"
#include "core/imaging/reading/warm_up.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/child_side.h"
#include "core/isolation/internal/decoder_template.h"
#include "core/isolation/internal/facts_json.h"
#include "core/isolation/internal/forked_child.h"
#include "core/isolation/lockdown.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace isolation;

namespace {

Result<PreprocessSpec> specOf(const Setup& setup)
{
    const QByteArray text(setup.spec, static_cast<qsizetype>(qstrnlen(setup.spec, specRoom)));
    return preprocessSpecFromJson(QJsonDocument::fromJson(text).object());
}

ReadLimits readLimits(const Setup& setup)
{
    // A pixel takes up to 16 bytes while it is decoded (JPEG 2000: two of 4, and two of 2).
    constexpr qint64 bytesPerPixel = 16;
    ReadLimits limits;
    limits.maxFileBytes = std::min(limits.maxFileBytes, setup.memoryBytes);
    limits.maxPixels = std::min(limits.maxPixels, setup.memoryBytes / bytesPerPixel);
    limits.timeoutMs = setup.timeMs;
    limits.memoryBytes = setup.memoryBytes;
    return limits;
}

class Server
{
public:
    Server(const Setup& setup, Preprocessor preprocess, SharedRegion region)
        : m_preprocess(std::move(preprocess)), m_limits(readLimits(setup)),
          m_memoryBytes(setup.memoryBytes), m_region(std::move(region))
    {
    }

    /// Serves requests until the parent hangs up.
    int run();

private:
    [[nodiscard]] Answer answerTo(const OwnedFd& file, const QString& path);
    [[nodiscard]] Result<Answer> decode(const OwnedFd& file, const QString& path);
    [[nodiscard]] Result<void> putFacts(Answer& answer, const ReducedRadiograph& reduced,
                                        const QString& path) const;
    void putFailure(Answer& answer, const Error& error) const;

    Preprocessor m_preprocess;
    ReadLimits m_limits;
    qint64 m_memoryBytes;
    SharedRegion m_region;
};

int Server::run()
{
    std::array<char, sizeof(Request) + maxPathBytes> room{};
    while (true) {
        const Packet packet = receivePacket(room.data(), room.size());
        if (packet.bytes <= 0)
            return 0;
        Request request;
        std::memcpy(&request, room.data(), sizeof(request));
        if (packet.bytes != static_cast<ssize_t>(sizeof(request) + request.pathBytes)
            || packet.files.size() != 1)
            return 2;
        Answer answer = answerTo(packet.files.front(),
                                 QString::fromUtf8(room.data() + sizeof(request),
                                                   static_cast<qsizetype>(request.pathBytes)));
        answer.number = request.number;
        if (!sendPacket(&answer, sizeof(answer)))
            return 0;
    }
}

Answer Server::answerTo(const OwnedFd& file, const QString& path)
{
    Error error;
    try {
        auto decoded = decode(file, path);
        if (decoded)
            return *decoded;
        error = decoded.error();
    } catch (const std::bad_alloc&) {
        error = outOfMemory(path, m_memoryBytes);
    } catch (const std::exception& exception) {
        error = gaveUp(path, exception);
    }
    // Libraries report a lack of memory as a broken file.
    if (hasRunOutOfMemory())
        error = outOfMemory(path, m_memoryBytes);
    Answer answer;
    putFailure(answer, error);
    return answer;
}

Result<Answer> Server::decode(const OwnedFd& file, const QString& path)
{
    QElapsedTimer clock;
    clock.start();
    const auto milliseconds = [&clock] { return static_cast<double>(clock.nsecsElapsed()) / 1e6; };
    ReadSize size = m_preprocess.readSize();
    size.withHash = true;
    const auto content = readWhole(file, path, m_limits.maxFileBytes);
    if (!content)
        return content.error();
    auto reduced = readReducedContent(*content, path, size, m_limits);
    if (!reduced)
        return reduced.error();
    Answer answer;
    answer.kind = AnswerKind::Study;
    answer.decodeMs = milliseconds();

    const InputWithThumbnail prepared = m_preprocess.prepare(*reduced, thumbnailSide);
    std::copy(prepared.input.values.begin(), prepared.input.values.end(), m_region.input());
    answer.imageLeft = prepared.input.imageLeft;
    answer.imageTop = prepared.input.imageTop;
    answer.imageWidth = prepared.input.imageWidth;
    answer.imageHeight = prepared.input.imageHeight;
    answer.lungsMissing = prepared.input.lungsMissing ? 1 : 0;
    answer.thumbnailWidth = prepared.thumbnail.width;
    answer.thumbnailHeight = prepared.thumbnail.height;
    std::copy(prepared.thumbnail.pixels.begin(), prepared.thumbnail.pixels.end(),
              m_region.thumbnail());
    Radiograph& facts = reduced->radiograph;
    facts.columns = reduced->columns;
    facts.rows = reduced->rows;
    if (auto ok = putFacts(answer, *reduced, path); !ok)
        return ok.error();
    answer.preprocessMs = milliseconds() - answer.decodeMs;
    return answer;
}

Result<void> Server::putFacts(Answer& answer, const ReducedRadiograph& reduced,
                              const QString& path) const
{
    const Radiograph& radiograph = reduced.radiograph;
    const auto text = [&reduced](const QJsonObject& facts) {
        return QJsonDocument(QJsonObject{{u"facts"_s, facts},
                                         {u"identity"_s, imaging::identityOf(reduced)},
                                         {u"pixels"_s, reduced.pixelChecksum}})
            .toJson(QJsonDocument::Compact);
    };
    QByteArray json = text(factsToJson(radiograph));
    if (json.size() > factsRoom) {
        json = text(factsWithoutTables(radiograph, automaticWindow(radiograph)));
        answer.tablesDropped = 1;
    }
    if (json.size() > factsRoom)
        return Error{ErrorCode::TooLarge,
                     u"Cannot read %1: what it says of its picture takes %2 bytes, more "
                     "than the limit of %3."_s.arg(QFileInfo(path).fileName())
                         .arg(json.size())
                         .arg(factsRoom),
                     path};
    std::copy(json.begin(), json.end(), m_region.facts());
    answer.factsBytes = static_cast<quint32>(json.size());
    return {};
}

void Server::putFailure(Answer& answer, const Error& error) const
{
    const QByteArray json = failureJson(error);
    answer.kind = AnswerKind::Failure;
    std::copy(json.begin(), json.end(), m_region.facts());
    answer.factsBytes = static_cast<quint32>(json.size());
}

/// Answers one request after another.
int serveBatch(const Setup& setup, const PreprocessorMaker& preprocessorFor)
{
    const auto spec = specOf(setup);
    if (!spec)
        return 2;
    auto region = SharedRegion::attach(OwnedFd(memoryFd), spec->inputSize);
    if (!region)
        return 2;
    noteOutOfMemoryIn(region->outOfMemory());
    limitResources(setup.memoryBytes);
    prepareLibraries();
    auto preprocess = preprocessorFor(*spec, QString::fromUtf8(setup.lungFolder));
    if (!preprocess)
        return noLungs;
    warmUpReaders();
    const Hello hello = helloWith(lockDown(socketFd));
    if (!sendPacket(&hello, sizeof(hello)))
        return 0;
    return Server(setup, *std::move(preprocess), *std::move(region)).run();
}

} // namespace

int serveAsDecoder(const PreprocessorMaker& preprocessorFor, std::span<const ForeignReader> readers)
{
    // Whoever ends the batch ends the parent, who decides about its decoders.
    for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
        std::signal(ignored, SIG_IGN);
    Setup setup;
    if (receivePacket(&setup, sizeof(setup)).bytes != sizeof(setup) || setup.magic != magic
        || setup.version != protocolVersion) {
        std::fputs("ccad-decoder is started by ccad and ccad-cli, not by hand.\n", stderr);
        return 2;
    }
    if (!endWithParent(setup.parentPid))
        return 0;
    offerToBeKilledFirst();
    return setup.service == Service::Template ? serveAsTemplate(setup, readers)
                                              : serveBatch(setup, preprocessorFor);
}

} // namespace ccad
