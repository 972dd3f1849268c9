// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/template_process.h"

#include "core/isolation/internal/child_end.h"

#include <array>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

constexpr int forkMs = 10000;

Error clause(const QString& words)
{
    return {ErrorCode::Internal, words, {}};
}

} // namespace

TemplateProcess::~TemplateProcess()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    if (m_keeper.joinable())
        m_keeper.join();
}

void TemplateProcess::prepare()
{
    const std::lock_guard lock(m_mutex);
    if (m_state == State::Absent)
        want();
}

qint64 TemplateProcess::pid() const
{
    const std::lock_guard lock(m_mutex);
    return m_child ? m_child->pid() : 0;
}

void TemplateProcess::want()
{
    m_state = State::Wanted;
    if (!m_keeper.joinable())
        m_keeper = std::thread([this] { keep(); });
    m_changed.notify_all();
}

void TemplateProcess::keep()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_isEnding || m_state == State::Wanted; });
        if (m_isEnding)
            return;
        m_state = State::Starting;
        lock.unlock();
        auto started = start();
        lock.lock();
        m_state = started ? State::Ready : State::Failed;
        if (started)
            m_child = *std::move(started);
        else
            m_failure = started.error();
        m_changed.notify_all();
    }
}

Result<std::unique_ptr<ChildProcess>> TemplateProcess::start() const
{
    auto child = ChildProcess::start(m_program, -1);
    if (!child)
        return notStarted(m_program, child.error().message);
    Setup setup;
    setup.parentPid = getpid();
    setup.service = Service::Template;
    Hello hello{};
    const Heard heard = (*child)->send(&setup, sizeof(setup))
        ? (*child)->receive(&hello, sizeof(hello), childStartMs, {})
        : Heard::Closed;
    if (heard == Heard::Packet && hello.magic == magic && hello.version == protocolVersion)
        return child;
    if (heard == Heard::TimedOut)
        return notStarted(m_program, u"it does not answer"_s);
    const std::optional<int> status
        = heard == Heard::Closed ? (*child)->waitForEnd(childStartMs) : std::nullopt;
    return notStarted(m_program,
                      status ? u"it ended at once, %1"_s.arg(howItEnded(*status))
                             : u"it is of another version or no decoder"_s);
}

Result<void> TemplateProcess::waitUntilReady(std::unique_lock<std::mutex>& lock,
                                             const CancelToken& cancel)
{
    constexpr std::chrono::milliseconds slice(20); // between two looks at the token
    if (m_child && !m_child->isQuiet()) { // it has ended
        m_child.reset();
        m_state = State::Absent;
    }
    if (m_state == State::Absent || m_state == State::Failed)
        want();
    while (m_state == State::Wanted || m_state == State::Starting) {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"reading was cancelled"_s, {}};
        m_changed.wait_for(lock, slice);
    }
    return m_state == State::Ready ? Result<void>() : Result<void>(m_failure);
}

Result<Forked> TemplateProcess::ask(const QByteArray& packet, std::span<const int> files,
                                    const CancelToken& cancel)
{
    // It may be killed between two files, and has then not seen the one to come.
    for (int count = 1;; ++count) {
        std::unique_lock lock(m_mutex);
        if (auto ready = waitUntilReady(lock, cancel); !ready)
            return ready.error();
        Forked forked;
        if (m_child->send(packet.constData(), static_cast<std::size_t>(packet.size()), files)
            && m_child->receive(&forked, sizeof(forked), forkMs, {}) == Heard::Packet
            && forked.magic == magic)
            return forked;
        m_child.reset();
        m_state = State::Absent;
        if (count == childAttempts)
            return clause(u"the program that decodes pictures ends each time"_s);
    }
}

Result<std::unique_ptr<ChildProcess>> TemplateProcess::fork(const Job& job, const QByteArray& path,
                                                            int file, int room,
                                                            const CancelToken& cancel)
{
    std::array<int, 2> ends{-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return clause(u"the system has no further file descriptors"_s);
    OwnedFd ours(ends[0]);
    const OwnedFd theirs(ends[1]);
    QByteArray packet(reinterpret_cast<const char*>(&job), sizeof(job));
    packet += path;
    const auto forked = ask(packet, std::array{file, theirs.get(), room}, cancel);
    if (!forked)
        return forked.error();
    if (forked->pid <= 0)
        return clause(u"the system starts no further process (%1)"_s.arg(
            QString::fromLocal8Bit(std::strerror(forked->error))));
    return ChildProcess::adopt(forked->pid, std::move(ours));
}

} // namespace ccad::isolation
