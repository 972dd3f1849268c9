// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace ccad;

namespace {

Radiograph ramp(BitDepth bits)
{
    std::vector<std::uint16_t> pixels(bits.values());
    std::iota(pixels.begin(), pixels.end(), std::uint16_t{0});
    Radiograph radiograph;
    radiograph.bits = bits;
    radiograph.rows = 1;
    radiograph.columns = static_cast<int>(pixels.size());
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(std::move(pixels));
    return radiograph;
}

} // namespace

class TestImagingDisplayLut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eightBitsMapOneToOne();
    void linearFollowsTheStandard();
    void linearOfWidthOneIsAStep();
    void linearExactFollowsTheStandard();
    void sigmoidFollowsTheStandard();
    void invertsOnceAfterVoi();
    void paddingStaysBlackWhenInverted();
    void tableTakesFirstAndLastEntryOutside();
    void tableTakesValuesThatAreNoNumbers();
    void sixteenBitsFillTheTable();
    void automaticWindowLeavesOutliersAndPaddingAside();
    void automaticWindowOfFineValuesIsExact();
    void automaticWindowOfOneValueIsValid();
};

void TestImagingDisplayLut::eightBitsMapOneToOne()
{
    const Radiograph radiograph = ramp(bitDepth<8>);
    const GrayImage8 image = DisplayLut(radiograph, automaticWindow(radiograph)).apply8(radiograph);
    const GrayImage16 wide
        = DisplayLut(radiograph, automaticWindow(radiograph)).apply16(radiograph);
    for (int i = 0; i < 256; ++i) {
        QCOMPARE(int{image.pixels[static_cast<std::size_t>(i)]}, i);
        QCOMPARE(int{wide.pixels[static_cast<std::size_t>(i)]}, i * 257);
    }
}

void TestImagingDisplayLut::linearFollowsTheStandard()
{
    // PS3.3 C.11.2.1.2.1, note 3: for c = 2048, w = 4096 the output is black at 0 and white at
    // 4095.
    const Radiograph radiograph = ramp(bitDepth<12>);
    const DisplayLut lut(radiograph, VoiWindow{2048, 4096, VoiFunction::Linear, {}});
    QCOMPARE(lut.gray16(0), std::uint16_t{0});
    QCOMPARE(lut.gray16(4095), std::uint16_t{65535});
    QCOMPARE(int{lut.gray16(1000)}, static_cast<int>(std::lround(1000.0 / 4095 * 65535)));
}

void TestImagingDisplayLut::linearOfWidthOneIsAStep()
{
    const DisplayLut lut(ramp(bitDepth<12>), VoiWindow{100, 1, VoiFunction::Linear, {}});
    QCOMPARE(lut.gray8(99), std::uint8_t{0});
    QCOMPARE(lut.gray8(100), std::uint8_t{255});
}

void TestImagingDisplayLut::linearExactFollowsTheStandard()
{
    const DisplayLut lut(ramp(bitDepth<12>), VoiWindow{2000, 1000, VoiFunction::LinearExact, {}});
    QCOMPARE(lut.gray16(1500), std::uint16_t{0});
    QCOMPARE(int{lut.gray16(2000)}, 32768);
    QCOMPARE(lut.gray16(2500), std::uint16_t{65535});
}

void TestImagingDisplayLut::sigmoidFollowsTheStandard()
{
    const DisplayLut lut(ramp(bitDepth<12>), VoiWindow{2000, 1000, VoiFunction::Sigmoid, {}});
    QCOMPARE(int{lut.gray16(2000)}, 32768);
    QCOMPARE(int{lut.gray16(2250)}, static_cast<int>(std::lround(65535 / (1 + std::exp(-1.0)))));
}

void TestImagingDisplayLut::invertsOnceAfterVoi()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    const VoiWindow window{1500, 1000, VoiFunction::Linear, {}};
    const DisplayLut plain(radiograph, window);
    radiograph.inverted = true;
    const DisplayLut inverted(radiograph, window);
    for (const std::uint16_t pixel : {0, 1001, 1500, 1999, 4095})
        QVERIFY(std::abs(plain.gray16(pixel) + inverted.gray16(pixel) - 65535) <= 1);
}

void TestImagingDisplayLut::paddingStaysBlackWhenInverted()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.inverted = true;
    radiograph.paddingFirst = 10;
    radiograph.paddingLast = 20;
    const DisplayLut lut(radiograph, automaticWindow(radiograph));
    QCOMPARE(lut.gray16(15), std::uint16_t{0});
    QVERIFY(lut.gray16(9) > 60000);
    QVERIFY(lut.gray16(21) > 60000);
}

void TestImagingDisplayLut::tableTakesFirstAndLastEntryOutside()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.valueOffset = -100;
    const DisplayLut lut(radiograph, VoiTable{50, bitDepth<10>, {1023, 512, 0}, {}});
    QCOMPARE(lut.gray16(0), std::uint16_t{65535});
    QCOMPARE(int{lut.gray16(151)}, static_cast<int>(std::lround(512.0 / 1023 * 65535)));
    QCOMPARE(lut.gray16(4000), std::uint16_t{0});
}

void TestImagingDisplayLut::tableTakesValuesThatAreNoNumbers()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.valueScale = std::numeric_limits<double>::infinity(); // of pixel 0: no number
    const DisplayLut lut(radiograph, VoiTable{0, bitDepth<10>, {1023, 0, 512}, {}});
    QCOMPARE(lut.gray16(0), std::uint16_t{65535});
    QCOMPARE(int{lut.gray16(1)}, static_cast<int>(std::lround(512.0 / 1023 * 65535)));
}

void TestImagingDisplayLut::sixteenBitsFillTheTable()
{
    const Radiograph radiograph = ramp(bitDepth<16>);
    const DisplayLut lut(radiograph, fullRangeWindow(radiograph));
    QCOMPARE(lut.gray16(0), std::uint16_t{0});
    QCOMPARE(lut.gray16(65535), std::uint16_t{65535});
    QCOMPARE(lut.apply16(radiograph).pixels, *radiograph.pixels);
}

void TestImagingDisplayLut::automaticWindowLeavesOutliersAndPaddingAside()
{
    std::vector<std::uint16_t> pixels(1000, 500);
    std::fill(pixels.begin() + 100, pixels.begin() + 500, std::uint16_t{1500});
    pixels[0] = 4095; // one hot pixel
    std::fill(pixels.begin() + 700, pixels.end(), std::uint16_t{0});
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(pixels);
    radiograph.paddingFirst = 0;
    radiograph.paddingLast = 0;
    const VoiWindow window = automaticWindow(radiograph);
    QCOMPARE(window.width, 1001.0);
    QCOMPARE(window.center, 1000.5);
}

void TestImagingDisplayLut::automaticWindowOfFineValuesIsExact()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.valueScale = 0.001; // optical densities
    const VoiWindow window = automaticWindow(radiograph);
    QCOMPARE(window.function, VoiFunction::LinearExact);
    const DisplayLut lut(radiograph, window);
    QCOMPARE(lut.gray8(20), std::uint8_t{0});
    QCOMPARE(lut.gray8(4075), std::uint8_t{255});
    QVERIFY(std::abs(lut.gray8(2048) - 128) <= 1);
}

void TestImagingDisplayLut::automaticWindowOfOneValueIsValid()
{
    Radiograph radiograph = ramp(bitDepth<12>);
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(100, std::uint16_t{7});
    QVERIFY(automaticWindow(radiograph).width >= 1);
    radiograph.valueScale = 0.5;
    QVERIFY(automaticWindow(radiograph).width > 0);
}

QTEST_GUILESS_MAIN(TestImagingDisplayLut)
#include "test_display_lut.moc"
