// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// How many films of each of two classes an AUC needs for a 95 % interval of that width, if the AUC
/// is about `auc` (0.5..1, exclusive) and every film is of a patient of its own: by the standard
/// error of Hanley and McNeil 1982 (The Meaning and Use of the Area under a ROC Curve, Radiology
/// 143:29). At least 2; `width` is above 0.
[[nodiscard]] int filmsNeeded(double auc, double width);

} // namespace ccad
