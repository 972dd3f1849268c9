// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

#include <functional>

namespace ccad::imaging {

/// The format, DICOM or a picture, by the content. Errors: FileBroken (empty), Unsupported, as
/// clauses.
[[nodiscard]] Result<FileFormat> recognise(const QByteArray& content);

/// Hands the content of a file to `read`, which speaks in clauses. Exceptions of DCMTK, OpenCV and
/// std end here. Errors: those of readFile and of `read`, as sentences that name the file.
[[nodiscard]] Result<void> readGuarded(const QString& path, const ReadGuard& guard,
                                       const std::function<Result<void>(const QByteArray&)>& read);

} // namespace ccad::imaging
