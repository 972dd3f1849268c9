// SPDX-License-Identifier: GPL-3.0-or-later
// Two films in one file, as a careless script joins them: the second one is never lost in silence.
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/picture_bytes.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestImagingJoinedFiles : public QObject
{
    Q_OBJECT

    static QByteArray png() { return encoded(chessboard(), ".png"); }

    static QByteArray padding() { return QByteArray(512, '\0'); }

private Q_SLOTS:
    void theSecondFilmIsSaid_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QString>("kind");
        const QByteArray other = chestFile("1.2.840.10008.1.2.1");
        for (const QByteArray& syntax : syntaxes)
            QTest::newRow(("DICOM " + syntax).constData())
                << chestFile(syntax) << other << u"DICOM"_s;
        QTest::newRow("a picture behind DICOM") << other << png() << u"PNG"_s;
        QTest::newRow("padding between") << other + padding() << other << u"DICOM"_s;
        QTest::newRow("another preamble")
            << other << QByteArray(128, 'p') + other.mid(128) << u"DICOM"_s;
        const QByteArray tiff = encoded(chessboard(), ".tif");
        QTest::newRow("TIFF") << tiff << tiff << u"TIFF"_s;
        QTest::newRow("PNG") << png() << png() << u"PNG"_s;
        QTest::newRow("JPEG behind PNG") << png() << encoded(chessboard(), ".jpg") << u"JPEG"_s;
        QTest::newRow("TIFF behind PNG") << png() << encoded(chessboard(), ".tif") << u"TIFF"_s;
        QTest::newRow("BMP behind PNG") << png() << encoded(chessboard(), ".bmp") << u"BMP"_s;
        QTest::newRow("DICOM behind PNG") << png() << other << u"DICOM"_s;
    }

    void theSecondFilmIsSaid()
    {
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        QFETCH(const QString, kind);
        const auto alone = readBytes(first);
        const auto joined = readBytes(first + second);
        QVERIFY2(alone && joined, qPrintable(messageOf(alone) + messageOf(joined)));
        QVERIFY(*joined->pixels == *alone->pixels);
        QCOMPARE(joined->notes.size(), alone->notes.size() + 1);
        for (const ReaderNote& note : joined->notes.coded())
            if (!alone->notes.contains(note.sentence)) {
                QCOMPARE(note.code, NoteCode::Frames);
                QVERIFY2(
                    note.sentence.contains(u"another file begins within this one (%1)"_s.arg(kind)),
                    qPrintable(note.sentence));
            }
    }

    void aSecondPixelDataIsSaid()
    {
        const QByteArray film = chestFile("1.2.840.10008.1.2.1");
        const qsizetype pixels = film.lastIndexOf(QByteArray::fromHex("e07f1000") + "OW");
        QVERIFY(pixels > 0);
        const auto alone = readBytes(film);
        const auto twice = readBytes(film + film.mid(pixels));
        QVERIFY2(alone && twice, qPrintable(messageOf(alone) + messageOf(twice)));
        QVERIFY(*twice->pixels == *alone->pixels);
        QCOMPARE(twice->notes.size(), alone->notes.size() + 1);
        QVERIFY2(twice->notes.join(u' ').contains(u"holds Pixel Data 2 times"_s),
                 qPrintable(twice->notes.join(u' ')));
    }

    void whatIsNoFileIsNotSaid_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray film = chestFile("1.2.840.10008.1.2.1");
        QTest::newRow("DICOM") << film;
        QTest::newRow("padding") << film + padding();
        QTest::newRow("PNG") << png();
        QTest::newRow("a word behind TIFF")
            << encoded(chessboard(), ".tif") + QByteArray("II*\0 and more\n", 14);
        QTest::newRow("a word behind PNG") << png() + "BM, DICM and more\n";
    }

    void whatIsNoFileIsNotSaid()
    {
        QFETCH(const QByteArray, file);
        const auto read = readBytes(file);
        QVERIFY2(read, qPrintable(messageOf(read)));
        QVERIFY2(!read->notes.join(u' ').contains(u"another file"_s),
                 qPrintable(read->notes.join(u' ')));
    }
};

QTEST_GUILESS_MAIN(TestImagingJoinedFiles)
#include "test_joined_files.moc"
