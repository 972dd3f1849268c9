// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window with the real readers and the real engine, on files made here.
#include "core/base/data_dirs.h"
#include "core/model/model_package.h"
#include "tests/support/hash_weights.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/probability_bar.h"
#include "ui/widgets/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/manual_window.h"

#include <QDropEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QSet>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <unistd.h>

using namespace ccad;

class TestMainWindow final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

    QString write(const QString& name, const QByteArray& content) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write a file for the test");
        return out.fileName();
    }

    QString writePicture(const QString& name, int width = 160, int height = 120) const
    {
        QImage image(width, height, QImage::Format_Grayscale8);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.scanLine(y)[x] = uchar((x * 3 + y * 5) % 256);
        if (!image.save(file(name), "PNG"))
            qFatal("cannot write a picture for the test");
        return file(name);
    }

    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }

    ReviewPlace& review() { return m_window->review(); }
    [[nodiscard]] bool complains() { return !review().messageBar().isHidden(); }

    /// Whatever went wrong before: a good file opens and gets its finding.
    void verifyUsable()
    {
        const QString good = writePicture(QStringLiteral("good.png"));
        drop({good});
        QTRY_COMPARE(review().currentPath(), good);
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QVERIFY(!complains());
    }

private Q_SLOTS:
    void initTestCase()
    {
        ModelPackage package;
        package.manifest = test::threeClasses();
        package.weights = test::hashWeights(package.manifest.network);
        m_model = file(QStringLiteral("model"));
        const auto saved = saveModelPackage(package, m_model);
        QVERIFY2(saved.hasValue(), saved ? "" : qPrintable(saved.error().message));
    }

    void init()
    {
        QFile::remove(file(QStringLiteral("settings.ini")));
        m_settings = std::make_unique<Settings>(file(QStringLiteral("settings.ini")));
        m_loader = std::make_unique<StudyLoader>();
        m_window = std::make_unique<MainWindow>(*m_settings, *m_loader);
        m_window->show();
        m_loader->loadModel(m_model);
        QTRY_VERIFY_WITH_TIMEOUT(m_loader->classifier(), 30000);
    }

    void cleanup()
    {
        m_window.reset();
        m_loader.reset();
    }

    void startsEmptyAndSaysWhatToDo()
    {
        QVERIFY(!review().canvas().hasStudy());
        QVERIFY(!complains());
        QVERIFY(!m_window->commands()[Command::Fit]->isEnabled());
        QVERIFY(m_window->commands()[Command::Open]->isEnabled());
    }

    void opensByArgument()
    {
        const QString path = writePicture(QStringLiteral("a.png"));
        m_window->open({path});
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_VERIFY(review().findingPanel().bars().front()->isVisible());
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("a.png")));
        QVERIFY(m_window->commands()[Command::Fit]->isEnabled());
        QVERIFY(
            !review().studies().index(0).data(StudyListModel::SummaryRole).toString().isEmpty());
    }

    void opensByDrop() { verifyUsable(); }

    void oneClearMessage_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("text") << write(QStringLiteral("notes.txt"), "This is no radiograph.\n");
        QTest::newRow("empty") << write(QStringLiteral("empty.dcm"), {});
        QTest::newRow("cut PNG") << write(QStringLiteral("cut.png"),
                                          QByteArray::fromHex("89504e470d0a1a0a0000000d4948"));
        QTest::newRow("not there") << file(QStringLiteral("gone.dcm"));
        QTest::newRow("device") << QStringLiteral("/dev/zero");
        QDir().mkpath(file(QStringLiteral("nothing")));
        QTest::newRow("empty folder") << file(QStringLiteral("nothing"));
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
        const QString locked = file(QStringLiteral("locked"));
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
        const QString first = writePicture(QStringLiteral("first.png"));
        const QString second = writePicture(QStringLiteral("second.png"));
        drop({first, second});
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(QFile::remove(second));
        m_window->commands()[Command::Next]->trigger();
        QTRY_VERIFY(complains());
        QVERIFY(review().messageBar().text().contains(QStringLiteral("second.png")));
        QVERIFY(!review().canvas().hasStudy());
        verifyUsable();
    }

    void deletedWhileBeingRead()
    {
        // 16 million pixels: the reader is still at work when the file goes.
        const QString big = writePicture(QStringLiteral("big.png"), 4000, 4000);
        bool removed = false;
        connect(m_loader.get(), &StudyLoader::stageChanged, this, [&](StudyLoader::Stage stage) {
            if (stage == StudyLoader::Stage::Reading)
                removed = QFile::remove(big);
        });
        drop({big});
        QTRY_VERIFY(removed);
        m_loader->disconnect(this);
        QTRY_VERIFY_WITH_TIMEOUT(m_loader->stage() == StudyLoader::Stage::Idle, 20000);
        QVERIFY(review().canvas().hasStudy() != complains());
        verifyUsable();
    }

    void aFolderShowsItsFirstReadableFile()
    {
        const QString folder = file(QStringLiteral("mixed"));
        QDir().mkpath(folder);
        write(QStringLiteral("mixed/1.txt"), "no radiograph");
        writePicture(QStringLiteral("mixed/2.png"));
        writePicture(QStringLiteral("mixed/3.png"));
        drop({folder});
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(review().currentPath().endsWith(QStringLiteral("2.png")));
        QCOMPARE(review().studies().rowCount(), 3);
        QVERIFY(review().studies().index(0).data(StudyListModel::FailedRole).toBool());
        QVERIFY(complains());

        m_window->commands()[Command::Next]->trigger();
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(review().currentPath().endsWith(QStringLiteral("3.png")));
        QVERIFY(!m_window->commands()[Command::Next]->isEnabled());
        // Going back by hand to the file that cannot be read says why and stays there.
        m_window->commands()[Command::Previous]->trigger();
        m_window->commands()[Command::Previous]->trigger();
        QTRY_VERIFY(complains());
        QVERIFY(review().currentPath().endsWith(QStringLiteral("1.txt")));
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
        m_loader->loadModel(file(QStringLiteral("no-model")));
        QTRY_VERIFY(complains());
        m_window->open({writePicture(QStringLiteral("a.png"))});
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QVERIFY(!review().canvas().isOverlayShown());
    }

    void closingWhileReadingEndsAtOnce()
    {
        const QString big = writePicture(QStringLiteral("big.png"), 4000, 4000);
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
        const QString words = QStringLiteral("Research use only. Not for diagnosis.");
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
        if (QDir(samplesDir()).entryList({QStringLiteral("*.dcm")}).isEmpty())
            QSKIP("There are no sample studies.");
        m_window->commands()[Command::OpenSample]->trigger();
        QTRY_VERIFY(review().canvas().hasStudy());
        QVERIFY(!complains());
        QVERIFY(review().currentPath().endsWith(QStringLiteral(".dcm")));
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
        AboutWindow about;
        roots << &manual << &about;
        for (const QWidget* root : roots)
            for (const QWidget* widget : root->findChildren<QWidget*>()) {
                // Qt's own parts of a control speak through the control.
                const bool isPart = widget->objectName().startsWith(QLatin1String("qt_"))
                    || (widget->parentWidget()
                        && widget->parentWidget()->inherits("QAbstractScrollArea"))
                    || widget->inherits("QComboBoxPrivateContainer")
                    || widget->inherits("QComboBoxListView")
                    || widget->inherits("QToolBarSeparator") || widget->inherits("QScrollBar")
                    || widget->inherits("QSplitterHandle");
                if (isPart || (widget->isHidden() && widget->accessibleName().isEmpty()))
                    continue;
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(QStringLiteral("%1 '%2' in '%3'")
                                        .arg(QString::fromLatin1(widget->metaObject()->className()),
                                             widget->objectName(),
                                             widget->parentWidget()->accessibleName())));
            }
    }

    void theKeyboardReachesEveryControl()
    {
        verifyUsable();
        QSet<QWidget*> reached;
        QWidget* at = &review().canvas();
        do {
            reached << at;
            at = at->nextInFocusChain();
        } while (at != &review().canvas());
        for (auto* button : m_window->findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->inherits("QToolBarExtension"))
                QVERIFY2(reached.contains(button) && (button->focusPolicy() & Qt::TabFocus),
                         qPrintable(button->accessibleName()));
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
