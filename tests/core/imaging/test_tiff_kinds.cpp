// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/picture_bytes.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

enum SampleFormat
{
    Unsigned = 1,
    Signed = 2,
    Float = 3
};

/// A little endian TIFF or BigTIFF file in one strip, grey unless it has three samples.
QByteArray tiffFile(bool isBig, int bits, SampleFormat format, const QByteArray& pixels,
                    int samples = 1, int photometric = 1)
{
    struct Entry
    {
        quint16 tag;
        quint64 value;
    };
    const std::vector<Entry> entries = {{256, columns},
                                        {257, rows},
                                        {258, static_cast<quint64>(bits)},
                                        {259, 1},
                                        {262, static_cast<quint64>(photometric)},
                                        {273, isBig ? 16U : 8U},
                                        {277, static_cast<quint64>(samples)},
                                        {278, rows},
                                        {279, static_cast<quint64>(pixels.size())},
                                        {339, format}};
    const auto directory = static_cast<quint64>((isBig ? 16 : 8) + pixels.size());
    QByteArray file = isBig
        ? QByteArray("II") + little<quint16>(43) + little<quint16>(8) + little<quint16>(0)
            + little<quint64>(directory)
        : QByteArray("II") + little<quint16>(42) + little<quint32>(static_cast<quint32>(directory));
    file += pixels;
    file += isBig ? little<quint64>(entries.size())
                  : little<quint16>(static_cast<quint16>(entries.size()));
    constexpr quint16 longNumber = 4;
    constexpr quint16 wideNumber = 16;
    for (const Entry& entry : entries) {
        file += little(entry.tag);
        if (isBig)
            file += little(wideNumber) + little<quint64>(1) + little(entry.value);
        else
            file += little(longNumber) + little<quint32>(1)
                + little<quint32>(static_cast<quint32>(entry.value));
    }
    return file + QByteArray(isBig ? 8 : 4, '\0');
}

template <typename T> QByteArray ramp(double first, double step)
{
    QByteArray pixels;
    for (int i = 0; i < columns * rows; ++i)
        pixels += little(static_cast<T>(first + step * i));
    return pixels;
}

/// The value that the pixel stands for.
double valueAt(const Radiograph& radiograph, int i)
{
    return (*radiograph.pixels)[static_cast<std::size_t>(i)] * radiograph.valueScale
        + radiograph.valueOffset;
}

/// True when the values rise by that step from pixel to pixel, from the first value on.
bool isRamp(const Radiograph& radiograph, double first, double step)
{
    const double tolerance = std::abs(step) / 2;
    for (int i = 0; i < columns * rows; ++i)
        if (std::abs(valueAt(radiograph, i) - (first + step * i)) > tolerance)
            return false;
    return true;
}

} // namespace

/// TIFF and BigTIFF pictures of all kinds of numbers.
class TestImagingTiffKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiffOfAnyNumbers_data();
    void tiffOfAnyNumbers();
    void whiteIsZero_data();
    void whiteIsZero();
    void bigTiffThatIsBroken();
    void numbersThatAreNotFinite();
    void numbersFarFromAllOthers();
};

void TestImagingTiffKinds::tiffOfAnyNumbers_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("pixels");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("step");
    QTest::newRow("unsigned 16") << 16 << int{Unsigned} << ramp<std::uint16_t>(5, 200) << 5.
                                 << 200.;
    QTest::newRow("unsigned 32") << 32 << int{Unsigned} << ramp<std::uint32_t>(5, 17000000) << 5.
                                 << 17000000.;
    QTest::newRow("signed 8") << 8 << int{Signed} << ramp<std::int8_t>(-120, 1) << -120. << 1.;
    QTest::newRow("signed 16") << 16 << int{Signed} << ramp<std::int16_t>(-20000, 150) << -20000.
                               << 150.;
    QTest::newRow("signed 32") << 32 << int{Signed} << ramp<std::int32_t>(-2000000, 30000)
                               << -2000000. << 30000.;
    QTest::newRow("float 32") << 32 << int{Float} << ramp<float>(-0.5, 0.01) << -0.5 << 0.01;
    QTest::newRow("float 64") << 64 << int{Float} << ramp<double>(1e-9, 1e-10) << 1e-9 << 1e-10;
}

void TestImagingTiffKinds::tiffOfAnyNumbers()
{
    QFETCH(int, bits);
    QFETCH(int, format);
    QFETCH(QByteArray, pixels);
    QFETCH(double, first);
    QFETCH(double, step);
    for (const bool isBig : {false, true}) {
        const auto r = readBytes(tiffFile(isBig, bits, static_cast<SampleFormat>(format), pixels));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QCOMPARE(r->format, FileFormat::Tiff);
        QVERIFY(isRamp(*r, first, step));
        const GrayImage8 shown = DisplayLut(*r, r->initialVoi).apply8(*r);
        QVERIFY(std::is_sorted(shown.pixels.begin(), shown.pixels.end()));
        QVERIFY(shown.pixels.back() > shown.pixels.front() + 200);
    }
}

void TestImagingTiffKinds::whiteIsZero_data()
{
    tiffOfAnyNumbers_data();
}

void TestImagingTiffKinds::whiteIsZero()
{
    QFETCH(int, bits);
    QFETCH(int, format);
    QFETCH(QByteArray, pixels);
    const auto r = readBytes(tiffFile(true, bits, static_cast<SampleFormat>(format), pixels, 1, 0));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(std::is_sorted(r->pixels->rbegin(), r->pixels->rend()));
    QVERIFY(r->pixels->front() > r->pixels->back());
}

void TestImagingTiffKinds::bigTiffThatIsBroken()
{
    const QByteArray file = tiffFile(true, 16, Unsigned, ramp<std::uint16_t>(0, 9));
    for (qsizetype size = 8; size < file.size() - 30; size += 7)
        QVERIFY2(!readBytes(file.left(size)), qPrintable(QString::number(size)));
    QByteArray far = file;
    for (const quint64 offset :
         {quint64{0}, quint64{1} << 40, quint64{1} << 63, ~quint64{0}, ~quint64{0} - 8}) {
        std::memcpy(far.data() + 8, &offset, 8);
        QVERIFY(!readBytes(far));
    }
    // A directory of any number of entries, and a picture of any size.
    const auto directory = static_cast<qsizetype>(16 + columns * rows * 2);
    QByteArray many = file;
    const quint64 count = ~quint64{0};
    std::memcpy(many.data() + directory, &count, 8);
    QVERIFY(!readBytes(many));
    QByteArray large = file;
    const quint64 side = 4000000000;
    std::memcpy(large.data() + directory + 8 + 12, &side, 8);
    const auto r = readBytes(large);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
}

void TestImagingTiffKinds::numbersThatAreNotFinite()
{
    QByteArray pixels = ramp<float>(10, 1);
    const float numbers[]
        = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
           -std::numeric_limits<float>::infinity()};
    std::memcpy(pixels.data() + 40, numbers, sizeof(numbers));
    const auto r = readBytes(tiffFile(false, 32, Float, pixels));
    QVERIFY2(r, qPrintable(messageOf(r)));
    for (const int i : {10, 11, 12})
        QCOMPARE((*r->pixels)[static_cast<std::size_t>(i)], std::uint16_t{0});
    QVERIFY(std::abs(valueAt(*r, 100) - 110) < 0.1);
    QVERIFY2(r->notes.join(u' ').contains(u"no finite numbers"_s), qPrintable(r->notes.join(u' ')));

    QByteArray none;
    for (int i = 0; i < columns * rows; ++i)
        none += little(numbers[i % 3]);
    QVERIFY2(messageFor(tiffFile(false, 32, Float, none)).contains(u"finite number"_s),
             qPrintable(messageFor(tiffFile(false, 32, Float, none))));
}

void TestImagingTiffKinds::numbersFarFromAllOthers()
{
    for (const double far : {-3.4e38, 1e20, -9999., 1e300}) {
        QByteArray pixels = ramp<double>(0, 0.004);
        std::memcpy(pixels.data(), &far, 8);
        const auto r = readBytes(tiffFile(false, 64, Float, pixels));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.join(u' ').contains(u"far from all others"_s),
                 qPrintable(r->notes.join(u' ')));
        QVERIFY(std::abs(valueAt(*r, 120) - 0.48) < 0.002);
        const GrayImage8 shown = DisplayLut(*r, r->initialVoi).apply8(*r);
        QVERIFY(shown.pixels[200] > shown.pixels[40] + 100);
    }
    const double wide[] = {-1.7e308, 1.7e308};
    QByteArray pixels;
    for (int i = 0; i < columns * rows; ++i)
        pixels += little(wide[i % 2]);
    const auto r = readBytes(tiffFile(false, 64, Float, pixels));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE((*r->pixels)[0], std::uint16_t{0});
    QCOMPARE((*r->pixels)[1], std::uint16_t{65535});
}

QTEST_GUILESS_MAIN(TestImagingTiffKinds)
#include "test_tiff_kinds.moc"
