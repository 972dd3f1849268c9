// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>

#include <vector>

#include <unistd.h>

namespace ccad::test {

/// The processes that one (this, unless a pid is given) has started and not yet reaped, zombies
/// included.
inline std::vector<pid_t> childProcesses(const QString& pid = QStringLiteral("self"))
{
    std::vector<pid_t> children;
    const QDir threads(QStringLiteral("/proc/%1/task").arg(pid));
    for (const QString& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(thread + QStringLiteral("/children")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray& child : file.readAll().simplified().split(' '))
            if (!child.isEmpty())
                children.push_back(child.toInt());
    }
    return children;
}

/// Also true of a zombie.
inline bool hasEnded(pid_t pid)
{
    QFile line(QStringLiteral("/proc/%1/cmdline").arg(pid));
    return !line.open(QIODevice::ReadOnly) || line.readAll().isEmpty();
}

inline qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

} // namespace ccad::test
