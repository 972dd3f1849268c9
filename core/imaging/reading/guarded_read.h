// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

#include <functional>

namespace ccad::imaging {

/// The format, DICOM or a picture, by the content. Errors: FileBroken (empty), Unsupported, as
/// clauses.
[[nodiscard]] Result<FileFormat> recognise(const QByteArray& content);

/// Reads a file's content and speaks in clauses.
using ContentReader = std::function<Result<void>(const QByteArray&)>;

/// Hands the content of a file to `read`. Exceptions of DCMTK, OpenCV and std end here. Errors:
/// those of readFile and of `read`, as sentences that name the file.
[[nodiscard]] Result<void> readGuarded(const QString& path, const ReadGuard& guard,
                                       const ContentReader& read);
/// The same with content that is at hand; the path is for messages only.
[[nodiscard]] Result<void> readGuarded(const QByteArray& content, const QString& path,
                                       const ReadGuard& guard, const ContentReader& read);

} // namespace ccad::imaging
