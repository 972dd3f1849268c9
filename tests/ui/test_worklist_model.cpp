// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the worklist in memory: order, filter, search, words, and 100,000 of them.
#include "tests/support/patience.h"
#include "tests/ui/screening_fixtures.h"
#include "ui/screening/internal/worklist_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

std::vector<WorklistRow> rowsOf(int count, int first = 1)
{
    std::vector<WorklistRow> rows;
    const ScreeningJob job = test::threeClassJob();
    for (int i = first; i < first + count; ++i) {
        ScreenedStudy study;
        study.number = i;
        study.file = u"/day/one/file%1.dcm"_s.arg(i);
        study.path = study.file;
        study = test::outcomeOf(study);
        if (i % 10 == 9) // as the journal records it
            study = test::without(study, StudyStatus::Duplicate,
                                  u"The same study as file%1.dcm."_s.arg(i - 1));
        rows.push_back(worklistRow(study, job));
    }
    return rows;
}

QString cell(const WorklistModel& model, int row, WorklistColumn column)
{
    return model.index(row, int(column)).data().toString();
}

} // namespace

class TestWorklistModel final : public QObject
{
    Q_OBJECT

    static void fill(WorklistModel& model, const std::vector<WorklistRow>& rows)
    {
        model.reset(test::threeClassJob());
        model.take(rows);
        QTRY_COMPARE(model.rowCount(), int(rows.size()));
    }

private Q_SLOTS:
    void mostUrgentComeFirstThenTheOnesWithoutAFinding()
    {
        WorklistModel model(nullptr);
        QAbstractItemModelTester tester(&model);
        fill(model, rowsOf(200));
        double before = 2;
        int rank = 0;
        qint64 number = 0;
        const StudyStatus order[] = {StudyStatus::Ok, StudyStatus::Refused, StudyStatus::Failed,
                                     StudyStatus::Duplicate, StudyStatus::Queued};
        for (int i = 0; i < model.rowCount(); ++i) {
            const WorklistRow& row = *model.at(i);
            while (row.status != order[rank]) {
                ++rank;
                number = 0;
                QVERIFY(rank < 5);
            }
            if (row.status == StudyStatus::Ok) {
                QVERIFY(row.urgency <= before);
                if (row.urgency < before)
                    number = 0;
                before = row.urgency;
            }
            QVERIFY(row.number > number); // equal ones by number
            number = row.number;
        }
        QCOMPARE(rank, 3);
        QVERIFY(model.at(0)->positive);
    }

    void sortsByEveryColumn()
    {
        WorklistModel model(nullptr);
        QAbstractItemModelTester tester(&model);
        fill(model, rowsOf(60));
        model.setVerdict(12, Verdict::Unsure, u"zebra"_s);
        model.setVerdict(20, Verdict::Agree, u"Apple"_s);
        model.setVerdict(22, Verdict::Agree, u"apple pie"_s);
        for (int column = 0; column < worklistColumns; ++column)
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(model.rowCount(), 60);
            }
        model.sort(int(WorklistColumn::File), Qt::AscendingOrder);
        QCOMPARE(cell(model, 9, WorklistColumn::File), u"/day/one/file10.dcm"_s);
        model.sort(int(WorklistColumn::Comment), Qt::AscendingOrder);
        QCOMPARE(model.at(0)->number, 20);
        QCOMPARE(model.at(1)->number, 22);
        QCOMPARE(model.at(2)->number, 12);
        model.sort(int(WorklistColumn::Comment), Qt::DescendingOrder);
        QCOMPARE(model.at(0)->number, 12);
        QCOMPARE(model.at(2)->number, 20);
        model.sort(int(WorklistColumn::Verdict), Qt::AscendingOrder);
        QCOMPARE(model.at(0)->number, 20);
        model.sort(int(WorklistColumn::Probability), Qt::DescendingOrder);
        float before = 2;
        for (int i = 0; i < model.rowCount() && model.at(i)->probability >= 0; ++i) {
            QVERIFY(model.at(i)->probability <= before);
            before = model.at(i)->probability;
        }
    }

    void textOfOtherScriptsSortsAsWhole()
    {
        WorklistModel model(nullptr);
        fill(model, rowsOf(3));
        model.setVerdict(1, Verdict::None, u"あb"_s);
        model.setVerdict(2, Verdict::None, u"いa"_s);
        model.setVerdict(3, Verdict::None, u"z"_s);
        model.sort(int(WorklistColumn::Comment), Qt::AscendingOrder);
        QCOMPARE(model.shownNumbers(), (QList<qint64>{3, 1, 2}));
    }

    void filterAndSearchTogether()
    {
        WorklistModel model(nullptr);
        QAbstractItemModelTester tester(&model);
        const auto rows = rowsOf(100);
        fill(model, rows);
        const auto count = [&rows](auto accepts) {
            return int(std::count_if(rows.begin(), rows.end(), accepts));
        };
        model.setFilter(WorklistFilter::Refused);
        QCOMPARE(model.rowCount(), 10);
        model.setFilter(WorklistFilter::Failed);
        QCOMPARE(model.rowCount(), 10);
        model.setFilter(WorklistFilter::Duplicates);
        QCOMPARE(model.rowCount(), 10);
        model.setFilter(WorklistFilter::Waiting);
        QCOMPARE(model.rowCount(), 0);
        model.setFilter(WorklistFilter::Positive);
        QCOMPARE(model.rowCount(), count([](const WorklistRow& row) { return row.positive; }));
        // Positive below one half is a finding although "No finding" is more probable.
        model.setFilter(WorklistFilter::Findings);
        QCOMPARE(model.rowCount(), count([](const WorklistRow& row) { return row.positive; }));
        model.setSearch(u"FILE1 covid"_s);
        for (int i = 0; i < model.rowCount(); ++i) {
            QVERIFY(cell(model, i, WorklistColumn::File).contains(u"file1"_s));
            QCOMPARE(cell(model, i, WorklistColumn::Finding), u"COVID-19"_s);
        }
        QVERIFY(model.rowCount() > 0);
        model.setFilter(WorklistFilter::All);
        model.setSearch(u"lateral"_s);
        QCOMPARE(model.rowCount(), 10);
        model.setSearch(u"patient77"_s);
        QCOMPARE(model.shownNumbers(), QList<qint64>{77});
        model.setSearch({});
        QCOMPARE(model.rowCount(), 100);
    }

    void rowsThatChangeMoveAndKeepTheirIndexes()
    {
        WorklistModel model(nullptr);
        QAbstractItemModelTester tester(&model);
        std::vector<WorklistRow> rows = rowsOf(40);
        for (WorklistRow& row : rows) {
            row.status = StudyStatus::Queued;
            row.urgency = -1;
            row.label = -1;
        }
        fill(model, rows);
        const QPersistentModelIndex kept
            = model.index(model.shownRowOf(20), int(WorklistColumn::File));
        const auto done = rowsOf(40);
        for (size_t i = 0; i < done.size(); i += 7) {
            model.take({done.begin() + long(i), done.begin() + long(std::min(i + 7, done.size()))});
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(model.isSettled());
        QCOMPARE(model.rowCount(), 40);
        QCOMPARE(kept.data().toString(), u"/day/one/file20.dcm"_s);
        QCOMPARE(kept.row(), model.shownRowOf(20));
        QCOMPARE(model.at(0)->status, StudyStatus::Ok);
        QCOMPARE(model.at(39)->status, StudyStatus::Duplicate);
    }

    void aVerdictShowsAtOnceAndTheRowStaysInSight()
    {
        WorklistModel model(nullptr);
        fill(model, rowsOf(20));
        model.setFilter(WorklistFilter::Unread);
        const int before = model.rowCount();
        const qint64 number = model.at(1)->number;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setVerdict(number, Verdict::Disagree, u"pacemaker"_s);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(cell(model, 1, WorklistColumn::Verdict), u"Disagree"_s);
        model.take({*model.at(1)});
        QVERIFY(!model.isSettled());
        QTRY_VERIFY(model.isSettled()); // the order was looked at again
        QCOMPARE(model.rowCount(), before);
        QCOMPARE(model.shownRowOf(number), 1);
        model.setFilter(WorklistFilter::All);
        model.setFilter(WorklistFilter::Unread);
        QCOMPARE(model.rowCount(), before - 1);
        model.setFilter(WorklistFilter::All);
        model.setSearch(u"pacemaker"_s);
        QCOMPARE(model.shownNumbers(), QList<qint64>{number});
    }

    void cellsSayItInWords()
    {
        WorklistModel model(nullptr);
        fill(model, rowsOf(10));
        model.sort(int(WorklistColumn::File), Qt::AscendingOrder);
        QCOMPARE(cell(model, 1, WorklistColumn::Finding), u"COVID-19"_s); // 0.74
        QCOMPARE(cell(model, 1, WorklistColumn::Probability), u"74.0 %"_s);
        QCOMPARE(cell(model, 1, WorklistColumn::Gate), u"Ok"_s);
        QCOMPARE(cell(model, 1, WorklistColumn::Status), u"Done"_s);
        QCOMPARE(cell(model, 2, WorklistColumn::Gate), u"Refused"_s);
        // Where there is no finding, the reason why.
        QCOMPARE(cell(model, 2, WorklistColumn::Finding), u"It is a lateral view."_s);
        QCOMPARE(cell(model, 5, WorklistColumn::Gate), QString());
        QCOMPARE(cell(model, 5, WorklistColumn::Status), u"Failed"_s);
        QCOMPARE(cell(model, 7, WorklistColumn::Gate), u"With warnings"_s);
        QCOMPARE(cell(model, 8, WorklistColumn::Status), u"Duplicate"_s);
        const QString spoken = model.index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY(spoken.contains(u"positive"_s));
        QVERIFY(spoken.contains(u"urgency"_s));
        for (int column = 0; column < worklistColumns; ++column)
            QVERIFY(
                !model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }

    void hiddenNamesAreNeitherShownNorFound()
    {
        WorklistModel model(nullptr);
        QAbstractItemModelTester tester(&model);
        fill(model, rowsOf(100));
        model.setTextHidden(true);
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = 0; column < worklistColumns; ++column)
                for (const int role :
                     {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
                    const QString text = model.index(row, column).data(role).toString();
                    QVERIFY2(!text.contains(u"file"_s, Qt::CaseInsensitive)
                                 && !text.contains(u"Patient"_s) && !text.contains(u"Doe"_s),
                             qPrintable(text));
                }
        QVERIFY(cell(model, 0, WorklistColumn::File).startsWith(u"Study "_s));
        model.setSearch(u"doe"_s);
        QCOMPARE(model.rowCount(), 0);
        model.setSearch(u"covid"_s);
        QVERIFY(model.rowCount() > 0);
        // Nor does their order tell.
        model.setSearch({});
        model.sort(int(WorklistColumn::Patient), Qt::AscendingOrder);
        QCOMPARE(model.at(0)->number, 1);
        QCOMPARE(model.at(99)->number, 100);
    }

    void aHundredThousandRows()
    {
        WorklistModel model(nullptr);
        QTableView view;
        view.setModel(&model);
        view.verticalHeader()->setDefaultSectionSize(56);
        view.resize(1000, 600);
        view.show();
        const auto rows = rowsOf(100000);
        model.reset(test::threeClassJob());
        QElapsedTimer timer;
        const auto say = [&timer](const char* what) {
            qInfo("%s: %.1f ms", what, double(timer.nsecsElapsed()) / 1e6);
        };
        timer.start();
        for (size_t i = 0; i < rows.size(); i += 2000)
            model.take({rows.begin() + long(i), rows.begin() + long(i + 2000)});
        say("100,000 rows taken in, 50 chunks");
        QTRY_COMPARE(model.rowCount(), 100000);
        const auto timed = [&](const char* what, const auto& act) {
            timer.restart();
            act();
            say(what);
        };
        timed("sorted by file", [&] { model.sort(int(WorklistColumn::File), Qt::AscendingOrder); });
        timed("sorted by urgency",
              [&] { model.sort(int(WorklistColumn::Urgency), Qt::DescendingOrder); });
        timed("sorted by patient",
              [&] { model.sort(int(WorklistColumn::Patient), Qt::AscendingOrder); });
        timed("searched for two words", [&] { model.setSearch(u"covid file99"_s); });
        QVERIFY(model.rowCount() > 0 && model.rowCount() < 100000);
        timed("search taken back", [&] { model.setSearch({}); });
        timed("filtered", [&] { model.setFilter(WorklistFilter::Refused); });
        QCOMPARE(model.rowCount(), 10000);
        timed("filter taken back", [&] { model.setFilter(WorklistFilter::All); });
        model.sort(int(WorklistColumn::Urgency), Qt::DescendingOrder);
        timer.restart();
        model.setVerdict(77777, Verdict::Agree, {});
        say("one verdict");
        auto changed = rowsOf(1000, 50000);
        for (WorklistRow& row : changed)
            row.urgency = 0.99;
        QSignalSpy arranged(&model, &WorklistModel::arranged);
        model.take(changed);
        QVERIFY(arranged.wait(test::patienceMs));
        timer.restart();
        view.scrollToBottom();
        view.grab();
        say("scrolled to the end and painted");
        QCOMPARE(model.rowCount(), 100000);
        QVERIFY(model.at(0)->urgency >= 0.99);
    }
};

QTEST_MAIN(TestWorklistModel)
#include "test_worklist_model.moc"
