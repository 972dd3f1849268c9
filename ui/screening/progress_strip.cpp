// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/progress_strip.h"

#include "ui/screening/internal/screening_words.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

ProgressStrip::ProgressStrip(ScreeningRun& run, QWidget* parent)
    : QWidget(parent), m_run(run), m_bar(new QProgressBar(this)),
      m_text(makeTextLabel({}, "text", this)),
      m_pause(makeButton(tr("&Pause"), "pause", this, "pauseBatch")),
      m_cancel(makeButton(tr("&Cancel"), "close", this, "cancelBatch")),
      m_resume(makeButton(tr("&Go On"), "resume", this, "resumeBatch")),
      m_retry(makeButton(tr("Retry &Failed"), "reset", this, "retryFailed"))
{
    setAccessibleName(tr("Progress of the batch"));
    m_bar->setAccessibleName(tr("Progress of the batch"));
    m_bar->setTextVisible(false);
    m_text->setObjectName(u"screeningProgress"_s);
    m_cancel->setToolTip(tr("Ends now; what is done stays, the rest can go on later"));
    m_resume->setToolTip(tr("Goes on with the files that are waiting; none is judged twice"));
    m_retry->setToolTip(tr("Tries the files that could not be read once more"));

    auto* row = new QHBoxLayout;
    row->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    row->setSpacing(spacing::medium);
    row->addWidget(m_text, 1);
    for (QPushButton* button : {m_pause, m_cancel, m_resume, m_retry})
        row->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addLayout(row);
    connectRun();
    update();
}

void ProgressStrip::connectRun()
{
    connect(&m_run, &ScreeningRun::stateChanged, this, &ProgressStrip::update);
    connect(&m_run, &ScreeningRun::progressed, this, &ProgressStrip::update);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_run.state() == ScreeningRun::State::Paused)
            m_run.goOn();
        else
            m_run.pause();
    });
    connect(m_cancel, &QPushButton::clicked, &m_run, &ScreeningRun::cancel);
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(false); });
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(true); });
}

void ProgressStrip::setCounts(const QString& path, const JournalCounts& counts)
{
    m_path = path;
    m_counts = counts;
    update();
}

QString ProgressStrip::runText() const
{
    const ScreeningProgress progress = m_run.progress();
    switch (m_run.state()) {
    case ScreeningRun::State::Paused:
        return tr("Paused, %1 of %2").arg(progress.counts.done()).arg(progress.counts.total);
    case ScreeningRun::State::Cancelling:
        return tr("Cancelling…");
    case ScreeningRun::State::Running:
    case ScreeningRun::State::Stopping:
    case ScreeningRun::State::Idle:
        break;
    }
    return screeningProgressText(progress);
}

QString ProgressStrip::text() const
{
    if (m_run.isActive())
        return runText();
    return m_path.isEmpty() ? QString() : unfinishedText(m_counts);
}

void ProgressStrip::update()
{
    const ScreeningRun::State state = m_run.state();
    const bool active = m_run.isActive();
    const bool paused = state == ScreeningRun::State::Paused;
    const bool canResume = !active && !m_path.isEmpty();
    m_pause->setVisible(active);
    m_pause->setEnabled(paused || state == ScreeningRun::State::Running);
    m_pause->setText(paused ? tr("&Go On") : tr("&Pause"));
    m_pause->setAccessibleName(paused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(paused ? u"start"_s : u"pause"_s));
    m_cancel->setVisible(active);
    m_cancel->setEnabled(state != ScreeningRun::State::Cancelling);
    m_resume->setVisible(canResume && m_counts.queued > 0);
    m_retry->setVisible(canResume && m_counts.queued == 0 && m_counts.failed > 0);

    const JournalCounts counts = m_run.progress().counts;
    const bool known = !active || counts.total > 0;
    m_bar->setVisible(active);
    m_bar->setRange(0, known ? 1000 : 0);
    m_bar->setValue(counts.total > 0 ? int(counts.done() * 1000 / counts.total) : 0);
    setPlainText(m_text, text());
    setVisible(!text().isEmpty());
    Q_EMIT textChanged();
}

} // namespace ccad
