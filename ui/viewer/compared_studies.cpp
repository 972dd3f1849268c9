// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/compared_studies.h"

#include "ui/settings/settings.h"
#include "ui/viewer/film_overlays.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/mouse_actions.h"
#include "ui/viewer/study_list_model.h"
#include "ui/viewer/study_notes.h"
#include "ui/words/patient_text.h"

using namespace Qt::StringLiterals;

namespace ccad {

ComparedStudies::ComparedStudies(ComparedViews& views, const StudyListModel& studies,
                                 StudyNotes& notes, Settings& settings,
                                 const std::shared_ptr<ComputeLane>& lane, QObject* parent)
    : QObject(parent), m_views(views), m_studies(studies), m_notes(notes), m_settings(settings)
{
    const auto explainer = std::make_shared<KeptExplainer>();
    const auto lungs = std::make_shared<KeptLungs>();
    m_overlay = new SaliencyOverlay(settings, lane, explainer, lungs, this);
    m_pinnedOverlay = new SaliencyOverlay(settings, lane, explainer, lungs, this);
    connect(m_overlay, &SaliencyOverlay::changed, this, [this] {
        showOverlay();
        Q_EMIT overlayChanged();
    });
    connect(m_pinnedOverlay, &SaliencyOverlay::changed, this,
            [this] { m_views.pinned().setOverlay(m_pinnedOverlay->layer()); });
    connect(m_overlay, &SaliencyOverlay::failed, this, &ComparedStudies::overlayFailed);
}

void ComparedStudies::showOverlay()
{
    m_views.main().setOverlay(m_fromFile.isEmpty() ? m_overlay->layer() : m_fromFile);
}

void ComparedStudies::showFromFile(const OverlayLayer& layer, const QStringList& lines)
{
    m_fromFile = layer;
    m_fromFileLines = lines;
    showOverlay();
    if (m_study)
        describe(m_views.main(), *m_study);
}

void ComparedStudies::setPath(const QString& path)
{
    m_path = path;
    updateCaptions();
}

MeasurementList* ComparedStudies::measurements() const
{
    if (&m_views.active() == &m_views.pinned())
        return m_pinned ? &m_notes.measurements(m_pinned->study.path) : nullptr;
    return m_study ? &m_notes.measurements(m_study->path) : nullptr;
}

void ComparedStudies::show(const OpenedStudy& study)
{
    m_study = study;
    m_views.showMain(study);
    if (m_moved && m_moved->path == study.path) {
        m_views.main().setVoi(m_moved->voi);
        m_views.main().setInverted(m_moved->isInverted);
    }
    m_moved.reset();
    describe(m_views.main(), study);
}

void ComparedStudies::explain(const ExplainedStudy& explained)
{
    m_explained = explained;
    m_overlay->setStudy(explained);
}

void ComparedStudies::forgetFinding()
{
    m_explained.reset();
    m_overlay->clear();
}

void ComparedStudies::clear(const QString& hint)
{
    m_study.reset();
    m_fromFile = {};
    m_fromFileLines.clear();
    forgetFinding();
    m_views.main().clear(hint);
    m_views.main().setCornerLines({}); // those of another patient
    m_views.main().setMeasurements(nullptr);
}

void ComparedStudies::clear()
{
    clear(QString());
}

void ComparedStudies::showHint()
{
    clear(tr("Drop radiographs here, or press Ctrl+O"));
    m_views.main().setAccessibleName(tr("Radiograph: none is open"));
}

void ComparedStudies::setCompared(bool compared)
{
    if (compared == m_views.isCompared() || (compared && !m_study))
        return;
    if (compared) {
        m_views.setCompared(true);
        pinCurrent();
    } else {
        m_pinned.reset();
        m_pinnedOverlay->clear();
        m_views.pinned().setMeasurements(nullptr);
        m_views.setCompared(false);
    }
    updateCaptions();
}

void ComparedStudies::pinCurrent()
{
    m_pinned = Pinned{*m_study, m_explained};
    ImageCanvas& canvas = m_views.pinned();
    canvas.setStudy(m_pinned->study);
    describe(canvas, m_pinned->study);
    canvas.setVoi(m_views.main().voi());
    canvas.setInverted(m_views.main().isInverted());
    canvas.setRelativeView(m_views.main().relativeView());
    m_pinnedOverlay->clear();
    if (m_pinned->explained)
        m_pinnedOverlay->setStudy(*m_pinned->explained);
}

QString ComparedStudies::swap()
{
    if (!m_pinned || !m_study)
        return {};
    const ImageCanvas& right = m_views.pinned();
    const QString path = m_pinned->study.path;
    m_moved = Moved{path, right.voi(), right.isInverted()};
    pinCurrent();
    return path;
}

void ComparedStudies::setClass(int classIndex)
{
    m_overlay->setClass(classIndex);
    m_pinnedOverlay->setClass(classIndex);
}

void ComparedStudies::setTool(Tool tool)
{
    m_views.main().setTool(tool);
    m_views.pinned().setTool(tool);
}

void ComparedStudies::applySettings()
{
    for (ImageCanvas* canvas : {&m_views.main(), &m_views.pinned()}) {
        canvas->setOverlayVisible(m_settings.value(Setting::OverlayVisible).toBool());
        canvas->setOverlayOpacity(m_settings.value(Setting::OverlayOpacity).toInt() / 100.0);
        canvas->setFilmOverlaysVisible(m_settings.value(Setting::FilmOverlays).toBool());
        canvas->setInterpolation(m_settings.value(Setting::Interpolation).toString()
                                 == u"nearest"_s);
        canvas->setLengthUnit(lengthUnitOf(m_settings.value(Setting::LengthUnit).toString()));
        canvas->setMouseActions(mouseActionsOf(m_settings));
    }
}

void ComparedStudies::refreshTexts()
{
    if (m_study)
        describe(m_views.main(), *m_study);
    if (m_pinned)
        describe(m_views.pinned(), m_pinned->study);
    updateCaptions();
}

void ComparedStudies::describe(ImageCanvas& canvas, const OpenedStudy& study)
{
    const bool isHidden = isPatientTextHidden(m_settings);
    canvas.setCornerLines(patientLines(study.radiograph, isHidden)
                          + filmOverlayLines(study.radiograph.planes, isHidden)
                          + (&canvas == &m_views.main() ? m_fromFileLines : QStringList()));
    canvas.setAccessibleName(tr("Radiograph %1").arg(m_studies.title(study.path)));
    canvas.setMeasurements(&m_notes.measurements(study.path));
}

QString ComparedStudies::caption(const QString& path) const
{
    const QModelIndex index = m_studies.index(m_studies.rowOf(path));
    return index.isValid() ? index.data(Qt::AccessibleTextRole).toString() : QString();
}

void ComparedStudies::updateCaptions()
{
    m_views.setCaptions(caption(m_path),
                        m_pinned ? tr("Pinned: %1").arg(caption(pinnedPath())) : QString());
}

} // namespace ccad
