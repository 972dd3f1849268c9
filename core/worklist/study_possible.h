// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

namespace ccad {

/// The words for a class of the batch's model: its title, or its name where it has none.
[[nodiscard]] QString classWordsOf(const ScreeningJob& job, qsizetype index);

/// The classes that remain possible of a row that is Ok; absent for other rows, and where the
/// batch's model has no prediction sets.
[[nodiscard]] std::optional<std::vector<int>> possibleOf(const ScreenedStudy& study,
                                                         const ScreeningJob& job);

/// A sentence where several classes or none remain possible (possibleClassesSentence()); empty
/// where one does, or nothing is known.
[[nodiscard]] QString doubtOf(const ScreenedStudy& study, const ScreeningJob& job);

} // namespace ccad
