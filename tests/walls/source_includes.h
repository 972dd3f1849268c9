// SPDX-License-Identifier: GPL-3.0-or-later
// What the source tree includes, for the tests that hold its walls.
#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace ccad::test {

using namespace Qt::StringLiterals;

struct Include
{
    QString file; ///< relative to the source tree
    QString header; ///< as written between the brackets or quotes
};

inline QString root()
{
    return QStringLiteral(CCAD_SOURCE_DIR);
}

inline QList<Include> includesBelow(const QString& folder)
{
    static const QRegularExpression pattern(u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s,
                                            QRegularExpression::MultilineOption);
    QList<Include> includes;
    QDirIterator files(root() + u'/' + folder, {"*.h", "*.cpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        auto matches = pattern.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext())
            includes.append(
                {QDir(root()).relativeFilePath(file.fileName()), matches.next().captured(1)});
    }
    return includes;
}

/// The folder that a file belongs to; its internal headers belong to it, too.
inline QString folderOf(const QString& path)
{
    QString folder = path.section(u'/', 0, -2);
    if (folder.endsWith(u"/internal"))
        folder.chop(9);
    return folder;
}

} // namespace ccad::test
