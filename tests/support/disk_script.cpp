// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/internal/disk_script.h"

#include "tests/support/failing_disk.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <new>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

/// Lies in memory that the child and its parent share.
struct Script
{
    bool isActive = false;
    std::string folder;
    DiskFault fault = DiskFault::None;
    int at = 0;
    bool countsReads = false;
    ScriptedDisk disk;

    std::atomic<int> calls = 0;
    std::atomic<int> steps = 0;
    std::array<int, 64> callsAtStep = {};
    std::atomic<bool> isDone = false; ///< the work returned no error
    std::atomic<std::size_t> used = 0;
    std::array<char, 1 << 20> log; ///< of calls, a line each
    std::array<char, 4096> message = {};
};

// No std::string: the functions are called before this program's own values are made.
constexpr std::string_view openFiles = "/proc/self/fd/";

Script* script = nullptr; ///< of this process; null: its disk is an ordinary one

std::string target(const std::string& link)
{
    std::array<char, PATH_MAX> path;
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
    if (length <= 0)
        return {};
    std::string found(path.data(), std::size_t(length));
    // Qt writes files that have no name yet: the kernel calls them "#1234 (deleted)".
    if (const std::size_t end = found.rfind(" (deleted)"); end != std::string::npos)
        found.erase(end);
    return found;
}

bool isBelow(const std::string& path, const std::string& folder)
{
    return path.compare(0, folder.size(), folder) == 0
        && (path.size() == folder.size() || path[folder.size()] == '/');
}

/// The paths as they are called within the folder; empty when none lies in it.
std::string within(const std::string& paths)
{
    std::string names;
    for (std::size_t from = 0; from <= paths.size();) {
        const std::size_t end = std::min(paths.find('\n', from), paths.size());
        const std::string path = paths.substr(from, end - from);
        if (isBelow(path, script->folder))
            names += ' '
                + (path.size() == script->folder.size() ? std::string(".")
                                                        : path.substr(script->folder.size() + 1));
        from = end + 1;
    }
    return names;
}

void note(const char* call, const std::string& names)
{
    const std::string line = call + names + '\n';
    const std::size_t place = script->used.fetch_add(line.size());
    if (place + line.size() < script->log.size())
        std::memcpy(script->log.data() + place, line.data(), line.size());
}

bool takesRoom(Change change)
{
    return change == Change::Write || change == Change::Make || change == Change::Sync;
}

ScriptedFailure failureAt(Change change, int call)
{
    const bool isHere = call == script->at;
    switch (script->fault) {
    case DiskFault::Full:
        if (!takesRoom(change))
            return {};
        return {ENOSPC, isHere && change == Change::Write};
    case DiskFault::ErrsOnce:
        return {isHere ? EIO : 0, false};
    case DiskFault::Broken:
        return {EIO, false};
    case DiskFault::None:
    case DiskFault::Kill:
        break;
    }
    return {};
}

void storeMessage(Script& shared, const QString& message)
{
    const QByteArray text = message.toUtf8().left(qsizetype(shared.message.size()) - 1);
    std::memcpy(shared.message.data(), text.constData(), std::size_t(text.size()));
}

/// The child's part; never returns.
[[noreturn]] void play(Script& shared, const DiskWork& work)
{
    script = &shared;
    shared.isActive = true;
    const auto done = work([&shared] {
        const int step = shared.steps++;
        shared.callsAtStep.at(std::size_t(step)) = shared.calls;
    });
    shared.isActive = false;
    if (!done)
        storeMessage(shared, done.error().message);
    shared.isDone = done.hasValue();
    ::_exit(0); // nothing of the parent's is to be flushed or removed twice
}

DiskRun::End endOf(const Script& shared, int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGKILL && shared.fault == DiskFault::Kill
            ? DiskRun::End::Killed
            : DiskRun::End::Crashed;
    return shared.isDone ? DiskRun::End::Done : DiskRun::End::Failed;
}

} // namespace

std::string pathOf(int descriptor)
{
    return target(std::string(openFiles) + std::to_string(descriptor));
}

std::string pathOf(int folder, const char* name)
{
    const std::string path = name;
    if (path.compare(0, openFiles.size(), openFiles) == 0)
        return target(path); // an open file that is given a name
    if (path[0] == '/')
        return path;
    return (folder == AT_FDCWD ? target("/proc/self/cwd") : pathOf(folder)) + '/' + path;
}

bool isThere(int folder, const char* name)
{
    struct stat info;
    return ::fstatat(folder, name, &info, 0) == 0;
}

ScriptedFailure scriptedFailure(Change change, const char* call, const std::string& path,
                                const std::function<void()>& halfway)
{
    if (!script || !script->isActive || (change == Change::Read) != script->countsReads)
        return {};
    const std::string names = within(path);
    if (names.empty())
        return {};
    note(call, names);
    const int number = ++script->calls;
    if (script->at == 0 || number < script->at)
        return {};
    if (script->fault == DiskFault::Kill) {
        script->isActive = false;
        if (halfway)
            halfway();
        (void)::kill(::getpid(), SIGKILL);
        for (;;)
            (void)::pause();
    }
    return failureAt(change, number);
}

ScriptedDisk scriptedDisk(const std::string& path)
{
    return script && script->isActive && !within(path).empty() ? script->disk : ScriptedDisk();
}

DiskRun runOnDisk(const FailingDisk& disk, const DiskWork& work)
{
    void* memory = ::mmap(nullptr, sizeof(Script), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        qFatal("no memory to share with a child");
    auto* shared = new (memory) Script;
    shared->folder = QFileInfo(disk.folder).canonicalFilePath().toStdString();
    shared->fault = disk.fault;
    shared->at = disk.at;
    shared->countsReads = disk.countsReads;
    shared->disk = {disk.isOnNetwork, disk.lacksExchange};
    const pid_t child = ::fork();
    if (child < 0)
        qFatal("no child can be made");
    if (child == 0)
        play(*shared, work);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    DiskRun run;
    run.end = endOf(*shared, status);
    run.steps = shared->steps;
    run.callsAtStep.assign(shared->callsAtStep.begin(), shared->callsAtStep.begin() + run.steps);
    run.message = QString::fromUtf8(shared->message.data());
    run.calls
        = QString::fromUtf8(shared->log.data(),
                            qsizetype(std::min<std::size_t>(shared->used, shared->log.size())))
              .split(u'\n', Qt::SkipEmptyParts);
    shared->~Script();
    (void)::munmap(memory, sizeof(Script));
    return run;
}

namespace {

const char* nameOf(DiskFault fault)
{
    switch (fault) {
    case DiskFault::Full:
        return "full disk";
    case DiskFault::ErrsOnce:
        return "one error";
    case DiskFault::Broken:
        return "broken disk";
    case DiskFault::Kill:
        return "kill";
    case DiskFault::None:
        break;
    }
    return "no fault";
}

/// What is wrong with the state that a run left; empty: nothing.
QString complaintOn(const FaultTrial& trial, const QString& folder, const DiskRun& run,
                    const Result<int>& found)
{
    if (run.end == DiskRun::End::Crashed)
        return u"the program crashed"_s;
    if (run.end == DiskRun::End::Failed && run.message.isEmpty())
        return u"it failed without a word"_s;
    if (!found)
        return u"neither old nor new: %1"_s.arg(found.error().message);
    const int most = run.end == DiskRun::End::Done ? run.steps : run.steps + 1;
    if (*found < run.steps || *found > most)
        return u"%1 steps were safe, %2 are there"_s.arg(run.steps).arg(*found);
    if (!trial.goOn)
        return {};
    const auto wentOn = trial.goOn(folder);
    return wentOn ? QString() : u"it cannot be gone on with: %1"_s.arg(wentOn.error().message);
}

/// A place in memory if there is one: thousands of syncs would take minutes on a disk.
QString homeOfTrials()
{
    const QString memory = u"/dev/shm"_s;
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u"/ccad-XXXXXX"_s;
}

/// One run in a folder of its own.
class TrialRun
{
public:
    TrialRun(const FaultTrial& trial, DiskFault fault, int at) : m_trial(trial)
    {
        if (!m_home.isValid())
            qFatal("no folder for a trial");
        m_trial.prepare(folder());
        FailingDisk disk = trial.disk;
        disk.folder = folder() + u'/' + trial.failingPart;
        disk.fault = fault;
        disk.at = at;
        m_run = runOnDisk(disk, [this](const StepIsSafe& stepIsSafe) {
            return m_trial.work(folder(), stepIsSafe);
        });
        m_found = m_trial.stepsIn(folder());
    }

    [[nodiscard]] const DiskRun& run() const { return m_run; }
    [[nodiscard]] const Result<int>& found() const { return m_found; }
    [[nodiscard]] QString complaint() const
    {
        return complaintOn(m_trial, folder(), m_run, m_found);
    }

private:
    [[nodiscard]] QString folder() const { return QFileInfo(m_home.path()).canonicalFilePath(); }

    QTemporaryDir m_home{homeOfTrials()};
    const FaultTrial& m_trial;
    DiskRun m_run;
    Result<int> m_found = 0;
};

} // namespace

TrialReport tryFaults(const FaultTrial& trial)
{
    TrialReport report;
    const TrialRun whole(trial, DiskFault::None, 0);
    report.calls = int(whole.run().calls.size());
    if (whole.run().end != DiskRun::End::Done)
        report.complaint = u"it fails without a fault: %1"_s.arg(whole.run().message);
    else
        report.complaint = whole.complaint();
    const int last = whole.run().steps;
    for (const DiskFault fault : trial.faults)
        for (int at = 1; report.complaint.isEmpty(); ++at) {
            const TrialRun one(trial, fault, at);
            const QStringList& calls = one.run().calls;
            if (calls.size() < at)
                break; // the fault lies behind the end
            ++report.struck;
            if (const QString complaint = one.complaint(); !complaint.isEmpty())
                report.complaint = u"%1 at call %2 (%3): %4"_s.arg(
                    QString::fromLatin1(nameOf(fault)), QString::number(at), calls[at - 1],
                    complaint);
            else if (*one.found() == 0)
                ++report.keptOld;
            else if (*one.found() == last)
                ++report.reachedNew;
        }
    return report;
}

namespace {

QString folderOf(const QString& name)
{
    const auto slash = name.lastIndexOf(u'/');
    return slash < 0 ? u"."_s : name.left(slash);
}

} // namespace

QString notSafe(const QStringList& calls)
{
    QStringList unsynced; ///< files and folders that changed since they were synced
    const auto changed = [&unsynced](const QString& name) {
        if (!unsynced.contains(name))
            unsynced << name;
    };
    QString lastNamed; ///< folder of the last name that was given
    for (const QString& line : calls) {
        const QStringList words = line.split(u' ');
        const QString& call = words[0];
        const QString& name = words[1];
        if (call == u"write"_s || call == u"cut"_s)
            changed(name);
        else if (call == u"create"_s || call == u"mkdir"_s)
            changed(folderOf(name));
        else if (call == u"fsync"_s)
            unsynced.removeAll(name);
        else if (call == u"rename"_s || call == u"exchange"_s || call == u"link"_s) {
            for (const QString& waiting : std::as_const(unsynced))
                if (waiting == name || waiting.startsWith(name + u'/'))
                    return u"%1 was named before it was safe"_s.arg(waiting);
            for (const QString& each : words.mid(1))
                changed(folderOf(each));
        }
        if (call == u"rename"_s || call == u"exchange"_s)
            lastNamed = folderOf(words.last());
    }
    return lastNamed.isEmpty() || !unsynced.contains(lastNamed)
        ? QString()
        : u"the names in %1 were not made safe"_s.arg(lastNamed);
}

} // namespace ccad::test
