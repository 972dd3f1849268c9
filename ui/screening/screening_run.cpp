// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/screening_run.h"

#include "core/base/parallel.h"
#include "core/package/model_package.h"

#include <QDir>
#include <QFileInfo>

#include <optional>
#include <utility>

namespace ccad {

namespace {

constexpr int lookMs = 150;

/// Carries the messages of a run to the window's thread.
class RunMessages final : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void journalReady();
    void ended();
};

Result<ScreeningRun::SharedClassifier> classifierFor(const ScreeningJob& job,
                                                     const ScreeningRun::SharedClassifier& current)
{
    if (current && current->manifest().weightsSha256 == job.modelSha256)
        return current;
    auto classifier = Classifier::load(job.modelFolder);
    if (!classifier)
        return classifier.error();
    return ScreeningRun::SharedClassifier(std::move(*classifier));
}

Result<JournalCounts> screenWithCore(Journal& journal,
                                     const ScreeningRun::SharedClassifier& current,
                                     const ScreeningOptions& options, const RunControl& control,
                                     const ScreeningRun::Observer& observer)
{
    const auto classifier = classifierFor(journal.job(), current);
    if (!classifier)
        return classifier.error();
    return screen(journal, **classifier, options, control, observer);
}

} // namespace

ScreeningRun::ScreeningRun(QObject* parent) : ScreeningRun(screenWithCore, parent) { }

ScreeningRun::ScreeningRun(Screen screen, QObject* parent)
    : QObject(parent), m_screen(std::move(screen))
{
    m_pool.setMaxThreadCount(1);
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, &ScreeningRun::progressed);
}

ScreeningRun::~ScreeningRun()
{
    m_control.cancel();
    m_pool.waitForDone();
}

void ScreeningRun::start(const QString& journal, const ScreeningJob& job,
                         const SharedClassifier& classifier, bool watch)
{
    ScreeningOptions options;
    options.watch = watch;
    run(
        journal,
        [journal, job]() -> Result<std::unique_ptr<Journal>> {
            const QString folder = QFileInfo(journal).absolutePath();
            if (!QDir().mkpath(folder))
                return Error{
                    ErrorCode::WriteFailed,
                    tr("Cannot create the folder %1 for the journal of the batch.").arg(folder),
                    folder};
            return Journal::create(journal, job);
        },
        classifier, options);
}

void ScreeningRun::resume(const QString& journal, const SharedClassifier& classifier,
                          bool retryFailed)
{
    ScreeningOptions options;
    options.retryFailed = retryFailed;
    run(
        journal, [journal] { return Journal::open(journal); }, classifier, options);
}

void ScreeningRun::run(const QString& path, const OpenJournal& open,
                       const SharedClassifier& classifier, ScreeningOptions options)
{
    Q_ASSERT(!isActive());
    m_control = RunControl();
    m_progress = {};
    m_journal = path;
    m_isWatching = options.watch;

    const std::shared_ptr<RunMessages> messages(new RunMessages,
                                                [](RunMessages* m) { m->deleteLater(); });
    const auto result = std::make_shared<std::optional<Result<JournalCounts>>>();
    connect(
        messages.get(), &RunMessages::journalReady, this,
        [this, path] { Q_EMIT journalReady(path); }, Qt::QueuedConnection);
    connect(
        messages.get(), &RunMessages::ended, this, [this, result] { deliver(**result); },
        Qt::QueuedConnection);
    m_pool.start([open, classifier, options, control = m_control, progress = m_progress,
                  screen = m_screen, messages, result] {
        giveWay(); // to the window and to predictions
        auto journal = open();
        if (journal) {
            Q_EMIT messages->journalReady();
            result->emplace(
                screen(**journal, classifier, options, control,
                       [&progress](const ScreeningProgress& now) { progress.set(now); }));
        } else {
            result->emplace(journal.error());
        }
        Q_EMIT messages->ended();
    });
    setState(State::Running);
}

void ScreeningRun::pause()
{
    if (m_state != State::Running)
        return;
    m_control.pause();
    setState(State::Paused);
}

void ScreeningRun::goOn()
{
    if (m_state != State::Paused)
        return;
    m_control.resume();
    setState(State::Running);
}

void ScreeningRun::cancel()
{
    if (!isActive())
        return;
    m_control.cancel();
    setState(State::Cancelling);
}

void ScreeningRun::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    if (isActive())
        m_look.start();
    else
        m_look.stop();
    Q_EMIT stateChanged(state);
}

void ScreeningRun::deliver(const Result<JournalCounts>& result)
{
    m_isWatching = false;
    setState(State::Idle);
    if (result)
        Q_EMIT finished(*result);
    else
        Q_EMIT failed(result.error());
}

} // namespace ccad

#include "screening_run.moc"
