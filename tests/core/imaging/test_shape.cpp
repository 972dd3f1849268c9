// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/imaging/reading/preview.h"
#include "core/preprocess/preprocessor.h"
#include "tests/core/imaging/small_files.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int side = 256;
constexpr int white = 4095;

/// The chest as a device stores it that joins pixels: each value is the mean of those that a
/// stored pixel covers.
DicomSpec squeezed(int columns, int rows, const Tags& tags)
{
    const std::vector<std::int32_t> chest = drawChest(side, side, white);
    const int wide = side / columns;
    const int high = side / rows;
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            std::int32_t sum = 0;
            for (int i = 0; i < wide * high; ++i)
                sum += chest[static_cast<std::size_t>((y * high + i / wide) * side + x * wide
                                                      + i % wide)];
            spec.values.push_back(sum / (wide * high));
        }
    spec.tags = [tags](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_WindowCenter, "2048");
        dataset.putAndInsertString(DCM_WindowWidth, "4096");
        if (tags)
            tags(dataset);
    };
    return spec;
}

Tags spacing(const char* value)
{
    return setText(DCM_PixelSpacing, value);
}

Tags ratio(const char* value)
{
    return setText(DCM_PixelAspectRatio, value);
}

Tags both(const Tags& first, const Tags& second)
{
    return [=](DcmDataset& dataset) {
        first(dataset);
        second(dataset);
    };
}

Radiograph read(const DicomSpec& spec)
{
    auto radiograph = readBytes(writeDicom(spec));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

template <typename Pixels> double meanDifference(const Pixels& one, const Pixels& other)
{
    if (one.size() != other.size())
        return 1e9;
    double sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += std::abs(double{1} * one[i] - double{1} * other[i]);
    return sum / static_cast<double>(one.size());
}

} // namespace

/// Pixels that are not square.
class TestShape final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString write(const DicomSpec& spec, const QString& name = u"film"_s) const
    {
        const QString path = m_folder.filePath(name);
        if (!writeFileAtomically(path, writeDicom(spec)))
            qFatal("cannot write a test file");
        return path;
    }

private Q_SLOTS:
    void squeezedPicturesHaveTheirNaturalShape_data()
    {
        QTest::addColumn<DicomSpec>("spec");
        QTest::newRow("ratio, half the columns") << squeezed(128, 256, ratio("1\\2"));
        QTest::newRow("ratio, half the rows") << squeezed(256, 128, ratio("2\\1"));
        QTest::newRow("ratio, a quarter of the rows") << squeezed(256, 64, ratio("4\\1"));
        QTest::newRow("ratio with a colon") << squeezed(128, 256, ratio("1:2"));
        QTest::newRow("spacing, half the columns") << squeezed(128, 256, spacing("0.7\\1.4"));
        QTest::newRow("spacing, half the rows") << squeezed(256, 128, spacing("1.4\\0.7"));
        QTest::newRow("spacing, decimal commas") << squeezed(128, 256, spacing("0,7\\1,4"));
        QTest::newRow("at the detector")
            << squeezed(128, 256, setText(DCM_ImagerPixelSpacing, "0.7\\1.4"));
        QTest::newRow("on the film")
            << squeezed(128, 256, setText(DCM_NominalScannedPixelSpacing, "0.7\\1.4"));
        DicomSpec inverse = squeezed(128, 256, ratio("1\\2"));
        inverse.photometric = u"MONOCHROME1"_s;
        for (std::int32_t& value : inverse.values)
            value = white - value;
        QTest::newRow("MONOCHROME1") << inverse;
    }
    void squeezedPicturesHaveTheirNaturalShape()
    {
        QFETCH(DicomSpec, spec);
        const Radiograph square = read(squeezed(side, side, {}));
        const Radiograph shown = read(spec);
        QCOMPARE(shown.columns, side);
        QCOMPARE(shown.rows, side);
        QVERIFY(shown.stored == (StoredSize{spec.columns, spec.rows}));
        QVERIFY2(shown.notes.join(u' ').contains(u"not square"_s),
                 qPrintable(shown.notes.join(u' ')));
        const auto greys
            = [](const Radiograph& r) { return DisplayLut(r, r.initialVoi).apply8(r).pixels; };
        const double difference = meanDifference(greys(shown), greys(square));
        QVERIFY2(difference < 3, qPrintable(QString::number(difference)));
        const PreprocessSpec preprocess;
        const Preprocessor prepare(preprocess);
        const double seen = meanDifference(prepare(shown).values, prepare(square).values);
        QVERIFY2(seen < 0.03, qPrintable(QString::number(seen)));
    }

    void theWholePictureKeepsItsMillimetres_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::newRow("twice") << QByteArray("0.7\\1.4") << 256 << 256;
        QTest::newRow("no whole number") << QByteArray("0.7\\0.9") << 165 << 256;
        QTest::newRow("the other side") << QByteArray("0.35\\0.2") << 128 << 448;
        QTest::newRow("nearly square") << QByteArray("0.7\\0.704") << 128 << 256;
    }
    void theWholePictureKeepsItsMillimetres()
    {
        QFETCH(QByteArray, written);
        QFETCH(int, columns);
        QFETCH(int, rows);
        const Radiograph r = read(squeezed(128, 256, spacing(written.constData())));
        QCOMPARE(r.columns, columns);
        QCOMPARE(r.rows, rows);
        const QList<QByteArray> values = written.split('\\');
        QCOMPARE(r.spacing->rowMm * r.rows, values[0].toDouble() * 256);
        QCOMPARE(r.spacing->columnMm * r.columns, values[1].toDouble() * 128);
    }

    void squarePicturesAreLeftAlone_data()
    {
        QTest::addColumn<DicomSpec>("spec");
        QTest::newRow("nothing said") << squeezed(64, 64, {});
        QTest::newRow("square") << squeezed(64, 64, both(spacing("0.7\\0.7"), ratio("1\\1")));
        QTest::newRow("within rounding") << squeezed(64, 64, spacing("0.143\\0.1435"));
        QTest::newRow("ratio of large numbers") << squeezed(64, 64, ratio("1000\\1001"));
    }
    void squarePicturesAreLeftAlone()
    {
        QFETCH(DicomSpec, spec);
        const Radiograph r = read(spec);
        QVERIFY(!r.stored);
        QVERIFY2(r.notes.isEmpty(), qPrintable(r.notes.join(u' ')));
        QVERIFY(std::equal(r.pixels->begin(), r.pixels->end(), spec.values.begin()));
    }

    void absurdOrContradictingShapesAreSaid_data()
    {
        QTest::addColumn<Tags>("tags");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("words");
        const auto ignored = u"Pixel Aspect Ratio was ignored"_s;
        for (const char* written : {"0\\0", "1\\0", "0\\1", "-1\\2", "-1\\-2", "1\\100", "100\\1",
                                    "1", "a\\b", "nan\\1", "1\\2\\3"})
            QTest::newRow(written) << ratio(written) << 64 << ignored;
        QTest::newRow("just possible") << ratio("1\\10") << 640 << u"10 times as wide"_s;
        QTest::newRow("no longer possible") << ratio("1\\11") << 64 << ignored;
        const auto contradiction = u"contradicts itself"_s;
        QTest::newRow("square spacing, other ratio")
            << both(spacing("0.7\\0.7"), ratio("1\\2")) << 64 << contradiction;
        QTest::newRow("square ratio, other spacing")
            << both(spacing("0.7\\1.4"), ratio("1\\1")) << 128 << contradiction;
        QTest::newRow("detector and patient")
            << both(spacing("0.7\\0.7"), setText(DCM_ImagerPixelSpacing, "0.8\\1.6")) << 64
            << contradiction;
        QTest::newRow("unusable spacing, usable ratio")
            << both(spacing("0\\0"), ratio("1\\2")) << 128 << u"not square"_s;
        QTest::newRow("absurd spacing, usable ratio")
            << both(spacing("0.1\\9"), ratio("1\\2")) << 128 << u"Pixel Spacing was ignored"_s;
    }
    void absurdOrContradictingShapesAreSaid()
    {
        QFETCH(Tags, tags);
        QFETCH(int, columns);
        QFETCH(QString, words);
        const Radiograph r = read(squeezed(64, 64, tags));
        QCOMPARE(r.columns, columns);
        QCOMPARE(r.rows, 64);
        QVERIFY2(r.notes.join(u' ').contains(words), qPrintable(r.notes.join(u' ')));
    }

    void ratiosWithDecimalCommas_data()
    {
        QTest::addColumn<int>("columns");
        QTest::newRow("0,5\\1,0") << 128;
        QTest::newRow("0,5\\1") << 128;
        QTest::newRow("0,5:1") << 128;
        QTest::newRow("1,0 2,0") << 128;
        QTest::newRow("1,2") << 128; // two whole numbers
        QTest::newRow("1,5\\1,5") << 64;
    }
    void ratiosWithDecimalCommas()
    {
        const Radiograph r = read(squeezed(64, 128, ratio(QTest::currentDataTag())));
        QTEST(r.columns, "columns");
        QVERIFY2(r.notes.join(u' ').contains(u"Pixel Aspect Ratio is not written as DICOM asks"_s),
                 qPrintable(r.notes.join(u' ')));
    }

    void aPictureThatWouldBeTooLargeIsRefusedInWords()
    {
        ReadLimits limits;
        limits.maxPixels = 128 * 256;
        const auto r = readBytes(writeDicom(squeezed(128, 256, ratio("1\\2"))), limits);
        QVERIFY(!r);
        QCOMPARE(r.error().code, ErrorCode::TooLarge);
        QVERIFY2(r.error().message.contains(u"not square"_s), qPrintable(r.error().message));
        QVERIFY2(r.error().message.contains(u"256 x 256"_s), qPrintable(r.error().message));
    }

    void paddingIsNotMixedWithThePicture()
    {
        DicomSpec spec = squeezed(64, 128, [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PixelAspectRatio, "1\\2");
            dataset.putAndInsertUint16(DCM_PixelPaddingValue, white);
        });
        for (std::size_t i = 0; i < spec.values.size(); ++i)
            spec.values[i] = i % 64 < 10 ? white : 1000;
        const Radiograph r = read(spec);
        QCOMPARE(r.columns, 128);
        const auto isOneOfBoth
            = [](std::uint16_t pixel) { return pixel == white || pixel == 1000; };
        QVERIFY(std::all_of(r.pixels->begin(), r.pixels->end(), isOneOfBoth));
        QCOMPARE(std::count(r.pixels->begin(), r.pixels->end(), white), 20 * 128);
    }

    void everyReadingTellsTheSameShape_data()
    {
        QTest::addColumn<QByteArray>("syntax");
        QTest::addColumn<bool>("widens");
        for (const char* syntax :
             {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90"})
            for (const bool widens : {true, false})
                QTest::addRow("%s, %s", syntax, widens ? "wide" : "high")
                    << QByteArray(syntax) << widens;
    }
    void everyReadingTellsTheSameShape()
    {
        QFETCH(QByteArray, syntax);
        QFETCH(bool, widens);
        DicomSpec spec;
        spec.columns = widens ? 301 : 900;
        spec.rows = widens ? 900 : 301;
        spec.values = drawChest(spec.columns, spec.rows, white);
        spec.transferSyntax = syntax;
        spec.tags = spacing(widens ? "0.1\\0.31" : "0.31\\0.1");
        const QString path = write(spec);
        const auto whole = readRadiograph(path);
        QVERIFY2(whole, qPrintable(messageOf(whole)));
        QCOMPARE(widens ? whole->columns : whole->rows, 933);
        const auto reduced = readReduced(path, {100});
        QVERIFY(reduced.hasValue());
        QCOMPARE(reduced->columns, whole->columns);
        QCOMPARE(reduced->rows, whole->rows);
        QVERIFY(reduced->radiograph.stored == whole->stored);
        QCOMPARE(reduced->radiograph.notes, whole->notes);
        const auto preview = readPreview(path, 96);
        QVERIFY(preview.hasValue());
        QCOMPARE(preview->columns, whole->columns);
        QCOMPARE(preview->rows, whole->rows);
        const double shape = double{1} * preview->image.width / preview->image.height;
        const double wholeShape = double{1} * whole->columns / whole->rows;
        QVERIFY2(std::abs(shape / wholeShape - 1) < 0.03, qPrintable(QString::number(shape)));
        PreprocessSpec preprocess;
        preprocess.inputSize = 64;
        const Preprocessor prepare(preprocess);
        const double difference = meanDifference(prepare(*reduced).values, prepare(*whole).values);
        QVERIFY2(difference < 0.05, qPrintable(QString::number(difference)));
    }

    void theShapeIsPartOfThePicture()
    {
        const auto hashOf = [this](const DicomSpec& spec) {
            ReadSize size;
            size.withHash = true;
            const auto reduced = readReduced(write(spec), size);
            return reduced ? reduced->pictureSha256 : QString();
        };
        const QString asItIs = hashOf(squeezed(64, 64, {}));
        QVERIFY(!asItIs.isEmpty());
        QVERIFY(hashOf(squeezed(64, 64, ratio("1\\2"))) != asItIs);
        QCOMPARE(hashOf(squeezed(64, 64, ratio("1\\1"))), asItIs);
        QCOMPARE(hashOf(squeezed(64, 64, ratio("2\\1"))),
                 hashOf(squeezed(64, 64, spacing("1.4\\0.7"))));
    }
};

QTEST_GUILESS_MAIN(TestShape)
#include "test_shape.moc"
