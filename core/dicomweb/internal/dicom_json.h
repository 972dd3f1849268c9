// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/query.h"

#include <QByteArray>

namespace ccad::dicomweb {

constexpr qint64 mostJsonBytes = 64 << 20;

/// The matches of a QIDO-RS answer, DICOM's model in JSON (PS3.18 F); an empty body has none.
/// Values are cut as those of DICOM, sequences left out. Errors: FileBroken, TooLarge.
[[nodiscard]] Result<QueryAnswer> matchesOf(const QByteArray& json, int mostMatches);

/// What a STOW-RS answer says of one object (PS3.18 10.5.3).
struct StoredObject
{
    QString sopInstanceUid;
    bool isStored = false;
    int reason = 0; ///< of a failure or a warning
};
/// Errors: as matchesOf.
[[nodiscard]] Result<std::vector<StoredObject>> storedObjectsOf(const QByteArray& json);

} // namespace ccad::dicomweb
