// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_layout.h"

namespace ccad {

/// Where the text of a printed page may stand, in the units of report_layout.h.
namespace page_frame {

inline constexpr double left = 57; // 15 mm
inline constexpr double right = reportPageSize.width() - 57;
inline constexpr double top = 48;
inline constexpr double bottom = reportPageSize.height() - 76; ///< above the footer

} // namespace page_frame

/// Adds the footer of page `number` of `count`: a rule, the intended use, and the page's number.
void addPageFooter(ReportPage& page, int number, int count);

} // namespace ccad
