// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_order.h"

#include <QTableView>
#include <QTimer>

class QAction;
class QMenu;

namespace ccad {

class Settings;
class WorklistModel;

/// The table of the worklist. Its columns can be chosen, moved, sized and sorted; all of that is
/// remembered. The current row keeps its place on screen when rows come and move.
class WorklistView final : public QTableView
{
    Q_OBJECT
public:
    WorklistView(WorklistModel& model, Settings& settings, QWidget* parent = nullptr);
    ~WorklistView() override;

    [[nodiscard]] qint64 currentNumber() const; ///< of the journal; 0: none
    /// Selected rows from top to bottom, or the current one.
    [[nodiscard]] QList<qint64> chosenNumbers() const;
    /// Moves to another row, by so many rows.
    void step(int rows);
    /// One checkable entry a column, and the way back.
    [[nodiscard]] QMenu& columnMenu() { return *m_columnMenu; }
    void setColumnShown(WorklistColumn column, bool shown);

Q_SIGNALS:
    void openRequested(qint64 number);
    /// The current row or its content is another, or there is none.
    void currentNumberChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void makeHeader();
    void makeColumnMenu();
    void resetColumns();
    void restoreColumns();
    void saveColumns();
    void rememberPlace();
    void keepPlace();

    WorklistModel& m_model;
    Settings& m_settings;
    QMenu* m_columnMenu;
    QTimer m_saveSoon;
    qint64 m_keptNumber = 0; ///< of the row whose place on screen is kept; 0: none
    int m_keptTop = 0;
};

} // namespace ccad
