// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/picture_resolutions.h"
#include "tests/support/varied_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Pictures whose resolution differs by axis, as scanners and fax machines make them.
class TestPictureShape final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolutionsTellTheShape_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("note");
        const GrayImage8 image = variedChest(64, 5);
        const QByteArray png = pngOf(image);
        const QByteArray jpeg = jpegOf(image, 92);
        const auto row
            = [](const char* name, const QByteArray& file, int columns, int rows,
                 const QString& note) { QTest::newRow(name) << file << columns << rows << note; };
        const QString stretched = u"not square"_s;
        // As many pixels in half the width: a pixel is twice as high as wide.
        row("PNG", withPngResolution(png, {600, 300}), 64, 128, stretched);
        row("PNG, the other way", withPngResolution(png, {300, 600}), 128, 64, stretched);
        row("JFIF", withJfifDensity(jpeg, {300, 600}, 1), 128, 64, stretched);
        row("JFIF, a mere ratio", withJfifDensity(jpeg, {1, 2}, 0), 128, 64, stretched);
        row("EXIF", withExifResolution(jpeg, {600, 300}), 64, 128, stretched);
        row("EXIF, to be turned", withExifResolution(jpeg, {600, 300}, 6), 128, 64, stretched);
        row("EXIF and JFIF agree",
            withExifResolution(withJfifDensity(jpeg, {300, 600}, 1), {150, 300}), 128, 64,
            stretched);
        row("BMP", bmpOf(image, {4000, 2000}), 64, 128, stretched);
        row("TIFF", tiffOf(image, {204, 102}), 64, 128, stretched);
        const QString none;
        row("PNG, square", withPngResolution(png, {300, 300}), 64, 64, none);
        row("PNG, nearly square", withPngResolution(png, {2834, 2835}), 64, 64, none);
        row("JFIF, unknown", withJfifDensity(jpeg, {1, 1}, 0), 64, 64, none);
        row("JFIF, none", withJfifDensity(jpeg, {0, 72}, 1), 64, 64, none);
        row("EXIF, none", withExifResolution(jpeg, {0, 0}), 64, 64, none);
        row("BMP, none", bmpOf(image, {0, 0}), 64, 64, none);
        row("TIFF, square", tiffOf(image, {300, 300}), 64, 64, none);
        row("PNG, absurd", withPngResolution(png, {30000, 1}), 64, 64, u"was ignored"_s);
        row("TIFF, absurd", tiffOf(image, {1, 72}), 64, 64, u"was ignored"_s);
        row("EXIF against JFIF", withExifResolution(withJfifDensity(jpeg, {300, 600}, 1), {72, 72}),
            64, 64, u"contradicts itself"_s);
    }
    void resolutionsTellTheShape()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, columns);
        QFETCH(int, rows);
        QFETCH(QString, note);
        const auto r = readBytes(file);
        QVERIFY2(r, qPrintable(messageOf(r)));
        QCOMPARE(r->columns, columns);
        QCOMPARE(r->rows, rows);
        QCOMPARE(r->pixels->size(), static_cast<std::size_t>(columns * rows));
        const QString notes = r->notes.join(u' ');
        QVERIFY2(note.isEmpty() ? notes.isEmpty() : notes.contains(note), qPrintable(notes));
        QVERIFY(!r->spacing); // a resolution is that of paper, not of a detector
    }
};

QTEST_GUILESS_MAIN(TestPictureShape)
#include "test_picture_shape.moc"
