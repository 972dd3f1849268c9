// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/training/training_place.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/dropped_files.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/internal/status_line.h"
#include "ui/words/patient_text.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int notesPatienceMs = 5000;

} // namespace

MainWindow::MainWindow(Settings& settings, StudyLoader& loader)
    : m_settings(settings), m_loader(loader), m_models(new ModelLibrary(settings, loader, this)),
      m_review(new ReviewPlace(settings, loader, this)),
      m_screening(new ScreeningPlace(settings, loader, this)),
      m_training(new TrainingPlace(settings, loader, *m_models, this)),
      m_modelPlace(new ModelPlace(*m_models, m_settings, this)), m_places(new QStackedWidget(this)),
      m_tools(new QToolBar(tr("Tools"), this)), m_status(new StatusLine(this)),
      m_model(new QLabel(this))
{
    showTextLiterally(*qApp);
    setWindowTitle(u"CCAD"_s);
    setAccessibleName(tr("CCAD"));
    setAcceptDrops(true);
    makeCentre();
    setStatusBar(m_status);
    makeMenus();
    makeToolBar();
    connectCommands();
    connectReview();
    connectModels();
    connectJobs();
    connect(&m_settings, &Settings::changed, this, &MainWindow::applySettings);

    resize(1280, 800);
    restoreGeometry(m_settings.value(Setting::WindowGeometry).toByteArray());
    applySettings();
    showPlace(placeOf(m_settings.value(Setting::Place).toString()));
}

MainWindow::~MainWindow() = default;

void MainWindow::connectReview()
{
    connect(m_review, &ReviewPlace::currentPathChanged, this, [this] {
        showFileName();
        updateCommands();
    });
    connect(m_review, &ReviewPlace::studiesChanged, this, &MainWindow::updateCommands);
    connect(m_review, &ReviewPlace::activeCanvasChanged, this, &MainWindow::followCanvas);
    followCanvas();
    connect(m_review, &ReviewPlace::notesStateChanged, this, &MainWindow::onNotesState);
    m_notesPatience.setSingleShot(true);
    m_notesPatience.setInterval(notesPatienceMs);
    connect(&m_notesPatience, &QTimer::timeout, this, &MainWindow::askWhetherToLoseNotes);
    // After the review place, which was connected first and has put the picture on its canvas.
    connect(&m_loader, &StudyLoader::pictureReady, this, [this] {
        showWindowPresets();
        updateCommands();
    });
}

void MainWindow::followCanvas()
{
    ImageCanvas* canvas = &m_review->canvas();
    m_status->follow(*canvas);
    for (const QMetaObject::Connection& connection : m_canvasConnections)
        disconnect(connection);
    m_canvasConnections
        = {connect(canvas, &ImageCanvas::voiChanged, this, &MainWindow::updateStudyCommands),
           connect(canvas, &ImageCanvas::contextMenuRequested, this, &MainWindow::showContextMenu)};
    showWindowPresets();
    updateCommands();
}

void MainWindow::connectModels()
{
    connect(&m_loader, &StudyLoader::modelReady, this, &MainWindow::showModel);
    connect(&m_loader, &StudyLoader::modelFailed, this, &MainWindow::showModel);
    connect(m_models, &ModelLibrary::changed, this, &MainWindow::showModel);
    connect(m_models, &ModelLibrary::fellBack, this, [this](const QString& sentence) {
        m_review->messageBar().show(MessageBar::Severity::Information, sentence);
    });
    connect(m_modelPlace, &ModelPlace::resultsRequested, this, [this](const QString& folder) {
        showPlace(Place::Training);
        m_training->showResultsOf(folder);
    });
}

void MainWindow::connectJobs()
{
    connect(m_training, &TrainingPlace::openRequested, this, &MainWindow::openWith);
    connect(m_training, &TrainingPlace::jobChanged, this,
            [this](const QString& sentence) { showJob(m_training, sentence); });
    connect(&m_training->job(), &TrainingJob::stateChanged, this, &MainWindow::closeWhenIdle);
    connect(m_screening, &ScreeningPlace::openRequested, this, &MainWindow::openWith);
    connect(m_screening, &ScreeningPlace::jobChanged, this,
            [this](const QString& sentence) { showJob(m_screening, sentence); });
    connect(&m_screening->run(), &ScreeningRun::stateChanged, this, &MainWindow::closeWhenIdle);
}

void MainWindow::showJob(const QObject* owner, const QString& sentence)
{
    // While closing, a single message replaces the jobs' own.
    if (!m_isClosing)
        m_status->setJob(owner, sentence);
}

bool MainWindow::hasJob() const
{
    return m_training->job().isActive() || m_screening->run().isActive();
}

void MainWindow::closeWhenIdle()
{
    // Queued, so that the other slots run first.
    if (m_isClosing && !hasJob())
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

void MainWindow::showPlace(Place place)
{
    m_place = place;
    QWidget* const widgets[] = {m_review, m_screening, m_training, m_modelPlace};
    const Command commands[] = {Command::ReviewPlace, Command::ScreeningPlace,
                                Command::TrainingPlace, Command::ModelPlace};
    m_places->setCurrentWidget(widgets[size_t(place)]);
    m_commands[commands[size_t(place)]]->setChecked(true);
    m_tools->setVisible(place == Place::Review);
    m_status->setViewerShown(place == Place::Review);
    m_settings.setValue(Setting::Place, keyOf(place));
    if (place == Place::Review)
        m_review->canvas().setFocus();
    else
        widgets[size_t(place)]->setFocus();
    applySettings();
    updateTitle();
    updateCommands();
}

void MainWindow::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    m_models->lookWithActive();
    showPlace(Place::Review);
    m_review->open(paths);
}

void MainWindow::openWith(const QString& file, const QString& modelFolder)
{
    m_models->lookWith(modelFolder);
    showPlace(Place::Review);
    m_review->open({file});
}

void MainWindow::showModel()
{
    const auto classifier = m_loader.classifier();
    QString text = tr("Model: none");
    if (classifier)
        text = tr("Model: %1 %2").arg(classifier->manifest().name, classifier->manifest().version);
    if (classifier && m_models->isLookingElsewhere())
        text = tr("%1 (not the active one)").arg(text);
    m_model->setText(text);
    m_model->setAccessibleName(text);
    updateCommands();
}

void MainWindow::showFileName()
{
    const bool hidden = isPatientTextHidden(m_settings);
    m_status->setFile(m_review->currentTitle(), hidden ? QString() : m_review->currentPath());
    updateTitle();
}

void MainWindow::updateTitle()
{
    const QString name = m_place == Place::Review ? m_review->currentTitle()
        : m_place == Place::Screening             ? tr("Screening")
        : m_place == Place::Training              ? tr("Training")
                                                  : tr("Model");
    setWindowTitle(name.isEmpty() ? tr("CCAD") : tr("%1 – CCAD").arg(literalTitle(name)));
}

void MainWindow::waitForJobs()
{
    for (const QObject* owner :
         {static_cast<QObject*>(m_training), static_cast<QObject*>(m_screening)})
        showJob(owner, {});
    m_isClosing = true;
    centralWidget()->setEnabled(false);
    menuBar()->setEnabled(false);
    m_training->job().cancel();
    m_screening->run().cancel();
    m_status->setJob(this,
                     tr("Waiting for what runs in the background to come to a halt. It can go "
                        "on later."));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (hasJob()) {
        waitForJobs();
        event->ignore();
        return;
    }
    m_review->saveSession();
    if (!hasSavedNotes()) {
        event->ignore();
        return;
    }
    m_settings.setValue(Setting::WindowGeometry, saveGeometry());
    m_loader.cancel();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    const QStringList paths = droppedFiles(event->mimeData());
    if (m_place == Place::Training)
        m_training->chooseDataset(paths.value(0));
    else if (m_place == Place::Screening)
        m_screening->screen(paths);
    else
        open(paths);
}

} // namespace ccad
