// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"

#include "core/base/data_dirs.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/child_process.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <cstring>

#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace isolation;

namespace {

constexpr int startMs = 30000; ///< a cold disk and hundreds of libraries
/// Then a fresh one, whatever leaked or broke in the old one. A start costs a tenth of a second, as
/// much as fifty small pictures.
constexpr int filesPerChild = 2000;
constexpr int starts = 20; ///< of children that somebody kills before they are ready
constexpr int attempts = 3; ///< where a child fails for no fault of the file

Error cannotRead(ErrorCode code, const QString& path, const QString& clause)
{
    return {code, u"Cannot read %1: %2."_s.arg(QFileInfo(path).fileName(), clause), path};
}

/// Was the child ended from outside, by a person or by the system short of memory, and hence not by
/// the file?
bool wasKilled(int status)
{
    if (!WIFSIGNALED(status))
        return false;
    switch (WTERMSIG(status)) {
    case SIGKILL:
    case SIGTERM:
    case SIGINT:
    case SIGHUP:
    case SIGQUIT:
        return true;
    default:
        return false;
    }
}

/// Copies the text, cut where it does not fit; a cut name names nothing, and cut JSON is invalid.
template <std::size_t room> void put(const QByteArray& text, char (&target)[room])
{
    qstrncpy(target, text.constData(), room);
}

QString howItEnded(int status)
{
    if (WIFSIGNALED(status))
        return QString::fromLatin1(strsignal(WTERMSIG(status))).toLower();
    return u"exit status %1"_s.arg(WEXITSTATUS(status));
}

} // namespace

class Decoder::Impl
{
public:
    Impl(QString program, const PreprocessSpec& spec, const DecoderLimits& limits)
        : m_program(std::move(program)), m_spec(spec), m_limits(limits)
    {
    }

    Result<DecodedStudy> decode(const QString& path, const CancelToken& cancel);
    [[nodiscard]] qint64 childPid() const { return m_child ? m_child->pid() : 0; }

private:
    struct Attempt
    {
        bool again = false; ///< not the file's fault: worth another attempt
        Result<DecodedStudy> result;
    };

    Attempt attempt(const QString& path, const QByteArray& name, const CancelToken& cancel);
    /// Nothing when a child is ready.
    std::optional<Attempt> makeReady(const QString& path, const CancelToken& cancel);
    std::optional<Attempt> start(const QString& path, const CancelToken& cancel);
    [[nodiscard]] Setup setUp() const;
    Attempt notGreeted(const QString& path, Heard heard);
    Attempt ended(const QString& path);
    Attempt overrun(const QString& path, Heard heard);
    Attempt nonsense(const QString& path, const QString& what);
    Error notStarted(const QString& path, const QString& why) const;
    void stop();

    QString m_program;
    PreprocessSpec m_spec;
    DecoderLimits m_limits;
    std::optional<SharedRegion> m_region;
    std::unique_ptr<ChildProcess> m_child;
    quint32 m_request = 0;
    int m_served = 0;
};

Result<DecodedStudy> Decoder::Impl::decode(const QString& path, const CancelToken& cancel)
{
    const QByteArray name = path.toUtf8();
    if (name.isEmpty() || name.size() >= maxPathBytes || name.contains('\0'))
        return cannotRead(ErrorCode::FileUnreadable, path,
                          u"its path is empty, too long or has a zero in it"_s);
    for (int count = 1;; ++count) {
        Attempt done = attempt(path, name, cancel);
        if (!done.again || count == attempts)
            return std::move(done.result);
    }
}

Decoder::Impl::Attempt Decoder::Impl::attempt(const QString& path, const QByteArray& name,
                                              const CancelToken& cancel)
{
    if (cancel.isCancelled())
        return overrun(path, Heard::Cancelled);
    if (auto failed = makeReady(path, cancel))
        return *std::move(failed);
    const Request request{++m_request, static_cast<quint32>(name.size())};
    QByteArray packet(reinterpret_cast<const char*>(&request), sizeof(request));
    packet += name;
    *m_region->outOfMemory() = 0;
    if (!m_child->send(packet.constData(), static_cast<std::size_t>(packet.size())))
        return ended(path);
    Answer answer;
    const Heard heard = m_child->receive(&answer, sizeof(answer), m_limits.timeMs, cancel);
    if (heard == Heard::Closed)
        return ended(path);
    if (heard == Heard::WrongSize)
        return nonsense(path, u"a packet of another size"_s);
    if (heard != Heard::Packet)
        return overrun(path, heard);
    CheckedAnswer checked = checkAnswer(answer, request.number, *m_region, m_spec);
    if (!checked.nonsense.isEmpty()) {
        Attempt wrong = nonsense(path, checked.nonsense);
        // Left over from an earlier file that confused the child.
        wrong.again = answer.number != request.number;
        return wrong;
    }
    if (++m_served >= filesPerChild)
        stop();
    if (checked.failure)
        return {false, *std::move(checked.failure)};
    return {false, *std::move(checked.study)};
}

std::optional<Decoder::Impl::Attempt> Decoder::Impl::makeReady(const QString& path,
                                                               const CancelToken& cancel)
{
    if (m_child && m_child->isQuiet())
        return std::nullopt;
    for (int count = 1;; ++count) {
        auto failed = start(path, cancel);
        if (!failed || !failed->again || count == starts)
            return failed;
    }
}

std::optional<Decoder::Impl::Attempt> Decoder::Impl::start(const QString& path,
                                                           const CancelToken& cancel)
{
    stop();
    auto region = SharedRegion::create(m_spec.inputSize);
    if (!region)
        return Attempt{false, notStarted(path, u"no memory to share with it"_s)};
    m_region.emplace(*std::move(region));
    auto child = ChildProcess::start(m_program, m_region->fd());
    if (!child)
        return Attempt{false, notStarted(path, child.error().message)};
    m_child = *std::move(child);
    const Setup setup = setUp();
    Hello hello{};
    const Heard heard = m_child->send(&setup, sizeof(setup))
        ? m_child->receive(&hello, sizeof(hello), startMs, cancel)
        : Heard::Closed;
    if (heard == Heard::Packet && hello.magic == magic && hello.version == protocolVersion)
        return std::nullopt;
    if (heard == Heard::Cancelled)
        return overrun(path, heard);
    return notGreeted(path, heard);
}

Setup Decoder::Impl::setUp() const
{
    Setup setup;
    setup.parentPid = getpid();
    setup.memoryBytes = m_limits.memoryBytes;
    setup.timeMs = m_limits.timeMs;
    put(QJsonDocument(toJson(m_spec)).toJson(QJsonDocument::Compact), setup.spec);
    if (m_spec.needsLungs()) // the child has no QCoreApplication to find them by
        put(QFileInfo(lungModelDir()).absoluteFilePath().toUtf8(), setup.lungFolder);
    return setup;
}

Decoder::Impl::Attempt Decoder::Impl::notGreeted(const QString& path, Heard heard)
{
    const std::optional<int> status
        = heard == Heard::Closed ? m_child->waitForEnd(startMs) : std::nullopt;
    stop();
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == noLungs)
        return {false,
                notStarted(path,
                           u"the network that finds the lungs is missing, broken or "
                           "not that of the model"_s)};
    if (status)
        return {wasKilled(*status),
                notStarted(path, u"it ended at once, %1"_s.arg(howItEnded(*status)))};
    return {false,
            notStarted(path,
                       heard == Heard::TimedOut ? u"it does not answer"_s
                                                : u"it is of another version or no decoder"_s)};
}

Decoder::Impl::Attempt Decoder::Impl::ended(const QString& path)
{
    constexpr int patienceMs = 1000; // between closing its socket and being dead
    const std::optional<int> status = m_child->waitForEnd(patienceMs);
    const bool memoryRanOut = *m_region->outOfMemory() != 0;
    stop();
    if (!status)
        return nonsense(path, u"nothing any more"_s);
    if (wasKilled(*status))
        return {true,
                cannotRead(ErrorCode::TooLarge, path,
                           u"the decoder was killed from outside each time it read "
                           "the file, perhaps since the machine is short of memory"_s)};
    if (memoryRanOut)
        return {false,
                cannotRead(ErrorCode::TooLarge, path,
                           u"the decoder ran out of the memory that it may use (%1 MiB)"_s.arg(
                               m_limits.memoryBytes >> 20))};
    return {false,
            cannotRead(ErrorCode::FileBroken, path,
                       u"it crashed the decoder (%1)"_s.arg(howItEnded(*status)))};
}

Decoder::Impl::Attempt Decoder::Impl::overrun(const QString& path, Heard heard)
{
    stop();
    if (heard == Heard::Cancelled)
        return {false, cannotRead(ErrorCode::Cancelled, path, u"reading was cancelled"_s)};
    return {
        false,
        cannotRead(ErrorCode::TimedOut, path, u"it took longer than %1 ms"_s.arg(m_limits.timeMs))};
}

Decoder::Impl::Attempt Decoder::Impl::nonsense(const QString& path, const QString& what)
{
    stop();
    return {false,
            cannotRead(ErrorCode::FileBroken, path,
                       u"it made the decoder answer nonsense (%1)"_s.arg(what))};
}

Error Decoder::Impl::notStarted(const QString& path, const QString& why) const
{
    return cannotRead(ErrorCode::Internal, path,
                      u"the program \"%1\", which decodes pictures, cannot be "
                      "started (%2)"_s.arg(m_program, why));
}

void Decoder::Impl::stop()
{
    m_child.reset();
    m_served = 0;
}

Decoder::Decoder(QString program, const PreprocessSpec& spec, const DecoderLimits& limits)
    : m_impl(std::make_unique<Impl>(std::move(program), spec, limits))
{
}

Decoder::~Decoder() = default;

Result<DecodedStudy> Decoder::decode(const QString& path, const CancelToken& cancel)
{
    return m_impl->decode(path, cancel);
}

qint64 Decoder::childPid() const
{
    return m_impl->childPid();
}

} // namespace ccad
