// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/audit/audit_fixture.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestAudit : public QObject, private AuditFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aMarkedBorderIsRed();
    void chanceIsNotRed();
    void coincidingSourcesAreRed();
    void brightnessAloneIsAmber();
    void factsWithinASource();
    void isTheSameTwice();
    void patientsStayApart();
};

namespace {

void paintCorner(GrayImage8& image)
{
    for (int y = 0; y < image.height / 12; ++y)
        for (int x = 0; x < image.width; ++x)
            image.pixels[static_cast<std::size_t>(y * image.width + x)] = x % 4 < 2 ? 255 : 0;
}

} // namespace

void TestAudit::initTestCase()
{
    QVERIFY(makeClassifier());
}

void TestAudit::aMarkedBorderIsRed()
{
    const auto report = audit(dataset(u"marked"_s, 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            paintCorner(image);
    }));
    QVERIFY2(report, report ? "" : qPrintable(report.error().message));
    QVERIFY(testNamed(*report, "border").auc.value > 0.9);
    QCOMPARE(report->summary.colour, AuditSummary::Colour::Red);
    QVERIFY(report->reasons.front().contains(u"border"_s));
}

void TestAudit::chanceIsNotRed()
{
    const auto report = audit(dataset(u"plain"_s, 120, {}));
    QVERIFY(report);
    QVERIFY(report->summary.colour != AuditSummary::Colour::Red);
    const Interval& border = testNamed(*report, "border").auc;
    QVERIFY2(border.low < 0.55 && border.high > 0.45, qPrintable(QString::number(border.value)));
    // No lungs could be blanked, one source: both are named.
    QVERIFY(!testNamed(*report, "lungs_blanked").notTested.isEmpty());
    QVERIFY(report->notTested.join(u' ').contains(u"only one source"_s));
}

void TestAudit::coincidingSourcesAreRed()
{
    Dataset set = dataset(u"sources"_s, 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            image = brightened(image, 0.4, 40);
    });
    for (DatasetItem& item : set.items)
        item.source = item.label == 1 ? u"south"_s : u"north"_s;
    const auto report = audit(set);
    QVERIFY(report);
    QCOMPARE(report->summary.colour, AuditSummary::Colour::Red);
    QVERIFY(report->reasons.join(u' ').contains(u"source"_s));
    QVERIFY(report->table.cramersV > 0.95);
}

void TestAudit::brightnessAloneIsAmber()
{
    const auto report = audit(dataset(u"facts"_s, 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            image = brightened(image, 0.6, 60);
    }));
    QVERIFY(report);
    const AuditTest& facts = testNamed(*report, "facts");
    QVERIFY2(facts.auc.value > 0.9, qPrintable(QString::number(facts.auc.value)));
    QCOMPARE(facts.images, 120);
    QVERIFY(report->reasons.join(u' ').contains(u"Brightness, sharpness and size"_s));
    QVERIFY(report->summary.colour != AuditSummary::Colour::Green);
    QVERIFY(auditText(*report).contains(u"without the network"_s));
}

void TestAudit::factsWithinASource()
{
    // In the north brightness tells, in the south it does not, in the west is one class.
    Dataset set = dataset(u"within"_s, 160, [](GrayImage8& image, int i) {
        if (i < 60 && i % 2 == 1)
            image = brightened(image, 0.6, 60);
    });
    for (std::size_t i = 60; i < set.items.size(); ++i)
        set.items[i].source = u"south"_s;
    for (std::size_t i = 120; i < set.items.size(); ++i) {
        set.items[i].source = u"west"_s;
        set.items[i].label = 1;
    }
    const auto report = audit(set);
    QVERIFY(report);
    QCOMPARE(report->factsBySource.size(), std::size_t{2});
    QVERIFY(report->factsBySource.at(u"north"_s).value > 0.9);
    QVERIFY(report->factsBySource.at(u"south"_s).low < 0.6);
    QVERIFY(report->reasons.join(u' ').contains(u"Within the source \"north\""_s));
    QVERIFY(!report->reasons.join(u' ').contains(u"Within the source \"south\""_s));
    QVERIFY(report->notTested.join(u' ').contains(u"of a class: \"west\"."_s));
}

void TestAudit::isTheSameTwice()
{
    const Dataset set = dataset(u"twice"_s, 40, {});
    QCOMPARE(auditJson(*audit(set)), auditJson(*audit(set)));
}

void TestAudit::patientsStayApart()
{
    // Every patient has four nearly equal images and a class by chance: only a fold that holds
    // images of a patient whom it learned from could tell the class.
    Dataset set = dataset(u"patients"_s, 120, {});
    for (std::size_t i = 0; i < set.items.size(); ++i) {
        const std::size_t patient = i / 4;
        set.items[i].patient = QString::number(patient);
        set.items[i].file = set.items[patient * 4].file;
        set.items[i].label = static_cast<int>(patient * 7 % 13 % 2);
    }
    const auto report = audit(set);
    QVERIFY(report);
    QCOMPARE(report->patients, 30);
    QVERIFY2(testNamed(*report, "whole").auc.value < 0.85,
             qPrintable(QString::number(testNamed(*report, "whole").auc.value)));
}

QTEST_GUILESS_MAIN(TestAudit)
#include "test_audit.moc"
