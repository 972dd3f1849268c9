// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/training_job.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace ccad {

class LearningCurvePlot;
class MessageBar;

/// The third step: starts, pauses, stops and cancels the training, and shows how it goes.
class RunStep final : public QWidget
{
    Q_OBJECT
public:
    explicit RunStep(TrainingJob& job, QWidget* parent = nullptr);

    /// Sets what would be trained. `problem`: why it cannot be started, a sentence; empty: it can.
    /// `hasCheckpoint`: an interrupted training to the same folder can go on.
    void setReady(const QString& problem, bool hasCheckpoint);
    /// Call it before a start: the curves and the log begin anew.
    void begin(const TrainingSetup& setup);
    /// "Fine-tuning, epoch 3 of 31, 41 images/s, 4 min left", or what came of it.
    [[nodiscard]] QString stateLine() const;
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }
    [[nodiscard]] QString log() const;

Q_SIGNALS:
    void startRequested(bool resume);
    void stateLineChanged();

private:
    QWidget* makeButtons();
    void connectJob();
    void onState(TrainingJob::State state);
    void onFinished(const TrainedModel& model);
    void onFailed(const Error& error);
    void showProgress();
    void updateButtons();
    void say(const QString& sentence);

    TrainingJob& m_job;
    MessageBar* m_messages;
    QPushButton* m_start;
    QPushButton* m_resume;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QPushButton* m_cancel;
    QLabel* m_text;
    QProgressBar* m_progress;
    LearningCurvePlot* m_plot;
    QPlainTextEdit* m_log;
    LearningCurve m_curve;
    QString m_problem;
    QString m_folder; ///< of the training that runs or ran last
    QString m_last; ///< the outcome of the last training; empty: there was none
    TrainingProgress m_shown;
    bool m_hasCheckpoint = false;
};

} // namespace ccad
