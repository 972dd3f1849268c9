// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QString>

namespace ccad::cli {

/// "Head epoch 2 of 10: loss 0.4312, ..."
[[nodiscard]] QString describe(const EpochReport& epoch);
/// "Head epoch 2 of 10, 120.3 images/s, 12 s left"
[[nodiscard]] QString describe(const TrainingProgress& now);

/// Progress in place, and a line on standard error for each epoch, after `prefix`.
[[nodiscard]] TrainingObserver terminalObserver(const QString& prefix = {});

/// The lines of the results (see evaluation_text.h), the patients' caveat first.
void printResults(const QString& title, const TestScores& scores, const ModelManifest& manifest,
                  bool knowsPatients);

/// Names the files left out on standard error, and says with which status to exit.
[[nodiscard]] int reportUnreadable(const QStringList& files);

} // namespace ccad::cli
