// SPDX-License-Identifier: GPL-3.0-or-later
// Menus and toolbar of the window; each command is in a menu once.
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/viewer/window_presets.h"
#include "ui/widgets/literal_text.h"
#include "ui/window/main_window.h"
#include "ui/words/patient_text.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace ccad {

QMenu* MainWindow::addMenu(QWidget* owner, const QString& title,
                           const QList<QList<Command>>& groups)
{
    auto* bar = qobject_cast<QMenuBar*>(owner);
    QMenu* menu = bar ? bar->addMenu(title) : qobject_cast<QMenu*>(owner)->addMenu(title);
    menu->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    for (const QList<Command>& group : groups) {
        if (!menu->actions().isEmpty())
            menu->addSeparator();
        for (const Command command : group)
            menu->addAction(m_commands[command]);
    }
    return menu;
}

void MainWindow::makeMenus()
{
    menuBar()->setAccessibleName(tr("Menu bar"));
    QMenu* file = addMenu(menuBar(), tr("&File"),
                          {{Command::Open, Command::OpenSample, Command::Close, Command::CloseAll},
                           {Command::Report, Command::SaveImage},
                           {Command::Settings},
                           {Command::Quit}});
    m_recentMenu = addMenu(file, tr("Open &Recent"), {});
    file->insertMenu(m_commands[Command::OpenSample], m_recentMenu);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    addMenu(menuBar(), tr("&Edit"),
            {{Command::Undo, Command::Redo, Command::DeleteMeasurement, Command::ClearMeasurements,
              Command::DeleteNotes},
             {Command::CopyImage},
             {Command::FilterStudies}});
    makeViewMenu();
    makeImageMenu();
    addMenu(menuBar(), tr("&Go"),
            {{Command::Previous, Command::Next},
             {Command::ReviewPlace, Command::ScreeningPlace, Command::TrainingPlace,
              Command::ModelPlace},
             {Command::AskActiveModel}});
    addMenu(menuBar(), tr("&Help"), {{Command::Shortcuts, Command::Manual, Command::About}});
}

void MainWindow::makeViewMenu()
{
    QMenu* view = addMenu(menuBar(), tr("&View"),
                          {{Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut,
                            Command::NearestPixels}});
    view->addSeparator();
    addMenu(
        view, tr("&Overlay"),
        {{Command::ShowOverlay, Command::OverlayStyle, Command::MoreOpaque, Command::LessOpaque}});
    view->addSeparator();
    view->addActions({m_commands[Command::Compare], m_commands[Command::LinkViews],
                      m_commands[Command::SwapViews]});
    view->addSeparator();
    view->addActions({m_commands[Command::StudiesPanel], m_commands[Command::FindingPanel],
                      m_commands[Command::Tags], m_commands[Command::HidePatientText]});
    view->addSeparator();
    addMenu(view, tr("&Theme"), {{Command::ReadingRoom, Command::Daylight}});
    view->addAction(m_commands[Command::FullScreen]);
}

void MainWindow::makeImageMenu()
{
    QMenu* image = addMenu(menuBar(), tr("&Image"),
                           {{Command::Invert, Command::RotateLeft, Command::RotateRight,
                             Command::FlipHorizontally, Command::FlipVertically}});
    image->addSeparator();
    m_windowMenu = addMenu(image, tr("&Window"), {{windowCommands.begin(), windowCommands.end()}});
    image->addSeparator();
    image->addActions({m_commands[Command::MeasureLength], m_commands[Command::MeasureAngle]});
    image->addSeparator();
    image->addAction(m_commands[Command::Reset]);
}

void MainWindow::makeToolBar()
{
    QToolBar* bar = m_tools;
    bar->setObjectName(u"toolBar"_s);
    bar->setAccessibleName(tr("Tools"));
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const QList<QList<Command>> groups{
        {Command::Open, Command::Previous, Command::Next},
        {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut},
        {Command::Invert, Command::RotateLeft, Command::RotateRight, Command::FlipHorizontally,
         Command::FlipVertically, Command::Reset},
        {Command::MeasureLength, Command::MeasureAngle},
        {Command::ShowOverlay, Command::Compare, Command::Tags, Command::Report},
        {Command::StudiesPanel, Command::FindingPanel},
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
    m_model->setProperty("role", u"muted"_s);
    m_model->setTextFormat(Qt::PlainText);
    m_model->setText(tr("Model: loading…"));
    m_model->setAccessibleName(m_model->text());
    bar->addWidget(m_model);
}

void MainWindow::showContextMenu(QPoint globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Radiograph"));
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::Invert, Command::MeasureLength,
          Command::MeasureAngle, Command::ShowOverlay, Command::CopyImage, Command::Reset})
        menu->addAction(m_commands[command]);
    menu->addMenu(m_windowMenu);
    menu->popup(globalPosition);
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    const bool hidden = isPatientTextHidden(m_settings);
    const QStringList files = m_settings.value(Setting::RecentFiles).toStringList();
    for (int i = 0; i < files.size(); ++i) {
        const QString& file = files[i];
        QAction* action = m_recentMenu->addAction(withoutKeys(studyTitle(file, i + 1, hidden)),
                                                  this, [this, file] { open({file}); });
        action->setToolTip(hidden ? QString() : file);
    }
    m_recentMenu->addSeparator();
    QAction* forget = m_recentMenu->addAction(tr("&Forget These"), this, [this] {
        m_settings.setValue(Setting::RecentFiles, QStringList());
    });
    forget->setEnabled(!files.isEmpty());
}

void MainWindow::showWindowPresets()
{
    const ImageCanvas& canvas = m_review->canvas();
    const auto presets = canvas.hasStudy()
        ? windowPresets(canvas.radiograph(), canvas.automaticVoi())
        : std::vector<WindowPreset>();
    for (size_t i = 0; i < windowCommands.size(); ++i) {
        QAction* action = m_commands[windowCommands[i]];
        action->setVisible(i < presets.size());
        if (i < presets.size())
            action->setText(u"&%1  %2"_s.arg(i).arg(withoutKeys(presets[i].title)));
    }
}

void MainWindow::chooseWindow(size_t number)
{
    ImageCanvas& canvas = m_review->canvas();
    if (!canvas.hasStudy())
        return;
    const auto presets = windowPresets(canvas.radiograph(), canvas.automaticVoi());
    if (number < presets.size())
        canvas.setVoi(presets[number].voi);
}

} // namespace ccad
