// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QStringList>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The files that the running process has mapped.
inline QByteArray mappedFiles()
{
    QFile maps(u"/proc/self/maps"_s);
    return maps.open(QIODevice::ReadOnly) ? maps.readAll() : QByteArray();
}

/// Lets programs that are started from now on, and their children, name each library that they
/// load, at any time, on their standard error (LD_DEBUG of glibc).
inline void traceLibraries()
{
    qputenv("LD_DEBUG", "files");
}

/// The paths of libraries in messages that traceLibraries() asked for.
inline QStringList tracedLibraries(const QString& messages)
{
    const QString mark = u"calling init: "_s;
    QStringList libraries;
    for (const QString& line : messages.split(u'\n'))
        if (const qsizetype at = line.indexOf(mark); at >= 0)
            libraries.append(line.mid(at + mark.size()).trimmed());
    return libraries;
}

} // namespace ccad::test
