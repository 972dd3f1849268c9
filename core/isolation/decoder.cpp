// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"

#include "core/base/data_dirs.h"
#include "core/base/regular_file.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/child_end.h"
#include "core/isolation/internal/child_process.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <cstring>

#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace isolation;

namespace {

/// Then a fresh one, whatever leaked or broke in the old one. A start costs a tenth of a second, as
/// much as fifty small pictures.
constexpr int filesPerChild = 2000;
constexpr int killedStarts = 20; ///< of children that somebody kills before they are ready
constexpr int silentStarts = 3; ///< of children that somebody stops before they are ready

/// Copies the text, cut where it does not fit; a cut name names nothing, and cut JSON is invalid.
template <std::size_t room> void put(const QByteArray& text, char (&target)[room])
{
    qstrncpy(target, text.constData(), room);
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
    Result<SandboxLayers> layers();
    [[nodiscard]] qint64 childPid() const { return m_child ? m_child->pid() : 0; }

private:
    struct Attempt
    {
        bool again = false; ///< not the file's fault: worth another attempt
        Result<DecodedStudy> result;
    };

    /// No child is ready; the error is a clause.
    struct Unready
    {
        int starts = 1; ///< how many are worth a try, where this is what becomes of them
        Error error;
    };
    /// A file to decode, open, and its path as the child is told it.
    struct Task
    {
        const OwnedFd& file;
        const QString& path;
        const QByteArray& name;
    };

    Attempt attempt(const Task& task, const CancelToken& cancel);
    [[nodiscard]] bool sendRequest(const Task& task);
    Attempt take(const Answer& answer, const QString& path);
    /// Nothing when a child is ready.
    std::optional<Unready> makeReady(const CancelToken& cancel);
    std::optional<Unready> start(const CancelToken& cancel);
    [[nodiscard]] Setup setUp() const;
    Unready notGreeted(Heard heard);
    /// Empty, or a clause: the child is too little confined for a foreign file.
    [[nodiscard]] QString refusal() const;
    Attempt ended(const QString& path);
    Attempt overrun(const QString& path, Heard heard);
    Attempt nonsense(const QString& path, const QString& what);
    void stop();

    QString m_program;
    PreprocessSpec m_spec;
    DecoderLimits m_limits;
    std::optional<SharedRegion> m_region;
    std::unique_ptr<ChildProcess> m_child;
    SandboxLayers m_layers;
    quint32 m_request = 0;
    int m_served = 0;
};

Result<DecodedStudy> Decoder::Impl::decode(const QString& path, const CancelToken& cancel)
{
    const QByteArray name = path.toUtf8();
    if (name.isEmpty() || name.size() >= maxPathBytes || name.contains('\0'))
        return cannotRead(ErrorCode::FileUnreadable, path,
                          u"its path is empty, too long or has a zero in it"_s);
    if (cancel.isCancelled())
        return overrun(path, Heard::Cancelled).result;
    // Opened here, since the child may open nothing.
    const auto file = openRegularFile(path);
    if (!file)
        return file.error();
    for (int count = 1;; ++count) {
        Attempt done = attempt({*file, path, name}, cancel);
        if (!done.again || count == childAttempts)
            return std::move(done.result);
    }
}

Result<SandboxLayers> Decoder::Impl::layers()
{
    if (auto unready = makeReady({}))
        return Error{unready->error.code,
                     u"Pictures cannot be decoded: %1."_s.arg(unready->error.message), m_program};
    return m_layers;
}

Decoder::Impl::Attempt Decoder::Impl::attempt(const Task& task, const CancelToken& cancel)
{
    if (cancel.isCancelled())
        return overrun(task.path, Heard::Cancelled);
    if (const auto unready = makeReady(cancel))
        return {false, cannotRead(unready->error.code, task.path, unready->error.message)};
    if (const QString why = refusal(); !why.isEmpty())
        return {false, cannotRead(ErrorCode::Internal, task.path, why)};
    if (!sendRequest(task))
        return ended(task.path);
    Answer answer;
    const Heard heard = m_child->receive(&answer, sizeof(answer), m_limits.timeMs, cancel);
    if (heard == Heard::Closed)
        return ended(task.path);
    if (heard == Heard::WrongSize)
        return nonsense(task.path, u"a packet of another size"_s);
    if (heard != Heard::Packet)
        return overrun(task.path, heard);
    return take(answer, task.path);
}

bool Decoder::Impl::sendRequest(const Task& task)
{
    const Request request{++m_request, static_cast<quint32>(task.name.size())};
    QByteArray packet(reinterpret_cast<const char*>(&request), sizeof(request));
    packet += task.name;
    *m_region->outOfMemory() = 0;
    return m_child->send(packet.constData(), static_cast<std::size_t>(packet.size()),
                         task.file.get());
}

Decoder::Impl::Attempt Decoder::Impl::take(const Answer& answer, const QString& path)
{
    CheckedAnswer checked = checkAnswer(answer, m_request, *m_region, m_spec);
    if (!checked.nonsense.isEmpty()) {
        Attempt wrong = nonsense(path, checked.nonsense);
        // Left over from an earlier file that confused the child.
        wrong.again = answer.number != m_request;
        return wrong;
    }
    if (++m_served >= filesPerChild)
        stop();
    if (checked.failure)
        return {false, *std::move(checked.failure)};
    return {false, *std::move(checked.study)};
}

std::optional<Decoder::Impl::Unready> Decoder::Impl::makeReady(const CancelToken& cancel)
{
    if (m_child && m_child->isQuiet())
        return std::nullopt;
    for (int count = 1;; ++count) {
        auto unready = start(cancel);
        if (!unready || count >= unready->starts)
            return unready;
    }
}

std::optional<Decoder::Impl::Unready> Decoder::Impl::start(const CancelToken& cancel)
{
    stop();
    auto region = SharedRegion::create(m_spec.inputSize);
    if (!region)
        return Unready{1, notStarted(m_program, u"no memory to share with it"_s)};
    m_region.emplace(*std::move(region));
    auto child = ChildProcess::start(m_program, m_region->fd());
    if (!child)
        return Unready{1, notStarted(m_program, child.error().message)};
    m_child = *std::move(child);
    const Setup setup = setUp();
    Hello hello{};
    const Heard heard = m_child->send(&setup, sizeof(setup))
        ? m_child->receive(&hello, sizeof(hello), m_limits.startMs, cancel)
        : Heard::Closed;
    if (heard != Heard::Packet || hello.magic != magic || hello.version != protocolVersion)
        return notGreeted(heard);
    m_layers = {hello.noNewPrivileges != 0, hello.limits != 0, hello.landlock, hello.seccomp != 0,
                hello.namespaces != 0};
    return std::nullopt;
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

Decoder::Impl::Unready Decoder::Impl::notGreeted(Heard heard)
{
    const std::optional<int> status
        = heard == Heard::Closed ? m_child->waitForEnd(m_limits.startMs) : std::nullopt;
    stop();
    if (heard == Heard::Cancelled)
        return {1, {ErrorCode::Cancelled, u"reading was cancelled"_s, {}}};
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == noLungs)
        return {1,
                notStarted(m_program,
                           u"the network that finds the lungs is missing, broken or "
                           "not that of the model"_s)};
    if (status)
        return {wasKilled(*status) ? killedStarts : 1,
                notStarted(m_program, u"it ended at once, %1"_s.arg(howItEnded(*status)))};
    if (heard == Heard::TimedOut)
        return {silentStarts, notStarted(m_program, u"it does not answer"_s)};
    return {1, notStarted(m_program, u"it is of another version or no decoder"_s)};
}

QString Decoder::Impl::refusal() const
{
    if (!isConfinable || qEnvironmentVariable(allowUnconfined) == u"1")
        return {};
    return complaintAbout(m_layers);
}

Decoder::Impl::Attempt Decoder::Impl::ended(const QString& path)
{
    constexpr int patienceMs = 1000; // between closing its socket and being dead
    const std::optional<int> status = m_child->waitForEnd(patienceMs);
    const bool memoryRanOut = *m_region->outOfMemory() != 0;
    stop();
    if (!status)
        return nonsense(path, u"nothing any more"_s);
    return {wasKilled(*status), endedOn(path, *status, memoryRanOut, m_limits.memoryBytes)};
}

Decoder::Impl::Attempt Decoder::Impl::overrun(const QString& path, Heard heard)
{
    stop();
    if (heard == Heard::Cancelled)
        return {false, wasCancelled(path)};
    return {false, tookTooLong(path, m_limits.timeMs)};
}

Decoder::Impl::Attempt Decoder::Impl::nonsense(const QString& path, const QString& what)
{
    stop();
    return {false, saidNonsense(path, what)};
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

Result<SandboxLayers> Decoder::layers()
{
    return m_impl->layers();
}

qint64 Decoder::childPid() const
{
    return m_impl->childPid();
}

} // namespace ccad
