// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/base/data_dirs.h"
#include "core/base/parallel.h"
#include "ui/archive/archive_place.h"
#include "ui/deidentification/deid_window.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/node/node_runner.h"
#include "ui/node/node_window.h"
#include "ui/preferences/settings_window.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/training/training_place.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/dropped_files.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/theme.h"
#include "ui/window/internal/about_window.h"
#include "ui/window/internal/arrival_bar.h"
#include "ui/window/internal/beside.h"
#include "ui/window/internal/manual_window.h"
#include "ui/window/internal/rail.h"
#include "ui/window/internal/setting_commands.h"
#include "ui/window/internal/shortcut_sheet.h"
#include "ui/window/internal/status_line.h"
#include "ui/window/internal/study_commands.h"
#include "ui/window/internal/tool_bar.h"
#include "ui/window/internal/window_closing.h"
#include "ui/window/internal/window_menus.h"
#include "ui/words/patient_text.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// The commands that lead to the places, in the order of the rail.
constexpr Command placeCommands[]
    = {Command::ReviewPlace, Command::ScreeningPlace, Command::TrainingPlace, Command::ModelPlace,
       Command::ArchivePlace};

/// Lists the files rather than the folder, which also says where the studies come from.
QStringList sampleStudies()
{
    const QDir folder(samplesDir());
    QStringList studies;
    for (const QString& name : folder.entryList({u"*.dcm"_s}, QDir::Files, QDir::Name))
        studies << folder.filePath(name);
    // Without files, the folder's own error message tells what is missing.
    return studies.isEmpty() ? QStringList{folder.path()} : studies;
}

} // namespace

MainWindow::MainWindow(Settings& settings, StudyLoader& loader)
    : m_settings(settings), m_loader(loader), m_models(new ModelLibrary(settings, loader, this)),
      m_review(new ReviewPlace(settings, loader, this)), m_place(m_review)
{
    showTextLiterally(*qApp);
    setWindowTitle(u"CCAD"_s);
    setAccessibleName(tr("CCAD"));
    makePlaces();
    makeCentre();
    setStatusBar(m_status);
    m_settingCommands = new SettingCommands(m_commands, m_settings, this);
    m_studyCommands = new StudyCommands(m_commands, *m_review, m_settings, *this);
    m_menus = new WindowMenus(m_commands, m_settings, *this);
    fillToolBar(*m_tools, m_commands, *m_model);
    m_closing = new WindowClosing(*this, m_places, *m_review, *m_status);
    m_node = new NodeRunner(m_settings, this);
    connectCommands();
    connectPlaces();
    connectReview();
    connectModels();
    connect(&m_settings, &Settings::changed, this, &MainWindow::applySettings);

    resize(1280, 800);
    restoreGeometry(m_settings.value(Setting::WindowGeometry).toByteArray());
    applySettings();
    Place* last = m_review;
    for (Place* place : m_places)
        if (place->key() == m_settings.value(Setting::Place).toString())
            last = place;
    showPlace(*last);
}

MainWindow::~MainWindow() = default;

void MainWindow::makePlaces()
{
    auto* screening = new ScreeningPlace(m_settings, m_loader, this);
    auto* training = new TrainingPlace(m_settings, m_loader, *m_models, this);
    auto* model = new ModelPlace(*m_models, m_settings, this);
    auto* archive = new ArchivePlace(m_settings, this);
    m_places = {m_review, screening, training, model, archive};
    connectArchive(*archive, *screening);
    connect(model, &ModelPlace::resultsRequested, this, [this, training](const QString& folder) {
        showPlace(*training);
        training->showResultsOf(folder);
    });
    onCommand(Command::CalibrateModel, [this, model] {
        showPlace(*model);
        model->calibrateWhenListed();
    });
}

void MainWindow::connectArchive(ArchivePlace& archive, ScreeningPlace& screening)
{
    auto* forReview = new ArrivalBar(tr("Show"), u"arrivalForReview"_s, this);
    auto* forScreening = new ArrivalBar(tr("Screen"), u"arrivalForScreening"_s, this);
    m_arrivals = {forReview, forScreening};
    connect(&archive, &ArchivePlace::arrived, this, [forReview, forScreening](const Arrival& came) {
        const bool isForReview = came.target == ArrivalTarget::Review;
        const QStringList paths = isForReview ? came.files : QStringList{came.folder};
        (isForReview ? forReview : forScreening)->add(came.sentence, paths);
    });
    connect(forReview, &ArrivalBar::showRequested, this, &MainWindow::open);
    connect(forScreening, &ArrivalBar::showRequested, this,
            [this, &screening](const QStringList& paths) {
                showPlace(screening);
                screening.screen(paths);
            });
    connect(&screening, &ScreeningPlace::sendRequested, &archive,
            [&archive](const QStringList& films) {
                archive.offerToSend({films, {}});
            });
    onCommand(Command::SendToArchive, [this, &archive] {
        if (const SendOffer offer{{m_review->currentPath()}, m_studyCommands->savedResults()};
            !m_review->currentPath().isEmpty())
            archive.offerToSend(offer);
    });
}

void MainWindow::makeCentre()
{
    m_stack = new QStackedWidget(this);
    m_tools = new QToolBar(tr("Tools"), this);
    m_status = new StatusLine(this);
    m_model = new QLabel(this);
    auto* centre = new QWidget(this);
    centre->setAccessibleName(tr("Places"));
    m_stack->setAccessibleName(tr("Place"));
    for (Place* place : m_places)
        m_stack->addWidget(place);

    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tools);
    column->addWidget(m_stack, 1);
    // Below, where nothing moves under the pointer when something comes.
    for (ArrivalBar* arrivals : m_arrivals)
        column->addWidget(arrivals);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    QList<QAction*> ways;
    for (const Command command : placeCommands)
        ways << m_commands[command];
    layout->addWidget(new Rail(ways, centre));
    layout->addLayout(column, 1);
    setCentralWidget(centre);
}

void MainWindow::onCommand(Command command, const std::function<void()>& act)
{
    connect(m_commands[command], &QAction::triggered, this, act);
}

void MainWindow::connectCommands()
{
    onCommand(Command::Open, [this] { chooseFiles(); });
    onCommand(Command::OpenSample, [this] {
        m_samples.start([](const CancelToken&) { return sampleStudies(); },
                        [this](const QStringList& studies) { open(studies); });
    });
    onCommand(Command::Quit, [this] { close(); });
    onCommand(Command::AskActiveModel, [this] { m_models->lookWithActive(); });
    onCommand(Command::FilterStudies, [this] { m_place->focusSearch(); });
    onCommand(Command::Settings, [this] { showSettings(); });
    onCommand(Command::Deidentify, [this] { showDeidentification(); });
    onCommand(Command::NodeOfNetwork, [this] { showNode(); });
    onCommand(Command::Shortcuts,
              [this] { showBeside(new ShortcutSheet(m_commands, m_settings, this)); });
    onCommand(Command::Manual, [this] { showBeside(new ManualWindow(manualFile(), this)); });
    onCommand(Command::About, [this] {
        const auto classifier = m_loader.classifier();
        showBeside(new AboutWindow(classifier ? &classifier->manifest() : nullptr, this));
    });
    for (qsizetype i = 0; i < m_places.size(); ++i)
        onCommand(placeCommands[i], [this, place = m_places[i]] { showPlace(*place); });
    onCommand(Command::FullScreen,
              [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::connectPlaces()
{
    connect(new DroppedFiles(this), &DroppedFiles::dropped, this,
            [this](const QStringList& paths) { m_place->take(paths); });
    connect(m_menus, &WindowMenus::fileChosen, this, [this](const QString& file) { open({file}); });
    for (Place* place : m_places) {
        connect(place, &Place::openRequested, this, &MainWindow::openWith);
        connect(place, &Place::titleChanged, this, &MainWindow::updateTitle);
        connect(place, &Place::jobChanged, this, [this, place](const QString& sentence) {
            // While closing, a single message replaces the jobs' own.
            if (!m_closing->isWaiting())
                m_status->setJob(place, sentence);
        });
    }
}

void MainWindow::connectReview()
{
    const auto follow = [this] { m_status->follow(m_review->canvas()); };
    connect(m_review, &ReviewPlace::activeCanvasChanged, this, follow);
    follow();
    connect(m_studyCommands, &StudyCommands::menuRequested, m_menus, &WindowMenus::popUp);
    connect(m_studyCommands, &StudyCommands::usableChanged, m_menus,
            &WindowMenus::setPresetsEnabled);
}

void MainWindow::connectModels()
{
    connect(&m_loader, &StudyLoader::modelReady, this, &MainWindow::showModel);
    connect(&m_loader, &StudyLoader::modelFailed, this, &MainWindow::showModel);
    connect(m_models, &ModelLibrary::changed, this, &MainWindow::showModel);
    connect(m_models, &ModelLibrary::fellBack, m_review, &ReviewPlace::say);
}

bool MainWindow::isInReview() const
{
    return m_place == m_review;
}

void MainWindow::showPlace(Place& place)
{
    m_place = &place;
    m_stack->setCurrentWidget(&place);
    m_commands[placeCommands[m_places.indexOf(&place)]]->setChecked(true);
    m_tools->setVisible(isInReview());
    m_status->setViewerShown(isInReview());
    m_settings.setValue(Setting::Place, place.key());
    place.focus();
    applySettings();
    updateCommands();
}

void MainWindow::open(const QStringList& paths)
{
    openWith(paths, {});
}

void MainWindow::openWith(const QStringList& paths, const QString& modelFolder)
{
    if (paths.isEmpty())
        return;
    if (modelFolder.isEmpty())
        m_models->lookWithActive();
    else
        m_models->lookWith(modelFolder);
    showPlace(*m_review);
    m_review->open(paths);
}

void MainWindow::chooseFiles()
{
    // There is no filter by name: DICOM files often have no extension.
    auto* dialog = openFilesDialog(this, tr("Open Radiographs"),
                                   m_settings.value(Setting::LastFolder).toString());
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        m_settings.setValue(Setting::LastFolder, QFileInfo(files.value(0)).absolutePath());
        open(files);
    });
}

void MainWindow::showSettings()
{
    // One window is enough: a second one would show the same values.
    if (auto* open = findChild<SettingsWindow*>()) {
        open->raise();
        return open->activateWindow();
    }
    showBeside(new SettingsWindow(m_settings, m_commands, this));
}

void MainWindow::showDeidentification()
{
    if (auto* open = findChild<DeidWindow*>()) {
        open->raise();
        return open->activateWindow();
    }
    showBeside(new DeidWindow(m_settings, this));
}

void MainWindow::showNode()
{
    if (auto* open = findChild<NodeWindow*>()) {
        open->raise();
        return open->activateWindow();
    }
    showBeside(new NodeWindow(m_settings, *m_node, this));
}

void MainWindow::applySettings()
{
    const Theme theme = themeOf(m_settings.value(Setting::Theme).toString());
    if (theme != currentTheme())
        applyTheme(*qApp, theme);
    m_settingCommands->showSettings();
    limitThreads(m_settings.value(Setting::Threads).toInt());
    // The words are in sight wherever a prediction is: here, where no panel and no view of results
    // says them.
    const bool findingShown = m_settings.value(Setting::FindingPanelVisible).toBool();
    m_status->setIntendedUseShown(!findingShown && isInReview());
    updateTitle();
}

void MainWindow::updateCommands()
{
    m_studyCommands->setInReview(isInReview());
    m_commands[Command::FilterStudies]->setEnabled(m_place->hasSearch());
    m_commands[Command::AskActiveModel]->setEnabled(isInReview() && m_models->isLookingElsewhere());
}

void MainWindow::updateTitle()
{
    const bool hidden = isPatientTextHidden(m_settings);
    m_status->setFile(m_review->title(), hidden ? QString() : m_review->currentPath());
    const QString name = m_place->title();
    setWindowTitle(name.isEmpty() ? tr("CCAD") : tr("%1 – CCAD").arg(literalTitle(name)));
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

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_closing->mayClose()) {
        event->ignore();
        return;
    }
    m_settings.setValue(Setting::WindowGeometry, saveGeometry());
    m_loader.cancel();
    event->accept();
}

} // namespace ccad
