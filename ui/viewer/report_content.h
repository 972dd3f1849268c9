// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "core/inference/finding.h"
#include "core/package/model_package.h"
#include "ui/viewer/measurement.h"
#include "ui/viewer/overlay_layer.h"

#include <QDateTime>
#include <QImage>
#include <QString>
#include <QStringList>
#include <QTransform>

#include <optional>

namespace ccad {

/// All that a report says of one study, as values: the same content always gives the same bytes.
struct ReportContent
{
    QString title; ///< of the study; already without patient text where that is hidden
    QStringList patient; ///< lines, also without patient text where that is hidden
    QDateTime time; ///< when the report was asked for; printed and written as the PDF's own date

    QImage picture; ///< as shown on screen (window, inversion), unturned, of full size
    /// Turned and mirrored as on screen: a matrix of -1, 0 and 1, about the picture's middle.
    QTransform orientation;
    QString rowDirection; ///< Patient Orientation as in Radiograph: letters at the edges; or empty
    QString columnDirection;
    QString window; ///< "W 2400 L 1200", "VOI LUT"
    OverlayLayer overlay;
    double overlayOpacity = 0.5;
    QString overlayTitle; ///< "Grad-CAM for COVID-19, middle layer"
    QString overlayGrade; ///< sentences: what tests say of the map; empty: not tested
    std::vector<OverlayPlane> planes; ///< of the file, as far as they are shown on screen
    bool arePlanesHidden = false; ///< the file brings some, and they are switched off
    std::optional<PixelSpacing> spacing;
    LengthUnit unit = LengthUnit::Millimetre;
    std::vector<Measurement> measurements;

    std::optional<Finding> finding; ///< none: the report says that there is none, and why
    bool showsSeverity = false; ///< the finding's estimates of severity, where it has any
    QString noFinding; ///< why there is no finding, a sentence
    std::optional<ModelManifest> model;
    QStringList notes; ///< notes from reading the file, beside the finding's warnings
    QString comment; ///< the user's comment
};

} // namespace ccad
