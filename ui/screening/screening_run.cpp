// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/screening_run.h"

#include "core/package/model_package.h"
#include "ui/screening/internal/batch_model.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace ccad {

namespace {

Result<ScreeningRun::SharedClassifier> classifierFor(const ScreeningJob& job,
                                                     const ScreeningRun::SharedClassifier& current)
{
    if (current && current->manifest().weightsSha256 == job.modelSha256)
        return current;
    const QString folder = modelFolderOf(job, {});
    if (folder.isEmpty())
        return Error{ErrorCode::ModelMissing,
                     ScreeningRun::tr("The batch names the model %1 in %2, which is not among your "
                                      "models, or is another one by now. Use its model (Model > "
                                      "Use), then go on with the batch.")
                         .arg(job.modelName, job.modelFolder),
                     job.modelFolder};
    auto classifier = Classifier::load(folder);
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
    : QObject(parent), m_screen(std::move(screen)),
      m_run([this](State state) { takeState(state); }, [this] { Q_EMIT progressed(); })
{
}

void ScreeningRun::takeState(State state)
{
    if (state == State::Idle)
        m_isWatching = false;
    Q_EMIT stateChanged(state);
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
    m_journal = path;
    m_isWatching = options.watch;
    const RunControl control;
    m_run.start(
        control,
        [this, path, open, classifier, options, control,
         screen = m_screen](const Run::Reporter& reporter) -> Result<JournalCounts> {
            auto journal = open();
            if (!journal)
                return journal.error();
            reporter.say([this, path] { Q_EMIT journalReady(path); });
            return screen(**journal, classifier, options, control,
                          [&reporter](const ScreeningProgress& now) { reporter.setProgress(now); });
        },
        [this](const Result<JournalCounts>& result) {
            if (result)
                Q_EMIT finished(*result);
            else
                Q_EMIT failed(result.error());
        });
}

} // namespace ccad
