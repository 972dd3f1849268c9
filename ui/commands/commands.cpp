// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commands.h"

#include "ui/commands/command_table.h"
#include "ui/commands/shortcuts.h"
#include "ui/widgets/icon.h"

#include <QActionGroup>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString toolTipOf(const QAction& action)
{
    QString text = action.text().remove(QLatin1Char('&'));
    if (!action.shortcut().isEmpty())
        text += u" (%1)"_s.arg(action.shortcut().toString(QKeySequence::NativeText));
    return text;
}

} // namespace

bool isForReview(Command command)
{
    switch (command) {
    case Command::Quit:
    case Command::FullScreen:
    case Command::ReadingRoom:
    case Command::Daylight:
    case Command::HidePatientText:
    case Command::ReviewPlace:
    case Command::ScreeningPlace:
    case Command::TrainingPlace:
    case Command::ModelPlace:
    case Command::ArchivePlace:
    case Command::CalibrateModel:
    case Command::Settings:
    case Command::Deidentify:
    case Command::NodeOfNetwork:
    case Command::Shortcuts:
    case Command::Manual:
    case Command::About:
        return false;
    default:
        return true;
    }
}

Commands::Commands(QObject* parent) : QObject(parent)
{
    for (const CommandRow& row : commandTable()) {
        auto* action = new QAction(tr(row.text), this);
        action->setCheckable(row.checkable);
        if (row.icon)
            action->setIcon(themedIcon(QString::fromLatin1(row.icon)));
        m_actions.insert(row.command, action);
        setShortcuts(row.command, row.shortcuts);
    }
    group({Command::ReadingRoom, Command::Daylight});
    group({Command::ReviewPlace, Command::ScreeningPlace, Command::TrainingPlace,
           Command::ModelPlace, Command::ArchivePlace});
    // Quit lies in the application menu on platforms that have one.
    m_actions[Command::Quit]->setMenuRole(QAction::QuitRole);
}

void Commands::setShortcuts(Command command, const QList<QKeySequence>& keys)
{
    QAction* action = m_actions[command];
    action->setShortcuts(keys);
    action->setToolTip(toolTipOf(*action));
}

void Commands::applySettings(const Settings& settings)
{
    const ShortcutMap shortcuts = shortcutsOf(settings);
    bool isChanged = false;
    for (const Command command : m_actions.keys()) {
        if (m_actions[command]->shortcuts() == shortcuts.value(command))
            continue;
        setShortcuts(command, shortcuts.value(command));
        isChanged = true;
    }
    if (isChanged)
        Q_EMIT shortcutsChanged();
}

void Commands::group(const QList<Command>& commands)
{
    auto* together = new QActionGroup(this);
    for (const Command command : commands)
        together->addAction(m_actions[command]);
}

} // namespace ccad
