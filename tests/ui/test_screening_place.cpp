// SPDX-License-Identifier: GPL-3.0-or-later
// The place of screening by hand and key, on real journals; what judges the files is a stand-in.
#include "tests/ui/screening_fixtures.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/screening/batch_files.h"
#include "ui/screening/export_menu.h"
#include "ui/screening/progress_strip.h"
#include "ui/screening/reader_bar.h"
#include "ui/screening/screening_place.h"
#include "ui/screening/training_sender.h"
#include "ui/screening/worklist_filter_bar.h"
#include "ui/screening/worklist_model.h"
#include "ui/screening/worklist_panel.h"
#include "ui/screening/worklist_view.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace ccad;

class TestScreeningPlace final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home; ///< its small model judges nothing here, but a batch has to have one
    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ScreeningPlace> m_place;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    QString writeFiles(const QString& folder, int count) const
    {
        QDir().mkpath(path(folder));
        for (int i = 1; i <= count; ++i) {
            QFile file(path(folder) + QStringLiteral("/study%1.bin").arg(i, 4, 10, QChar(u'0')));
            if (!file.open(QIODevice::WriteOnly) || file.write("x") != 1)
                qFatal("cannot write a file for the test");
        }
        return path(folder);
    }

    void openPlace(const ScreeningRun::Screen& screen = test::FakeScreen())
    {
        m_place.reset(); // first: it writes its settings
        m_place = std::make_unique<ScreeningPlace>(*m_settings, *m_loader, screen);
        m_place->resize(1200, 760);
        m_place->show();
        QVERIFY(QTest::qWaitForWindowActive(m_place.get()));
    }

    /// A batch of so many files that is done.
    void openBatch(int files)
    {
        const QString journal = path(QStringLiteral("%1.journal").arg(files));
        if (!QFile::exists(journal))
            test::fillJournal(journal, files);
        openPlace();
        m_place->openBatch(journal);
        QTRY_COMPARE(model().rowCount(), files);
        QTRY_COMPARE(worklist().state().counts.total, qint64(files));
        view().setFocus();
        QTRY_VERIFY(view().hasFocus());
    }

    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : paths)
            urls << QUrl::fromLocalFile(file);
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(m_place.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_place.get(), &event);
    }

    WorklistPanel& worklist() { return m_place->worklist(); }
    WorklistModel& model() { return worklist().model(); }
    WorklistView& view() { return worklist().view(); }
    ScreeningRun& run() { return m_place->run(); }
    [[nodiscard]] QString message() { return m_place->messageBar().text(); }

    ScreenedStudy inJournal(qint64 number)
    {
        const auto journal = Journal::open(worklist().journal());
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        return *(*journal)->study(number);
    }

    QString exported(WorklistFormat format, const QString& name, const QList<qint64>& numbers = {})
    {
        QSignalSpy written(&m_place->exportMenu(), &ExportMenu::written);
        QSignalSpy failed(&m_place->exportMenu(), &ExportMenu::failed);
        m_place->exportMenu().write(format, path(name), numbers);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(written.count() + failed.count() > 0, 20000); }();
        return written.isEmpty() ? QString() : written.first().first().toString();
    }

    static QByteArray contentOf(const QString& file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(false);
        m_loader = std::make_unique<StudyLoader>();
        m_loader->loadModel(m_home.base);
        QTRY_VERIFY_WITH_TIMEOUT(m_loader->classifier(), 30000);
    }

    void init()
    {
        m_settings.reset(); // lets go of what it remembers of the file
        QFile::remove(path(QStringLiteral("settings.ini")));
        m_settings = std::make_unique<Settings>(path(QStringLiteral("settings.ini")));
    }

    void cleanup() { m_place.reset(); }

    void theEmptyPlaceSaysWhatToDo()
    {
        openPlace();
        QVERIFY(!worklist().isVisible());
        bool isSaid = false;
        bool isIntendedUseSaid = false;
        for (const auto* label : m_place->findChildren<QLabel*>()) {
            if (!label->isVisible())
                continue;
            isSaid
                |= label->text().startsWith(QStringLiteral("Drop a folder, a DICOMDIR or a ZIP"));
            isIntendedUseSaid |= label->text()
                == QStringLiteral("Research use only. Not for "
                                  "diagnosis.");
        }
        QVERIFY(isSaid);
        QVERIFY(isIntendedUseSaid);
    }

    void aFolderThatIsDroppedIsScreened()
    {
        openPlace();
        QSignalSpy finished(&run(), &ScreeningRun::finished);
        QSignalSpy jobs(m_place.get(), &ScreeningPlace::jobChanged);
        drop({writeFiles(QStringLiteral("dropped"), 40)});
        QVERIFY(run().isActive());
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QTRY_COMPARE(model().rowCount(), 40);
        QVERIFY(worklist().isVisible());
        QTRY_COMPARE(worklist().state().counts.queued, qint64(0));
        const JournalCounts& counts = worklist().state().counts;
        QCOMPARE(counts.refused, qint64(4));
        QCOMPARE(counts.failed, qint64(4));
        QCOMPARE(counts.duplicate, qint64(4));
        QTRY_COMPARE(model().at(39)->status, StudyStatus::Duplicate);
        QVERIFY(model().at(0)->positive);
        QVERIFY(run().journal().startsWith(journalFolder()));
        QVERIFY(m_place->messageBar().isHidden());
        QVERIFY(jobs.count() > 1);
        QCOMPARE(jobs.last().first().toString(), QString());
        // The next start shows it again, and runs nothing.
        openPlace();
        QTRY_COMPARE(model().rowCount(), 40);
        QVERIFY(!run().isActive());
    }

    void pauseHoldsAndCancelKeepsWhatIsDone()
    {
        test::FakeScreen screen(3);
        openPlace(screen);
        m_place->screen({writeFiles(QStringLiteral("reins"), 30)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(3));
        ProgressStrip& strip = m_place->progressStrip();
        QTRY_COMPARE(strip.text(), QStringLiteral("3 of 30, 41/s, 2 min 10 s left"));
        QVERIFY(strip.pauseButton().isVisible());
        strip.pauseButton().click();
        QCOMPARE(run().state(), ScreeningRun::State::Paused);
        QVERIFY(strip.text().startsWith(QStringLiteral("Paused, 3 of 30")));
        screen.allow(2); // the file at hand is finished, nothing more
        QTRY_COMPARE(worklist().state().counts.done(), qint64(4));
        QTest::qWait(JournalFollower::lookMs * 2);
        QCOMPARE(worklist().state().counts.done(), qint64(4));
        strip.pauseButton().click();
        QTRY_COMPARE(worklist().state().counts.done(), qint64(5));
        // Another one has to wait.
        m_place->screen({path(QStringLiteral("reins"))});
        QVERIFY(message().contains(QStringLiteral("A batch is running")));
        strip.cancelButton().click();
        QTRY_VERIFY(!run().isActive());
        QVERIFY(message().contains(QStringLiteral("cancelled")));
        QTRY_VERIFY(strip.resumeButton().isVisible());
        QCOMPARE(worklist().state().counts.queued, qint64(25));
        QVERIFY(strip.text().contains(QStringLiteral("25 file")));
        strip.resumeButton().click();
        screen.allow(1000);
        QTRY_VERIFY(!run().isActive());
        QTRY_COMPARE(worklist().state().counts.queued, qint64(0));
        QCOMPARE(model().rowCount(), 30);
        // What failed is tried once more.
        QTRY_VERIFY(strip.retryButton().isVisible());
        QCOMPARE(worklist().state().counts.failed, qint64(3));
        strip.retryButton().click();
        QTRY_COMPARE(worklist().state().counts.failed, qint64(0));
        QTRY_VERIFY(!strip.retryButton().isVisible());
    }

    void closingWhileABatchRunsComesToAHalt()
    {
        openPlace(test::FakeScreen(2));
        m_place->screen({writeFiles(QStringLiteral("closed"), 10)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        const QString journal = run().journal();
        m_place.reset();
        const auto left = Journal::open(journal);
        QVERIFY(left.hasValue());
        QCOMPARE((*left)->counts()->queued, qint64(8));
    }

    void keysRecordVerdicts()
    {
        openBatch(30);
        const qint64 first = view().currentNumber();
        QVERIFY(first > 0);
        QCOMPARE(first, model().at(0)->number);
        QTest::keyClick(&view(), Qt::Key_1);
        QCOMPARE(model().find(first)->verdict, Verdict::Agree);
        QTest::keyClick(&view(), Qt::Key_J);
        const qint64 second = view().currentNumber();
        QCOMPARE(second, model().at(1)->number);
        QTest::keyClick(&view(), Qt::Key_2);
        QTest::keyClick(&view(), Qt::Key_Down);
        const qint64 third = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_3);
        QTest::keyClick(&view(), Qt::Key_K);
        QCOMPARE(view().currentNumber(), second);
        QTRY_COMPARE(inJournal(first).verdict, Verdict::Agree);
        QTRY_COMPARE(inJournal(second).verdict, Verdict::Disagree);
        QTRY_COMPARE(inJournal(third).verdict, Verdict::Unsure);
        QTRY_COMPARE(worklist().state().agreement.read(), qint64(3));
        const auto* counts = worklist().findChild<QLabel*>(QStringLiteral("worklistCounts"));
        QVERIFY2(counts->text().contains(QStringLiteral("Agree 1 of 2 (50 %")),
                 qPrintable(counts->text()));
        QVERIFY(counts->text().contains(QStringLiteral("1 unsure")));
        QTest::keyClick(&view(), Qt::Key_0);
        QTRY_COMPARE(inJournal(second).verdict, Verdict::None);
        // Of a file that was refused there is nothing to agree with.
        view().setCurrentIndex(model().index(model().rowCount() - 1, 1));
        const qint64 last = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        QCOMPARE(model().find(last)->verdict, Verdict::None);
        QVERIFY(message().contains(QStringLiteral("without a finding")));
    }

    void aCommentIsTypedAndKept()
    {
        openBatch(30);
        const qint64 number = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        QTest::keyClick(&view(), Qt::Key_C);
        QLineEdit& comment = worklist().readerBar().comment();
        QTRY_VERIFY(comment.hasFocus());
        QTest::keyClicks(&comment, QStringLiteral("12 jck"));
        // Neither keys nor answers of the journal disturb the typing.
        QTest::qWait(JournalFollower::lookMs * 2);
        QCOMPARE(comment.text(), QStringLiteral("12 jck"));
        QTest::keyClick(&comment, Qt::Key_Return);
        QTRY_VERIFY(view().hasFocus());
        QCOMPARE(model().find(number)->comment, QStringLiteral("12 jck"));
        QTRY_COMPARE(inJournal(number).comment, QStringLiteral("12 jck"));
        QCOMPARE(inJournal(number).verdict, Verdict::Agree);
        QTest::keyClick(&view(), Qt::Key_C);
        QTest::keyClicks(&comment, QStringLiteral("never mind"));
        QTest::keyClick(&comment, Qt::Key_Escape);
        QCOMPARE(comment.text(), QStringLiteral("12 jck"));
    }

    void enterOpensAndAMissingFileIsSaid()
    {
        openPlace();
        const QString folder = writeFiles(QStringLiteral("opened"), 2);
        m_place->screen({folder});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        QTRY_COMPARE(model().rowCount(), 2);
        QTRY_VERIFY(view().currentNumber() > 0);
        view().setFocus();
        QSignalSpy opened(m_place.get(), &ScreeningPlace::openRequested);
        QTest::keyClick(&view(), Qt::Key_Return);
        QTRY_COMPARE(opened.count(), 1);
        const QString file = opened.first().first().toString();
        QCOMPARE(QFileInfo(file).absolutePath(), QFileInfo(folder).absoluteFilePath());
        QCOMPARE(opened.first().last().toString(), m_home.base);
        QFile::remove(file);
        QTest::keyClick(&view(), Qt::Key_Return);
        QTRY_VERIFY(message().contains(QStringLiteral("no longer where it was")));
        QCOMPARE(opened.count(), 1);
    }

    void searchAndFilterLeadToRows()
    {
        openBatch(30);
        WorklistFilterBar& bar = worklist().filterBar();
        m_place->focusSearch();
        QTRY_VERIFY(bar.search().hasFocus());
        QTest::keyClicks(&bar.search(), QStringLiteral("lateral"));
        QTRY_COMPARE(model().rowCount(), 3);
        const auto* count = bar.findChild<QLabel*>(QStringLiteral("worklistCount"));
        QCOMPARE(count->text(), QStringLiteral("3 of 30 rows"));
        QTest::keyClick(&bar.search(), Qt::Key_Return);
        QTRY_VERIFY(view().hasFocus());
        m_place->focusSearch();
        QTest::keyClick(&bar.search(), Qt::Key_Escape);
        QCOMPARE(model().rowCount(), 30);
        bar.status().setCurrentIndex(bar.status().findText(QStringLiteral("Failed")));
        QCOMPARE(model().rowCount(), 3);
    }

    void patientTextIsHiddenEverywhere()
    {
        openBatch(30);
        view().setColumnShown(WorklistColumn::Patient, true);
        m_settings->setValue(Setting::HidePatientText, true);
        QVERIFY(model().isTextHidden());
        const auto isSecret = [](const QString& text) {
            return text.contains(QStringLiteral("file"), Qt::CaseInsensitive)
                && text.contains(QStringLiteral(".dcm"));
        };
        for (int row = 0; row < model().rowCount(); ++row) {
            view().setCurrentIndex(model().index(row, 1));
            for (const auto* label : m_place->findChildren<QLabel*>()) {
                QVERIFY2(!isSecret(label->text()), qPrintable(label->text()));
                QVERIFY2(!label->text().contains(QStringLiteral("Doe")), qPrintable(label->text()));
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
        QVERIFY(!exported(WorklistFormat::Csv, QStringLiteral("list.csv")).isEmpty());
        const QByteArray csv = contentOf(path(QStringLiteral("list.csv")));
        QCOMPARE(csv.count("\r\n"), qsizetype(31));
        QVERIFY(!csv.contains("Doe"));
        QVERIFY(!exported(WorklistFormat::JsonLines, QStringLiteral("list.jsonl")).isEmpty());
        QCOMPARE(contentOf(path(QStringLiteral("list.jsonl"))).count('\n'), qsizetype(30));
        m_place->exportMenu().withIdentifiers().setChecked(true);
        QVERIFY(exported(WorklistFormat::Csv, QStringLiteral("names.csv"))
                    .contains(QStringLiteral("with patient identifiers")));
        QVERIFY(contentOf(path(QStringLiteral("names.csv"))).contains("Doe"));
        QVERIFY(!exported(WorklistFormat::Pdf, QStringLiteral("list.pdf")).isEmpty());
        QVERIFY(contentOf(path(QStringLiteral("list.pdf"))).startsWith("%PDF-"));
        // Where it cannot be written, that is said.
        QCOMPARE(exported(WorklistFormat::Csv, QStringLiteral("nowhere/list.csv")), QString());
        QVERIFY(message().endsWith(u'.'));
    }

    void overlaysAreDrawnOverThePictures()
    {
        QDir().mkpath(path(QStringLiteral("pictures")));
        QImage picture(64, 48, QImage::Format_Grayscale8);
        picture.fill(90);
        for (const char* name : {"a.png", "b.png"})
            QVERIFY(picture.save(path(QStringLiteral("pictures/") + QLatin1String(name))));
        openPlace();
        m_place->screen({path(QStringLiteral("pictures"))});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        QTRY_VERIFY(!run().isActive());
        const QString sentence
            = exported(WorklistFormat::Overlays, QStringLiteral("overlays"), {2});
        QVERIFY2(sentence.startsWith(QStringLiteral("1 overlay")), qPrintable(sentence));
        const QDir folder(path(QStringLiteral("overlays")));
        const QStringList names = folder.entryList(QDir::Files);
        QCOMPARE(names.size(), 1);
        const QImage overlay(folder.filePath(names.first()));
        QCOMPARE(overlay.size(), picture.size());
        QVERIFY(!overlay.allGray());
    }

    void readStudiesGoToATrainingFolder()
    {
        QDir().mkpath(path(QStringLiteral("read")));
        QImage picture(64, 48, QImage::Format_Grayscale8);
        for (int i = 1; i <= 3; ++i) {
            picture.fill(60 * i);
            QVERIFY(picture.save(path(QStringLiteral("read/%1.png").arg(i))));
        }
        openPlace();
        m_place->screen({path(QStringLiteral("read"))});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(3));
        QTRY_VERIFY(!run().isActive());
        QTRY_COMPARE(model().rowCount(), 3);
        QSignalSpy sent(&m_place->trainingSender(), &TrainingSender::sent);
        QSignalSpy failed(&m_place->trainingSender(), &TrainingSender::failed);
        view().setFocus();
        view().selectAll();
        m_place->trainingSender().send({}, path(QStringLiteral("training")));
        QTRY_COMPARE(failed.count(), 1); // nothing was said yet
        QVERIFY(message().contains(QStringLiteral("agreed with none")));
        view().setCurrentIndex(model().index(0, 1));
        QTest::keyClick(&view(), Qt::Key_1);
        view().setCurrentIndex(model().index(1, 1));
        QTest::keyClick(&view(), Qt::Key_2);
        const qint64 agreed = model().at(0)->number;
        const qint64 disagreed = model().at(1)->number;
        QTRY_COMPARE(inJournal(disagreed).verdict, Verdict::Disagree);
        view().selectAll();
        m_place->trainingSender().send({}, path(QStringLiteral("training")));
        QTRY_COMPARE(sent.count(), 1);
        const QString agreedClass = worklist().job().classes.value(model().find(agreed)->label);
        m_place->trainingSender().send(agreedClass, path(QStringLiteral("training")));
        QTRY_COMPARE(sent.count(), 2);
        const QDir folder(path(QStringLiteral("training")) + u'/' + agreedClass);
        QCOMPARE(folder.entryList(QDir::Files).size(), 2);
        QVERIFY(QFile::exists(path(QStringLiteral("training/manifest.csv"))));
    }

    void aJournalThatIsNoneIsSaid()
    {
        QFile file(path(QStringLiteral("letter.journal")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Dear all") > 0);
        file.close();
        openPlace();
        drop({file.fileName()});
        QTRY_VERIFY(!m_place->messageBar().isHidden());
        QVERIFY(message().endsWith(u'.'));
        QVERIFY(worklist().journal().isEmpty());
        QVERIFY(!worklist().isVisible());
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

QTEST_MAIN(TestScreeningPlace)
#include "test_screening_place.moc"
