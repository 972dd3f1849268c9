// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"
#include "core/worklist/urgency.h"
#include "ui/screening/screening_run.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QImage>

#include <atomic>
#include <memory>
#include <semaphore>

namespace ccad::test {

using namespace Qt::StringLiterals;

inline ScreeningJob threeClassJob(const QStringList& sources = {u"/day/one"_s})
{
    ScreeningJob job;
    job.sources = sources;
    job.modelName = u"test-model"_s;
    job.modelVersion = u"1.2.3"_s;
    job.modelSha256 = QString(64, QLatin1Char('a'));
    job.classes = {u"covid"_s, u"pneumonia"_s, u"normal"_s};
    job.classTitles = {u"COVID-19"_s, u"Other pneumonia"_s, u"No finding"_s};
    job.threshold = 0.4;
    return job;
}

/// A finding with that probability of the first class; the rest belongs to the last one.
inline ScreenedStudy judged(ScreenedStudy study, float covid)
{
    study.status = StudyStatus::Ok;
    study.probabilities = {covid, 0.0F, 1 - covid};
    study.label = covid >= 0.5F ? 0 : 2;
    study.positive = covid >= 0.4F;
    study.urgency = urgencyOf(study.probabilities, study.positive, 0, 2);
    study.map.map = {2, 2, {0.0F, 1.0F, 0.5F, 0.0F}};
    study.identity = u"uid:1.2.%1"_s.arg(study.number);
    study.milliseconds = 25;
    return study;
}

inline ScreenedStudy without(ScreenedStudy study, StudyStatus status, const QString& reason)
{
    study.status = status;
    study.reason = reason;
    study.identity = u"uid:1.2.%1"_s.arg(study.number);
    return study;
}

inline QByteArray greyThumbnail(int grey)
{
    QImage image(96, 80, QImage::Format_Grayscale8);
    image.fill(grey);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

/// What becomes of the file of that number: of each ten, six are judged, the others are refused,
/// broken, the same as an earlier one, or judged with a warning.
inline ScreenedStudy outcomeOf(ScreenedStudy study)
{
    const qint64 n = study.number;
    study.patientName = u"Doe^Patient%1"_s.arg(n);
    study.patientId = u"ID%1"_s.arg(n);
    switch (n % 10) {
    case 3:
        return without(study, StudyStatus::Refused, u"It is a lateral view."_s);
    case 6:
        return without(study, StudyStatus::Failed,
                       u"Cannot read %1: it is cut off."_s.arg(study.path));
    case 9: {
        study = judged(study, 0.2F);
        study.identity = u"uid:1.2.%1"_s.arg(n - 1);
        return study;
    }
    case 8:
        study = judged(study, 0.3F);
        study.warnings << u"The view is not known."_s;
        return study;
    default:
        return judged(study, float((n * 37) % 100) / 100);
    }
}

/// Films with one UID and different pictures, all done.
inline void fillAnonymisedJournal(const QString& path, int files)
{
    const auto journal = Journal::create(path, threeClassJob());
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    const auto listed = (*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (int i = 1; i <= files; ++i) {
            IntakeEntry entry;
            entry.file = u"p%1.dcm"_s.arg(i);
            entry.path = u"/day/one/"_s + entry.file;
            if (auto added = add(entry); !added)
                return added;
        }
        return {};
    });
    std::vector<ScreenedStudy> studies;
    for (int i = 1; listed && i <= files; ++i) {
        studies.push_back(judged(*(*journal)->study(i), 0.1F * float(i)));
        studies.back().uid = u"1.2"_s;
        studies.back().identity = u"uid:1.2 p%1"_s.arg(i);
        studies.back().isDicom = true;
        studies.back().patientId = u"ANON"_s;
    }
    // The last one is refused, and says so beside its mark.
    studies.back() = [&] {
        ScreenedStudy study = studies.back();
        study.status = StudyStatus::Refused;
        study.reason = u"It is a hand."_s;
        study.urgency.reset();
        return study;
    }();
    if (!listed || !(*journal)->record(studies, {}))
        qFatal("cannot fill the journal");
}

inline IntakeEntry entryOf(const QString& name, const QString& path)
{
    IntakeEntry entry;
    entry.file = name;
    entry.path = path;
    entry.bytes = QFileInfo(path).size();
    entry.modifiedMs = 1;
    return entry;
}

/// Takes in the files of the job's sources, or of a source that is no folder its path alone.
inline Result<void> listSources(Journal& journal)
{
    return journal.addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (const QString& source : journal.job().sources) {
            const QDir folder(source);
            const QStringList names = folder.entryList(QDir::Files, QDir::Name);
            for (const QString& name : names)
                if (auto added = add(entryOf(name, folder.absoluteFilePath(name))); !added)
                    return added;
        }
        return {};
    });
}

/// In place of core's screen(): judges by number, and after `free` files waits for one leave a
/// file.
class FakeScreen
{
public:
    explicit FakeScreen(int free = 1000000) : m_free(free) { }

    Result<JournalCounts> operator()(Journal& journal, const ScreeningRun::SharedClassifier&,
                                     const ScreeningOptions& options, const RunControl& control,
                                     const ScreeningRun::Observer& observer) const
    {
        const auto isListed = journal.isListed();
        if (!isListed)
            return isListed.error();
        if (!*isListed)
            if (auto listed = listSources(journal); !listed)
                return listed.error();
        if (options.retryFailed)
            if (auto requeued = journal.requeueFailed(); !requeued)
                return requeued.error();
        for (int done = 0;; ++done) {
            *m_isHeld = control.isPaused();
            control.waitWhilePaused();
            *m_isHeld = false;
            if (control.cancelToken().isCancelled())
                return Error{ErrorCode::Cancelled, u"Cancelled."_s, {}};
            const auto next = journal.queued(0, 1);
            if (!next || next->empty())
                return journal.counts();
            if (done >= m_free && !leave(control))
                continue;
            const ScreenedStudy study
                = options.retryFailed ? judged(next->front(), 0.9F) : outcomeOf(next->front());
            const QByteArray thumbnail = greyThumbnail(int(study.number * 7 % 256));
            if (auto written = journal.record({&study, 1}, {&thumbnail, 1}); !written)
                return written.error();
            ScreeningProgress progress;
            progress.counts = *journal.counts();
            progress.perSecond = 41;
            progress.secondsLeft = 130;
            observer(progress);
        }
    }

    void allow(int files) { m_leave->release(files); }
    /// Between two files, and the run is paused.
    [[nodiscard]] bool isHeld() const { return *m_isHeld; }

private:
    /// False: it was cancelled meanwhile.
    bool leave(const RunControl& control) const
    {
        while (!m_leave->try_acquire_for(std::chrono::milliseconds(5)))
            if (control.cancelToken().isCancelled())
                return false;
        return true;
    }

    int m_free;
    std::shared_ptr<std::atomic<bool>> m_isHeld = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::counting_semaphore<>> m_leave
        = std::make_shared<std::counting_semaphore<>>(0);
};

/// A whole journal of so many files, all done.
inline void fillJournal(const QString& path, int files)
{
    auto journal = Journal::create(path, threeClassJob());
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    const auto listed = (*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (int i = 1; i <= files; ++i)
            if (auto added = add(entryOf(u"file%1.dcm"_s.arg(i), u"/day/one/file%1.dcm"_s.arg(i)));
                !added)
                return added;
        return {};
    });
    if (!listed)
        qFatal("%s", qPrintable(listed.error().message));
    const auto queued = (*journal)->queued(0, files);
    std::vector<ScreenedStudy> studies;
    std::vector<QByteArray> thumbnails;
    for (const ScreenedStudy& study : *queued) {
        studies.push_back(outcomeOf(study));
        thumbnails.push_back(files <= 1000 ? greyThumbnail(int(study.number * 7 % 256))
                                           : QByteArray());
    }
    if (const auto written = (*journal)->record(studies, thumbnails); !written)
        qFatal("%s", qPrintable(written.error().message));
}

} // namespace ccad::test
