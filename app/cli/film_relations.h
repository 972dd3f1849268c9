// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/file_prediction.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <vector>

namespace ccad::cli {

/// What files that are to be judged one after the other say of each other, so that the first of
/// them can say it, too.
class FilmRelations
{
public:
    /// Looks at the tags of all files. Of films that carry one UID, as many are decoded as it takes
    /// to find two that are not the same study. `size`: as they will be read. What cannot be read
    /// says nothing here. Ends early when it is cancelled.
    [[nodiscard]] static FilmRelations of(const std::vector<NamedFile>& files, const ReadSize& size,
                                          const CancelToken& cancel);

    /// Adds to the finding what other files have to do with its film.
    void tell(FilePrediction& prediction) const;

private:
    QSet<QString> m_sharedUids; ///< of several films that are not known to be the same study
    QHash<QString, QStringList> m_notes; ///< by UID of the film: objects that belong to it
};

} // namespace ccad::cli
