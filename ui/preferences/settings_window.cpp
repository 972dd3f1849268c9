// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/settings_window.h"

#include "ui/preferences/internal/kept_page.h"
#include "ui/preferences/internal/settings_pages.h"
#include "ui/preferences/internal/shortcuts_page.h"
#include "ui/settings/settings.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/theme.h"

#include <QMessageBox>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace ccad {

namespace {

/// The settings that the pages show; others are states of the window.
constexpr Setting onPages[]
    = {Setting::Theme,          Setting::LengthUnit,      Setting::Interpolation,
       Setting::RestoreSession, Setting::HidePatientText, Setting::LeftDrag,
       Setting::MiddleDrag,     Setting::RightDrag,       Setting::Wheel,
       Setting::ShortcutScheme, Setting::Shortcuts,       Setting::Threads};

} // namespace

SettingsWindow::SettingsWindow(Settings& settings, Commands& commands, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_pages(new QTabWidget(this))
{
    setWindowTitle(tr("Settings"));
    setAccessibleName(tr("Settings"));
    resize(760, 560);
    m_pages->setAccessibleName(tr("Pages of the settings"));
    m_pages->tabBar()->setAccessibleName(tr("Pages of the settings"));
    m_pages->addTab(new GeneralPage(settings, this), tr("&General"));
    m_pages->addTab(new MousePage(settings, this), tr("&Mouse"));
    m_pages->addTab(new ShortcutsPage(settings, commands, this), tr("&Shortcuts"));
    m_pages->addTab(new EnginePage(settings, this), tr("&Engine"));
    m_pages->addTab(new KeptPage(settings, this), tr("&What CCAD Keeps"));

    auto* restore = makeButton(tr("Restore &Defaults…"), nullptr, this);
    restore->setAutoDefault(false);
    connect(restore, &QPushButton::clicked, this, &SettingsWindow::askToRestore);
    auto* close = makeButton(tr("&Close"), nullptr, this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(spacing::huge, spacing::medium, spacing::huge, spacing::large);
    buttons->addWidget(restore);
    buttons->addStretch(1);
    buttons->addWidget(close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttons);
}

void SettingsWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(int(page));
}

void SettingsWindow::restoreDefaults()
{
    for (const Setting setting : onPages)
        m_settings.reset(setting);
}

void SettingsWindow::askToRestore()
{
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Restore Defaults"),
        tr("Shall all settings on these pages, your own shortcuts among them, go back to what they "
           "were at first?"),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setAccessibleName(tr("Restore Defaults"));
    auto* restore = question->addButton(tr("&Restore"), QMessageBox::AcceptRole);
    restore->setAccessibleName(tr("Restore"));
    question->setDefaultButton(QMessageBox::Cancel);
    connect(restore, &QPushButton::clicked, this, &SettingsWindow::restoreDefaults);
    question->open();
}

} // namespace ccad
