// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <map>

using namespace Qt::StringLiterals;

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
        seen[{pass[u"threads"_s].toInt(), pass[u"batch"_s].toInt()}]
            = pass[u"ms_per_image"_s].toDouble();
    }
    QCOMPARE(seen.size(), std::size_t(threads > 1 ? 6 : 3));
    QCOMPARE(static_cast<std::size_t>(passes.size()), seen.size());
    for (const int count : {1, threads})
        for (const int batch : {1, 8, 32})
            QVERIFY2((seen[{count, batch}] > 0), qPrintable(u"%1 %2"_s.arg(count).arg(batch)));
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
    /// Only the engine takes a model.
    [[nodiscard]] CliRun bench(const QStringList& arguments) const
    {
        const bool isOfEngine = !arguments.contains(u"--only"_s) || arguments.contains(u"engine"_s);
        const QStringList model = isOfEngine ? QStringList{u"--model"_s, m_model} : QStringList();
        return runCli(QStringList{u"bench"_s, u"--quick"_s} + model + arguments);
    }
    QTemporaryDir m_dir;
    QString m_model;
};

void TestCliBench::initTestCase()
{
    m_model = m_dir.filePath(u"model"_s);
    QVERIFY(saveModelPackage(quickPackage(), m_model));
}

void TestCliBench::engine()
{
    const CliRun run = bench({u"--only"_s, u"engine"_s, u"--json"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject json = run.json().front();
    const int threads = json[u"threads"_s].toInt();
    QVERIFY(threads >= 1);
    QVERIFY(json[u"cpu"_s].isString());
    checkPasses(passes(json, "engine"), threads);
    checkPasses(passes(json, "plain_forward"), threads);
    const double peak = json[u"peak_gflops"_s].toDouble();
    const double reached = json[u"engine_gflops"_s].toDouble();
    QVERIFY2(peak > 0.5 && reached > 0 && reached < peak,
             qPrintable(u"%1 of %2"_s.arg(reached).arg(peak)));
    // Two threads on two cores may disturb each other, but one is never faster than both.
    const double alone = json[u"peak_gflops_one_thread"_s].toDouble();
    QVERIFY(alone > 0 && alone < 1.3 * peak);
    QCOMPARE(json[u"engine_share_of_peak"_s].toDouble(), reached / peak);
    QVERIFY(json[u"memory_mb"_s].toDouble() > 5);
    QVERIFY(json[u"training_step"_s].isNull());
    QVERIFY(json[u"readers"_s].toArray().isEmpty());
    QVERIFY(run.messages.contains(u"Timing the engine"_s));
}

void TestCliBench::readers()
{
    const CliRun run = bench({u"--only"_s, u"readers"_s, u"--json"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject json = run.json().front();
    QStringList formats;
    for (const QJsonValue& value : json[u"readers"_s].toArray()) {
        const QJsonObject reader = value.toObject();
        formats << reader[u"format"_s].toString();
        QVERIFY2(reader[u"width"_s].toInt() > 0 && reader[u"height"_s].toInt() > 0
                     && reader[u"ms"_s].toDouble() > 0 && reader[u"network_ms"_s].toDouble() > 0,
                 qPrintable(formats.last()));
    }
    for (const char* part : {"uncompressed", "RLE", "lossless JPEG", "JPEG-LS", "JPEG 2000", "PNG"})
        QVERIFY2(!formats.filter(QLatin1String(part)).isEmpty(), part);
    QVERIFY(formats.contains(u"JPEG"_s));
    QVERIFY(json[u"engine"_s].toArray().isEmpty());
    QVERIFY(json[u"peak_gflops"_s].isNull());
    QVERIFY(json[u"engine_gflops"_s].isNull());
}

void TestCliBench::training()
{
    const CliRun run = bench({u"--only"_s, u"training"_s, u"--json"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject step = run.json().front()[u"training_step"_s].toObject();
    QVERIFY(step[u"batch"_s].toInt() >= 2);
    QVERIFY(step[u"ms_per_image"_s].toDouble() > 0);
}

void TestCliBench::tables()
{
    const CliRun run = bench({u"--only"_s, u"readers"_s});
    QCOMPARE(run.status, 0);
    QVERIFY(run.lines().size() > 8);
    for (const char* part : {" ms", "DICOM, uncompressed, 512 x 625", "JPEG, 224 x 224", " MB"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliBench::wrongUsage()
{
    QCOMPARE(bench({u"--only"_s, u"disk"_s}).status, 2);
    QCOMPARE(bench({u"file.dcm"_s}).status, 2);
}

void TestCliBench::missingModel()
{
    const CliRun run = runCli({u"bench"_s, u"--quick"_s, u"--only"_s, u"engine"_s, u"--model"_s,
                               m_dir.filePath(u"none"_s)});
    QCOMPARE(run.status, 3);
    QVERIFY(run.output.isEmpty());
}

void TestCliBench::isInterrupted()
{
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI), {u"bench"_s, u"--only"_s, u"readers"_s});
    QVERIFY(process.waitForStarted(test::patienceMs));
    QByteArray messages;
    process.setReadChannel(QProcess::StandardError);
    while (!messages.contains("readers, 2 of") && process.waitForReadyRead(test::patienceMs))
        messages += process.readAllStandardError();
    QVERIFY2(messages.contains("readers, 2 of"), messages.constData());
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(test::patienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardOutput().isEmpty());
}

QTEST_GUILESS_MAIN(TestCliBench)
#include "test_cli_bench.moc"
