// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/decoder_template.h"

#include "core/base/regular_file.h"
#include "core/imaging/reading/film_head.h"
#include "core/imaging/reading/preview.h"
#include "core/imaging/reading/reader.h"
#include "core/imaging/reading/warm_up.h"
#include "core/imaging/tags/tag_tree.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/answer_content.h"
#include "core/isolation/internal/child_side.h"
#include "core/isolation/internal/forked_child.h"
#include "core/isolation/internal/service_wire.h"
#include "core/isolation/lockdown.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

/// Answers one job, in a process of its own.
class OneFile
{
public:
    OneFile(const Job& job, QString path, AnswerWriter writer,
            std::span<const ForeignReader> readers)
        : m_job(job), m_path(std::move(path)), m_writer(writer), m_readers(readers)
    {
    }

    /// What lies in the room then.
    [[nodiscard]] Told answer();

private:
    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<void> readInto(const QByteArray& content);
    [[nodiscard]] Result<QByteArray> readForeign(const QByteArray& content) const;
    template <typename Content> [[nodiscard]] Result<void> put(const Result<Content>& content);
    [[nodiscard]] ReadLimits limits() const;

    Job m_job;
    QString m_path;
    AnswerWriter m_writer;
    std::span<const ForeignReader> m_readers;
};

Told OneFile::answer()
{
    std::optional<Error> error;
    try {
        if (const auto done = read(); !done)
            error = done.error();
    } catch (const std::bad_alloc&) {
        error = outOfMemory(m_path, m_job.memoryBytes);
    } catch (const std::exception& exception) {
        error = gaveUp(m_path, exception);
    }
    // Libraries report a lack of memory as a broken file.
    if (error && hasRunOutOfMemory())
        error = outOfMemory(m_path, m_job.memoryBytes);
    Told told;
    told.outcome = error ? Outcome::Failure : Outcome::Content;
    if (error)
        (void)m_writer.setHead(failureJson(*error)); // some thousand characters
    told.headBytes = m_writer.headBytes();
    told.bulkBytes = error ? 0 : m_writer.bulkBytes();
    return told;
}

ReadLimits OneFile::limits() const
{
    ReadLimits limits;
    limits.maxFileBytes = std::min(limits.maxFileBytes, m_job.memoryBytes);
    limits.timeoutMs = m_job.timeMs;
    limits.memoryBytes = m_job.memoryBytes;
    return limits;
}

Result<void> OneFile::read()
{
    if (m_job.want == Want::Layers)
        return {};
    const OwnedFd file(jobFileFd);
    if (m_job.want == Want::FilmUid) {
        const auto uid = readFilmUid(file, m_path, limits());
        return put(uid ? Result<QByteArray>(uid->toUtf8()) : uid.error());
    }
    const auto content = readWhole(file, m_path, limits().maxFileBytes);
    if (!content)
        return content.error();
    return readInto(*content);
}

Result<void> OneFile::readInto(const QByteArray& content)
{
    switch (m_job.want) {
    case Want::Picture: {
        const ReadSize size{m_job.shorterSide, m_job.onlySlowOnes != 0, m_job.withHash != 0};
        return put(readReducedContent(content, m_path, size, limits()));
    }
    case Want::Preview:
        return put(readPreviewContent(content, m_path, m_job.shorterSide, limits()));
    case Want::Tags:
        return put(readTagTreeContent(content, m_path, limits()));
    case Want::Foreign:
        return put(readForeign(content));
    case Want::FilmUid:
    case Want::Layers:
        break;
    }
    return Error{ErrorCode::Unsupported, u"Nobody can tell that of a file."_s, m_path};
}

Result<QByteArray> OneFile::readForeign(const QByteArray& content) const
{
    const auto reader
        = std::find_if(m_readers.begin(), m_readers.end(),
                       [this](const ForeignReader& one) { return one.kind == m_job.kind; });
    if (reader == m_readers.end())
        return Error{ErrorCode::Unsupported, u"Nobody can tell that of a file."_s, m_path};
    return reader->read(content, m_path, limits());
}

template <typename Content> Result<void> OneFile::put(const Result<Content>& content)
{
    if (!content)
        return content.error();
    if (isolation::put(m_writer, *content))
        return {};
    return Error{ErrorCode::TooLarge,
                 u"Cannot read %1: it has more in it than there is room for."_s.arg(
                     QFileInfo(m_path).fileName()),
                 m_path};
}

/// Bytes of address space that this process has before it reads anything.
qint64 addressSpace()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return 0;
    return file.readLine().split(' ').value(0).toLongLong() * sysconf(_SC_PAGESIZE);
}

/// The child of a fork: ends when it has answered.
class ForkedChild
{
public:
    ForkedChild(const Setup& setup, std::span<const ForeignReader> readers, qint64 ownBytes,
                const SandboxLayers& layers)
        : m_setup(setup), m_readers(readers), m_ownBytes(ownBytes), m_layers(layers)
    {
    }

    /// The exit status.
    [[nodiscard]] int run(const Job& job, const QString& path, std::vector<OwnedFd>& files) const;

private:
    const Setup& m_setup;
    std::span<const ForeignReader> m_readers;
    qint64 m_ownBytes;
    SandboxLayers m_layers; ///< of the template
};

int ForkedChild::run(const Job& job, const QString& path, std::vector<OwnedFd>& files) const
{
    constexpr int notReady = 2;
    if (!endWithParent(m_setup.parentPid) || !arrange(files))
        return notReady;
    auto writer = AnswerWriter::attach(memoryFd);
    if (!writer)
        return notReady;
    noteOutOfMemoryIn(writer->outOfMemory());
    limitFork(m_ownBytes + job.memoryBytes);
    const SandboxLayers layers = lockDownFork(socketFd, memoryFd, m_layers);
    const bool isConfined = layers.areEnough() || !isConfinable || job.mayBeUnconfined != 0;
    Told told = isConfined ? OneFile(job, path, *writer, m_readers).answer() : Told{};
    if (!isConfined)
        told.outcome = Outcome::Unconfined;
    told.noNewPrivileges = layers.noNewPrivileges ? 1 : 0;
    told.limits = layers.limits ? 1 : 0;
    told.landlock = layers.landlock;
    told.seccomp = layers.seccomp ? 1 : 0;
    told.namespaces = layers.namespaces ? 1 : 0;
    return sendPacket(&told, sizeof(told)) ? 0 : notReady;
}

} // namespace

int serveAsTemplate(const Setup& setup, std::span<const ForeignReader> readers)
{
    prepareLibraries();
    warmUpReaders();
    const qint64 ownBytes = addressSpace();
    const SandboxLayers layers = lockDownTemplate(socketFd, memoryFd);
    const Hello hello = helloWith(layers);
    if (!sendPacket(&hello, sizeof(hello)))
        return 0;
    const ForkedChild child(setup, readers, ownBytes, layers);
    std::array<char, sizeof(Job) + maxPathBytes> room{};
    while (true) {
        Packet packet = receivePacket(room.data(), room.size());
        if (packet.bytes <= 0)
            return 0;
        Job job;
        std::memcpy(&job, room.data(), sizeof(job));
        constexpr std::size_t filesOfJob = 3;
        if (job.magic != magic || packet.files.size() != filesOfJob
            || packet.bytes != static_cast<ssize_t>(sizeof(job) + job.pathBytes))
            return 2;
        Forked forked;
        forked.pid = forkForParent();
        if (forked.pid == 0) {
            const QString path = QString::fromUtf8(room.data() + sizeof(job),
                                                   static_cast<qsizetype>(job.pathBytes));
            _exit(child.run(job, path, packet.files));
        }
        forked.error = forked.pid < 0 ? errno : 0;
        forked.pid = std::max(forked.pid, 0);
        if (!sendPacket(&forked, sizeof(forked)))
            return 0;
    }
}

} // namespace ccad::isolation
