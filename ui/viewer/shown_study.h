// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"
#include "core/imaging/radiograph.h"
#include "core/inference/classifier.h"
#include "ui/viewer/overlay_names.h"

#include <QString>
#include <QTransform>

#include <memory>

namespace ccad {

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

} // namespace ccad
