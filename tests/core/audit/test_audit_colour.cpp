// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/audit_colour.h"
#include "core/audit/internal/cross_table.h"
#include "tests/support/markdown_tables.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

AuditReport clean()
{
    AuditReport report;
    report.table.cramersV = 0;
    for (const char* name :
         {"whole", "border", "lungs_blanked", "thumbnail", "corners", "facts", "source"})
        report.tests.push_back(
            {QString::fromLatin1(name), QString::fromLatin1(name), {0.5, 0.45, 0.55}, 300, {}});
    report.tests.front().auc = {0.9, 0.87, 0.93};
    return report;
}

AuditTest& testOf(AuditReport& report, QStringView name)
{
    for (AuditTest& found : report.tests)
        if (found.name == name)
            return found;
    qFatal("no such test");
}

} // namespace

class TestAuditColour : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rule_data();
    void rule();
    void redStandsBesidePredictions();
    void gapsAreAmber();
    void factsWithinASourceAreAmber();
    void theRuleNamesEveryTest();
    void crossTableIsBergsmas();
    void oneSourceHasNoCoincidence();
    void jsonIsTheContract();
    void anyNameStaysInItsCell();
};

void TestAuditColour::rule_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("auc");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("coincidence");
    QTest::addColumn<QString>("verdict");
    const QString green = u"green"_s;
    const QString amber = u"amber"_s;
    const QString red = u"red"_s;
    QTest::newRow("nothing") << "border" << 0.5 << 0.45 << 0.0 << green;
    QTest::newRow("border") << "border" << 0.85 << 0.8 << 0.0 << red;
    QTest::newRow("border, by chance") << "border" << 0.85 << 0.49 << 0.0 << green;
    QTest::newRow("border, a part of it") << "border" << 0.75 << 0.7 << 0.0 << amber;
    QTest::newRow("border, little") << "border" << 0.62 << 0.55 << 0.0 << amber;
    QTest::newRow("lungs blanked") << "lungs_blanked" << 0.9 << 0.86 << 0.0 << red;
    QTest::newRow("corners") << "corners" << 0.9 << 0.86 << 0.0 << amber;
    QTest::newRow("thumbnail") << "thumbnail" << 0.92 << 0.88 << 0.0 << amber;
    QTest::newRow("facts") << "facts" << 0.8 << 0.75 << 0.0 << amber;
    QTest::newRow("facts, little") << "facts" << 0.7 << 0.65 << 0.0 << green;
    QTest::newRow("facts, by chance") << "facts" << 0.8 << 0.49 << 0.0 << green;
    QTest::newRow("source alone") << "source" << 0.99 << 0.98 << 0.1 << green;
    QTest::newRow("source, half coinciding") << "source" << 0.99 << 0.98 << 0.4 << amber;
    QTest::newRow("source, coinciding") << "source" << 0.99 << 0.98 << 0.6 << red;
    QTest::newRow("coinciding, not told") << "source" << 0.7 << 0.65 << 0.6 << green;
}

void TestAuditColour::rule()
{
    QFETCH(QString, name);
    QFETCH(double, auc);
    QFETCH(double, low);
    QFETCH(double, coincidence);
    AuditReport report = clean();
    report.table.cramersV = coincidence;
    testOf(report, name).auc = {auc, low, auc + 0.03};
    judge(report);
    QTEST(auditColourName(report.summary.colour), "verdict");
    QVERIFY(!report.reasons.isEmpty());
}

void TestAuditColour::redStandsBesidePredictions()
{
    AuditReport report = clean();
    testOf(report, u"border").auc = {0.95, 0.93, 0.97};
    judge(report);
    QVERIFY(report.summary.sentence.contains(u"red"_s));
    QVERIFY(report.summary.sentence.contains(u"0.95"_s));
}

void TestAuditColour::gapsAreAmber()
{
    AuditReport few = clean();
    for (AuditTest& found : few.tests)
        found.images = 20;
    judge(few);
    QCOMPARE(few.summary.colour, AuditSummary::Colour::Amber);
    QVERIFY(few.reasons.front().contains(u"20"_s));
    AuditReport noLungs = clean();
    testOf(noLungs, u"lungs_blanked").notTested = u"no lungs"_s;
    judge(noLungs);
    QCOMPARE(noLungs.summary.colour, AuditSummary::Colour::Amber);
}

void TestAuditColour::factsWithinASourceAreAmber()
{
    AuditReport report = clean();
    report.factsBySource[u"north"_s] = {0.7, 0.6, 0.8};
    judge(report);
    QCOMPARE(report.summary.colour, AuditSummary::Colour::Green);
    report.factsBySource[u"south"_s] = {0.8, 0.7, 0.9};
    judge(report);
    QCOMPARE(report.summary.colour, AuditSummary::Colour::Amber);
    QCOMPARE(report.reasons.size(), 1);
    QVERIFY(report.reasons.front().contains(u"\"south\""_s));
    QVERIFY(auditText(report).contains(u"| south | 0.80 (0.70 to 0.90) |"_s));
    const QJsonObject json = QJsonDocument::fromJson(auditJson(report)).object();
    const QJsonObject south = json[u"facts_by_source"_s].toObject()[u"south"_s].toObject();
    QCOMPARE(south[u"auc_low"_s].toDouble(), 0.7);
}

void TestAuditColour::theRuleNamesEveryTest()
{
    for (const char* word : {"lungs blanked", "border", "corners", "32 x 32", "brightness",
                             "source", "letters", "fewer than 100 images", "not possible"})
        QVERIFY2(auditRule().join(u' ').contains(QLatin1String(word)), word);
}

void TestAuditColour::crossTableIsBergsmas()
{
    std::vector<std::pair<QString, QString>> images;
    constexpr int counts[3][2] = {{30, 10}, {5, 35}, {20, 20}};
    for (int source = 0; source < 3; ++source)
        for (int label = 0; label < 2; ++label)
            for (int i = 0; i < counts[source][label]; ++i)
                images.emplace_back(QString::number(source), QString::number(label));
    const CrossTable table = crossTable(images);
    // numpy, by the formula of Bergsma (2013).
    QVERIFY(std::abs(table.cramersV - 0.5010360251466212) < 1e-12);
    QCOMPARE(table.guessedFromSource, 85 / 120.0);
    QCOMPARE(table.guessedBlindly, 65 / 120.0);
    QCOMPARE(table.counts.at(u"1"_s).at(u"1"_s), 35);
}

void TestAuditColour::oneSourceHasNoCoincidence()
{
    const CrossTable table = crossTable({{QString(), u"a"_s}, {QString(), u"b"_s}});
    QVERIFY(std::isnan(table.cramersV));
    QVERIFY(table.counts.contains(u"unknown"_s));
}

void TestAuditColour::jsonIsTheContract()
{
    AuditReport report = clean();
    testOf(report, u"source").notTested = u"one source"_s;
    judge(report);
    const QJsonObject json = QJsonDocument::fromJson(auditJson(report)).object();
    QCOMPARE(json[u"verdict"_s].toString(), u"green"_s);
    QVERIFY(json[u"reasons"_s].isArray());
    const QJsonObject tests = json[u"tests"_s].toObject();
    const QJsonObject border = tests[u"border"_s].toObject();
    QCOMPARE(border[u"auc"_s].toDouble(), 0.5);
    QCOMPARE(border[u"auc_low"_s].toDouble(), 0.45);
    QCOMPARE(border[u"auc_high"_s].toDouble(), 0.55);
    QCOMPARE(border[u"n"_s].toInt(), 300);
    QVERIFY(tests[u"source"_s].toObject()[u"auc"_s].isNull());
    QVERIFY(auditText(report).contains(u"Verdict: green"_s));
}

void TestAuditColour::anyNameStaysInItsCell()
{
    AuditReport report = clean();
    report.table.counts = {{u"x|y"_s, {{u"a|b"_s, 3}, {u"c"_s, 4}}}, {u"%1 \\"_s, {{u"c"_s, 5}}}};
    report.aucBySource[u"x|y"_s] = {0.8, 0.7, 0.9};
    report.factsBySource[u"x|y"_s] = {0.6, 0.5, 0.7};
    const QString text = auditText(report);
    QCOMPARE(raggedRow(text), QString());
    QVERIFY(hasRow(text, {u"source"_s, u"a|b"_s, u"c"_s}));
    QVERIFY(hasRow(text, {u"x|y"_s, u"3"_s, u"4"_s}));
    QVERIFY(hasRow(text, {u"%1 \\"_s, u"0"_s, u"5"_s}));
    QVERIFY(hasRow(text, {u"x|y"_s, u"0.80 (0.70 to 0.90)"_s}));
    QVERIFY(hasRow(text, {u"x|y"_s, u"0.60 (0.50 to 0.70)"_s}));
}

QTEST_GUILESS_MAIN(TestAuditColour)
#include "test_audit_colour.moc"
