// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/base/data_dirs.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/window/manual_window.h"
#include "ui/window/status_line.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

namespace ccad {

namespace {

QStringList localFiles(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace

MainWindow::MainWindow(Settings& settings, StudyLoader& loader)
    : m_settings(settings), m_loader(loader), m_review(new ReviewPlace(settings, loader, this)),
      m_status(new StatusLine(m_review->canvas(), this)), m_model(new QLabel(this))
{
    setWindowTitle(QStringLiteral("CCAD"));
    setAccessibleName(tr("CCAD"));
    setAcceptDrops(true);
    setCentralWidget(m_review);
    setStatusBar(m_status);
    makeMenus();
    makeToolBar();
    connectCommands();
    connectViewCommands();

    connect(m_review, &ReviewPlace::currentPathChanged, this, [this](const QString& path) {
        const QString name = QFileInfo(path).fileName();
        setWindowTitle(name.isEmpty() ? tr("CCAD") : tr("%1 – CCAD").arg(name));
        m_status->setFile(path);
        updateCommands();
    });
    connect(m_review, &ReviewPlace::studiesChanged, this, &MainWindow::updateCommands);
    connect(&m_review->canvas(), &ImageCanvas::voiChanged, this, &MainWindow::updateCommands);
    connect(&m_review->canvas(), &ImageCanvas::contextMenuRequested, this,
            &MainWindow::showContextMenu);
    // After the review place, which was connected first and has put the picture on its canvas.
    connect(&m_loader, &StudyLoader::pictureReady, this, [this] {
        fillWindowMenu();
        updateCommands();
    });
    connect(&m_loader, &StudyLoader::modelReady, this, [this] {
        const ModelManifest& manifest = m_loader.classifier()->manifest();
        m_model->setText(tr("Model: %1 %2").arg(manifest.name, manifest.version));
        m_model->setAccessibleName(m_model->text());
    });
    connect(&m_settings, &Settings::changed, this, &MainWindow::applySettings);

    resize(1280, 800);
    restoreGeometry(m_settings.value(Setting::WindowGeometry).toByteArray());
    applySettings();
    updateCommands();
    m_review->canvas().setFocus();
}

QMenu* MainWindow::addMenu(QWidget* owner, const QString& title, const QList<Command>& commands)
{
    auto* bar = qobject_cast<QMenuBar*>(owner);
    QMenu* menu = bar ? bar->addMenu(title) : qobject_cast<QMenu*>(owner)->addMenu(title);
    menu->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    for (const Command command : commands)
        menu->addAction(m_commands[command]);
    return menu;
}

void MainWindow::makeMenus()
{
    menuBar()->setAccessibleName(tr("Menu bar"));
    addMenu(menuBar(), tr("&File"),
            {Command::Open, Command::OpenSample, Command::Close, Command::Quit});
    QMenu* view = addMenu(menuBar(), tr("&View"),
                          {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut});
    view->addSeparator();
    addMenu(view, tr("&Overlay"), {Command::ShowOverlay, Command::MoreOpaque, Command::LessOpaque});
    addMenu(view, tr("&Theme"), {Command::ReadingRoom, Command::Daylight});
    view->addSeparator();
    view->addActions({m_commands[Command::StudiesPanel], m_commands[Command::FindingPanel],
                      m_commands[Command::FullScreen]});
    QMenu* image = addMenu(menuBar(), tr("&Image"),
                           {Command::Invert, Command::RotateLeft, Command::RotateRight,
                            Command::FlipHorizontally, Command::FlipVertically});
    image->addSeparator();
    m_windowMenu = addMenu(image, tr("&Window"), {});
    image->addSeparator();
    image->addAction(m_commands[Command::Reset]);
    addMenu(menuBar(), tr("&Go"), {Command::Previous, Command::Next});
    addMenu(menuBar(), tr("&Help"), {Command::Manual, Command::About});
}

void MainWindow::makeToolBar()
{
    auto* bar = new QToolBar(tr("Tools"), this);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setAccessibleName(tr("Tools"));
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const QList<QList<Command>> groups{
        {Command::Open, Command::Previous, Command::Next},
        {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut},
        {Command::Invert, Command::RotateLeft, Command::RotateRight, Command::FlipHorizontally,
         Command::FlipVertically, Command::Reset},
        {Command::ShowOverlay, Command::StudiesPanel, Command::FindingPanel},
    };
    for (const auto& group : groups) {
        if (!bar->actions().isEmpty())
            bar->addSeparator();
        for (const Command command : group) {
            bar->addAction(m_commands[command]);
            QWidget* button = bar->widgetForAction(m_commands[command]);
            button->setAccessibleName(m_commands[command]->text().remove(QLatin1Char('&')));
            button->setFocusPolicy(Qt::TabFocus);
        }
    }
    auto* stretch = new QWidget(bar);
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    stretch->setAccessibleName(tr("Space"));
    bar->addWidget(stretch);
    m_model->setProperty("role", QStringLiteral("muted"));
    m_model->setTextFormat(Qt::PlainText);
    m_model->setText(tr("Model: loading…"));
    m_model->setAccessibleName(m_model->text());
    bar->addWidget(m_model);
    connect(&m_loader, &StudyLoader::modelFailed, m_model,
            [this] { m_model->setText(tr("Model: none")); });
    addToolBar(bar);
}

void MainWindow::open(const QStringList& paths)
{
    m_review->open(paths);
}

void MainWindow::chooseFiles()
{
    // No filter by name: DICOM files often have no extension.
    auto* dialog = new QFileDialog(this, tr("Open Radiographs"),
                                   m_settings.value(Setting::LastFolder).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        m_settings.setValue(Setting::LastFolder, QFileInfo(files.value(0)).absolutePath());
        open(files);
    });
    dialog->open();
}

void MainWindow::changeOpacity(int percent)
{
    const int now = m_settings.value(Setting::OverlayOpacity).toInt();
    m_settings.setValue(Setting::OverlayOpacity, std::clamp(now + percent, 0, 100));
}

void MainWindow::showContextMenu(QPoint globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Radiograph"));
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::Invert, Command::ShowOverlay, Command::Reset})
        menu->addAction(m_commands[command]);
    menu->addMenu(m_windowMenu);
    menu->popup(globalPosition);
}

void MainWindow::showManual()
{
    auto* manual = new ManualWindow(manualFile(), this);
    manual->setAttribute(Qt::WA_DeleteOnClose);
    manual->show();
}

void MainWindow::showAbout()
{
    auto* about = new AboutWindow(this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->show();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setValue(Setting::WindowGeometry, saveGeometry());
    m_loader.cancel();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    open(localFiles(event->mimeData()));
}

} // namespace ccad
