// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/base/files.h"
#include "core/engine/mask_engine.h"
#include "core/imaging/reading/reader.h"
#include "core/lungs/lung_package.h"
#include "core/lungs/lungs.h"
#include "core/package/model_package.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString shippedPackage()
{
    return QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-lungs");
}

/// What tests/golden/lungs/make_lung_golden.py draws.
NetworkInput drawnInput(int side = 224)
{
    NetworkInput input;
    input.width = side;
    input.height = side;
    input.imageWidth = side;
    input.imageHeight = side;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const double x = static_cast<double>(column) / side;
            const double y = static_cast<double>(row) / side;
            double grey = 0.75 - 0.25 * y;
            for (const double centre : {0.3, 0.7})
                if (std::pow((x - centre) / 0.15, 2) + std::pow((y - 0.5) / 0.3, 2) < 1)
                    grey = 0.2;
            input.values.push_back(static_cast<float>(2 * grey - 1));
        }
    return input;
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(a[i] - b[i])));
    return largest;
}

engine::MaskEngine engineOf(const LungPackage& package, const engine::Kernels& kernels)
{
    const LungNetworkWeights folded = foldedWeights(package.manifest.network, package.weights);
    return {package.manifest.network.encoder, folded.layers, folded.decoder, kernels};
}

using Change = std::function<void(QJsonObject&)>;

} // namespace

class TestLungs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void agreesWithTorch();
    void isTheSameWithAllKernels();
    void isTheSameWithAnyNumberOfThreads();
    void severalCallersAtOnce();
    void findsTheLungsOfTheSamples_data();
    void findsTheLungsOfTheSamples();
    void takesTheDefaultModelsInputs();
    void refusesOtherSizes();
    void packageSurvivesARoundTrip();
    void refusesBrokenPackages_data();
    void refusesBrokenPackages();
    void saysWhereAPackageIsMissing();
    void takesFewMilliseconds();

private:
    std::unique_ptr<LungSegmenter> m_lungs;
};

void TestLungs::initTestCase()
{
    auto lungs = LungSegmenter::load(shippedPackage());
    QVERIFY2(lungs, lungs ? "" : qPrintable(lungs.error().message));
    m_lungs = std::move(*lungs);
}

void TestLungs::agreesWithTorch()
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/lungs/lungs.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    const auto package = loadLungPackage(shippedPackage());
    QVERIFY(package);
    QCOMPARE(golden[u"weights_sha256"_s].toString(),
             package->manifest.weightsSha256); // else run make_lung_golden.py
    std::vector<float> expected;
    for (const QJsonValue& value : golden[u"probability"_s].toArray())
        expected.push_back(static_cast<float>(value.toDouble()));
    const auto mask = m_lungs->segment(drawnInput());
    QVERIFY(mask);
    QCOMPARE(mask->columns, golden[u"side"_s].toInt());
    QCOMPARE(mask->rows, mask->columns);
    const double difference = largestDifference(mask->probability, expected);
    QVERIFY2(difference < 1e-3, qPrintable(QString::number(difference)));
    QVERIFY(*std::ranges::max_element(expected) > 0.7F); // it says something
}

void TestLungs::isTheSameWithAllKernels()
{
    const auto package = loadLungPackage(shippedPackage());
    QVERIFY(package);
    const NetworkInput input = drawnInput();
    const engine::Pixels pixels{input.values.data(), 1};
    const auto portable = engineOf(*package, *engine::kernelsNamed("portable")).run(pixels, 1);
    int compared = 0;
    for (const char* name : {"avx512", "avx2"}) {
        const engine::Kernels* kernels = engine::kernelsNamed(name);
        if (!kernels)
            continue;
        ++compared;
        const auto mask = engineOf(*package, *kernels).run(pixels, 1);
        QVERIFY(largestDifference(mask, portable) < 5e-3); // of logits of about 10
    }
    if (compared == 0)
        QSKIP("This processor has the portable kernels alone.");
}

void TestLungs::isTheSameWithAnyNumberOfThreads()
{
    const auto package = loadLungPackage(shippedPackage());
    QVERIFY(package);
    const NetworkInput input = drawnInput();
    const engine::Pixels pixels{input.values.data(), 1};
    const engine::MaskEngine engine = engineOf(*package, engine::kernelsForThisProcessor());
    const auto alone = engine.run(pixels, 1);
    for (const int threads : {2, 3, 5})
        for (int repeat = 0; repeat < 5; ++repeat)
            QVERIFY(engine.run(pixels, threads) == alone);
}

void TestLungs::severalCallersAtOnce()
{
    const NetworkInput input = drawnInput();
    const auto expected = m_lungs->segment(input);
    QVERIFY(expected);
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 3; ++i)
            callers.emplace_back([&] {
                for (int repeat = 0; repeat < 10; ++repeat) {
                    const auto mask = m_lungs->segment(input);
                    if (!mask || mask->probability != expected->probability)
                        ++wrong;
                }
            });
    }
    QCOMPARE(wrong.load(), 0);
}

void TestLungs::findsTheLungsOfTheSamples_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("normal") << u"average-normal.dcm"_s;
    QTest::newRow("covid") << u"average-covid.dcm"_s;
}

void TestLungs::findsTheLungsOfTheSamples()
{
    QFETCH(QString, name);
    const auto radiograph
        = readRadiograph(QStringLiteral(CCAD_SOURCE_DIR "/resources/samples/") + name);
    QVERIFY2(radiograph, radiograph ? "" : qPrintable(radiograph.error().message));
    const auto mask = m_lungs->segment(*radiograph);
    QVERIFY(mask);
    const LungShape shape = shapeOf(*mask);
    QVERIFY2(shape.isPlausible(), qPrintable(shape.doubt));
    QVERIFY(shape.areaShare > 0.12 && shape.areaShare < 0.5);
    QVERIFY(lungCrop(*mask, 0.1));
    const auto again = m_lungs->segment(Preprocessor(m_lungs->preprocess())(*radiograph));
    QVERIFY(again);
    QVERIFY(again->probability == mask->probability);
}

void TestLungs::takesTheDefaultModelsInputs()
{
    PreprocessSpec spec;
    QVERIFY(m_lungs->takes(spec));
    spec.centreSample = true;
    QVERIFY(!m_lungs->takes(spec));
}

void TestLungs::refusesOtherSizes()
{
    const auto mask = m_lungs->segment(drawnInput(192));
    QVERIFY(!mask);
    QCOMPARE(mask.error().code, ErrorCode::InvalidArgument);
}

void TestLungs::packageSurvivesARoundTrip()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"lungs"_s);
    const auto package = loadLungPackage(shippedPackage());
    QVERIFY(package);
    QVERIFY(saveLungPackage(*package, folder));
    const auto again = loadLungPackage(folder);
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QVERIFY(again->weights.tensors == package->weights.tensors);
    QVERIFY(again->manifest.network == package->manifest.network);
    QVERIFY(again->manifest.preprocess == package->manifest.preprocess);
    QCOMPARE(again->manifest.weightsSha256, package->manifest.weightsSha256);
    QCOMPARE(again->card, package->card);
    QCOMPARE(saveLungPackage(*package, folder).error().code, ErrorCode::AlreadyExists);
    QVERIFY(saveLungPackage(*package, folder, Existing::Replace));
    QVERIFY(loadLungPackage(folder + u".old"_s));
    // A model that gives findings is no lung package.
    const QString model = QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr");
    QCOMPARE(checkLungPackageTarget(model, Existing::Replace).error().code, ErrorCode::WriteFailed);
}

void TestLungs::refusesBrokenPackages_data()
{
    QTest::addColumn<Change>("changeManifest");
    QTest::addColumn<std::function<void(WeightMap&)>>("changeWeights");
    QTest::addColumn<QString>("part");
    const Change nothing = [](QJsonObject&) {};
    const std::function<void(WeightMap&)> same = [](WeightMap&) {};
    const auto network = [](const char* key, const QJsonValue& value) {
        return Change([=](QJsonObject& json) {
            QJsonObject changed = json[u"network"_s].toObject();
            changed[QString::fromLatin1(key)] = value;
            json[u"network"_s] = changed;
        });
    };
    QTest::newRow("version") << Change([](QJsonObject& json) { json[u"format_version"_s] = 2; })
                             << same << u"format_version"_s;
    QTest::newRow("architecture") << network("architecture", u"mobilenet_v2"_s) << same
                                  << u"architecture"_s;
    QTest::newRow("size") << network("input_size", 223) << same << u"input_size"_s;
    QTest::newRow("sizes differ") << network("input_size", 256) << same
                                  << u"preprocess.input_size"_s;
    QTest::newRow("channels") << network("decoder_channels", 32) << same << u"decoder.0"_s;
    QTest::newRow("unknown key") << network("depth", 3) << same << u"depth"_s;
    QTest::newRow("checksum") << Change([](QJsonObject& json) {
        json[u"weights_sha256"_s] = QString(64, u'0');
    }) << same << u"SHA-256"_s;
    QTest::newRow("missing tensor")
        << nothing << std::function<void(WeightMap&)>([](WeightMap& weights) {
               weights.tensors.erase("mask.bias");
           })
        << u"mask.bias"_s;
    QTest::newRow("surplus tensor")
        << nothing << std::function<void(WeightMap&)>([](WeightMap& weights) {
               weights.tensors["features.14.conv.0.0.weight"] = {{1}, {0}};
           })
        << u"features.14"_s;
    QTest::newRow("not finite") << nothing
                                << std::function<void(WeightMap&)>([](WeightMap& weights) {
                                       weights.tensors["mask.bias"].values[0]
                                           = std::numeric_limits<float>::quiet_NaN();
                                   })
                                << u"finite"_s;
}

void TestLungs::refusesBrokenPackages()
{
    QFETCH(Change, changeManifest);
    QFETCH(std::function<void(WeightMap&)>, changeWeights);
    QFETCH(QString, part);
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"lungs"_s);
    auto package = loadLungPackage(shippedPackage());
    QVERIFY(package);
    QVERIFY(saveLungPackage(*package, folder));
    changeWeights(package->weights);
    const QByteArray weights = toSafetensors(package->weights);
    QVERIFY(writeFileAtomically(folder + u"/weights.safetensors"_s, weights));
    const QString manifest = folder + u"/manifest.json"_s;
    QJsonObject json = QJsonDocument::fromJson(*readFile(manifest, 1 << 20)).object();
    json[u"weights_sha256"_s] = sha256Hex(weights);
    changeManifest(json);
    QVERIFY(writeFileAtomically(manifest, QJsonDocument(json).toJson()));
    const auto lungs = LungSegmenter::load(folder);
    QVERIFY(!lungs);
    QCOMPARE(lungs.error().code, ErrorCode::ModelBroken);
    QVERIFY2(lungs.error().message.contains(part), qPrintable(lungs.error().message));
    QVERIFY(lungs.error().message.contains(folder));
}

void TestLungs::saysWhereAPackageIsMissing()
{
    const auto lungs = LungSegmenter::load(u"/nowhere/lungs"_s);
    QVERIFY(!lungs);
    QCOMPARE(lungs.error().code, ErrorCode::ModelMissing);
    QVERIFY(lungs.error().message.contains(u"/nowhere/lungs"_s));
}

/// No benchmark, but it shows a network that grew by mistake. Half of the runs may be disturbed.
void TestLungs::takesFewMilliseconds()
{
    const NetworkInput input = drawnInput();
    std::vector<double> times;
    for (int i = 0; i < 41; ++i) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_lungs->segment(input));
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    qInfo("median %.2f ms, best %.2f ms", times[20], times.front());
    QVERIFY(times.front() < 50);
}

QTEST_GUILESS_MAIN(TestLungs)
#include "test_lungs.moc"
