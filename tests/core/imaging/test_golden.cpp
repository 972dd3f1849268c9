// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/imaging/reader.h"
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

using namespace ccad;

namespace {

QJsonObject goldenFiles(const char* name)
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("files")].toObject();
}

QString sharedDicom()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    return QDir(shared).filePath(QStringLiteral("data/dicom"));
}

QString codeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileBroken:
        return QStringLiteral("FileBroken");
    case ErrorCode::Unsupported:
        return QStringLiteral("Unsupported");
    case ErrorCode::Refused:
        return QStringLiteral("Refused");
    default:
        return QStringLiteral("code %1").arg(static_cast<int>(code));
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
            return QStringLiteral("size %1 x %2").arg(m_radiograph.columns).arg(m_radiograph.rows);
        if (m_radiograph.inverted != m_golden[QStringLiteral("inverted")].toBool())
            return QStringLiteral("inversion");
        if (m_radiograph.refusal.has_value() != m_golden[QStringLiteral("refused")].toBool())
            return QStringLiteral("refusal: ")
                + m_radiograph.refusal.value_or(QStringLiteral("none"));
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
        const QJsonArray expected = m_golden[QStringLiteral("values")].toArray();
        const double tolerance = number("value_tolerance") + 1e-4;
        for (int k = 0; k < expected.size(); ++k) {
            const std::uint16_t pixel = (*m_radiograph.pixels)[spot(k)];
            const double value = pixel * m_radiograph.valueScale + m_radiograph.valueOffset;
            if (std::abs(value - expected[k].toDouble()) > tolerance && !isPadding(pixel))
                return QStringLiteral("value %1 at %2, expected %3")
                    .arg(value)
                    .arg(spot(k))
                    .arg(expected[k].toDouble());
        }
        return {};
    }

    QString compareGrays()
    {
        const GrayImage8 image
            = DisplayLut(m_radiograph, m_radiograph.initialVoi).apply8(m_radiograph);
        const QJsonArray expected = m_golden[QStringLiteral("grays")].toArray();
        if (expected.isEmpty())
            return QStringLiteral("no golden grays");
        for (int k = 0; k < expected.size(); ++k) {
            const int gray = image.pixels[spot(k)];
            if (std::abs(gray - expected[k].toDouble()) > 1.0)
                return QStringLiteral("gray %1 at %2, expected %3")
                    .arg(gray)
                    .arg(spot(k))
                    .arg(expected[k].toDouble());
        }
        const double mean = std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0)
            / static_cast<double>(image.pixels.size());
        if (std::abs(mean - number("gray_mean")) > 0.6)
            return QStringLiteral("mean gray %1, expected %2").arg(mean).arg(number("gray_mean"));
        return {};
    }

    const Radiograph& m_radiograph;
    QJsonObject m_golden;
};

QString compareFile(const QString& path, const QJsonObject& golden)
{
    const auto radiograph = readRadiograph(path);
    const QString status = golden[QStringLiteral("status")].toString();
    if (!radiograph) {
        const QString code = codeName(radiograph.error().code);
        return code == status ? QString()
                              : code + QStringLiteral(": ") + radiograph.error().message;
    }
    if (status != u"read")
        return QStringLiteral("was read, expected ") + status;
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
        const QString name = one.name + QStringLiteral(".dcm");
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
