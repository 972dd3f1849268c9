// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/screening_place.h"

#include "ui/screening/internal/batch_files.h"
#include "ui/screening/internal/export_menu.h"
#include "ui/screening/internal/progress_strip.h"
#include "ui/screening/internal/screening_words.h"
#include "ui/screening/internal/training_sender.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/internal/worklist_view.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/widgets/dropped_files.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/words/patient_text.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

namespace ccad {

ScreeningPlace::ScreeningPlace(Settings& settings, const StudyLoader& loader, QWidget* parent)
    : ScreeningPlace(settings, loader, ScreeningRun::Screen(), parent)
{
}

ScreeningPlace::ScreeningPlace(Settings& settings, const StudyLoader& loader,
                               ScreeningRun::Screen screen, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_loader(loader),
      m_run(screen ? new ScreeningRun(std::move(screen), this) : new ScreeningRun(this)),
      m_worklist(new WorklistPanel(settings, this)),
      m_export(new ExportMenu(
          [this] {
              return ExportMenu::Source{m_worklist->journal(), m_worklist->view().chosenNumbers()};
          },
          this)),
      m_sender(new TrainingSender(
          [this] {
              return TrainingSender::Source{m_worklist->journal(),
                                            m_worklist->view().chosenNumbers()};
          },
          this)),
      m_strip(new ProgressStrip(*m_run, this)), m_messages(new MessageBar(this)),
      m_pages(new QStackedWidget(this))
{
    setAccessibleName(tr("Screening"));
    setAcceptDrops(true);
    setFocusPolicy(Qt::NoFocus);
    makeLayout();
    connectRun();
    connectWorklist();

    const QString last = m_settings.value(Setting::LastBatch).toString();
    if (!last.isEmpty())
        m_lookingForLast.start([last](const CancelToken&) { return QFileInfo::exists(last); },
                               [this, last](bool isThere) {
                                   // Not if another batch was opened meanwhile.
                                   if (isThere && m_worklist->journal().isEmpty())
                                       openBatch(last);
                               });
    showHeader();
}

ScreeningPlace::~ScreeningPlace() = default;

void ScreeningPlace::connectRun()
{
    connect(m_run, &ScreeningRun::journalReady, this, [this](const QString& journal) {
        openBatch(journal);
        if (isVisible())
            m_worklist->view().setFocus(Qt::OtherFocusReason);
    });
    connect(m_run, &ScreeningRun::failed, this, &ScreeningPlace::onFailed);
    connect(m_run, &ScreeningRun::stateChanged, this, &ScreeningPlace::showHeader);
    connect(m_strip, &ProgressStrip::resumeRequested, this, &ScreeningPlace::goOn);
    connect(m_strip, &ProgressStrip::textChanged, this, &ScreeningPlace::showJob);
    connect(&m_loader, &StudyLoader::modelReady, this, [this] {
        m_noModel.clear();
        if (!m_waiting.isEmpty())
            begin(std::exchange(m_waiting, {}), m_waitingToWatch);
    });
    connect(&m_loader, &StudyLoader::modelFailed, this, [this](const Error& error) {
        m_noModel = tr("There is no model to screen with. %1").arg(error.message);
        if (!std::exchange(m_waiting, {}).isEmpty())
            complain(m_noModel);
    });
}

void ScreeningPlace::connectWorklist()
{
    connect(m_worklist, &WorklistPanel::opened, this, [this] {
        m_settings.setValue(Setting::LastBatch, m_worklist->journal());
        m_export->withIdentifiers().setChecked(false);
        m_sender->setJob(m_worklist->job());
        showHeader();
    });
    connect(m_worklist, &WorklistPanel::openFailed, this, [this](const Error& error) {
        m_worklist->follow({});
        m_strip->setCounts({}, {});
        showHeader();
        complain(error.message);
    });
    connect(m_worklist, &WorklistPanel::stateChanged, this,
            [this] { m_strip->setCounts(m_worklist->journal(), m_worklist->state().counts); });
    connect(m_worklist, &WorklistPanel::problem, this, &ScreeningPlace::complain);
    connect(m_worklist, &WorklistPanel::openRequested, this, [this](const QString& file) {
        m_opening.start(
            [folder = m_worklist->job().modelFolder](const CancelToken&) {
                return QFileInfo::exists(folder) ? folder : QString();
            },
            [this, file](const QString& folder) {
                Q_EMIT openRequested(file, folder.isEmpty() ? m_loader.modelFolder() : folder);
            });
    });
    connect(m_export, &ExportMenu::written, this, &ScreeningPlace::say);
    connect(m_export, &ExportMenu::failed, this,
            [this](const Error& error) { complain(error.message); });
    connect(m_sender, &TrainingSender::sent, this, &ScreeningPlace::say);
    connect(m_sender, &TrainingSender::failed, this,
            [this](const Error& error) { complain(error.message); });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText)
            showHeader();
    });
}

void ScreeningPlace::screen(const QStringList& paths)
{
    if (paths.size() == 1 && paths.first().endsWith(QLatin1String(journalSuffix)))
        return openBatch(paths.first());
    begin(paths, false);
}

void ScreeningPlace::watch(const QString& folder)
{
    begin({folder}, true);
}

void ScreeningPlace::begin(const QStringList& paths, bool watch)
{
    if (paths.isEmpty())
        return;
    if (m_run->isActive())
        return complain(tr("A batch is running. Cancel it first, or wait until it is done; what "
                           "it did so far stays."));
    const auto classifier = m_loader.classifier();
    if (!classifier && !m_noModel.isEmpty())
        return complain(m_noModel);
    if (!classifier) {
        m_waiting = paths;
        m_waitingToWatch = watch;
        return say(tr("The model is being loaded. The batch starts as soon as it is there."));
    }
    m_messages->hide();
    QStringList sources;
    for (const QString& path : paths)
        sources << QFileInfo(path).absoluteFilePath();
    m_run->start(newJournalPath(QDateTime::currentDateTime()),
                 screeningJob(sources, classifier->manifest(), m_loader.modelFolder()), classifier,
                 watch);
}

void ScreeningPlace::goOn(bool retryFailed)
{
    if (m_run->isActive() || m_worklist->journal().isEmpty())
        return;
    m_messages->hide();
    m_run->resume(m_worklist->journal(), m_loader.classifier(), retryFailed);
}

void ScreeningPlace::openBatch(const QString& journal)
{
    // A batch that goes on is on screen already, with all that the reader has chosen there.
    if (m_worklist->journal() == journal)
        return;
    m_strip->setCounts({}, {});
    m_worklist->follow(journal);
    showHeader();
}

void ScreeningPlace::focusSearch()
{
    if (m_pages->currentWidget() == m_worklist)
        m_worklist->focusSearch();
}

void ScreeningPlace::showHeader()
{
    const QString journal = m_worklist->journal();
    const ScreeningJob& job = m_worklist->job();
    const bool hidden = isPatientTextHidden(m_settings);
    const bool isWatching = m_run->isWatching() && m_run->journal() == journal;
    const QString title = batchTitle(job, hidden);
    setPlainText(m_title,
                 journal.isEmpty() ? tr("Screening")
                     : isWatching  ? tr("%1, watched").arg(title)
                                   : title);
    m_title->setToolTip(hidden ? QString() : job.sources.join(QLatin1Char('\n')));
    setPlainText(m_model,
                 job.modelName.isEmpty() ? QString()
                                         : tr("Model: %1 %2").arg(job.modelName, job.modelVersion));
    m_start->setEnabled(!m_run->isActive());
    m_exportButton->setEnabled(!journal.isEmpty());
    m_pages->setCurrentIndex(journal.isEmpty() ? 0 : 1);
    setFocusProxy(journal.isEmpty() ? static_cast<QWidget*>(m_start) : &m_worklist->view());
}

void ScreeningPlace::showJob()
{
    Q_EMIT jobChanged(m_run->isActive() ? tr("Screening: %1").arg(m_strip->text()) : QString());
}

void ScreeningPlace::onFailed(const Error& error)
{
    if (error.code == ErrorCode::Cancelled)
        say(tr("The batch was cancelled. What is done stays; the rest can go on later."));
    else
        complain(error.message);
}

void ScreeningPlace::say(const QString& sentence)
{
    m_messages->show(MessageBar::Severity::Information, sentence);
}

void ScreeningPlace::complain(const QString& sentence)
{
    m_messages->show(MessageBar::Severity::Error, sentence);
}

void ScreeningPlace::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ScreeningPlace::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    screen(droppedFiles(event->mimeData()));
}

} // namespace ccad
