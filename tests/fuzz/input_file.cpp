// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/input_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

/// Removed at the end of the process, unless that is a crash.
class FolderOfProcess
{
public:
    FolderOfProcess()
    {
        const QString memory = u"/dev/shm"_s;
        const QString root = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
        m_path = u"%1/ccad-fuzz-%2"_s.arg(root).arg(QCoreApplication::applicationPid());
        if (!QDir().mkpath(m_path))
            qFatal("Cannot make the folder %s", qPrintable(m_path));
    }
    ~FolderOfProcess() { static_cast<void>(removeTree(m_path)); }
    FolderOfProcess(const FolderOfProcess&) = delete;
    FolderOfProcess& operator=(const FolderOfProcess&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }

private:
    QString m_path;
};

} // namespace

InputFile::InputFile(const QByteArray& content) : m_memory(memfd_create("input", MFD_CLOEXEC))
{
    qsizetype written = 0;
    while (m_memory.isOpen() && written < content.size()) {
        const ssize_t more = write(m_memory.get(), content.constData() + written,
                                   static_cast<std::size_t>(content.size() - written));
        if (more <= 0)
            break;
        written += more;
    }
    if (!m_memory.isOpen() || written != content.size())
        qFatal("Cannot hold an input of %lld bytes in memory", qint64{content.size()});
}

QString InputFile::path() const
{
    return u"/proc/self/fd/%1"_s.arg(m_memory.get());
}

OpenFolder emptyFolder()
{
    static const FolderOfProcess folder;
    auto opened = OpenFolder::open(folder.path());
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    if (const auto removed = opened->removeContent(); !removed)
        qFatal("%s", qPrintable(removed.error().message));
    return *std::move(opened);
}

ReadLimits quickLimits()
{
    ReadLimits limits;
    limits.maxFileBytes = qint64{8} << 20;
    limits.maxPixels = qint64{1} << 20;
    limits.maxElements = 20000;
    limits.timeoutMs = 2000;
    limits.memoryBytes = qint64{64} << 20;
    return limits;
}

} // namespace ccad::fuzz
