// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets that do not allow every test: each is audited as far as it can be, and what could not
// be tested is named.
#include "tests/core/audit/audit_fixture.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestAuditOdd : public QObject, private AuditFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(makeClassifier()); }
    void withoutSourcesItSaysSo();
    void someImagesNameNoSource();
    void oneSource();
    void smallSourcesAreNamed();
    void noLungsAnywhere();
    void withoutTheLungPackage();
    void twentyImages();
    void oneClass();
    void twoImages();
    void unknownClasses();
    void unreadableFilesAreCounted();
    void nothingReadable();
};

namespace {

QString gapsOf(const AuditReport& report)
{
    return report.notTested.join(u'\n');
}

} // namespace

void TestAuditOdd::withoutSourcesItSaysSo()
{
    Dataset set = dataset(u"nameless"_s, 60, {});
    for (DatasetItem& item : set.items) {
        item.source.clear();
        item.patient.clear();
    }
    const auto report = audit(set);
    QVERIFY(report);
    const QString gaps = report->notTested.join(u' ');
    QVERIFY(gaps.contains(u"where its images come from"_s));
    QVERIFY(gaps.contains(u"name no patient"_s));
    QVERIFY(gaps.contains(u"60 images that name none"_s));
    QVERIFY(gaps.contains(u"the sources are not known"_s));
    QVERIFY(std::isnan(report->table.cramersV));
    QVERIFY(testNamed(*report, "border").notTested.isEmpty());
}

void TestAuditOdd::twentyImages()
{
    const auto report = audit(dataset(u"few"_s, 20, {}));
    QVERIFY(report);
    QCOMPARE(report->images, 20);
    QVERIFY(testNamed(*report, "border").notTested.isEmpty()); // ten of each class are just enough
    QVERIFY(report->summary.colour != AuditSummary::Colour::Green);
    QVERIFY(report->reasons.join(u' ').contains(u"20"_s));
}

void TestAuditOdd::oneClass()
{
    Dataset set = dataset(u"single"_s, 30, {});
    for (DatasetItem& item : set.items)
        item.label = 0;
    const auto report = audit(set);
    QVERIFY(report);
    QVERIFY(testNamed(*report, "border").notTested.contains(u"only one class"_s));
    QVERIFY(testNamed(*report, "facts").notTested.contains(u"only one class"_s));
    QVERIFY(gapsOf(*report).contains(
        u"class and source coincide could not be tested: there is only one class"_s));
    QVERIFY(report->markers.images == 30); // letters change answers whatever the classes
    QCOMPARE(report->summary.colour, AuditSummary::Colour::Amber);
}

void TestAuditOdd::nothingReadable()
{
    Dataset set = dataset(u"broken"_s, 2, {});
    for (DatasetItem& item : set.items)
        item.file += u".missing"_s;
    const auto report = audit(set);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::DatasetUnusable);
}

void TestAuditOdd::someImagesNameNoSource()
{
    Dataset set = dataset(u"half"_s, 60);
    for (std::size_t i = 30; i < set.items.size(); ++i)
        set.items[i].source.clear();
    const auto report = audit(set);
    QVERIFY(report);
    QVERIFY(gapsOf(*report).contains(u"30 images that name none"_s));
    QVERIFY(report->table.counts.contains(u"unknown"_s));
    QCOMPARE(report->factsBySource.size(), std::size_t{1});
}

void TestAuditOdd::oneSource()
{
    const auto report = audit(dataset(u"one"_s, 40));
    QVERIFY(report);
    QVERIFY(testNamed(*report, "source").notTested.contains(u"only one source"_s));
    QVERIFY(gapsOf(*report).contains(
        u"class and source coincide could not be tested: there is only one source"_s));
    QCOMPARE(report->aucBySource.size(), std::size_t{1});
}

void TestAuditOdd::smallSourcesAreNamed()
{
    Dataset set = dataset(u"small"_s, 80);
    for (std::size_t i = 40; i < set.items.size(); ++i)
        set.items[i].source = i < 74 ? u"south"_s : u"west"_s;
    const auto report = audit(set);
    QVERIFY(report);
    QVERIFY(testNamed(*report, "source").notTested.isEmpty());
    QCOMPARE(testNamed(*report, "source").images, 74);
    QVERIFY(gapsOf(*report).contains(u"with fewer than 10 images: \"west\"."_s));
}

void TestAuditOdd::noLungsAnywhere()
{
    const auto lungs = LungSegmenter::load(QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-lungs"));
    QVERIFY2(lungs, lungs ? "" : qPrintable(lungs.error().message));
    // White below a slope of its own: nothing in it lies where lungs do.
    const auto report
        = audit(dataset(u"slopes"_s, 40,
                        [](GrayImage8& image, int i) {
                            for (int y = 0; y < image.height; ++y)
                                for (int x = 0; x < image.width; ++x)
                                    image.pixels[static_cast<std::size_t>(y * image.width + x)]
                                        = y > image.height / 8 + x * i / 400 ? 255 : 0;
                        }),
                lungs->get());
    QVERIFY(report);
    QCOMPARE(report->lungsNotFound, 40);
    QVERIFY(testNamed(*report, "lungs_blanked")
                .notTested.contains(u"no lungs were found in any image"_s));
    QVERIFY(testNamed(*report, "border").notTested.isEmpty());
    QVERIFY(report->reasons.join(u' ').contains(u"not possible"_s));
}

void TestAuditOdd::withoutTheLungPackage()
{
    const auto report = audit(dataset(u"nolungs"_s, 40), nullptr);
    QVERIFY(report);
    QCOMPARE(report->lungsNotFound, 0); // nobody looked
    QVERIFY(gapsOf(*report).contains(u"no model that finds lungs"_s));
    QVERIFY(report->summary.colour != AuditSummary::Colour::Green);
}

void TestAuditOdd::twoImages()
{
    const auto report = audit(dataset(u"two"_s, 2));
    QVERIFY(report);
    for (const AuditTest& found : report->tests)
        QVERIFY2(!found.notTested.isEmpty(), qPrintable(found.name));
    QCOMPARE(report->summary.colour, AuditSummary::Colour::Amber);
    QVERIFY(!auditJson(*report).contains("nan"));
}

void TestAuditOdd::unknownClasses()
{
    Dataset set = dataset(u"foreign"_s, 40);
    set.classes = {u"cats"_s, u"dogs"_s};
    const auto report = audit(set);
    QVERIFY(report);
    QVERIFY(gapsOf(*report).contains(u"does not know all classes"_s));
    QVERIFY(report->aucBySource.empty());
    QCOMPARE(report->factsBySource.size(), std::size_t{1});
}

void TestAuditOdd::unreadableFilesAreCounted()
{
    AuditRequest request;
    request.dataset = dataset(u"partly"_s, 40);
    request.dataset.items[3].file += u".missing"_s;
    request.unreadable = 2; // found by the index before
    const auto report = runAudit(classifier(), nullptr, request);
    QVERIFY(report);
    QCOMPARE(report->images, 39);
    QCOMPARE(report->unreadable.size(), 1);
    QVERIFY(gapsOf(*report).contains(u"3 files could not be read"_s));
}

QTEST_GUILESS_MAIN(TestAuditOdd)
#include "test_audit_odd.moc"
