// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

#include <QHash>
#include <QSet>

namespace ccad {

/// What a film says of itself, and what tells it from others.
struct FilmIdentity
{
    QString identity; ///< see imaging::identityOf; empty: unknown
    QString uid; ///< SOP Instance UID; empty for none that is usable
    bool isDicom = false;
    QString patientId;
};

/// Films that are judged one after the other without a journal, by its rules: the same UID, picture
/// and patient once more is the same film; with another picture or patient it is a UID used twice.
class FilmIdentities
{
public:
    /// True when an earlier film has the UID and is not known to be the same study.
    [[nodiscard]] bool add(const FilmIdentity& film);
    /// For identityConcerns().
    [[nodiscard]] IdentityCounts counts() const;

private:
    QSet<QString> m_identities;
    QHash<QString, qint64> m_filmsOfUid;
    QHash<QString, qint64> m_filmsOfPatientId; ///< of DICOM films
};

} // namespace ccad
