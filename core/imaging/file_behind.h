// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ccad::imaging {

/// A sentence on another file that begins in `content` at `offset` or, zeros of padding before it,
/// behind it: files that were joined by mistake hold a film that nobody would see, maybe another
/// patient's. Empty: there is none. DICOM files and PNG, JPEG, TIFF and BMP pictures are known.
[[nodiscard]] QString noteOnFileBehind(const QByteArray& content, qint64 offset);

} // namespace ccad::imaging
