// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/lockdown.h"

#include "core/isolation/internal/answer_room.h"
#include "core/isolation/internal/landlock.h"
#include "core/isolation/internal/system_calls.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <linux/capability.h>
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// A decoder of many files, the template of decoders of one, and these.
enum class Process
{
    Decoder,
    Template,
    Fork
};

struct Limit
{
    __rlimit_resource_t resource;
    rlim_t most;
};

/// A fork writes its answer into a memory file, which has that size.
constexpr rlim_t fileSizeFor(Process process)
{
    return process == Process::Decoder ? 0 : rlim_t{isolation::answerRoomBytes};
}

std::vector<Limit> limitsOf(Process process)
{
    std::vector<Limit> limits{
        {RLIMIT_CORE, 0}, // a core dump would hold somebody's picture
        {RLIMIT_FSIZE, fileSizeFor(process)}, // no file grows
        {RLIMIT_NOFILE, 64}, // what loading needs at once, and a few
        {RLIMIT_MEMLOCK, 0},
        {RLIMIT_MSGQUEUE, 0},
    };
    if (process != Process::Template)
        limits.push_back({RLIMIT_NPROC, 0}); // no process, no thread; root is not bound by it
    return limits;
}

void limit(__rlimit_resource_t resource, rlim_t most)
{
    rlimit both{};
    getrlimit(resource, &both);
    both.rlim_max = std::min(both.rlim_max, most);
    both.rlim_cur = both.rlim_max; // a lower one of the user's would be that of every later file
    setrlimit(resource, &both);
}

bool limitsHold(Process process)
{
    const std::vector<Limit> limits = limitsOf(process);
    return std::all_of(limits.begin(), limits.end(), [](const Limit& limit) {
        rlimit both{};
        return getrlimit(limit.resource, &both) == 0 && both.rlim_cur <= limit.most
            && both.rlim_max <= limit.most;
    });
}

/// What a child of root could do beyond files: its calls are refused, and so is this.
void dropCapabilities()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    syscall(SYS_capset, &header, none.data());
}

bool giveUpNewPrivileges()
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

/// A parent may have asked that all memory that can be read can be executed (setarch -X).
void separateDataFromCode()
{
    constexpr unsigned long current = 0xFFFFFFFF;
    const int now = personality(current);
    if (now >= 0 && (now & READ_IMPLIES_EXEC) != 0)
        personality(static_cast<unsigned long>(now & ~READ_IMPLIES_EXEC));
}

void limitAll(Process process)
{
    // A core dump to a pipe heeds no limit.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    for (const Limit& each : limitsOf(process))
        limit(each.resource, each.most);
}

void limitMemory(qint64 bytes)
{
    if constexpr (isConfinable) // sanitizers need terabytes
        limit(RLIMIT_AS, static_cast<rlim_t>(bytes));
}

std::optional<ino_t> ownNetwork()
{
    struct stat info
    {
    };
    if (::stat("/proc/self/ns/net", &info) != 0)
        return std::nullopt;
    return info.st_ino;
}

/// Works for a process of one thread, and where the system lets everybody have namespaces of users.
bool enterEmptyNamespaces()
{
    const auto before = ownNetwork();
    return before && ::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) == 0
        && ownNetwork() != before;
}

template <typename KeepCalls> SandboxLayers lock(Process process, KeepCalls keepCalls)
{
    SandboxLayers layers;
    layers.limits = limitsHold(process);
    if constexpr (isConfinable)
        layers.namespaces = enterEmptyNamespaces();
    dropCapabilities(); // a new namespace of users gave all of them, for itself
    separateDataFromCode();
    layers.noNewPrivileges = giveUpNewPrivileges();
    if constexpr (!isConfinable)
        return layers;
    layers.landlock = isolation::giveUpLandlockRights();
    layers.seccomp = keepCalls();
    return layers;
}

} // namespace

void limitResources(qint64 memoryBytes)
{
    limitAll(Process::Decoder);
    limitMemory(memoryBytes);
}

void limitFork(qint64 memoryBytes)
{
    limitAll(Process::Fork);
    limitMemory(memoryBytes);
}

SandboxLayers lockDown(int socket)
{
    return lock(Process::Decoder, [socket] { return isolation::keepDecodersCallsOnly(socket); });
}

SandboxLayers lockDownTemplate(int socket, int memory)
{
    limitAll(Process::Template);
    return lock(Process::Template,
                [=] { return isolation::keepTemplatesCallsOnly(socket, memory); });
}

SandboxLayers lockDownFork(int socket, int memory, const SandboxLayers& inherited)
{
    const auto keepCalls = [=] { return isolation::keepForksCallsOnly(socket, memory); };
    if (!inherited.seccomp)
        return lock(Process::Fork, keepCalls);
    SandboxLayers layers;
    layers.limits = limitsHold(Process::Fork);
    layers.noNewPrivileges = giveUpNewPrivileges();
    layers.landlock = inherited.landlock; // tried there; for all that it starts
    layers.namespaces = inherited.namespaces;
    layers.seccomp = keepCalls();
    return layers;
}

QString complaintAbout(const SandboxLayers& layers)
{
    if (layers.areEnough())
        return {};
    const QString missing = !layers.seccomp ? u"the system offers no seccomp"_s
        : !layers.limits                    ? u"the system refuses limits on resources"_s
                                            : u"the system grants new privileges"_s;
    return u"the program that decodes pictures cannot be confined (%1), so that a file made for "
           "the purpose could do whatever you can; where that is acceptable, set the environment "
           "variable %2 to 1"_s.arg(missing, QString::fromLatin1(allowUnconfined));
}

} // namespace ccad
