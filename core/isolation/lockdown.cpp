// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/lockdown.h"

#include "core/isolation/internal/landlock.h"
#include "core/isolation/internal/system_calls.h"

#include <algorithm>
#include <array>

#include <linux/capability.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct Limit
{
    __rlimit_resource_t resource;
    rlim_t most;
    bool forbidsForks = false;
};

constexpr std::array limits{
    Limit{RLIMIT_CORE, 0}, // a core dump would hold somebody's picture
    Limit{RLIMIT_FSIZE, 0}, // no file grows
    Limit{RLIMIT_NPROC, 0, true}, // no further process or thread; root is not bound by it
    Limit{RLIMIT_NOFILE, 64}, // what loading needs at once, and a few
    Limit{RLIMIT_MEMLOCK, 0},     Limit{RLIMIT_MSGQUEUE, 0},
};

void limit(__rlimit_resource_t resource, rlim_t most)
{
    rlimit both{};
    getrlimit(resource, &both);
    both.rlim_max = std::min(both.rlim_max, most);
    both.rlim_cur = std::min(both.rlim_cur, both.rlim_max);
    setrlimit(resource, &both);
}

bool limitsHold(bool mayFork)
{
    return std::all_of(limits.begin(), limits.end(), [mayFork](const Limit& limit) {
        rlimit both{};
        if (mayFork && limit.forbidsForks)
            return true;
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

template <typename KeepCalls> SandboxLayers lock(bool mayFork, KeepCalls keepCalls)
{
    SandboxLayers layers;
    layers.limits = limitsHold(mayFork);
    dropCapabilities();
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
    // A core dump to a pipe heeds no limit.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    for (const Limit& each : limits)
        limit(each.resource, each.most);
    if constexpr (isConfinable) // sanitizers need terabytes
        limit(RLIMIT_AS, static_cast<rlim_t>(memoryBytes));
}

SandboxLayers lockDown(int socket)
{
    return lock(false, [socket] { return isolation::keepDecodersCallsOnly(socket); });
}

SandboxLayers lockDownTemplate(int socket, int memory)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    for (const Limit& each : limits)
        if (!each.forbidsForks)
            limit(each.resource, each.most);
    return lock(true, [=] { return isolation::keepTemplatesCallsOnly(socket, memory); });
}

SandboxLayers lockDownFork(int socket, const SandboxLayers& inherited)
{
    if (!inherited.seccomp)
        return lockDown(socket);
    SandboxLayers layers;
    layers.limits = limitsHold(false);
    layers.noNewPrivileges = giveUpNewPrivileges();
    layers.landlock = inherited.landlock; // tried there; for all that it starts
    layers.seccomp = isolation::keepDecodersCallsOnly(socket);
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
