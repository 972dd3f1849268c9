// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"
#include "core/worklist/urgency.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace ccad::test {

using namespace Qt::StringLiterals;

inline ScreeningJob toyJob(int shard = 1, int shards = 1)
{
    ScreeningJob job;
    job.sources = {u"/day"_s};
    job.modelName = u"toy"_s;
    job.modelVersion = u"1.2"_s;
    job.modelSha256 = QString(64, u'a');
    job.modelFolder = u"/models/toy"_s;
    job.classes = {u"normal"_s, u"pneumonia"_s};
    job.classTitles = {u"Normal"_s, u"Pneumonia"_s};
    job.positiveClass = 1;
    job.threshold = 0.31;
    job.shard = shard;
    job.shards = shards;
    return job;
}

inline IntakeEntry entry(const QString& file)
{
    IntakeEntry entry;
    entry.file = file;
    entry.path = u"/day/"_s + file;
    entry.bytes = 100 + file.size();
    entry.modifiedMs = 1700000000000;
    return entry;
}

inline IntakeEntry entry(int i)
{
    return entry(u"%1.dcm"_s.arg(i));
}

inline Result<void> list(Journal& journal, int count)
{
    return journal.addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (int i = 1; i <= count; ++i)
            if (auto added = add(entry(i)); !added)
                return added;
        return {};
    });
}

/// As a pipeline would return the row, with a probability of its own.
inline ScreenedStudy judged(ScreenedStudy study, const QString& identity = {})
{
    const float p = float(study.number % 97) / 97.F;
    study.status = StudyStatus::Ok;
    study.identity = identity;
    study.label = p > 0.5F ? 1 : 0;
    study.probabilities = {1 - p, p};
    study.positive = double(p) >= 0.31;
    study.urgency = urgencyOf(study.probabilities, study.positive, 1, 0);
    study.map.map = {2, 3, {0, 0.25F, 0.5F, 0.75F, 1, p}};
    study.map.window = {0.1, 0, 0.8, 1};
    study.warnings = {u"Lateral view."_s, u"Second, \"quoted\"\nline."_s};
    study.notes.add(NoteCode::VoiReplaced, study.warnings.last());
    study.view = u"PA"_s;
    study.patientId = u"P%1"_s.arg(study.number);
    study.patientName = u"Müller^Änne"_s;
    study.studyDate = u"2026-11-23"_s;
    study.milliseconds = 12.5;
    return study;
}

/// A new journal with so many rows, all queued.
inline std::unique_ptr<Journal> newJournal(const QString& path, int rows)
{
    auto journal = Journal::create(path, toyJob());
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    if (rows > 0)
        if (auto listed = list(**journal, rows); !listed)
            qFatal("%s", qPrintable(listed.error().message));
    return *std::move(journal);
}

/// Row `number` as it is, judged.
inline ScreenedStudy judgedRow(const Journal& journal, qint64 number, const QString& identity = {})
{
    return judged(*journal.study(number), identity);
}

/// Row `number`, judged, as a DICOM film that carries that UID and shows that picture.
inline ScreenedStudy filmRow(const Journal& journal, qint64 number, const QString& uid,
                             const QString& picture)
{
    ScreenedStudy study = judged(*journal.study(number), u"uid:%1 %2"_s.arg(uid, picture));
    study.uid = uid;
    study.isDicom = true;
    return study;
}

inline Result<void> recordOne(Journal& journal, const ScreenedStudy& study)
{
    return journal.record(std::span(&study, 1), {});
}

/// Do the sentences call the UID used twice?
inline bool sayUidUsedTwice(const QStringList& sentences)
{
    return std::any_of(sentences.begin(), sentences.end(), isUidUsedTwice);
}

inline bool same(const ScreenedStudy& a, const ScreenedStudy& b)
{
    return a.number == b.number && a.file == b.file && a.path == b.path && a.bytes == b.bytes
        && a.modifiedMs == b.modifiedMs && a.status == b.status && a.reason == b.reason
        && a.warnings == b.warnings && a.notes.coded() == b.notes.coded() && a.label == b.label
        && a.probabilities == b.probabilities && a.positive == b.positive && a.urgency == b.urgency
        && a.map.map.width == b.map.map.width && a.map.map.height == b.map.map.height
        && a.map.map.values == b.map.map.values && a.map.window.left == b.map.window.left
        && a.map.window.top == b.map.window.top && a.map.window.width == b.map.window.width
        && a.map.window.height == b.map.window.height && a.identity == b.identity && a.uid == b.uid
        && a.isDicom == b.isDicom && a.sharesUid == b.sharesUid && a.view == b.view
        && a.patientId == b.patientId && a.patientName == b.patientName
        && a.studyDate == b.studyDate && a.pixelChecksum == b.pixelChecksum
        && a.patientBirthDate == b.patientBirthDate && a.patientSex == b.patientSex
        && a.milliseconds == b.milliseconds && a.verdict == b.verdict && a.comment == b.comment;
}

/// The rows in the order of forEachByUrgency.
inline std::vector<ScreenedStudy> byUrgency(const Journal& journal)
{
    std::vector<ScreenedStudy> studies;
    const auto done = journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
        studies.push_back(study);
        return {};
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
    return studies;
}

/// A journal in a folder of its own: makeFolder() before each test function.
class JournalHome
{
protected:
    void makeFolder()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"day.ccad"_s);
    }
    [[nodiscard]] std::unique_ptr<Journal> newJournal(int rows = 0) const
    {
        return test::newJournal(m_path, rows);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

} // namespace ccad::test

/// Fails with the error's sentence.
#define REQUIRE(result)                                                                            \
    do {                                                                                           \
        const auto& required = (result);                                                           \
        QVERIFY2(required.hasValue(),                                                              \
                 required.hasValue() ? "" : qPrintable(required.error().message));                 \
    } while (false)
