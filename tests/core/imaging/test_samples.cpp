// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/imaging/reading/reader.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// The mean gray, 0 to 255, of a part of the picture given in shares of its sides.
double meanGray(const GrayImage8& image, double left, double top, double right, double bottom)
{
    double sum = 0;
    int count = 0;
    for (int y = static_cast<int>(top * image.height); y < bottom * image.height; ++y) {
        for (int x = static_cast<int>(left * image.width); x < right * image.width; ++x) {
            sum += image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width)
                                + static_cast<std::size_t>(x)];
            ++count;
        }
    }
    return sum / count;
}

} // namespace

/// The studies that open when nothing else does.
class TestImagingSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sample_data();
    void sample();
};

void TestImagingSamples::sample_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("transferSyntax");
    QTest::addColumn<bool>("inverted");
    const QDir folder(QStringLiteral(CCAD_SOURCE_DIR "/resources/samples"));
    const QString jpeg2000 = u"1.2.840.10008.1.2.4.90"_s;
    QTest::newRow("normal") << folder.filePath(u"average-normal.dcm"_s) << jpeg2000 << false;
    QTest::newRow("covid") << folder.filePath(u"average-covid.dcm"_s) << jpeg2000 << false;
    QTest::newRow("phantom") << folder.filePath(u"phantom.dcm"_s) << u"1.2.840.10008.1.2.4.80"_s
                             << true;
}

void TestImagingSamples::sample()
{
    QFETCH(QString, path);
    QFETCH(QString, transferSyntax);
    QFETCH(bool, inverted);
    QVERIFY(QFileInfo(path).size() < 300 * 1024);
    const auto r = readRadiograph(path);
    QVERIFY2(r, qPrintable(r ? QString() : r.error().message));
    QCOMPARE(r->transferSyntaxUid, transferSyntax);
    QCOMPARE(r->inverted, inverted);
    QVERIFY(!r->refusal);
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
    QCOMPARE(r->view, View::PosteroAnterior);
    QCOMPARE(r->bodyPart, u"CHEST"_s);
    QCOMPARE(r->patientName, u"CCAD^SAMPLE"_s);
    QVERIFY(r->spacing);
    QCOMPARE(r->vois.size(), std::size_t{2});
    // Bright is dense: both lungs are darker than the spine between them and the abdomen below.
    const GrayImage8 image = DisplayLut(*r, r->initialVoi).apply8(*r);
    const double rightLung = meanGray(image, 0.25, 0.3, 0.35, 0.5);
    const double leftLung = meanGray(image, 0.68, 0.3, 0.78, 0.5);
    const double spine = meanGray(image, 0.48, 0.3, 0.52, 0.5);
    const double abdomen = meanGray(image, 0.3, 0.85, 0.7, 0.95);
    QVERIFY(std::max(rightLung, leftLung) + 50 < std::min(spine, abdomen));
}

QTEST_GUILESS_MAIN(TestImagingSamples)
#include "test_samples.moc"
