// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/inference/finding.h"
#include "core/lungs/lung_package.h"
#include "core/lungs/lungs.h"
#include "core/lungs/preprocessor_for.h"
#include "tests/support/golden_network.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

PreprocessSpec asksForLungs()
{
    PreprocessSpec spec;
    spec.inputSize = 64;
    spec.lungs.crop = LungPreparation::Crop::Lungs;
    const auto installed = withInstalledLungs(spec);
    return installed ? *installed : spec;
}

ModelPackage smallPackage(const PreprocessSpec& preprocess)
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    ModelPackage package = hashPackage(spec);
    package.manifest.preprocess = preprocess;
    return package;
}

Result<Radiograph> chest()
{
    return readRadiograph(samplesDir() + u"/average-normal.dcm"_s);
}

QString missing()
{
    return u"The lungs were not found; the whole picture was used."_s;
}

} // namespace

/// The preprocessing that packages ask for, with the lungs of the shipped package.
class TestPreprocessorFor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheInstalledLungs()
    {
        const auto package = loadLungPackage(lungModelDir());
        QVERIFY2(package, package ? "" : qPrintable(package.error().message));
        QCOMPARE(asksForLungs().lungsSha256, package->manifest.weightsSha256);
        PreprocessSpec plain;
        plain.lungsSha256 = u"of an earlier model"_s;
        QVERIFY(*withInstalledLungs(plain) == PreprocessSpec());
    }

    void cropsToTheBoxAroundTheLungs_data()
    {
        QTest::addColumn<double>("margin");
        QTest::newRow("none") << 0.0;
        QTest::newRow("of old packages") << 0.06;
        QTest::newRow("usual") << 0.15;
    }

    void cropsToTheBoxAroundTheLungs()
    {
        const auto radiograph = chest();
        QVERIFY(radiograph);
        const auto lungs = LungSegmenter::load(lungModelDir());
        QVERIFY(lungs);
        const auto mask = (*lungs)->segment(*radiograph);
        QVERIFY(mask);
        QFETCH(double, margin);
        const auto box = lungCrop(*mask, margin);
        QVERIFY(box);
        PreprocessSpec spec = asksForLungs();
        spec.lungs.margin = margin;
        const NetworkInput input = (*preprocessorFor(spec))(*radiograph);
        // To the nearest pixel of the radiograph.
        const double pixel = input.imageWidth / radiograph->columns;
        QVERIFY(std::abs(input.imageLeft + box->left * input.imageWidth) <= pixel);
        QVERIFY(std::abs(input.imageLeft + box->right() * input.imageWidth - 64) <= pixel);
        QVERIFY(std::abs(input.imageTop + box->top * input.imageHeight) <= pixel);
        QVERIFY(std::abs(input.imageTop + box->bottom() * input.imageHeight - 64) <= pixel);
        QVERIFY(box->width < 0.95 || box->height < 0.95);
    }

    void aFindingIsThatOfTheCrop()
    {
        const auto classifier = Classifier::create(smallPackage(asksForLungs()));
        QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
        const auto radiograph = chest();
        QVERIFY(radiograph);
        const auto finding = analyse(*radiograph, **classifier);
        QVERIFY(finding);
        QVERIFY(!finding->warnings.contains(missing()));
        const auto input = (*classifier)->preprocessor()(*radiograph);
        // The radiograph reaches beyond what was seen, above and below: the box is as wide as it.
        const MapWindow& window = finding->map.window;
        QVERIFY(window.top < 0 && window.height > 1 && window.top + window.height > 1);
        QCOMPARE(window.left, input.imageLeft / input.width);
        QCOMPARE(window.top, input.imageTop / input.height);
        QCOMPARE(window.width, input.imageWidth / input.width);
        QCOMPARE(window.height, input.imageHeight / input.height);
        QVERIFY((*classifier)->predict(input)->probabilities == finding->probabilities);
    }

    void saysWhereNoLungsWereFound()
    {
        Radiograph black;
        black.columns = 200;
        black.rows = 160;
        black.pixels = std::make_shared<std::vector<std::uint16_t>>(200 * 160, std::uint16_t{0});
        const auto cropping = Classifier::create(smallPackage(asksForLungs()));
        const auto finding = analyse(black, **cropping);
        QVERIFY(finding && finding->warnings.contains(missing()));
        QCOMPARE(finding->map.window.left, 0.0);
        PreprocessSpec plain;
        plain.inputSize = 64;
        const auto whole = analyse(black, **Classifier::create(smallPackage(plain)));
        QVERIFY(whole && !whole->warnings.contains(missing()));
        QVERIFY(whole->probabilities == finding->probabilities);
    }

    void otherLungsAreRefused()
    {
        PreprocessSpec spec = asksForLungs();
        spec.lungsSha256.fill(u'0');
        const auto preprocessor = preprocessorFor(spec);
        QVERIFY(!preprocessor);
        QCOMPARE(preprocessor.error().code, ErrorCode::ModelBroken);
        QVERIFY(preprocessor.error().message.contains(u"another version"_s));
        const auto classifier = Classifier::create(smallPackage(spec));
        QVERIFY(!classifier);
        QCOMPARE(classifier.error().code, ErrorCode::ModelBroken);
    }

    void missingLungsAreNamed()
    {
        PreprocessSpec spec = asksForLungs();
        spec.lungsSha256.fill(u'1'); // not one that is loaded already
        const auto preprocessor = preprocessorFor(spec, u"/nowhere/lungs"_s);
        QVERIFY(!preprocessor);
        QCOMPARE(preprocessor.error().code, ErrorCode::ModelMissing);
        QVERIFY(preprocessor.error().message.contains(u"/nowhere/lungs"_s));
        QVERIFY(preprocessorFor(PreprocessSpec{}, u"/nowhere/lungs"_s));
    }

    void takesFewMilliseconds()
    {
        const auto radiograph = chest();
        QVERIFY(radiograph);
        PreprocessSpec plain;
        PreprocessSpec spec = asksForLungs();
        spec.inputSize = plain.inputSize;
        spec.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        spec.lungs.outside = LungPreparation::Outside::Blank;
        const auto best = [&](const Preprocessor& preprocess) {
            double least = 1e9;
            for (int i = 0; i < 15; ++i) {
                QElapsedTimer timer;
                timer.start();
                const NetworkInput input = preprocess(*radiograph);
                least = std::min(least, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            }
            return least;
        };
        const double before = best(Preprocessor(plain));
        const double after = best(*preprocessorFor(spec));
        qInfo("preprocessing: %.2f ms, by the lungs %.2f ms", before, after);
        QVERIFY(after - before < 200); // whatever else the machine does
    }
};

QTEST_GUILESS_MAIN(TestPreprocessorFor)
#include "test_preprocessor_for.moc"
