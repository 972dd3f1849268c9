// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/shortcuts.h"

#include <QAbstractTableModel>

namespace ccad {

/// All commands with their menus, keys and conflicts, as the settings have them.
class ShortcutModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Title,
        Menu,
        Keys,
        Remark, ///< with which command it shares a key, or that it was changed
        columns
    };

    /// Both must outlive the model.
    ShortcutModel(Settings& settings, const Commands& commands, QObject* parent = nullptr);

    [[nodiscard]] Command command(int row) const;
    [[nodiscard]] int rowOf(Command command) const;
    [[nodiscard]] const ShortcutMap& shortcuts() const { return m_shortcuts; }
    [[nodiscard]] bool isChanged(Command command) const;
    /// Sentences on what stands in the way of a command's keys; empty without conflicts.
    [[nodiscard]] QString conflictText(Command command) const;

    void setKeys(Command command, const QList<QKeySequence>& keys);
    /// Sets the keys of the scheme again.
    void reset(Command command);
    void resetAll();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void read();
    [[nodiscard]] QString text(Command command, int column) const;

    Settings& m_settings;
    const Commands& m_commands;
    ShortcutMap m_shortcuts;
    ShortcutMap m_scheme;
};

} // namespace ccad
