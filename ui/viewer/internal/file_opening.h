// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/jobs/newest_wins.h"
#include "ui/viewer/internal/study_files.h"

#include <QStringList>

namespace ccad {

/// Files that are opened together: finds the files in folders, and has one after the other tried
/// until one of them can be read.
class FileOpening final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Returns at once; found() or failed() follows.
    void start(const QStringList& paths);
    void cancel();
    /// Begins to try the files, of which there is at least one; returns the first.
    [[nodiscard]] QString firstOf(const QStringList& files);
    /// The file that is read now was chosen alone: no other is tried.
    void tryNoOther();

    /// A file was read. A sentence on those that could not be read before it; empty: none.
    [[nodiscard]] QString takeSuccess();
    /// A file could not be read. The next one to try; empty: none is left.
    [[nodiscard]] QString takeFailure();
    /// A sentence for when none is left; `message` is that of the last file.
    [[nodiscard]] QString nothingRead(const QString& message);

Q_SIGNALS:
    void found(const ccad::StudyFiles& files); ///< `files` or `results` are not empty
    void failed(const ccad::Error& error);

private:
    QStringList m_untried;
    int m_unreadable = 0;
    NewestWins m_search;
};

} // namespace ccad
