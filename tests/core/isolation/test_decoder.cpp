// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/imaging/reading/reader.h"
#include "core/isolation/decoder.h"
#include "core/isolation/internal/facts_json.h"
#include "core/lungs/preprocessor_for.h"
#include "tests/core/isolation/written_file.h"
#include "tests/support/bombs.h"
#include "tests/support/broken_files.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/golden_cases.h"
#include "tests/support/phantom.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Empty when the decoder says of a file what reading it in this process says; else what differs.
QString difference(Decoder& decoder, const Preprocessor& preprocess, const QString& path)
{
    const auto study = decoder.decode(path);
    const auto reduced = readReduced(path, preprocess.readSize());
    if (study.hasValue() != reduced.hasValue())
        return study ? u"should fail: "_s + reduced.error().message : study.error().message;
    if (!study) {
        // Limits are told by numbers, and those of the child are lower.
        const bool same = study.error().code == reduced.error().code
            && (study.error().code == ErrorCode::TooLarge
                || study.error().message == reduced.error().message);
        return same ? QString() : study.error().message + u'|' + reduced.error().message;
    }
    if (study->facts.pixels)
        return u"pixels"_s;
    Radiograph facts = reduced->radiograph;
    facts.columns = reduced->columns;
    facts.rows = reduced->rows;
    if (isolation::factsToJson(study->facts) != isolation::factsToJson(facts))
        return u"facts"_s;
    const NetworkInput input = preprocess(*reduced);
    if (input.values != study->input.values)
        return u"input"_s;
    if (input.imageLeft != study->input.imageLeft || input.imageTop != study->input.imageTop
        || input.imageWidth != study->input.imageWidth
        || input.imageHeight != study->input.imageHeight)
        return u"rectangle"_s;
    if (input.lungsMissing != study->input.lungsMissing)
        return u"lungs"_s;
    return {};
}

QString difference(Decoder& decoder, const PreprocessSpec& spec, const QString& path)
{
    return difference(decoder, Preprocessor(spec), path);
}

/// A crop, and all else that needs lungs, found by the shipped package.
PreprocessSpec lungSpec()
{
    PreprocessSpec spec;
    spec.lungs.crop = LungPreparation::Crop::Lungs;
    spec.lungs.margin = 0.11;
    spec.lungs.harmonise = LungPreparation::Harmonise::Lungs;
    spec.lungs.outside = LungPreparation::Outside::BlankHulls;
    const auto installed = withInstalledLungs(spec);
    return installed ? *installed : spec;
}

} // namespace

/// The real program reads a file as reading it in this process does.
class TestDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysWhatReadingHereSays_data();
    void saysWhatReadingHereSays();
    void sharedFiles();
    void brokenFiles();
    void letterboxesCentresAndMakesGreys();
    void findsLungsItself();
    void saysWhereTheLungsAreOthers();
    void aSpecThatCannotBeReadIsRefused();
    void thumbnails();
    void identities();
    void largeTablesMayStayBehind();

private:
    QTemporaryDir m_folder;
};

void TestDecoder::initTestCase()
{
    QVERIFY2(!decoderProgram().isEmpty(), "ccad-decoder is not built");
}

void TestDecoder::saysWhatReadingHereSays_data()
{
    QTest::addColumn<QByteArray>("file");
    for (const GoldenCase& golden : goldenCases())
        QTest::newRow(qPrintable(golden.name)) << golden.file;
    DicomSpec squeezed;
    squeezed.columns = 150;
    squeezed.rows = 300;
    squeezed.values = drawChest(150, 300, 4095);
    squeezed.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_ImagerPixelSpacing, "0.2\\0.4");
        dataset.putAndInsertString(DCM_EstimatedRadiographicMagnificationFactor, "1.25");
    };
    QTest::newRow("pixels that are not square") << writeDicom(squeezed);
    squeezed.transferSyntax = "1.2.840.10008.1.2.4.90";
    squeezed.rows = 2400;
    squeezed.columns = 1200;
    squeezed.values = drawChest(1200, 2400, 4095);
    QTest::newRow("the same, reduced while it is decoded") << writeDicom(squeezed);
}

void TestDecoder::saysWhatReadingHereSays()
{
    QFETCH(QByteArray, file);
    static const PreprocessSpec spec;
    static Decoder decoder(decoderProgram(), spec);
    const QString path = write(m_folder, u"golden.dcm"_s, file);
    const QString differs = difference(decoder, spec, path);
    QVERIFY2(differs.isEmpty(), qPrintable(differs));
}

void TestDecoder::sharedFiles()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    QDirIterator files(shared + u"/data/dicom"_s, QDir::Files, QDirIterator::Subdirectories);
    if (!files.hasNext())
        QSKIP("There are no shared DICOM files here (CCAD_SHARED).");
    PreprocessSpec spec;
    spec.inputSize = 96;
    Decoder decoder(decoderProgram(), spec);
    int seen = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        const QString differs = difference(decoder, spec, path);
        QVERIFY2(differs.isEmpty(), qPrintable(path + u' ' + differs));
        ++seen;
    }
    QVERIFY(seen > 50);
}

void TestDecoder::brokenFiles()
{
    const QTemporaryDir folder;
    const PreprocessSpec spec;
    Decoder decoder(decoderProgram(), spec);
    // Each kind of broken file at least once.
    for (const GeneratedFile& file : writeBrokenFiles(folder.path(), 10 * brokenKinds())) {
        const QString path = folder.filePath(file.name);
        const QByteArray words = file.kind.toUtf8() + ' ' + file.name.toUtf8();
        // Its own limits are lower than those of reading here, which would take gigabytes.
        if (file.kind.contains(u"inflates"_s)) {
            const auto study = decoder.decode(path);
            QVERIFY2(!study.hasValue(), words);
            continue;
        }
        const QString differs = difference(decoder, spec, path);
        QVERIFY2(differs.isEmpty(), words + ": " + differs.toUtf8());
        const bool good = readRadiograph(path).hasValue();
        if (file.expected != Expected::Either)
            QVERIFY2(good == (file.expected == Expected::Good), words);
    }
}

void TestDecoder::letterboxesCentresAndMakesGreys()
{
    PreprocessSpec spec;
    spec.inputSize = 128;
    spec.fit = PreprocessSpec::Fit::Letterbox;
    spec.rangeLow = 0;
    spec.rangeHigh = 255;
    spec.centreSample = true;
    spec.greys = GreyRule::Stored1;
    Decoder decoder(decoderProgram(), spec);
    for (const GoldenCase& golden : goldenCases()) {
        const QString path = write(m_folder, u"boxed"_s, golden.file);
        const QString differs = difference(decoder, spec, path);
        QVERIFY2(differs.isEmpty(), qPrintable(golden.name + u' ' + differs));
    }
}

void TestDecoder::findsLungsItself()
{
    const PreprocessSpec spec = lungSpec();
    const auto preprocess = preprocessorFor(spec);
    QVERIFY2(preprocess, preprocess ? "" : qPrintable(preprocess.error().message));
    Decoder decoder(decoderProgram(), spec);
    for (const char* name : {"average-normal.dcm", "average-covid.dcm"}) {
        const QString path = samplesDir() + u'/' + QString::fromLatin1(name);
        const QString differs = difference(decoder, *preprocess, path);
        QVERIFY2(differs.isEmpty(), qPrintable(differs));
        const auto study = decoder.decode(path);
        QVERIFY(study && !study->input.lungsMissing);
        // The lungs of the other one fill its picture.
        if (path.endsWith(u"normal.dcm"))
            QVERIFY(study->input.imageWidth > 224 || study->input.imageHeight > 224);
    }
    int missing = 0;
    for (const GoldenCase& golden : goldenCases()) { // ramps and noise: no lungs
        const QString path = write(m_folder, u"lungless"_s, golden.file);
        const QString differs = difference(decoder, *preprocess, path);
        QVERIFY2(differs.isEmpty(), qPrintable(golden.name + u' ' + differs));
        const auto study = decoder.decode(path);
        missing += study && study->input.lungsMissing;
    }
    QVERIFY(missing > 5);
}

void TestDecoder::saysWhereTheLungsAreOthers()
{
    PreprocessSpec spec = lungSpec();
    spec.lungsSha256.fill(u'0');
    Decoder decoder(decoderProgram(), spec);
    const auto study = decoder.decode(samplesDir() + u"/average-normal.dcm"_s);
    QVERIFY(!study);
    QCOMPARE(study.error().code, ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u"lungs"_s), qPrintable(study.error().message));
}

void TestDecoder::aSpecThatCannotBeReadIsRefused()
{
    PreprocessSpec spec = lungSpec();
    spec.lungsSha256 = QString(5000, u'0'); // more than the parent has room to send
    Decoder decoder(decoderProgram(), spec);
    const auto study = decoder.decode(samplesDir() + u"/average-normal.dcm"_s);
    QVERIFY(!study);
    QCOMPARE(study.error().code, ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u"exit status 2"_s), qPrintable(study.error().message));
}

void TestDecoder::thumbnails()
{
    DicomSpec dicom;
    dicom.columns = 960;
    dicom.rows = 480;
    dicom.photometric = u"MONOCHROME1"_s;
    dicom.values.assign(960 * 480, 0);
    for (std::size_t i = 0; i < dicom.values.size(); ++i)
        dicom.values[i] = i % 960 < 480 ? 0 : 4095;
    dicom.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_WindowCenter, "2048");
        dataset.putAndInsertString(DCM_WindowWidth, "4096");
    };
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const auto study = decoder.decode(write(m_folder, u"wide"_s, writeDicom(dicom)));
    QVERIFY2(study.hasValue(), qPrintable(study ? QString() : study.error().message));
    QCOMPARE(study->thumbnail.width, 96);
    QCOMPARE(study->thumbnail.height, 48);
    QCOMPARE(study->thumbnail.pixels[0], std::uint8_t{255}); // as displayed, hence inverted
    QCOMPARE(study->thumbnail.pixels[47], std::uint8_t{255});
    QCOMPARE(study->thumbnail.pixels[48], std::uint8_t{0});
    QVERIFY(study->decodeMs > 0 && study->preprocessMs > 0);
}

void TestDecoder::identities()
{
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const QByteArray dicom = goldenCases().front().file;
    const auto study = decoder.decode(write(m_folder, u"a"_s, dicom));
    QVERIFY(study.hasValue());
    const QString uid = study->facts.sopInstanceUid;
    QVERIFY(!uid.isEmpty() && study->hasUid());
    QVERIFY(study->identity.startsWith(u"uid:%1 "_s.arg(uid)));
    QCOMPARE(study->identity.size(), 4 + uid.size() + 1 + 64);
    const auto again = decoder.decode(write(m_folder, u"again"_s, dicom));
    QVERIFY(again.hasValue());
    QCOMPARE(again->identity, study->identity);

    // Two films with one UID, as anonymisers write it.
    DicomSpec other;
    other.columns = 32;
    other.rows = 32;
    other.values.assign(32 * 32, 100);
    other.values[5] = 2000;
    other.tags = [&uid](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPInstanceUID, qPrintable(uid));
    };
    const auto shared = decoder.decode(write(m_folder, u"shared"_s, writeDicom(other)));
    QVERIFY2(shared.hasValue(), qPrintable(shared ? QString() : shared.error().message));
    QCOMPARE(shared->facts.sopInstanceUid, uid);
    QVERIFY(shared->identity != study->identity);

    // The same picture under the same UID, but of another patient: somebody has to look.
    other.tags = [before = other.tags](DcmDataset& dataset) {
        before(dataset);
        dataset.putAndInsertString(DCM_PatientName, "Another^One");
    };
    const auto patient = decoder.decode(write(m_folder, u"patient"_s, writeDicom(other)));
    QVERIFY2(patient.hasValue(), qPrintable(patient ? QString() : patient.error().message));
    QVERIFY(patient->identity != shared->identity);

    const QByteArray tiff = tiffWithCircle({2, 2, {1, 2, 3, 4}});
    const QString path = write(m_folder, u"b"_s, tiff);
    if (!readRadiograph(path))
        QSKIP("This TIFF library does not read a file whose directories form a circle.");
    const auto picture = decoder.decode(path);
    QVERIFY2(picture.hasValue(), qPrintable(picture ? QString() : picture.error().message));
    QCOMPARE(picture->identity, u"sha256:"_s + sha256Hex(tiff));
    QVERIFY(!picture->hasUid());
}

void TestDecoder::largeTablesMayStayBehind()
{
    DicomSpec dicom;
    dicom.columns = 32;
    dicom.rows = 32;
    dicom.values.assign(32 * 32, 100);
    dicom.tags = [](DcmDataset& dataset) {
        for (int i = 0; i < 12; ++i)
            addLut(dataset, true, 0, 16, std::vector<std::uint16_t>(60000, 1), "large");
        dataset.putAndInsertString(DCM_WindowCenter, "90");
        dataset.putAndInsertString(DCM_WindowWidth, "40");
    };
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const QString path = write(m_folder, u"tables"_s, writeDicom(dicom));
    const auto study = decoder.decode(path);
    QVERIFY2(study.hasValue(), qPrintable(study ? QString() : study.error().message));
    QCOMPARE(study->facts.vois.size(), std::size_t{1});
    QVERIFY(std::holds_alternative<VoiWindow>(study->facts.initialVoi));
    // The picture went through the table all the same.
    QVERIFY(study->input.values == Preprocessor(PreprocessSpec{})(*readRadiograph(path)).values);
}

QTEST_GUILESS_MAIN(TestDecoder)
#include "test_decoder.moc"
