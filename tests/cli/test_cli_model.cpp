// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

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
    void replacesAPackageOnlyWhenAsked();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] static CliRun model(const QStringList& arguments)
    {
        return runCli(QStringList{u"model"_s} + arguments);
    }
    QTemporaryDir m_dir;
};

void TestCliModel::initTestCase()
{
    QVERIFY(saveModelPackage(quickPackage(), path("model")));
}

void TestCliModel::describes()
{
    const CliRun run = model({u"info"_s, path("model")});
    QCOMPARE(run.status, 0);
    for (const char* part :
         {"test-model", "covid (COVID-19 pneumonia)", "(None, 1280)", "Total params"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliModel::describesAsJson()
{
    const CliRun run = model({u"info"_s, path("model"), u"--json"_s});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject json = run.json().front();
    QCOMPARE(json[u"name"_s].toString(), u"test-model"_s);
    QCOMPARE(json[u"classes"_s].toArray().size(), 3);
    const ParameterCount count = parameterCount(quickPackage().manifest.network);
    QCOMPARE(json[u"parameters"_s][u"extractor"_s].toInteger(), count.extractor);
    QCOMPARE(json[u"parameters"_s][u"head"_s].toInteger(), count.head);
    QVERIFY(json[u"minimum_age_years"_s].isNull());
    QCOMPARE(json[u"sha256"_s].toString(),
             sha256Hex(*readFile(path("model/weights.safetensors"), 1 << 30)));
}

void TestCliModel::printsTheSummaryOfFigure2()
{
    QVERIFY(saveModelPackage(hashPackage(NetworkSpec{}), path("paper")));
    const CliRun run = model({u"info"_s, path("paper")});
    QCOMPARE(run.status, 0);
    for (const char* part : {"2257984", "2562", "Total params: 2,260,546",
                             "Trainable params: 2,562", "Non-trainable params: 2,257,984"})
        QVERIFY2(run.output.contains(QLatin1String(part)), part);
}

void TestCliModel::verifies()
{
    const CliRun run = model({u"verify"_s, path("model")});
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.contains(u"is whole"_s));
    QCOMPARE(model({u"verify"_s, path("none")}).status, 3);
}

void TestCliModel::setsTheThreshold()
{
    ModelPackage package = quickPackage();
    package.manifest.operatingPoints
        = {{0.90, 0.125, {0.91, 0.85, 0.95}, {0.7, 0.6, 0.8}, 100, 200},
           {0.98, std::nullopt, {}, {}, 40, 200}};
    QVERIFY(saveModelPackage(package, path("chosen")));
    const CliRun run = model({u"threshold"_s, path("chosen"), u"--sensitivity"_s, u"0.9"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(u"from a probability of 0.125 now"_s));
    QVERIFY(run.output.contains(u"sensitivity 0.910 (0.850 to 0.950)"_s));
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.125);

    const auto threshold = [&](const QStringList& more) {
        return model(QStringList{u"threshold"_s, path("chosen")} + more);
    };
    QCOMPARE(threshold({u"--value"_s, u"0.3"_s}).status, 0);
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.3);
    const CliRun few = threshold({u"--sensitivity"_s, u"0.98"_s});
    QCOMPARE(few.status, 2);
    QVERIFY(few.messages.contains(u"too few"_s));
    QCOMPARE(threshold({}).status, 2);
    QCOMPARE(threshold({u"--value"_s, u"7"_s}).status, 2);
    QCOMPARE(threshold({u"--value"_s, u"0.5"_s, u"--sensitivity"_s, u"0.9"_s}).status, 2);
    QCOMPARE(loadModelManifest(path("chosen"))->threshold, 0.3);
}

void TestCliModel::importsATorchFile()
{
    const QString file
        = QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth");
    const CliRun run = model({u"import"_s, file, u"--out"_s, path("imported")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(model({u"verify"_s, path("imported")}).status, 0);
    const auto package = loadModelPackage(path("imported"));
    QVERIFY(package);
    QVERIFY(package->weights.tensors == hashWeights(package->manifest.network).tensors);
    QVERIFY(package->card.contains(u"base weights"_s));
}

void TestCliModel::importsNothingBroken()
{
    QVERIFY(writeFileAtomically(path("broken.pth"), "PK\x03\x04 and no more"));
    for (const QString& file :
         {path("broken.pth"), path("none.pth"),
          QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/hostile_command.pth")}) {
        const CliRun run = model({u"import"_s, file, u"--out"_s, path("never")});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.messages.contains(file), qPrintable(run.messages));
        QVERIFY(!QDir(path("never")).exists());
    }
}

void TestCliModel::importsIntoNoOtherFolder()
{
    QVERIFY(QDir().mkpath(path("photos")));
    QVERIFY(writeFileAtomically(path("photos/a.jpg"), "x"));
    const CliRun run = model(
        {u"import"_s, QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth"),
         u"--out"_s, path("photos")});
    QCOMPARE(run.status, 1);
    QVERIFY(QFile::exists(path("photos/a.jpg")));
}

void TestCliModel::replacesAPackageOnlyWhenAsked()
{
    const QString file
        = QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth");
    const QString target = path("again");
    const QStringList imports{u"import"_s, file, u"--out"_s, target};
    const QStringList exports{u"export"_s, path("model"), u"--out"_s, target};
    const QStringList replace{u"--replace"_s};
    QCOMPARE(model(imports).status, 0);
    const QByteArray before = *readFile(target + u"/manifest.json"_s, 1 << 20);
    for (const QStringList& words : {imports, exports}) {
        const CliRun refused = model(words);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.messages.contains(target) && refused.messages.contains(u"--replace"_s),
                 qPrintable(refused.messages));
        QCOMPARE(*readFile(target + u"/manifest.json"_s, 1 << 20), before);
    }
    QVERIFY(!QFile::exists(target + u".old"_s));
    for (const QStringList& words : {exports, imports}) {
        const CliRun run = model(words + replace);
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(model({u"verify"_s, target}).status, 0);
        QCOMPARE(model({u"verify"_s, target + u".old"_s}).status, 0);
    }
    QCOMPARE(model(QStringList{u"verify"_s, target} + replace).status, 2);

    // A web app is none, whatever was asked for.
    QVERIFY(QDir().mkpath(path("webapp/src")));
    QVERIFY(writeFileAtomically(path("webapp/manifest.json"), "{\"start_url\": \"/\"}"));
    QVERIFY(writeFileAtomically(path("webapp/src/thesis.txt"), "years of work"));
    for (QStringList words : {imports, exports}) {
        words.last() = path("webapp");
        const CliRun run = model(words + replace);
        QCOMPARE(run.status, 1);
        QVERIFY2(run.messages.contains(path("webapp")), qPrintable(run.messages));
        QCOMPARE(*readFile(path("webapp/src/thesis.txt"), 100), QByteArray("years of work"));
    }
}

QTEST_GUILESS_MAIN(TestCliModel)
#include "test_cli_model.moc"
