// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/overlay/overlay.h"
#include "core/worklist/screened_study.h"

#include <QStringList>

#include <vector>

namespace ccad {

struct OverlayExport
{
    QString folder; ///< created when it is missing
    ColourMap colours = ColourMap::Inferno;
    double opacity = 0.5; ///< 0..1
    /// Whether files that are no overlays of CCAD may be replaced.
    Existing existing = Existing::Keep;
};

struct OverlaysWritten
{
    int count = 0;
    QStringList problems; ///< a sentence for each study that could not be drawn
    int inTheWay = 0; ///< problems in which somebody else's file has the name
};

/// The file name of a study's overlay: unique in its batch, without the study's folder, never
/// longer than file systems allow.
[[nodiscard]] QString overlayFileName(const ScreenedStudy& study);

/// Draws the stored map of each study that has one over its picture, which is read again. Studies
/// without a finding are passed over. Errors: WriteFailed when the folder cannot be made,
/// Cancelled.
[[nodiscard]] Result<OverlaysWritten> writeOverlays(const std::vector<ScreenedStudy>& studies,
                                                    const OverlayExport& options,
                                                    const CancelToken& cancel = {},
                                                    const Progress& progress = {});

} // namespace ccad
