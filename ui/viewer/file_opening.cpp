// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/file_opening.h"

#include <utility>

namespace ccad {

void FileOpening::start(const QStringList& paths)
{
    // Even asking whether a path is a folder can take seconds on a network disk.
    m_search.start([paths](const CancelToken& token) { return studyFiles(paths, token); },
                   [this](const Result<StudyFiles>& files) {
                       if (files)
                           Q_EMIT found(*files);
                       else
                           Q_EMIT failed(files.error());
                   });
}

QString FileOpening::firstOf(const QStringList& files)
{
    m_untried = files.mid(1);
    m_unreadable = 0;
    return files.front();
}

void FileOpening::cancel()
{
    m_search.cancel();
    tryNoOther();
}

void FileOpening::tryNoOther()
{
    m_untried.clear();
    m_unreadable = 0;
}

QString FileOpening::takeSuccess()
{
    m_untried.clear();
    const int unreadable = std::exchange(m_unreadable, 0);
    return unreadable == 0
        ? QString()
        : tr("%n file(s) could not be read; the list says why.", nullptr, unreadable);
}

QString FileOpening::takeFailure()
{
    ++m_unreadable;
    return m_untried.isEmpty() ? QString() : m_untried.takeFirst();
}

QString FileOpening::nothingRead(const QString& message)
{
    const int unreadable = std::exchange(m_unreadable, 0);
    return unreadable > 1
        ? tr("None of these %1 files could be read. The last one: %2").arg(unreadable).arg(message)
        : message;
}

} // namespace ccad
