// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/imaging/reading/reader.h"
#include "tests/support/golden_cases.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QJsonObject goldenFiles(const char* name)
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object()[u"files"_s].toObject();
}

QString sharedDicom()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    return QDir(shared).filePath(u"data/dicom"_s);
}

QString codeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileBroken:
        return u"FileBroken"_s;
    case ErrorCode::Unsupported:
        return u"Unsupported"_s;
    case ErrorCode::Refused:
        return u"Refused"_s;
    default:
        return u"code %1"_s.arg(static_cast<int>(code));
    }
}

/// What differs between a radiograph and its golden numbers, or an empty string.
class Comparison
{
public:
    Comparison(const Radiograph& radiograph, const QJsonObject& golden)
        : m_radiograph(radiograph), m_golden(golden)
    {
    }

    QString difference()
    {
        if (m_radiograph.rows != number("rows") || m_radiograph.columns != number("columns"))
            return u"size %1 x %2"_s.arg(m_radiograph.columns).arg(m_radiograph.rows);
        if (m_radiograph.inverted != m_golden[u"inverted"_s].toBool())
            return u"inversion"_s;
        if (m_radiograph.refusal.has_value() != m_golden[u"refused"_s].toBool())
            return u"refusal: "_s + m_radiograph.refusal.value_or(u"none"_s);
        const QString values = compareValues();
        return values.isEmpty() ? compareGrays() : values;
    }

private:
    double number(const char* key) const { return m_golden[QString::fromLatin1(key)].toDouble(); }

    bool isPadding(std::uint16_t pixel) const
    {
        return m_radiograph.paddingFirst && pixel >= *m_radiograph.paddingFirst
            && pixel <= *m_radiograph.paddingLast;
    }

    /// The positions are those of make_dicom_golden.py.
    std::size_t spot(int k) const
    {
        return (k + std::uint64_t{1}) * 2654435761U % m_radiograph.pixels->size();
    }

    QString compareValues()
    {
        const QJsonArray expected = m_golden[u"values"_s].toArray();
        const double tolerance = number("value_tolerance") + 1e-4;
        for (int k = 0; k < expected.size(); ++k) {
            const std::uint16_t pixel = (*m_radiograph.pixels)[spot(k)];
            const double value = pixel * m_radiograph.valueScale + m_radiograph.valueOffset;
            if (std::abs(value - expected[k].toDouble()) > tolerance && !isPadding(pixel))
                return u"value %1 at %2, expected %3"_s.arg(value).arg(spot(k)).arg(
                    expected[k].toDouble());
        }
        return {};
    }

    QString compareGrays()
    {
        const GrayImage8 image
            = DisplayLut(m_radiograph, m_radiograph.initialVoi).apply8(m_radiograph);
        const QJsonArray expected = m_golden[u"grays"_s].toArray();
        if (expected.isEmpty())
            return u"no golden grays"_s;
        for (int k = 0; k < expected.size(); ++k) {
            const int gray = image.pixels[spot(k)];
            if (std::abs(gray - expected[k].toDouble()) > 1.0)
                return u"gray %1 at %2, expected %3"_s.arg(gray).arg(spot(k)).arg(
                    expected[k].toDouble());
        }
        const double mean = std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0)
            / static_cast<double>(image.pixels.size());
        if (std::abs(mean - number("gray_mean")) > 0.6)
            return u"mean gray %1, expected %2"_s.arg(mean).arg(number("gray_mean"));
        return {};
    }

    const Radiograph& m_radiograph;
    QJsonObject m_golden;
};

QString compareFile(const QString& path, const QJsonObject& golden)
{
    const auto radiograph = readRadiograph(path);
    const QString status = golden[u"status"_s].toString();
    if (!radiograph) {
        const QString code = codeName(radiograph.error().code);
        return code == status ? QString() : code + u": "_s + radiograph.error().message;
    }
    if (status != u"read")
        return u"was read, expected "_s + status;
    return Comparison(*radiograph, golden).difference();
}

} // namespace

/// Every file against pydicom's numbers: tests/golden/make_dicom_golden.py made them.
class TestImagingGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenFiles_data();
    void writtenFiles();
    void sharedFiles_data();
    void sharedFiles();
    void everySharedFileIsAccountedFor();

private:
    QTemporaryDir m_folder;
};

void TestImagingGolden::writtenFiles_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonObject>("golden");
    const QJsonObject files = goldenFiles("dicom_written.json");
    for (const test::GoldenCase& one : test::goldenCases()) {
        const QString name = one.name + u".dcm"_s;
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(one.file) == one.file.size());
        QTest::newRow(qPrintable(one.name)) << file.fileName() << files[name].toObject();
    }
}

void TestImagingGolden::writtenFiles()
{
    QFETCH(QString, path);
    QFETCH(QJsonObject, golden);
    QVERIFY2(!golden.isEmpty(), "no golden numbers: run make_dicom_golden.py");
    const QString difference = compareFile(path, golden);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestImagingGolden::sharedFiles_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonObject>("golden");
    if (!QDir(sharedDicom()).exists())
        QSKIP("The shared DICOM files are absent: set CCAD_SHARED to the folder that holds "
              "data/dicom.");
    const QJsonObject files = goldenFiles("dicom_shared.json");
    for (const QString& name : files.keys())
        QTest::newRow(qPrintable(name))
            << QDir(sharedDicom()).filePath(name) << files[name].toObject();
}

void TestImagingGolden::sharedFiles()
{
    QFETCH(QString, path);
    QFETCH(QJsonObject, golden);
    const QString difference = compareFile(path, golden);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestImagingGolden::everySharedFileIsAccountedFor()
{
    const QDir folder(sharedDicom());
    if (!folder.exists())
        QSKIP("The shared DICOM files are absent: set CCAD_SHARED to the folder that holds "
              "data/dicom.");
    const QJsonObject files = goldenFiles("dicom_shared.json");
    int seen = 0;
    QDirIterator it(folder.path(), QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString name = folder.relativeFilePath(it.next());
        QVERIFY2(files.contains(name), qPrintable(name));
        ++seen;
    }
    QCOMPARE(seen, static_cast<int>(files.size()));
}

QTEST_GUILESS_MAIN(TestImagingGolden)
#include "test_golden.moc"
