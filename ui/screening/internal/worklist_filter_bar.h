// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_order.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;

namespace ccad {

/// Chooses which rows of the worklist are in sight: words to search for, a choice by status, the
/// columns.
class WorklistFilterBar final : public QWidget
{
    Q_OBJECT
public:
    explicit WorklistFilterBar(QMenu& columns, QWidget* parent = nullptr);

    void focusSearch();
    /// Shows all rows again.
    void clear();
    /// Shows how many of how many rows are in sight.
    void setCount(int shown, int total);
    [[nodiscard]] QLineEdit& search() { return *m_search; }
    [[nodiscard]] QComboBox& status() { return *m_status; }

Q_SIGNALS:
    void searchChanged(const QString& text);
    void filterChanged(ccad::WorklistFilter filter);
    /// Enter, Escape or an arrow in the search field leads on to the rows.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* m_search;
    QComboBox* m_status;
    QLabel* m_count;
    QTimer m_searchSoon;
};

} // namespace ccad
