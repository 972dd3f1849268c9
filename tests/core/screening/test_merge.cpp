// SPDX-License-Identifier: GPL-3.0-or-later
// Journals of shards joined against the journal of an undivided run.
#include "core/screening/worklist_export.h"

#include "tests/core/screening/journal_fixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int files = 100;

/// What a pipeline makes of the row, whichever journal it is in: copies of each other all over the
/// listing, failures, refusals.
ScreenedStudy outcomeOf(const ScreenedStudy& row)
{
    const qint64 n = row.number;
    ScreenedStudy study
        = judged(row, n % 3 == 0 ? QString() : QStringLiteral("uid:%1").arg(n * n % 23));
    if (n % 10 == 7) {
        study = row;
        study.status = StudyStatus::Failed;
        study.reason = QStringLiteral("Cannot read it.");
    } else if (n % 11 == 5) {
        study.status = StudyStatus::Refused;
        study.reason = QStringLiteral("No chest.");
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
        REQUIRE(journal.addListing([](const Journal::AddEntry& add) -> Result<void> {
            for (int i = 1; i <= files; ++i) {
                IntakeEntry each = entry(i);
                if (i == 13)
                    each.problem = Error{ErrorCode::TooLarge, QStringLiteral("A bomb."), {}};
                if (i % 20 == 0)
                    each.archive = {QStringLiteral("/day/%1.zip").arg(i), 7, 8};
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
                REQUIRE(journal.setVerdict(number, Verdict::Disagree, QStringLiteral("no")));
    }

    std::unique_ptr<Journal> filled(const QString& name, int shard, int shards) const
    {
        ScreeningJob job = toyJob(shard, shards);
        job.modelFolder = QStringLiteral("/machine%1/model").arg(shard);
        auto journal = Journal::create(at(name), job);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        fill(**journal);
        return *std::move(journal);
    }

    static QByteArray csvOf(const Journal& journal)
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("csv"));
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
        const auto whole = filled(QStringLiteral("whole"), 1, 1);
        QStringList parts;
        qint64 ownDuplicates = 0;
        for (int shard = shards; shard >= 1; --shard) { // in any order
            const QString name = QStringLiteral("part %1").arg(shard);
            ownDuplicates += filled(name, shard, shards)->counts()->duplicate;
            parts << at(name);
        }
        const QString target = at(QStringLiteral("joined"));
        REQUIRE(Journal::merge(parts, target));
        const auto joined = Journal::open(target);
        REQUIRE(joined);

        const auto counts = (*joined)->counts();
        QVERIFY(counts->duplicate > 20);
        QVERIFY(shards == 1 || counts->duplicate > ownDuplicates); // some only the union has
        for (qint64 number = 1; number <= files; ++number) {
            QVERIFY2(same(*(*joined)->study(number), *whole->study(number)),
                     qPrintable(QString::number(number)));
            QCOMPARE(*(*joined)->thumbnail(number), *whole->thumbnail(number));
        }
        QCOMPARE(csvOf(**joined), csvOf(*whole));
        QCOMPARE((*joined)->job().shards, 1);
        QVERIFY((*joined)->isListed());
        QCOMPARE((*joined)->listedTotal(), qint64{files});
        IntakeEntry archive;
        archive.path = QStringLiteral("/day/40.zip");
        archive.bytes = 7;
        archive.modifiedMs = 8;
        QVERIFY(*(*joined)->knows(archive));
        // The bomb stays hopeless, other failures may be tried again.
        const auto requeued = (*joined)->requeueFailed();
        QCOMPARE(*requeued, counts->failed - 1);
        QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("joined*")}, QDir::Files).size(),
                 3); // the open journal and its two companions
    }

    void saysWhichPartIsWrong()
    {
        for (int shard = 1; shard <= 3; ++shard)
            (void)filled(QString::number(shard), shard, 3);
        const QString target = at(QStringLiteral("joined"));
        const auto refusal = [&](const QStringList& names) {
            QStringList paths;
            for (const QString& name : names)
                paths << at(name);
            const auto merged = Journal::merge(paths, target);
            if (merged)
                return QStringLiteral("it was joined");
            const bool isPolite = merged.error().code == ErrorCode::InvalidArgument;
            return (isPolite ? QString() : QStringLiteral("wrong code: ")) + merged.error().message;
        };
        const QString one = QStringLiteral("1");
        const QString two = QStringLiteral("2");
        const QString three = QStringLiteral("3");
        QVERIFY(refusal({one, three}).contains(QStringLiteral("part 2 of 3 is missing")));
        QVERIFY(refusal({one, two, three, two}).contains(QStringLiteral("part 2 is there twice")));

        const QString other = QStringLiteral("other");
        ScreeningJob job = toyJob(3, 3);
        job.modelSha256 = QString(64, u'b');
        fill(**Journal::create(at(other), job));
        QVERIFY(refusal({one, two, other}).contains(QStringLiteral("part of another batch")));

        const QString changed = QStringLiteral("changed");
        const auto late = Journal::create(at(changed), toyJob(3, 3));
        REQUIRE(list(**late, files));
        QVERIFY(refusal({one, two, changed}).contains(QStringLiteral("not finished"))
                || refusal({one, two, changed}).contains(QStringLiteral("files changed")));
        const QString shorter = QStringLiteral("shorter");
        const auto less = Journal::create(at(shorter), toyJob(3, 3));
        REQUIRE(list(**less, files - 1));
        QVERIFY(refusal({one, two, shorter}).contains(QStringLiteral("files changed")));

        const QString unlisted = QStringLiteral("unlisted");
        REQUIRE(Journal::create(at(unlisted), toyJob(1, 1)));
        QVERIFY(refusal({unlisted}).contains(QStringLiteral("not finished")));
        QVERIFY(refusal({}).contains(QStringLiteral("none is given")));
        QVERIFY(!QFile::exists(target));

        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
        file.close();
        QVERIFY(refusal({one, two, three}).contains(QStringLiteral("already")));
        QCOMPARE(contentOf(target), QByteArray("kept"));
        QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("joined*")}, QDir::Files).size(),
                 1);
    }

    void aPartWithAQueuedRowIsNotFinished()
    {
        const auto first = filled(QStringLiteral("1"), 1, 2);
        (void)filled(QStringLiteral("2"), 2, 2);
        QVERIFY(*first->requeueFailed() > 0);
        const auto merged = Journal::merge({at(QStringLiteral("1")), at(QStringLiteral("2"))},
                                           at(QStringLiteral("joined")));
        QVERIFY(!merged);
        QVERIFY2(merged.error().message.contains(QStringLiteral("part 1")),
                 qPrintable(merged.error().message));
        QVERIFY(merged.error().message.contains(QStringLiteral("not finished")));
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "test_merge.moc"
