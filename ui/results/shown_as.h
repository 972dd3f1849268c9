// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"
#include "ui/viewer/report_content.h"
#include "ui/viewer/shown_study.h"

namespace ccad {

/// The study as it is on screen, in the words of result objects; measurements are those of the
/// report.
[[nodiscard]] results::ShownAs shownAs(const ShownStudy& study, const ReportContent& content);

} // namespace ccad
