// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ccad {

/// What runs now, how far it is, and the way to cancel it. Hidden while nothing runs.
class WorkStrip final : public QWidget
{
    Q_OBJECT
public:
    /// `name` is that of its parts: "retrieval" makes "cancel-retrieval".
    WorkStrip(const QString& title, const QString& cancel, const QString& name,
              QWidget* parent = nullptr);

    /// A total of 0: nobody knows how much there is.
    void showWork(const QString& text, qint64 done, qint64 total, bool canCancel);

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace ccad
