// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/landlock.h"
#include "core/isolation/lockdown.h"
#include "tests/core/isolation/forbidden_acts.h"
#include "tests/core/isolation/stage.h"

#include <QDate>
#include <QJsonDocument>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

std::vector<Act> allActs()
{
    std::vector<Act> acts = actsOnFiles();
    for (const auto& more : {actsOnOthers(), actsOnTheSystem()})
        acts.insert(acts.end(), more.begin(), more.end());
    return acts;
}

bool isRefused(const Outcome& outcome)
{
    return outcome.signal == SIGSYS || outcome.error == EPERM || outcome.error == EACCES
        || outcome.error == ENOSYS;
}

std::vector<User> users()
{
    return geteuid() == 0 ? std::vector{User::Nobody, User::Same} : std::vector{User::Same};
}

/// As ccad-decoder does it.
void lock(const Scene& scene)
{
    limitResources(qint64{4} << 30);
    if (!lockDown(scene.parent).areEnough())
        _exit(notLocked);
}

/// As ccad-decoder does it when it forks a process for each file.
SandboxLayers lockAsTemplate(const Scene& scene)
{
    const SandboxLayers layers = lockDownTemplate(scene.parent, scene.folderFd);
    if (!layers.areEnough())
        _exit(notLocked);
    return layers;
}

/// As such a fork does it, behind the template's lock.
void lockAsFork(const Scene& scene)
{
    const SandboxLayers inherited = lockAsTemplate(scene);
    limitFork(qint64{4} << 30);
    const SandboxLayers layers = lockDownFork(scene.parent, scene.folderFd, inherited);
    if (!layers.areEnough() || layers.landlock != inherited.landlock)
        _exit(notLocked);
}

/// What a template does to its own descriptors, a fork for its program, and what the fork does to
/// its own limits, which only become less.
bool mayTemplate(const char* act)
{
    const std::set<std::string> may{"put a file in the socket's place", "clone without a parent",
                                    "change a limit"};
    return may.count(act) > 0;
}

/// All that a locked process is promised; 0, or which promise is broken.
int useWhatIsLeft(const Scene& scene)
{
    std::string memory(std::size_t{64} << 20, 'x');
    memory.resize(std::size_t{200} << 20, 'y');
    memory.clear();
    memory.shrink_to_fit();
    char letter = 0;
    if (pread(scene.victimFd, &letter, 1, 0) != 1 || lseek(scene.victimFd, 0, SEEK_END) < 1)
        return 1;
    std::once_flag once;
    int calls = 0;
    std::call_once(once, [&calls] { ++calls; });
    try {
        throw std::runtime_error("caught");
    } catch (const std::exception&) {
        ++calls;
    }
    if (calls != 2)
        return 2;
    if (QDate::fromString(u"20200229"_s, u"yyyyMMdd"_s).day() != 29)
        return 3;
    if (!QJsonDocument::fromJson("{\"a\": 1}").isObject())
        return 4;
    std::fputs("a library's warning\n", stderr);
    std::printf("and one to the other stream\n");
    std::fflush(stdout);
    if (send(scene.parent, "answer", 6, MSG_NOSIGNAL) != 6)
        return 5;
    iovec content{&letter, 1};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    return recvmsg(scene.parent, &message, 0) == 1 && letter == 'q' ? 0 : 6;
}

} // namespace

/// A process that locks itself down as ccad-decoder does, and then does all that it can.
class TestLockdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void actsAreRefused_data();
    void actsAreRefused();
    void theActsAreReal();
    void landlockAloneRefusesFiles();
    void whatDecodingNeedsIsLeft();
    void abortIsStillAnAbort();
    void limitsAreForGood();
};

void TestLockdown::initTestCase()
{
    if (!isConfinable)
        QSKIP("Nothing confines a program with a sanitizer.");
}

void TestLockdown::actsAreRefused_data()
{
    QTest::addColumn<int>("act");
    QTest::addColumn<bool>("asNobody");
    QTest::addColumn<int>("process");
    const std::vector<Act> acts = allActs();
    std::set<QByteArray> names;
    for (int i = 0; i < int(acts.size()); ++i) {
        names.insert(acts[std::size_t(i)].name);
        for (const User user : users()) {
            const bool asNobody = user == User::Nobody;
            const char* who = asNobody ? "nobody" : geteuid() == 0 ? "root" : "user";
            QTest::addRow("%s, as %s", acts[std::size_t(i)].name, who) << i << asNobody << 0;
            QTest::addRow("%s, as %s, in a fork", acts[std::size_t(i)].name, who)
                << i << asNobody << 1;
            if (!mayTemplate(acts[std::size_t(i)].name))
                QTest::addRow("%s, as %s, in a template", acts[std::size_t(i)].name, who)
                    << i << asNobody << 2;
        }
    }
    QCOMPARE(names.size(), acts.size());
    QVERIFY(acts.size() >= 100);
}

void TestLockdown::actsAreRefused()
{
    QFETCH(int, act);
    QFETCH(bool, asNobody);
    QFETCH(int, process);
    const Act tried = allActs()[std::size_t(act)];
    const Stage stage(asNobody ? User::Nobody : User::Same);
    const Outcome outcome = stage.run([&tried, process](const Scene& scene) {
        if (process == 0)
            lock(scene);
        else if (process == 1)
            lockAsFork(scene);
        else
            (void)lockAsTemplate(scene);
        errno = 0;
        return tried.attempt(scene) >= 0 ? 0 : errno;
    });
    // Where the kernel has no such table, the processor refuses.
    const bool noTable
        = outcome.signal == SIGSEGV && qstrcmp(tried.name, "use another table of calls") == 0;
    QVERIFY2(isRefused(outcome) || noTable, outcome.text());
    QVERIFY2(stage.changes().isEmpty(), qPrintable(stage.changes()));
}

/// Without the lock the kernel does, or at least considers, what the acts ask for.
void TestLockdown::theActsAreReal()
{
    int considered = 0;
    QStringList refused;
    for (const Act& act : allActs()) {
        const Stage stage(users().front());
        const Outcome outcome = stage.run([&act](const Scene& scene) {
            errno = 0;
            return act.attempt(scene) >= 0 ? 0 : errno;
        });
        if (isRefused(outcome))
            refused << QString::fromLatin1(act.name);
        else
            ++considered;
    }
    // An ordinary user may not mount, and containers and kernels refuse more.
    QVERIFY2(considered >= 80, qPrintable(refused.join(u", ")));
}

/// Were there a hole in the list of calls, files would be safe all the same.
void TestLockdown::landlockAloneRefusesFiles()
{
    const Stage first(User::Same);
    const int abi = first
                        .run([](const Scene&) { // tells it as its exit status
                            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                            return isolation::giveUpLandlockRights();
                        })
                        .error;
    if (abi == 0)
        QSKIP("This kernel has no Landlock.");
    std::set<std::string> names{
        "read a file",
        "open by the old call",
        "open by an open folder",
        "make a file",
        "make a file by creat",
        "make a file without a name",
        "make a folder",
        "make a pipe with a name",
        "make a symbolic link",
        "make a hard link",
        "rename",
        "unlink",
        "unlink in an open folder",
        "empty a file as it is opened",
        "start a program",
        "trace another process",
        "read the parent's memory",
        "write the parent's memory",
    };
    if (abi >= 3)
        names.insert("truncate");
    if (abi >= 6)
        names.insert({"end another process", "signal the parent", "abort another process"});
    for (const Act& act : allActs()) {
        if (names.erase(act.name) == 0)
            continue;
        const Stage stage(User::Same);
        const Outcome outcome = stage.run([&act](const Scene& scene) {
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            if (isolation::giveUpLandlockRights() == 0)
                return notLocked;
            errno = 0;
            return act.attempt(scene) >= 0 ? 0 : errno;
        });
        QVERIFY2(outcome.error == EACCES || outcome.error == EPERM,
                 act.name + QByteArray(": ") + outcome.text());
        QVERIFY2(stage.changes().isEmpty(), act.name);
    }
    QVERIFY2(names.empty(), names.empty() ? "" : names.begin()->c_str());
}

void TestLockdown::whatDecodingNeedsIsLeft()
{
    for (const User user : users()) {
        for (const auto& lockIt : {lock, lockAsFork}) {
            const Stage stage(user);
            stage.tell('q');
            const Outcome outcome = stage.run([&lockIt](const Scene& scene) {
                lockIt(scene);
                return useWhatIsLeft(scene);
            });
            QVERIFY2(outcome.isDone(), outcome.text());
            QCOMPARE(stage.told(), QByteArray("answer"));
        }
    }
}

void TestLockdown::abortIsStillAnAbort()
{
    const Stage stage(User::Same);
    const Outcome outcome = stage.run([](const Scene& scene) {
        lock(scene);
        std::abort();
        return 0;
    });
    QCOMPARE(outcome.signal, SIGABRT); // and not SIGSYS, which would accuse the file
}

void TestLockdown::limitsAreForGood()
{
    const Stage stage(users().front());
    const Outcome outcome = stage.run([](const Scene&) {
        limitResources(qint64{4} << 30);
        rlimit more{1 << 20, 1 << 20};
        if (setrlimit(RLIMIT_FSIZE, &more) == 0 && geteuid() != 0)
            return 1;
        return getrlimit(RLIMIT_CORE, &more) == 0 && more.rlim_max == 0 ? 0 : 2;
    });
    QVERIFY2(outcome.isDone(), outcome.text());
}

QTEST_GUILESS_MAIN(TestLockdown)
#include "test_lockdown.moc"
