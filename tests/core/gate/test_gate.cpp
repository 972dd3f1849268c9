// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate.h"
#include "core/weights/weight_file.h"
#include "tests/support/toy_gate.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int side = 64;

/// A ramp from left to right with a bright square, through any contrast.
NetworkInput rampInput(const PreprocessSpec& spec, double contrast = 1)
{
    GrayImage16 image{side, side, {}};
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const double grey = x < 20 && y < 20 ? 0.9 : 0.2 + 0.5 * x / side;
            image.pixels.push_back(static_cast<std::uint16_t>(grey * contrast * 65535));
        }
    return Preprocessor(spec)(image);
}

PreprocessSpec spec()
{
    PreprocessSpec spec;
    spec.inputSize = side;
    return spec;
}

Radiograph sized(int columns, int rows)
{
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    return radiograph;
}

GateDecision judged(const std::vector<float>& features, int columns = 512, int rows = 512)
{
    return Gate(toyGate()).judge(sized(columns, rows), rampInput(spec()), spec(), features);
}

} // namespace

class TestGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void factsHaveTheirNumber();
    void ranksDoNotDependOnContrast();
    void centredSamplesGiveTheSameRanks();
    void blackBesideALetterboxIsNoPicture();
    void anOrdinaryPictureIsAccepted();
    void theLikeliestKindIsTheReason();
    void aPartIsWarnedOf();
    void aChildIsWarnedOf();
    void whatLiesFarAwayIsRefused();
    void thumbnailsAreRefused();
    void plainFactsComeFirst_data();
    void plainFactsComeFirst();
    void aBlankPictureIsRefused();
    void distanceIsThatOfTheFormula();
    void bytesComeBack();
    void bytesOfAGateThatKnowsChildrenComeBack();
    void brokenFilesAreNamed_data();
    void brokenFilesAreNamed();
};

void TestGate::factsHaveTheirNumber()
{
    const PictureFacts facts = pictureFacts(pictureOf(rampInput(spec()), spec()));
    QCOMPARE(facts.values.size(), PictureFacts::valueCount);
    QCOMPARE(facts.ranks.size(), PictureFacts::smallSide * PictureFacts::smallSide);
    QVERIFY(facts.contrast > 0.4);
}

void TestGate::ranksDoNotDependOnContrast()
{
    const auto ranksAt = [](double contrast) {
        return pictureFacts(pictureOf(rampInput(spec(), contrast), spec())).ranks;
    };
    const auto ranks = ranksAt(1);
    const auto dim = ranksAt(0.5);
    for (std::size_t i = 0; i < ranks.size(); ++i)
        QVERIFY(std::abs(ranks[i] - dim[i]) < 0.15F); // equal greys are parted by rounding
    QVERIFY(ranks.front() > 0.8F); // the square
    QVERIFY(ranks[10 * PictureFacts::smallSide + 1] < ranks[10 * PictureFacts::smallSide + 18]);
}

void TestGate::centredSamplesGiveTheSameRanks()
{
    PreprocessSpec centring = spec();
    centring.centreSample = true;
    const auto plain = pictureFacts(pictureOf(rampInput(spec()), spec()));
    const auto moved = pictureFacts(pictureOf(rampInput(centring), centring));
    for (std::size_t i = 0; i < plain.ranks.size(); ++i)
        QVERIFY(std::abs(plain.ranks[i] - moved.ranks[i]) < 0.06F); // but for rounding
}

void TestGate::blackBesideALetterboxIsNoPicture()
{
    PreprocessSpec letterbox = spec();
    letterbox.fit = PreprocessSpec::Fit::Letterbox;
    const GrayImage16 wide{128, 64, std::vector<std::uint16_t>(128 * 64, 40000)};
    const InputPicture picture = pictureOf(Preprocessor(letterbox)(wide), letterbox);
    QCOMPARE(picture.width, std::size_t{64});
    QCOMPARE(picture.height, std::size_t{32});
    QVERIFY(*std::min_element(picture.greys.begin(), picture.greys.end()) > 0.6F);
}

void TestGate::anOrdinaryPictureIsAccepted()
{
    const GateDecision decision = judged({0, 0, 0, 0});
    QCOMPARE(decision.kind, GateDecision::Kind::Accepted);
    QVERIFY(decision.reasons.isEmpty());
    QVERIFY(decision.score < 0);
}

void TestGate::theLikeliestKindIsTheReason()
{
    const GateDecision decision = judged({9, 0, 0, 0});
    QCOMPARE(decision.kind, GateDecision::Kind::Refused);
    QVERIFY(decision.reasons.front().contains(u"inverted"_s));
    QVERIFY(decision.score >= 1);
    // Log odds near -0.3: above the limit to warn, below the one to refuse.
    const GateDecision doubtful = judged({4.6F, 0, 0, 0});
    QCOMPARE(doubtful.kind, GateDecision::Kind::Warned);
    QVERIFY(doubtful.reasons.front().contains(u"unlike"_s));
}

void TestGate::aPartIsWarnedOf()
{
    const GateDecision decision = judged({0, 9, 0, 0});
    QCOMPARE(decision.kind, GateDecision::Kind::Warned);
    QVERIFY(decision.reasons.front().contains(u"part"_s));
}

void TestGate::aChildIsWarnedOf()
{
    const std::vector<float> child{0, 0, 5.5F, 0};
    const auto judgedBy = [&](std::size_t kinds) {
        return Gate(toyGate(kinds)).judge(sized(512, 512), rampInput(spec()), spec(), child);
    };
    const GateDecision warned = judgedBy(pictureKinds);
    QCOMPARE(warned.kind, GateDecision::Kind::Warned);
    QVERIFY(warned.reasons.value(0).contains(u"child"_s));
    QCOMPARE(judgedBy(kindsWithoutChildren).kind, GateDecision::Kind::Accepted);
}

void TestGate::whatLiesFarAwayIsRefused()
{
    const GateDecision decision = judged({0, 0, 500, 0});
    QCOMPARE(decision.kind, GateDecision::Kind::Refused);
    QVERIFY(decision.reasons.front().contains(u"does not look like"_s));
    // Nobody is told to turn a picture that is hardly a chest.
    const QString both = judged({9, 0, 500, 0}).reasons.front();
    QVERIFY2(both.startsWith(u"This does not look like"_s), qPrintable(both));
}

void TestGate::thumbnailsAreRefused()
{
    PreprocessSpec large;
    large.inputSize = 224;
    const Gate gate(toyGate());
    const auto isRefused = [&](int columns, int rows) {
        const GateDecision decision
            = gate.judge(sized(columns, rows), rampInput(large), large, std::vector<float>(4));
        return decision.kind == GateDecision::Kind::Refused;
    };
    QVERIFY(isRefused(96, 96));
    QVERIFY(isRefused(300, 111));
    QVERIFY(!isRefused(112, 112));
}

void TestGate::plainFactsComeFirst_data()
{
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("tiny") << 63 << 512 << true;
    QTest::newRow("smallest") << 64 << 64 << false;
    QTest::newRow("strip") << 1000 << 440 << true;
    QTest::newRow("wide") << 1000 << 460 << false;
}

void TestGate::plainFactsComeFirst()
{
    QFETCH(int, columns);
    QFETCH(int, rows);
    QFETCH(bool, isRefused);
    const GateDecision decision = judged({0, 0, 0, 0}, columns, rows);
    QCOMPARE(decision.kind == GateDecision::Kind::Refused, isRefused);
    if (isRefused)
        QVERIFY(decision.reasons.front().contains(QString::number(rows)));
}

void TestGate::aBlankPictureIsRefused()
{
    const GrayImage16 grey{side, side, std::vector<std::uint16_t>(side * side, 30000)};
    const GateDecision decision = Gate(toyGate()).judge(sized(512, 512), Preprocessor(spec())(grey),
                                                        spec(), std::vector<float>(4));
    QCOMPARE(decision.kind, GateDecision::Kind::Refused);
    QVERIFY(decision.reasons.front().contains(u"blank"_s));
}

void TestGate::distanceIsThatOfTheFormula()
{
    Subspace subspace = flatSubspace(2);
    subspace.scale = {2, 1};
    subspace.centres = {0, 0, 10, 0}; // two centres
    subspace.deviations = {0.5F};
    subspace.residual = 2;
    // To the first centre: 3 / 2 along the axis, 4 beside it.
    const double along = 1.5 * 1.5 / 0.25;
    const double outside = 4.0 * 4.0 / 2 / 4;
    QVERIFY(std::abs(subspace.distance(std::vector<float>{3, 4}) - std::log((along + outside) / 2))
            < 1e-5);
    // To the second: it lies on it.
    QVERIFY(subspace.distance(std::vector<float>{20, 0}) < -10);
}

void TestGate::bytesComeBack()
{
    const Gate gate(toyGate());
    const auto again = Gate::parse(gate.toBytes());
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QCOMPARE(again->toBytes(), gate.toBytes());
    const std::vector<float> features = {1, 2, 3, 4};
    const auto decision = [&](const Gate& judge) {
        return judge.judge(sized(512, 512), rampInput(spec()), spec(), features).score;
    };
    QCOMPARE(decision(*again), decision(gate));
}

void TestGate::bytesOfAGateThatKnowsChildrenComeBack()
{
    Gate::Parameters made = toyGate(pictureKinds);
    made.childWarning = 0.75;
    const QByteArray bytes = Gate(made).toBytes();
    const auto gate = Gate::parse(bytes);
    QVERIFY2(gate, gate ? "" : qPrintable(gate.error().message));
    QVERIFY(gate->knowsChildren());
    QCOMPARE(gate->parameters().childWarning, 0.75);
    QCOMPARE(gate->toBytes(), bytes);
    QVERIFY(!Gate(toyGate()).toBytes().contains("limits.child"));
}

void TestGate::brokenFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const auto changed = [](auto change) {
        auto map = *parseSafetensors(Gate(toyGate()).toBytes());
        change(map);
        return toSafetensors(map);
    };
    QTest::newRow("no file of tensors") << QByteArray("nonsense") << u"gate"_s;
    QTest::newRow("version") << changed([](WeightMap& map) { map.metadata["gate_version"] = "7"; })
                             << u"gate_version"_s;
    QTest::newRow("missing") << changed([](WeightMap& map) { map.tensors.erase("kinds.bias"); })
                             << u"kinds.bias"_s;
    QTest::newRow("shape") << changed([](WeightMap& map) { map.metadata["features"] = "5"; })
                           << u"kinds.weights"_s;
    QTest::newRow("not finite") << changed([](WeightMap& map) {
        map.tensors["features.axes"].values[0] = std::nanf("");
    }) << u"features.axes"_s;
    QTest::newRow("division by nothing")
        << changed([](WeightMap& map) { map.tensors["pictures.deviations"].values[0] = 0; })
        << u"pictures"_s;
    QTest::newRow("limits") << changed([](WeightMap& map) {
        map.tensors["limits.refusal"].values = {1, 0};
    }) << u"limits.refusal"_s;
}

void TestGate::brokenFilesAreNamed()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const auto gate = Gate::parse(content);
    QVERIFY(!gate);
    QCOMPARE(gate.error().code, ErrorCode::ModelBroken);
    QVERIFY2(gate.error().message.contains(named), qPrintable(gate.error().message));
}

QTEST_GUILESS_MAIN(TestGate)
#include "test_gate.moc"
