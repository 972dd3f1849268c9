// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/relabels.h"
#include "tests/support/patience.h"
#include "tests/ui/results_fixtures.h"
#include "ui/training/results/internal/label_corrections.h"
#include "ui/training/results/internal/prediction_filter.h"
#include "ui/training/results/internal/prediction_model.h"
#include "ui/training/results/internal/predictions_page.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUndoStack>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestResultsPredictions final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    ModelResults m_results;
    std::unique_ptr<PredictionsPage> m_page;

    [[nodiscard]] QListView& view() const
    {
        return *m_page->findChild<QListView*>(u"predictions"_s);
    }
    [[nodiscard]] QComboBox& choice(const char* name) const
    {
        return *m_page->findChild<QComboBox*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QVariant shown(int row, int role) const
    {
        return view().model()->index(row, 0).data(role);
    }
    [[nodiscard]] int wrong() const
    {
        return int(std::count_if(
            m_results.test.items.begin(), m_results.test.items.end(),
            [](const ScoredItem& scored) { return predictedClass(scored) != scored.item.label; }));
    }

    void showPage()
    {
        m_page->resize(900, 600);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get(), test::patienceMs));
        view().setFocus();
        // A shortcut needs a window that is active.
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get(), test::patienceMs));
    }

    /// Of the menu that F2 opens, the entry whose text contains the words.
    void chooseFromLabelMenu(const QString& words)
    {
        QTest::keyClick(m_page.get(), Qt::Key_F2);
        auto* menu = m_page->findChild<QMenu*>();
        QTRY_VERIFY(menu->isVisible());
        for (QAction* action : menu->actions())
            if (action->text().contains(words)) {
                QVERIFY(action->isEnabled());
                menu->hide();
                // The offscreen platform leaves no window active behind a menu.
                m_page->activateWindow();
                QVERIFY(QTest::qWaitForWindowActive(m_page.get(), test::patienceMs));
                action->trigger();
                return;
            }
        QFAIL(qPrintable(words));
    }

    [[nodiscard]] QString labelOnDisk(const QString& file) const
    {
        return Relabels::load(m_folder->path())->labelOf(file);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_results = test::modelResults(m_folder->path(), 60);
        m_page = std::make_unique<PredictionsPage>();
        m_page->setResults(std::make_shared<const ModelResults>(m_results));
        m_page->setDatasetPath(m_folder->path());
    }

    void theModelIsSound()
    {
        PredictionModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        PredictionFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester filterTester(
            &filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setItems(m_results.test.items, m_results.manifest);
        QCOMPARE(model.rowCount(), 60);
        filter.setCorrectness(PredictionFilter::Correctness::Wrong);
        filter.setOrder(PredictionFilter::Order::LeastCertain);
        model.setCorrection(m_results.test.items[0].item.file, u"normal"_s);
        model.setItems({}, m_results.manifest);
        QCOMPARE(filter.rowCount(), 0);
    }

    void aCellSaysWhatIsAndWhatWasPredicted()
    {
        PredictionModel model;
        model.setItems(m_results.test.items, m_results.manifest);
        for (int row = 0; row < 20; ++row) {
            const ScoredItem& scored = m_results.test.items[size_t(row)];
            const QModelIndex index = model.index(row);
            const bool right = predictedClass(scored) == scored.item.label;
            QCOMPARE(index.data(PredictionModel::RightRole).toBool(), right);
            const QString spoken = index.data(Qt::AccessibleTextRole).toString();
            QVERIFY(spoken.startsWith(right ? u"Right:"_s : u"Wrong:"_s));
            QVERIFY(spoken.contains(index.data(PredictionModel::TrueRole).toString()));
        }
    }

    void filterAndOrder()
    {
        QCOMPARE(view().model()->rowCount(), 60);
        choice("predictionVerdict").setCurrentIndex(1);
        QCOMPARE(view().model()->rowCount(), wrong());
        QVERIFY(wrong() > 0);
        choice("predictionVerdict").setCurrentIndex(2);
        QCOMPARE(view().model()->rowCount(), 60 - wrong());
        choice("predictionVerdict").setCurrentIndex(0);
        choice("predictionClass").setCurrentIndex(2);
        const int rows = view().model()->rowCount();
        QVERIFY(rows > 0 && rows < 60);
        for (int row = 0; row < rows; ++row)
            QCOMPARE(shown(row, PredictionModel::TrueIndexRole).toInt(), 1);
        choice("predictionClass").setCurrentIndex(0);
        choice("predictionOrder").setCurrentIndex(1);
        for (int row = 1; row < 60; ++row)
            QVERIFY(shown(row - 1, PredictionModel::ProbabilityRole).toDouble()
                    >= shown(row, PredictionModel::ProbabilityRole).toDouble());
        choice("predictionOrder").setCurrentIndex(2);
        QVERIFY(shown(0, PredictionModel::ProbabilityRole).toDouble()
                <= shown(59, PredictionModel::ProbabilityRole).toDouble());
        choice("predictionOrder").setCurrentIndex(0);
        QCOMPARE(shown(0, PredictionModel::FileRole).toString(), m_results.test.items[0].item.file);
        QVERIFY(
            m_page->findChild<QLabel*>(u"predictionCount"_s)
                ->text()
                .contains(u"60 shown of 60; %1 right, %2 wrong"_s.arg(60 - wrong()).arg(wrong())));
    }

    void enterAndDoubleClickOpen()
    {
        showPage();
        QSignalSpy opened(m_page.get(), &PredictionsPage::openRequested);
        view().setCurrentIndex(view().model()->index(3, 0));
        QTest::keyClick(&view(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.takeFirst().first().toString(), m_results.test.items[3].item.file);
        const QPoint second = view().visualRect(view().model()->index(1, 0)).center();
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, second);
        QTest::mouseDClick(view().viewport(), Qt::LeftButton, {}, second);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.takeFirst().first().toString(), m_results.test.items[1].item.file);
    }

    void arrowsReachEveryCell()
    {
        showPage();
        view().setCurrentIndex(view().model()->index(0, 0));
        QTest::keyClick(&view(), Qt::Key_Right);
        QCOMPARE(view().currentIndex().row(), 1);
        QTest::keyClick(&view(), Qt::Key_Down);
        QVERIFY(view().currentIndex().row() > 2);
        QTest::keyClick(&view(), Qt::Key_End);
        QCOMPARE(view().currentIndex().row(), 59);
    }

    void aLabelIsCorrectedUndoneAndRedone()
    {
        showPage();
        QSignalSpy relabelled(m_page.get(), &PredictionsPage::relabelled);
        view().setCurrentIndex(view().model()->index(0, 0));
        const ScoredItem& first = m_results.test.items[0];
        const int newLabel = (first.item.label + 1) % 3;
        const auto& newClass = m_results.manifest.classes[size_t(newLabel)];
        chooseFromLabelMenu(newClass.title);
        QTRY_COMPARE(relabelled.count(), 1);
        QCOMPARE(labelOnDisk(first.item.file), newClass.name);
        QCOMPARE(shown(0, PredictionModel::TrueIndexRole).toInt(), newLabel);
        QVERIFY(shown(0, PredictionModel::CorrectedRole).toBool());
        QCOMPARE(shown(0, PredictionModel::RightRole).toBool(), predictedClass(first) == newLabel);

        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(relabelled.count(), 2);
        QCOMPARE(labelOnDisk(first.item.file), QString());
        QVERIFY(!shown(0, PredictionModel::CorrectedRole).toBool());

        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(relabelled.count(), 3);
        QCOMPARE(labelOnDisk(first.item.file), newClass.name);

        chooseFromLabelMenu(u"Take the Correction Back"_s);
        QTRY_COMPARE(relabelled.count(), 4);
        QCOMPARE(labelOnDisk(first.item.file), QString());
    }

    void correctionsOfEarlierSessionsAreShown()
    {
        const QString file = m_results.test.items[2].item.file;
        const int newLabel = (m_results.test.items[2].item.label + 1) % 3;
        auto relabels = Relabels::load(m_folder->path());
        relabels->set(file, m_results.manifest.classes[size_t(newLabel)].name);
        QVERIFY(relabels->save().hasValue());
        m_page->setDatasetPath(m_folder->path());
        QTRY_VERIFY(shown(2, PredictionModel::CorrectedRole).toBool());
        choice("predictionVerdict").setCurrentIndex(3);
        QCOMPARE(view().model()->rowCount(), 1);
    }

    void aCorrectionThatCannotBeWrittenChangesNothing()
    {
        LabelCorrections corrections;
        const QSignalSpy failed(&corrections, &LabelCorrections::failed);
        corrections.correct(u"/x/a.png"_s, u"covid"_s);
        QCOMPARE(failed.count(), 1);
        // A folder stands where the corrections would be written.
        QVERIFY(QDir(m_folder->path()).mkpath(u"ccad-labels.csv"_s));
        corrections.setDatasetPath(m_folder->path());
        QSignalSpy corrected(&corrections, &LabelCorrections::corrected);
        corrections.correct(m_folder->filePath(u"a.png"_s), u"covid"_s);
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(failed.back().front().toString().contains(u"ccad-labels.csv"_s));
        QCOMPARE(corrected.count(), 0);
        QVERIFY(!corrections.undoStack().canUndo());
    }

    void anUndoThatFailsIsSaidAndForgotten()
    {
        LabelCorrections corrections;
        const QString data = m_folder->filePath(u"data"_s);
        QVERIFY(QDir().mkpath(data));
        corrections.setDatasetPath(data);
        const QSignalSpy corrected(&corrections, &LabelCorrections::corrected);
        const QSignalSpy failed(&corrections, &LabelCorrections::failed);
        corrections.correct(data + u"/a.png"_s, u"covid"_s);
        corrections.correct(data + u"/b.png"_s, u"covid"_s);
        QTRY_COMPARE(corrected.count(), 2);
        corrections.undoStack().undo();
        QTRY_COMPARE(corrected.count(), 3);
        QVERIFY(QFile::remove(data + u"/ccad-labels.csv"_s));
        QVERIFY(QDir(data).mkpath(u"ccad-labels.csv"_s));
        corrections.undoStack().undo();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed.first().first().toString().isEmpty());
        QVERIFY(!corrections.undoStack().canUndo());
        // The other one is there yet, and fails by itself.
        QVERIFY(corrections.undoStack().canRedo());
        corrections.undoStack().redo();
        QTRY_COMPARE(failed.count(), 2);
        QCOMPARE(corrections.undoStack().count(), 0);
    }

    void withoutADataSetLabelsStay()
    {
        m_page->setDatasetPath({});
        showPage();
        view().setCurrentIndex(view().model()->index(0, 0));
        QTest::keyClick(m_page.get(), Qt::Key_F2);
        auto* menu = m_page->findChild<QMenu*>();
        QTRY_VERIFY(menu->isVisible());
        for (QAction* action : menu->actions())
            if (action->text().startsWith(u"Label as"_s))
                QVERIFY(!action->isEnabled());
        menu->hide();
    }

    void picturesAreReadWhenTheyAreSeen()
    {
        test::writePictures(m_results.test.items);
        showPage();
        QTRY_VERIFY(!shown(0, PredictionModel::ThumbnailRole).value<QImage>().isNull());
        const QImage picture = shown(0, PredictionModel::ThumbnailRole).value<QImage>();
        QVERIFY(std::max(picture.width(), picture.height()) <= PredictionModel::thumbnailSide);
    }

    void tenThousandCellsScrollAtOnce()
    {
        ModelResults many = m_results;
        many.test.items = test::scoredItems(m_folder->path(), 10000, 2, 5);
        m_page->setResults(std::make_shared<const ModelResults>(many));
        showPage();
        QCOMPARE(view().model()->rowCount(), 10000);
        view().scrollToBottom();
        QVERIFY(view().verticalScrollBar()->maximum() > 1000);
        QElapsedTimer timer;
        timer.start();
        constexpr int steps = 50;
        for (int i = 0; i < steps; ++i) {
            view().verticalScrollBar()->setValue(view().verticalScrollBar()->maximum() * i / steps);
            view().grab();
        }
        const double perStepMs = double(timer.nsecsElapsed()) / 1e6 / steps;
        qInfo("%.1f ms a scroll step, painted", perStepMs);
        // Far above what it takes; a layout of all cells at each step would not keep to it.
        QVERIFY(perStepMs < 200);
    }

    void rightAndWrongDifferInColourAndWord()
    {
        for (const Theme theme : {Theme::ReadingRoom, Theme::Daylight}) {
            const ThemeColours& c = coloursOf(theme);
            for (const QColor& background : {c.window, c.hover, c.surface}) {
                QVERIFY(contrastRatio(c.success, background) >= 4.5);
                QVERIFY(contrastRatio(c.error, background) >= 4.5);
            }
        }
    }
};

QTEST_MAIN(TestResultsPredictions)
#include "test_results_predictions.moc"
