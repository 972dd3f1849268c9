// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/training_images.h"
#include "core/training/training_clock.h"

namespace ccad {

/// Input of the last part of a training: the network is trained and stands in outcome.package.
struct FinishedModel
{
    const TrainingRequest& request;
    const PatientSplit& split;
    const TrainingImages& images;
    const TrainingControl& control;
    const TrainingObserver& observer;
    TrainingClock& clock;
};

/// Calibrates on validation images, then scores validation, test and outside images with the
/// calibrated model; fills the manifest's temperature and thresholds, and everything in `outcome`
/// that says how good the model is. Errors: those of Classifier; Cancelled.
[[nodiscard]] Result<void> evaluateModel(const FinishedModel& model, TrainingOutcome& outcome);

} // namespace ccad
