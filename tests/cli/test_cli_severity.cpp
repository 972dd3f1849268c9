// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"
#include "tests/support/scored_pictures.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Fits scores of brightness to a narrow network, and asks for them.
class TestCliSeverity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void predictSaysThatThereIsNone();
    void fitsIntoACopy();
    void predictsOnRequestAlone();
    void recordsFiguresAlone();
    void recordsIntoThePackage();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_fixture.path(QString::fromLatin1(name));
    }
    [[nodiscard]] CliRun fit(const QStringList& more) const
    {
        return runCli(QStringList{u"severity"_s, u"fit"_s, path("data/manifest.csv"), u"--model"_s,
                                  path("base")}
                      + more);
    }
    [[nodiscard]] CliRun predict(const char* model, const QStringList& more) const
    {
        return runCli(QStringList{u"predict"_s, u"--model"_s, path(model), path("data/7.bmp")}
                      + more);
    }

    TrainFixture m_fixture;
};

void TestCliSeverity::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(writeScoredPictures(path("data"), 40));
}

void TestCliSeverity::predictSaysThatThereIsNone()
{
    const CliRun run = predict("base", {u"--severity"_s});
    QCOMPARE(run.status, 2);
    QVERIFY2(run.messages.contains(u"has no severity scores"_s), qPrintable(run.messages));
}

void TestCliSeverity::fitsIntoACopy()
{
    const CliRun run = fit({u"--out"_s, path("scored"), u"--json"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const auto file = readFile(path("scored/severity.json"), 1 << 20);
    QVERIFY(file);
    const QJsonObject json = QJsonDocument::fromJson(*file).object();
    QCOMPARE(run.json().front(), json);
    for (const char* score : {"extent", "opacity"}) {
        const QJsonObject figures
            = json[u"scores"_s].toObject()[QString::fromLatin1(score)].toObject();
        QCOMPARE(figures[u"n"_s].toInt(), 40);
        QCOMPARE(figures[u"patients"_s].toInt(), 20);
        for (const char* key : {"pearson", "spearman", "mean_absolute_error", "r2"})
            for (const char* end : {"", "_low", "_high"})
                QVERIFY2(figures[QString::fromLatin1(key) + QString::fromLatin1(end)].isDouble(),
                         key);
    }
    const auto package = loadModelPackage(path("scored"));
    QVERIFY(package);
    QVERIFY(!package->severity.isEmpty());
    QVERIFY(package->card.contains(u"## Severity (research output)"_s));
    // A package that is there already gives way only when that is asked for.
    const QStringList again{u"--out"_s, path("scored")};
    QCOMPARE(fit(again).status, 2);
    const CliRun replaced = fit(again + QStringList{u"--replace"_s});
    QVERIFY2(replaced.status == 0, qPrintable(replaced.messages));
    QVERIFY(loadModelPackage(path("scored.old")).hasValue());
    // The package that it was fitted for stays as it was.
    QVERIFY(loadModelPackage(path("base"))->severity.isEmpty());
    QVERIFY(!QFile::exists(path("base/severity.json")));
}

void TestCliSeverity::predictsOnRequestAlone()
{
    ModelPackage package = *loadModelPackage(path("scored"));
    const CliRun plain = predict("scored", {u"--json"_s});
    QVERIFY2(plain.status == 0, qPrintable(plain.messages));
    QVERIFY(!plain.json().front().contains(u"severity"_s));
    const QString label = plain.json().front()[u"label"_s].toString();
    for (int positive = 0; positive < 3; ++positive) {
        package.manifest.positiveClass = positive;
        QVERIFY(saveModelPackage(package, path("turned"), Existing::Replace));
        const bool isLabel
            = package.manifest.classes[static_cast<std::size_t>(positive)].name == label;
        const CliRun run = predict("turned", {u"--json"_s, u"--severity"_s});
        QCOMPARE(run.status, 0);
        const QJsonValue severity = run.json().front()[u"severity"_s];
        QCOMPARE(severity.isNull(), !isLabel);
        const CliRun text = predict("turned", {u"--severity"_s});
        QCOMPARE(text.output.contains(u"research output, not a measurement"_s), isLabel);
        if (!isLabel)
            continue;
        const QJsonObject extent = severity[u"extent"_s].toObject();
        QCOMPARE(extent[u"maximum"_s].toDouble(), 8.0);
        QVERIFY(extent[u"low"_s].toDouble() <= extent[u"value"_s].toDouble());
        QVERIFY(extent[u"value"_s].toDouble() <= extent[u"high"_s].toDouble());
        QCOMPARE(severity[u"opacity"_s].toObject()[u"maximum"_s].toDouble(), 6.0);
    }
}

void TestCliSeverity::recordsFiguresAlone()
{
    const CliRun run = fit({u"--record"_s, u"--figures-only"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(u"| extent, 0 to 8 | 40 | 20 |"_s));
    const auto package = loadModelPackage(path("base"));
    QVERIFY(package);
    QVERIFY(package->severity.isEmpty());
    QVERIFY(package->card.contains(u"## Severity (research output)"_s));
    QVERIFY(QFile::exists(path("base/severity.json")));
    QVERIFY(!QFile::exists(path("base/severity.safetensors")));
}

void TestCliSeverity::recordsIntoThePackage()
{
    const CliRun run = fit({u"--record"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(!loadModelPackage(path("base"))->severity.isEmpty());
    const QString card = loadModelPackage(path("base"))->card;
    QCOMPARE(card.count(u"## Severity (research output)"_s), 1);
    QCOMPARE(predict("base", {u"--severity"_s}).status, 0);
}

void TestCliSeverity::namesWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* arguments, int status, const char* sentence) {
        QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ', Qt::SkipEmptyParts)
                            << status << QString::fromLatin1(sentence);
    };
    row("no subcommand", "", 2, "followed by \"fit\"");
    row("no target", "fit m.csv", 2, "Either --out DIR or --record");
    row("two targets", "fit m.csv --out x --record", 2, "Either --out DIR or --record");
    row("no data", "fit --record", 2, "One data set is needed");
    row("replace without out", "fit m.csv --record --replace", 2, "--replace belongs to --out");
    row("seed", "fit m.csv --record --seed x", 2, "--seed");
    row("no model", "fit m.csv --record --model /nowhere/model", 3, "/nowhere/model");
}

void TestCliSeverity::namesWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, sentence);
    const CliRun run = runCli(QStringList{u"severity"_s} + arguments);
    QCOMPARE(run.status, status);
    QVERIFY2(run.messages.contains(sentence), qPrintable(run.messages));
}

QTEST_GUILESS_MAIN(TestCliSeverity)
#include "test_cli_severity.moc"
