// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"
#include "core/intake/named_files.h"
#include "core/worklist/patient_ids.h"

#include <QHash>

namespace ccad {

/// What a film says of itself, and what tells it from others.
struct FilmIdentity
{
    QString identity; ///< see imaging::identityOf; empty: unknown
    QString uid; ///< SOP Instance UID; empty for none that is usable
    bool isDicom = false;
    FilmPerson person;
    QString pixelChecksum; ///< see ReducedRadiograph; or empty
};

/// Of a film that was read with its hash; its pixels are not needed.
[[nodiscard]] FilmIdentity filmIdentityOf(const ReducedRadiograph& reduced);

/// Films that are judged one after the other without a journal, by its rules: the same UID, picture
/// and patient once more is the same film; with another picture or patient it is a UID used twice.
class FilmIdentities
{
public:
    /// Returns the file of an earlier film that is the same study, or an empty text. `file`: what
    /// people call it.
    [[nodiscard]] QString add(const FilmIdentity& film, const QString& file);
    /// Decodes files whose films carry one UID until two of them are not the same study. Returns
    /// what each of those that were looked at is; of one that cannot be read nothing is known.
    std::vector<FilmIdentity> addUntilTwoDiffer(const std::vector<NamedFile>& ofUid,
                                                const ReadSize& size, const CancelToken& cancel);
    /// The file of a film that carries the UID of this one and is not known to be the same study;
    /// empty: there is none.
    [[nodiscard]] QString otherOfUid(const FilmIdentity& film) const;
    /// For identityConcerns().
    [[nodiscard]] IdentityCounts counts() const;

private:
    struct Told
    {
        QString identity;
        QString file;
    };
    QHash<QString, QString> m_files; ///< by identity
    QHash<QString, std::vector<Told>> m_filmsOfUid; ///< each study once
    PatientIds m_patients;
};

} // namespace ccad
