// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lung_trainer/lung_images.h"
#include "app/lung_trainer/lung_scores.h"
#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/lungs/lung_package.h"

#include <QString>

#include <cstdint>
#include <map>
#include <set>

namespace ccad {

/// Two networks learn one after the other, since the masks at hand may belong to images on which a
/// model to be given away must not be trained. The teacher learns the masks and is thrown away. The
/// student learns the teacher's masks of images that may be used so. Neither sees the patients held
/// out.
struct LungTrainingRequest
{
    QString manifest; ///< CSV; see readLungRows
    QString baseWeights; ///< MobileNetV2 on ImageNet; both networks start from it
    double heldOut = 0.25; ///< share of the patients with masks
    int teacherEpochs = 30;
    int studentEpochs = 5;
    int batch = 16;
    std::uint64_t seed = 1;
    QString version = QStringLiteral("1.0.0");
};

/// How many images of a source the student learned from, and how many were left out because the
/// teacher's mask of them is implausible.
struct LungSourceCount
{
    int used = 0;
    int implausible = 0;
};

struct LungTrainingOutcome
{
    LungPackage package; ///< the student, with its card
    LungScores teacher; ///< scores of the teacher on held-out patients
    LungScores student;
    std::map<QString, LungSourceCount> sources;
    int unreadable = 0;
    int trainingMasks = 0; ///< masks that the teacher learned
};

/// The patients that neither network sees: that share of the patients with masks, drawn by the
/// seed.
[[nodiscard]] std::set<QString> heldOutPatients(const std::vector<LungRow>& rows, double share,
                                                std::uint64_t seed);

/// The same request on the same machine with as many threads gives the same weights. Errors: those
/// of reading the manifest and the weights, DatasetUnusable, Cancelled, Internal.
[[nodiscard]] Result<LungTrainingOutcome>
trainLungs(const LungTrainingRequest& request, const CancelToken& cancel, const Progress& progress);

} // namespace ccad
