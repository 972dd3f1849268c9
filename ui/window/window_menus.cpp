// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/window_menus.h"

#include "ui/settings/settings.h"
#include "ui/widgets/literal_text.h"
#include "ui/words/patient_text.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace ccad {

WindowMenus::WindowMenus(const Commands& commands, Settings& settings, QMainWindow& window)
    : QObject(&window), m_commands(commands), m_settings(settings), m_window(window)
{
    QMenuBar* bar = window.menuBar();
    bar->setAccessibleName(tr("Menu bar"));
    makeFileMenu();
    addMenu(bar, tr("&Edit"),
            {{Command::Undo, Command::Redo, Command::DeleteMeasurement, Command::ClearMeasurements,
              Command::DeleteNotes},
             {Command::CopyImage},
             {Command::FilterStudies}});
    makeViewMenu();
    makeImageMenu();
    addMenu(bar, tr("&Go"),
            {{Command::Previous, Command::Next},
             {Command::ReviewPlace, Command::ScreeningPlace, Command::TrainingPlace,
              Command::ModelPlace, Command::ArchivePlace},
             {Command::AskActiveModel, Command::CalibrateModel}});
    addMenu(bar, tr("&Help"), {{Command::Shortcuts, Command::Manual, Command::About}});
}

QMenu* WindowMenus::addMenu(QWidget* owner, const QString& title,
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

void WindowMenus::makeFileMenu()
{
    QMenu* file = addMenu(
        m_window.menuBar(), tr("&File"),
        {{Command::Open, Command::OpenSample, Command::Close, Command::CloseAll},
         {Command::Report, Command::SaveImage, Command::SaveResults, Command::SendToArchive},
         {Command::Deidentify},
         {Command::NodeOfNetwork},
         {Command::Settings},
         {Command::Quit}});
    m_recentMenu = addMenu(file, tr("Open &Recent"), {});
    file->insertMenu(m_commands[Command::OpenSample], m_recentMenu);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &WindowMenus::fillRecentMenu);
}

void WindowMenus::makeViewMenu()
{
    QMenu* view = addMenu(m_window.menuBar(), tr("&View"),
                          {{Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut,
                            Command::NearestPixels}});
    view->addSeparator();
    addMenu(
        view, tr("O&verlay"),
        {{Command::ShowOverlay, Command::OverlayStyle, Command::MoreOpaque, Command::LessOpaque}});
    view->addAction(m_commands[Command::FilmOverlays]);
    view->addSeparator();
    view->addActions({m_commands[Command::Compare], m_commands[Command::LinkViews],
                      m_commands[Command::SwapViews]});
    view->addSeparator();
    view->addActions({m_commands[Command::StudiesPanel], m_commands[Command::FindingPanel],
                      m_commands[Command::Tags], m_commands[Command::HidePatientText]});
    view->addSeparator();
    addMenu(view, tr("T&heme"), {{Command::ReadingRoom, Command::Daylight}});
    view->addAction(m_commands[Command::FullScreen]);
}

void WindowMenus::makeImageMenu()
{
    QMenu* image = addMenu(m_window.menuBar(), tr("&Image"),
                           {{Command::Invert, Command::RotateLeft, Command::RotateRight,
                             Command::FlipHorizontally, Command::FlipVertically}});
    image->addSeparator();
    m_presetMenu = addMenu(image, tr("&Window"), {{windowCommands.begin(), windowCommands.end()}});
    image->addSeparator();
    image->addActions({m_commands[Command::MeasureLength], m_commands[Command::MeasureAngle]});
    image->addSeparator();
    image->addAction(m_commands[Command::Reset]);
}

void WindowMenus::setPresetsEnabled(bool enabled)
{
    m_presetMenu->menuAction()->setEnabled(enabled);
}

void WindowMenus::popUp(QPoint globalPosition)
{
    auto* menu = new QMenu(&m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Radiograph"));
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::Invert, Command::MeasureLength,
          Command::MeasureAngle, Command::ShowOverlay, Command::CopyImage, Command::Reset})
        menu->addAction(m_commands[command]);
    menu->addMenu(m_presetMenu);
    menu->popup(globalPosition);
}

void WindowMenus::fillRecentMenu()
{
    m_recentMenu->clear();
    const bool hidden = isPatientTextHidden(m_settings);
    const QStringList files = m_settings.value(Setting::RecentFiles).toStringList();
    for (int i = 0; i < files.size(); ++i) {
        const QString& file = files[i];
        QAction* action = m_recentMenu->addAction(withoutKeys(studyTitle(file, i + 1, hidden)),
                                                  this, [this, file] { Q_EMIT fileChosen(file); });
        action->setToolTip(hidden ? QString() : file);
    }
    m_recentMenu->addSeparator();
    QAction* forget = m_recentMenu->addAction(tr("&Forget These"), this, [this] {
        m_settings.setValue(Setting::RecentFiles, QStringList());
    });
    forget->setEnabled(!files.isEmpty());
}

} // namespace ccad
