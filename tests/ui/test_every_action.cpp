// SPDX-License-Identifier: GPL-3.0-or-later
// Every command can be found: in a menu once, in the sheet of shortcuts, in the manual. Every
// window beside the main one speaks to a screen reader and works from the keyboard.
#include "core/base/files.h"
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/commands/shortcuts.h"
#include "ui/preferences/settings_window.h"
#include "ui/report/report_window.h"
#include "ui/window/internal/about_window.h"
#include "ui/window/internal/shortcut_sheet.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTextBrowser>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestEveryAction final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    static void collect(const QMenu& menu, QList<QAction*>& found)
    {
        for (QAction* action : menu.actions()) {
            if (action->menu())
                collect(*action->menu(), found);
            else
                found << action;
        }
    }

    /// Buttons, fields and lists that Tab leads to.
    static QSet<QWidget*> focusChain(QWidget* window)
    {
        QSet<QWidget*> reached;
        QWidget* at = window;
        do {
            if (at->focusPolicy() & Qt::TabFocus)
                reached << at;
            at = at->nextInFocusChain();
        } while (at != window);
        return reached;
    }

    void verifyAccessible(QWidget& window)
    {
        const QWidget* mute = test::firstWithoutName(&window);
        QVERIFY2(!mute,
                 mute ? qPrintable(u"%1 in %2"_s.arg(
                     QString::fromLatin1(mute->metaObject()->className()), window.windowTitle()))
                      : "");
        window.show();
        const QSet<QWidget*> reached = focusChain(&window);
        for (QWidget* control : window.findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QComboBox*>(control)
                || qobject_cast<QLineEdit*>(control) || qobject_cast<QAbstractButton*>(control);
            const auto* button = qobject_cast<QAbstractButton*>(control);
            const bool byArrows = button && button->autoExclusive() && !button->isChecked();
            // What Qt puts into a control of its own acts by that control.
            const bool isPart = control->objectName().startsWith(QLatin1String("qt_"))
                || control->inherits("QTableCornerButton")
                || qobject_cast<QComboBox*>(control->parentWidget())
                || qobject_cast<QLineEdit*>(control->parentWidget())
                || control->parentWidget()->inherits("QKeySequenceEdit")
                || control->parentWidget()->inherits("QAbstractSpinBox")
                || control->parentWidget()->inherits("QTabBar");
            if (isControl && control->isVisible() && control->isEnabled() && !byArrows && !isPart)
                QVERIFY2(reached.contains(control), qPrintable(control->accessibleName()));
        }
    }

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void isInAMenuOnce()
    {
        QList<QAction*> found;
        for (QAction* action : m_window->menuBar()->actions())
            collect(*action->menu(), found);
        for (QAction* action : m_window->commands().all())
            QVERIFY2(found.count(action) == 1, qPrintable(action->text()));
    }

    void isInTheSheetOfShortcuts()
    {
        const ShortcutSheet sheet(m_window->commands(), *m_settings);
        const QString text = sheet.sheet().toPlainText();
        for (const Command command : m_window->commands().names())
            QVERIFY2(text.contains(titleOf(command)), qPrintable(titleOf(command)));
    }

    void isInTheManual()
    {
        const auto manual
            = readFile(QStringLiteral(CCAD_SOURCE_DIR "/resources/manual/manual.md"), 1 << 20);
        QVERIFY(manual.hasValue());
        const QString text = QString::fromUtf8(*manual).simplified();
        for (const Command command : m_window->commands().names()) {
            QString title = titleOf(command);
            title.remove(QChar(u'…'));
            QVERIFY2(text.contains(title), qPrintable(title));
        }
    }

    void windowsBesideSpeakAndObeyTheKeyboard()
    {
        SettingsWindow settings(*m_settings, const_cast<Commands&>(m_window->commands()));
        verifyAccessible(settings);
        ShortcutSheet sheet(m_window->commands(), *m_settings);
        verifyAccessible(sheet);
        const ModelManifest manifest = test::threeClasses();
        AboutWindow about(&manifest);
        verifyAccessible(about);
        ReportWindow report(ReportContent{});
        verifyAccessible(report);
    }

    void textGrowsWithTheFont()
    {
        m_window->open({writePicture(u"a.png"_s)});
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QFont large = QApplication::font();
        large.setPointSizeF(large.pointSizeF() * 1.5);
        const QFont before = QApplication::font();
        QApplication::setFont(large);
        m_window->resize(1600, 1000);
        QCoreApplication::processEvents();
        for (const auto* button : m_window->findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->text().isEmpty())
                QTRY_VERIFY2(button->height() >= QFontMetrics(button->font()).height(),
                             qPrintable(button->text()));
        for (const auto* label : m_window->findChildren<QLabel*>())
            if (label->isVisible() && !label->text().isEmpty() && !label->wordWrap())
                QTRY_VERIFY2(label->height() >= QFontMetrics(label->font()).height(),
                             qPrintable(label->text()));
        QApplication::setFont(before);
    }
};

QTEST_MAIN(TestEveryAction)
#include "test_every_action.moc"
