// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of which some rows hold other data, and pictures of far fewer greys than a film has.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/small_files.h"
#include "tests/support/lost_rows.h"

#include <opencv2/imgcodecs.hpp>

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 200;
constexpr int rows = 160;

QByteArray dicomOf(int bits, const std::vector<std::int32_t>& values)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsAllocated = bits > 8 ? 16 : 8;
    spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.values = values;
    return writeDicom(spec);
}

QByteArray pngOf(const std::vector<std::int32_t>& values)
{
    cv::Mat picture(rows, columns, CV_8UC1);
    std::transform(values.begin(), values.end(), picture.begin<std::uint8_t>(),
                   [](std::int32_t value) { return static_cast<std::uint8_t>(value); });
    std::vector<unsigned char> bytes;
    if (!cv::imencode(".png", picture, bytes))
        qFatal("cannot write a picture");
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

std::vector<std::int32_t> chest(int bits)
{
    return noisyChestValues(columns, rows, (1 << bits) - 1);
}

bool tellsFewGreys(const Radiograph& radiograph)
{
    return std::any_of(radiograph.notes.begin(), radiograph.notes.end(), [&](const QString& note) {
        return note.contains(u"different greys"_s)
            && radiograph.notes.codeOf(note) == NoteCode::DepthReduced;
    });
}

} // namespace

class TestNoiseRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsOfOtherData_data();
    void rowsOfOtherData();
    void noiseOfTheDetectorIsNone();
    void noiseThroughoutIsAnotherPicture();
    void fewGreysAreNoted();
    void pngWithoutItsLastChunk();
};

void TestNoiseRows::rowsOfOtherData_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("words");
    QTest::newRow("end") << 80 << 80 << u"the last 80 of 160 rows"_s;
    QTest::newRow("begin") << 0 << 40 << u"the first "_s;
    QTest::newRow("midst") << 60 << 30 << u"the rows "_s;
    QTest::newRow("little") << 100 << 8 << u"the rows "_s;
}

void TestNoiseRows::rowsOfOtherData()
{
    QFETCH(int, first);
    QFETCH(int, count);
    QFETCH(QString, words);
    for (const int bits : {8, 12, 16}) {
        const auto values = withNoise(chest(bits), columns, {first, count}, (1 << bits) - 1);
        std::vector<QByteArray> files{dicomOf(bits, values)};
        if (bits == 8)
            files.push_back(pngOf(values));
        for (const QByteArray& file : files) {
            const auto r = readBytes(file);
            QVERIFY(!r);
            QVERIFY2(messageOf(r).contains(words), qPrintable(messageOf(r)));
            QVERIFY2(messageOf(r).contains(u"noise"_s), qPrintable(messageOf(r)));
        }
    }
}

void TestNoiseRows::noiseOfTheDetectorIsNone()
{
    for (const int bits : {8, 12, 16}) {
        const auto r = readBytes(dicomOf(bits, chest(bits)));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
    }
}

void TestNoiseRows::noiseThroughoutIsAnotherPicture()
{
    const auto r = readBytes(dicomOf(12, withNoise(chest(12), columns, {0, rows}, 4095)));
    QVERIFY2(r, qPrintable(messageOf(r)));
}

void TestNoiseRows::fewGreysAreNoted()
{
    for (const int greys : {4, 16, 32})
        for (const QByteArray& file :
             {dicomOf(8, inSteps(chest(8), 256 / greys)), pngOf(inSteps(chest(8), 256 / greys))}) {
            const auto r = readBytes(file);
            QVERIFY2(r, qPrintable(messageOf(r)));
            QVERIFY2(tellsFewGreys(*r), qPrintable(r->notes.join(u' ')));
        }
    const auto enough = readBytes(dicomOf(8, inSteps(chest(8), 2)));
    QVERIFY2(enough, qPrintable(messageOf(enough)));
    QVERIFY2(!tellsFewGreys(*enough), qPrintable(enough->notes.join(u' ')));
}

void TestNoiseRows::pngWithoutItsLastChunk()
{
    constexpr qsizetype lastChunk = 12;
    const QByteArray whole = pngOf(chest(8));
    const auto r = readBytes(whole.chopped(lastChunk));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *readBytes(whole)->pixels);
    QCOMPARE(r->notes.size(), 1);
    QCOMPARE(r->notes.codeOf(r->notes.front()), NoteCode::StreamMended);
    // Within its pixels it is no whole picture.
    QVERIFY(!readBytes(whole.chopped(lastChunk + 1)));
    QVERIFY(!readBytes(whole.left(whole.indexOf("IDAT") - 4)));
}

QTEST_GUILESS_MAIN(TestNoiseRows)
#include "test_noise_rows.moc"
