// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/deidentification/pixels/pixel_box.h"
#include "core/imaging/read_guard.h"
#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace ccad {

/// The text that seems to be burnt into a film; nothing for an object without a picture.
struct TextSearch
{
    std::vector<PixelBox> boxes; ///< in pixels of the file, see findBurnedInText
    bool hasPicture = false;
    QStringList notes; ///< sentences
};

/// Looks for text in the pixels of a DICOM file. Errors: those of readRadiograph, as clauses.
[[nodiscard]] Result<TextSearch> searchText(const QByteArray& content,
                                            const imaging::ReadGuard& guard);

/// The same of a file, as somebody is shown it before it is de-identified. `file`: how people call
/// it; `path`: where its bytes are, which a process of its own reads (DecodingService). Errors, as
/// sentences: those above and of the service, Unsupported (no DICOM).
[[nodiscard]] Result<TextSearch> searchText(const QString& file, const QString& path,
                                            const CancelToken& cancel = {});

/// That process's part: a ForeignReader. The bytes are for searchText() alone.
[[nodiscard]] Result<QByteArray> searchTextBytes(const QByteArray& content, const QString& path,
                                                 const ReadLimits& limits);

} // namespace ccad
