// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the window: the rail and the places, and the windows beside it.
#include "core/base/data_dirs.h"
#include "ui/model/model_place.h"
#include "ui/preferences/settings_window.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/training/training_place.h"
#include "ui/viewer/review_place.h"
#include "ui/window/internal/about_window.h"
#include "ui/window/internal/manual_window.h"
#include "ui/window/internal/rail.h"
#include "ui/window/internal/shortcut_sheet.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace ccad {

void MainWindow::makeCentre()
{
    auto* centre = new QWidget(this);
    centre->setAccessibleName(tr("Places"));
    m_places->setAccessibleName(tr("Place"));
    for (QWidget* place : {static_cast<QWidget*>(m_review), static_cast<QWidget*>(m_screening),
                           static_cast<QWidget*>(m_training), static_cast<QWidget*>(m_modelPlace)})
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
        new Rail({m_commands[Command::ReviewPlace], m_commands[Command::ScreeningPlace],
                  m_commands[Command::TrainingPlace], m_commands[Command::ModelPlace]},
                 centre));
    layout->addLayout(column, 1);
    setCentralWidget(centre);
}

void MainWindow::chooseFiles()
{
    // There is no filter by name: DICOM files often have no extension.
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

void MainWindow::showBeside(QWidget* window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
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

void MainWindow::showShortcuts()
{
    showBeside(new ShortcutSheet(m_commands, m_settings, this));
}

void MainWindow::showManual()
{
    showBeside(new ManualWindow(manualFile(), this));
}

void MainWindow::showAbout()
{
    const auto classifier = m_loader.classifier();
    showBeside(new AboutWindow(classifier ? &classifier->manifest() : nullptr, this));
}

} // namespace ccad
