// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace ccad {

/// A film as it is looked at for text.
struct ShownFilm
{
    QImage image; ///< grey, perhaps smaller than the film
    QSize size; ///< of the film in its file, whose pixels boxes count
};

/// Belongs on a worker. Errors: those of DecodingService::radiograph.
[[nodiscard]] Result<ShownFilm> readShownFilm(const QString& path, const CancelToken& cancel);

} // namespace ccad
