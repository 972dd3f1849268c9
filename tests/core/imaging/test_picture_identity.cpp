// SPDX-License-Identifier: GPL-3.0-or-later
// By what one picture is told from another: the UID alone does not.
#include "core/base/files.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/read_limits.h"
#include "core/imaging/reading/reader.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

DicomSpec chest()
{
    DicomSpec spec;
    spec.columns = 64;
    spec.rows = 80;
    spec.values = drawChest(spec.columns, spec.rows, 4000);
    spec.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
        dataset.putAndInsertString(DCM_WindowCenter, "2000");
        dataset.putAndInsertString(DCM_WindowWidth, "4000");
    };
    return spec;
}

DicomSpec with(DicomSpec spec, const DcmTagKey& tag, const char* value)
{
    spec.tags = [before = spec.tags, tag, value](DcmDataset& dataset) {
        before(dataset);
        dataset.putAndInsertString(tag, value);
    };
    return spec;
}

} // namespace

class TestPictureIdentity final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] ReducedRadiograph read(const DicomSpec& spec) const
    {
        const QString path = m_folder.filePath(u"film"_s);
        if (!writeFileAtomically(path, writeDicom(spec)))
            qFatal("cannot write a test file");
        ReadSize size;
        size.withHash = true;
        const auto reduced = readReduced(path, size);
        if (!reduced)
            qFatal("%s", qPrintable(reduced.error().message));
        return *reduced;
    }
    [[nodiscard]] QString hashOf(const DicomSpec& spec) const { return read(spec).pictureSha256; }

private Q_SLOTS:
    void theChecksumIsThatOfThePixelsAlone()
    {
        const QString checksum = read(chest()).pixelChecksum;
        QVERIFY2(isPixelChecksum(checksum), qPrintable(checksum));
        QCOMPARE(read(with(chest(), DCM_WindowCenter, "900")).pixelChecksum, checksum);
        for (const char* syntax :
             {"1.2.840.10008.1.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70",
              "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"}) {
            DicomSpec packed = chest();
            packed.transferSyntax = syntax;
            QCOMPARE(read(packed).pixelChecksum, checksum);
        }
        DicomSpec other = chest();
        other.values.front() ^= 1;
        QVERIFY(read(other).pixelChecksum != checksum);
        const QString otherChecksum = read(other).pixelChecksum;
        const auto whole = readRadiograph(m_folder.filePath(u"film"_s));
        QVERIFY(whole);
        QCOMPARE(pixelChecksum(*whole), otherChecksum);
        // The same pixels in rows of another length.
        Radiograph turned = *whole;
        std::swap(turned.columns, turned.rows);
        QVERIFY(pixelChecksum(turned) != otherChecksum);
        QVERIFY(!isPixelChecksum({}) && !isPixelChecksum(checksum + u'0'));
    }

    void theSamePictureHasTheSameHash()
    {
        const QString hash = hashOf(chest());
        QCOMPARE(hash.size(), 64);
        QCOMPARE(hashOf(chest()), hash);
        QCOMPARE(hashOf(with(chest(), DCM_PatientName, "Somebody^Else")), hash);
        QCOMPARE(hashOf(with(chest(), DCM_SOPInstanceUID, "1.2.4")), hash);
        for (const char* syntax :
             {"1.2.840.10008.1.2", "1.2.840.10008.1.2.5", // RLE
              "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"}) {
            DicomSpec packed = chest();
            packed.transferSyntax = syntax;
            QVERIFY2(hashOf(packed) == hash, syntax);
        }
    }

    void anotherPictureHasAnotherHash()
    {
        QStringList hashes{hashOf(chest())};
        DicomSpec pixel = chest();
        pixel.values[1000] ^= 1;
        hashes << hashOf(pixel);
        // The same bytes in another shape: so small that their shape does not show.
        DicomSpec tiny = chest();
        tiny.columns = 32;
        tiny.rows = 40;
        tiny.values = drawChest(tiny.columns, tiny.rows, 4000);
        hashes << hashOf(tiny);
        std::swap(tiny.columns, tiny.rows);
        hashes << hashOf(tiny);
        DicomSpec inverted = chest();
        inverted.photometric = u"MONOCHROME1"_s;
        hashes << hashOf(inverted);
        DicomSpec deeper = chest();
        deeper.bitsStored = 14;
        deeper.highBit = 13;
        hashes << hashOf(deeper);
        // Sent again because the first one was black on screen.
        hashes << hashOf(with(chest(), DCM_WindowCenter, "9000"));
        hashes << hashOf(with(with(chest(), DCM_RescaleSlope, "2"), DCM_RescaleIntercept, "0"));
        const qsizetype pictures = hashes.size();
        QCOMPARE(hashes.removeDuplicates(), qsizetype{0});
        QCOMPARE(hashes.size(), pictures);
    }

    void withoutAUidTheContentCounts()
    {
        for (const char* uid :
             {"", "1.2.34567890123456789012345678901234567890123456789012345678901234567890"}) {
            const ReducedRadiograph film = read(with(chest(), DCM_SOPInstanceUID, uid));
            QCOMPARE(film.pictureSha256, QString());
            QCOMPARE(film.contentSha256.size(), 64);
        }
        QCOMPARE(read(chest()).contentSha256, QString());
    }
};

QTEST_GUILESS_MAIN(TestPictureIdentity)
#include "test_picture_identity.moc"
