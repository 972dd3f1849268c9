// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

class TestCliModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void describes();
    void describesAsJson();
    void printsTheSummaryOfFigure2();
    void verifies();
    void setsTheThreshold();
    void importsATorchFile();
    void importsNothingBroken();
    void importsIntoNoOtherFolder();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] static CliRun model(const QStringList& arguments)
    {
        return runCli(QStringList{QStringLiteral("model")} + arguments);
    }
    QTemporaryDir m_dir;
};

void TestCliModel::initTestCase()
{
    QVERIFY(saveModelPackage(quickPackage(), path("model")));
}

void TestCliModel::describes()
{
    const CliRun run = model({QStringLiteral("info"), path("model")});
    QCOMPARE(run.status, 0);
    for (const char* part :
         {"test-model", "covid (COVID-19 pneumonia)", "(None, 1280)", "Total params"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliModel::describesAsJson()
{
    const CliRun run = model({QStringLiteral("info"), path("model"), QStringLiteral("--json")});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject json = run.json().front();
    QCOMPARE(json[QStringLiteral("name")].toString(), QStringLiteral("test-model"));
    QCOMPARE(json[QStringLiteral("classes")].toArray().size(), 3);
    const ParameterCount count = parameterCount(quickPackage().manifest.network);
    QCOMPARE(json[QStringLiteral("parameters")][QStringLiteral("extractor")].toInteger(),
             count.extractor);
    QCOMPARE(json[QStringLiteral("parameters")][QStringLiteral("head")].toInteger(), count.head);
    QVERIFY(json[QStringLiteral("minimum_age_years")].isNull());
    QCOMPARE(json[QStringLiteral("sha256")].toString(),
             sha256Hex(*readFile(path("model/weights.safetensors"), 1 << 30)));
}

void TestCliModel::printsTheSummaryOfFigure2()
{
    QVERIFY(saveModelPackage(hashPackage(NetworkSpec{}), path("paper")));
    const CliRun run = model({QStringLiteral("info"), path("paper")});
    QCOMPARE(run.status, 0);
    for (const char* part : {"2257984", "2562", "Total params: 2,260,546",
                             "Trainable params: 2,562", "Non-trainable params: 2,257,984"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliModel::verifies()
{
    const CliRun run = model({QStringLiteral("verify"), path("model")});
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.contains(QStringLiteral("is whole")));
    QCOMPARE(model({QStringLiteral("verify"), path("none")}).status, 3);
}

void TestCliModel::setsTheThreshold()
{
    ModelPackage package = quickPackage();
    package.manifest.operatingPoints
        = {{0.90, 0.125, {0.91, 0.85, 0.95}, {0.7, 0.6, 0.8}, 100, 200},
           {0.98, std::nullopt, {}, {}, 40, 200}};
    QVERIFY(saveModelPackage(package, path("chosen")));
    const CliRun run = model({QStringLiteral("threshold"), path("chosen"),
                              QStringLiteral("--sensitivity"), QStringLiteral("0.9")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(QStringLiteral("from a probability of 0.125 now")));
    QVERIFY(run.output.contains(QStringLiteral("sensitivity 0.910 (0.850 to 0.950)")));
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.125);

    const auto threshold = [&](const QStringList& more) {
        return model(QStringList{QStringLiteral("threshold"), path("chosen")} + more);
    };
    QCOMPARE(threshold({QStringLiteral("--value"), QStringLiteral("0.3")}).status, 0);
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.3);
    const CliRun few = threshold({QStringLiteral("--sensitivity"), QStringLiteral("0.98")});
    QCOMPARE(few.status, 2);
    QVERIFY(few.messages.contains(QStringLiteral("too few")));
    QCOMPARE(threshold({}).status, 2);
    QCOMPARE(threshold({QStringLiteral("--value"), QStringLiteral("7")}).status, 2);
    QCOMPARE(threshold({QStringLiteral("--value"), QStringLiteral("0.5"),
                        QStringLiteral("--sensitivity"), QStringLiteral("0.9")})
                 .status,
             2);
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.3);
}

void TestCliModel::importsATorchFile()
{
    const QString file
        = QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth");
    const CliRun run
        = model({QStringLiteral("import"), file, QStringLiteral("--out"), path("imported")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(model({QStringLiteral("verify"), path("imported")}).status, 0);
    const auto package = loadModelPackage(path("imported"));
    QVERIFY(package);
    QVERIFY(package->weights.tensors == hashWeights(package->manifest.network).tensors);
    QVERIFY(package->card.contains(QStringLiteral("base weights")));
}

void TestCliModel::importsNothingBroken()
{
    QVERIFY(writeFileAtomically(path("broken.pth"), "PK\x03\x04 and no more"));
    for (const QString& file :
         {path("broken.pth"), path("none.pth"),
          QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/hostile_command.pth")}) {
        const CliRun run
            = model({QStringLiteral("import"), file, QStringLiteral("--out"), path("never")});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.messages.contains(file), qPrintable(run.messages));
        QVERIFY(!QDir(path("never")).exists());
    }
}

void TestCliModel::importsIntoNoOtherFolder()
{
    QVERIFY(QDir().mkpath(path("photos")));
    QVERIFY(writeFileAtomically(path("photos/a.jpg"), "x"));
    const CliRun run
        = model({QStringLiteral("import"),
                 QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth"),
                 QStringLiteral("--out"), path("photos")});
    QCOMPARE(run.status, 1);
    QVERIFY(QFile::exists(path("photos/a.jpg")));
}

QTEST_GUILESS_MAIN(TestCliModel)
#include "test_cli_model.moc"
