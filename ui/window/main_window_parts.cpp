// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is made of: the rail and the places, menus and toolbar, and its dialogues.
#include "core/base/data_dirs.h"
#include "ui/model/model_place.h"
#include "ui/settings/settings.h"
#include "ui/training/training_place.h"
#include "ui/viewer/review_place.h"
#include "ui/window/main_window.h"
#include "ui/window/manual_window.h"
#include "ui/window/rail.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ccad {

void MainWindow::makeCentre()
{
    auto* centre = new QWidget(this);
    centre->setAccessibleName(tr("Places"));
    m_places->setAccessibleName(tr("Place"));
    for (QWidget* place : {static_cast<QWidget*>(m_review), static_cast<QWidget*>(m_training),
                           static_cast<QWidget*>(m_modelPlace)})
        m_places->addWidget(place);

    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tools);
    column->addWidget(m_places, 1);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(
        new Rail({m_commands[Command::ReviewPlace], m_commands[Command::TrainingPlace],
                  m_commands[Command::ModelPlace]},
                 centre));
    layout->addLayout(column, 1);
    setCentralWidget(centre);
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
    QMenu* go = addMenu(menuBar(), tr("&Go"), {Command::Previous, Command::Next});
    go->addSeparator();
    go->addActions({m_commands[Command::ReviewPlace], m_commands[Command::TrainingPlace],
                    m_commands[Command::ModelPlace]});
    go->addSeparator();
    go->addAction(m_commands[Command::AskActiveModel]);
    addMenu(menuBar(), tr("&Help"), {Command::Manual, Command::About});
}

void MainWindow::makeToolBar()
{
    QToolBar* bar = m_tools;
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

} // namespace ccad
