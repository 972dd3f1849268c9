// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"
#include "tests/support/hash_weights.h"

#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// A safetensors file from a header as written and data bytes.
QByteArray safetensors(const QByteArray& header, const QByteArray& data)
{
    QByteArray length(8, '\0');
    qToLittleEndian<quint64>(static_cast<quint64>(header.size()), length.data());
    return length + header + data;
}

QByteArray zeros(qsizetype count)
{
    return QByteArray(count, '\0');
}

WeightMap smallMap()
{
    WeightMap weights;
    weights.tensors["b"] = {{2, 1}, {1.5F, -2.0F}};
    weights.tensors["a"] = {{3}, {0.0F, std::numeric_limits<float>::infinity(), 1e-38F}};
    weights.tensors["scalar"] = {{}, {7.0F}};
    weights.tensors["empty"] = {{0, 4}, {}};
    weights.metadata["padding"] = "tf_same";
    return weights;
}

} // namespace

class TestWeightFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesWhatItReads();
    void isDeterministicAndAligned();
    void convertsTypes();
    void refusesBrokenSafetensors_data();
    void refusesBrokenSafetensors();
    void survivesTruncation();
    void survivesChangedBytes();
    void namesUnknownFiles_data();
    void namesUnknownFiles();
    void reportsMissingFile();
    void readsSharedWeights();
};

void TestWeightFile::writesWhatItReads()
{
    const WeightMap weights = smallMap();
    const auto read = parseSafetensors(toSafetensors(weights));
    QVERIFY(read);
    QVERIFY(read->tensors == weights.tensors);
    QVERIFY(read->metadata == weights.metadata);
}

void TestWeightFile::isDeterministicAndAligned()
{
    const QByteArray bytes = toSafetensors(smallMap());
    QCOMPARE(bytes, toSafetensors(smallMap()));
    QCOMPARE(qFromLittleEndian<quint64>(bytes.constData()) % 8, quint64{0});
}

void TestWeightFile::convertsTypes()
{
    const QByteArray header = R"({"bf":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},)"
                              R"("half":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},)"
                              R"("double":{"dtype":"F64","shape":[1],"data_offsets":[4,12]},)"
                              R"("counter":{"dtype":"I64","shape":[],"data_offsets":[12,20]}})";
    QByteArray data;
    data += QByteArray::fromHex("00c0"); // -2 in float16
    data += QByteArray::fromHex("4040"); // 3 in bfloat16
    data += QByteArray::fromHex("000000000000e03f"); // 0.5 in float64
    data += zeros(8);
    const auto read = parseSafetensors(safetensors(header, data));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->tensors.size(), std::size_t{3}); // the counter is dropped
    QCOMPARE(read->tensors.at("half").values, std::vector<float>{-2.0F});
    QCOMPARE(read->tensors.at("bf").values, std::vector<float>{3.0F});
    QCOMPARE(read->tensors.at("double").values, std::vector<float>{0.5F});
}

void TestWeightFile::refusesBrokenSafetensors_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("expected"); // part of the message
    const auto row = [](const char* name, const QByteArray& header, qsizetype dataBytes,
                        const char* expected) {
        QTest::newRow(name) << safetensors(header, zeros(dataBytes))
                            << QString::fromLatin1(expected);
    };
    row("shape and offsets differ", R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8,
        "\"w\"");
    row("beyond the end", R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", 8,
        "\"w\" ends beyond");
    row("overlap",
        R"({"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
        8, "\"w\" overlaps");
    row("gap",
        R"({"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
        12, "\"w\" begins after a gap");
    row("surplus bytes", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 7, "3 bytes");
    row("unknown type", R"({"w":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}})", 4, "F8");
    row("no type", R"({"w":{"shape":[1],"data_offsets":[0,4]}})", 4, "\"w\"");
    row("overflowing shape",
        R"({"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0,
        "\"w\" is too large");
    row("negative side", R"({"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "\"w\"");
    row("fractional side", R"({"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4,
        "\"w\"");
    row("three offsets", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4, "\"w\"");
    row("backward offsets", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4,
        "\"w\"");
    row("entry is a number", R"({"w":5})", 0, "\"w\"");
    row("metadata is no object", R"({"__metadata__":[]})", 0, "__metadata__");
    row("metadata is no text", R"({"__metadata__":{"eps":0.1}})", 0, "eps");
    row("header is no JSON", R"({"w":)", 0, "not a JSON object");
    QTest::newRow("shorter than a length") << QByteArray("abc") << u"shorter"_s;
    QTest::newRow("header longer than the file")
        << QByteArray::fromHex("ffffffffffffff7f") + "{}" << u"claims"_s;
}

void TestWeightFile::refusesBrokenSafetensors()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, expected);
    const auto read = parseSafetensors(content);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::FileBroken);
    QVERIFY2(read.error().message.contains(expected), qPrintable(read.error().message));
}

void TestWeightFile::survivesTruncation()
{
    const QByteArray whole = toSafetensors(smallMap());
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!parseSafetensors(whole.left(size)), qPrintable(QString::number(size)));
}

void TestWeightFile::survivesChangedBytes()
{
    const QByteArray whole = toSafetensors(smallMap());
    for (qsizetype position = 0; position < whole.size(); ++position) {
        for (const int bit : {0, 3, 7}) {
            QByteArray changed = whole;
            changed[position] = static_cast<char>(changed[position] ^ (1 << bit));
            const auto read = parseSafetensors(changed); // may be a valid file; must not crash
            QVERIFY(read || !read.error().message.isEmpty());
        }
    }
}

void TestWeightFile::namesUnknownFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::FileBroken;
    QTest::newRow("text") << QByteArray("These are no weights.") << ErrorCode::FileBroken;
    QTest::newRow("pickle without zip")
        << QByteArray("\x80\x02\x8a\x0al\xfc\x9c", 7) << ErrorCode::Unsupported;
}

void TestWeightFile::namesUnknownFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, code);
    QTemporaryDir dir;
    const QString path = dir.filePath(u"weights.bin"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto read = readWeights(path);
    QVERIFY(!read);
    QCOMPARE(read.error().code, code);
    QVERIFY(read.error().message.contains(path));
}

void TestWeightFile::reportsMissingFile()
{
    QTemporaryDir dir;
    QCOMPARE(readWeights(dir.filePath(u"none.pth"_s)).error().code, ErrorCode::FileNotFound);
    QCOMPARE(readWeights(dir.path()).error().code, ErrorCode::FileUnreadable);
}

void TestWeightFile::readsSharedWeights()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    const QString path = shared + u"/weights/mobilenet_v2_imagenet.safetensors"_s;
    if (!QFile::exists(path))
        QSKIP("The ImageNet weights of the development data are not here (see CCAD_SHARED).");
    const auto read = readWeights(path);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    NetworkSpec spec;
    spec.classes = 1001;
    for (const TensorShape& expected : tensorsOf(spec))
        QVERIFY2(read->tensors.contains(expected.name)
                     && read->tensors.at(expected.name).shape == expected.shape,
                 expected.name.c_str());
    QCOMPARE(read->tensors.size(), tensorsOf(spec).size());
    QCOMPARE(read->metadata.at("padding"), std::string("tf_same"));
}

QTEST_GUILESS_MAIN(TestWeightFile)
#include "test_weight_file.moc"
