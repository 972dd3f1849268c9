// SPDX-License-Identifier: GPL-3.0-or-later
// What archives answer by DICOMweb: DICOM's model in JSON (PS3.18 F).
#pragma once

#include "core/base/cancel_token.h"
#include "core/imaging/read_limits.h"
#include "core/nodes/query.h"

#include <QByteArray>

namespace ccad {

constexpr qint64 mostJsonBytes = 64 << 20;

/// The matches of a QIDO-RS answer, as a locked process reads them (DecodingService); an empty body
/// has none. Values are cut as those of DICOM, sequences left out. Errors: those of
/// DecodingService::contentOf.
[[nodiscard]] Result<QueryAnswer> answerInJson(const QByteArray& json, int mostMatches,
                                               const CancelToken& cancel);

/// What a STOW-RS answer says of one object (PS3.18 10.5.3).
struct StoredObject
{
    QByteArray sopInstanceUid;
    bool isStored = false;
    int reason = 0; ///< of a failure or a warning
};
/// Errors: as answerInJson.
[[nodiscard]] Result<std::vector<StoredObject>> storedObjectsInJson(const QByteArray& json,
                                                                    const CancelToken& cancel);

/// That process's part: ForeignReaders. The bytes are for the functions above alone.
[[nodiscard]] Result<QByteArray> readAnswersInJson(const QByteArray& content, const QString& path,
                                                   const ReadLimits& limits);
[[nodiscard]] Result<QByteArray> readStoredInJson(const QByteArray& content, const QString& path,
                                                  const ReadLimits& limits);

} // namespace ccad
