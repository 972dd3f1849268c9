// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/screening_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ccad {

/// Shows how far a batch is, with its controls; after the batch, what is left to do. Takes no room
/// when there is nothing to say.
class ProgressStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit ProgressStrip(ScreeningRun& run, QWidget* parent = nullptr);

    /// Sets the counts of the journal on screen; `path`: where it lies, empty: there is none.
    void setCounts(const QString& path, const JournalCounts& counts);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void resumeRequested(bool retryFailed);
    void textChanged(); ///< text() has changed

private:
    void connectRun();
    void update();
    [[nodiscard]] QString runText() const;

    ScreeningRun& m_run;
    QProgressBar* m_bar;
    QLabel* m_text;
    QPushButton* m_pause;
    QPushButton* m_cancel;
    QPushButton* m_resume;
    QPushButton* m_retry;
    QString m_path;
    JournalCounts m_counts;
};

} // namespace ccad
