// SPDX-License-Identifier: GPL-3.0-or-later
// What is made of a journal, on disks that are full, that fail, and under programs that are killed.
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/imaging/reading/reader.h"
#include "core/worklist/training_export.h"
#include "core/worklist/worklist_export.h"
#include "tests/core/worklist/journal_fixture.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/failing_disk.h"
#include "tests/support/phantom.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/core/utility.hpp>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int films = 2;
const QByteArray earlier = "file,status\r\n";

QString pathIn(const QString& folder, const char* name)
{
    return folder + u'/' + QString::fromLatin1(name);
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

void writeFilm(const QString& path, int number)
{
    DicomSpec spec;
    spec.columns = 48;
    spec.rows = 64;
    spec.values = drawChest(spec.columns, spec.rows, 3000 + 100 * number);
    QVERIFY(writeFileAtomically(path, writeDicom(spec)));
}

/// Films and their journal in the folder, and an empty folder "out".
void prepare(const QString& folder)
{
    QVERIFY(QDir(folder).mkdir(u"out"_s));
    const auto journal = Journal::create(pathIn(folder, "day.ccad"), toyJob());
    REQUIRE(journal);
    REQUIRE((*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (int i = 1; i <= films; ++i) {
            IntakeEntry film = entry(i);
            film.path = folder + u'/' + film.file;
            writeFilm(film.path, i);
            film.bytes = QFileInfo(film.path).size();
            if (auto added = add(film); !added)
                return added;
        }
        return {};
    }));
    for (int i = 1; i <= films; ++i)
        REQUIRE(recordOne(**journal, judgedRow(**journal, i, u"sha256:%1"_s.arg(i))));
}

using Write = Result<void> (*)(const Journal&, const QString&, const WorklistExport&);

Result<void> writeList(const QString& folder, Write write)
{
    const auto journal = Journal::open(pathIn(folder, "day.ccad"));
    return journal ? write(**journal, pathIn(folder, "out/day.list"), {true}) : journal.error();
}

Result<void> sendToTraining(const QString& folder)
{
    const auto journal = Journal::open(pathIn(folder, "day.ccad"));
    if (!journal)
        return journal.error();
    std::vector<TrainingChoice> choices;
    for (int i = 1; i <= films; ++i)
        choices.push_back({i, u"normal"_s});
    const auto sent = exportForTraining(**journal, choices, pathIn(folder, "out/set"));
    if (!sent)
        return sent.error();
    return sent->problems.empty() ? Result<void>() : neither(sent->problems.front().reason);
}

/// 1 when every film is in the data set; every row that is there has its picture.
Result<int> trainingSteps(const QString& folder)
{
    const QString set = pathIn(folder, "out/set");
    const QString manifest = set + u"/manifest.csv"_s;
    if (!QFile::exists(manifest)) {
        const bool isEmpty = !QFile::exists(set)
            || QDir(set).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty();
        return isEmpty ? Result<int>(0) : neither(u"pictures without a manifest"_s);
    }
    const auto content = readFile(manifest, 1 << 20);
    if (!content)
        return content.error();
    const auto table = parseTable(*content, {u"file"_s, u"label"_s, u"patient"_s});
    if (!table)
        return table.error();
    for (const QStringList& row : table->rows)
        if (const auto picture = readRadiograph(set + u'/' + row[0]); !picture)
            return picture.error();
    return table->rows.size() == std::size_t(films) ? 1 : 0;
}

} // namespace

class TestExportFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // The program forks: a child has none of its threads, and would wait for OpenCV's for ever.
        cv::setNumThreads(1);
    }

    void listsAreOldOrNew_data()
    {
        QTest::addColumn<bool>("asJson");
        QTest::newRow("CSV") << false;
        QTest::newRow("JSON lines") << true;
    }

    void listsAreOldOrNew()
    {
        QFETCH(const bool, asJson);
        const Write write = asJson ? &writeWorklistJsonLines : &writeWorklistCsv;
        FaultTrial trial;
        trial.prepare = [](const QString& folder) {
            prepare(folder);
            QVERIFY(writeFileAtomically(pathIn(folder, "out/day.list"), earlier));
        };
        trial.failingPart = u"out"_s;
        trial.work = [write](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto written = writeList(folder, write);
            if (written)
                stepIsSafe();
            return written;
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const auto list = readFile(pathIn(folder, "out/day.list"), 1 << 20);
            if (!list)
                return list.error();
            if (*list == earlier)
                return 0;
            // The journal's name of each film is in its line.
            const bool isWhole
                = list->contains("1.dcm") && list->contains("2.dcm") && list->endsWith('\n');
            return isWhole ? Result<int>(1) : neither(u"half a list"_s);
        };
        trial.goOn = [write](const QString& folder) { return writeList(folder, write); };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void trainingCopiesHaveTheirPictures()
    {
        FaultTrial trial;
        trial.prepare = prepare;
        trial.failingPart = u"out"_s;
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto sent = sendToTraining(folder);
            if (sent)
                stepIsSafe();
            return sent;
        };
        trial.stepsIn = trainingSteps;
        // The same again makes it whole.
        trial.goOn = [](const QString& folder) -> Result<void> {
            if (auto sent = sendToTraining(folder); !sent)
                return sent;
            const auto steps = trainingSteps(folder);
            if (!steps)
                return steps.error();
            return *steps == 1 ? Result<void>() : neither(u"films are missing for good"_s);
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void namesAreSafe()
    {
        const QTemporaryDir home;
        const QString folder = QFileInfo(home.path()).canonicalFilePath();
        prepare(folder);
        FailingDisk disk;
        disk.folder = folder + u"/out"_s;
        const DiskRun run = runOnDisk(
            disk, [&](const StepIsSafe&) { return writeList(folder, &writeWorklistCsv); });
        QCOMPARE(run.end, DiskRun::End::Done);
        QCOMPARE(notSafe(run.calls), QString());
        QVERIFY(run.calls.contains(u"fsync ."_s));
    }
};

QTEST_GUILESS_MAIN(TestExportFaults)
#include "test_export_faults.moc"
