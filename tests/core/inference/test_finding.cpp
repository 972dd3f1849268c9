// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/finding.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

ModelPackage smallPackage()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    ModelPackage package = hashPackage(spec);
    package.manifest.minimumAgeYears = 18;
    package.manifest.weightsSha256 = u"abc"_s;
    return package;
}

/// A grey ramp of columns x rows.
Radiograph ramp(int columns = 120, int rows = 80)
{
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int i = 0; i < columns * rows; ++i)
        pixels->push_back(static_cast<std::uint16_t>(i % columns * 30));
    radiograph.pixels = pixels;
    radiograph.initialVoi = VoiWindow{1800, 3600, VoiFunction::Linear, {}};
    radiograph.vois = {radiograph.initialVoi};
    return radiograph;
}

} // namespace

class TestFinding : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void describesARadiograph();
    void keepsProbabilitiesOfARefusedOne();
    void comparesWithTheThreshold();
    void placesTheMapInALetterbox();
    void fewerPixelsThanTheModelLooksAtAreNoted();
    void warns_data();
    void warns();
    void normalisesMaps();
};

void TestFinding::describesARadiograph()
{
    const auto classifier = Classifier::create(smallPackage());
    QVERIFY(classifier);
    const auto finding = analyse(ramp(), **classifier);
    QVERIFY2(finding, finding ? "" : qPrintable(finding.error().message));
    QCOMPARE(finding->status, Finding::Status::Ok);
    QVERIFY(finding->reason.isEmpty());
    QVERIFY(finding->warnings.isEmpty());
    QCOMPARE(finding->probabilities.size(), std::size_t{2});
    QVERIFY(std::abs(finding->probabilities[0] + finding->probabilities[1] - 1) < 1e-5F);
    QCOMPARE(finding->label, finding->probabilities[0] >= finding->probabilities[1] ? 0 : 1);
    QCOMPARE(finding->map.map.values.size(), std::size_t{4});
    QVERIFY(*std::max_element(finding->map.map.values.begin(), finding->map.map.values.end()) <= 1);
    QCOMPARE(finding->modelName, u"test-model"_s);
    QCOMPARE(finding->modelSha256, u"abc"_s);
    QVERIFY(finding->timings.inferMs > 0);
    QVERIFY(finding->timings.totalMs >= finding->timings.preprocessMs + finding->timings.inferMs);
}

void TestFinding::keepsProbabilitiesOfARefusedOne()
{
    const auto classifier = Classifier::create(smallPackage());
    Radiograph radiograph = ramp();
    radiograph.refusal = u"This is a hand."_s;
    const auto finding = analyse(radiograph, **classifier);
    QVERIFY(finding);
    QCOMPARE(finding->status, Finding::Status::Refused);
    QCOMPARE(finding->reason, u"This is a hand."_s);
    QCOMPARE(finding->probabilities.size(), std::size_t{2});
}

void TestFinding::comparesWithTheThreshold()
{
    ModelPackage package = smallPackage();
    const auto reference = analyse(ramp(), **Classifier::create(package));
    QVERIFY(reference);
    for (const int wanted : {0, 1}) {
        package.manifest.positiveClass = wanted;
        const double probability = reference->probabilities[static_cast<std::size_t>(wanted)];
        package.manifest.threshold = probability - 1e-3;
        QVERIFY(analyse(ramp(), **Classifier::create(package))->positive);
        package.manifest.threshold = probability + 1e-3;
        QVERIFY(!analyse(ramp(), **Classifier::create(package))->positive);
    }
}

void TestFinding::placesTheMapInALetterbox()
{
    ModelPackage package = smallPackage();
    package.manifest.preprocess.fit = PreprocessSpec::Fit::Letterbox;
    const auto finding = analyse(ramp(128, 64), **Classifier::create(package));
    QVERIFY(finding);
    QCOMPARE(finding->map.window.left, 0.0);
    QCOMPARE(finding->map.window.top, 0.25);
    QCOMPARE(finding->map.window.width, 1.0);
    QCOMPARE(finding->map.window.height, 0.5);
}

void TestFinding::warns_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<double>("age"); // negative: unknown
    QTest::addColumn<QString>("expected"); // empty: no warning
    QTest::newRow("frontal adult") << View::PosteroAnterior << 40.0 << QString();
    QTest::newRow("nothing known") << View::Unknown << -1.0 << QString();
    QTest::newRow("lateral") << View::Lateral << 40.0 << u"lateral"_s;
    QTest::newRow("oblique") << View::Oblique << -1.0 << u"oblique"_s;
    QTest::newRow("child") << View::AnteroPosterior << 3.0 << u"younger than 18"_s;
}

void TestFinding::warns()
{
    QFETCH(View, view);
    QFETCH(double, age);
    QFETCH(QString, expected);
    Radiograph radiograph = ramp();
    radiograph.view = view;
    if (age >= 0)
        radiograph.patientAgeYears = age;
    const QStringList warnings = warningsFor(radiograph, smallPackage().manifest);
    QCOMPARE(warnings.size(), expected.isEmpty() ? 0 : 1);
    QVERIFY(expected.isEmpty() || warnings.first().contains(expected));

    radiograph.notes = {u"Only the first of 3 frames is shown."_s};
    QVERIFY(warningsFor(radiograph, smallPackage().manifest).contains(radiograph.notes.first()));
}

void TestFinding::fewerPixelsThanTheModelLooksAtAreNoted()
{
    const auto classifier = Classifier::create(smallPackage()); // looks at 64 x 64
    QVERIFY(classifier);
    const auto small = analyse(ramp(90, 63), **classifier);
    QVERIFY(small);
    QCOMPARE(small->notes.size(), 1);
    QCOMPARE(small->notes.codeOf(small->notes.first()), NoteCode::FewPixels);
    QVERIFY(small->notes.first().contains(u"only 90 x 63 pixels, fewer than the 64 x 64"_s));
    QVERIFY(small->warnings.contains(small->notes.first()));
    const auto enough = analyse(ramp(90, 64), **classifier);
    QVERIFY(enough && enough->notes.isEmpty() && enough->warnings.isEmpty());
}

void TestFinding::normalisesMaps()
{
    QCOMPARE(normalised({3, 1, {-1, 1, 4}}).values, (std::vector<float>{0, 0.25F, 1}));
    QCOMPARE(normalised({2, 1, {-1, 0}}).values, (std::vector<float>{0, 0}));
}

QTEST_GUILESS_MAIN(TestFinding)
#include "test_finding.moc"
