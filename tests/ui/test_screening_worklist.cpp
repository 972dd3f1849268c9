// SPDX-License-Identifier: GPL-3.0-or-later
// What the place of screening shows of a batch, and what it writes to files.
#include "tests/support/patience.h"
#include "tests/ui/screening_place_fixture.h"

#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestScreeningWorklist final : public QObject, private test::ScreeningPlaceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { loadModel(); }
    void init() { freshSettings(); }
    void cleanup() { m_place.reset(); }

    void searchAndFilterLeadToRows()
    {
        openBatch(30);
        WorklistFilterBar& bar = worklist().filterBar();
        m_place->focusSearch();
        QTRY_VERIFY(bar.search().hasFocus());
        QTest::keyClicks(&bar.search(), u"lateral"_s);
        QTRY_COMPARE(model().rowCount(), 3);
        const auto* count = bar.findChild<QLabel*>(u"worklistCount"_s);
        QCOMPARE(count->text(), u"3 of 30 rows"_s);
        QTest::keyClick(&bar.search(), Qt::Key_Return);
        QTRY_VERIFY(view().hasFocus());
        m_place->focusSearch();
        QTest::keyClick(&bar.search(), Qt::Key_Escape);
        QCOMPARE(model().rowCount(), 30);
        bar.status().setCurrentIndex(bar.status().findText(u"Failed"_s));
        QCOMPARE(model().rowCount(), 3);
    }

    void patientTextIsHiddenEverywhere()
    {
        openBatch(30);
        view().setColumnShown(WorklistColumn::Patient, true);
        m_settings->setValue(Setting::HidePatientText, true);
        QVERIFY(model().isTextHidden());
        const auto isSecret = [](const QString& text) {
            return text.contains(u"file"_s, Qt::CaseInsensitive) && text.contains(u".dcm"_s);
        };
        for (int row = 0; row < model().rowCount(); ++row) {
            view().setCurrentIndex(model().index(row, 1));
            for (const auto* label : m_place->findChildren<QLabel*>()) {
                QVERIFY2(!isSecret(label->text()), qPrintable(label->text()));
                QVERIFY2(!label->text().contains(u"Doe"_s), qPrintable(label->text()));
                QVERIFY2(!isSecret(label->toolTip()), qPrintable(label->toolTip()));
            }
        }
        QVERIFY(model().index(0, int(WorklistColumn::Patient)).data().toString().isEmpty());
    }

    void columnsAreRemembered()
    {
        openBatch(30);
        QVERIFY(view().isColumnHidden(int(WorklistColumn::Patient)));
        view().setColumnShown(WorklistColumn::Patient, true);
        view().setColumnShown(WorklistColumn::Gate, false);
        view().horizontalHeader()->resizeSection(int(WorklistColumn::File), 333);
        openBatch(30);
        QVERIFY(!view().isColumnHidden(int(WorklistColumn::Patient)));
        QVERIFY(view().isColumnHidden(int(WorklistColumn::Gate)));
        QCOMPARE(view().columnWidth(int(WorklistColumn::File)), 333);
    }

    void oneUidInManyFilesIsSaidAboveTheList()
    {
        openBatch(30);
        const auto* concerns = worklist().findChild<QLabel*>(u"worklistConcerns"_s);
        QVERIFY(concerns && !concerns->isVisible());
        const QString journal = path(u"anonymised.journal"_s);
        test::fillAnonymisedJournal(journal, 4);
        m_place->openBatch(journal);
        QTRY_COMPARE(model().rowCount(), 4);
        QTRY_VERIFY(concerns->isVisible());
        QVERIFY2(concerns->text().contains(u"4 films carry one SOP Instance UID"_s),
                 qPrintable(concerns->text()));
        QCOMPARE(concerns->text(), concerns->accessibleName());
        for (int row = 0; row < 4; ++row)
            QVERIFY(remarkText(*model().at(row), false).contains(u"UID used twice: "_s));
        // It goes with its batch.
        m_place->openBatch(path(u"30.journal"_s));
        QTRY_COMPARE(model().rowCount(), 30);
        QTRY_VERIFY(!concerns->isVisible());
    }

    void thumbnailsAreReadForWhatIsInSight()
    {
        openBatch(30);
        const auto thumbnail = [this](int row) {
            return model().index(row, 0).data(WorklistModel::ThumbnailRole).value<QImage>();
        };
        QTRY_VERIFY(!thumbnail(0).isNull());
        const int grey = int(model().at(0)->number * 7 % 256);
        QCOMPARE(qGray(thumbnail(0).pixel(5, 5)), grey);
    }

    void worklistsGoToFiles()
    {
        openBatch(30);
        QVERIFY(!exported(WorklistFormat::Csv, u"list.csv"_s).isEmpty());
        const QByteArray csv = contentOf(path(u"list.csv"_s));
        QCOMPARE(csv.count("\r\n"), qsizetype(31));
        QVERIFY(!csv.contains("Doe"));
        QVERIFY(!exported(WorklistFormat::JsonLines, u"list.jsonl"_s).isEmpty());
        QCOMPARE(contentOf(path(u"list.jsonl"_s)).count('\n'), qsizetype(30));
        m_place->exportMenu().withIdentifiers().setChecked(true);
        QVERIFY(
            exported(WorklistFormat::Csv, u"names.csv"_s).contains(u"with patient identifiers"_s));
        QVERIFY(contentOf(path(u"names.csv"_s)).contains("Doe"));
        QVERIFY(!exported(WorklistFormat::Pdf, u"list.pdf"_s).isEmpty());
        QVERIFY(contentOf(path(u"list.pdf"_s)).startsWith("%PDF-"));
        // Where it cannot be written, that is said.
        QCOMPARE(exported(WorklistFormat::Csv, u"nowhere/list.csv"_s), QString());
        QVERIFY(message().endsWith(u'.'));
    }

    void overlaysAreDrawnOverThePictures()
    {
        QDir().mkpath(path(u"pictures"_s));
        QImage picture(64, 48, QImage::Format_Grayscale8);
        picture.fill(90);
        for (const char* name : {"a.png", "b.png"})
            QVERIFY(picture.save(path(u"pictures/"_s + QLatin1String(name))));
        openPlace();
        m_place->screen({path(u"pictures"_s)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        QTRY_VERIFY(!run().isActive());
        const QString sentence = exported(WorklistFormat::Overlays, u"overlays"_s, {2});
        QVERIFY2(sentence.startsWith(u"1 overlay"_s), qPrintable(sentence));
        const QDir folder(path(u"overlays"_s));
        const QStringList names = folder.entryList(QDir::Files);
        QCOMPARE(names.size(), 1);
        const QImage overlay(folder.filePath(names.first()));
        QCOMPARE(overlay.size(), picture.size());
        QVERIFY(!overlay.allGray());
        QCOMPARE(m_place->exportMenu().progress().total, qint64(1));
    }

    void anExportTellsHowFarItIsAndEndsWhenAsked()
    {
        openBatch(30);
        auto* button = m_place->findChild<QPushButton*>(u"cancelExport"_s);
        QVERIFY(button && !button->isVisible());
        QSignalSpy failed(&m_place->exportMenu(), &ExportMenu::failed);
        // Long enough not to be over before this thread comes to the button.
        QList<qint64> rows(30);
        std::iota(rows.begin(), rows.end(), 1);
        m_place->exportMenu().write(WorklistFormat::Overlays, path(u"cancelled"_s), rows);
        QVERIFY(button->isVisible());
        QVERIFY(!m_place->exportMenu().menu().isEnabled());
        button->click();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY2(message().contains(u"was cancelled"_s), qPrintable(message()));
        QVERIFY(!button->isVisible());
        QVERIFY(m_place->exportMenu().menu().isEnabled());
    }

    void readStudiesGoToATrainingFolder()
    {
        QDir().mkpath(path(u"read"_s));
        QImage picture(64, 48, QImage::Format_Grayscale8);
        for (int i = 1; i <= 3; ++i) {
            picture.fill(60 * i);
            QVERIFY(picture.save(path(u"read/%1.png"_s.arg(i))));
        }
        openPlace();
        m_place->screen({path(u"read"_s)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(3));
        QTRY_VERIFY(!run().isActive());
        QTRY_COMPARE(model().rowCount(), 3);
        QSignalSpy sent(&m_place->trainingSender(), &TrainingSender::sent);
        QSignalSpy failed(&m_place->trainingSender(), &TrainingSender::failed);
        view().setFocus();
        view().selectAll();
        m_place->trainingSender().send({}, path(u"training"_s));
        QTRY_COMPARE(failed.count(), 1); // nothing was said yet
        QVERIFY(message().contains(u"agreed with none"_s));
        view().setCurrentIndex(model().index(0, 1));
        QTest::keyClick(&view(), Qt::Key_1);
        view().setCurrentIndex(model().index(1, 1));
        QTest::keyClick(&view(), Qt::Key_2);
        const qint64 agreed = model().at(0)->number;
        const qint64 disagreed = model().at(1)->number;
        QTRY_COMPARE(inJournal(disagreed).verdict, Verdict::Disagree);
        view().selectAll();
        m_place->trainingSender().send({}, path(u"training"_s));
        QTRY_COMPARE(sent.count(), 1);
        const QString agreedClass = worklist().job().classes.value(model().find(agreed)->label);
        m_place->trainingSender().send(agreedClass, path(u"training"_s));
        QTRY_COMPARE(sent.count(), 2);
        const QDir folder(path(u"training"_s) + u'/' + agreedClass);
        QCOMPARE(folder.entryList(QDir::Files).size(), 2);
        QVERIFY(QFile::exists(path(u"training/manifest.csv"_s)));
    }

    void everythingSpeaksAndCanBeReachedByKeyboard()
    {
        openBatch(30);
        const QWidget* mute = test::firstWithoutName(m_place.get());
        QVERIFY2(!mute, mute ? mute->metaObject()->className() : "");
        QSet<QWidget*> reached;
        QWidget* at = &view();
        do {
            if (at->focusPolicy() & Qt::TabFocus)
                reached << at;
            at = at->nextInFocusChain();
        } while (at != &view());
        for (auto* button : m_place->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->isEnabled()
                && !button->inherits("QLineEditIconButton")
                && !button->inherits("QTableCornerButton"))
                QVERIFY2(reached.contains(button), qPrintable(button->accessibleName()));
        QVERIFY(reached.contains(&view()));
        QVERIFY(reached.contains(&worklist().readerBar().comment()));
    }
};

QTEST_MAIN(TestScreeningWorklist)
#include "test_screening_worklist.moc"
