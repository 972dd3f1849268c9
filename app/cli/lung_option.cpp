// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lung_option.h"

#include "app/cli/console.h"
#include "core/base/data_dirs.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {

std::unique_ptr<LungSegmenter> lungSegmenter()
{
    auto lungs = LungSegmenter::load(dataDir() + u"/models/ccad-lungs"_s);
    if (lungs)
        return std::move(*lungs);
    printMessage(lungs.error().message);
    return nullptr;
}

} // namespace ccad::cli
