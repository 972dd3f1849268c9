// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_folders.h"

#include "core/base/owned_fd.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

void closeUserFolders()
{
    for (const QString& path : {userDataFolder(), userCacheFolder(), userSettingsFile()}) {
        const OwnedFd entry(::open(QFile::encodeName(path).constData(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        struct stat info;
        if (!entry.isOpen() || ::fstat(entry.get(), &info) != 0 || info.st_uid != ::geteuid())
            continue;
        const mode_t others = S_IRWXG | S_IRWXO;
        if ((info.st_mode & others) != 0)
            (void)::fchmod(entry.get(), info.st_mode & ~others & 07777);
    }
}

} // namespace ccad
