// SPDX-License-Identifier: GPL-3.0-or-later
// What three samples a pixel mean: a grey film keeps its greys whatever its tags call them.
#include "tests/core/imaging/colour_files.h"

#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

void addFile(const char* name, const DicomSpec& spec, const Values& greys, const QString& words)
{
    QTest::newRow(name) << writeDicom(spec) << greys << words;
}

/// Coloured words on a page of 128, which is RGB and YCbCr alike.
Values onMiddleGrey()
{
    Values values(colours().size(), 128);
    std::copy_n(colours().begin(), values.size() / 12, values.begin());
    return values;
}

Values filmOnMiddleGrey()
{
    Values values(film().size(), 128);
    std::copy_n(film().begin(), values.size() / 2, values.begin());
    return values;
}

} // namespace

class TestImagingColour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsGreys_data();
    void keepsItsGreys();
    void agreementNeedsNoWords();
    void aContradictionIsSaidWithItsCode_data();
    void aContradictionIsSaidWithItsCode();
    void sixteenBitsAreColoursLikewise();

private:
    static void addJpeg();
    static void addNative();
    static void addSubsampled();
    static void addOtherCodecs();
};

void TestImagingColour::keepsItsGreys_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Values>("greys");
    QTest::addColumn<QString>("words"); ///< of a note
    addJpeg();
    addNative();
    addSubsampled();
    addOtherCodecs();
}

void TestImagingColour::addJpeg()
{
    const Values greys = luminanceOf(colours());
    JpegSpec jpeg = jpegOf(ycbcrOf(colours()));
    jpeg.hasJfif = true;
    addFile("JFIF under RGB", withStream(u"RGB"_s, 3, writeJpeg(jpeg)), greys, u"JFIF marker"_s);
    addFile("JFIF under MONOCHROME2", withStream(u"MONOCHROME2"_s, 1, writeJpeg(jpeg)), greys,
            u"says MONOCHROME2, but"_s);
    addFile("JFIF under three of MONOCHROME2", withStream(u"MONOCHROME2"_s, 3, writeJpeg(jpeg)),
            greys, u"says MONOCHROME2, but"_s);
    addFile("JFIF under one of RGB", withStream(u"RGB"_s, 1, writeJpeg(jpeg)), greys,
            u"holds 3 a pixel"_s);
    addFile("JFIF under partial range", withStream(u"YBR_PARTIAL_420"_s, 3, writeJpeg(jpeg)), greys,
            u"whole range"_s);
    jpeg.hasJfif = false;
    jpeg.adobeTransform = 1;
    addFile("Adobe's YCbCr under RGB", withStream(u"RGB"_s, 3, writeJpeg(jpeg)), greys,
            u"Adobe marker"_s);
    jpeg.adobeTransform.reset();
    jpeg.horizontal = 2;
    addFile("coarser samples under RGB", withStream(u"RGB"_s, 3, writeJpeg(jpeg)), greys,
            u"coarser"_s);
    JpegSpec grey = jpegOf(neutral(film()));
    addFile("unmarked grey under RGB", withStream(u"RGB"_s, 3, writeJpeg(grey)), film(),
            u"have no colour"_s);
    addFile("unmarked grey under MONOCHROME2", withStream(u"MONOCHROME2"_s, 1, writeJpeg(grey)),
            film(), u"have no colour"_s);
    JpegSpec rgb = jpegOf(colours());
    rgb.adobeTransform = 0;
    addFile("Adobe's RGB under YCbCr", withStream(u"YBR_FULL_422"_s, 3, writeJpeg(rgb)), greys,
            u"Adobe marker"_s);
    rgb.adobeTransform.reset();
    rgb.names = "RGB";
    addFile("names under YCbCr", withStream(u"YBR_FULL"_s, 3, writeJpeg(rgb)), greys,
            u"names R, G and B"_s);
    addFile("names under MONOCHROME2", withStream(u"MONOCHROME2"_s, 1, writeJpeg(rgb)), greys,
            u"names R, G and B"_s);
    JpegSpec single = jpegOf(film());
    single.components = 1;
    addFile("one sample under RGB", withStream(u"RGB"_s, 3, writeJpeg(single)), film(),
            u"holds 1 a pixel"_s);
    // The pixels against what stream and tags say together.
    JpegSpec equal = jpegOf(tripled(film()));
    equal.hasJfif = true;
    addFile("equal samples under JFIF and YCbCr",
            withStream(u"YBR_FULL_422"_s, 3, writeJpeg(equal)), film(),
            u"says YBR_FULL_422, but its three samples are equal"_s);
    addFile("equal samples under JFIF and RGB", withStream(u"RGB"_s, 3, writeJpeg(equal)), film(),
            u"although its compressed picture is YCbCr by"_s);
    JpegSpec uncoloured = jpegOf(neutral(film()));
    uncoloured.adobeTransform = 0;
    addFile("neutral samples under Adobe's RGB and RGB",
            withStream(u"RGB"_s, 3, writeJpeg(uncoloured)), film(),
            u"says RGB, but its second and third samples have no colour"_s);
    addFile("neutral samples under Adobe's RGB and YCbCr",
            withStream(u"YBR_FULL"_s, 3, writeJpeg(uncoloured)), film(),
            u"although its compressed picture is RGB by"_s);
    addFile("one sample under three of MONOCHROME2",
            withStream(u"MONOCHROME2"_s, 3, writeJpeg(single)), film(), u"holds 1 a pixel"_s);
}

void TestImagingColour::addNative()
{
    const QString neutrals = u"have no colour"_s;
    addFile("neutral under RGB", eightBits(u"RGB"_s, 3, neutral(film())), film(), neutrals);
    DicomSpec planes = eightBits(u"RGB"_s, 3, byPlane(neutral(film())));
    planes.colorByPlane = true;
    addFile("neutral planes under RGB", planes, film(), neutrals);
    planes.colorByPlane = false;
    addFile("neutral planes said pixels", planes, film(), u"stored by plane"_s);
    addFile("equal planes said pixels", eightBits(u"RGB"_s, 3, byPlane(tripled(film()))), film(),
            u"stored by plane"_s);
    DicomSpec pixels = eightBits(u"RGB"_s, 3, tripled(film()));
    pixels.colorByPlane = true;
    addFile("equal pixels said planes", pixels, film(), u"stored by pixel"_s);
    addFile("equal under YCbCr", eightBits(u"YBR_FULL"_s, 3, tripled(film())), film(),
            u"are equal"_s);
    addFile("equal under MONOCHROME2", eightBits(u"MONOCHROME2"_s, 3, tripled(film())), film(),
            u"are equal"_s);
    addFile("equal under one of MONOCHROME2", eightBits(u"MONOCHROME2"_s, 1, tripled(film())),
            film(), u"are equal"_s);
    addFile("planes under one of MONOCHROME2",
            eightBits(u"MONOCHROME2"_s, 1, byPlane(tripled(film()))), film(), u"stored by plane"_s);
    addFile("neutral under one of MONOCHROME2", eightBits(u"MONOCHROME2"_s, 1, neutral(film())),
            film(), neutrals);
    addFile("colours on middle grey", eightBits(u"RGB"_s, 3, onMiddleGrey()),
            luminanceOf(onMiddleGrey()), {});
    addFile("a grey film on middle grey", eightBits(u"RGB"_s, 3, neutral(filmOnMiddleGrey())),
            filmOnMiddleGrey(), neutrals);
    addFile("one sample under three of MONOCHROME2", eightBits(u"MONOCHROME2"_s, 3, film()), film(),
            u"holds 1 a pixel"_s);
    addFile("colours under one of RGB", eightBits(u"RGB"_s, 1, colours()), luminanceOf(colours()),
            u"holds 3 a pixel"_s);
    Values marked = neutral(film());
    for (std::size_t i = 0; i < 90; i += 3) // a red mark on a grey film
        std::copy_n(ycbcrOf({255, 0, 0}).begin(), 3, marked.begin() + static_cast<qsizetype>(i));
    Values markedGreys = film();
    std::fill_n(markedGreys.begin(), 30, 76);
    addFile("a coloured mark under RGB", eightBits(u"RGB"_s, 3, marked), markedGreys, neutrals);
    Values full = film();
    addFile("the whole range under partial", eightBits(u"YBR_PARTIAL_422"_s, 3, paired(full, 48)),
            full, u"whole range"_s);
}

void TestImagingColour::addSubsampled()
{
    const Size odd{47, 40};
    const Values greys = drawChest(47, 40, 255);
    addFile("odd rows with a pair at the end",
            eightBits(u"YBR_FULL_422"_s, 3, paired(greys, 47), nativeSyntax, odd), greys, {});
    addFile("odd rows whose pairs run on",
            eightBits(u"YBR_FULL_422"_s, 3, paired(greys, 47, true), nativeSyntax, odd), greys, {});
    addFile("all samples under 4:2:2", eightBits(u"YBR_FULL_422"_s, 3, neutral(film())), film(),
            u"all samples of every pixel"_s);
    DicomSpec big = eightBits(u"YBR_FULL_422"_s, 3, paired(film(), 48));
    big.transferSyntax = "1.2.840.10008.1.2.2";
    addFile("pairs of a big endian file", big, film(), {});
    for (const int vertical : {1, 2}) {
        JpegSpec jpeg = jpegOf(neutral(greys), odd);
        jpeg.horizontal = 2;
        jpeg.vertical = vertical;
        const QByteArray name = "odd JPEG, coarser by " + QByteArray::number(vertical);
        addFile(name.constData(),
                withStream(u"YBR_FULL_422"_s, 3, writeJpeg(jpeg), jpegSyntax, odd), greys, {});
    }
}

void TestImagingColour::addOtherCodecs()
{
    const Values greys = luminanceOf(colours());
    addFile("transformed JPEG 2000 under YCbCr",
            withStream(u"YBR_FULL"_s, 3, jpeg2000Of(colours(), true), jpeg2000Syntax), greys,
            u"component transform"_s);
    addFile("transformed JPEG 2000 under RGB",
            withStream(u"RGB"_s, 3, jpeg2000Of(colours(), true), jpeg2000Syntax), greys, {});
    addFile("transformed JPEG 2000 under MONOCHROME2",
            withStream(u"MONOCHROME2"_s, 1, jpeg2000Of(colours(), true), jpeg2000Syntax), greys,
            u"component transform"_s);
    addFile("transformed JPEG 2000 on middle grey under YBR_RCT",
            withStream(u"YBR_RCT"_s, 3, jpeg2000Of(onMiddleGrey(), true), jpeg2000Syntax),
            luminanceOf(onMiddleGrey()), {});
    addFile("neutral JPEG 2000 under RGB",
            withStream(u"RGB"_s, 3, jpeg2000Of(neutral(film()), false), jpeg2000Syntax), film(),
            u"have no colour"_s);
    addFile("neutral JPEG 2000 under YBR_RCT",
            withStream(u"YBR_RCT"_s, 3, jpeg2000Of(neutral(film()), false), jpeg2000Syntax), film(),
            {});
    for (const char* syntax : {rleSyntax, jpegLsSyntax, losslessJpegSyntax, jpeg2000Syntax}) {
        const QByteArray name = QByteArray(syntax) + " neutral under RGB";
        addFile(name.constData(), eightBits(u"RGB"_s, 3, neutral(film()), syntax), film(),
                u"have no colour"_s);
        // What the file says of its pixels before they were compressed.
        DicomSpec planes = eightBits(u"RGB"_s, 3, byPlane(colours()), syntax);
        planes.colorByPlane = true;
        if (syntax == jpeg2000Syntax)
            planes.values = colours();
        const QByteArray planesName = QByteArray(syntax) + " planes";
        addFile(planesName.constData(), planes, greys, {});
    }
    const auto monochrome = [](DcmDataset& d) {
        d.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
        d.putAndInsertUint16(DCM_SamplesPerPixel, 1);
    };
    for (const char* syntax : {rleSyntax, jpegLsSyntax}) {
        // The tags are changed behind the encoder's back.
        QByteArray bytes = writeDicom(eightBits(u"RGB"_s, 3, tripled(film()), syntax));
        const QByteArray pixelTag = QByteArray::fromHex("e07f1000");
        DicomSpec other = eightBits(u"MONOCHROME2"_s, 1, film(), syntax);
        other.tags = monochrome;
        const QByteArray head = writeDicom(other);
        bytes = head.left(head.lastIndexOf(pixelTag)) + bytes.mid(bytes.lastIndexOf(pixelTag));
        QTest::newRow((QByteArray(syntax) + " three under MONOCHROME2").constData())
            << bytes << film() << u"are equal"_s;
    }
}

void TestImagingColour::keepsItsGreys()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Values, greys);
    QFETCH(QString, words);
    const auto r = readBytes(bytes);
    QVERIFY2(r, qPrintable(messageOf(r)));
    const int most = deviation(*r, greys);
    QVERIFY2(most <= 2, qPrintable(QString::number(most)));
    const QString notes = r->notes.join(u' ');
    QVERIFY2(notes.contains(words), qPrintable(notes));
    if (words.isEmpty())
        QVERIFY2(!notes.contains(u"The file"_s), qPrintable(notes));
    for (const ReaderNote& note : r->notes.coded())
        QVERIFY2(note.code == NoteCode::Colour, qPrintable(note.sentence));
    // A batch reads smaller pictures and must come to the same conclusion.
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"small"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    const auto reduced = readReduced(file.fileName(), {8});
    QVERIFY(reduced);
    QCOMPARE(reduced->radiograph.notes, r->notes);
}

void TestImagingColour::aContradictionIsSaidWithItsCode_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Values>("washed"); ///< greys as the tag alone would have them
    QTest::addColumn<QString>("said");
    QTest::newRow("YCbCr marked as RGB")
        << writeDicom(eightBits(u"RGB"_s, 3, neutral(film()))) << luminanceOf(neutral(film()))
        << u"The file says RGB, but its second and third samples have no colour, as YCbCr of a "
           "grey picture; it is read as YCbCr."_s;
    JpegSpec rgb = jpegOf(colours());
    rgb.adobeTransform = 0;
    Values firsts;
    for (std::size_t i = 0; i < colours().size(); i += 3)
        firsts.push_back(colours()[i]);
    QTest::newRow("RGB marked as YCbCr")
        << writeDicom(withStream(u"YBR_FULL"_s, 3, writeJpeg(rgb))) << firsts
        << u"The file says YBR_FULL, but its compressed picture is RGB by its Adobe marker; it is "
           "read as RGB."_s;
}

void TestImagingColour::aContradictionIsSaidWithItsCode()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Values, washed);
    QFETCH(QString, said);
    const auto r = readBytes(bytes);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(deviation(*r, washed) > 20);
    QVERIFY2(r->notes.contains(said), qPrintable(r->notes.join(u' ')));
    QCOMPARE(noteCodeName(r->notes.codeOf(said)), u"colour"_s);
    // As programs read it.
    bool isTold = false;
    for (const QJsonValue& note : notesToJson(r->notes))
        isTold = isTold
            || (note[u"code"_s].toString() == u"colour" && note[u"text"_s].toString() == said);
    QVERIFY(isTold);
}

void TestImagingColour::agreementNeedsNoWords()
{
    JpegSpec jpeg = jpegOf(ycbcrOf(colours()));
    jpeg.hasJfif = true;
    JpegSpec rgb = jpegOf(colours());
    rgb.adobeTransform = 0;
    for (const DicomSpec& spec :
         {withStream(u"YBR_FULL_422"_s, 3, writeJpeg(jpeg)),
          withStream(u"RGB"_s, 3, writeJpeg(rgb)), eightBits(u"RGB"_s, 3, colours()),
          eightBits(u"YBR_FULL"_s, 3, ycbcrOf(colours())),
          withStream(u"YBR_RCT"_s, 3, jpeg2000Of(colours(), true), jpeg2000Syntax)}) {
        const auto r = readBytes(writeDicom(spec));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(deviation(*r, luminanceOf(colours())) <= 2);
        QCOMPARE(r->notes,
                 QStringList{u"The picture is in colour; it is shown as luminance (Rec. 601)."_s});
    }
}

void TestImagingColour::sixteenBitsAreColoursLikewise()
{
    DicomSpec spec = eightBits(u"RGB"_s, 3, neutral(drawChest(48, 40, 4095), 2048));
    spec.bitsAllocated = 16;
    spec.bitsStored = 12;
    spec.highBit = 11;
    for (const char* syntax : {nativeSyntax, "1.2.840.10008.1.2.2"}) {
        spec.transferSyntax = syntax;
        const auto r = readBytes(writeDicom(spec));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(r->notes.join(u' ').contains(u"have no colour"_s));
        const Values right = drawChest(48, 40, 4095);
        QVERIFY(std::equal(right.begin(), right.end(), r->pixels->begin(), r->pixels->end()));
    }
}

QTEST_GUILESS_MAIN(TestImagingColour)
#include "test_colour.moc"
