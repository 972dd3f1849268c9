// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/isolation/forbidden_acts.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ccad::test {

namespace {

constexpr unsigned long noMask = 0; // of signals

sockaddr_un addressOf(const char* path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    return address;
}

long connectTo(const char* path, int socket)
{
    const sockaddr_un address = addressOf(path);
    return connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

template <int family, int kind> long makeSocket(const Scene&)
{
    return socket(family, kind, 0);
}

long ended(pid_t child)
{
    return child == 0 ? (_exit(0), 0) : child;
}

std::vector<Act> socketActs()
{
    return {
        {"make an internet socket", makeSocket<AF_INET, SOCK_STREAM>},
        {"make an internet socket for packets", makeSocket<AF_INET, SOCK_DGRAM>},
        {"make an internet socket of version 6", makeSocket<AF_INET6, SOCK_STREAM>},
        {"make a raw socket", makeSocket<AF_INET, SOCK_RAW>},
        {"make a socket to the kernel", makeSocket<AF_NETLINK, SOCK_RAW>},
        {"make a socket to the wire", makeSocket<AF_PACKET, SOCK_RAW>},
        {"make a socket to a host", makeSocket<AF_VSOCK, SOCK_STREAM>},
        {"make a socket to the ciphers", makeSocket<AF_ALG, SOCK_SEQPACKET>},
        {"make a socket to radio", makeSocket<AF_BLUETOOTH, SOCK_RAW>},
        {"make a socket to D-Bus", makeSocket<AF_UNIX, SOCK_STREAM>},
        {"make a pair of sockets",
         [](const Scene&) {
             std::array<int, 2> ends{};
             return long{socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data())};
         }},
        {"connect to a server as D-Bus is one",
         [](const Scene& s) { return connectTo(s.serverPath, s.unconnected); }},
        {"bind a socket to a name",
         [](const Scene& s) {
             const sockaddr_un address = addressOf(s.another);
             return long{
                 bind(s.unconnected, reinterpret_cast<const sockaddr*>(&address), sizeof(address))};
         }},
        {"listen on the internet", [](const Scene& s) { return long{listen(s.internet, 1)}; }},
        {"accept a connection",
         [](const Scene& s) { return long{accept4(s.server, nullptr, nullptr, 0)}; }},
        {"talk to a stranger", [](const Scene& s) { return send(s.stranger, "x", 1, 0); }},
        {"talk to a stranger by a message",
         [](const Scene& s) {
             char letter = 'x';
             iovec piece{&letter, 1};
             msghdr message{};
             message.msg_iov = &piece;
             message.msg_iovlen = 1;
             return sendmsg(s.stranger, &message, 0);
         }},
        {"listen to a stranger",
         [](const Scene& s) {
             char letter = 0;
             return recv(s.stranger, &letter, 1, MSG_DONTWAIT | MSG_PEEK);
         }},
        {"hand a descriptor to the parent",
         [](const Scene& s) {
             char letter = 'x';
             iovec piece{&letter, 1};
             msghdr message{};
             message.msg_iov = &piece;
             message.msg_iovlen = 1;
             return sendmsg(s.parent, &message, 0);
         }},
        {"send elsewhere by the parent's socket",
         [](const Scene& s) {
             const sockaddr_un address = addressOf(s.serverPath);
             return sendto(s.parent, "x", 1, 0, reinterpret_cast<const sockaddr*>(&address),
                           sizeof(address));
         }},
        {"set an option of a socket",
         [](const Scene& s) {
             const int on = 1;
             return long{setsockopt(s.parent, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on))};
         }},
        {"make a pipe",
         [](const Scene&) {
             std::array<int, 2> ends{};
             return long{pipe2(ends.data(), 0)};
         }},
        {"make an event", [](const Scene&) { return long{eventfd(0, 0)}; }},
        {"wait for many", [](const Scene&) { return long{epoll_create1(0)}; }},
        {"copy a descriptor", [](const Scene& s) { return long{dup(s.victimFd)}; }},
        {"put a file in the socket's place",
         [](const Scene& s) { return long{dup2(s.victimFd, s.parent)}; }},
    };
}

std::vector<Act> startingActs()
{
    return {
        {"fork", [](const Scene&) { return ended(fork()); }},
        {"vfork", [](const Scene&) { return ended(vfork()); }},
        {"clone",
         [](const Scene&) {
             return ended(static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)));
         }},
        {"clone without a parent",
         [](const Scene&) {
             return ended(
                 static_cast<pid_t>(syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)));
         }},
        {"clone by the new call",
         [](const Scene&) {
             std::array<std::uint64_t, 8> arguments{};
             arguments[4] = SIGCHLD;
             return ended(
                 static_cast<pid_t>(syscall(SYS_clone3, arguments.data(), sizeof(arguments))));
         }},
        {"start a program",
         [](const Scene&) {
             std::array<char*, 1> none{};
             return long{execve("/bin/true", none.data(), none.data())};
         }},
        {"start an open program",
         [](const Scene& s) {
             std::array<char*, 1> none{};
             return syscall(SYS_execveat, s.programFd, "", none.data(), none.data(), AT_EMPTY_PATH);
         }},
        {"leave the group", [](const Scene&) { return long{setpgid(0, 0)}; }},
        {"leave the session", [](const Scene&) { return long{setsid()}; }},
    };
}

std::vector<Act> processActs()
{
    return {
        {"end another process", [](const Scene& s) { return long{kill(s.bystander, SIGKILL)}; }},
        {"signal the parent", [](const Scene& s) { return long{kill(s.parentPid, SIGCONT)}; }},
        {"signal one's group", [](const Scene&) { return long{kill(0, 0)}; }},
        {"signal a thread",
         [](const Scene& s) { return syscall(SYS_tkill, s.bystander, SIGCONT); }},
        {"abort another process",
         [](const Scene& s) { return syscall(SYS_tgkill, s.bystander, s.bystander, SIGABRT); }},
        {"signal oneself otherwise",
         [](const Scene&) { return syscall(SYS_tgkill, getpid(), gettid(), SIGCONT); }},
        {"queue a signal",
         [](const Scene& s) {
             siginfo_t info{};
             info.si_signo = SIGCONT;
             info.si_code = SI_QUEUE;
             return syscall(SYS_rt_sigqueueinfo, s.bystander, SIGCONT, &info);
         }},
        {"open another process",
         [](const Scene& s) { return syscall(SYS_pidfd_open, s.bystander, 0); }},
        {"trace another process",
         [](const Scene& s) { return ptrace(PTRACE_SEIZE, s.bystander, nullptr, nullptr); }},
        {"be traced", [](const Scene&) { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
        {"read the parent's memory",
         [](const Scene& s) {
             const iovec here{s.page, 8};
             const iovec there{s.parentsMemory, 8};
             return process_vm_readv(s.parentPid, &here, 1, &there, 1, 0);
         }},
        {"write the parent's memory",
         [](const Scene& s) {
             const iovec here{s.page, 8};
             const iovec there{s.parentsMemory, 8};
             return process_vm_writev(s.parentPid, &here, 1, &there, 1, 0);
         }},
        {"compare with the parent",
         [](const Scene& s) { return syscall(SYS_kcmp, getpid(), s.parentPid, KCMP_VM, 0, 0); }},
        {"change another's priority",
         [](const Scene& s) {
             return long{setpriority(PRIO_PROCESS, static_cast<id_t>(s.bystander), 19)};
         }},
        {"raise another's limits",
         [](const Scene& s) {
             rlimit now{};
             return long{prlimit(s.bystander, RLIMIT_CORE, nullptr, &now)};
         }},
        {"choose a processor",
         [](const Scene&) {
             cpu_set_t all;
             memset(&all, 0xFF, sizeof(all));
             return long{sched_setaffinity(0, sizeof(all), &all)};
         }},
        {"choose how to be scheduled",
         [](const Scene&) {
             const sched_param none{};
             return long{sched_setscheduler(0, SCHED_BATCH, &none)};
         }},
        {"set an alarm",
         [](const Scene&) {
             const itimerval later{{0, 0}, {1000, 0}};
             return long{setitimer(ITIMER_REAL, &later, nullptr)};
         }},
        {"catch signals",
         [](const Scene&) { return std::signal(SIGTERM, SIG_DFL) == SIG_ERR ? -1L : 0L; }},
        {"read signals",
         [](const Scene&) { return syscall(SYS_signalfd4, -1, &noMask, sizeof(noMask), 0); }},
    };
}

std::vector<Act> sharingActs()
{
    return {
        {"share memory",
         [](const Scene&) {
             const int id = shmget(IPC_PRIVATE, 4096, 0600);
             return id < 0 ? -1L : long{shmctl(id, IPC_RMID, nullptr)};
         }},
        {"share a semaphore",
         [](const Scene&) {
             const int id = semget(IPC_PRIVATE, 1, 0600);
             return id < 0 ? -1L : long{semctl(id, 0, IPC_RMID)};
         }},
        {"share a queue",
         [](const Scene&) {
             const int id = msgget(IPC_PRIVATE, 0600);
             return id < 0 ? -1L : long{msgctl(id, IPC_RMID, nullptr)};
         }},
        {"open a queue with a name",
         [](const Scene&) { return syscall(SYS_mq_open, "ccad-none", O_RDONLY, 0, nullptr); }},
        {"change what a child would get of memory",
         [](const Scene& s) { return syscall(SYS_madvise, s.page, 4096, MADV_DONTFORK); }},
    };
}

} // namespace

std::vector<Act> actsOnOthers()
{
    std::vector<Act> acts = socketActs();
    for (const auto& more : {startingActs(), processActs(), sharingActs()})
        acts.insert(acts.end(), more.begin(), more.end());
    return acts;
}

} // namespace ccad::test
