// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_row.h"

#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QLineEdit;

namespace ccad {

/// Shows the current row in full, and what the reader says of it: verdicts by key or button, and a
/// comment.
class ReaderBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ReaderBar(QWidget* parent = nullptr);

    /// The actions agree, disagree, unsure, clear and comment with their keys, for the widget that
    /// they work in and its menu.
    [[nodiscard]] const std::vector<QAction*>& verdictActions() const { return m_actions; }
    /// Shows a row; nullptr: no row. A comment that is being typed is not disturbed while the row
    /// is the same.
    void show(const WorklistRow* row, const ScreeningJob& job, bool hidden);
    void focusComment();
    [[nodiscard]] QLineEdit& comment() { return *m_comment; }

Q_SIGNALS:
    void verdictGiven(ccad::Verdict verdict);
    void commentGiven(qint64 number, const QString& comment);
    void commentLeft(); ///< Enter or Escape leads back to the rows

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeActions();
    QWidget* makeButtons();
    void commitComment();

    std::vector<QAction*> m_actions;
    QLabel* m_title;
    QLabel* m_remark;
    QLineEdit* m_comment;
    qint64 m_number = 0; ///< number of the row on show
    QString m_kept; ///< the row's comment as the journal has it
};

} // namespace ccad
