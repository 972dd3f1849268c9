// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestSettings final : public QObject
{
    Q_OBJECT

    static QVariant otherValue(const SettingRow& row)
    {
        switch (row.type) {
        case QMetaType::Bool:
            return !row.defaultValue.toBool();
        case QMetaType::Int:
            return row.defaultValue.toInt() + 7;
        case QMetaType::QStringList:
            return QStringList{u"/a, b"_s, u"c;d"_s};
        case QMetaType::QByteArray:
            return QByteArray("\x01\x00\xff", 3);
        default:
            return u"something, \"else\" ="_s;
        }
    }

private Q_SLOTS:
    void eachSettingHasItsOwnKey()
    {
        QSet<QString> keys;
        QSet<int> settings;
        for (const SettingRow& row : settingsTable()) {
            keys << QString::fromLatin1(row.key);
            settings << int(row.setting);
        }
        QCOMPARE(keys.size(), int(settingsTable().size()));
        QCOMPARE(settings.size(), int(settingsTable().size()));
    }

    void roundTrip_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < int(settingsTable().size()); ++i)
            QTest::newRow(settingsTable()[size_t(i)].key) << i;
    }

    void roundTrip()
    {
        QFETCH(int, row);
        const SettingRow& setting = settingsTable()[size_t(row)];
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"settings.ini"_s);
        {
            Settings settings(file);
            QCOMPARE(settings.value(setting.setting), setting.defaultValue);
            settings.setValue(setting.setting, otherValue(setting));
        }
        const Settings settings(file);
        QCOMPARE(settings.value(setting.setting), otherValue(setting));
        QCOMPARE(settings.value(setting.setting).typeId(), int(setting.type));
        // No other setting lies under the same key.
        for (const SettingRow& other : settingsTable())
            if (other.setting != setting.setting)
                QCOMPARE(settings.value(other.setting), other.defaultValue);
    }

    void emitsOnlyOnChange()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(u"settings.ini"_s));
        QSignalSpy changed(&settings, &Settings::changed);
        settings.setValue(Setting::OverlayOpacity, 50);
        QCOMPARE(changed.count(), 0);
        settings.setValue(Setting::OverlayOpacity, 51);
        settings.setValue(Setting::OverlayOpacity, 51);
        QCOMPARE(changed.count(), 1);
    }

    void aSpoiltValueGivesTheDefault()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"settings.ini"_s);
        {
            QSettings raw(file, QSettings::IniFormat);
            raw.setValue(u"overlay/opacity-percent"_s, u"a lot"_s);
        }
        QCOMPARE(Settings(file).value(Setting::OverlayOpacity).toInt(), 50);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
