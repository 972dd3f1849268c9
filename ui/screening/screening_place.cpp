// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/screening_place.h"

#include "ui/screening/internal/batch_files.h"
#include "ui/screening/internal/batch_header.h"
#include "ui/screening/internal/batch_model.h"
#include "ui/screening/internal/export_menu.h"
#include "ui/screening/internal/export_strip.h"
#include "ui/screening/internal/progress_strip.h"
#include "ui/screening/internal/screening_words.h"
#include "ui/screening/internal/training_sender.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/internal/worklist_view.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/widgets/dropped_files.h"
#include "ui/widgets/intended_use.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QDateTime>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

ScreeningPlace::ScreeningPlace(Settings& settings, const StudyLoader& loader, QWidget* parent)
    : ScreeningPlace(settings, loader, ScreeningRun::Screen(), parent)
{
}

ScreeningPlace::ScreeningPlace(Settings& settings, const StudyLoader& loader,
                               ScreeningRun::Screen screen, QWidget* parent)
    : Place(parent), m_settings(settings), m_loader(loader),
      m_run(screen ? new ScreeningRun(std::move(screen), this) : new ScreeningRun(this)),
      m_worklist(new WorklistPanel(settings, this)),
      m_export(new ExportMenu(
          [this] {
              return ExportMenu::Source{m_worklist->journal(), m_worklist->view().chosenNumbers(),
                                        knownModels()};
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
    setFocusPolicy(Qt::NoFocus);
    makeLayout();
    connectHeader();
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

void ScreeningPlace::makeLayout()
{
    m_pages->setAccessibleName(tr("Worklist"));
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_worklist);
    auto* line = new QFrame(this);
    line->setObjectName(u"line"_s);
    line->setAccessibleName(tr("Line"));
    line->setFixedHeight(1);
    m_header = new BatchHeader(m_settings, m_export->menu(), this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(line);
    layout->addWidget(m_messages);
    layout->addWidget(m_strip);
    layout->addWidget(new ExportStrip(*m_export, this));
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeIntendedUseFooter(spacing::small, this));
}

QWidget* ScreeningPlace::makeEmptyPage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("No batch yet"));
    auto* title = makeTextLabel(
        tr("Drop a folder, a DICOMDIR or a ZIP here, or press Screen above"), "title", page);
    title->setAlignment(Qt::AlignHCenter);
    auto* text = makeTextLabel(
        tr("Every file gets one row: findings with the most urgent first, then what the model must "
           "not judge, then what could not be read, each with its reason. A file that crashes a "
           "reader harms nothing else, and a batch that was interrupted goes on where it was."),
        "muted", page);
    text->setAlignment(Qt::AlignHCenter);
    text->setFixedWidth(560);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(spacing::medium);
    layout->addStretch(2);
    layout->addWidget(title);
    // An alignment would take the height of a label that does not wrap.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(text);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(3);
    return page;
}

void ScreeningPlace::connectHeader()
{
    m_export->menu().addSeparator();
    m_export->menu().addMenu(&m_sender->menu());
    m_worklist->rowMenu().addSeparator();
    m_worklist->rowMenu().addAction(&m_export->overlaysOfChosen());
    m_worklist->rowMenu().addAction(&m_export->resultsOfChosen());
    m_worklist->rowMenu().addMenu(&m_sender->menu());
    QMenu& exports = m_export->menu();
    QAction* send = exports.addAction(tr("Send Films of Chosen Rows to &Archive…"), m_worklist,
                                      &WorklistPanel::gatherChosen);
    send->setObjectName(u"sendChosen"_s);
    m_worklist->rowMenu().addAction(send);
    connect(m_worklist, &WorklistPanel::chosenGathered, this, &ScreeningPlace::sendRequested);
    connect(m_header, &BatchHeader::screenRequested, this, &ScreeningPlace::screen);
    connect(m_header, &BatchHeader::watchRequested, this, &ScreeningPlace::watch);
    connect(m_header, &BatchHeader::openRequested, this, &ScreeningPlace::openBatch);
    connect(new DroppedFiles(this), &DroppedFiles::dropped, this, &ScreeningPlace::screen);
}

void ScreeningPlace::connectRun()
{
    connect(m_run, &ScreeningRun::journalReady, this, [this](const QString& journal) {
        openBatch(journal);
        if (isVisible())
            m_worklist->view().setFocus(Qt::OtherFocusReason);
    });
    connect(m_run, &ScreeningRun::failed, this, &ScreeningPlace::onFailed);
    connect(m_run, &ScreeningRun::stateChanged, this, &ScreeningPlace::showHeader);
    connect(m_run, &ScreeningRun::stateChanged, this, &ScreeningPlace::busyChanged);
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
    connect(m_worklist, &WorklistPanel::savingChanged, this, &ScreeningPlace::busyChanged);
    connect(m_worklist, &WorklistPanel::openRequested, this, [this](const QString& file) {
        m_opening.start(
            [job = m_worklist->job(), known = knownModels()](const CancelToken&) {
                return modelFolderOf(job, known);
            },
            [this, file](const QString& folder) {
                if (folder.isEmpty())
                    say(tr("The model of this batch is not among your models, or is another one by "
                           "now. The study is opened with the one in use, which may judge it "
                           "otherwise."));
                Q_EMIT openRequested({file}, folder.isEmpty() ? m_loader.modelFolder() : folder);
            });
    });
    connect(m_export, &ExportMenu::written, this, &ScreeningPlace::say);
    connect(m_export, &ExportMenu::failed, this, [this](const Error& error) {
        if (error.code == ErrorCode::Cancelled)
            say(error.message);
        else
            complain(error.message);
    });
    connect(m_sender, &TrainingSender::sent, this, &ScreeningPlace::say);
    connect(m_sender, &TrainingSender::failed, this,
            [this](const Error& error) { complain(error.message); });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText)
            showHeader();
        // What the settings forget is on screen no longer.
        if (setting == Setting::LastBatch && m_settings.value(setting).toString().isEmpty()
            && !m_worklist->journal().isEmpty() && !m_run->isActive())
            closeBatch();
    });
}

QStringList ScreeningPlace::knownModels() const
{
    QStringList known = m_settings.value(Setting::KnownModels).toStringList();
    known << m_settings.value(Setting::ActiveModel).toString()
          << m_settings.value(Setting::PreviousModel).toString() << m_loader.modelFolder();
    return known;
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

void ScreeningPlace::closeBatch()
{
    m_worklist->follow({});
    m_strip->setCounts({}, {});
    m_settings.reset(Setting::LastBatch);
    showHeader();
}

bool ScreeningPlace::isBusy() const
{
    return m_run->isActive() || m_worklist->isSaving();
}

QString ScreeningPlace::unsavedWork() const
{
    const int rows = m_worklist->unsaved();
    return rows == 0 ? QString()
                     : tr("What you said of %n row(s) could not be saved.", nullptr, rows);
}

void ScreeningPlace::saveAgain()
{
    m_worklist->saveAgain();
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
    m_header->setBatch(journal.isEmpty() ? tr("Screening")
                           : isWatching  ? tr("%1, watched").arg(title)
                                         : title,
                       hidden ? QString() : job.sources.join(QLatin1Char('\n')),
                       job.modelName.isEmpty()
                           ? QString()
                           : tr("Model: %1 %2").arg(job.modelName, job.modelVersion));
    m_header->setCanStart(!m_run->isActive());
    m_header->setCanExport(!journal.isEmpty());
    m_pages->setCurrentIndex(journal.isEmpty() ? 0 : 1);
    setFocusProxy(journal.isEmpty() ? &m_header->startButton()
                                    : static_cast<QWidget*>(&m_worklist->view()));
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

} // namespace ccad
