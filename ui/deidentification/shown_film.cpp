// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/internal/shown_film.h"

#include "core/imaging/display_lut.h"
#include "core/isolation/decoding_service.h"

#include <algorithm>

namespace ccad {

Result<ShownFilm> readShownFilm(const QString& path, const CancelToken& cancel)
{
    const auto film = decoding().radiograph(path, cancel);
    if (!film)
        return film.error();
    // Every row counts: letters are thin.
    const GrayImage8 grey = DisplayLut(*film, film->initialVoi).apply8(*film);
    QImage image(grey.pixels.data(), grey.width, grey.height, grey.width,
                 QImage::Format_Grayscale8);
    constexpr int longest = 2048; // as much as a screen shows
    if (std::max(image.width(), image.height()) > longest)
        image = image.scaled(longest, longest, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    const StoredSize stored = film->stored.value_or(StoredSize{film->columns, film->rows});
    // copy(): the pixels of `grey` go away.
    return ShownFilm{image.copy(), {stored.columns, stored.rows}};
}

} // namespace ccad
