// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

namespace ccad {

/// The words for a class: its title, or its name where it has none.
[[nodiscard]] inline QString wordsFor(const ModelClass& modelClass)
{
    return modelClass.title.isEmpty() ? modelClass.name : modelClass.title;
}

} // namespace ccad
