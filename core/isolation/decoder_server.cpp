// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/base/regular_file.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/reading/reader.h"
#include "core/imaging/reading/warm_up.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/facts_json.h"
#include "core/isolation/lockdown.h"

#include <opencv2/core/utility.hpp>

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace isolation;

namespace {

/// Tells the parent even when the process does not live to answer.
volatile quint32* g_outOfMemory = nullptr;

void noteOutOfMemory()
{
    *g_outOfMemory = 1;
}

struct Packet
{
    ssize_t bytes = -1; ///< what arrived; -1: nothing ever will
    OwnedFd file; ///< that came with it
};

/// Waits for a packet.
Packet receivePacket(void* room, std::size_t bytes)
{
    iovec content{room, bytes};
    int file = -1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(file))> extra{};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    message.msg_control = extra.data();
    message.msg_controllen = extra.size();
    ssize_t got = -1;
    do {
        got = recvmsg(socketFd, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    const cmsghdr* head = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS
        && head->cmsg_len == CMSG_LEN(sizeof(file)))
        std::memcpy(&file, CMSG_DATA(head), sizeof(file));
    return {got, OwnedFd(file)};
}

bool sendPacket(const void* packet, std::size_t bytes)
{
    ssize_t sent = -1;
    do {
        sent = send(socketFd, packet, bytes, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes);
}

/// When memory runs short, the system shall end a decoder rather than the program that holds the
/// results.
void offerToBeKilledFirst()
{
    QFile file(u"/proc/self/oom_score_adj"_s);
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("500");
}

void keepWithinLimits(const Setup& setup)
{
    offerToBeKilledFirst();
    limitResources(setup.memoryBytes);
    limitThreads(1);
    cv::setNumThreads(1);
    // Pictures come one after another: memory given back to the system after each would have to be
    // fetched page by page for the next.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    std::set_new_handler([] {
        noteOutOfMemory();
        throw std::bad_alloc();
    });
    // OpenCV's image readers swallow the exception; here it is seen before it is thrown.
    cv::redirectError([](int status, const char*, const char*, const char*, int, void*) {
        if (status == cv::Error::StsNoMem)
            noteOutOfMemory();
        return 0;
    });
}

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
    [[nodiscard]] Error outOfMemory(const QString& path) const;

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
            || !packet.file.isOpen())
            return 2;
        Answer answer = answerTo(packet.file,
                                 QString::fromUtf8(room.data() + sizeof(request),
                                                   static_cast<qsizetype>(request.pathBytes)));
        answer.number = request.number;
        if (!sendPacket(&answer, sizeof(answer)))
            return 0;
    }
}

Answer Server::answerTo(const OwnedFd& file, const QString& path)
{
    const auto name = [&] { return QFileInfo(path).fileName(); };
    Error error;
    try {
        auto decoded = decode(file, path);
        if (decoded)
            return *decoded;
        error = decoded.error();
    } catch (const std::bad_alloc&) {
        error = outOfMemory(path);
    } catch (const std::exception& exception) {
        error = {ErrorCode::FileBroken,
                 u"Cannot read %1: its decoder gave up (%2)."_s.arg(
                     name(), QString::fromLocal8Bit(exception.what()).simplified()),
                 path};
    }
    // Libraries report a lack of memory as a broken file.
    if (*g_outOfMemory != 0)
        error = outOfMemory(path);
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

Error Server::outOfMemory(const QString& path) const
{
    return {ErrorCode::TooLarge,
            u"Cannot read %1: the decoder ran out of the memory that it may use "
            "(%2 MiB)."_s.arg(QFileInfo(path).fileName(), QString::number(m_memoryBytes >> 20)),
            path};
}

} // namespace

int serveAsDecoder(const PreprocessorMaker& preprocessorFor)
{
    // Ends with the parent even while it decodes.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // Whoever ends the batch ends the parent, who decides about its decoders.
    for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
        std::signal(ignored, SIG_IGN);
    Setup setup;
    if (receivePacket(&setup, sizeof(setup)).bytes != sizeof(setup) || setup.magic != magic
        || setup.version != protocolVersion) {
        std::fputs("ccad-decoder is started by ccad and ccad-cli, not by hand.\n", stderr);
        return 2;
    }
    // The parent may have gone before the kernel knew what to do then.
    if (getppid() != static_cast<pid_t>(setup.parentPid))
        return 0;
    const auto spec = specOf(setup);
    if (!spec)
        return 2;
    auto region = SharedRegion::attach(OwnedFd(memoryFd), spec->inputSize);
    if (!region)
        return 2;
    g_outOfMemory = region->outOfMemory();
    keepWithinLimits(setup);
    auto preprocess = preprocessorFor(*spec, QString::fromUtf8(setup.lungFolder));
    if (!preprocess)
        return noLungs;
    warmUpReaders();
    const SandboxLayers layers = lockDown(socketFd);
    Hello hello;
    hello.noNewPrivileges = layers.noNewPrivileges ? 1 : 0;
    hello.limits = layers.limits ? 1 : 0;
    hello.landlock = layers.landlock;
    hello.seccomp = layers.seccomp ? 1 : 0;
    if (!sendPacket(&hello, sizeof(hello)))
        return 0;
    return Server(setup, *std::move(preprocess), *std::move(region)).run();
}

} // namespace ccad
