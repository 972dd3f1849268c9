// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/torch/internal/torch_bridge_torch.h"
#include "core/imaging/reading/reader.h"
#include "core/inference/classifier.h"
#include "core/network/mobilenet_v2_torch.h"
#include "tests/support/environment.h"
#include "tests/support/golden_network.h"

#include <QDir>
#include <QTest>

#include <c10/core/InferenceMode.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// The engine against Torch's plain network in double precision on radiographs, with trained
/// weights.
class TestEngineRealImages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void logitsAreWithinAThousandth_data();
    void logitsAreWithinAThousandth();
};

void TestEngineRealImages::logitsAreWithinAThousandth_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("wanted");
    QTest::newRow("the one for this processor") << QString() << 200;
    QTest::newRow("avx2") << u"avx2"_s << 20;
    QTest::newRow("portable") << u"portable"_s << 20;
}

void TestEngineRealImages::logitsAreWithinAThousandth()
{
    QFETCH(QString, engine);
    QFETCH(int, wanted);
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    const QDir folder(shared + u"/data/cxr/images"_s);
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    if (names.size() < wanted)
        QSKIP("The radiographs of the development data are not here (see CCAD_SHARED).");

    NetworkSpec spec;
    spec.classes = 1001;
    auto weights = readWeights(shared + u"/weights/mobilenet_v2_imagenet.safetensors"_s);
    QVERIFY(weights);
    MobileNetV2 network(spec);
    QVERIFY(loadWeights(network, *weights));
    network.eval();
    network.to(at::kDouble);
    const EnvironmentValue chosen("CCAD_ENGINE",
                                  engine.isEmpty() ? qgetenv("CCAD_ENGINE") : engine.toUtf8());
    const auto classifier = Classifier::create(packageOf(spec, std::move(*weights)));
    QVERIFY(classifier);

    const Preprocessor preprocess{PreprocessSpec{}};
    const c10::InferenceMode inferenceMode;
    double worst = 0;
    for (int i = 0; i < wanted; ++i) {
        const auto radiograph = readRadiograph(folder.filePath(names[i]));
        QVERIFY(radiograph);
        const NetworkInput input = preprocess(*radiograph);
        const auto prediction = (*classifier)->predict(input);
        const auto x = toBatch({input}, spec.inputSize);
        QVERIFY(prediction && x);
        const auto expected = toVector(network.forward(x->to(at::kDouble)));
        worst = std::max(worst, largestDifference(prediction->logits, expected));
        const auto label = [](const std::vector<float>& logits) {
            return std::max_element(logits.begin(), logits.end()) - logits.begin();
        };
        QCOMPARE(label(prediction->logits), label(expected));
    }
    qInfo("largest difference of a logit on %d radiographs: %g", wanted, worst);
    QVERIFY(worst < 1e-3);
}

QTEST_GUILESS_MAIN(TestEngineRealImages)
#include "test_engine_real_images.moc"
