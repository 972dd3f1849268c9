// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/package/model_package.h"
#include "tests/support/hash_weights.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

ModelPackage smallPackage()
{
    ModelPackage package;
    package.manifest.name = u"test-model"_s;
    package.manifest.version = u"1.2.3"_s;
    package.manifest.network.widthMultiplier = 0.1;
    package.manifest.network.inputSize = 64;
    package.manifest.preprocess.inputSize = 64;
    package.manifest.classes
        = {{u"covid"_s, u"COVID-19 pneumonia"_s}, {u"normal"_s, u"No finding"_s}};
    package.manifest.threshold = 0.4;
    package.manifest.temperature = 1.25;
    package.manifest.predictionSets = PredictionSets{0.9, 1.25, {0.125, 0.3}, {60, 41}};
    package.manifest.minimumAgeYears = 18;
    package.manifest.externalEvaluation = u"Never tested."_s;
    package.manifest.provenance = {{u"seed"_s, 7}};
    package.weights = test::hashWeights(package.manifest.network);
    package.card = u"# Test model\n"_s;
    return package;
}

using Change = std::function<void(QJsonObject&)>;

} // namespace

class TestModelPackage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void loadsWhatItSaved();
    void savesSameBytesTwice();
    void replacesAnOlderPackage();
    void refusesChangedByte();
    void refusesTruncatedWeights();
    void refusesBadTensors_data();
    void refusesBadTensors();
    void refusesBadManifests_data();
    void refusesBadManifests();
    void toleratesFurtherKeys();
    void reportsMissingFiles_data();
    void reportsMissingFiles();
    void reportsMissingFolder();
    void refusesManifestThatIsNoJson();
    void savesNothingThatDoesNotLoad();
    void replacesNoOtherFolder();

private:
    [[nodiscard]] QString file(const char* name) const
    {
        return m_folder + u'/' + QString::fromLatin1(name);
    }
    void changeManifest(const Change& change) const;
    void writeWeights(const WeightMap& weights) const;
    void expectBroken(const QString& part) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_folder;
};

void TestModelPackage::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = m_dir->filePath(u"package"_s);
    const auto saved = saveModelPackage(smallPackage(), m_folder);
    QVERIFY2(saved, qPrintable(saved.error().message));
}

void TestModelPackage::changeManifest(const Change& change) const
{
    QJsonObject json = QJsonDocument::fromJson(*readFile(file("manifest.json"), 1 << 20)).object();
    change(json);
    QVERIFY(writeFileAtomically(file("manifest.json"), QJsonDocument(json).toJson()));
}

/// Replaces the weights and makes the manifest's checksum fit, as a forger would.
void TestModelPackage::writeWeights(const WeightMap& weights) const
{
    const QByteArray bytes = toSafetensors(weights);
    QVERIFY(writeFileAtomically(file("weights.safetensors"), bytes));
    changeManifest([&](QJsonObject& json) { json[u"weights_sha256"_s] = sha256Hex(bytes); });
}

void TestModelPackage::expectBroken(const QString& part) const
{
    const auto loaded = loadModelPackage(m_folder);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::ModelBroken);
    const QString& message = loaded.error().message;
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY2(message.contains(m_folder), qPrintable(message));
}

void TestModelPackage::loadsWhatItSaved()
{
    const ModelPackage saved = smallPackage();
    const auto loaded = loadModelPackage(m_folder);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
    QVERIFY(loaded->weights.tensors == saved.weights.tensors);
    QCOMPARE(loaded->card, saved.card);
    QJsonObject expected = toJson(saved.manifest);
    expected[u"weights_sha256"_s] = sha256Hex(*readFile(file("weights.safetensors"), 1 << 30));
    QCOMPARE(toJson(loaded->manifest), expected);
    QVERIFY(loaded->manifest.classes == saved.manifest.classes);
    QCOMPARE(loaded->manifest.minimumAgeYears, std::optional<double>(18));
    QVERIFY(loaded->manifest.predictionSets == saved.manifest.predictionSets);
}

void TestModelPackage::savesSameBytesTwice()
{
    const QString second = m_dir->filePath(u"second"_s);
    QVERIFY(saveModelPackage(smallPackage(), second));
    for (const char* name : {"manifest.json", "weights.safetensors", "MODEL_CARD.md"})
        QCOMPARE(*readFile(second + u'/' + QString::fromLatin1(name), 1 << 30),
                 *readFile(file(name), 1 << 30));
}

void TestModelPackage::replacesAnOlderPackage()
{
    ModelPackage newer = smallPackage();
    newer.manifest.version = u"2.0.0"_s;
    newer.manifest.minimumAgeYears.reset();
    const auto unasked = saveModelPackage(newer, m_folder);
    QCOMPARE(unasked.error().code, ErrorCode::AlreadyExists);
    QCOMPARE(loadModelManifest(m_folder)->version, smallPackage().manifest.version);
    QVERIFY(saveModelPackage(newer, m_folder, Existing::Replace));
    const auto manifest = loadModelManifest(m_folder);
    QVERIFY(manifest);
    QCOMPARE(manifest->version, u"2.0.0"_s);
    QVERIFY(!manifest->minimumAgeYears);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             (QStringList{u"package"_s, u"package.old"_s}));
    QCOMPARE(loadModelManifest(replacedFolderOf(m_folder))->version,
             smallPackage().manifest.version);
    // Should a crash leave the older one alone, whoever looks for the package is told of it.
    QVERIFY(QDir(m_folder).removeRecursively());
    const auto gone = loadModelPackage(m_folder);
    QCOMPARE(gone.error().code, ErrorCode::ModelMissing);
    QVERIFY2(gone.error().message.contains(replacedFolderOf(m_folder)),
             qPrintable(gone.error().message));
}

void TestModelPackage::refusesChangedByte()
{
    const QByteArray whole = *readFile(file("weights.safetensors"), 1 << 30);
    for (const qsizetype position :
         {qsizetype{0}, qsizetype{100}, whole.size() / 2, whole.size() - 1}) {
        QByteArray changed = whole;
        changed[position] = static_cast<char>(changed[position] ^ 1);
        QVERIFY(writeFileAtomically(file("weights.safetensors"), changed));
        expectBroken(u"SHA-256"_s);
    }
}

void TestModelPackage::refusesTruncatedWeights()
{
    const QByteArray half = readFile(file("weights.safetensors"), 1 << 30)->left(200000);
    QVERIFY(writeFileAtomically(file("weights.safetensors"), half));
    expectBroken(u"SHA-256"_s);
    changeManifest([&](QJsonObject& json) { json[u"weights_sha256"_s] = sha256Hex(half); });
    expectBroken(u"beyond the end"_s);
}

void TestModelPackage::refusesBadTensors_data()
{
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<QString>("what");
    QTest::newRow("removed") << u"features.3.conv.1.1.running_var"_s << u"is missing"_s;
    QTest::newRow("wrong shape") << u"classifier.1.weight"_s << u"has the shape"_s;
    QTest::newRow("not finite") << u"features.0.1.bias"_s << u"finite"_s;
    QTest::newRow("surplus") << u"features.19.0.weight"_s << u"does not belong"_s;
}

void TestModelPackage::refusesBadTensors()
{
    QFETCH(QString, tensor);
    QFETCH(QString, what);
    WeightMap weights = smallPackage().weights;
    const std::string name = tensor.toStdString();
    const QByteArray kind = QTest::currentDataTag();
    if (kind == "removed")
        weights.tensors.erase(name);
    else if (kind == "wrong shape")
        std::swap(weights.tensors[name].shape[0], weights.tensors[name].shape[1]);
    else if (kind == "not finite")
        weights.tensors[name].values[3] = std::numeric_limits<float>::quiet_NaN();
    else
        weights.tensors[name] = {{1}, {0.0F}};
    writeWeights(weights);
    expectBroken(u"\"%1\" %2"_s.arg(tensor, what.startsWith(u"finite") ? u"holds"_s : what));
    const auto checked = checkWeights(weights, smallPackage().manifest.network);
    QVERIFY(!checked);
    QCOMPARE(checked.error().context, tensor);
}

void TestModelPackage::refusesBadManifests_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value"); // undefined: the key is taken out
    QTest::addColumn<QString>("expected");
    const QJsonValue absent(QJsonValue::Undefined);
    const auto row = [](const char* name, const char* key, const QJsonValue& value,
                        const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(key) << value << QString::fromLatin1(expected);
    };
    row("newer version", "format_version", 2, "format_version 2");
    row("no version", "format_version", absent, "format_version");
    row("version is a text", "format_version", u"1"_s, "format_version");
    row("no name", "name", u" "_s, "\"name\"");
    row("no network", "network", absent, "\"network\"");
    row("empty network", "network", QJsonObject(), "\"network.architecture\"");
    row("empty preprocessing", "preprocess", QJsonObject(), "missing");
    row("sets of another number of classes", "prediction_sets",
        QJsonObject{{u"coverage"_s, 0.9},
                    {u"floors"_s, QJsonArray{0.1}},
                    {u"patients"_s, QJsonArray{50, 50}}},
        "1 entries for 2 classes");
    row("sets that promise everything", "prediction_sets",
        QJsonObject{{u"coverage"_s, 1},
                    {u"floors"_s, QJsonArray{0.1, 0.1}},
                    {u"patients"_s, QJsonArray{50, 50}}},
        "coverage");
    row("sets with a floor above 1", "prediction_sets",
        QJsonObject{{u"coverage"_s, 0.9},
                    {u"floors"_s, QJsonArray{0.1, 1.5}},
                    {u"patients"_s, QJsonArray{50, 50}}},
        "outside 0 to 1");
    row("no classes", "classes", absent, "\"classes\"");
    row("too few classes", "classes",
        QJsonArray{QJsonObject{{u"name"_s, u"a"_s}, {u"title"_s, QString()}}}, "1 entries");
    row("class without a name", "classes", QJsonArray{QJsonObject(), QJsonObject()},
        "classes[0].name");
    row("positive class out of range", "positive_class", 2, "\"positive_class\"");
    row("threshold above one", "threshold", 1.5, "\"threshold\"");
    row("temperature zero", "temperature", 0, "\"temperature\"");
    row("age is a text", "minimum_age_years", u"18"_s, "\"minimum_age_years\"");
    row("age absent", "minimum_age_years", absent, "\"minimum_age_years\"");
    row("no checksum", "weights_sha256", absent, "\"weights_sha256\"");
    row("short checksum", "weights_sha256", u"abc"_s, "\"weights_sha256\"");
    row("another checksum", "weights_sha256", QString(64, u'0'), "SHA-256");
}

void TestModelPackage::refusesBadManifests()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QFETCH(QString, expected);
    changeManifest([&](QJsonObject& json) { json.insert(key, value); });
    expectBroken(expected);
}

void TestModelPackage::toleratesFurtherKeys()
{
    changeManifest([](QJsonObject& json) { json[u"homepage"_s] = u"none"_s; });
    QVERIFY(loadModelPackage(m_folder));
}

void TestModelPackage::reportsMissingFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("manifest") << u"manifest.json"_s << ErrorCode::ModelMissing;
    QTest::newRow("weights") << u"weights.safetensors"_s << ErrorCode::ModelBroken;
    QTest::newRow("card") << u"MODEL_CARD.md"_s << ErrorCode::ModelBroken;
}

void TestModelPackage::reportsMissingFiles()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    QVERIFY(QFile::remove(m_folder + u'/' + name));
    const auto loaded = loadModelPackage(m_folder);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, code);
    QVERIFY2(loaded.error().message.contains(name), qPrintable(loaded.error().message));
}

void TestModelPackage::reportsMissingFolder()
{
    const auto loaded = loadModelPackage(m_dir->filePath(u"nowhere"_s));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::ModelMissing);
}

void TestModelPackage::refusesManifestThatIsNoJson()
{
    QVERIFY(writeFileAtomically(file("manifest.json"), "{\"format_version\": 1,"));
    expectBroken(u"not a JSON object"_s);
}

void TestModelPackage::savesNothingThatDoesNotLoad()
{
    ModelPackage package = smallPackage();
    package.manifest.classes.pop_back();
    const auto saved = saveModelPackage(package, m_folder);
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::ModelBroken);
    package = smallPackage();
    package.weights.tensors.erase("classifier.1.bias");
    QCOMPARE(saveModelPackage(package, m_folder).error().context, u"classifier.1.bias"_s);
    QVERIFY(loadModelPackage(m_folder)); // the old one is untouched
}

void TestModelPackage::replacesNoOtherFolder()
{
    const QString note = m_dir->filePath(u"diary/today.txt"_s);
    QVERIFY(QDir(m_dir->path()).mkdir(u"diary"_s));
    QVERIFY(writeFileAtomically(note, "dear diary"));
    const auto saved = saveModelPackage(smallPackage(), QFileInfo(note).path());
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::WriteFailed);
    QVERIFY(QFile::exists(note));
    QVERIFY(!saveModelPackage(smallPackage(), note));
}

QTEST_GUILESS_MAIN(TestModelPackage)
#include "test_model_package.moc"
