// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/review_place.h"

#include "core/model/runtime.h"
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/overlay_image.h"
#include "ui/viewer/study_delegate.h"
#include "ui/viewer/study_files.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/probability_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QSplitter>
#include <QVBoxLayout>

namespace ccad {

namespace {

constexpr int thumbnailPixels = 96; ///< 48 at a device pixel ratio of 2

} // namespace

ReviewPlace::ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_loader(loader),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_list(new QListView(this)),
      m_studiesPanel(makeStudiesPanel()), m_canvas(new ImageCanvas(this)),
      m_messages(new MessageBar(this)), m_findingPanel(new FindingPanel(settings, this))
{
    setAccessibleName(tr("Review"));
    makeLayout();
    connectLoader();
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    openRow(current.row());
            });
    connect(&m_settings, &Settings::changed, this, &ReviewPlace::applySettings);
    applySettings();
    showEmptyCanvas();
}

QWidget* ReviewPlace::makeStudiesPanel()
{
    m_list->setModel(&m_studies);
    m_list->setItemDelegate(new StudyDelegate(m_list));
    m_list->setAccessibleName(tr("Studies"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);

    auto* panel = new QWidget(this);
    panel->setAccessibleName(tr("Studies"));
    auto* header = new QHBoxLayout;
    header->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::small);
    header->addWidget(makeTextLabel(tr("Studies"), "heading", panel));
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_list, 1);
    panel->setMinimumWidth(160);
    panel->setAutoFillBackground(true);
    return panel;
}

void ReviewPlace::makeLayout()
{
    auto* middle = new QWidget(this);
    middle->setAccessibleName(tr("Radiograph and messages"));
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_canvas, 1);

    m_splitter->setAccessibleName(tr("Review"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_studiesPanel);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_findingPanel);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({208, 760, 312});
    m_splitter->restoreState(m_settings.value(Setting::SplitterState).toByteArray());
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_settings.setValue(Setting::SplitterState, m_splitter->saveState()); });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
}

void ReviewPlace::connectLoader()
{
    connect(&m_loader, &StudyLoader::stageChanged, m_findingPanel, &FindingPanel::setStage);
    connect(&m_loader, &StudyLoader::pictureReady, this, &ReviewPlace::onPicture);
    connect(&m_loader, &StudyLoader::readingFailed, this, &ReviewPlace::onReadingFailed);
    connect(&m_loader, &StudyLoader::findingReady, this, &ReviewPlace::onFinding);
    connect(&m_loader, &StudyLoader::analysisFailed, this, [this](const Error& error) {
        m_findingPanel->setProblem(error);
        m_studies.setSummary(m_currentPath, tr("No finding"));
    });
    connect(&m_loader, &StudyLoader::modelReady, this, &ReviewPlace::onModelReady);
    connect(&m_loader, &StudyLoader::modelFailed, this, &ReviewPlace::onModelFailed);
}

void ReviewPlace::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    // Even asking whether a path is a folder can take seconds on a network disk.
    m_search.start([paths](const CancelToken& token) { return studyFiles(paths, token); },
                   [this](const Result<QStringList>& files) {
                       if (files)
                           show(*files);
                       else
                           complain(files.error().message);
                   });
}

void ReviewPlace::show(const QStringList& files)
{
    m_messages->hide();
    m_studies.add(files);
    Q_EMIT studiesChanged();
    m_untried = files.mid(1);
    m_unreadable = 0;
    select(files.front());
}

void ReviewPlace::select(const QString& path)
{
    m_selected = path;
    const int row = m_studies.rowOf(path);
    if (m_list->currentIndex().row() == row)
        openRow(row); // again: the file may have changed
    else
        m_list->setCurrentIndex(m_studies.index(row));
}

void ReviewPlace::openRow(int row)
{
    const QString path = m_studies.path(row);
    if (path != m_selected) {
        // Chosen by hand: if it cannot be read, that is said and no other is tried.
        m_untried.clear();
        m_unreadable = 0;
        m_messages->hide();
    }
    m_selected.clear();
    m_finding.reset();
    m_overlay.cancel();
    m_canvas->clear();
    setCurrentPath(path);
    m_loader.open(path);
}

void ReviewPlace::openNext()
{
    step(1);
}

void ReviewPlace::openPrevious()
{
    step(-1);
}

void ReviewPlace::step(int rows)
{
    const int row = m_list->currentIndex().row() + rows;
    if (row >= 0 && row < m_studies.rowCount())
        m_list->setCurrentIndex(m_studies.index(row));
}

void ReviewPlace::closeStudy()
{
    const int row = m_studies.rowOf(m_currentPath);
    m_untried.clear();
    m_messages->hide();
    m_loader.cancel();
    m_finding.reset();
    m_overlay.cancel();
    setCurrentPath({});
    showEmptyCanvas();
    m_findingPanel->clearFinding();
    // The view moves on to a neighbour, which opens it.
    m_studies.remove(row);
    Q_EMIT studiesChanged();
}

void ReviewPlace::setCurrentPath(const QString& path)
{
    m_currentPath = path;
    Q_EMIT currentPathChanged(path);
}

void ReviewPlace::onPicture(const OpenedStudy& study)
{
    m_canvas->setStudy(study);
    m_canvas->setAccessibleName(tr("Radiograph %1").arg(QFileInfo(study.path).fileName()));
    m_studies.setThumbnail(study.path, study.picture.thumbnail(thumbnailPixels));
    m_untried.clear();
    if (m_unreadable > 0)
        say(tr("%n file(s) could not be read; the list says why.", nullptr, m_unreadable));
    m_unreadable = 0;
}

void ReviewPlace::onReadingFailed(const QString& path, const Error& error)
{
    m_studies.setFailed(path, error.message);
    ++m_unreadable;
    if (!m_untried.isEmpty()) {
        select(m_untried.takeFirst());
        return;
    }
    showEmptyCanvas();
    m_findingPanel->clearFinding();
    complain(m_unreadable > 1 ? tr("None of these %1 files could be read. The last one: %2")
                                    .arg(m_unreadable)
                                    .arg(error.message)
                              : error.message);
    m_unreadable = 0;
}

void ReviewPlace::onFinding(const Finding& finding)
{
    m_finding = finding;
    m_findingPanel->setFinding(finding);
    const auto& classes = m_loader.classifier()->manifest().classes;
    const auto label = size_t(finding.label);
    m_studies.setSummary(m_currentPath,
                         finding.status == Finding::Status::Refused
                             ? tr("Refused")
                             : tr("%1 %2").arg(percentText(finding.probabilities.at(label)),
                                               wordsFor(classes.at(label))));
    renderOverlay();
}

void ReviewPlace::onModelReady()
{
    m_findingPanel->setModel(m_loader.classifier()->manifest());
    if (!m_canvas->hasStudy())
        m_findingPanel->clearFinding();
    if (const auto warning = slowBlasWarning())
        say(*warning);
}

void ReviewPlace::onModelFailed(const Error& error)
{
    m_findingPanel->setModelProblem(error);
    complain(error.message);
}

void ReviewPlace::renderOverlay()
{
    if (!m_finding)
        return;
    const QSize size(m_canvas->radiograph().columns, m_canvas->radiograph().rows);
    const ColourMap map = colourMapOf(m_settings.value(Setting::ColourMap).toString());
    m_overlay.start([finding = *m_finding, size,
                     map](const CancelToken&) { return overlayImage(finding.map, size, map); },
                    [this](const QImage& overlay) { m_canvas->setOverlay(overlay); });
}

void ReviewPlace::applySettings()
{
    m_studiesPanel->setVisible(m_settings.value(Setting::StudiesPanelVisible).toBool());
    m_findingPanel->setVisible(m_settings.value(Setting::FindingPanelVisible).toBool());
    m_canvas->setOverlayVisible(m_settings.value(Setting::OverlayVisible).toBool());
    m_canvas->setOverlayOpacity(m_settings.value(Setting::OverlayOpacity).toInt() / 100.0);
    renderOverlay();
}

void ReviewPlace::say(const QString& text)
{
    m_messages->show(MessageBar::Severity::Information, text);
}

void ReviewPlace::complain(const QString& text)
{
    m_messages->show(MessageBar::Severity::Error, text);
}

void ReviewPlace::showEmptyCanvas()
{
    m_canvas->clear(tr("Drop radiographs here, or press Ctrl+O"));
    m_canvas->setAccessibleName(tr("Radiograph: none is open"));
}

} // namespace ccad
