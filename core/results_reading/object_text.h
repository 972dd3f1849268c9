// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/read_object.h"

#include <QJsonObject>
#include <QStringList>

namespace ccad::results {

/// Whether words are shown that may tell whom an object is about: free text, names and UIDs.
enum class FreeWords
{
    Shown,
    Hidden
};

/// "Probability: 87.25 %", an item of a report on one line, without what it holds.
[[nodiscard]] QString itemText(const ContentItem& item, FreeWords words = FreeWords::Shown);

/// The object in lines, those of a tree indented by two spaces a level. The patient that the file
/// names is in none of them.
[[nodiscard]] QStringList objectLines(const ReadObject& object, FreeWords words = FreeWords::Shown);

/// The same for programs; the form is in docs/formats.md.
[[nodiscard]] QJsonObject objectJson(const ReadObject& object);

} // namespace ccad::results
