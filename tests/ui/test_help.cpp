// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/versions.h"
#include "core/isolation/lockdown.h"
#include "core/torch/runtime.h"
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/commands/command_table.h"
#include "ui/commands/shortcuts.h"
#include "ui/settings/settings.h"
#include "ui/window/internal/about_window.h"
#include "ui/window/internal/manual_window.h"
#include "ui/window/internal/shortcut_sheet.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextBrowser>
#include <QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestHelp final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    template <typename Field> static Field* named(const QWidget& window, const char* name)
    {
        for (Field* found : window.findChildren<Field*>())
            if (found->accessibleName() == QLatin1String(name))
                return found;
        qFatal("There is no %s", name);
    }

    static QString manual()
    {
        return QStringLiteral(CCAD_SOURCE_DIR "/resources/manual/manual.md");
    }

private Q_SLOTS:
    void theSheetHoldsEveryCommandAndItsKeys()
    {
        Settings settings(m_folder.filePath(u"a.ini"_s));
        const Commands commands;
        const ShortcutSheet window(commands, settings);
        const QString text = window.sheet().toPlainText();
        for (const CommandRow& row : commandTable()) {
            QVERIFY2(text.contains(titleOf(row.command)), row.key);
            QVERIFY2(text.contains(textOf(row.shortcuts)), row.key);
        }
        QVERIFY(text.contains(u"Left drag"_s));
    }

    void theSheetFollowsKeysAndMouse()
    {
        Settings settings(m_folder.filePath(u"b.ini"_s));
        Commands commands;
        const ShortcutSheet window(commands, settings);
        QVERIFY(!window.sheet().toPlainText().contains(u"Ctrl+Alt+F12"_s));
        settings.setValue(Setting::Shortcuts, QStringList{u"fit=Ctrl+Alt+F12"_s});
        commands.applySettings(settings);
        QVERIFY(window.sheet().toPlainText().contains(u"Ctrl+Alt+F12"_s));
        QVERIFY(!window.sheet().toPlainText().contains(u"Ctrl+Wheel"_s));
        settings.setValue(Setting::Wheel, u"studies"_s);
        QVERIFY(window.sheet().toPlainText().contains(u"Ctrl+Wheel"_s));
    }

    void theSheetCanBeSearched()
    {
        const Settings settings(m_folder.filePath(u"c.ini"_s));
        const Commands commands;
        const ShortcutSheet window(commands, settings);
        auto* search = named<QLineEdit>(window, "Find a command or a key");
        search->setText(u"rotate"_s);
        QVERIFY(window.sheet().toPlainText().contains(u"Rotate Left"_s));
        QVERIFY(!window.sheet().toPlainText().contains(u"Actual Size"_s));
        search->setText(u"xyzzy"_s);
        QVERIFY(window.sheet().toPlainText().contains(u"No command"_s));
    }

    void librariesHaveVersions()
    {
        QStringList names;
        static const QRegularExpression number(u"^\\d+\\.\\d+"_s);
        for (const LibraryVersion& library : imagingLibraries()) {
            names << library.name;
            QVERIFY2(number.match(library.version).hasMatch(), qPrintable(library.version));
        }
        QCOMPARE(names,
                 (QStringList{u"DCMTK"_s, u"OpenCV"_s, u"OpenJPEG"_s, u"CharLS"_s, u"libjxl"_s,
                              u"zlib"_s}));
    }

    void aboutNamesModelAndLibrariesAndCopiesThem()
    {
        const ModelManifest model = threeClasses();
        const AboutWindow window(&model, nullptr);
        for (const QString& word : {model.name, model.version, model.weightsSha256.left(12),
                                    u"OpenJPEG"_s, torchVersion(), QString::fromLatin1(qVersion())})
            QVERIFY2(window.text().contains(word), qPrintable(word));
        QVERIFY(!window.text().contains(model.weightsSha256));
        QTest::mouseClick(named<QPushButton>(window, "Copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), window.text());
        // All of it is on screen, too.
        QStringList shown;
        for (const QLabel* label : window.findChildren<QLabel*>())
            shown << label->text();
        for (const QString& line : window.text().split(QLatin1Char('\n')))
            QVERIFY2(std::any_of(shown.begin(), shown.end(),
                                 [&line](const QString& value) {
                                     return line.endsWith(QLatin1Char(' ') + value);
                                 }),
                     qPrintable(line));
    }

    void aboutTellsWhatHoldsTheReadersOfFiles()
    {
        const AboutWindow window(nullptr);
        QVERIFY(window.text().contains(u"being looked at"_s)); // the window does not wait for it
        QTRY_VERIFY_WITH_TIMEOUT(!window.text().contains(u"being looked at"_s), patienceMs);
        const QString last = window.text().section(QLatin1Char('\n'), -1);
        if (isConfinable)
            QVERIFY2(last.startsWith(u"Reading of files locked down by seccomp"_s),
                     qPrintable(last));
        else
            QVERIFY2(last.contains(u"NOT locked down"_s), qPrintable(last));
    }

    void aboutWithoutAModelSaysSo()
    {
        QVERIFY(AboutWindow(nullptr).text().contains(u"None is loaded."_s));
    }

    void theManualHasContents()
    {
        ManualWindow window(manual());
        window.show();
        auto* contents = named<QListWidget>(window, "Contents of the manual");
        QTRY_VERIFY(contents->count() > 3);
        contents->setCurrentRow(contents->count() - 1);
        QCOMPARE(window.browser().textCursor().block().text().trimmed(),
                 contents->currentItem()->text().trimmed());
    }

    void theManualCanBeSearched()
    {
        ManualWindow window(manual());
        auto* search = named<QLineEdit>(window, "Find in the manual");
        QTest::keyClicks(search, u"radiograph"_s);
        QTRY_COMPARE(window.browser().textCursor().selectedText().toLower(), u"radiograph"_s);
        const int first = window.browser().textCursor().position();
        QTest::mouseClick(named<QPushButton>(window, "Next"), Qt::LeftButton);
        QVERIFY(window.browser().textCursor().position() > first);
        QTest::mouseClick(named<QPushButton>(window, "Previous"), Qt::LeftButton);
        QCOMPARE(window.browser().textCursor().position(), first);
        search->setText(u"xyzzy"_s);
        QVERIFY(std::ranges::any_of(window.findChildren<QLabel*>(), [](const QLabel* label) {
            return label->text() == u"Not found."_s;
        }));
    }
};

QTEST_MAIN(TestHelp)
#include "test_help.moc"
