// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"

#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace ccad {

class IconLabel;
class KeyEdit;
class ShortcutModel;

/// The keys of all commands: schemes, a table with a filter, and fields to change one of them.
class ShortcutsPage final : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive the page.
    ShortcutsPage(Settings& settings, const Commands& commands, QWidget* parent = nullptr);

    void select(Command command);

private:
    [[nodiscard]] QWidget* makeHeader(Settings& settings);
    void makeTable();
    [[nodiscard]] QWidget* makeEditor();
    [[nodiscard]] std::optional<Command> current() const;
    void showCurrent();
    void takeKeys();
    void updateState();

    ShortcutModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QTableView* m_table;
    QLabel* m_caption;
    std::array<KeyEdit*, 2> m_keys{}; ///< the key that menus show, and another one
    QPushButton* m_reset;
    QPushButton* m_resetAll;
    IconLabel* m_warning;
    QLabel* m_conflict;
};

} // namespace ccad
