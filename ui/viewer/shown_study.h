// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"
#include "core/imaging/radiograph.h"
#include "core/inference/classifier.h"
#include "ui/viewer/overlay_names.h"

#include <QString>
#include <QTransform>

#include <memory>
#include <optional>

namespace ccad {

class ImageCanvas;
class Settings;
class StudyLoader;
struct OpenedStudy;

/// A study on screen, how it is shown, and who judges it: values.
struct ShownStudy
{
    QString path;
    FileFormat format = FileFormat::Dicom;
    Voi voi;
    QTransform orientation; ///< a matrix of -1, 0 and 1
    bool isInverted = false;
    bool arePlanesHidden = false;
    OverlayStyle style = OverlayStyle::Colours;
    std::shared_ptr<const Classifier> classifier; ///< null: no model
    std::shared_ptr<ComputeLane> lane; ///< not null: analyses take turns in it
};

/// The study of a canvas, with the model and the lane of the loader. Nothing without a study.
[[nodiscard]] std::optional<ShownStudy> shownOn(const ImageCanvas& canvas, const OpenedStudy* study,
                                                const StudyLoader& loader,
                                                const Settings& settings);

} // namespace ccad
