// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset.h"

#include <cstdint>

namespace ccad {

/// Items set apart for one purpose. Training, validation and test items are different types, so
/// that nothing can be fitted, calibrated or thresholded on test images: such functions take only
/// the first two.
template <typename Purpose> struct ItemSet
{
    std::vector<DatasetItem> items;
};
using TrainingItems = ItemSet<struct TrainingPurpose>;
using ValidationItems = ItemSet<struct ValidationPurpose>;
using TestItems = ItemSet<struct TestPurpose>;

/// How a data set is divided.
struct SplitPlan
{
    /// Share of the images; with folds, of the images outside the test part.
    double validation = 0.15;
    double test = 0.15; ///< share of the images; not used with folds
    /// 0: hold-out. k >= 2: the data set is dealt into k parts, whatever splits its items name;
    /// part `fold` is the test side and `validation` of the rest the validation side.
    int folds = 0;
    int fold = 0; ///< 0..folds-1; every image is a test image in exactly one fold
    /// Lets the test side lack classes, as when a model is tried in a hospital of its own.
    bool testMayLackClasses = false;
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
/// items name "test", no further test items are drawn; the same holds for "validation". Errors:
/// DatasetUnusable when a patient is named on two sides, or a side lacks a class; InvalidArgument
/// for a plan that makes no sense.
[[nodiscard]] Result<PatientSplit> splitByPatient(const Dataset& dataset, const SplitPlan& plan,
                                                  std::uint64_t seed);

} // namespace ccad
