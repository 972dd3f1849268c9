// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_table.h"
#include "ui/commands/shortcuts.h"
#include "ui/settings/settings.h"
#include "ui/widgets/icon.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestShortcuts final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;

    static QList<QKeySequence> keys(const char* list)
    {
        return QKeySequence::listFromString(QLatin1String(list), QKeySequence::PortableText);
    }

private Q_SLOTS:
    void init()
    {
        const QString file = m_folder.filePath(u"settings.ini"_s);
        m_settings.reset();
        QFile::remove(file);
        m_settings = std::make_unique<Settings>(file);
    }

    void eachCommandHasOneRowAndOneKey()
    {
        QSet<QString> names;
        QSet<Command> commands;
        static const QRegularExpression form(u"^[a-z0-9]+(-[a-z0-9]+)*$"_s);
        for (const CommandRow& row : commandTable()) {
            names << QString::fromLatin1(row.key);
            commands << row.command;
            QVERIFY2(form.match(QString::fromLatin1(row.key)).hasMatch(), row.key);
            QCOMPARE(commandOf(keyOf(row.command)), row.command);
        }
        QCOMPARE(names.size(), commandTable().size());
        QCOMPARE(commands.size(), commandTable().size());
        QCOMPARE(int(Command::About) + 1, commandTable().size()); // none of the enum is missing
        QVERIFY(!commandOf(u"no-such-command"_s));
    }

    void eachIconExists()
    {
        initIcons();
        for (const CommandRow& row : commandTable())
            if (row.icon)
                QVERIFY2(QFile::exists(u":/icons/%1.svg"_s.arg(QLatin1String(row.icon))), row.icon);
    }

    void noSchemeConflictsWithItself_data()
    {
        QTest::addColumn<QString>("scheme");
        for (const ShortcutScheme& scheme : shortcutSchemes())
            QTest::newRow(qPrintable(scheme.title)) << scheme.key;
    }

    void noSchemeConflictsWithItself()
    {
        QFETCH(QString, scheme);
        const ShortcutMap shortcuts = shortcutsOfScheme(scheme);
        QCOMPARE(shortcuts.size(), commandTable().size());
        for (const CommandRow& row : commandTable()) {
            const auto others = conflicts(shortcuts, row.command);
            QVERIFY2(others.isEmpty(),
                     qPrintable(keyOf(row.command) + QLatin1Char(' ')
                                + keyOf(others.value(0, row.command))));
            for (const QKeySequence& sequence : shortcuts.value(row.command))
                QVERIFY2(!useByPicture(sequence), row.key);
        }
    }

    void schemesDiffer()
    {
        const auto of = [](const char* scheme, Command command) {
            return shortcutsOfScheme(QLatin1String(scheme)).value(command);
        };
        QCOMPARE(of("ccad", Command::ActualSize), keys("Shift+F"));
        QCOMPARE(of("weasis", Command::ActualSize), keys("Ctrl+Return; Ctrl+Enter"));
        QCOMPARE(of("horos", Command::MeasureLength), keys("L"));
        QCOMPARE(of("ohif", Command::Fit), keys("="));
        QCOMPARE(of("ohif", Command::RotateLeft), keys("L"));
        QCOMPARE(of("unheard of", Command::Fit), keys("F"));
    }

    void changesGoOnTopOfTheScheme()
    {
        m_settings->setValue(Setting::ShortcutScheme, u"weasis"_s);
        ShortcutMap mine = shortcutsOf(*m_settings);
        mine[Command::Fit] = keys("Ctrl+;; F6");
        mine[Command::Reset] = {};
        mine[Command::Invert] = keys("Ctrl+=");
        setShortcuts(*m_settings, mine);
        QCOMPARE(m_settings->value(Setting::Shortcuts).toStringList().size(), 3);
        // Kept over a restart.
        m_settings.reset();
        m_settings = std::make_unique<Settings>(m_folder.filePath(u"settings.ini"_s));
        const ShortcutMap again = shortcutsOf(*m_settings);
        QCOMPARE(again, mine);
        QCOMPARE(again.value(Command::ActualSize), keys("Ctrl+Return; Ctrl+Enter"));
        // What equals the scheme is no change.
        setShortcuts(*m_settings, shortcutsOfScheme(u"weasis"_s));
        QVERIFY(m_settings->value(Setting::Shortcuts).toStringList().isEmpty());
    }

    void rubbishInTheSettingsIsIgnored()
    {
        m_settings->setValue(
            Setting::Shortcuts,
            QStringList{u"no-such-command=F"_s, u"fit"_s, u"=F"_s, u"invert=Ctrl+Ctrl+qqq"_s});
        const ShortcutMap shortcuts = shortcutsOf(*m_settings);
        QCOMPARE(shortcuts.value(Command::Fit), keys("F"));
        QVERIFY(shortcuts.value(Command::Invert).isEmpty());
        QCOMPARE(shortcuts.size(), commandTable().size());
    }

    void conflictsAreFoundOnBothSides()
    {
        ShortcutMap shortcuts = shortcutsOfScheme(u"ccad"_s);
        shortcuts[Command::Compare] = keys("Ctrl+Alt+C; L");
        QCOMPARE(conflicts(shortcuts, Command::Compare), QList<Command>{Command::RotateLeft});
        QCOMPARE(conflicts(shortcuts, Command::RotateLeft), QList<Command>{Command::Compare});
        // The begin of a chord would never let the chord be finished.
        shortcuts[Command::Compare] = keys("L, C");
        QCOMPARE(conflicts(shortcuts, Command::Compare), QList<Command>{Command::RotateLeft});
        QVERIFY(conflicts(shortcuts, Command::Fit).isEmpty());
        QVERIFY(useByPicture(QKeySequence(Qt::Key_Space)));
        QVERIFY(!useByPicture(QKeySequence(Qt::CTRL | Qt::Key_Space)));
    }

    void actionsFollowAtOnce()
    {
        Commands commands;
        QSignalSpy changed(&commands, &Commands::shortcutsChanged);
        QAction* actual = commands[Command::ActualSize];
        QCOMPARE(actual->toolTip(), u"Actual Size (Shift+F)"_s);
        commands.applySettings(*m_settings);
        QCOMPARE(changed.count(), 0);
        m_settings->setValue(Setting::ShortcutScheme, u"weasis"_s);
        commands.applySettings(*m_settings);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(commands[Command::ActualSize], actual);
        QCOMPARE(actual->shortcuts(), keys("Ctrl+Return; Ctrl+Enter"));
        QCOMPARE(actual->toolTip(), u"Actual Size (Ctrl+Return)"_s);
        m_settings->setValue(Setting::Shortcuts, QStringList{u"actual-size="_s});
        commands.applySettings(*m_settings);
        QVERIFY(actual->shortcuts().isEmpty());
        QCOMPARE(actual->toolTip(), u"Actual Size"_s);
    }

    void titles()
    {
        QCOMPARE(titleOf(Command::Report), u"Report and Print"_s);
        QCOMPARE(textOf(keys("F; Shift+F")), u"F, Shift+F"_s);
    }
};

QTEST_MAIN(TestShortcuts)
#include "test_shortcuts.moc"
