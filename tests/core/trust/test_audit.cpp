// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/trust/audit.h"

#include "tests/support/golden_network.h"
#include "tests/support/varied_chest.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ccad;
using namespace ccad::test;

/// Drawn chests in which nothing tells the classes apart but what a test puts there.
class TestAudit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aMarkedBorderIsRed();
    void chanceIsNotRed();
    void coincidingSourcesAreRed();
    void withoutSourcesItSaysSo();
    void twentyImages();
    void oneClass();
    void isTheSameTwice();
    void patientsStayApart();
    void nothingReadable();

private:
    /// What is put into the picture number `i`.
    using Change = std::function<void(GrayImage8& image, int i)>;
    [[nodiscard]] Dataset dataset(const QString& name, int count, const Change& change) const;
    [[nodiscard]] Result<AuditReport> audit(const Dataset& dataset) const
    {
        AuditRequest request;
        request.dataset = dataset;
        return runAudit(*m_classifier, nullptr, request);
    }
    static const AuditTest& test(const AuditReport& report, const char* name)
    {
        for (const AuditTest& found : report.tests)
            if (found.name == QString::fromLatin1(name))
                return found;
        qFatal("no such test");
    }

    QTemporaryDir m_dir;
    std::unique_ptr<Classifier> m_classifier;
};

namespace {

void paintCorner(GrayImage8& image)
{
    for (int y = 0; y < image.height / 12; ++y)
        for (int x = 0; x < image.width; ++x)
            image.pixels[static_cast<std::size_t>(y * image.width + x)] = x % 4 < 2 ? 255 : 0;
}

} // namespace

Dataset TestAudit::dataset(const QString& name, int count, const Change& change) const
{
    Dataset dataset;
    dataset.classes = {QStringLiteral("class_0"), QStringLiteral("class_1")};
    for (int i = 0; i < count; ++i) {
        GrayImage8 image = variedChest(64, static_cast<std::uint64_t>(i) + 100);
        if (change)
            change(image, i);
        DatasetItem item;
        item.file = m_dir.filePath(QStringLiteral("%1-%2.png").arg(name).arg(i));
        item.label = i % 2;
        item.patient = QString::number(i);
        item.source = QStringLiteral("north");
        if (!writeFileAtomically(item.file, pngOf(image)))
            qFatal("cannot write");
        dataset.items.push_back(item);
    }
    return dataset;
}

void TestAudit::initTestCase()
{
    NetworkSpec network;
    network.widthMultiplier = 0.35;
    network.inputSize = 64;
    auto classifier = Classifier::create(hashPackage(network));
    QVERIFY(classifier);
    m_classifier = std::move(*classifier);
}

void TestAudit::aMarkedBorderIsRed()
{
    const auto report = audit(dataset(QStringLiteral("marked"), 120, [](GrayImage8& image, int i) {
        if (i % 2 == 1)
            paintCorner(image);
    }));
    QVERIFY2(report, report ? "" : qPrintable(report.error().message));
    QVERIFY(test(*report, "border").auc.value > 0.9);
    QCOMPARE(report->mark.verdict, AuditMark::Verdict::Red);
    QVERIFY(report->reasons.front().contains(QStringLiteral("border")));
}

void TestAudit::chanceIsNotRed()
{
    const auto report = audit(dataset(QStringLiteral("plain"), 120, {}));
    QVERIFY(report);
    QVERIFY(report->mark.verdict != AuditMark::Verdict::Red);
    const Interval& border = test(*report, "border").auc;
    QVERIFY2(border.low < 0.55 && border.high > 0.45, qPrintable(QString::number(border.value)));
    // No lungs could be blanked, one source: both are named.
    QVERIFY(!test(*report, "lungs_blanked").notTested.isEmpty());
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

void TestAudit::withoutSourcesItSaysSo()
{
    Dataset set = dataset(QStringLiteral("nameless"), 60, {});
    for (DatasetItem& item : set.items) {
        item.source.clear();
        item.patient.clear();
    }
    const auto report = audit(set);
    QVERIFY(report);
    const QString gaps = report->notTested.join(u' ');
    QVERIFY(gaps.contains(QStringLiteral("where its images come from")));
    QVERIFY(gaps.contains(QStringLiteral("name no patient")));
    QVERIFY(std::isnan(report->table.cramersV));
}

void TestAudit::twentyImages()
{
    const auto report = audit(dataset(QStringLiteral("few"), 20, {}));
    QVERIFY(report);
    QCOMPARE(report->images, 20);
    QVERIFY(test(*report, "border").notTested.isEmpty()); // ten of each class are just enough
    QVERIFY(report->mark.verdict != AuditMark::Verdict::Green);
    QVERIFY(report->reasons.join(u' ').contains(QStringLiteral("20")));
}

void TestAudit::oneClass()
{
    Dataset set = dataset(QStringLiteral("single"), 30, {});
    for (DatasetItem& item : set.items)
        item.label = 0;
    const auto report = audit(set);
    QVERIFY(report);
    QVERIFY(test(*report, "border").notTested.contains(QStringLiteral("only one class")));
    QCOMPARE(report->mark.verdict, AuditMark::Verdict::Amber);
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
    QVERIFY2(test(*report, "whole").auc.value < 0.85,
             qPrintable(QString::number(test(*report, "whole").auc.value)));
}

void TestAudit::nothingReadable()
{
    Dataset set = dataset(QStringLiteral("broken"), 2, {});
    for (DatasetItem& item : set.items)
        item.file += QStringLiteral(".missing");
    const auto report = audit(set);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::DatasetUnusable);
}

QTEST_GUILESS_MAIN(TestAudit)
#include "test_audit.moc"
