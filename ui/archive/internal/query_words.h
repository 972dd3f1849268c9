// SPDX-License-Identifier: GPL-3.0-or-later
// What the form asks, as queries of an archive.
#pragma once

#include "core/nodes/query.h"

#include <QDate>
#include <QString>

#include <vector>

namespace ccad {

enum class AskedDays
{
    Any,
    Today,
    LastWeek
};

/// The fields of the form.
struct AskedStudies
{
    QString patientName; ///< a beginning; "*" and "?" as DICOM has them
    QString patientId;
    QString accession;
    QString description; ///< somewhere in it
    AskedDays days = AskedDays::Any;
    QStringList modalities; ///< any of them; empty: all
};

/// One query a modality, since archives need not understand a list of them (PS3.4 C.2.2.2). Error:
/// InvalidArgument, a sentence.
[[nodiscard]] Result<std::vector<Query>> queriesOf(const AskedStudies& asked, const QDate& today);

/// The series of a study. Error: InvalidArgument (the archive's UID is none).
[[nodiscard]] Result<Query> seriesOf(const QString& studyUid);

/// What is retrieved: a study, or one of its series. Error: as seriesOf().
[[nodiscard]] Result<Query> objectsOf(const QString& studyUid, const QString& seriesUid = {});

} // namespace ccad
