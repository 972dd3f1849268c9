// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QString>

namespace ccad::cli {

/// "Head epoch 2 of 10: loss 0.4312, ..."
[[nodiscard]] QString describe(const EpochReport& epoch);
/// "Head epoch 2 of 10, 120.3 images/s, 12 s left"
[[nodiscard]] QString describe(const TrainingProgress& now);

/// Shows progress in place and prints a line on standard error for each epoch, after `prefix`.
[[nodiscard]] TrainingObserver terminalObserver(const QString& prefix = {});

/// Prints the lines of the results (see evaluation_text.h), the caveat about patients first.
void printResults(const QString& title, const TestScores& scores, const ModelManifest& manifest,
                  bool knowsPatients);

/// Names the files left out on standard error and returns the exit status.
[[nodiscard]] int reportUnreadable(const QStringList& files);

} // namespace ccad::cli
