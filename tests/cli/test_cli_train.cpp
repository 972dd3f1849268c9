// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Trains a narrow network on drawn pictures: two classes that differ in brightness.
class TestCliTrain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void trainsAPackage();
    void repeatsItself();
    void reportsAMissingDataset();
    void reportsAMissingBase();
    void asksBeforeTheWork();
    void stopsAtCtrlC();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QStringList arguments(const char* out) const
    {
        return {u"train"_s,    path("data/manifest.csv"),
                u"--out"_s,    path(out),
                u"--base"_s,   path("base"),
                u"--recipe"_s, u"paper"_s,
                u"--batch"_s,  u"4"_s};
    }
    [[nodiscard]] CliRun train(const char* out, const QStringList& more) const
    {
        return runCli(arguments(out) + more);
    }
    QTemporaryDir m_dir;
};

void TestCliTrain::initTestCase()
{
    qputenv("OMP_NUM_THREADS", "1"); // the toy network is too small to be shared between cores
    qputenv("XDG_CACHE_HOME", path("cache").toUtf8());
    QVERIFY(saveModelPackage(quickPackage(), path("base")));
    QVERIFY(QDir().mkpath(path("data")));
    QByteArray manifest = "file,label,patient\n";
    for (int i = 0; i < 24; ++i) {
        const bool bright = i % 2 == 0;
        DicomSpec spec;
        spec.columns = 64;
        spec.rows = 64;
        spec.values.assign(64 * 64, 0);
        for (int pixel = 0; pixel < 64 * 64; ++pixel)
            spec.values[static_cast<std::size_t>(pixel)] = (pixel % 64) * (bright ? 60 : 5) + i;
        spec.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_WindowCenter, "2048");
            dataset.putAndInsertString(DCM_WindowWidth, "4096");
        };
        const QByteArray name = "image-" + QByteArray::number(i) + ".dcm";
        QVERIFY(writeFileAtomically(path("data/") + QString::fromLatin1(name), writeDicom(spec)));
        manifest += name + (bright ? ",bright" : ",dark") + ",p" + QByteArray::number(i) + "\n";
    }
    QVERIFY(writeFileAtomically(path("data/manifest.csv"), manifest));
}

void TestCliTrain::trainsAPackage()
{
    const CliRun run
        = train("model",
                {u"--epochs"_s, u"3"_s, u"--fine-tune-epochs"_s, u"1"_s, u"--positive"_s, u"dark"_s,
                 u"--title"_s, u"dark=A dark picture"_s, u"--dropout"_s, u"0.25"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.messages.contains(u"Head epoch 3 of 3"_s));
    QVERIFY(run.messages.contains(u"Fine-tuning epoch 1 of 1"_s));
    QVERIFY(run.output.startsWith(u"Test\n"_s));
    QVERIFY(!QFile::exists(path("model.checkpoint")));
    const auto package = loadModelPackage(path("model"));
    QVERIFY2(package, package ? "" : qPrintable(package.error().message));
    const ModelManifest& manifest = package->manifest;
    QCOMPARE(manifest.name, u"model"_s);
    QCOMPARE(manifest.classes.size(), std::size_t{2});
    QCOMPARE(manifest.classes[1].title, u"A dark picture"_s);
    QCOMPARE(manifest.positiveClass, 1);
    QCOMPARE(manifest.network.dropout, 0.25);
    QCOMPARE(manifest.network.widthMultiplier, 0.1);
    const CliRun answer = runCli(
        {u"predict"_s, u"--json"_s, u"--model"_s, path("model"), path("data/image-0.dcm")});
    QVERIFY(answer.json().front()[u"probabilities"_s].toObject().contains(u"bright"_s));
}

void TestCliTrain::repeatsItself()
{
    const QStringList once
        = {u"--epochs"_s, u"2"_s,   u"--fine-tune-epochs"_s, u"0"_s, u"--seed"_s, u"5"_s,
           u"--name"_s,   u"same"_s};
    QCOMPARE(train("first", once).status, 0);
    QCOMPARE(train("second", once).status, 0);
    QCOMPARE(*readFile(path("first/weights.safetensors"), 1 << 30),
             *readFile(path("second/weights.safetensors"), 1 << 30));
}

void TestCliTrain::reportsAMissingDataset()
{
    const CliRun run
        = runCli({u"train"_s, path("none"), u"--out"_s, path("never"), u"--base"_s, path("base")});
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(path("none")), qPrintable(run.messages));
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliTrain::reportsAMissingBase()
{
    QStringList list = arguments("never");
    list[5] = path("no-base-folder");
    const CliRun run = runCli(list);
    QCOMPARE(run.status, 1); // a weight file that is not there is an input that failed
    list[5] = path("data");
    QCOMPARE(runCli(list).status, 3); // a folder that is no package
}

void TestCliTrain::asksBeforeTheWork()
{
    const CliRun run = train("data", {});
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(u"choose another folder"_s), qPrintable(run.messages));
    QVERIFY(!run.messages.contains(u"epoch 1"_s));
    // A checkpoint would take the place of somebody's file, and go when the training is over.
    QVERIFY(writeFileAtomically(path("spoken.checkpoint"), "my notes"));
    const CliRun spoken = train("spoken", {});
    QCOMPARE(spoken.status, 1);
    QVERIFY2(spoken.messages.contains(path("spoken.checkpoint")), qPrintable(spoken.messages));
    QCOMPARE(*readFile(path("spoken.checkpoint"), 100), QByteArray("my notes"));
}

void TestCliTrain::stopsAtCtrlC()
{
    QProcess process;
    process.setReadChannel(QProcess::StandardError);
    process.start(QStringLiteral(CCAD_CLI),
                  arguments("never")
                      + QStringList{u"--epochs"_s, u"1"_s, u"--fine-tune-epochs"_s, u"5000"_s});
    QByteArray messages;
    while (!messages.contains("Fine-tuning epoch 1 ") && process.waitForReadyRead(test::patienceMs))
        messages += process.readAllStandardError();
    QVERIFY2(messages.contains("Fine-tuning epoch 1 "), messages.constData());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(test::patienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFile::exists(path("never")));
    QVERIFY(QFile::exists(path("never.checkpoint"))); // to resume from
}

QTEST_GUILESS_MAIN(TestCliTrain)
#include "test_cli_train.moc"
