// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/train_fixture.h"

#include "core/training/augmentation.h"

#include <QTest>

using namespace ccad;
using namespace ccad::test;

class TestCliTrainOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void eachOptionGoesIntoThePackage();
    void preprocessingGoesIntoThePackage();
    void patientsCanBeReadFromFileNames();
    void duplicatesCanBeLeftOut();
    void concernsComeFirst();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();

private:
    [[nodiscard]] ModelManifest manifest(const QString& out) const
    {
        const auto loaded = loadModelManifest(m_fixture.path(out));
        return loaded ? *loaded : ModelManifest();
    }
    TrainFixture m_fixture;
};

namespace {

const QString data = QStringLiteral("data");

} // namespace

void TestCliTrainOptions::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(data, {QStringLiteral("plain"), QStringLiteral("striped")}, 12));
}

void TestCliTrainOptions::eachOptionGoesIntoThePackage()
{
    const CliRun run = m_fixture.train(
        data, QStringLiteral("options"),
        {QStringLiteral("--recipe"), QStringLiteral("paper-rmsprop"),
         QStringLiteral("--fine-tune-epochs"), QStringLiteral("0"), QStringLiteral("--augment"),
         QStringLiteral("mild"), QStringLiteral("--class-weights"),
         QStringLiteral("--early-stopping"), QStringLiteral("7"), QStringLiteral("--input"),
         QStringLiteral("128"), QStringLiteral("--seed"), QStringLiteral("18446744073709551615")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const ModelManifest made = manifest(QStringLiteral("options"));
    QCOMPARE(made.network.inputSize, 128);
    QCOMPARE(made.preprocess.inputSize, 128);
    QCOMPARE(made.provenance[QStringLiteral("seed")].toString(),
             QStringLiteral("18446744073709551615"));
    const QJsonObject recipe = made.provenance[QStringLiteral("recipe")].toObject();
    QCOMPARE(recipe[QStringLiteral("name")].toString(), QStringLiteral("paper-rmsprop"));
    QCOMPARE(recipe[QStringLiteral("optimizer")].toString(), QStringLiteral("rmsprop"));
    QCOMPARE(recipe[QStringLiteral("class_weights")].toBool(), true);
    QCOMPARE(recipe[QStringLiteral("patience")].toInt(), 7);
    QCOMPARE(recipe[QStringLiteral("augmentation")].toObject(), toJson(mildAugmentation()));
}

void TestCliTrainOptions::preprocessingGoesIntoThePackage()
{
    const QStringList options{QStringLiteral("--crop"),          QStringLiteral("lungs"),
                              QStringLiteral("--harmonise"),     QStringLiteral("equalise"),
                              QStringLiteral("--outside-lungs"), QStringLiteral("blank-hulls"),
                              QStringLiteral("--crop-margin"),   QStringLiteral("0.2")};
    const QString out = QStringLiteral("lungs");
    const CliRun run = m_fixture.train(data, out, options);
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const PreprocessSpec spec = manifest(out).preprocess;
    QCOMPARE(spec.crop, PreprocessSpec::Crop::Lungs);
    QCOMPARE(spec.harmonise, PreprocessSpec::Harmonise::Equalise);
    QCOMPARE(spec.outside, PreprocessSpec::Outside::BlankHulls);
    QCOMPARE(spec.cropMargin, 0.2);
    QCOMPARE(spec.lungsSha256.size(), 64);
    // A base that crops passes nothing of it on: the recipe decides.
    const CliRun again = m_fixture.train(data, QStringLiteral("again"),
                                         {QStringLiteral("--base"), m_fixture.path(out)});
    QVERIFY2(again.status == 0, qPrintable(again.messages));
    QVERIFY(!manifest(QStringLiteral("again")).preprocess.needsLungs());
    // Another lung network than the model's is refused.
    const QString file = m_fixture.path(out) + QStringLiteral("/manifest.json");
    QByteArray text = *readFile(file, 1 << 20);
    text.replace(spec.lungsSha256.toUtf8(), QByteArray(64, '0'));
    QVERIFY(writeFileAtomically(file, text));
    const QString picture = m_fixture.path(data) + QStringLiteral("/plain/p0-0.bmp");
    const CliRun refused = runCli(
        {QStringLiteral("predict"), picture, QStringLiteral("--model"), m_fixture.path(out)});
    QCOMPARE(refused.status, 3);
    QVERIFY2(refused.messages.contains(QStringLiteral("finds the lungs")),
             qPrintable(refused.messages));
}

void TestCliTrainOptions::patientsCanBeReadFromFileNames()
{
    const QStringList names = {QStringLiteral("--patients"), QStringLiteral("p([0-9]+-[0-9]+)\\.")};
    const CliRun known = m_fixture.train(data, QStringLiteral("known"), names);
    QVERIFY2(known.status == 0, qPrintable(known.messages));
    QCOMPARE(
        manifest(QStringLiteral("known")).provenance[QStringLiteral("patients_known")].toBool(),
        true);
    QVERIFY(!known.output.contains(QStringLiteral("name no patient")));
    const CliRun unknown = m_fixture.train(data, QStringLiteral("unknown"));
    QCOMPARE(unknown.status, 0);
    QCOMPARE(manifest(QStringLiteral("unknown"))
                 .provenance[QStringLiteral("patients_known")]
                 .toBool(true),
             false);
    QVERIFY2(unknown.output.contains(QStringLiteral("name no patient")),
             qPrintable(unknown.output));
}

void TestCliTrainOptions::duplicatesCanBeLeftOut()
{
    const QString twins = QStringLiteral("twins");
    QVERIFY(
        m_fixture.writeClasses(twins, {QStringLiteral("plain"), QStringLiteral("striped")}, 16));
    const QString folder = m_fixture.path(twins) + QStringLiteral("/plain/");
    for (int i = 0; i < 4; ++i)
        QVERIFY(QFile::copy(folder + QStringLiteral("p0-0.bmp"),
                            folder + QStringLiteral("copy-%1.bmp").arg(i)));
    const CliRun run
        = m_fixture.train(twins, QStringLiteral("fewer"), {QStringLiteral("--drop-duplicates")});
    // Of noise over stripes more than the copies may look alike; then too few are left to train.
    const bool tooFew
        = run.status == 1 && run.messages.contains(QStringLiteral("look the same as another"));
    QVERIFY2(run.status == 0 || tooFew, qPrintable(run.messages));
    QVERIFY2(run.messages.contains(QStringLiteral("left out because they look the same")),
             qPrintable(run.messages));
}

void TestCliTrainOptions::concernsComeFirst()
{
    const CliRun run = m_fixture.train(data, QStringLiteral("concerns"));
    QCOMPARE(run.status, 0);
    const auto note = run.messages.indexOf(QStringLiteral("Note: The patients are unknown"));
    QVERIFY2(note >= 0, qPrintable(run.messages));
    QVERIFY(note < run.messages.indexOf(QStringLiteral("Head epoch 1")));
    const auto package = loadModelPackage(m_fixture.path(QStringLiteral("concerns")));
    QVERIFY(package.hasValue());
    QVERIFY(package->card.contains(QStringLiteral("The patients are unknown")));
}

void TestCliTrainOptions::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* option, const char* value) {
        QTest::addRow("%s %s", option, value)
            << QStringList{QString::fromLatin1(option), QString::fromLatin1(value)}
            << QString::fromLatin1(value);
    };
    row("--recipe", "best");
    row("--augment", "much");
    row("--input", "200");
    row("--input", "large");
    row("--crop", "heart");
    row("--harmonise", "loudly");
    row("--outside-lungs", "away");
    row("--crop-margin", "1.5");
    row("--early-stopping", "0");
    row("--epochs", "1.5");
    row("--dropout", "2");
    row("--batch", "1");
    row("--seed", "-1");
    row("--patients", "p([0-9]+");
    row("--patients", "nogroup");
    row("--where", "nothing");
    row("--positive", "up");
    row("--title", "up");
    row("--unknown", "x");
}

void TestCliTrainOptions::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, more);
    QFETCH(QString, word);
    const CliRun run = m_fixture.train(data, QStringLiteral("never"), more);
    QVERIFY2(run.status == 2, qPrintable(run.messages));
    QVERIFY(run.messages.contains(QStringLiteral("Usage: ccad-cli train")));
    const bool isNamed = run.messages.contains(word) || more[0] == u"--unknown";
    QVERIFY2(isNamed, qPrintable(run.messages));
    QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("never"))));
}

QTEST_GUILESS_MAIN(TestCliTrainOptions)
#include "test_cli_train_options.moc"
