// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/child_process.h"

#include "core/isolation/internal/wire.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

/// A killed process that waits for a dead disk does not end; it is reaped when it does.
class Lingering
{
public:
    void add(pid_t pid)
    {
        const std::lock_guard lock(m_mutex);
        m_pids.push_back(pid);
    }
    void reap()
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_pids, [](pid_t pid) { return waitpid(pid, nullptr, WNOHANG) != 0; });
    }

private:
    std::mutex m_mutex;
    std::vector<pid_t> m_pids;
};

Lingering& lingering()
{
    static Lingering processes;
    return processes;
}

Error systemError(const char* what, int number)
{
    return {
        ErrorCode::Internal,
        u"%1: %2"_s.arg(QString::fromLatin1(what), QString::fromLocal8Bit(std::strerror(number))),
        {}};
}

/// Moves a descriptor out of the way of those that the child shall have.
OwnedFd movedUp(int fd)
{
    constexpr int lowest = 16;
    return OwnedFd(fcntl(fd, F_DUPFD_CLOEXEC, lowest));
}

/// Our environment, but for what the child must not do or could not do once it is locked down.
class ChildEnvironment
{
public:
    ChildEnvironment()
    {
        for (char** entry = environ; *entry; ++entry)
            if (!isReplaced(*entry))
                m_entries.push_back(*entry);
        for (const char* entry : ours)
            m_entries.push_back(const_cast<char*>(entry));
        m_entries.push_back(nullptr);
    }
    [[nodiscard]] char* const* entries() const { return m_entries.data(); }

private:
    static constexpr std::array ours{
        // OpenBLAS, which OpenCV's image formats bring along, starts a thread for each core when it
        // is loaded and takes address space for each: on a large machine more than the whole limit.
        "OPENBLAS_NUM_THREADS=1",
        "OMP_NUM_THREADS=1",
        // Regular expressions would be compiled into memory that is written and executed.
        "QT_ENABLE_REGEXP_JIT=0",
        // Files date themselves; the zone's file would be looked at for each of their dates.
        "TZ=UTC0",
        // Memory in large pages where there is much of it: a fault for each small one would cost a
        // virtual machine more than decoding does. Nothing else of the allocator is changed.
        "GLIBC_TUNABLES=glibc.malloc.hugetlb=1",
    };
    /// Threads of OpenJPEG.
    static constexpr std::array dropped{"OPJ_NUM_THREADS="};

    static bool isReplaced(const std::string_view entry)
    {
        const std::string_view name = entry.substr(0, entry.find('=') + 1);
        const auto isIt
            = [name](std::string_view other) { return !name.empty() && other.starts_with(name); };
        return std::any_of(ours.begin(), ours.end(), isIt)
            || std::any_of(dropped.begin(), dropped.end(), isIt);
    }

    std::vector<char*> m_entries;
};

/// The steps of posix_spawn() in the child before the program begins.
class SpawnPlan
{
public:
    SpawnPlan(int socket, int memory)
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&m_actions, 1, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&m_actions, 1, 2);
        posix_spawn_file_actions_adddup2(&m_actions, socket, socketFd);
        if (memory >= 0)
            posix_spawn_file_actions_adddup2(&m_actions, memory, memoryFd);
        else
            posix_spawn_file_actions_adddup2(&m_actions, 1, memoryFd);
        posix_spawn_file_actions_addclosefrom_np(&m_actions, memoryFd + 1);

        posix_spawnattr_init(&m_attributes);
        // In a group of its own, Ctrl+C in a terminal is left to the parent.
        posix_spawnattr_setpgroup(&m_attributes, 0);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        sigset_t all;
        sigfillset(&all);
        sigdelset(&all, SIGKILL);
        sigdelset(&all, SIGSTOP);
        posix_spawnattr_setsigdefault(&m_attributes, &all);
        posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    /// The system's error number, or 0.
    int spawn(const QByteArray& program, pid_t& pid) const
    {
        std::array<char*, 2> arguments{const_cast<char*>(program.constData()), nullptr};
        const ChildEnvironment environment;
        return posix_spawn(&pid, program.constData(), &m_actions, &m_attributes, arguments.data(),
                           environment.entries());
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const QString& program, int memory)
{
    lingering().reap();
    std::array<int, 2> ends{-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return systemError("no socket", errno);
    OwnedFd ours(ends[0]);
    const OwnedFd theirs(ends[1]);
    const OwnedFd theirsUp = movedUp(theirs.get());
    const OwnedFd memoryUp = movedUp(memory);
    if (!theirsUp.isOpen() || (memory >= 0 && !memoryUp.isOpen()))
        return systemError("no file descriptor", errno);
    pid_t pid = 0;
    const int failed
        = SpawnPlan(theirsUp.get(), memoryUp.get()).spawn(QFile::encodeName(program), pid);
    if (failed != 0)
        return systemError("no process", failed);
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(ours)));
}

std::unique_ptr<ChildProcess> ChildProcess::adopt(pid_t pid, OwnedFd socket)
{
    lingering().reap();
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(socket)));
}

ChildProcess::ChildProcess(pid_t pid, OwnedFd socket)
    : m_pid(pid), m_socket(std::move(socket)),
      // glibc 2.36 declares pidfd_open() without C linkage.
      m_end(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)))
{
}

ChildProcess::~ChildProcess()
{
    constexpr int patienceMs = 5000;
    if (m_pid == 0)
        return;
    kill(m_pid, SIGKILL);
    if (!waitForEnd(patienceMs))
        lingering().add(m_pid);
}

void ChildProcess::letGo()
{
    if (m_pid == 0)
        return;
    kill(m_pid, SIGKILL);
    lingering().add(std::exchange(m_pid, 0));
}

void ChildProcess::reapThoseLetGo()
{
    lingering().reap();
}

bool ChildProcess::send(const void* packet, std::size_t bytes, int descriptor) const
{
    return send(packet, bytes, std::span(&descriptor, descriptor >= 0 ? 1 : 0));
}

bool ChildProcess::send(const void* packet, std::size_t bytes,
                        std::span<const int> descriptors) const
{
    iovec content{const_cast<void*>(packet), bytes};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(mostDescriptors * sizeof(int))> room{};
    if (!descriptors.empty()) {
        message.msg_control = room.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* head = CMSG_FIRSTHDR(&message);
        if (!head) // there is room for it
            return false;
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(head), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = -1;
    do {
        sent = sendmsg(m_socket.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes);
}

Heard ChildProcess::receive(void* packet, std::size_t bytes, int timeoutMs,
                            const CancelToken& cancel) const
{
    constexpr qint64 sliceMs = 20; // between two looks at the token
    QElapsedTimer clock;
    clock.start();
    while (true) {
        if (cancel.isCancelled())
            return Heard::Cancelled;
        const qint64 left = timeoutMs - clock.elapsed();
        pollfd waiting{m_socket.get(), POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(std::clamp<qint64>(left, 0, sliceMs))) <= 0) {
            if (left <= 0)
                return Heard::TimedOut;
            continue;
        }
        const ssize_t got = recv(m_socket.get(), packet, bytes, MSG_DONTWAIT | MSG_TRUNC);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return Heard::Closed;
        return got == static_cast<ssize_t>(bytes) ? Heard::Packet : Heard::WrongSize;
    }
}

bool ChildProcess::isQuiet() const
{
    pollfd waiting{m_socket.get(), POLLIN, 0};
    return poll(&waiting, 1, 0) == 0;
}

std::optional<int> ChildProcess::waitForEnd(int timeoutMs)
{
    constexpr int sliceMs = 10;
    QElapsedTimer clock;
    clock.start();
    while (true) {
        int status = 0;
        const pid_t ended = waitpid(m_pid, &status, WNOHANG);
        if (ended == m_pid || (ended < 0 && errno == ECHILD)) {
            m_pid = 0;
            return status;
        }
        if (clock.elapsed() >= timeoutMs)
            return std::nullopt;
        pollfd end{m_end.get(), POLLIN, 0};
        poll(&end, 1, sliceMs);
    }
}

} // namespace ccad::isolation
