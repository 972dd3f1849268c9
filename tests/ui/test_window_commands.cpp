// SPDX-License-Identifier: GPL-3.0-or-later
// Each command of the viewer does its work once, on the study on screen.
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/viewer/window_presets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestWindowCommands final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    void give(Command command)
    {
        QVERIFY(m_window->commands()[command]->isEnabled());
        m_window->commands()[command]->trigger();
    }
    ImageCanvas& canvas() { return review().canvas(); }
    QTransform orientation() { return canvas().view().orientation(); }

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init()
    {
        openWindow();
        m_window->open({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        QTRY_VERIFY(canvas().isOverlayShown());
    }
    void cleanup() { closeWindow(); }

    void noTwoEntriesOfAMenuShareALetter()
    {
        const QList<QMenu*> menus = m_window->menuBar()->findChildren<QMenu*>();
        QVERIFY(menus.size() > 5);
        for (const QMenu* menu : menus) {
            QMap<QKeySequence, QString> taken;
            for (const QAction* entry : menu->actions()) {
                const QKeySequence letter = QKeySequence::mnemonic(entry->text());
                if (letter.isEmpty() || !entry->isVisible())
                    continue;
                QVERIFY2(!taken.contains(letter),
                         qPrintable(entry->text() + u" and "_s + taken[letter]));
                taken[letter] = entry->text();
            }
        }
    }

    void turnsByOneQuarter()
    {
        give(Command::RotateRight);
        QCOMPARE(orientation(), QTransform(0, 1, -1, 0, 0, 0));
        give(Command::RotateLeft);
        QVERIFY(orientation().isIdentity());
        give(Command::FlipHorizontally);
        QCOMPARE(orientation(), QTransform(-1, 0, 0, 1, 0, 0));
        give(Command::FlipVertically);
        QCOMPARE(orientation(), QTransform(-1, 0, 0, -1, 0, 0));
        give(Command::Reset);
        QVERIFY(orientation().isIdentity());
    }

    void invertsOnce()
    {
        give(Command::Invert);
        QVERIFY(canvas().isInverted());
        QVERIFY(m_window->commands()[Command::Invert]->isChecked());
        give(Command::Invert);
        QVERIFY(!canvas().isInverted());
    }

    void choosesWindowsByNumber()
    {
        const auto presets = windowPresets(canvas().radiograph(), canvas().automaticVoi());
        QVERIFY(presets.size() > 2);
        for (size_t i = presets.size(); i-- > 0;) {
            give(windowCommands[i]);
            QVERIFY(canvas().voi() == presets[i].voi);
            QVERIFY(m_window->commands()[windowCommands[i]]->text().contains(presets[i].title));
        }
        for (size_t i = presets.size(); i < windowCommands.size(); ++i)
            QVERIFY(!m_window->commands()[windowCommands[i]]->isVisible());
    }

    void measuresAndTakesBack()
    {
        QVERIFY(!m_window->commands()[Command::Undo]->isEnabled());
        give(Command::MeasureLength);
        QCOMPARE(canvas().tool(), Tool::Length);
        QVERIFY(m_window->commands()[Command::MeasureLength]->isChecked());
        const QPoint middle = canvas().rect().center();
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, middle);
        QTest::mouseMove(&canvas(), middle + QPoint(60, 0));
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, middle + QPoint(60, 0));
        QCOMPARE(int(review().measurements()->all().size()), 1);
        give(Command::Undo);
        QVERIFY(review().measurements()->all().empty());
        give(Command::Redo);
        QCOMPARE(int(review().measurements()->all().size()), 1);
        give(Command::ClearMeasurements);
        QVERIFY(review().measurements()->all().empty());
        give(Command::Reset); // Esc first gives the tool back
        QCOMPARE(canvas().tool(), Tool::Navigate);
        QVERIFY(!m_window->commands()[Command::MeasureLength]->isChecked());
    }

    void comparesAndSwaps()
    {
        give(Command::Compare);
        QVERIFY(review().isCompared());
        QVERIFY(m_window->commands()[Command::SwapViews]->isEnabled());
        give(Command::LinkViews);
        give(Command::Compare);
        QVERIFY(!review().isCompared());
        QVERIFY(!m_window->commands()[Command::SwapViews]->isEnabled());
    }

    void hidesPatientTextEverywhere()
    {
        QVERIFY(m_window->windowTitle().contains(u"a.png"_s));
        give(Command::HidePatientText);
        QVERIFY(!m_window->windowTitle().contains(u"a.png"_s));
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            QVERIFY2(!widget->accessibleName().contains(u"a.png"_s),
                     widget->metaObject()->className());
            QVERIFY2(!widget->toolTip().contains(u"a.png"_s), widget->metaObject()->className());
        }
        give(Command::HidePatientText);
        QVERIFY(m_window->windowTitle().contains(u"a.png"_s));
    }

    void copiesWhatIsOnScreen()
    {
        const QSize size = canvas().size() * canvas().devicePixelRatioF();
        give(Command::CopyImage);
        QTRY_COMPARE(QGuiApplication::clipboard()->image().size(), size);
        // Managers of clipboards neither keep nor show it.
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s),
                 QByteArray("secret"));
    }

    void theOverlayChangesItsStyle()
    {
        const QString before = m_settings->value(Setting::OverlayStyle).toString();
        QStringList seen;
        for (int i = 0; i < 3; ++i) {
            give(Command::OverlayStyle);
            seen << m_settings->value(Setting::OverlayStyle).toString();
        }
        QCOMPARE(seen.last(), before);
        seen.removeDuplicates();
        QCOMPARE(seen.size(), 3);
    }

    void closesOneAndAll()
    {
        give(Command::Close);
        QCOMPARE(review().studies().rowCount(), 1);
        give(Command::CloseAll);
        QCOMPARE(review().studies().rowCount(), 0);
        QVERIFY(!canvas().hasStudy());
    }
};

QTEST_MAIN(TestWindowCommands)
#include "test_window_commands.moc"
