// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/augmentation.h"
#include "tests/cli/train_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;

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
    void classesThatAreAlikeNeedAWord();
    void patientsFoldersAreNoClasses();
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

const QString data = u"data"_s;

} // namespace

void TestCliTrainOptions::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(data, {u"plain"_s, u"striped"_s}, 12));
}

void TestCliTrainOptions::eachOptionGoesIntoThePackage()
{
    const CliRun run
        = m_fixture.train(data, u"options"_s,
                          {u"--recipe"_s, u"paper-rmsprop"_s, u"--fine-tune-epochs"_s, u"0"_s,
                           u"--augment"_s, u"mild"_s, u"--class-weights"_s, u"--early-stopping"_s,
                           u"7"_s, u"--input"_s, u"128"_s, u"--seed"_s, u"18446744073709551615"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const ModelManifest made = manifest(u"options"_s);
    QCOMPARE(made.network.inputSize, 128);
    QCOMPARE(made.preprocess.inputSize, 128);
    QCOMPARE(made.provenance[u"seed"_s].toString(), u"18446744073709551615"_s);
    const QJsonObject recipe = made.provenance[u"recipe"_s].toObject();
    QCOMPARE(recipe[u"name"_s].toString(), u"paper-rmsprop"_s);
    QCOMPARE(recipe[u"optimizer"_s].toString(), u"rmsprop"_s);
    QCOMPARE(recipe[u"class_weights"_s].toBool(), true);
    QCOMPARE(recipe[u"patience"_s].toInt(), 7);
    QCOMPARE(recipe[u"augmentation"_s].toObject(), toJson(mildAugmentation()));
}

void TestCliTrainOptions::preprocessingGoesIntoThePackage()
{
    const QStringList options{
        u"--crop"_s,          u"lungs"_s,       u"--harmonise"_s,   u"equalise"_s,
        u"--outside-lungs"_s, u"blank-hulls"_s, u"--crop-margin"_s, u"0.2"_s};
    const QString out = u"lungs"_s;
    const CliRun run = m_fixture.train(data, out, options);
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const PreprocessSpec spec = manifest(out).preprocess;
    QCOMPARE(spec.lungs.crop, LungPreparation::Crop::Lungs);
    QCOMPARE(spec.lungs.harmonise, LungPreparation::Harmonise::Equalise);
    QCOMPARE(spec.lungs.outside, LungPreparation::Outside::BlankHulls);
    QCOMPARE(spec.lungs.margin, 0.2);
    QCOMPARE(spec.lungsSha256.size(), 64);
    // A base that crops passes nothing of it on: the recipe decides.
    const CliRun again = m_fixture.train(data, u"again"_s, {u"--base"_s, m_fixture.path(out)});
    QVERIFY2(again.status == 0, qPrintable(again.messages));
    QVERIFY(!manifest(u"again"_s).preprocess.needsLungs());
    // Another lung network than the model's is refused.
    const QString file = m_fixture.path(out) + u"/manifest.json"_s;
    QByteArray text = *readFile(file, 1 << 20);
    text.replace(spec.lungsSha256.toUtf8(), QByteArray(64, '0'));
    QVERIFY(writeFileAtomically(file, text));
    const QString picture = m_fixture.path(data) + u"/plain/p0-0.bmp"_s;
    const CliRun refused = runCli({u"predict"_s, picture, u"--model"_s, m_fixture.path(out)});
    QCOMPARE(refused.status, 3);
    QVERIFY2(refused.messages.contains(u"finds the lungs"_s), qPrintable(refused.messages));
}

void TestCliTrainOptions::patientsCanBeReadFromFileNames()
{
    const QStringList names = {u"--patients"_s, u"p([0-9]+-[0-9]+)\\."_s};
    const CliRun known = m_fixture.train(data, u"known"_s, names);
    QVERIFY2(known.status == 0, qPrintable(known.messages));
    QCOMPARE(manifest(u"known"_s).provenance[u"patients_known"_s].toBool(), true);
    QVERIFY(!known.output.contains(u"name no patient"_s));
    const CliRun unknown = m_fixture.train(data, u"unknown"_s);
    QCOMPARE(unknown.status, 0);
    QCOMPARE(manifest(u"unknown"_s).provenance[u"patients_known"_s].toBool(true), false);
    QVERIFY2(unknown.output.contains(u"name no patient"_s), qPrintable(unknown.output));
}

void TestCliTrainOptions::duplicatesCanBeLeftOut()
{
    const QString twins = u"twins"_s;
    QVERIFY(m_fixture.writeClasses(twins, {u"plain"_s, u"striped"_s}, 16));
    const QString folder = m_fixture.path(twins) + u"/plain/"_s;
    for (int i = 0; i < 4; ++i)
        QVERIFY(QFile::copy(folder + u"p0-0.bmp"_s, folder + u"copy-%1.bmp"_s.arg(i)));
    const CliRun run = m_fixture.train(twins, u"fewer"_s, {u"--drop-duplicates"_s});
    // Of noise over stripes more than the copies may look alike; then too few are left to train.
    const bool tooFew = run.status == 1 && run.messages.contains(u"look the same as another"_s);
    QVERIFY2(run.status == 0 || tooFew, qPrintable(run.messages));
    QVERIFY2(run.messages.contains(u"left out because they look the same"_s),
             qPrintable(run.messages));
}

void TestCliTrainOptions::concernsComeFirst()
{
    const CliRun run = m_fixture.train(data, u"concerns"_s);
    QCOMPARE(run.status, 0);
    const auto note = run.messages.indexOf(u"Note: The patients are unknown"_s);
    QVERIFY2(note >= 0, qPrintable(run.messages));
    QVERIFY(note < run.messages.indexOf(u"Head epoch 1"_s));
    const auto package = loadModelPackage(m_fixture.path(u"concerns"_s));
    QVERIFY(package.hasValue());
    QVERIFY(package->card.contains(u"The patients are unknown"_s));
}

void TestCliTrainOptions::classesThatAreAlikeNeedAWord()
{
    const QString alike = u"alike"_s;
    QVERIFY(m_fixture.writeClasses(alike, {u"plain"_s, u"striped"_s, u"Plain"_s}, 12));
    const CliRun asked = m_fixture.train(alike, u"asked"_s);
    QVERIFY(asked.status != 0);
    QVERIFY2(asked.messages.contains(u"\"Plain\", \"plain\""_s)
                 && asked.messages.contains(u"--alike-classes join"_s),
             qPrintable(asked.messages));
    const CliRun joined = m_fixture.train(alike, u"joined"_s, {u"--alike-classes"_s, u"join"_s});
    QVERIFY2(joined.status == 0, qPrintable(joined.messages));
    QVERIFY2(joined.messages.contains(u"are one class, \"plain\""_s), qPrintable(joined.messages));
    QCOMPARE(manifest(u"joined"_s).classes.size(), std::size_t{2});
}

void TestCliTrainOptions::patientsFoldersAreNoClasses()
{
    const QString data = u"by-patient"_s;
    QStringList folders;
    for (int patient = 0; patient < 24; ++patient)
        folders << (patient % 2 == 0 ? u"plain/pat%1"_s : u"striped/pat%1"_s).arg(patient);
    QVERIFY(m_fixture.writeClasses(data, folders, 2));
    const CliRun run = m_fixture.train(data, u"patients"_s);
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY2(run.messages.contains(u"Note: The folders \"plain\", \"striped\" were taken for "
                                   "classes"_s),
             qPrintable(run.messages));
    const ModelManifest made = manifest(u"patients"_s);
    QCOMPARE(made.classes.size(), std::size_t{2});
    QCOMPARE(made.provenance[u"patients_known"_s].toBool(), true);
    const CliRun innermost
        = m_fixture.train(data, u"innermost"_s, {u"--class-folder"_s, u"inner"_s});
    QCOMPARE(innermost.status, 2);
    QVERIFY(innermost.messages.contains(u"--class-folder is auto, first or last"_s));
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
    QTest::addRow("--crop-margin 1.5")
        << QStringList{u"--crop"_s, u"lungs"_s, u"--crop-margin"_s, u"1.5"_s} << u"1.5"_s;
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
    const CliRun run = m_fixture.train(data, u"never"_s, more);
    QVERIFY2(run.status == 2, qPrintable(run.messages));
    QVERIFY(run.messages.contains(u"Usage: ccad-cli train"_s));
    const bool isNamed = run.messages.contains(word) || more[0] == u"--unknown";
    QVERIFY2(isNamed, qPrintable(run.messages));
    QVERIFY(!QFile::exists(m_fixture.path(u"never"_s)));
}

QTEST_GUILESS_MAIN(TestCliTrainOptions)
#include "test_cli_train_options.moc"
