// SPDX-License-Identifier: GPL-3.0-or-later
// Journals of shards joined against the journal of an undivided run.
#include "core/worklist/worklist_export.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int files = 100;

/// What a pipeline makes of the row, whichever journal it is in: copies of each other all over the
/// listing, failures, refusals.
ScreenedStudy outcomeOf(const ScreenedStudy& row)
{
    const qint64 n = row.number;
    ScreenedStudy study = judged(row);
    if (n % 3 != 0) {
        // Some UIDs are shared by two pictures; the number in it decides which.
        study.uid = QString::number(n * n % 23);
        study.identity = u"uid:%1 %2"_s.arg(study.uid).arg(n % 5 == 0);
        study.isDicom = true;
    }
    if (n % 10 == 7) {
        study = row;
        study.status = StudyStatus::Failed;
        study.reason = u"Cannot read it."_s;
    } else if (n % 11 == 5) {
        study.status = StudyStatus::Refused;
        study.reason = u"No chest."_s;
        study.urgency.reset();
    }
    return study;
}

QByteArray thumbnailOf(qint64 number)
{
    return "thumbnail " + QByteArray::number(number);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestMerge final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString at(const QString& name) const { return m_folder->filePath(name); }

    static void fill(Journal& journal)
    {
        REQUIRE(journal.addListing([&journal](const Journal::AddEntry& add) -> Result<void> {
            CompanionCounts leftOut;
            leftOut.add(Companion::System, 16);
            leftOut.add(Companion::Index);
            if (auto noted = journal.noteCompanions(leftOut); !noted)
                return noted;
            for (int i = 1; i <= files; ++i) {
                IntakeEntry each = entry(i);
                if (i == 13)
                    each.problem = Error{ErrorCode::TooLarge, u"A bomb."_s, {}};
                if (i % 20 == 0)
                    each.archive = {u"/day/%1.zip"_s.arg(i), 7, 8};
                if (auto added = add(each); !added)
                    return added;
            }
            return {};
        }));
        for (;;) {
            const auto queued = journal.queued(0, 16);
            REQUIRE(queued);
            if (queued->empty())
                break;
            std::vector<ScreenedStudy> studies;
            std::vector<QByteArray> thumbnails;
            for (const ScreenedStudy& row : *queued) {
                studies.push_back(outcomeOf(row));
                thumbnails.push_back(thumbnailOf(row.number));
            }
            REQUIRE(journal.record(studies, thumbnails));
        }
        for (const qint64 number : {4, 8, 15, 16, 23, 42})
            if ((number - 1) % journal.job().shards == journal.job().shard - 1)
                REQUIRE(journal.setVerdict(number, Verdict::Disagree, u"no"_s));
    }

    std::unique_ptr<Journal> filled(const QString& name, int shard, int shards) const
    {
        ScreeningJob job = toyJob(shard, shards);
        job.modelFolder = u"/machine%1/model"_s.arg(shard);
        auto journal = Journal::create(at(name), job);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        fill(**journal);
        return *std::move(journal);
    }

    static QByteArray csvOf(const Journal& journal)
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"csv"_s);
        if (!writeWorklistCsv(journal, path, {true}))
            qFatal("cannot export");
        return contentOf(path);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void equalsAnUndividedRun_data()
    {
        QTest::addColumn<int>("shards");
        for (const int shards : {1, 2, 3, 7})
            QTest::newRow(qPrintable(QString::number(shards))) << shards;
    }

    void equalsAnUndividedRun()
    {
        QFETCH(int, shards);
        const auto whole = filled(u"whole"_s, 1, 1);
        QStringList parts;
        qint64 ownDuplicates = 0;
        for (int shard = shards; shard >= 1; --shard) { // in any order
            const QString name = u"part %1"_s.arg(shard);
            ownDuplicates += filled(name, shard, shards)->counts()->duplicate;
            parts << at(name);
        }
        const QString target = at(u"joined"_s);
        REQUIRE(Journal::merge(parts, target));
        const auto joined = Journal::open(target);
        REQUIRE(joined);

        QCOMPARE((*joined)->companions()->of(Companion::System), qint64{16}); // not of each part
        QCOMPARE(*(*joined)->companions(), *whole->companions());
        const auto counts = (*joined)->counts();
        QVERIFY(counts->duplicate > 20);
        QVERIFY((*joined)->identityCounts()->filmsSharingUid > 5);
        QVERIFY(shards == 1 || counts->duplicate > ownDuplicates); // some only the union has
        for (qint64 number = 1; number <= files; ++number) {
            QVERIFY2(same(*(*joined)->study(number), *whole->study(number)),
                     qPrintable(QString::number(number)));
            QCOMPARE(*(*joined)->thumbnail(number), *whole->thumbnail(number));
        }
        QCOMPARE(csvOf(**joined), csvOf(*whole));
        QCOMPARE((*joined)->job().shards, 1);
        QVERIFY(*(*joined)->isListed());
        QCOMPARE(*(*joined)->listedTotal(), qint64{files});
        IntakeEntry archive;
        archive.path = u"/day/40.zip"_s;
        archive.bytes = 7;
        archive.modifiedMs = 8;
        QVERIFY(*(*joined)->knows(archive));
        // The bomb stays hopeless, other failures may be tried again.
        const auto requeued = (*joined)->requeueFailed();
        QCOMPARE(*requeued, counts->failed - 1);
        QCOMPARE(QDir(m_folder->path()).entryList({u"joined*"_s}, QDir::Files).size(),
                 3); // the open journal and its two companions
    }

    void saysWhichPartIsWrong()
    {
        for (int shard = 1; shard <= 3; ++shard)
            (void)filled(QString::number(shard), shard, 3);
        const QString target = at(u"joined"_s);
        const auto refusal = [&](const QStringList& names) {
            QStringList paths;
            for (const QString& name : names)
                paths << at(name);
            const auto merged = Journal::merge(paths, target);
            if (merged)
                return u"it was joined"_s;
            const bool isPolite = merged.error().code == ErrorCode::InvalidArgument;
            return (isPolite ? QString() : u"wrong code: "_s) + merged.error().message;
        };
        const QString one = u"1"_s;
        const QString two = u"2"_s;
        const QString three = u"3"_s;
        QVERIFY(refusal({one, three}).contains(u"part 2 of 3 is missing"_s));
        QVERIFY(refusal({one, two, three, two}).contains(u"part 2 is there twice"_s));

        const QString other = u"other"_s;
        ScreeningJob job = toyJob(3, 3);
        job.modelSha256 = QString(64, u'b');
        fill(**Journal::create(at(other), job));
        QVERIFY(refusal({one, two, other}).contains(u"part of another batch"_s));

        const QString changed = u"changed"_s;
        const auto late = Journal::create(at(changed), toyJob(3, 3));
        REQUIRE(list(**late, files));
        QVERIFY(refusal({one, two, changed}).contains(u"not finished"_s)
                || refusal({one, two, changed}).contains(u"files changed"_s));
        const QString shorter = u"shorter"_s;
        const auto less = Journal::create(at(shorter), toyJob(3, 3));
        REQUIRE(list(**less, files - 1));
        QVERIFY(refusal({one, two, shorter}).contains(u"files changed"_s));

        const QString unlisted = u"unlisted"_s;
        REQUIRE(Journal::create(at(unlisted), toyJob(1, 1)));
        QVERIFY(refusal({unlisted}).contains(u"not finished"_s));
        QVERIFY(refusal({}).contains(u"none is given"_s));
        QVERIFY(!QFile::exists(target));

        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
        file.close();
        QVERIFY(refusal({one, two, three}).contains(u"already"_s));
        QCOMPARE(contentOf(target), QByteArray("kept"));
        QCOMPARE(QDir(m_folder->path()).entryList({u"joined*"_s}, QDir::Files).size(), 1);
    }

    void aPartWithAQueuedRowIsNotFinished()
    {
        const auto first = filled(u"1"_s, 1, 2);
        (void)filled(u"2"_s, 2, 2);
        QVERIFY(*first->requeueFailed() > 0);
        const auto merged = Journal::merge({at(u"1"_s), at(u"2"_s)}, at(u"joined"_s));
        QVERIFY(!merged);
        QVERIFY2(merged.error().message.contains(u"part 1"_s), qPrintable(merged.error().message));
        QVERIFY(merged.error().message.contains(u"not finished"_s));
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "test_merge.moc"
