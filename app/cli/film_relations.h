// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/imaging/film_objects.h"
#include "core/inference/judgement.h"
#include "core/intake/named_files.h"
#include "core/worklist/film_identities.h"

#include <QHash>

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

    /// Adds to the finding what other files have to do with its film. To be called once for each
    /// film, in their order: a copy of an earlier one is called so.
    void tell(Judgement& judgement, const FilmIdentity& film, const NamedFile& file,
              const CancelToken& cancel);
    /// What is to be said once of all films that were told: sentences, or nothing.
    [[nodiscard]] QString concerns() const;

private:
    struct ObjectFile
    {
        FilmObject object;
        QString file;
    };

    /// Notes on the objects that name the film.
    [[nodiscard]] QStringList notesOnObjects(FilmIdentity film, const NamedFile& file,
                                             const CancelToken& cancel) const;

    QHash<QString, std::vector<ObjectFile>> m_objects; ///< by UID of the film
    FilmIdentities m_ahead; ///< films that share their UID, before they are told
    FilmIdentities m_told;
};

} // namespace ccad::cli
