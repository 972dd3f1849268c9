// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_report.h"

#include "core/base/plain_number.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/saliency_overlay.h"
#include "ui/words/patient_text.h"

#include <QCoreApplication>
#include <QDateTime>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StudyReport", text);
}

QString windowText(const ImageCanvas& canvas)
{
    QString text = tr("VOI LUT of the file");
    if (const auto* window = std::get_if<VoiWindow>(&canvas.voi()))
        text = tr("W %1 L %2").arg(plainNumber(window->width), plainNumber(window->center));
    return canvas.isInverted() ? tr("%1, inverted").arg(text) : text;
}

void addLook(ReportContent& content, const StudyLook& look, const Settings& settings)
{
    content.picture = look.canvas.pictureImage();
    content.orientation = look.canvas.view().orientation();
    content.window = windowText(look.canvas);
    content.planes = look.canvas.shownPlanes();
    content.arePlanesHidden = look.canvas.arePlanesHidden();
    content.overlayOpacity = settings.value(Setting::OverlayOpacity).toInt() / 100.0;
    if (!settings.value(Setting::OverlayVisible).toBool())
        return;
    content.overlay = look.overlay.layer();
    content.overlayTitle = look.overlay.title();
    if (look.overlay.grade())
        content.overlayGrade = look.overlay.grade()->words;
}

} // namespace

ReportedAnalysis analysisOf(const StudyLoader& loader, const ExplainedStudy* explained,
                            const QString& sentence)
{
    ReportedAnalysis analysis;
    if (const auto classifier = loader.classifier())
        analysis.model = classifier->manifest();
    if (explained)
        analysis.finding = explained->finding;
    else if (loader.stage() == StudyLoader::Stage::Idle)
        analysis.noFinding = sentence;
    else
        analysis.noFinding = tr("The analysis was not finished when this report was made.");
    return analysis;
}

ReportContent reportOf(const ReportedStudy& study, const StudyLook& look, const Settings& settings)
{
    const Radiograph& radiograph = study.radiograph;
    ReportContent content;
    content.title = study.title;
    content.patient = patientLines(radiograph, isPatientTextHidden(settings));
    content.time = QDateTime::currentDateTime();
    addLook(content, look, settings);
    content.rowDirection = radiograph.rowDirection;
    content.columnDirection = radiograph.columnDirection;
    content.spacing = radiograph.spacing;
    content.unit = lengthUnitOf(settings.value(Setting::LengthUnit).toString());
    content.measurements = study.measurements;
    content.comment = study.comment;
    content.model = study.analysis.model;
    content.notes = study.notes;
    content.finding = study.analysis.finding;
    content.noFinding = study.analysis.noFinding;
    if (content.finding) {
        content.showsSeverity = settings.value(Setting::ShowSeverity).toBool();
        // The finding's warnings repeat these notes.
        content.notes.removeIf(
            [&](const QString& note) { return content.finding->warnings.contains(note); });
    }
    return content;
}

} // namespace ccad
