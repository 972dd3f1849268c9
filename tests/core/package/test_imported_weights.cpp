// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/package/imported_weights.h"
#include "tests/support/hash_weights.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestImportedWeights : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void importsTorchvisionsFile();
    void followsMetadata();
    void refusesBadMetadata_data();
    void refusesBadMetadata();
    void namesTensorsThatDoNotFit();
    void refusesAnotherNetwork();
    void takesPackageOrFile();

private:
    [[nodiscard]] QString write(const WeightMap& weights) const;

    QTemporaryDir m_dir;
};

QString TestImportedWeights::write(const WeightMap& weights) const
{
    const QString path = m_dir.filePath(u"base.safetensors"_s);
    return writeFileAtomically(path, toSafetensors(weights)) ? path : QString();
}

void TestImportedWeights::importsTorchvisionsFile()
{
    const auto package = importWeightFile(
        QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth"));
    QVERIFY2(package, package ? "" : qPrintable(package.error().message));
    const ModelManifest& manifest = package->manifest;
    QCOMPARE(manifest.name, u"mobilenet_v2_0.1"_s);
    QCOMPARE(manifest.network.padding, Padding::Torch);
    QCOMPARE(manifest.network.batchNormEpsilon, 1e-5);
    QCOMPARE(manifest.network.classes, 2);
    QCOMPARE(manifest.classes.size(), std::size_t{2});
    QVERIFY(checkWeights(package->weights, manifest.network));
    QVERIFY(package->card.contains(u"no model of chest radiographs"_s));

    const QString folder = m_dir.filePath(u"package"_s);
    QVERIFY(saveModelPackage(*package, folder));
    QVERIFY(loadModelPackage(folder));
}

void TestImportedWeights::followsMetadata()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.5;
    spec.classes = 5;
    WeightMap weights = test::hashWeights(spec);
    weights.metadata = {{"padding", "tf_same"}, {"bn_eps", "0.001"}, {"input_range", "-1..1"}};
    const auto package = importWeightFile(write(weights));
    QVERIFY2(package, package ? "" : qPrintable(package.error().message));
    QCOMPARE(package->manifest.network.widthMultiplier, 0.5);
    QCOMPARE(package->manifest.network.padding, Padding::TfSame);
    QCOMPARE(package->manifest.network.batchNormEpsilon, 1e-3);
    QCOMPARE(package->manifest.network.classes, 5);
    QCOMPARE(package->manifest.preprocess.rangeLow, -1.0F);
    QCOMPARE(package->manifest.preprocess.rangeHigh, 1.0F);
    QCOMPARE(package->manifest.provenance[u"padding"_s].toString(), u"tf_same"_s);
}

void TestImportedWeights::refusesBadMetadata_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::newRow("padding") << u"padding"_s << u"reflect"_s;
    QTest::newRow("epsilon") << u"bn_eps"_s << u"tiny"_s;
    QTest::newRow("range") << u"input_range"_s << u"bytes"_s;
    QTest::newRow("range upside down") << u"input_range"_s << u"1..-1"_s;
}

void TestImportedWeights::refusesBadMetadata()
{
    QFETCH(QString, key);
    QFETCH(QString, text);
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    WeightMap weights = test::hashWeights(spec);
    weights.metadata[key.toStdString()] = text.toStdString();
    const auto package = importWeightFile(write(weights));
    QVERIFY(!package);
    QCOMPARE(package.error().context, key);
    QVERIFY(package.error().message.contains(text));
}

void TestImportedWeights::namesTensorsThatDoNotFit()
{
    WeightMap weights = test::hashWeights(NetworkSpec{});
    weights.tensors.erase("features.5.conv.2.weight");
    const auto package = importWeightFile(write(weights));
    QVERIFY(!package);
    QCOMPARE(package.error().context, u"features.5.conv.2.weight"_s);
}

void TestImportedWeights::refusesAnotherNetwork()
{
    WeightMap weights;
    weights.tensors["fc.weight"] = {{2, 2}, {1, 2, 3, 4}};
    const auto package = importWeightFile(write(weights));
    QVERIFY(!package);
    QCOMPARE(package.error().code, ErrorCode::FileBroken);
    QVERIFY(package.error().message.contains(u"classifier.1.bias"_s));
}

void TestImportedWeights::takesPackageOrFile()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    const QString file = write(test::hashWeights(spec));
    const auto fromFile = loadPackageOrWeights(file);
    QVERIFY(fromFile);
    const QString folder = m_dir.filePath(u"either"_s);
    QVERIFY(saveModelPackage(*fromFile, folder));
    const auto fromFolder = loadPackageOrWeights(folder);
    QVERIFY(fromFolder);
    QVERIFY(fromFolder->weights.tensors == fromFile->weights.tensors);
}

QTEST_GUILESS_MAIN(TestImportedWeights)
#include "test_imported_weights.moc"
