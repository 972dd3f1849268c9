// SPDX-License-Identifier: GPL-3.0-or-later
// The summary of a batch on paper.
#include "tests/ui/screening_fixtures.h"
#include "ui/screening/internal/worklist_pdf.h"
#include "ui/screening/internal/worklist_report.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestWorklistReport final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] WorklistReport reportOf(int files, WorklistReportOptions options) const
    {
        const QString path = m_folder.filePath(u"%1.journal"_s.arg(files));
        if (!QFile::exists(path))
            test::fillJournal(path, files);
        const auto journal = Journal::open(path);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        options.time = QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC);
        const auto report = worklistReport(**journal, options);
        if (!report)
            qFatal("%s", qPrintable(report.error().message));
        return *report;
    }

    static qsizetype pagesOf(const QByteArray& pdf) { return pdf.count("/Type /Page\n"); }

private Q_SLOTS:
    void saysWhatIsMostUrgentAndWhatFailed()
    {
        const WorklistReport report = reportOf(100, {});
        QVERIFY(report.counts.contains(u"100 file"_s));
        QCOMPARE(int(report.rows.size()), 70);
        for (size_t i = 1; i < report.rows.size(); ++i)
            QVERIFY(report.rows[i].urgency <= report.rows[i - 1].urgency);
        QVERIFY(report.rows.front().finding.contains(u"COVID-19"_s));
        QVERIFY(report.rows.front().finding.contains(u"positive"_s));
        QVERIFY(!report.rows.front().thumbnail.isNull());
        QCOMPARE(int(report.problems.size()), 20);
        QVERIFY(report.problems.front().words.contains(u"lateral"_s));
        QVERIFY(report.model.join(u' ').contains(u"test-model"_s));
        QCOMPARE(report.leftOut, 0);
    }

    void aUidUsedTwiceIsSaidAtTheTopAndInEachRow()
    {
        const QString path = m_folder.filePath(u"anonymised.journal"_s);
        test::fillAnonymisedJournal(path, 4);
        const auto journal = Journal::open(path);
        QVERIFY(journal);
        WorklistReportOptions options;
        options.time = QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC);
        const auto report = worklistReport(**journal, options);
        QVERIFY(report);
        QVERIFY2(report->concerns.contains(u"4 films carry one SOP Instance UID"_s),
                 qPrintable(report->concerns));
        QVERIFY(!report->concerns.contains(u"ANON"_s));
        QCOMPARE(int(report->rows.size()), 3);
        for (const WorklistReportRow& row : report->rows)
            QVERIFY(row.remark.contains(u"UID used twice: "_s));
        QVERIFY(report->problems.front().words.contains(u"a hand"_s));
        QVERIFY(report->problems.front().words.contains(u"UID used twice: "_s));
        WorklistReport silent = *report;
        silent.concerns.clear();
        QVERIFY(worklistPdf(*report) != worklistPdf(silent));
        QCOMPARE(reportOf(100, {}).concerns, QString());
    }

    void patientsAreNamedOnlyWhenAsked()
    {
        WorklistReportOptions options;
        for (const WorklistReportRow& row : reportOf(100, options).rows)
            QVERIFY(row.patient.isEmpty());
        options.withIdentifiers = true;
        QVERIFY(reportOf(100, options).rows.front().patient.startsWith(u"Doe, "_s));
    }

    void whatHasNoRoomIsCounted()
    {
        WorklistReportOptions options;
        options.rows = 10;
        options.problems = 5;
        const WorklistReport report = reportOf(100, options);
        QCOMPARE(int(report.rows.size()), 10);
        QCOMPARE(report.leftOut, 60);
        QCOMPARE(report.problemsLeftOut, 15);
    }

    void theSameContentGivesTheSameBytesOnAsManyPagesAsItTakes()
    {
        const WorklistReport report = reportOf(100, {});
        const QByteArray pdf = worklistPdf(report);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("D:20260102030400"));
        QVERIFY(worklistPdf(report) == pdf);
        QVERIFY(pagesOf(pdf) >= 4);
        WorklistReport empty;
        empty.time = report.time;
        QCOMPARE(pagesOf(worklistPdf(empty)), qsizetype(1));
        const auto written = writeWorklistPdf(report, m_folder.filePath(u"none/a.pdf"_s));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
    }
};

QTEST_MAIN(TestWorklistReport)
#include "test_worklist_report.moc"
