// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/shown_as.h"

namespace ccad {

namespace {

/// Quarters clockwise from where the film's rows point after mirroring to where they point on
/// screen.
int quarterTurns(const QTransform& orientation, bool isMirrored)
{
    const QPointF rows = orientation.map(QPointF(isMirrored ? -1 : 1, 0));
    if (rows.x() != 0)
        return rows.x() > 0 ? 0 : 2;
    return rows.y() > 0 ? 1 : 3;
}

results::MapStyle mapStyle(OverlayStyle style)
{
    switch (style) {
    case OverlayStyle::Contours:
        return results::MapStyle::Contours;
    case OverlayStyle::Both:
        return results::MapStyle::Both;
    case OverlayStyle::Colours:
        break;
    }
    return results::MapStyle::Colours;
}

} // namespace

results::ShownAs shownAs(const ShownStudy& study, const ReportContent& content)
{
    results::ShownAs shown;
    shown.voi = study.voi;
    shown.mirrored = study.orientation.determinant() < 0;
    shown.quarterTurns = quarterTurns(study.orientation, shown.mirrored);
    shown.inverted = study.isInverted;
    shown.arePlanesHidden = study.arePlanesHidden;
    shown.map = mapStyle(study.style);
    for (const Measurement& measurement : content.measurements)
        shown.measurements.push_back(
            {measurement.points, textOf(measurement, content.spacing, content.unit)});
    return shown;
}

} // namespace ccad
