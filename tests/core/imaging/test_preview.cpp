// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/preview.h"
#include "core/imaging/reading/reader.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/support/broken_bytes.h"
#include "tests/support/varied_chest.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// The mean grey of each of 8 x 8 parts.
std::vector<double> partsOf(const GrayImage8& image)
{
    std::vector<double> sums(64);
    std::vector<int> counts(64);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const std::size_t part
                = static_cast<std::size_t>(y * 8 / image.height * 8 + x * 8 / image.width);
            sums[part] += image.pixels[static_cast<std::size_t>(y) * image.width + x];
            ++counts[part];
        }
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] /= counts[i];
    return sums;
}

} // namespace

class TestImagingPreview : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray& content) const
    {
        const QString path = m_folder.filePath(u"picture"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a test file");
        return path;
    }

private Q_SLOTS:
    void showsWhatTheViewerShows_data()
    {
        QTest::addColumn<QByteArray>("file");
        const GrayImage8 image = variedChest(448, 1);
        QTest::newRow("JPEG") << jpegOf(image, 95);
        QTest::newRow("PNG") << pngOf(image);
        DicomSpec spec;
        spec.columns = 448;
        spec.rows = 400;
        spec.values = drawChest(448, 400, 4095);
        for (const QByteArray& syntax : syntaxes) {
            spec.transferSyntax = syntax;
            QTest::newRow(syntax.constData()) << writeDicom(spec);
        }
        spec.transferSyntax = "1.2.840.10008.1.2.1";
        spec.photometric = u"MONOCHROME1"_s;
        QTest::newRow("MONOCHROME1") << writeDicom(spec);
    }
    void showsWhatTheViewerShows()
    {
        QFETCH(QByteArray, file);
        const QString path = write(file);
        const auto radiograph = readRadiograph(path);
        QVERIFY(radiograph.hasValue());
        const auto preview = readPreview(path, 96);
        QVERIFY(preview.hasValue());
        QCOMPARE(preview->columns, radiograph->columns);
        QCOMPARE(preview->rows, radiograph->rows);
        QCOMPARE(preview->format, radiograph->format);
        const int shorter = std::min(preview->image.width, preview->image.height);
        QVERIFY2(shorter >= 96 && shorter < 192, qPrintable(QString::number(shorter)));
        const auto whole
            = partsOf(DisplayLut(*radiograph, radiograph->initialVoi).apply8(*radiograph));
        const auto reduced = partsOf(preview->image);
        // JPEG 2000's own reductions lie a fraction of a pixel further up and to the left.
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY2(std::abs(whole[i] - reduced[i]) < 8,
                     qPrintable(u"%1: %2 %3"_s.arg(i).arg(whole[i]).arg(reduced[i])));
    }

    void smallPicturesStayAsTheyAre()
    {
        const GrayImage8 image = variedChest(64, 2);
        const auto preview = readPreview(write(pngOf(image)), 96);
        QVERIFY(preview.hasValue());
        QVERIFY(preview->image.pixels == image.pixels);
    }

    void patientAndViewAreRead()
    {
        DicomSpec spec;
        spec.columns = 32;
        spec.rows = 32;
        spec.values = drawChest(32, 32, 4095);
        spec.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientID, "ID-1");
            dataset.putAndInsertString(DCM_ViewPosition, "PA");
        };
        const auto preview = readPreview(write(writeDicom(spec)));
        QVERIFY(preview.hasValue());
        QCOMPARE(preview->patientId, u"ID-1"_s);
        QCOMPARE(preview->viewText, u"PA"_s);
    }

    void equalFilesHaveEqualHashes()
    {
        const QByteArray content = pngOf(variedChest(64, 3));
        const auto first = readPreview(write(content))->contentHash;
        QCOMPARE(readPreview(write(content))->contentHash, first);
        QVERIFY(readPreview(write(content + '\0'))->contentHash != first);
    }

    void theReadersGuardsHold_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray jpeg = jpegOf(variedChest(128, 4));
        const QByteArray dicom = chestFile("1.2.840.10008.1.2.1");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("a text that is no picture");
        QTest::newRow("JPEG cut off") << jpeg.left(jpeg.size() / 2);
        QTest::newRow("JPEG begin") << jpeg.left(20);
        QTest::newRow("PNG bomb") << pngBomb(60000, 60000);
        QTest::newRow("DICOM cut off") << dicom.left(dicom.size() - 100);
        QTest::newRow("DICOM of an absurd size")
            << withWord(withWord(dicom, 0x0028, 0x0010, 65535), 0x0028, 0x0011, 65535);
        QTest::newRow("deep sequences") << nestedSequences(10000, true, true);
        QTest::newRow("deflated DICOM") << chestFile("1.2.840.10008.1.2.1.99").left(300);
        QByteArray wide = jpeg;
        const qsizetype frame = wide.indexOf(QByteArray::fromHex("ffc0"));
        for (const qsizetype offset : {5, 6, 7, 8})
            wide[frame + offset] = static_cast<char>(0xFF); // 65,535 x 65,535 pixels
        QTest::newRow("JPEG bomb") << wide;
    }
    void theReadersGuardsHold()
    {
        QFETCH(QByteArray, file);
        const QString path = write(file);
        const auto whole = readRadiograph(path);
        const auto preview = readPreview(path);
        QVERIFY(!whole.hasValue());
        QVERIFY(!preview.hasValue());
        QCOMPARE(preview.error().code, whole.error().code);
        QCOMPARE(preview.error().message, whole.error().message);
    }

    void limitsAndCancellingHold()
    {
        const QString path = write(jpegOf(variedChest(128, 5)));
        ReadLimits limits;
        limits.maxPixels = 100;
        QCOMPARE(readPreview(path, 96, limits).error().code, ErrorCode::TooLarge);
        limits = {};
        limits.maxFileBytes = 100;
        QCOMPARE(readPreview(path, 96, limits).error().code, ErrorCode::TooLarge);
        const CancelToken cancel;
        cancel.cancel();
        QCOMPARE(readPreview(path, 96, {}, cancel).error().code, ErrorCode::Cancelled);
        QCOMPARE(readPreview(path, 0).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(readPreview(m_folder.filePath("gone")).error().code, ErrorCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(TestImagingPreview)
#include "test_preview.moc"
