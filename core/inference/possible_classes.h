// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"

namespace ccad {

/// What a prediction set says, in words: "Possible at 90 % coverage: COVID-19 pattern alone.",
/// "Possible at 90 % coverage: COVID-19 pattern or other pneumonia; the model does not know
/// which.", or "At 90 % coverage no class is possible: the model does not know." `titles` are those
/// of all classes.
[[nodiscard]] QString possibleClassesSentence(const std::vector<int>& possible, double coverage,
                                              const QStringList& titles);

/// The sentence for a finding; empty where the model makes no such promise.
[[nodiscard]] QString possibleClassesSentence(const Finding& finding,
                                              const ModelManifest& manifest);

/// Names joined as a CSV cell holds them: "covid|pneumonia"; "none" for none of them.
[[nodiscard]] QString possibleClassesCell(const std::vector<int>& possible,
                                          const QStringList& names);

} // namespace ccad
