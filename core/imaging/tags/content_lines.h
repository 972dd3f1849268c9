// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tags/tag_tree.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// The content tree of a structured report (PS3.3 C.17.3) as viewers show it: its title, then a
/// line an item, "Probability: 87.25 %", with two spaces a level before it. Of any report, whatever
/// its template; of an outline the number of its points. Empty where the file is no report. Shows
/// what people wrote, which may name the patient.
[[nodiscard]] QStringList contentLines(const TagTree& tree);

} // namespace ccad
