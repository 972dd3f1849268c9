// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/gate_fitting/gate_check.h"
#include "core/gate_fitting/gate_fitting.h"
#include "core/inference/finding.h"
#include "tests/support/golden_network.h"
#include "tests/support/markdown_tables.h"
#include "tests/support/varied_chest.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Fits a gate for a narrow network on drawn chests.
class TestGateFitting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tellsWhatItLearned();
    void learnsFromTeachers();
    void isTheSameTwice();
    void tooFewImagesAreAnError();
    void livesInThePackage();
    void anAlteredGateIsRefused();
    void aGateForAnotherNetworkIsRefused();
    void findingsAreRefused();
    void cardSectionsAreReplaced();
    void canBeCancelled();
    void anySourceStaysInItsCell();

private:
    [[nodiscard]] static InputOf inputs()
    {
        return [](const DatasetItem& item) -> Result<NetworkInput> {
            return Preprocessor(spec())(chest(item.file.toULongLong()));
        };
    }
    /// From number 5000 on a bright disc on black, from 6000 on a chest that fills half of the
    /// picture.
    [[nodiscard]] static GrayImage16 taught(std::uint64_t number)
    {
        GrayImage16 image = chest(number);
        const int side = image.width;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                auto& pixel = image.pixels[static_cast<std::size_t>(y * side + x)];
                const bool inside = std::hypot(x - side / 2, y - side / 2) < side / 4;
                if (number < 6000)
                    pixel = static_cast<std::uint16_t>(inside ? 50000 + pixel / 16 : pixel / 64);
                else if (y < side / 4 || y >= side - side / 4)
                    pixel = 0;
            }
        return image;
    }
    [[nodiscard]] static InputOf teacherInputs()
    {
        return [](const DatasetItem& item) -> Result<NetworkInput> {
            const std::uint64_t number = item.file.toULongLong();
            return Preprocessor(spec())(number < 5000 ? chest(number) : taught(number));
        };
    }
    [[nodiscard]] GateDecision decisionOn(const Gate& gate, const GrayImage16& image) const
    {
        const NetworkInput input = Preprocessor(spec())(image);
        const auto prediction = m_classifier->predict(input);
        Radiograph facts;
        facts.columns = image.width;
        facts.rows = image.height;
        return gate.judge(facts, input, spec(), prediction->features);
    }
    [[nodiscard]] static PreprocessSpec spec()
    {
        PreprocessSpec spec;
        spec.inputSize = 64;
        return spec;
    }
    [[nodiscard]] static GrayImage16 chest(std::uint64_t seed)
    {
        const GrayImage8 drawn = variedChest(96, seed);
        GrayImage16 image{drawn.width, drawn.height, {}};
        for (const std::uint8_t pixel : drawn.pixels)
            image.pixels.push_back(static_cast<std::uint16_t>(pixel * 257));
        return image;
    }
    [[nodiscard]] static std::vector<DatasetItem> items(int first, int count)
    {
        std::vector<DatasetItem> items;
        for (int i = first; i < first + count; ++i) {
            DatasetItem item;
            item.file = QString::number(i);
            item.source = i % 3 == 0 ? u"north"_s : u"south"_s;
            items.push_back(item);
        }
        return items;
    }
    [[nodiscard]] Result<Gate> fit(int training = 80, int validation = 40) const
    {
        GateOptions options;
        options.images = 80;
        return fitGate(*m_classifier, inputs(), {items(0, training)}, {items(1000, validation)},
                       options);
    }

    std::unique_ptr<Classifier> m_classifier;
    ModelPackage m_package;
    QByteArray m_gate;
};

void TestGateFitting::initTestCase()
{
    NetworkSpec network;
    network.widthMultiplier = 0.1;
    network.inputSize = 64;
    m_package = hashPackage(network);
    m_package.card = u"# Model\n\n## What it cannot do\n\nMuch.\n"_s;
    auto classifier = Classifier::create(m_package);
    QVERIFY(classifier);
    m_classifier = std::move(*classifier);
    const auto gate = fit();
    QVERIFY2(gate, gate ? "" : qPrintable(gate.error().message));
    m_gate = gate->toBytes();
}

void TestGateFitting::tellsWhatItLearned()
{
    const auto gate = Gate::parse(m_gate);
    QVERIFY(gate);
    GateCheck check;
    QVERIFY(tryOnImages(*gate, *m_classifier, inputs(), {items(2000, 60)}, check));
    GateCount good;
    for (const auto& [source, counts] : check.good) {
        good.pictures += counts.pictures;
        good.refused += counts.refused;
    }
    QCOMPARE(good.pictures, 60);
    QVERIFY2(good.refused <= 2, qPrintable(check.goodRefused.join(u'\n')));
    for (const auto& [name, counts] : check.wrong)
        QVERIFY2(counts.refused >= 54, qPrintable(name + QString::number(counts.refused)));
    GateCheck madeUp;
    QVERIFY(tryOnMadeUpPictures(*gate, *m_classifier, 10, 3, madeUp));
    int refused = 0;
    int pictures = 0;
    for (const auto& [name, counts] : madeUp.wrong) {
        refused += counts.refused;
        pictures += counts.pictures;
    }
    QVERIFY(pictures >= 110);
    QVERIFY2(refused >= pictures * 0.9, qPrintable(madeUp.wrongAccepted.join(u'\n')));
    QVERIFY(gateCheckText(madeUp).contains(u"| all of them | %1 |"_s.arg(pictures)));
}

/// Real pictures of the kinds to be refused, and of children, of whom none of the rest was learned.
void TestGateFitting::learnsFromTeachers()
{
    GateOptions options;
    options.images = 80;
    const auto gate = fitGate(*m_classifier, teacherInputs(), {items(0, 80)}, {items(1000, 40)},
                              options, {}, {}, {items(5000, 40), items(6000, 40)});
    QVERIFY2(gate, gate ? "" : qPrintable(gate.error().message));
    QVERIFY(gate->knowsChildren());
    int refused = 0;
    int warned = 0;
    int doubted = 0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        refused += decisionOn(*gate, taught(5500 + i)).kind == GateDecision::Kind::Refused;
        const GateDecision child = decisionOn(*gate, taught(6500 + i));
        warned += child.kind == GateDecision::Kind::Warned && child.reasons[0].contains(u"child"_s);
        doubted += decisionOn(*gate, chest(2000 + i)).kind != GateDecision::Kind::Accepted;
    }
    QVERIFY2(refused >= 38, qPrintable(QString::number(refused)));
    QVERIFY2(warned >= 34, qPrintable(QString::number(warned)));
    QVERIFY2(doubted <= 6, qPrintable(QString::number(doubted)));
    const auto again = fitGate(*m_classifier, teacherInputs(), {items(0, 80)}, {items(1000, 40)},
                               options, {}, {}, {items(5000, 40), items(6000, 40)});
    QVERIFY(again);
    QCOMPARE(gate->toBytes(), again->toBytes());
}

void TestGateFitting::isTheSameTwice()
{
    const auto again = fit();
    QVERIFY(again);
    QCOMPARE(again->toBytes(), m_gate);
}

void TestGateFitting::tooFewImagesAreAnError()
{
    const auto training = fit(5, 40);
    QVERIFY(!training);
    QCOMPARE(training.error().code, ErrorCode::DatasetUnusable);
    QVERIFY(training.error().message.contains(u"only 5"_s));
    const auto validation = fit(20, 3);
    QVERIFY(!validation);
    QVERIFY(validation.error().message.contains(u"only 3"_s));
}

void TestGateFitting::livesInThePackage()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"model"_s);
    QVERIFY(saveModelPackage(m_package, folder));
    QCOMPARE((*Classifier::load(folder))->gate(), nullptr); // older packages have none
    QVERIFY(saveGate(folder, m_gate, u"Figures."_s));
    const auto classifier = Classifier::load(folder);
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    QVERIFY((*classifier)->gate() != nullptr);
    QCOMPARE((*classifier)->gate()->toBytes(), m_gate);
    const auto package = loadModelPackage(folder);
    QVERIFY(package->card.contains(u"## Gate\n\nFigures.\n"_s));
    // And it stays when the package is saved again.
    QVERIFY(saveModelPackage(*package, folder, Existing::Replace));
    QCOMPARE(loadModelPackage(folder)->gate, m_gate);
}

void TestGateFitting::anAlteredGateIsRefused()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"model"_s);
    ModelPackage package = m_package;
    package.gate = m_gate;
    QVERIFY(saveModelPackage(package, folder));
    QVERIFY(loadModelPackage(folder));
    QByteArray altered = m_gate;
    altered.back() = static_cast<char>(altered.back() ^ 1);
    QVERIFY(writeFileAtomically(folder + u"/gate.safetensors"_s, altered));
    const auto loaded = loadModelPackage(folder);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::ModelBroken);
    QVERIFY(loaded.error().message.contains(u"gate.safetensors"_s));
    QVERIFY(QFile::remove(folder + u"/gate.safetensors"_s));
    QVERIFY(!loadModelPackage(folder));
}

void TestGateFitting::aGateForAnotherNetworkIsRefused()
{
    NetworkSpec wider;
    wider.widthMultiplier = 1.5; // more features
    wider.inputSize = 32;
    ModelPackage package = hashPackage(wider);
    package.gate = m_gate;
    const auto classifier = Classifier::create(package);
    QVERIFY(!classifier);
    QCOMPARE(classifier.error().code, ErrorCode::ModelBroken);
    QVERIFY(classifier.error().message.contains(u"features"_s));
}

void TestGateFitting::findingsAreRefused()
{
    ModelPackage package = m_package;
    package.gate = m_gate;
    package.manifest.audit = {AuditSummary::Colour::Red, u"It looks at the border."_s};
    const auto classifier = Classifier::create(package);
    QVERIFY(classifier);
    const auto radiographOf = [](const GrayImage16& image) {
        Radiograph radiograph;
        radiograph.columns = image.width;
        radiograph.rows = image.height;
        radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(image.pixels);
        radiograph.initialVoi = fullRangeWindow(radiograph);
        return radiograph;
    };
    const GrayImage16 upright = chest(2001);
    GrayImage16 turned = upright;
    std::reverse(turned.pixels.begin(), turned.pixels.end());
    const auto good = analyse(radiographOf(upright), **classifier);
    QVERIFY(good);
    QCOMPARE(good->status, Finding::Status::Ok);
    QVERIFY(good->warnings.contains(package.manifest.audit.sentence)); // beside every prediction
    const auto wrong = analyse(radiographOf(turned), **classifier);
    QVERIFY(wrong);
    QCOMPARE(wrong->status, Finding::Status::Refused);
    QVERIFY(!wrong->reason.isEmpty());
    QCOMPARE(wrong->probabilities.size(), std::size_t{2}); // still there, for those who ask
    Radiograph hand = radiographOf(turned);
    hand.refusal = u"Its tags name the body part HAND, not the chest."_s;
    QCOMPARE(analyse(hand, **classifier)->reason, *hand.refusal); // its own tags come first
}

void TestGateFitting::cardSectionsAreReplaced()
{
    const QString card = u"# M\n\n## Data\n\nA.\n\n## What it cannot do\n\nB.\n"_s;
    const QString gate = u"Gate"_s;
    const QString once = withCardSection(card, gate, u"first"_s);
    QCOMPARE(once, u"# M\n\n## Data\n\nA.\n\n## Gate\n\nfirst\n\n## What it cannot do\n\nB.\n"_s);
    QCOMPARE(withCardSection(once, gate, u"second"_s),
             QString(once).replace(u"first"_s, u"second"_s));
    QCOMPARE(withCardSection(u"# M\n"_s, gate, u"x"_s), u"# M\n\n## Gate\n\nx\n"_s);
}

void TestGateFitting::canBeCancelled()
{
    CancelToken cancel;
    cancel.cancel();
    const auto gate
        = fitGate(*m_classifier, inputs(), {items(0, 20)}, {items(1000, 20)}, {}, cancel);
    QVERIFY(!gate);
    QCOMPARE(gate.error().code, ErrorCode::Cancelled);
}

void TestGateFitting::anySourceStaysInItsCell()
{
    GateCheck check;
    check.good = {{u"x|y %2"_s, {200, 3, 5}}, {u"z"_s, {10, 0, 0}}};
    const QString text = gateCardText(check);
    QCOMPARE(raggedRow(text), QString());
    QVERIFY(hasRow(text, {u"x|y %2"_s, u"200"_s, u"3"_s, u"0.015 (0.005 to 0.043)"_s, u"5"_s}));
    QVERIFY(hasRow(text, {u"all of them"_s, u"210"_s, u"3"_s}));
}

QTEST_GUILESS_MAIN(TestGateFitting)
#include "test_gate_fitting.moc"
