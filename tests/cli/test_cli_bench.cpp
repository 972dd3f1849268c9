// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <map>

using namespace ccad;
using namespace ccad::test;

namespace {

QJsonArray passes(const QJsonObject& json, const char* key)
{
    return json[QLatin1String(key)].toArray();
}

/// Threads and batches, each once, with times that are none of 0.
void checkPasses(const QJsonArray& passes, int threads)
{
    std::map<std::pair<int, int>, double> seen;
    for (const QJsonValue& value : passes) {
        const QJsonObject pass = value.toObject();
        seen[{pass[QStringLiteral("threads")].toInt(), pass[QStringLiteral("batch")].toInt()}]
            = pass[QStringLiteral("ms_per_image")].toDouble();
    }
    QCOMPARE(seen.size(), std::size_t(threads > 1 ? 6 : 3));
    QCOMPARE(static_cast<std::size_t>(passes.size()), seen.size());
    for (const int count : {1, threads})
        for (const int batch : {1, 8, 32})
            QVERIFY2((seen[{count, batch}] > 0),
                     qPrintable(QStringLiteral("%1 %2").arg(count).arg(batch)));
}

} // namespace

class TestCliBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void engine();
    void readers();
    void training();
    void tables();
    void wrongUsage();
    void missingModel();
    void isInterrupted();

private:
    [[nodiscard]] CliRun bench(const QStringList& arguments) const
    {
        return runCli(QStringList{QStringLiteral("bench"), QStringLiteral("--quick"),
                                  QStringLiteral("--model"), m_model}
                      + arguments);
    }
    QTemporaryDir m_dir;
    QString m_model;
};

void TestCliBench::initTestCase()
{
    m_model = m_dir.filePath(QStringLiteral("model"));
    QVERIFY(saveModelPackage(quickPackage(), m_model));
}

void TestCliBench::engine()
{
    const CliRun run
        = bench({QStringLiteral("--only"), QStringLiteral("engine"), QStringLiteral("--json")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject json = run.json().front();
    const int threads = json[QStringLiteral("threads")].toInt();
    QVERIFY(threads >= 1);
    QVERIFY(json[QStringLiteral("cpu")].isString());
    checkPasses(passes(json, "engine"), threads);
    checkPasses(passes(json, "plain_forward"), threads);
    const double peak = json[QStringLiteral("peak_gflops")].toDouble();
    const double reached = json[QStringLiteral("engine_gflops")].toDouble();
    QVERIFY2(peak > 0.5 && reached > 0 && reached < peak,
             qPrintable(QStringLiteral("%1 of %2").arg(reached).arg(peak)));
    // Two threads on two cores may disturb each other, but one is never faster than both.
    const double alone = json[QStringLiteral("peak_gflops_one_thread")].toDouble();
    QVERIFY(alone > 0 && alone < 1.3 * peak);
    QCOMPARE(json[QStringLiteral("engine_share_of_peak")].toDouble(), reached / peak);
    QVERIFY(json[QStringLiteral("memory_mb")].toDouble() > 5);
    QVERIFY(json[QStringLiteral("training_step")].isNull());
    QVERIFY(json[QStringLiteral("readers")].toArray().isEmpty());
    QVERIFY(run.messages.contains(QStringLiteral("Timing the engine")));
}

void TestCliBench::readers()
{
    const CliRun run
        = bench({QStringLiteral("--only"), QStringLiteral("readers"), QStringLiteral("--json")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject json = run.json().front();
    QStringList formats;
    for (const QJsonValue& value : json[QStringLiteral("readers")].toArray()) {
        const QJsonObject reader = value.toObject();
        formats << reader[QStringLiteral("format")].toString();
        QVERIFY2(reader[QStringLiteral("width")].toInt() > 0
                     && reader[QStringLiteral("height")].toInt() > 0
                     && reader[QStringLiteral("ms")].toDouble() > 0
                     && reader[QStringLiteral("network_ms")].toDouble() > 0,
                 qPrintable(formats.last()));
    }
    for (const char* part : {"uncompressed", "RLE", "lossless JPEG", "JPEG-LS", "JPEG 2000", "PNG"})
        QVERIFY2(!formats.filter(QLatin1String(part)).isEmpty(), part);
    QVERIFY(formats.contains(QStringLiteral("JPEG")));
    QVERIFY(json[QStringLiteral("engine")].toArray().isEmpty());
    QVERIFY(json[QStringLiteral("peak_gflops")].isNull());
    QVERIFY(json[QStringLiteral("engine_gflops")].isNull());
}

void TestCliBench::training()
{
    const CliRun run
        = bench({QStringLiteral("--only"), QStringLiteral("training"), QStringLiteral("--json")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject step = run.json().front()[QStringLiteral("training_step")].toObject();
    QVERIFY(step[QStringLiteral("batch")].toInt() >= 2);
    QVERIFY(step[QStringLiteral("ms_per_image")].toDouble() > 0);
}

void TestCliBench::tables()
{
    const CliRun run = bench({QStringLiteral("--only"), QStringLiteral("readers")});
    QCOMPARE(run.status, 0);
    QVERIFY(run.lines().size() > 8);
    for (const char* part : {" ms", "DICOM, uncompressed, 512 x 625", "JPEG, 224 x 224", " MB"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliBench::wrongUsage()
{
    QCOMPARE(bench({QStringLiteral("--only"), QStringLiteral("disk")}).status, 2);
    QCOMPARE(bench({QStringLiteral("file.dcm")}).status, 2);
}

void TestCliBench::missingModel()
{
    const CliRun run = runCli({QStringLiteral("bench"), QStringLiteral("--quick"),
                               QStringLiteral("--only"), QStringLiteral("engine"),
                               QStringLiteral("--model"), m_dir.filePath(QStringLiteral("none"))});
    QCOMPARE(run.status, 3);
    QVERIFY(run.output.isEmpty());
}

void TestCliBench::isInterrupted()
{
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI),
                  {QStringLiteral("bench"), QStringLiteral("--only"), QStringLiteral("readers")});
    QVERIFY(process.waitForStarted());
    QByteArray messages;
    process.setReadChannel(QProcess::StandardError);
    while (!messages.contains("readers, 2 of") && process.waitForReadyRead(60000))
        messages += process.readAllStandardError();
    QVERIFY2(messages.contains("readers, 2 of"), messages.constData());
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardOutput().isEmpty());
}

QTEST_GUILESS_MAIN(TestCliBench)
#include "test_cli_bench.moc"
