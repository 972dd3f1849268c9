// SPDX-License-Identifier: GPL-3.0-or-later
// The screening command as its users meet it: outputs, statuses, refusals, shards.
#include "tests/cli/cli_run.h"

#include "core/base/csv.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <string>

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
        return runCli(QStringList{QStringLiteral("screen")} + arguments
                      + QStringList{QStringLiteral("--model"), m_model});
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
        m_model = at(QStringLiteral("model"));
        QVERIFY(saveModelPackage(quickPackage(), m_model));
        m_day = at(QStringLiteral("day"));
        QVERIFY(QDir().mkpath(m_day));
        for (int i = 0; i < studies; ++i)
            QVERIFY(writeFileAtomically(QStringLiteral("%1/%2").arg(m_day).arg(i), dicomFile(i)));
        QVERIFY(writeFileAtomically(m_day + QStringLiteral("/again"), dicomFile(0)));
        QVERIFY(writeFileAtomically(m_day + QStringLiteral("/=notes.txt"), "no picture"));
    }

    void writesAWorklist()
    {
        const CliRun run = screen({m_day, QStringLiteral("--out"), at(QStringLiteral("day.csv"))});
        QVERIFY2(run.status == 1, qPrintable(run.messages)); // the notes failed
        const CsvTable table = worklist(QStringLiteral("day.csv"));
        QCOMPARE(int(table.rows.size()), studies + 2);
        for (const char* column : {"file", "status", "reason", "label", "urgency", "model_sha256"})
            QVERIFY2(table.column(QString::fromLatin1(column)) >= 0, column);
        const int status = table.column(QStringLiteral("status"));
        const int urgency = table.column(QStringLiteral("urgency"));
        double last = 1;
        for (int i = 0; i < studies; ++i) {
            QCOMPARE(table.rows[size_t(i)][status], QStringLiteral("ok"));
            const double now = table.rows[size_t(i)][urgency].toDouble();
            QVERIFY(now <= last && now >= 0);
            last = now;
        }
        QCOMPARE(table.rows[studies][status], QStringLiteral("error"));
        QCOMPARE(table.rows[studies + 1][status], QStringLiteral("duplicate"));
        QVERIFY(run.messages.contains(QStringLiteral("Research use only")));
        QVERIFY(!QFileInfo::exists(at(QStringLiteral("day.csv.journal.unpacked"))));
    }

    void identifiersOnlyWhenAskedFor()
    {
        for (const bool asked : {false, true}) {
            const QString name = QStringLiteral("identifiers-%1.csv").arg(asked);
            QStringList arguments{m_day, QStringLiteral("--out"), at(name),
                                  QStringLiteral("--json")};
            if (asked)
                arguments << QStringLiteral("--with-identifiers");
            const CliRun run = screen(arguments);
            const auto content = readFile(at(name), 1 << 20);
            QVERIFY(content);
            QCOMPARE(content->contains("SECRET-7"), asked);
            QCOMPARE(run.output.contains(QStringLiteral("Somebody")), asked);
            QVERIFY(!run.messages.contains(QStringLiteral("SECRET-7")));
        }
    }

    void jsonLines()
    {
        const CliRun run = screen({m_day, QStringLiteral("--json"), QStringLiteral("--out"),
                                   at(QStringLiteral("json.csv"))});
        const auto lines = run.json();
        QCOMPARE(int(lines.size()), studies + 2);
        const QJsonObject& first = lines.front();
        QCOMPARE(first[QStringLiteral("status")].toString(), QStringLiteral("ok"));
        QVERIFY(first[QStringLiteral("urgency")].isDouble());
        QVERIFY(first[QStringLiteral("probabilities")].isObject());
        const QJsonObject& failed = lines[studies];
        QVERIFY(failed[QStringLiteral("label")].isNull());
        QVERIFY(!failed[QStringLiteral("reason")].toString().isEmpty());
    }

    void anEarlierBatchIsNotOverwritten()
    {
        const QStringList arguments{m_day, QStringLiteral("--out"),
                                    at(QStringLiteral("twice.csv"))};
        QCOMPARE(screen(arguments).status, 1);
        const CliRun again = screen(arguments);
        QCOMPARE(again.status, 2);
        QVERIFY(again.messages.contains(QStringLiteral("--resume")));
        QCOMPARE(screen(arguments + QStringList{QStringLiteral("--resume")}).status, 1);
        const CliRun other = screen({m_folder.path(), QStringLiteral("--resume"),
                                     QStringLiteral("--out"), at(QStringLiteral("twice.csv"))});
        QCOMPARE(other.status, 2);
    }

    void aPathThatDoesNotExistLeavesNothingBehind()
    {
        const QString out = at(QStringLiteral("none.csv"));
        const CliRun run = screen({at(QStringLiteral("nothing")), QStringLiteral("--out"), out});
        QCOMPARE(run.status, 1);
        QVERIFY(run.messages.contains(QStringLiteral("nothing")));
        QVERIFY(!QFileInfo::exists(out));
        QVERIFY(!QFileInfo::exists(out + QStringLiteral(".journal")));
    }

    void aBrokenModelHasItsStatus()
    {
        const CliRun run
            = runCli({QStringLiteral("screen"), m_day, QStringLiteral("--out"),
                      at(QStringLiteral("model.csv")), QStringLiteral("--model"), m_day});
        QCOMPARE(run.status, 3);
    }

    void shardsAreJoined()
    {
        QStringList parts;
        for (const char* shard : {"1/2", "2/2"}) {
            parts << at(QStringLiteral("part%1.csv").arg(parts.size()));
            (void)screen({m_day, QStringLiteral("--out"), parts.last(), QStringLiteral("--shard"),
                          QString::fromLatin1(shard)});
        }
        const QString out = at(QStringLiteral("joined.csv"));
        const CliRun missing = runCli({QStringLiteral("screen"), QStringLiteral("--merge"),
                                       parts[0], QStringLiteral("--out"), out});
        QVERIFY(missing.status != 0 && missing.status != 1);
        QCOMPARE(runCli(QStringList{QStringLiteral("screen"), QStringLiteral("--merge")} + parts
                        + QStringList{QStringLiteral("--out"), out})
                     .status,
                 1);
        QCOMPARE(*readFile(out, 1 << 20), *readFile(at(QStringLiteral("day.csv")), 1 << 20));
    }

    void overlaysAreWritten()
    {
        const QString folder = at(QStringLiteral("overlays"));
        (void)screen({m_day, QStringLiteral("--out"), at(QStringLiteral("overlays.csv")),
                      QStringLiteral("--saliency"), folder});
        QCOMPARE(QDir(folder).entryList({QStringLiteral("*.png")}).size(), studies);
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
        QVERIFY2(run.messages.contains(QStringLiteral("Usage: ccad-cli screen")),
                 qPrintable(run.messages));
    }
};

QTEST_GUILESS_MAIN(TestCliScreen)
#include "test_cli_screen.moc"
