// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/trust/audit_fixture.h"

#include <QTest>

#include <cmath>

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
    const auto report = audit(dataset(QStringLiteral("marked"), 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            paintCorner(image);
    }));
    QVERIFY2(report, report ? "" : qPrintable(report.error().message));
    QVERIFY(testNamed(*report, "border").auc.value > 0.9);
    QCOMPARE(report->mark.verdict, AuditMark::Verdict::Red);
    QVERIFY(report->reasons.front().contains(QStringLiteral("border")));
}

void TestAudit::chanceIsNotRed()
{
    const auto report = audit(dataset(QStringLiteral("plain"), 120, {}));
    QVERIFY(report);
    QVERIFY(report->mark.verdict != AuditMark::Verdict::Red);
    const Interval& border = testNamed(*report, "border").auc;
    QVERIFY2(border.low < 0.55 && border.high > 0.45, qPrintable(QString::number(border.value)));
    // No lungs could be blanked, one source: both are named.
    QVERIFY(!testNamed(*report, "lungs_blanked").notTested.isEmpty());
    QVERIFY(report->notTested.join(u' ').contains(QStringLiteral("only one source")));
}

void TestAudit::coincidingSourcesAreRed()
{
    Dataset set = dataset(QStringLiteral("sources"), 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            image = brightened(image, 0.4, 40);
    });
    for (DatasetItem& item : set.items)
        item.source = item.label == 1 ? QStringLiteral("south") : QStringLiteral("north");
    const auto report = audit(set);
    QVERIFY(report);
    QCOMPARE(report->mark.verdict, AuditMark::Verdict::Red);
    QVERIFY(report->reasons.join(u' ').contains(QStringLiteral("source")));
    QVERIFY(report->table.cramersV > 0.95);
}

void TestAudit::brightnessAloneIsAmber()
{
    const auto report = audit(dataset(QStringLiteral("facts"), 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            image = brightened(image, 0.6, 60);
    }));
    QVERIFY(report);
    const AuditTest& facts = testNamed(*report, "facts");
    QVERIFY2(facts.auc.value > 0.9, qPrintable(QString::number(facts.auc.value)));
    QCOMPARE(facts.images, 120);
    QVERIFY(report->reasons.join(u' ').contains(QStringLiteral("Brightness, sharpness and size")));
    QVERIFY(report->mark.verdict != AuditMark::Verdict::Green);
    QVERIFY(auditText(*report).contains(QStringLiteral("without the network")));
}

void TestAudit::factsWithinASource()
{
    // In the north brightness tells, in the south it does not, in the west is one class.
    Dataset set = dataset(QStringLiteral("within"), 160, [](GrayImage8& image, int i) {
        if (i < 60 && i % 2 == 1)
            image = brightened(image, 0.6, 60);
    });
    for (std::size_t i = 60; i < set.items.size(); ++i)
        set.items[i].source = QStringLiteral("south");
    for (std::size_t i = 120; i < set.items.size(); ++i) {
        set.items[i].source = QStringLiteral("west");
        set.items[i].label = 1;
    }
    const auto report = audit(set);
    QVERIFY(report);
    QCOMPARE(report->factsBySource.size(), std::size_t{2});
    QVERIFY(report->factsBySource.at(QStringLiteral("north")).value > 0.9);
    QVERIFY(report->factsBySource.at(QStringLiteral("south")).low < 0.6);
    QVERIFY(report->reasons.join(u' ').contains(QStringLiteral("Within the source \"north\"")));
    QVERIFY(!report->reasons.join(u' ').contains(QStringLiteral("Within the source \"south\"")));
    QVERIFY(report->notTested.join(u' ').contains(QStringLiteral("of a class: \"west\".")));
}

void TestAudit::isTheSameTwice()
{
    const Dataset set = dataset(QStringLiteral("twice"), 40, {});
    QCOMPARE(auditJson(*audit(set)), auditJson(*audit(set)));
}

void TestAudit::patientsStayApart()
{
    // Every patient has four nearly equal images and a class by chance: only a fold that holds
    // images of a patient whom it learned from could tell the class.
    Dataset set = dataset(QStringLiteral("patients"), 120, {});
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
