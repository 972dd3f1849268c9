// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/dicom/used_tags.h"
#include "core/imaging/read_limits.h"
#include "core/imaging/tag_tree.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// Errors: as readRadiograph, except that a DICOMDIR is read like any other file, and Unsupported
/// for files that are not DICOM ("Cannot read a.png: it is a PNG picture, which has no DICOM
/// tags."). A broken file gives what can be read before the break, with a last node that says where
/// it breaks off.
[[nodiscard]] Result<TagTree> readTagTree(const QString& path, const ReadLimits& limits = {},
                                          const CancelToken& cancel = {});
/// The same with content that is at hand; the path is for messages only.
[[nodiscard]] Result<TagTree> readTagTreeContent(const QByteArray& content, const QString& path,
                                                 const ReadLimits& limits = {});

/// The same of a file that is in memory only. Errors are clauses without the name of a file.
[[nodiscard]] Result<TagTree> tagTreeOf(const QByteArray& content, const ReadLimits& limits = {},
                                        const CancelToken& cancel = {});

} // namespace ccad
