// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/shown_study.h"

#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/viewer/image_canvas.h"

namespace ccad {

std::optional<ShownStudy> shownOn(const ImageCanvas& canvas, const OpenedStudy* study,
                                  const StudyLoader& loader, const Settings& settings)
{
    if (study == nullptr)
        return std::nullopt;
    ShownStudy shown;
    shown.path = study->path;
    shown.format = study->radiograph.format;
    shown.voi = canvas.voi();
    shown.orientation = canvas.view().orientation();
    shown.isInverted = canvas.isInverted();
    shown.arePlanesHidden = canvas.arePlanesHidden();
    shown.style = choiceOf(overlayStyleNames(), settings.value(Setting::OverlayStyle).toString());
    shown.classifier = loader.classifier();
    shown.lane = loader.lane();
    return shown;
}

} // namespace ccad
