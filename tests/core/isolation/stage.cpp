// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/isolation/stage.h"

#include "tests/support/patience.h"

#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

constexpr const char* content = "what somebody wrote";
constexpr mode_t mode = 0666;
constexpr quint64 untouched = 0x1122334455667788;

void become(User user)
{
    constexpr uid_t nobody = 65534;
    if (user != User::Nobody)
        return;
    if (setgroups(0, nullptr) != 0 || setgid(nobody) != 0 || setuid(nobody) != 0)
        _exit(notLocked + 1);
}

void makePair(OwnedFd& ours, OwnedFd& theirs)
{
    std::array<int, 2> ends{-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        qFatal("no sockets");
    ours = OwnedFd(ends[0]);
    theirs = OwnedFd(ends[1]);
}

OwnedFd listeningAt(const QByteArray& path)
{
    OwnedFd server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.constData(), sizeof(address.sun_path));
    if (bind(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0
        || listen(server.get(), 4) != 0)
        qFatal("no server");
    return server;
}

/// Qt Test has handlers that start a debugger.
void dieOfSignals()
{
    for (const int fatal : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS})
        std::signal(fatal, SIG_DFL);
}

pid_t startBystander(User user)
{
    const pid_t pid = fork();
    if (pid == 0) {
        dieOfSignals();
        become(user);
        while (true)
            pause();
    }
    return pid;
}

} // namespace

QByteArray Outcome::text() const
{
    if (signal != 0)
        return QByteArray("ended by ") + strsignal(signal);
    if (error == notLocked)
        return "the lock does not hold";
    return error == 0 ? QByteArray("done") : QByteArray(strerror(error));
}

Stage::Stage(User user)
    : m_user(user), m_folderPath(QFile::encodeName(m_folder.path())),
      m_memory(std::make_unique<quint64>(untouched))
{
    QFile file(m_folder.filePath(u"victim"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
        qFatal("no file");
    file.close();
    m_server = listeningAt(at("server"));
    // All may be done here by everybody.
    chmod(at("victim").constData(), mode);
    chmod(at("server").constData(), 0777);
    chmod(m_folderPath.constData(), 0777);
    makePair(m_ours, m_theirs);
    makePair(m_strangersOurs, m_strangersTheirs);
    if (send(m_strangersOurs.get(), "x", 1, 0) != 1)
        qFatal("no stranger");
    m_bystander = startBystander(user);
}

Stage::~Stage()
{
    kill(m_bystander, SIGKILL);
    waitpid(m_bystander, nullptr, 0);
}

QByteArray Stage::at(const char* name) const
{
    return m_folderPath + '/' + name;
}

Outcome Stage::run(const std::function<int(const Scene&)>& act) const
{
    std::fflush(nullptr); // else the process would print it again
    const pid_t pid = fork();
    if (pid == 0)
        _exit(actAsUser(act));
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFSIGNALED(status))
        return {0, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

int Stage::actAsUser(const std::function<int(const Scene&)>& act) const
{
    const pid_t parent = getppid();
    dieOfSignals();
    alarm(patienceMs / 1000); // an act that waits for something has not been refused
    become(m_user);
    const QByteArray victim = at("victim");
    const QByteArray another = at("another");
    const QByteArray server = at("server");
    const int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDOUT_FILENO); // as the decoder finds them
    dup2(nothing, STDERR_FILENO);
    std::array<int, 2> pipeEnds{-1, -1};
    if (pipe(pipeEnds.data()) != 0)
        return notLocked;
    Scene scene;
    scene.folder = m_folderPath.constData();
    scene.victim = victim.constData();
    scene.another = another.constData();
    scene.victimFd = open(victim.constData(), O_RDWR);
    scene.folderFd = open(scene.folder, O_RDONLY | O_DIRECTORY);
    scene.programFd = open("/bin/true", O_RDONLY);
    scene.namespaceFd = open("/proc/self/ns/uts", O_RDONLY);
    scene.server = m_server.get();
    scene.serverPath = server.constData();
    scene.unconnected = socket(AF_UNIX, SOCK_STREAM, 0);
    scene.internet = socket(AF_INET, SOCK_STREAM, 0);
    scene.stranger = m_strangersTheirs.get();
    scene.pipe = pipeEnds[1];
    scene.parent = m_theirs.get();
    scene.parentPid = parent;
    scene.bystander = m_bystander;
    scene.user = getuid();
    scene.group = getgid();
    scene.parentsMemory = m_memory.get();
    void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (scene.victimFd < 0 || page == MAP_FAILED)
        return notLocked;
    scene.page = static_cast<char*>(page);
    return act(scene);
}

QString Stage::changes() const
{
    QFile file(m_folder.filePath(u"victim"_s));
    if (!file.open(QIODevice::ReadOnly) || file.readAll() != content)
        return u"the file's content"_s;
    struct stat status;
    if (fstat(file.handle(), &status) != 0 || (status.st_mode & 07777) != mode)
        return u"the file's mode"_s;
    const QStringList names
        = QDir(m_folder.path())
              .entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDir::Name);
    if (names != QStringList{u"server"_s, u"victim"_s})
        return names.join(u' ');
    if (waitpid(m_bystander, nullptr, WNOHANG) != 0)
        return u"the other process"_s;
    if (*m_memory != untouched)
        return u"the parent's memory"_s;
    return {};
}

void Stage::tell(char letter) const
{
    if (send(m_ours.get(), &letter, 1, 0) != 1)
        qFatal("nobody listens");
}

QByteArray Stage::told() const
{
    std::array<char, 64> room{};
    const ssize_t got = recv(m_ours.get(), room.data(), room.size(), MSG_DONTWAIT);
    return QByteArray(room.data(), std::max<qsizetype>(got, 0));
}

} // namespace ccad::test
