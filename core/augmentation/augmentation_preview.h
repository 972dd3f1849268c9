// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/augmentation.h"
#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/display_lut.h"
#include "core/preprocess/preprocessor.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace ccad {

struct AugmentationPreviewRequest
{
    QStringList files; ///< images of the set, absolute paths
    PreprocessSpec spec; ///< of the network's input; any lungs are found by the installed package
    Augmentation augmentation;
    int copies = 4; ///< changed pictures of each file, 1..64
    std::uint64_t seed = 1; ///< the same seed shows the same changes
};

/// A picture as the network sees it, and changed copies as a training would see them, inputSize
/// pixels a side. The greys are not yet centred or mapped to the network's range, which no eye
/// could judge.
struct AugmentationPreview
{
    QString file;
    GrayImage8 plain;
    std::vector<GrayImage8> changed;
};

/// Previews in the order of the files; files that cannot be read are left out. Decodes with all
/// cores, so do not call it on the GUI thread. Errors: InvalidArgument (no files, copies,
/// inputSize), DatasetUnusable when no file can be read, Cancelled, those of preprocessorFor().
[[nodiscard]] Result<std::vector<AugmentationPreview>>
previewAugmentation(const AugmentationPreviewRequest& request, const CancelToken& cancel = {});

} // namespace ccad
