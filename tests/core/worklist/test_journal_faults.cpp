// SPDX-License-Identifier: GPL-3.0-or-later
// Journals on disks that are full, that fail, on a network, and under programs that are killed.
#include "tests/core/worklist/journal_fixture.h"
#include "tests/support/failing_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QString journalIn(const QString& folder)
{
    return folder + u"/day.ccad"_s;
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

Result<void> recordRows(Journal& journal, int first, int last)
{
    std::vector<ScreenedStudy> studies;
    for (int i = first; i <= last; ++i) {
        auto study = journal.study(i);
        if (!study)
            return study.error();
        studies.push_back(judged(*std::move(study), u"sha256:%1"_s.arg(i)));
    }
    return journal.record(studies, std::vector<QByteArray>(studies.size(), QByteArray(2000, 'j')));
}

/// The life of a batch, in five steps.
Result<void> work(Journal& journal, const StepIsSafe& stepIsSafe)
{
    const std::vector<std::function<Result<void>()>> steps = {
        [&] { return list(journal, 6); },
        [&] { return recordRows(journal, 1, 3); },
        [&] { return journal.setVerdict(1, Verdict::Agree, u"seen"_s); },
        [&] { return recordRows(journal, 4, 6); },
        [&] { return journal.setVerdict(4, Verdict::Disagree, u"not"_s); },
    };
    for (const auto& step : steps) {
        if (auto done = step(); !done)
            return done;
        stepIsSafe();
    }
    return {};
}

/// How many of the steps are in the journal; an error when it is between two of them.
Result<int> stepsOf(const Journal& journal)
{
    const auto counts = journal.counts();
    const auto listed = journal.isListed();
    if (!counts || !listed)
        return counts ? listed.error() : counts.error();
    if (counts->total == 0)
        return *listed ? neither(u"listed without rows"_s) : Result<int>(0);
    if (!*listed || counts->total != 6)
        return neither(u"half a listing"_s);
    if (counts->ok == 0)
        return 1;
    const auto first = journal.study(1);
    const auto fourth = journal.study(4);
    if (!first || !fourth)
        return neither(u"rows are missing"_s);
    if (journal.thumbnail(3)->size() != 2000)
        return neither(u"a row without its picture"_s);
    const bool isFirstSeen = first->verdict == Verdict::Agree && first->comment == u"seen"_s;
    if (counts->ok == 3)
        return isFirstSeen ? 3 : 2;
    if (counts->ok != 6 || !isFirstSeen)
        return neither(u"half a record, or a verdict is gone"_s);
    return fourth->verdict == Verdict::Disagree ? 5 : 4;
}

Result<int> stepsIn(const QString& folder)
{
    const auto journal = Journal::open(journalIn(folder));
    return journal ? stepsOf(**journal) : journal.error();
}

/// A reader comes back to what is left.
Result<void> goOn(const QString& folder)
{
    const auto journal = Journal::open(journalIn(folder));
    if (!journal)
        return journal.error();
    const auto listed = (*journal)->isListed();
    if (!listed)
        return listed.error();
    if (!*listed)
        if (auto again = list(**journal, 6); !again)
            return again;
    return (*journal)->setVerdict(6, Verdict::Unsure, u"later"_s);
}

FaultTrial batchTrial()
{
    FaultTrial trial;
    trial.prepare = [](const QString& folder) { newJournal(journalIn(folder), 0); };
    trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) -> Result<void> {
        const auto journal = Journal::open(journalIn(folder));
        return journal ? work(**journal, stepIsSafe) : journal.error();
    };
    trial.stepsIn = stepsIn;
    trial.goOn = goOn;
    return trial;
}

DiskRun wholeRun(const FaultTrial& trial, FailingDisk disk = {})
{
    const QTemporaryDir home;
    disk.folder = QFileInfo(home.path()).canonicalFilePath();
    trial.prepare(disk.folder);
    return runOnDisk(
        disk, [&](const StepIsSafe& stepIsSafe) { return trial.work(disk.folder, stepIsSafe); });
}

bool touches(const QStringList& calls, const QString& ending)
{
    return std::any_of(calls.begin(), calls.end(),
                       [&](const QString& call) { return call.endsWith(ending); });
}

/// Was all that was written up to that call synced, too? `name` of the file with the changes.
bool isSynced(const QStringList& calls, int upTo, const QString& name)
{
    const QStringList before = calls.mid(0, upTo);
    return before.lastIndexOf(u"fsync "_s + name) > before.lastIndexOf(u"write "_s + name);
}

} // namespace

class TestJournalFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBatchIsWholeAfterEveryFault_data()
    {
        QTest::addColumn<bool>("isOnNetwork");
        QTest::newRow("disk of this machine") << false;
        QTest::newRow("network disk") << true;
    }

    void aBatchIsWholeAfterEveryFault()
    {
        QFETCH(const bool, isOnNetwork);
        FaultTrial trial = batchTrial();
        trial.disk.isOnNetwork = isOnNetwork;
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.struck > 100);
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void aJournalIsCreatedWholeOrNotAtAll()
    {
        FaultTrial trial;
        trial.prepare = [](const QString&) {};
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) -> Result<void> {
            const auto journal = Journal::create(journalIn(folder), toyJob());
            if (!journal)
                return journal.error();
            stepIsSafe();
            return {};
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            if (!QFileInfo::exists(journalIn(folder)))
                return 0;
            const auto journal = Journal::open(journalIn(folder));
            if (!journal)
                return journal.error();
            return (*journal)->job() == toyJob() ? Result<int>(1) : neither(u"another job"_s);
        };
        trial.goOn = [](const QString& folder) -> Result<void> {
            if (QFileInfo::exists(journalIn(folder)))
                return {};
            const auto journal = Journal::create(journalIn(folder), toyJob());
            return journal ? Result<void>() : journal.error();
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
        // Up to the name; what follows is the use of the journal.
        const QStringList calls = wholeRun(trial).calls;
        const auto named = std::find_if(calls.begin(), calls.end(), [](const QString& call) {
            return call.startsWith(u"rename "_s);
        });
        QVERIFY(named != calls.end());
        QCOMPARE(notSafe(calls.mid(0, named - calls.begin() + 2)), QString());
    }

    void aMergeIsWholeOrNotAtAll()
    {
        const auto part
            = [](const QString& folder, int shard) { return folder + u"/%1.ccad"_s.arg(shard); };
        const auto merge = [part](const QString& folder) {
            return Journal::merge({part(folder, 1), part(folder, 2)}, folder + u"/out/all.ccad"_s);
        };
        FaultTrial trial;
        trial.prepare = [part](const QString& folder) {
            QVERIFY(QDir(folder).mkdir(u"out"_s));
            for (int shard = 1; shard <= 2; ++shard) {
                const auto journal = Journal::create(part(folder, shard), toyJob(shard, 2));
                REQUIRE(journal);
                REQUIRE(list(**journal, 4));
                for (int number = shard; number <= 4; number += 2)
                    REQUIRE(recordOne(**journal, judgedRow(**journal, number)));
                REQUIRE((*journal)->setVerdict(shard, Verdict::Agree, u"seen"_s));
            }
        };
        trial.failingPart = u"out"_s;
        trial.work = [merge](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto merged = merge(folder);
            if (merged)
                stepIsSafe();
            return merged;
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const QString target = folder + u"/out/all.ccad"_s;
            if (!QFileInfo::exists(target))
                return 0;
            const auto journal = Journal::open(target);
            if (!journal)
                return journal.error();
            const bool isWhole = (*journal)->counts()->ok == 4
                && (*journal)->study(1)->verdict == Verdict::Agree
                && (*journal)->study(2)->verdict == Verdict::Agree;
            return isWhole ? Result<int>(1) : neither(u"half a merge"_s);
        };
        trial.goOn = [merge](const QString& folder) {
            return QFileInfo::exists(folder + u"/out/all.ccad"_s) ? Result<void>() : merge(folder);
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void aVerdictIsOnTheDiskWhenItIsSaidToBe_data() { aBatchIsWholeAfterEveryFault_data(); }

    void aVerdictIsOnTheDiskWhenItIsSaidToBe()
    {
        QFETCH(const bool, isOnNetwork);
        FailingDisk disk;
        disk.isOnNetwork = isOnNetwork;
        const DiskRun run = wholeRun(batchTrial(), disk);
        QCOMPARE(run.end, DiskRun::End::Done);
        QCOMPARE(run.steps, 5);
        const QString file = isOnNetwork ? u"day.ccad"_s : u"day.ccad-wal"_s;
        for (const int verdict : {2, 4})
            QVERIFY(isSynced(run.calls, run.callsAtStep[std::size_t(verdict)], file));
        // Results can be computed again: where that saves time, they are not waited for.
        QCOMPARE(isSynced(run.calls, run.callsAtStep[3], file), isOnNetwork);
    }

    void aNetworkDiskHasNoSharedMemory()
    {
        FailingDisk disk;
        QVERIFY(touches(wholeRun(batchTrial(), disk).calls, u"-wal"_s));
        disk.isOnNetwork = true;
        const DiskRun run = wholeRun(batchTrial(), disk);
        QCOMPARE(run.end, DiskRun::End::Done);
        // The journal was used on a disk of this machine before, and has a log from there.
        QVERIFY(!touches(run.calls, u"-shm"_s));
        const int first = run.callsAtStep[0];
        QVERIFY2(!touches(run.calls.mid(first), u"-wal"_s), qPrintable(run.calls.join(u'\n')));
    }

    void aFailingDiskRemovesNoJournal()
    {
        FaultTrial trial;
        trial.prepare = [](const QString&) {};
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) -> Result<void> {
            auto journal = Journal::create(journalIn(folder), toyJob());
            if (!journal)
                return journal.error();
            if (auto listed = list(**journal, 3); !listed)
                return listed;
            stepIsSafe();
            return Journal::discardUnlisted(*std::move(journal)) ? neither(u"it is gone"_s)
                                                                 : Result<void>();
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            if (!QFileInfo::exists(journalIn(folder)))
                return 0;
            const auto journal = Journal::open(journalIn(folder));
            if (!journal)
                return journal.error();
            return (*journal)->counts()->total == 3 ? 1 : 0;
        };
        trial.disk.countsReads = true;
        trial.faults = {DiskFault::ErrsOnce, DiskFault::Broken};
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.struck > 0);
    }
};

QTEST_GUILESS_MAIN(TestJournalFaults)
#include "test_journal_faults.moc"
