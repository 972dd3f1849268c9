// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"
#include "tests/support/hash_weights.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString folder = QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/");

QByteArray contentOf(const QString& name)
{
    QFile file(folder + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Files that Python wrote: see tests/golden/network/make_network_goldens.py.
class TestTorchFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTorchvisionsFile();
    void readsEveryLayout();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void refusesDamagedEntry();
    void survivesTruncation();
    void survivesChangedBytes();
};

void TestTorchFile::readsTorchvisionsFile()
{
    const auto read = readWeights(folder + u"mobilenet_v2_0.1.pth"_s);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    const auto golden = QJsonDocument::fromJson(contentOf(u"mobilenet_v2_0.1.json"_s)).object();
    const auto spec = networkSpecFromJson(golden.value(u"spec"_s).toObject());
    QVERIFY(spec);
    QVERIFY(read->tensors == test::hashWeights(*spec).tensors);

    const QJsonObject sums = golden.value(u"sums"_s).toObject();
    QCOMPARE(static_cast<std::size_t>(sums.size()), read->tensors.size());
    for (const auto& [name, tensor] : read->tensors) {
        const double sum = std::accumulate(tensor.values.begin(), tensor.values.end(), 0.0);
        const double expected = sums.value(QString::fromStdString(name)).toDouble();
        QVERIFY2(std::abs(sum - expected) < 1e-9, name.c_str());
    }
}

void TestTorchFile::readsEveryLayout()
{
    const auto read = readWeights(folder + u"layouts.pth"_s);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    using Values = std::vector<float>;
    using Shape = std::vector<std::int64_t>;
    const auto expect = [&](const char* name, const Shape& shape, const Values& values) {
        QVERIFY2(read->tensors.contains(name), name);
        QVERIFY2((read->tensors.at(name) == WeightTensor{shape, values}), name);
    };
    expect("whole", {3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    expect("transposed", {4, 3}, {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11});
    expect("column", {3}, {1, 5, 9});
    expect("expanded", {2, 3}, {1.5F, 1.5F, 1.5F, 2.5F, 2.5F, 2.5F});
    expect("half", {3}, {0.5F, -2.0F, 65504.0F});
    expect("bfloat", {2}, {0.5F, -3.0F});
    expect("double", {2}, {1e-3F, 1e30F});
    expect("scalar", {}, {7.25F});
    expect("parameter", {2}, {4, 5});
    expect("empty", {0, 3}, {});
    QCOMPARE(read->tensors.size(), std::size_t{10}); // without the integer counter
}

void TestTorchFile::refusesHostileFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a command") << u"hostile_command.pth"_s << u"posix.system"_s;
    QTest::newRow("an opcode") << u"hostile_opcode.pth"_s << u"0x61"_s;
    QTest::newRow("a huge memo") << u"hostile_memo.pth"_s << u"memos"_s;
}

void TestTorchFile::refusesHostileFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, expected);
    const auto read = readWeights(folder + file);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::FileBroken);
    QVERIFY2(read.error().message.contains(expected), qPrintable(read.error().message));
    QVERIFY(!QFile::exists(u"ccad-was-here"_s));
}

void TestTorchFile::refusesDamagedEntry()
{
    // A changed number does not fit the checksum that the archive keeps of its entry.
    QByteArray content = contentOf(u"layouts.pth"_s);
    const float eleven = 11;
    const auto position = content.indexOf(QByteArray(reinterpret_cast<const char*>(&eleven), 4));
    QVERIFY(position > 0);
    content[position] = static_cast<char>(content[position] ^ 1);
    const auto read = parseTorchZip(content);
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(u"damaged"_s), qPrintable(read.error().message));
}

void TestTorchFile::survivesTruncation()
{
    const QByteArray whole = contentOf(u"layouts.pth"_s);
    QVERIFY(!whole.isEmpty());
    for (qsizetype size = 0; size < whole.size(); size += 7)
        QVERIFY2(!parseTorchZip(whole.left(size)), qPrintable(QString::number(size)));
}

void TestTorchFile::survivesChangedBytes()
{
    const QByteArray whole = contentOf(u"layouts.pth"_s);
    for (qsizetype position = 0; position < whole.size(); ++position) {
        for (const int mask : {0x01, 0x80, 0xff}) {
            QByteArray changed = whole;
            changed[position] = static_cast<char>(changed[position] ^ mask);
            const auto read = parseTorchZip(changed); // some bytes do not matter; none may crash
            QVERIFY(read || !read.error().message.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestTorchFile)
#include "test_torch_file.moc"
