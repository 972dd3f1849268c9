// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explainer.h"
#include "tests/support/golden_network.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

SaliencyMethod methodOf(const QString& name)
{
    if (name == u"grad_cam"_s)
        return SaliencyMethod::GradCam;
    if (name == u"hires_cam"_s)
        return SaliencyMethod::HiResCam;
    return name == u"layer_cam"_s ? SaliencyMethod::LayerCam : SaliencyMethod::Cam;
}

} // namespace

/// Saliency maps against PyTorch's autograd: tests/golden/network/make_network_goldens.py.
class TestExplainerParity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void agreesWithAutograd_data();
    void agreesWithAutograd();
    void refusesWhatMakesNoSense();

private:
    QJsonObject m_golden;
    std::unique_ptr<Explainer> m_explainer;
};

void TestExplainerParity::initTestCase()
{
    m_golden = goldenNetwork(u"network.json"_s)[u"cases"_s].toArray()[0].toObject();
    const auto spec = networkSpecFromJson(m_golden[u"spec"_s].toObject());
    QVERIFY(spec);
    auto explainer = Explainer::create(hashPackage(*spec));
    QVERIFY2(explainer, explainer ? "" : qPrintable(explainer.error().message));
    m_explainer = std::move(*explainer);
}

void TestExplainerParity::agreesWithAutograd_data()
{
    QTest::addColumn<QJsonObject>("expected");
    const QJsonArray maps = m_golden[u"saliency"_s].toArray();
    QCOMPARE(maps.size(),
             3 * 7); // for each class four methods at the last layer, three in the middle
    for (const QJsonValue& map : maps)
        QTest::addRow("%s, %s layer, class %d", qPrintable(map[u"method"_s].toString()),
                      qPrintable(map[u"layer"_s].toString()), map[u"class"_s].toInt())
            << map.toObject();
}

void TestExplainerParity::agreesWithAutograd()
{
    QFETCH(QJsonObject, expected);
    const bool last = expected[u"layer"_s].toString() == u"last"_s;
    const auto map = m_explainer->explain(hashInput(224), expected[u"class"_s].toInt(),
                                          methodOf(expected[u"method"_s].toString()),
                                          last ? SaliencyLayer::Last : SaliencyLayer::Middle);
    QVERIFY2(map, map ? "" : qPrintable(map.error().message));
    QCOMPARE(map->width, last ? 7 : 14);
    QCOMPARE(map->height, map->width);
    const auto values = floats(expected[u"values"_s]);
    // Some maps are small altogether, hence relative to their maximum; some are all zero.
    const double scale
        = std::clamp<double>(*std::max_element(values.begin(), values.end()), 1e-3, 1);
    const double difference = largestDifference(map->values, values);
    QVERIFY2(difference <= 1e-4 * scale, qPrintable(QString::number(difference / scale)));
}

void TestExplainerParity::refusesWhatMakesNoSense()
{
    const auto codeOf = [&](const NetworkInput& input, int classIndex, SaliencyMethod method,
                            SaliencyLayer layer) {
        const auto map = m_explainer->explain(input, classIndex, method, layer);
        return map ? ErrorCode::Internal : map.error().code;
    };
    const auto last = SaliencyLayer::Last;
    QCOMPARE(codeOf(hashInput(224), 3, SaliencyMethod::GradCam, last), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(hashInput(224), -1, SaliencyMethod::GradCam, last), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(hashInput(64), 0, SaliencyMethod::GradCam, last), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(hashInput(224), 0, SaliencyMethod::Cam, SaliencyLayer::Middle),
             ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestExplainerParity)
#include "test_explainer_parity.moc"
