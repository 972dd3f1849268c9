// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"

#include <map>

namespace ccad {

// Internal: names of classes as folders and tables have them.

/// A name on one line: line ends, control characters and marks that turn the order of letters
/// around become spaces, characters without width go; there are no two spaces in a row and none at
/// the ends.
[[nodiscard]] QString cleanName(const QString& text);

/// The name with what nobody sees in it made visible: spaces at its ends and in a row as "\u2423",
/// line ends, control characters, invisible ones, and letters of another script that look like
/// Latin ones beside them as "<U+200B>".
[[nodiscard]] QString visibleName(const QString& text);

/// Groups of names, as folders and tables have them, that differ by capitals, by spaces, by the
/// form of their Unicode characters or by invisible ones alone, each in order.
[[nodiscard]] std::vector<QStringList> alikeNames(const QStringList& names);

/// The name that stands for a group of alike ones: that of most images; of as many, one in composed
/// form and in small letters.
[[nodiscard]] QString nameForAll(const QStringList& group, const std::map<QString, int>& images);

/// The names, those that are alike to exactly one of `known` as it is there.
[[nodiscard]] QStringList namesKnownAs(const QStringList& names, const QStringList& known);

} // namespace ccad
