// SPDX-License-Identifier: GPL-3.0-or-later
// The screening command as its users meet it: outputs, statuses, refusals, shards.
#include "core/base/csv.h"
#include "core/base/random.h"
#include "tests/cli/cli_run.h"
#include "tests/core/intake/zip_writer.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <string>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int studies = 5;

QByteArray dicomFile(int number)
{
    return chestDicom([number](DcmDataset& dataset) {
        const std::string uid = "1.2.826.0.1.3680043.10.1.7." + std::to_string(number);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
        dataset.putAndInsertString(DCM_PatientID, "SECRET-7");
        dataset.putAndInsertString(DCM_PatientName, "Somebody^Known");
    });
}

} // namespace

class TestCliScreen final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;
    QString m_day;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] CliRun screen(const QStringList& arguments) const
    {
        return runCli(QStringList{u"screen"_s} + arguments + QStringList{u"--model"_s, m_model});
    }

    [[nodiscard]] CsvTable worklist(const QString& name) const
    {
        const auto content = readFile(at(name), 1 << 20);
        const auto table = content ? parseCsv(*content) : Result<CsvTable>(content.error());
        return table ? *table : CsvTable();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = at(u"model"_s);
        QVERIFY(saveModelPackage(quickPackage(), m_model));
        m_day = at(u"day"_s);
        QVERIFY(QDir().mkpath(m_day));
        for (int i = 0; i < studies; ++i)
            QVERIFY(writeFileAtomically(u"%1/%2"_s.arg(m_day).arg(i), dicomFile(i)));
        QVERIFY(writeFileAtomically(m_day + u"/again"_s, dicomFile(0)));
        QVERIFY(writeFileAtomically(m_day + u"/=notes.dcm"_s, "no picture"));
    }

    void writesAWorklist()
    {
        const CliRun run = screen({m_day, u"--out"_s, at(u"day.csv"_s)});
        QVERIFY2(run.status == 1, qPrintable(run.messages)); // the notes failed
        const CsvTable table = worklist(u"day.csv"_s);
        QCOMPARE(int(table.rows.size()), studies + 2);
        for (const char* column : {"file", "status", "reason", "label", "urgency", "model_sha256"})
            QVERIFY2(table.column(QString::fromLatin1(column)) >= 0, column);
        const int status = table.column(u"status"_s);
        const int urgency = table.column(u"urgency"_s);
        double last = 1;
        for (int i = 0; i < studies; ++i) {
            QCOMPARE(table.rows[size_t(i)][status], u"ok"_s);
            const double now = table.rows[size_t(i)][urgency].toDouble();
            QVERIFY(now <= last && now >= 0);
            last = now;
        }
        QCOMPARE(table.rows[studies][status], u"error"_s);
        QCOMPARE(table.rows[studies + 1][status], u"duplicate"_s);
        QVERIFY(run.messages.contains(u"Research use only"_s));
        QVERIFY(!QFileInfo::exists(at(u"day.csv.journal.unpacked"_s)));
    }

    void identifiersOnlyWhenAskedFor()
    {
        for (const bool asked : {false, true}) {
            const QString name = u"identifiers-%1.csv"_s.arg(asked);
            QStringList arguments{m_day, u"--out"_s, at(name), u"--json"_s};
            if (asked)
                arguments << u"--with-identifiers"_s;
            const CliRun run = screen(arguments);
            const auto content = readFile(at(name), 1 << 20);
            QVERIFY(content);
            QCOMPARE(content->contains("SECRET-7"), asked);
            QCOMPARE(run.output.contains(u"Somebody"_s), asked);
            QVERIFY(!run.messages.contains(u"SECRET-7"_s));
        }
    }

    void jsonLines()
    {
        const CliRun run = screen({m_day, u"--json"_s, u"--out"_s, at(u"json.csv"_s)});
        const auto lines = run.json();
        QCOMPARE(int(lines.size()), studies + 2);
        const QJsonObject& first = lines.front();
        QCOMPARE(first[u"status"_s].toString(), u"ok"_s);
        QVERIFY(first[u"urgency"_s].isDouble());
        QVERIFY(first[u"probabilities"_s].isObject());
        const QJsonObject& failed = lines[studies];
        QVERIFY(failed[u"label"_s].isNull());
        QVERIFY(!failed[u"reason"_s].toString().isEmpty());
    }

    void oneUidInManyFilesIsSaidOnceAtTheTop()
    {
        const QString folder = at(u"anonymised"_s);
        QVERIFY(QDir().mkpath(folder));
        for (int i = 0; i < 4; ++i) {
            DicomSpec spec;
            spec.columns = 96;
            spec.rows = 112;
            spec.values = drawChest(spec.columns, spec.rows, 4000 - 300 * i);
            spec.tags = [](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
                dataset.putAndInsertString(DCM_PatientID, "SECRET-8");
            };
            QVERIFY(writeFileAtomically(u"%1/p%2"_s.arg(folder).arg(i), writeDicom(spec)));
        }
        const CliRun run = screen({folder, u"--json"_s, u"--out"_s, at(u"anonymised.csv"_s)});
        QCOMPARE(run.status, 0);
        const auto lines = run.json();
        QCOMPARE(int(lines.size()), 4);
        for (const QJsonObject& line : lines) {
            QCOMPARE(line[u"status"_s].toString(), u"ok"_s);
            QVERIFY(
                line[u"warnings"_s].toArray().last().toString().startsWith(u"UID used twice"_s));
        }
        QCOMPARE(run.messages.count(u"4 films carry one SOP Instance UID"_s), 1);
        QCOMPARE(run.messages.count(u"One patient ID is in all 4 DICOM films"_s), 1);
        QVERIFY(run.messages.contains(u"0 duplicates"_s));
        QVERIFY(!run.messages.contains(u"SECRET-8"_s));
    }

    void anEarlierBatchIsNotOverwritten()
    {
        const QStringList arguments{m_day, u"--out"_s, at(u"twice.csv"_s)};
        QCOMPARE(screen(arguments).status, 1);
        const CliRun again = screen(arguments);
        QCOMPARE(again.status, 2);
        QVERIFY(again.messages.contains(u"--resume"_s));
        QCOMPARE(screen(arguments + QStringList{u"--resume"_s}).status, 1);
        const CliRun other
            = screen({m_folder.path(), u"--resume"_s, u"--out"_s, at(u"twice.csv"_s)});
        QCOMPARE(other.status, 2);
    }

    void aPathThatDoesNotExistLeavesNothingBehind()
    {
        const QString out = at(u"none.csv"_s);
        const CliRun run = screen({at(u"nothing"_s), u"--out"_s, out});
        QCOMPARE(run.status, 1);
        QVERIFY(run.messages.contains(u"nothing"_s));
        QVERIFY(!QFileInfo::exists(out));
        QVERIFY(!QFileInfo::exists(out + u".journal"_s));
    }

    void aBrokenModelHasItsStatus()
    {
        const CliRun run
            = runCli({u"screen"_s, m_day, u"--out"_s, at(u"model.csv"_s), u"--model"_s, m_day});
        QCOMPARE(run.status, 3);
    }

    void shardsAreJoined()
    {
        QStringList parts;
        for (const char* shard : {"1/2", "2/2"}) {
            parts << at(u"part%1.csv"_s.arg(parts.size()));
            (void)screen(
                {m_day, u"--out"_s, parts.last(), u"--shard"_s, QString::fromLatin1(shard)});
        }
        const QString out = at(u"joined.csv"_s);
        const CliRun missing = runCli({u"screen"_s, u"--merge"_s, parts[0], u"--out"_s, out});
        QVERIFY(missing.status != 0 && missing.status != 1);
        QCOMPARE(
            runCli(QStringList{u"screen"_s, u"--merge"_s} + parts + QStringList{u"--out"_s, out})
                .status,
            1);
        QCOMPARE(*readFile(out, 1 << 20), *readFile(at(u"day.csv"_s), 1 << 20));
    }

    void overlaysAreWritten()
    {
        const QString folder = at(u"overlays"_s);
        (void)screen({m_day, u"--out"_s, at(u"overlays.csv"_s), u"--saliency"_s, folder});
        QCOMPARE(QDir(folder).entryList({u"*.png"_s}).size(), studies);
    }

    void resultsAreWrittenAndNamed()
    {
        const QString folder = at(u"results"_s);
        const QString out = at(u"results.csv"_s);
        const QStringList arguments{m_day,       u"--out"_s,         out,      u"--results"_s,
                                    folder,      u"--result-rows"_s, u"all"_s, u"--result-kinds"_s,
                                    u"sr,kos"_s, u"--anonymous"_s};
        const CliRun run = screen(arguments);
        const auto table = parseCsv(*readFile(out, 1 << 20));
        QVERIFY(table);
        const qsizetype status = table->header.indexOf(u"status"_s);
        const qsizetype file = table->header.indexOf(u"sr_file"_s);
        QVERIFY(file > 0);
        int named = 0;
        for (const QStringList& row : table->rows) {
            QCOMPARE(!row[file].isEmpty(), row[status] == u"ok"_s);
            if (row[file].isEmpty())
                continue;
            ++named;
            QVERIFY2(QFileInfo::exists(folder + u'/' + row[file]), qPrintable(row[file]));
            QVERIFY(row[file + 1].startsWith(u"2.25."_s));
        }
        QVERIFY2(named > 0, qPrintable(run.messages));
    }

    void otherPeoplesFilesAreNotReplaced()
    {
        const QString mine = at(u"mine.csv"_s);
        QVERIFY(writeFileAtomically(mine, "patient,grade\n1,3\n"));
        const QStringList arguments{m_day, u"--out"_s, mine};
        const CliRun refused = screen(arguments);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.messages.contains(u"--replace"_s), qPrintable(refused.messages));
        QCOMPARE(*readFile(mine, 1 << 20), QByteArray("patient,grade\n1,3\n"));
        QVERIFY(!QFileInfo::exists(mine + u".journal"_s));
        QCOMPARE(screen(arguments + QStringList{u"--replace"_s}).status, 1);
        QCOMPARE(worklist(u"mine.csv"_s).rows.size(), std::size_t{studies + 2});
        // Its own is written anew, as often as it is asked for, even without its journal.
        QCOMPARE(screen(arguments + QStringList{u"--resume"_s}).status, 1);
        QVERIFY(QFile::remove(mine + u".journal"_s));
        QCOMPARE(screen(arguments).status, 1);
        // What became of it in the meantime is somebody's work again.
        QVERIFY(writeFileAtomically(mine, "my notes"));
        QCOMPARE(screen(arguments + QStringList{u"--resume"_s}).status, 2);
        QCOMPARE(*readFile(mine, 1 << 20), QByteArray("my notes"));
        const QString folder = at(u"folder.csv"_s);
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(screen({m_day, u"--out"_s, folder}).status, 1);
    }

    void otherPeoplesPicturesAreNotReplaced()
    {
        const QString folder = at(u"pictures"_s);
        const QStringList arguments{m_day,           u"--out"_s, at(u"pictures.csv"_s),
                                    u"--saliency"_s, folder,     u"--resume"_s};
        QCOMPARE(screen(arguments).status, 1);
        const QStringList names = QDir(folder).entryList(QDir::Files);
        QCOMPARE(names.size(), studies);
        const QString mine = folder + u'/' + names.first();
        QVERIFY(writeFileAtomically(mine, "my picture"));
        const CliRun kept = screen(arguments);
        QVERIFY2(kept.messages.contains(mine) && kept.messages.contains(u"--replace"_s),
                 qPrintable(kept.messages));
        QCOMPARE(*readFile(mine, 100), QByteArray("my picture"));
        const CliRun replaced = screen(arguments + QStringList{u"--replace"_s});
        QVERIFY(!replaced.messages.contains(mine));
        QVERIFY(readFile(mine, 1 << 20)->startsWith("\x89PNG"));
    }

    void longNamesInAnArchiveEndNothing()
    {
        // 115 letters of three bytes: more than a file's name may have.
        const QString name = u"胸"_s.repeated(115) + u".dcm"_s;
        const QString folder = at(u"names"_s);
        QVERIFY(QDir().mkpath(folder));
        writeZip(folder + u"/cd.zip"_s, {{name.toUtf8(), dicomFile(90)}});
        QVERIFY(writeFileAtomically(folder + u"/other.dcm"_s, dicomFile(91)));
        const QString overlays = at(u"names-overlays"_s);
        const CliRun run
            = screen({folder, u"--out"_s, at(u"names.csv"_s), u"--saliency"_s, overlays});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const CsvTable table = worklist(u"names.csv"_s);
        QCOMPARE(table.rows.size(), std::size_t{2});
        const int file = table.column(u"file"_s);
        QVERIFY(table.rows[0][file].endsWith(name) || table.rows[1][file].endsWith(name));
        QCOMPARE(QDir(overlays).entryList({u"*.png"_s}).size(), 2);
    }

    void unpackedFilesGoAndNothingElse()
    {
        const QString folder = at(u"archives"_s);
        QVERIFY(QDir().mkpath(folder));
        writeZip(folder + u"/cd.zip"_s, {{"a.dcm", dicomFile(92)}});
        const QString out = at(u"archives.csv"_s);
        const QString unpacked = out + u".journal.unpacked"_s;
        const QStringList arguments{folder, u"--out"_s, out};
        QCOMPARE(screen(arguments).status, 0);
        QVERIFY(!QFileInfo::exists(unpacked));

        // A journal that came with a link: resumed, it is done at once, and would be tidied up.
        const QString thesis = at(u"documents/thesis.txt"_s);
        QVERIFY(QDir().mkpath(QFileInfo(thesis).path()));
        QVERIFY(writeFileAtomically(thesis, "years of work"));
        QVERIFY(QFile::link(QFileInfo(thesis).path(), unpacked));
        const QStringList resumed = arguments + QStringList{u"--resume"_s};
        const CliRun linked = screen(resumed);
        QCOMPARE(linked.status, 0); // the worklist is there
        QVERIFY2(linked.messages.contains(u"leaves it alone"_s), qPrintable(linked.messages));
        QCOMPARE(*readFile(thesis, 100), QByteArray("years of work"));
        QVERIFY(QFileInfo(unpacked).isSymLink());

        // A folder of that name that CCAD did not make; here it would have to unpack into it.
        QVERIFY(QFile::remove(unpacked) && QFile::remove(out + u".journal"_s));
        QVERIFY(QDir().rename(QFileInfo(thesis).path(), unpacked));
        const CliRun refused = screen(arguments);
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.messages.contains(unpacked)
                     && refused.messages.contains(u"leaves it alone"_s),
                 qPrintable(refused.messages));
        QCOMPARE(*readFile(unpacked + u"/thesis.txt"_s, 100), QByteArray("years of work"));
        QVERIFY(!QFileInfo::exists(out + u".journal"_s)); // nothing came of it
        QVERIFY(QDir(unpacked).removeRecursively());
    }

    void anArchiveThatCannotBeUnpackedLeavesNothingBehind()
    {
        const QString folder = at(u"gone-archives"_s);
        QVERIFY(QDir().mkpath(folder));
        Random random(7);
        QByteArray noise(2 << 20, Qt::Uninitialized); // which packing makes no smaller
        for (char& byte : noise)
            byte = char(random.below(256));
        writeZip(folder + u"/cd.zip"_s, {{"noise", noise}});
        const QString out = at(u"gone.csv"_s);
        QProcess process;
        process.setChildProcessModifier([] {
            std::signal(SIGXFSZ, SIG_IGN); // an error instead of a signal, as on a full disk
            const rlimit limit{1 << 20, 1 << 20};
            setrlimit(RLIMIT_FSIZE, &limit);
        });
        process.start(QStringLiteral(CCAD_CLI),
                      {u"screen"_s, folder, u"--out"_s, out, u"--model"_s, m_model});
        QVERIFY(process.waitForFinished(120000));
        QCOMPARE(process.exitCode(), 1);
        const QString messages = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(messages.contains(u"Cannot unpack"_s), qPrintable(messages));
        for (const char* suffix : {"", ".journal", ".journal.unpacked"})
            QVERIFY2(!QFileInfo::exists(out + QString::fromLatin1(suffix)), suffix);
    }

    void wrongUsageIsExplained_data()
    {
        QTest::addColumn<QString>("arguments");
        for (const char* arguments :
             {"screen", "screen day", "screen day --out a.csv --jobs 0", "screen --out a.csv",
              "screen day --out a.csv --shard 0/2", "screen day --out a.csv --shard 3/2",
              "screen day --out a.csv --shard two", "screen --merge --out a.csv",
              "screen a --merge --resume --out b.csv", "screen a --retry-failed --out b.csv"})
            QTest::newRow(arguments) << QString::fromLatin1(arguments);
    }

    void wrongUsageIsExplained()
    {
        QFETCH(QString, arguments);
        const CliRun run = runCli(arguments.split(u' '));
        QCOMPARE(run.status, 2);
        QVERIFY(run.output.isEmpty());
        QVERIFY2(run.messages.contains(u"Usage: ccad-cli screen"_s), qPrintable(run.messages));
    }
};

QTEST_GUILESS_MAIN(TestCliScreen)
#include "test_cli_screen.moc"
