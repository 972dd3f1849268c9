// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/shortcut_model.h"

#include "ui/commands/command_table.h"
#include "ui/settings/settings.h"
#include "ui/widgets/icon.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace ccad {

ShortcutModel::ShortcutModel(Settings& settings, const Commands& commands, QObject* parent)
    : QAbstractTableModel(parent), m_settings(settings), m_commands(commands)
{
    read();
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting != Setting::ShortcutScheme && setting != Setting::Shortcuts)
            return;
        read();
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
    });
}

void ShortcutModel::read()
{
    m_shortcuts = shortcutsOf(m_settings);
    m_scheme = shortcutsOfScheme(m_settings.value(Setting::ShortcutScheme).toString());
}

Command ShortcutModel::command(int row) const
{
    return commandTable().at(row).command;
}

int ShortcutModel::rowOf(Command command) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (this->command(row) == command)
            return row;
    }
    return -1;
}

bool ShortcutModel::isChanged(Command command) const
{
    return m_shortcuts.value(command) != m_scheme.value(command);
}

QString ShortcutModel::conflictText(Command command) const
{
    QStringList sentences;
    for (const Command other : conflicts(m_shortcuts, command))
        sentences << tr("“%1” has the same key: neither acts until one of them is changed.")
                         .arg(titleOf(other));
    for (const QKeySequence& sequence : m_shortcuts.value(command)) {
        if (const auto use = useByPicture(sequence))
            sentences << tr("%1 %2; the command takes it away.")
                             .arg(sequence.toString(QKeySequence::NativeText), *use);
    }
    return sentences.join(QLatin1Char(' '));
}

void ShortcutModel::setKeys(Command command, const QList<QKeySequence>& keys)
{
    ShortcutMap shortcuts = m_shortcuts;
    shortcuts[command] = keys;
    setShortcuts(m_settings, shortcuts);
}

void ShortcutModel::reset(Command command)
{
    setKeys(command, m_scheme.value(command));
}

void ShortcutModel::resetAll()
{
    m_settings.reset(Setting::Shortcuts);
}

int ShortcutModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(commandTable().size());
}

int ShortcutModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns;
}

QString ShortcutModel::text(Command command, int column) const
{
    switch (column) {
    case Title:
        return titleOf(command);
    case Menu:
        return groupTitle(ccad::rowOf(command).group);
    case Keys:
        return textOf(m_shortcuts.value(command));
    default:
        if (const QString conflict = conflictText(command); !conflict.isEmpty())
            return conflict;
        return isChanged(command) ? tr("Changed by you") : QString();
    }
}

QVariant ShortcutModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Command named = command(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(named, index.column());
    if (role == Qt::DecorationRole && index.column() == Title)
        return m_commands[named]->icon();
    if (role == Qt::DecorationRole && index.column() == Remark && !conflictText(named).isEmpty())
        return themedIcon(u"warning"_s);
    return {};
}

QVariant ShortcutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= columns)
        return {};
    const QString titles[] = {tr("Command"), tr("Menu"), tr("Keys"), tr("Remark")};
    return titles[section];
}

} // namespace ccad
