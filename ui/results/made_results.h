// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_writing/results_writer.h"

#include <QImage>

#include <memory>
#include <vector>

namespace ccad {

/// Objects that were made and not written: what is shown is what will be written.
struct MadeResults
{
    results::FilmResults film; ///< with previews
    std::vector<QImage> pictures; ///< of the previews; a null image: the object is words alone
};

using MadeResultsPtr = std::shared_ptr<const MadeResults>;

} // namespace ccad
