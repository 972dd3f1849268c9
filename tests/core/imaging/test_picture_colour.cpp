// SPDX-License-Identifier: GPL-3.0-or-later
// Files of pictures that have the greys of a film in colours, and say the wrong ones.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/picture_bytes.h"
#include "tests/support/jpeg_writer.h"
#include "tests/support/lost_rows.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int side = 96;

std::vector<std::int32_t> film()
{
    return noisyChestValues(side, side, 255);
}

/// Y, then two neutral samples, or the grey three times.
std::vector<std::int32_t> samples(bool areYcbcr)
{
    std::vector<std::int32_t> values;
    for (const std::int32_t grey : film())
        values.insert(values.end(), {grey, areYcbcr ? 128 : grey, areYcbcr ? 128 : grey});
    return values;
}

JpegSpec jpegOf(bool areYcbcr)
{
    JpegSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.values = samples(areYcbcr);
    return spec;
}

int fromFilm(const Radiograph& radiograph)
{
    const auto expected = film();
    int largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        largest = std::max(largest, std::abs(expected[i] - int{(*radiograph.pixels)[i]}));
    return largest;
}

} // namespace

class TestImagingPictureColour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jpegThatSaysTheWrongColours_data();
    void jpegThatSaysTheWrongColours();
    void ycbcrInOtherFormats();
    void coloursStayColours();
};

void TestImagingPictureColour::jpegThatSaysTheWrongColours_data()
{
    QTest::addColumn<bool>("areYcbcr");
    QTest::addColumn<int>("adobe"); // -1: none
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<bool>("hasJfif");
    QTest::addColumn<bool>("isWrong");
    const QByteArray plain = "\1\2\3";
    QTest::newRow("YCbCr, Adobe says RGB") << true << 0 << plain << false << true;
    QTest::newRow("YCbCr, named R, G and B") << true << -1 << QByteArray("RGB") << false << true;
    QTest::newRow("RGB, Adobe says YCbCr") << false << 1 << plain << false << true;
    QTest::newRow("RGB in JFIF") << false << -1 << plain << true << true;
    QTest::newRow("RGB without a word") << false << -1 << plain << false << true;
    QTest::newRow("YCbCr in JFIF") << true << -1 << plain << true << false;
    QTest::newRow("YCbCr by Adobe") << true << 1 << plain << false << false;
    QTest::newRow("RGB by Adobe") << false << 0 << plain << false << false;
    QTest::newRow("RGB by its names") << false << -1 << QByteArray("RGB") << false << false;
}

void TestImagingPictureColour::jpegThatSaysTheWrongColours()
{
    QFETCH(bool, areYcbcr);
    QFETCH(int, adobe);
    QFETCH(QByteArray, names);
    QFETCH(bool, hasJfif);
    QFETCH(bool, isWrong);
    JpegSpec spec = jpegOf(areYcbcr);
    if (adobe >= 0)
        spec.adobeTransform = adobe;
    spec.names = names;
    spec.hasJfif = hasJfif;
    const auto r = readBytes(writeJpeg(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(fromFilm(*r) <= 2, qPrintable(QString::number(fromFilm(*r))));
    QCOMPARE(r->notes.size(), isWrong ? 1 : 0);
    if (!isWrong)
        return;
    QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::Colour);
    QVERIFY2(r->notes.first().contains(areYcbcr ? u"read as YCbCr"_s : u"read as RGB"_s),
             qPrintable(r->notes.first()));
}

void TestImagingPictureColour::ycbcrInOtherFormats()
{
    cv::Mat picture(side, side, CV_8UC3);
    const auto greys = film();
    for (int i = 0; i < side * side; ++i) // blue, green, red
        picture.at<cv::Vec3b>(i / side, i % side)
            = cv::Vec3b(128, 128, static_cast<std::uint8_t>(greys[static_cast<std::size_t>(i)]));
    for (const char* ending : {".png", ".bmp", ".tiff"}) {
        const auto r = readBytes(encoded(picture, ending));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QCOMPARE(fromFilm(*r), 0);
        QVERIFY2(r->notes.join(u' ').contains(u"read as YCbCr"_s), qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingPictureColour::coloursStayColours()
{
    JpegSpec spec = jpegOf(false);
    for (std::size_t i = 0; i < spec.values.size(); i += 3)
        spec.values[i + 1] = 60;
    spec.adobeTransform = 0;
    const auto r = readBytes(writeJpeg(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->notes.size(), 1);
    QVERIFY2(r->notes.first().contains(u"is in colour"_s), qPrintable(r->notes.first()));
}

QTEST_GUILESS_MAIN(TestImagingPictureColour)
#include "test_picture_colour.moc"
