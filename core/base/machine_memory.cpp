// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/machine_memory.h"

#include <QByteArray>
#include <QFile>

#include <algorithm>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 boundless = std::numeric_limits<qint64>::max();

qint64 physicalMemory()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long bytes = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? qint64{pages} * bytes : boundless;
}

/// Of the container or batch job, as far as it is seen from within one.
qint64 groupMemory()
{
    QFile limit(u"/sys/fs/cgroup/memory.max"_s);
    if (!limit.open(QIODevice::ReadOnly))
        return boundless;
    bool isNumber = false;
    const qint64 bytes = limit.readLine(32).trimmed().toLongLong(&isNumber); // or "max"
    return isNumber && bytes > 0 ? bytes : boundless;
}

qint64 addressSpace()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur >= rlim_t(boundless))
        return boundless;
    return qint64(limit.rlim_cur);
}

} // namespace

qint64 machineMemory()
{
    // Neither changes while a program runs; the limit on address space may.
    static const qint64 machine = std::min(physicalMemory(), groupMemory());
    return std::max(std::min(machine, addressSpace()), qint64{1} << 20);
}

} // namespace ccad
