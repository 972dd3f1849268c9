// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset.h"

#include <cstdint>

namespace ccad {

/// Items set apart for one purpose. Training, validation and test items are different types, so
/// that nothing can be fitted, calibrated or thresholded on test images: such functions take the
/// first two.
template <typename Purpose> struct ItemSet
{
    std::vector<DatasetItem> items;
};
using TrainingItems = ItemSet<struct TrainingPurpose>;
using ValidationItems = ItemSet<struct ValidationPurpose>;
using TestItems = ItemSet<struct TestPurpose>;

struct SplitFractions
{
    double validation = 0.15;
    double test = 0.15;
};

/// A hold-out split: no patient on two sides, each class and source in the same proportion on each.
struct PatientSplit
{
    TrainingItems training;
    ValidationItems validation;
    TestItems test;
};

/// Items that name their split keep it; of the others, whole patients (the image itself where the
/// patient is unknown) are dealt by the seed within each stratum of class and source. When some
/// items name "test", no further test items are drawn; likewise "validation". Error:
/// DatasetUnusable when a patient is named on two sides, or a side lacks a class.
[[nodiscard]] Result<PatientSplit>
splitByPatient(const Dataset& dataset, const SplitFractions& fractions, std::uint64_t seed);

} // namespace ccad
