// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_folders.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString folderIn(QStandardPaths::StandardLocation location)
{
    const QString window = u"ccad"_s;
    const QString program = QCoreApplication::applicationName();
    const bool isOurs = program.isEmpty() || program.startsWith(window + u'-');
    return QStandardPaths::writableLocation(location) + u'/' + (isOurs ? window : program);
}

} // namespace

QString userDataFolder()
{
    return folderIn(QStandardPaths::GenericDataLocation);
}

QString userCacheFolder()
{
    return folderIn(QStandardPaths::GenericCacheLocation);
}

QString userSettingsFile()
{
    return folderIn(QStandardPaths::GenericConfigLocation) + u"/ccad.ini"_s;
}

void keepFilesPrivate()
{
    ::umask(S_IRWXG | S_IRWXO);
}

} // namespace ccad
