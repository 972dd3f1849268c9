// SPDX-License-Identifier: GPL-3.0-or-later
// A model that crops to the lungs is audited on what it is shown.
#include "core/imaging/reading/reader.h"
#include "core/lungs/preprocessor_for.h"
#include "tests/core/audit/audit_fixture.h"

#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Stripes along the lower edge, where no lungs are.
void paintEdge(GrayImage8& image, int i)
{
    if (i % 2 == 0)
        return;
    for (int y = image.height * 15 / 16; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            image.pixels[static_cast<std::size_t>(y * image.width + x)] = x % 16 < 8 ? 255 : 0;
}

constexpr int side = 224;

} // namespace

class TestAuditCrop : public QObject, private AuditFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        auto lungs = LungSegmenter::load(QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-lungs"));
        QVERIFY2(lungs, lungs ? "" : qPrintable(lungs.error().message));
        m_lungs = std::move(*lungs);
        keepThoseWithLungs(dataset(u"marked"_s, 300, paintEdge, side));
        QCOMPARE(m_marked.items.size(), std::size_t{60});
    }

    void theEdgeGivesAWholePictureAway()
    {
        QVERIFY(makeClassifier());
        const auto report = audit(m_marked, m_lungs.get());
        QVERIFY(report);
        QCOMPARE(report->lungsNotFound, 0);
        QVERIFY(testNamed(*report, "border").auc.value > 0.9);
        QVERIFY(testNamed(*report, "lungs_blanked").auc.value > 0.9);
        QCOMPARE(report->summary.colour, AuditSummary::Colour::Red);
    }

    void aCropDoesNotSeeIt()
    {
        PreprocessSpec wanted;
        wanted.lungs.crop = LungPreparation::Crop::Lungs;
        const auto spec = withInstalledLungs(wanted);
        QVERIFY2(spec, spec ? "" : qPrintable(spec.error().message));
        QVERIFY(makeClassifier(*spec));
        const auto report = audit(m_marked, m_lungs.get());
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
        const AuditTest& border = testNamed(*report, "border");
        QVERIFY2(border.notTested.isEmpty() && border.auc.low < 0.7,
                 qPrintable(QString::number(border.auc.value)));
        QVERIFY(report->summary.colour != AuditSummary::Colour::Red);
        QCOMPARE(report->markers.images, 60);
    }

private:
    /// Thirty of each class. In many a drawn chest the network, which knows real ones, finds none.
    void keepThoseWithLungs(const Dataset& drawn)
    {
        m_marked.classes = drawn.classes;
        std::array<int, 2> kept{};
        for (const DatasetItem& item : drawn.items) {
            int& ofClass = kept[static_cast<std::size_t>(item.label)];
            if (ofClass == 30)
                continue;
            const auto radiograph = readRadiograph(item.file);
            const auto mask = m_lungs->segment(*radiograph);
            if (!mask || !shapeOf(*mask).isPlausible())
                continue;
            m_marked.items.push_back(item);
            ++ofClass;
        }
    }

    std::unique_ptr<LungSegmenter> m_lungs;
    Dataset m_marked;
};

QTEST_GUILESS_MAIN(TestAuditCrop)
#include "test_audit_crop.moc"
