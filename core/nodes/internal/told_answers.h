// SPDX-License-Identifier: GPL-3.0-or-later
// Answers on their way from the locked process that read them.
#pragma once

#include "core/nodes/query.h"

#include <QByteArray>

#include <optional>

namespace ccad {

constexpr qsizetype longestAnswerText = 1024;
constexpr std::size_t mostAnswerValues = 1000; ///< of one answer

[[nodiscard]] QByteArray bytesOf(const std::vector<QueryMatch>& matches);
/// Nothing for bytes that cannot be answers: they are those of a process that may have been taken
/// over.
[[nodiscard]] std::optional<std::vector<QueryMatch>> matchesFrom(const QByteArray& bytes);

} // namespace ccad
