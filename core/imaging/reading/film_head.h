// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/imaging/film_objects.h"

#include <QString>

#include <optional>

namespace ccad {

/// Whose film a DICOM file is, or for which films it is, without its picture.
struct FilmHead
{
    QString sopInstanceUid; ///< of a film; empty for none that is usable, and for objects
    std::optional<FilmObject> object; ///< of a file without a picture that is for films
};

/// Reads the first 64 KiB of a file; more where it takes more. Nothing for files of other formats
/// and those that cannot be read.
[[nodiscard]] std::optional<FilmHead> readFilmHead(const QString& path,
                                                   const CancelToken& cancel = {});

} // namespace ccad
