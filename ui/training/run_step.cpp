// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/run_step.h"

#include "ui/plots/learning_curve_plot.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/training_words.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTime>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

RunStep::RunStep(TrainingJob& job, QWidget* parent)
    : QWidget(parent), m_job(job), m_messages(new MessageBar(this)),
      m_start(makeButton(tr("&Start"), "start", this, "startTraining")),
      m_resume(makeButton(tr("&Go On From the Checkpoint"), "resume", this, "resumeTraining")),
      m_pause(makeButton(tr("&Pause"), "pause", this, "pauseTraining")),
      m_stop(makeButton(tr("S&top, Keep the Best"), "stop", this, "stopTraining")),
      m_cancel(makeButton(tr("&Cancel"), "close", this, "cancelTraining")),
      m_text(makeTextLabel({}, "text", this)), m_progress(new QProgressBar(this)),
      m_plot(new LearningCurvePlot(this)), m_log(new QPlainTextEdit(this))
{
    setAccessibleName(tr("Run"));
    m_progress->setAccessibleName(tr("Progress of the training"));
    m_progress->setTextVisible(false);
    m_plot->setAccessibleName(tr("Learning curves"));
    m_log->setAccessibleName(tr("What happened"));
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setMaximumBlockCount(5000);

    auto* content = new QVBoxLayout;
    content->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::large);
    content->setSpacing(12);
    content->addWidget(makeButtons());
    content->addWidget(m_text);
    content->addWidget(m_progress);
    content->addWidget(m_plot, 3);
    content->addWidget(makeTextLabel(tr("What happened"), "heading", this));
    content->addWidget(m_log, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addLayout(content, 1);
    connectJob();
    updateButtons();
}

QWidget* RunStep::makeButtons()
{
    auto* row = new QWidget(this);
    row->setAccessibleName(tr("Training"));
    m_pause->setToolTip(tr("Between two batches; everything stays in memory"));
    m_stop->setToolTip(tr("Ends now; the best epoch so far becomes the model"));
    m_cancel->setToolTip(tr("Ends now without a model; the last checkpoint stays"));
    m_resume->setToolTip(tr("Ends with the same model as if it had never been interrupted"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    for (QPushButton* button : {m_start, m_resume, m_pause, m_stop, m_cancel})
        layout->addWidget(button);
    layout->addStretch(1);
    return row;
}

void RunStep::connectJob()
{
    connect(m_start, &QPushButton::clicked, this, [this] { Q_EMIT startRequested(false); });
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT startRequested(true); });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_job.state() == TrainingJob::State::Paused)
            m_job.resume();
        else
            m_job.pause();
    });
    connect(m_stop, &QPushButton::clicked, &m_job, &TrainingJob::stopAndKeepBest);
    connect(m_cancel, &QPushButton::clicked, &m_job, &TrainingJob::cancel);
    connect(&m_job, &TrainingJob::stateChanged, this, &RunStep::onState);
    connect(&m_job, &TrainingJob::progressed, this, &RunStep::showProgress);
    connect(&m_job, &TrainingJob::finished, this, &RunStep::onFinished);
    connect(&m_job, &TrainingJob::failed, this, &RunStep::onFailed);
    connect(&m_job, &TrainingJob::warned, this, [this](const QString& sentence) {
        say(sentence);
        m_messages->show(MessageBar::Severity::Information, sentence);
    });
    connect(&m_job, &TrainingJob::epochDone, this, [this](const EpochReport& epoch) {
        m_curve.push_back(epoch);
        m_plot->setCurve(m_curve);
        say(epochText(epoch));
    });
}

void RunStep::setReady(const QString& problem, bool hasCheckpoint)
{
    m_problem = problem;
    m_hasCheckpoint = hasCheckpoint;
    updateButtons();
}

void RunStep::begin(const TrainingSetup& setup)
{
    m_messages->hide();
    m_curve.clear();
    m_plot->clear();
    m_folder = setup.folder;
    m_last.clear();
    m_shown = {};
    say(setup.request.resume
            ? tr("The training of %1 goes on from its checkpoint.").arg(setup.request.name)
            : tr("The training of %1 starts on %2 images.")
                  .arg(setup.request.name, QString::number(setup.request.dataset.items.size())));
}

void RunStep::onState(TrainingJob::State state)
{
    switch (state) {
    case TrainingJob::State::Paused:
        say(tr("Paused."));
        break;
    case TrainingJob::State::Stopping:
        say(tr("Stopping; the best epoch so far becomes the model."));
        break;
    case TrainingJob::State::Cancelling:
        say(tr("Cancelling…"));
        break;
    case TrainingJob::State::Running:
    case TrainingJob::State::Idle:
        break;
    }
    updateButtons();
    showProgress();
}

void RunStep::onFinished(const TrainedModel& model)
{
    m_last = tr("Done in %1").arg(durationText(model.seconds));
    if (model.stoppedEarly)
        say(tr("Ended before its last epoch; the best one became the model."));
    for (const QString& file : model.unreadable)
        say(tr("Left out, cannot be read: %1").arg(file));
    say(tr("Done in %1. The model is in %2.").arg(durationText(model.seconds), model.folder));
    updateButtons();
    showProgress();
}

void RunStep::onFailed(const Error& error)
{
    const bool wasCancelled = error.code == ErrorCode::Cancelled;
    m_last = wasCancelled ? tr("Cancelled") : error.message;
    const QString sentence = wasCancelled
        ? tr("The training was cancelled. What was learnt up to the last epoch is kept in a "
             "checkpoint, from which it can go on.")
        : error.message;
    say(sentence);
    m_messages->show(wasCancelled ? MessageBar::Severity::Information : MessageBar::Severity::Error,
                     sentence);
    updateButtons();
    showProgress();
}

QString RunStep::stateLine() const
{
    switch (m_job.state()) {
    case TrainingJob::State::Running:
        return progressText(m_shown);
    case TrainingJob::State::Paused:
        return tr("Paused, %1").arg(stepText(m_job.progress()));
    case TrainingJob::State::Stopping:
        return tr("Stopping: %1").arg(stepText(m_job.progress()));
    case TrainingJob::State::Cancelling:
        return tr("Cancelling…");
    case TrainingJob::State::Idle:
        break;
    }
    return m_last.isEmpty() ? tr("Ready to start") : m_last;
}

void RunStep::showProgress()
{
    const TrainingProgress progress = m_job.progress();
    const bool goesOn = progress.step == m_shown.step;
    const TrainingProgress before = std::exchange(m_shown, progress);
    // Between two epochs nothing is measured for a moment; the last figures are good enough then.
    if (goesOn && progress.imagesPerSecond <= 0)
        m_shown.imagesPerSecond = before.imagesPerSecond;
    if (goesOn && !progress.secondsLeft)
        m_shown.secondsLeft = before.secondsLeft;
    const bool active = m_job.isActive();
    const bool known = active && progress.total > 0;
    m_progress->setRange(0, known || !active ? 1000 : 0);
    m_progress->setValue(known ? int(progress.done * 1000 / progress.total) : 0);
    setPlainText(m_text, active || m_problem.isEmpty() ? stateLine() : m_problem);
    Q_EMIT stateLineChanged();
}

void RunStep::updateButtons()
{
    const TrainingJob::State state = m_job.state();
    const bool idle = state == TrainingJob::State::Idle;
    const bool going = state == TrainingJob::State::Running || state == TrainingJob::State::Paused;
    const bool paused = state == TrainingJob::State::Paused;
    m_start->setEnabled(idle && m_problem.isEmpty());
    m_start->setVisible(idle);
    m_resume->setVisible(idle && m_hasCheckpoint);
    m_resume->setEnabled(m_problem.isEmpty());
    m_pause->setVisible(!idle);
    m_pause->setEnabled(going);
    m_pause->setText(paused ? tr("&Go On") : tr("&Pause"));
    m_pause->setAccessibleName(paused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(paused ? u"start"_s : u"pause"_s));
    m_stop->setVisible(!idle);
    m_stop->setEnabled(going);
    m_cancel->setVisible(!idle);
    m_cancel->setEnabled(state != TrainingJob::State::Cancelling);
    if (idle)
        setPlainText(m_text, m_problem.isEmpty() ? stateLine() : m_problem);
}

void RunStep::say(const QString& sentence)
{
    m_log->appendPlainText(u"%1  %2"_s.arg(QTime::currentTime().toString(u"HH:mm:ss"_s), sentence));
}

QString RunStep::log() const
{
    return m_log->toPlainText();
}

} // namespace ccad
