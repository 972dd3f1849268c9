// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/companions.h"
#include "core/base/result.h"
#include "core/intake/natural_order.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ccad {

/// What paths stand for.
struct StudyFiles
{
    QStringList files;
    QStringList results; ///< reports, presentation states and maps, which lie over films
    CompanionCounts companions; ///< left out of folders and archives as no studies
    qint64 problems = 0; ///< files that cannot be opened at all, such as damaged members
    std::optional<Error> firstProblem;
};

/// A line on what is not among the files; empty: nothing.
[[nodiscard]] QString leftOutText(const StudyFiles& found);

/// The regular files among `paths` and in the folders among them, subfolders included, each folder
/// in order of name, but for those that are no studies by their names (see companions.h). An
/// archive, recognised by its content, stands for the files within it, which are unpacked into a
/// temporary folder of this program; a DICOMDIR stands for the files that it lists. Returns at most
/// `maximum` files. May take long on a slow disk: belongs on a worker thread. Errors: FileNotFound,
/// FileUnreadable when none of the paths can be used; Cancelled; errors of takeIn, and its entries'
/// problems when nothing else is left.
[[nodiscard]] Result<StudyFiles> studyFiles(const QStringList& paths, const CancelToken& cancel,
                                            int maximum = 10000);

/// True when the file comes from an archive and will be gone when the program ends.
[[nodiscard]] bool isUnpacked(const QString& path);

} // namespace ccad
