// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window with the real readers and the real engine, on files made here.
#include "core/base/data_dirs.h"
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/viewer/finding_panel.h"
#include "ui/widgets/probability_bar.h"
#include "ui/widgets/theme.h"
#include "ui/window/internal/about_window.h"
#include "ui/window/internal/manual_window.h"

#include <QLabel>
#include <QMenuBar>
#include <QSet>
#include <QToolButton>

#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestMainWindow final : public QObject, private test::WindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void startsEmptyAndSaysWhatToDo()
    {
        QVERIFY(!review().canvas().hasStudy());
        QVERIFY(!complains());
        QVERIFY(!m_window->commands()[Command::Fit]->isEnabled());
        QVERIFY(m_window->commands()[Command::Open]->isEnabled());
    }

    void opensByArgument()
    {
        const QString path = writePicture(u"a.png"_s);
        m_window->open({path});
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_VERIFY(review().findingPanel().bars().front()->isVisible());
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QVERIFY(m_window->windowTitle().contains(u"a.png"_s));
        QVERIFY(m_window->commands()[Command::Fit]->isEnabled());
        QVERIFY(
            !review().studies().index(0).data(StudyListModel::SummaryRole).toString().isEmpty());
    }

    void opensByDrop() { verifyUsable(); }

    void oneClearMessage_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("text") << write(u"notes.txt"_s, "This is no radiograph.\n");
        QTest::newRow("empty") << write(u"empty.dcm"_s, {});
        QTest::newRow("cut PNG") << write(u"cut.png"_s,
                                          QByteArray::fromHex("89504e470d0a1a0a0000000d4948"));
        QTest::newRow("not there") << file(u"gone.dcm"_s);
        QTest::newRow("device") << u"/dev/zero"_s;
        QDir().mkpath(file(u"nothing"_s));
        QTest::newRow("empty folder") << file(u"nothing"_s);
    }

    void oneClearMessage()
    {
        QFETCH(QString, path);
        drop({path});
        QTRY_VERIFY(complains());
        const QString text = review().messageBar().text();
        QVERIFY2(text.endsWith(QLatin1Char('.')), qPrintable(text));
        QVERIFY2(text.size() > 15, qPrintable(text));
        QVERIFY(!review().canvas().hasStudy());
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QVERIFY(!QApplication::activeModalWidget());
        verifyUsable();
    }

    void aFolderWithoutPermission()
    {
        if (geteuid() == 0)
            QSKIP("The superuser may read every folder.");
        const QString locked = file(u"locked"_s);
        QDir().mkpath(locked);
        QFile::setPermissions(locked, {});
        drop({locked});
        QTRY_VERIFY(complains());
        QFile::setPermissions(locked, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(review().messageBar().text().contains(locked));
        verifyUsable();
    }

    void deletedBetweenListingAndOpening()
    {
        const QString first = writePicture(u"first.png"_s);
        const QString second = writePicture(u"second.png"_s);
        drop({first, second});
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(QFile::remove(second));
        m_window->commands()[Command::Next]->trigger();
        QTRY_VERIFY(complains());
        QVERIFY(review().messageBar().text().contains(u"second.png"_s));
        QVERIFY(!review().canvas().hasStudy());
        verifyUsable();
    }

    void deletedWhileBeingRead()
    {
        // 16 million pixels: the reader is still at work when the file goes.
        const QString big = writePicture(u"big.png"_s, 4000, 4000);
        bool removed = false;
        connect(m_loader.get(), &StudyLoader::stageChanged, this, [&](StudyLoader::Stage stage) {
            if (stage == StudyLoader::Stage::Reading)
                removed = QFile::remove(big);
        });
        drop({big});
        QTRY_VERIFY(removed);
        m_loader->disconnect(this);
        QTRY_VERIFY(m_loader->stage() == StudyLoader::Stage::Idle);
        QVERIFY(review().canvas().hasStudy() != complains());
        verifyUsable();
    }

    void aFolderShowsItsFirstReadableFile()
    {
        const QString folder = file(u"mixed"_s);
        QDir().mkpath(folder);
        write(u"mixed/1.dcm"_s, "no radiograph");
        writePicture(u"mixed/2.png"_s);
        writePicture(u"mixed/3.png"_s);
        drop({folder});
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(review().currentPath().endsWith(u"2.png"_s));
        QCOMPARE(review().studies().rowCount(), 3);
        QVERIFY(review().studies().index(0).data(StudyListModel::FailedRole).toBool());
        QVERIFY(complains());

        m_window->commands()[Command::Next]->trigger();
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(review().currentPath().endsWith(u"3.png"_s));
        QVERIFY(!m_window->commands()[Command::Next]->isEnabled());
        // Going back by hand to the file that cannot be read says why and stays there.
        m_window->commands()[Command::Previous]->trigger();
        m_window->commands()[Command::Previous]->trigger();
        QTRY_VERIFY(complains());
        QVERIFY(review().currentPath().endsWith(u"1.dcm"_s));
    }

    void fiveHundredFilesAtOnce()
    {
        QStringList files;
        for (int i = 0; i < 500; ++i) {
            const QString name = u"many-%1"_s.arg(i);
            files << (i < 3 ? write(name, "no picture") : writePicture(name, 64, 64));
        }
        drop(files);
        QTRY_COMPARE(review().studies().rowCount(), 500);
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QCOMPARE(review().currentPath(), files[3]);
        QTRY_VERIFY(complains());
        QVERIFY(review().messageBar().text().startsWith(QLatin1Char('3')));
        verifyUsable();
        QCOMPARE(review().studies().rowCount(), 501);
    }

    void closingTheStudyEmptiesTheWindow()
    {
        verifyUsable();
        m_window->commands()[Command::Close]->trigger();
        QVERIFY(!review().canvas().hasStudy());
        QCOMPARE(review().studies().rowCount(), 0);
        QVERIFY(!m_window->commands()[Command::Close]->isEnabled());
        verifyUsable();
    }

    void aMissingModelIsSaidAndPicturesStillOpen()
    {
        m_loader->loadModel(file(u"no-model"_s));
        QTRY_VERIFY(complains());
        m_window->open({writePicture(u"a.png"_s)});
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QVERIFY(!review().canvas().isOverlayShown());
    }

    void closingWhileReadingEndsAtOnce()
    {
        const QString big = writePicture(u"big.png"_s, 4000, 4000);
        bool closed = false;
        connect(m_loader.get(), &StudyLoader::stageChanged, this, [&](StudyLoader::Stage stage) {
            if (stage == StudyLoader::Stage::Reading)
                closed = m_window->close();
        });
        m_window->open({big});
        QTRY_VERIFY(closed);
        m_loader->disconnect(this);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QVERIFY(!review().canvas().hasStudy());
    }

    void themeChangesAtOnceAndIsKept()
    {
        m_window->commands()[Command::Daylight]->trigger();
        QCOMPARE(currentTheme(), Theme::Daylight);
        QCOMPARE(m_settings->value(Setting::Theme).toString(), keyOf(Theme::Daylight));
        m_window->commands()[Command::ReadingRoom]->trigger();
        QCOMPARE(currentTheme(), Theme::ReadingRoom);
    }

    void theIntendedUseIsInSightWithThePanelFolded()
    {
        const QString words = u"Research use only. Not for diagnosis."_s;
        const auto inSight = [&] {
            const auto labels = m_window->findChildren<QLabel*>();
            return std::count_if(labels.begin(), labels.end(), [&words](const QLabel* label) {
                return label->isVisible() && label->text() == words;
            });
        };
        QCOMPARE(inSight(), 1);
        m_window->commands()[Command::FindingPanel]->trigger();
        QCOMPARE(inSight(), 1);
    }

    void opensTheSamples()
    {
        qputenv("CCAD_DATA_DIR", CCAD_SOURCE_DIR);
        const auto back
            = qScopeGuard([this] { qputenv("CCAD_DATA_DIR", m_home.path(u"shipped"_s).toUtf8()); });
        if (QDir(samplesDir()).entryList({u"*.dcm"_s}).isEmpty())
            QSKIP("There are no sample studies.");
        m_window->commands()[Command::OpenSample]->trigger();
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(!complains());
        QVERIFY(review().currentPath().endsWith(u".dcm"_s));
    }

    void everyCommandIsInAMenuOnce()
    {
        QSet<QAction*> inMenus;
        for (const QMenu* menu : m_window->findChildren<QMenu*>())
            for (QAction* action : menu->actions())
                inMenus << action;
        for (QAction* action : m_window->commands().all())
            QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
    }

    void noTwoCommandsShareAShortcut()
    {
        QSet<QString> seen;
        for (const QAction* action : m_window->commands().all())
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!seen.contains(key.toString()), qPrintable(key.toString()));
                seen << key.toString();
            }
    }

    void everyWidgetHasAnAccessibleName()
    {
        verifyUsable();
        QWidgetList roots{m_window.get()};
        ManualWindow manual(QStringLiteral(CCAD_SOURCE_DIR "/README.md"));
        AboutWindow about(nullptr);
        roots << &manual << &about;
        for (Place* place : m_window->places()) {
            m_window->showPlace(*place);
            for (const QWidget* root : roots) {
                const QWidget* mute = test::firstWithoutName(root);
                QVERIFY2(!mute,
                         mute ? qPrintable(u"%1 in '%2'"_s.arg(
                             QString::fromLatin1(mute->metaObject()->className()),
                             mute->parentWidget()->accessibleName()))
                              : "");
            }
        }
    }

    void theKeyboardReachesEveryControl()
    {
        verifyUsable();
        for (Place* place : m_window->places()) {
            m_window->showPlace(*place);
            QSet<QWidget*> reached;
            QWidget* at = &review().canvas();
            do {
                reached << at;
                at = at->nextInFocusChain();
            } while (at != &review().canvas());
            for (auto* button : m_window->findChildren<QAbstractButton*>()) {
                // Qt's own parts of a control, and the extension of a toolbar, act by the control.
                const bool isPart = button->inherits("QToolBarExtension")
                    || button->inherits("QTableCornerButton")
                    || button->parentWidget()->inherits("QTabBar");
                // Of exclusive buttons Tab reaches the checked one, the arrow keys the others.
                const bool byArrows = button->autoExclusive() && !button->isChecked();
                if (button->isVisible() && !isPart && !byArrows)
                    QVERIFY2(reached.contains(button) && (button->focusPolicy() & Qt::TabFocus),
                             qPrintable(button->accessibleName()));
            }
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
