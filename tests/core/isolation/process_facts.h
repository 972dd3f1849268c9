// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>

#include <vector>

#include <unistd.h>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The processes that one (this, unless a pid is given) has started and not yet reaped, zombies
/// included.
inline std::vector<pid_t> childProcesses(const QString& pid = u"self"_s)
{
    std::vector<pid_t> children;
    const QDir threads(u"/proc/%1/task"_s.arg(pid));
    for (const QString& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(thread + u"/children"_s));
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
    // Its command line vanishes with its memory, a moment before its sockets close; as a zombie it
    // has let go of everything.
    QFile facts(u"/proc/%1/stat"_s.arg(pid));
    if (!facts.open(QIODevice::ReadOnly))
        return true;
    const QByteArray line = facts.readAll();
    const QByteArray state = line.mid(line.lastIndexOf(')') + 1).trimmed().left(1);
    return state.isEmpty() || state == "Z" || state == "X";
}

inline qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s)
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

} // namespace ccad::test
