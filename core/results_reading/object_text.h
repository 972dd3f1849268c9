// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/read_object.h"

#include <QJsonObject>
#include <QStringList>

namespace ccad::results {

/// "Probability: 87.25 %", an item of a report on one line, without what it holds.
[[nodiscard]] QString itemText(const ContentItem& item);

/// The object in lines, those of a tree indented by two spaces a level. No patient but in the words
/// of a report itself.
[[nodiscard]] QStringList objectLines(const ReadObject& object);

/// The same for programs; the form is in docs/formats.md.
[[nodiscard]] QJsonObject objectJson(const ReadObject& object);

} // namespace ccad::results
