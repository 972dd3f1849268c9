// SPDX-License-Identifier: GPL-3.0-or-later
// The list of studies: its model, its order and filter, and the panel that shows it.
#include "tests/support/patience.h"
#include "ui/jobs/thumbnails.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/study_list_order.h"
#include "ui/viewer/internal/study_list_panel.h"
#include "ui/viewer/study_list_model.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestStudyList final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyListModel> m_studies;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<StudyListPanel> m_panel;
    std::unique_ptr<QAbstractItemModelTester> m_orderTester;

    [[nodiscard]] static QString path(const char* name)
    {
        return u"/studies/"_s + QLatin1String(name);
    }

    [[nodiscard]] QListView* list() const { return m_panel->findChild<QListView*>(); }
    [[nodiscard]] QLineEdit* filter() const { return m_panel->findChild<QLineEdit*>(); }

    [[nodiscard]] QStringList shown() const
    {
        QStringList names;
        const QAbstractItemModel* model = list()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names << model->index(row, 0).data().toString();
        return names;
    }

    void order(const char* key)
    {
        m_settings->setValue(Setting::StudyOrder, QString::fromLatin1(key));
    }

private Q_SLOTS:
    void init()
    {
        const QString file = m_folder.filePath(u"s.ini"_s);
        QFile::remove(file);
        m_settings = std::make_unique<Settings>(file);
        m_studies = std::make_unique<StudyListModel>();
        const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        m_tester = std::make_unique<QAbstractItemModelTester>(m_studies.get(), mode);
        m_panel = std::make_unique<StudyListPanel>(*m_studies, *m_settings);
        m_orderTester = std::make_unique<QAbstractItemModelTester>(list()->model(), mode);
        m_studies->add({path("img10.dcm"), path("img2.dcm"), path("chest.png")});
    }

    void cleanup()
    {
        m_orderTester.reset();
        m_panel.reset();
        m_tester.reset();
        m_studies.reset();
        m_settings.reset(); // before its file goes, or it would write it again
    }

    void theSameFileIsListedOnce()
    {
        m_studies->add({path("img2.dcm"), path("new.dcm"), path("new.dcm")});
        QCOMPARE(m_studies->rowCount(), 4);
        QCOMPARE(m_studies->paths().last(), path("new.dcm"));
        m_studies->remove(m_studies->rowOf(path("new.dcm")));
        QCOMPARE(m_studies->rowCount(), 3);
        m_studies->add({path("new.dcm")});
        QCOMPARE(m_studies->rowCount(), 4);
        m_studies->clear();
        QCOMPARE(m_studies->rowCount(), 0);
        QVERIFY(shown().isEmpty());
    }

    void sortedAsChosen()
    {
        const QString first = u"img10.dcm"_s;
        const QString second = u"img2.dcm"_s;
        const QString third = u"chest.png"_s;
        QCOMPARE(shown(), QStringList({first, second, third}));
        order("name");
        QCOMPARE(shown(), QStringList({third, second, first})); // 2 before 10
        order("probability");
        QCOMPARE(shown(), QStringList({first, second, third})); // nothing is known yet
        m_studies->setSummary(path("chest.png"), u"80.0 % Other"_s, 0.1);
        m_studies->setSummary(path("img2.dcm"), u"90.0 % COVID-19"_s, 0.9);
        QCOMPARE(shown(), QStringList({second, third, first}));
        m_studies->clearSummaries();
        QCOMPARE(shown(), QStringList({first, second, third}));
        order("opened");
        QCOMPARE(m_panel->findChild<QComboBox*>()->currentData().toString(), u"opened"_s);
    }

    void theOrderIsChosenInTheBox()
    {
        m_panel->findChild<QComboBox*>()->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::StudyOrder).toString(), u"name"_s);
        QCOMPARE(shown().first(), u"chest.png"_s);
    }

    void filteredByNameAndFinding()
    {
        m_studies->setSummary(path("chest.png"), u"90.0 % COVID-19"_s, 0.9);
        filter()->setText(u"IMG"_s);
        QCOMPARE(shown(), QStringList({u"img10.dcm"_s, u"img2.dcm"_s}));
        filter()->setText(u"covid"_s);
        QCOMPARE(shown(), QStringList{u"chest.png"_s});
        filter()->setText(u"covid img"_s);
        QVERIFY(shown().isEmpty());
        filter()->clear();
        QCOMPARE(shown().size(), 3);
    }

    void filteringOpensNothing()
    {
        m_panel->select(path("img10.dcm"));
        QSignalSpy chosen(m_panel.get(), &StudyListPanel::chosen);
        filter()->setText(u"chest"_s); // hides the current one
        QVERIFY(!list()->currentIndex().isValid());
        filter()->clear();
        QCOMPARE(list()->currentIndex().data().toString(), u"img10.dcm"_s);
        QCOMPARE(chosen.size(), 0);
    }

    void theStudyOnScreenStaysWhenItsFindingChanges()
    {
        m_studies->setSummary(path("img2.dcm"), u"90.0 % COVID-19"_s, 0.9);
        m_studies->setSummary(path("chest.png"), u"70.0 % COVID-19"_s, 0.7);
        filter()->setText(u"covid"_s);
        m_panel->select(path("img2.dcm"));
        QSignalSpy chosen(m_panel.get(), &StudyListPanel::chosen);
        m_studies->setSummary(path("img2.dcm"), u"60.0 % No finding"_s, 0.2);
        QCOMPARE(list()->currentIndex().data().toString(), u"img2.dcm"_s);
        QCOMPARE(chosen.size(), 0);
        filter()->setText(u"COVID-19"_s);
        QCOMPARE(shown(), QStringList{u"chest.png"_s});
    }

    void nextAndPreviousFollowTheOrderShown()
    {
        order("name"); // chest, img2, img10
        m_panel->select(path("img2.dcm"));
        QSignalSpy chosen(m_panel.get(), &StudyListPanel::chosen);
        QVERIFY(m_panel->canStep(1) && m_panel->canStep(-1));
        m_panel->step(1);
        QCOMPARE(chosen.last().first().toString(), path("img10.dcm"));
        QVERIFY(!m_panel->canStep(1));
        m_panel->step(1); // the end: stays
        QCOMPARE(chosen.size(), 1);
        m_panel->step(-1);
        m_panel->step(-1);
        QCOMPARE(chosen.last().first().toString(), path("chest.png"));
        QVERIFY(!m_panel->canStep(-1));
    }

    void aHiddenStudyComesIntoSightWhenItIsOpened()
    {
        filter()->setText(u"chest"_s);
        m_panel->select(path("img2.dcm"));
        QVERIFY(filter()->text().isEmpty());
        QCOMPARE(list()->currentIndex().data().toString(), u"img2.dcm"_s);
    }

    void theNeighbourOfARemovedStudyIsOpened()
    {
        m_panel->select(path("img2.dcm"));
        QSignalSpy chosen(m_panel.get(), &StudyListPanel::chosen);
        m_studies->remove(m_studies->rowOf(path("img2.dcm")));
        QCOMPARE(chosen.size(), 1);
        QVERIFY(chosen.last().first().toString() != path("img2.dcm"));
    }

    void byKeyboardFromTheFilterToTheList()
    {
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get(), test::patienceMs));
        QSignalSpy chosen(m_panel.get(), &StudyListPanel::chosen);
        m_panel->focusFilter();
        QVERIFY(filter()->hasFocus());
        QTest::keyClicks(filter(), u"img"_s);
        QTest::keyClick(filter(), Qt::Key_Down);
        QVERIFY(list()->hasFocus());
        QCOMPARE(chosen.last().first().toString(), path("img10.dcm"));
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(chosen.last().first().toString(), path("img2.dcm"));
        m_panel->focusFilter();
        QTest::keyClick(filter(), Qt::Key_Escape);
        QVERIFY(filter()->text().isEmpty());
        QVERIFY(list()->hasFocus());
        QCOMPARE(shown().size(), 3);
    }

    void patientTextGivesWayToNumbers()
    {
        m_studies->setFailed(path("img2.dcm"), u"Cannot read /studies/img2.dcm: it is broken."_s);
        m_studies->setTextHidden(true);
        QCOMPARE(shown(), QStringList({u"Study 1"_s, u"Study 2"_s, u"Study 3"_s}));
        for (int row = 0; row < 3; ++row)
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
                const QString text = m_studies->index(row).data(role).toString();
                QVERIFY2(!text.contains(u"img"_s) && !text.contains(u"chest"_s)
                             && !text.contains(u"/studies"_s),
                         qPrintable(text));
            }
        filter()->setText(u"chest"_s);
        QVERIFY(shown().isEmpty()); // the filter must not give names away
        filter()->clear();
        m_studies->setTextHidden(false);
        QCOMPARE(shown().first(), u"img10.dcm"_s);
    }

    void thumbnailsOfStudiesThatWereNotOpened()
    {
        QImage image(200, 100, QImage::Format_Grayscale8);
        image.fill(128);
        const QString file = m_folder.filePath(u"wide.png"_s);
        QVERIFY(image.save(file));
        const QString text = m_folder.filePath(u"notes.txt"_s);
        QFile notes(text);
        QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("no picture") > 0);
        notes.close();
        m_studies->add({file, text});
        const QModelIndex index = m_studies->index(m_studies->rowOf(file));
        const auto thumbnail
            = [&] { return index.data(StudyListModel::ThumbnailRole).value<QImage>(); };
        m_studies->setThumbnailsPaused(true);
        QVERIFY(thumbnail().isNull());
        // While another list reads the same file: something more urgent goes first in this one.
        Thumbnails others(96, 10);
        QVERIFY(others.get(file).isNull());
        QTRY_VERIFY(!others.get(file).isNull());
        QVERIFY(thumbnail().isNull());
        m_studies->setThumbnailsPaused(false);
        QTRY_VERIFY(!thumbnail().isNull());
        QCOMPARE(thumbnail().size(), QSize(96, 48));
        // What cannot be read stays without, and is not asked for again and again.
        const QModelIndex broken = m_studies->index(m_studies->rowOf(text));
        QSignalSpy changed(m_studies.get(), &QAbstractItemModel::dataChanged);
        QVERIFY(broken.data(StudyListModel::ThumbnailRole).value<QImage>().isNull());
        QTRY_VERIFY(!changed.isEmpty());
        QVERIFY(broken.data(StudyListModel::ThumbnailRole).value<QImage>().isNull());
    }

    void thousandsOfFilesAreListedAtOnce()
    {
        QStringList many;
        for (int i = 0; i < 10000; ++i)
            many << u"/studies/many/%1.dcm"_s.arg(i);
        QElapsedTimer timer;
        timer.start();
        m_studies->add(many);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(shown().size(), 10003);
    }
};

QTEST_MAIN(TestStudyList)
#include "test_study_list.moc"
