// SPDX-License-Identifier: GPL-3.0-or-later
// What compressed pictures say of their own colours, and contradictions that stay open.
#include "core/imaging/pictures/stream_colour.h"
#include "tests/core/imaging/colour_files.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

Q_DECLARE_METATYPE(ccad::imaging::ColourModel)

class TestImagingStreamColour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openContradictionsAreRefused_data();
    void openContradictionsAreRefused();
    void aCodestreamSaysItsColours_data();
    void aCodestreamSaysItsColours();
};

void TestImagingStreamColour::openContradictionsAreRefused_data()
{
    QTest::addColumn<DicomSpec>("spec");
    QTest::addColumn<QString>("words");
    const QString open = u"nothing says whether they are RGB or YCbCr"_s;
    QTest::newRow("colours under MONOCHROME2") << eightBits(u"MONOCHROME2"_s, 3, colours()) << open;
    QTest::newRow("colours under one of MONOCHROME2")
        << eightBits(u"MONOCHROME2"_s, 1, colours()) << open;
    QTest::newRow("unmarked JPEG under MONOCHROME2")
        << withStream(u"MONOCHROME2"_s, 1, writeJpeg(jpegOf(colours()))) << open;
    JpegSpec torn = jpegOf(colours());
    torn.hasJfif = true;
    torn.names = "RGB";
    QTest::newRow("markers that contradict each other")
        << withStream(u"MONOCHROME2"_s, 1, writeJpeg(torn)) << open;
    const QString dark = u"contradicts MONOCHROME1"_s;
    JpegSpec grey = jpegOf(neutral(film()));
    grey.hasJfif = true;
    QTest::newRow("JPEG under MONOCHROME1")
        << withStream(u"MONOCHROME1"_s, 1, writeJpeg(grey)) << dark;
    QTest::newRow("equal under MONOCHROME1")
        << eightBits(u"MONOCHROME1"_s, 3, tripled(film())) << dark;
    QTest::newRow("no transform under YBR_RCT")
        << withStream(u"YBR_RCT"_s, 3, jpeg2000Of(colours(), false), jpeg2000Syntax)
        << u"lack of a component transform contradicts"_s;
    const Size odd{47, 40};
    QTest::newRow("odd rows of colours that run on") << eightBits(
        u"YBR_FULL_422"_s, 3, paired(drawChest(47, 40, 255), 47, true, 90), nativeSyntax, odd)
                                                     << u"cannot be made of pairs"_s;
    QTest::newRow("one sample of RGB")
        << eightBits(u"RGB"_s, 1, film()) << u"is 1, which contradicts RGB"_s;
    QTest::newRow("three of a palette")
        << eightBits(u"PALETTE COLOR"_s, 3, tripled(film())) << u"contradicts PALETTE COLOR"_s;
}

void TestImagingStreamColour::openContradictionsAreRefused()
{
    QFETCH(DicomSpec, spec);
    QFETCH(QString, words);
    const auto r = readBytes(writeDicom(spec));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(words), qPrintable(r.error().message));
}

void TestImagingStreamColour::aCodestreamSaysItsColours_data()
{
    using imaging::ColourModel;
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<ColourModel>("model");
    const QByteArray start = QByteArray::fromHex("ffd8");
    const auto segment = [](char marker, const QByteArray& content) {
        const auto length = static_cast<int>(content.size()) + 2;
        return QByteArray("\xFF") + marker + static_cast<char>(length >> 8)
            + static_cast<char>(length & 0xFF) + content;
    };
    const auto frame = [&](char marker, const char* names) {
        QByteArray content = QByteArray::fromHex("080028003003");
        for (int i = 0; i < 3; ++i)
            content += names[i] + QByteArray::fromHex("1100");
        return segment(marker, content);
    };
    const QByteArray jfif = segment('\xE0', QByteArray("JFIF\0\1\1\0\0\1\0\1\0\0", 14));
    const QByteArray spiff = segment('\xE8',
                                     QByteArray("SPIFF\0\1\2\0\3\0\0\0\x28\0\0\0\x30", 18) + '\x0A'
                                         + QByteArray(11, '\0'));
    QTest::newRow("nothing") << QByteArray() << ColourModel::Unknown;
    QTest::newRow("no header") << start << ColourModel::Unknown;
    QTest::newRow("unmarked") << start + frame('\xC0', "\1\2\3") << ColourModel::Unknown;
    QTest::newRow("JFIF") << start + jfif + frame('\xC0', "\1\2\3") << ColourModel::Ycbcr;
    QTest::newRow("JFIF, fill bytes")
        << start + jfif + "\xFF\xFF" + frame('\xC0', "\1\2\3") << ColourModel::Ycbcr;
    QTest::newRow("JFIF, lossless")
        << start + jfif + frame('\xC3', "\1\2\3") << ColourModel::Unknown;
    QTest::newRow("SPIFF") << start + spiff + frame('\xF7', "\1\2\3") << ColourModel::Rgb;
    QTest::newRow("JFIF and names") << start + jfif + frame('\xC0', "RGB") << ColourModel::Unknown;
    QTest::newRow("cut off") << (start + jfif + frame('\xC0', "RGB")).chopped(4)
                             << ColourModel::Unknown;
    QTest::newRow("a length of 0")
        << start + QByteArray::fromHex("ffe00000ffc0") << ColourModel::Unknown;
}

void TestImagingStreamColour::aCodestreamSaysItsColours()
{
    QFETCH(QByteArray, stream);
    QFETCH(ccad::imaging::ColourModel, model);
    QCOMPARE(imaging::jpegColour(stream).model, model);
    const QByteArray box = QByteArray::fromHex("0000000c6a5020200d0a870a") + QByteArray(8, '\0')
        + QByteArray("colr\1\0\0\0\0\0\x12", 11) + jpeg2000Of(colours(), false);
    QCOMPARE(imaging::jpeg2000Colour(box).model, imaging::ColourModel::Ycbcr);
    QCOMPARE(imaging::jpeg2000Colour(jpeg2000Of(colours(), true)).model, imaging::ColourModel::Rgb);
    QCOMPARE(imaging::jpeg2000Colour(jpeg2000Of(colours(), false)).model,
             imaging::ColourModel::Unknown);
}

QTEST_GUILESS_MAIN(TestImagingStreamColour)
#include "test_stream_colour.moc"
