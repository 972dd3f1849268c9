// SPDX-License-Identifier: GPL-3.0-or-later
// The map of a radiograph by the network with gradients and by the fast one agree.
#include "core/explain/explainer.h"
#include "core/inference/finding.h"
#include "tests/support/hash_weights.h"
#include "tests/support/phantom.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

ModelPackage narrowModel()
{
    ModelPackage package;
    package.manifest.name = u"narrow"_s;
    package.manifest.network.widthMultiplier = 0.35;
    package.manifest.network.inputSize = 96;
    package.manifest.network.classes = 3;
    package.manifest.preprocess.inputSize = 96;
    package.manifest.preprocess.fit = PreprocessSpec::Fit::Letterbox;
    package.manifest.classes = {{u"a"_s, {}}, {u"b"_s, {}}, {u"c"_s, {}}};
    package.weights = test::hashWeights(package.manifest.network);
    return package;
}

Radiograph chest(int columns, int rows)
{
    const auto drawn = test::drawChest(columns, rows, 4095);
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    radiograph.pixels
        = std::make_shared<const std::vector<std::uint16_t>>(drawn.begin(), drawn.end());
    radiograph.bits = bitDepth<12>;
    radiograph.initialVoi = VoiWindow{2048, 4096, VoiFunction::LinearExact, {}};
    return radiograph;
}

} // namespace

class TestRadiographMap : public QObject
{
    Q_OBJECT

    ModelPackage m_package = narrowModel();
    Radiograph m_radiograph = chest(300, 200);
    std::unique_ptr<Explainer> m_explainer;

private Q_SLOTS:
    void initTestCase()
    {
        auto explainer = Explainer::create(m_package);
        QVERIFY2(explainer, explainer ? "" : qPrintable(explainer.error().message));
        m_explainer = std::move(*explainer);
    }

    void camIsTheFindingsOwnMap()
    {
        const auto classifier = Classifier::create(m_package);
        QVERIFY(classifier);
        const auto finding = analyse(m_radiograph, **classifier);
        QVERIFY(finding);
        const auto map
            = m_explainer->explain(m_radiograph, Preprocessor(m_package.manifest.preprocess),
                                   finding->label, SaliencyMethod::Cam, SaliencyLayer::Last);
        QVERIFY2(map, map ? "" : qPrintable(map.error().message));
        QCOMPARE(map->map.width, finding->map.map.width);
        QCOMPARE(map->map.height, finding->map.map.height);
        for (std::size_t i = 0; i < map->map.values.size(); ++i)
            QVERIFY(std::abs(map->map.values[i] - finding->map.map.values[i]) < 1e-3F);
        QCOMPARE(map->window.top, finding->map.window.top);
        QCOMPARE(map->window.height, finding->map.window.height);
    }

    void everyMethodIsNormalisedAndLiesInTheLetterbox()
    {
        for (const auto method :
             {SaliencyMethod::GradCam, SaliencyMethod::HiResCam, SaliencyMethod::LayerCam}) {
            for (const auto layer : {SaliencyLayer::Last, SaliencyLayer::Middle}) {
                const auto map = m_explainer->explain(
                    m_radiograph, Preprocessor(m_package.manifest.preprocess), 1, method, layer);
                QVERIFY2(map, map ? "" : qPrintable(map.error().message));
                QCOMPARE(map->map.width, layer == SaliencyLayer::Last ? 3 : 6);
                const auto [low, high]
                    = std::minmax_element(map->map.values.begin(), map->map.values.end());
                QVERIFY(*low >= 0);
                QVERIFY(*high == 0 || std::abs(*high - 1) < 1e-6F);
                QVERIFY(std::abs(map->window.top - 1.0 / 6) < 0.01); // 300 x 200 in a square
                QVERIFY(std::abs(map->window.width - 1) < 1e-9);
            }
        }
    }

    void errorsAreHandedOn()
    {
        const auto map
            = m_explainer->explain(m_radiograph, Preprocessor(m_package.manifest.preprocess), 3,
                                   SaliencyMethod::GradCam, SaliencyLayer::Last);
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestRadiographMap)
#include "test_radiograph_map.moc"
