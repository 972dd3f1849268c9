// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_fields.h"

#include <QLineEdit>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestNumberFields final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointAndCommaMeanTheSame_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("typed");
        for (const char* locale : {"C", "de_DE", "en_US"})
            for (const char* typed : {"0.5", "0,5"})
                QTest::addRow("%s %s", locale, typed)
                    << QLocale(QString::fromLatin1(locale)) << QString::fromLatin1(typed);
    }

    void pointAndCommaMeanTheSame()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, typed);
        QLocale::setDefault(locale);
        NumberBox box;
        box.setRange(0, 10);
        box.setDecimals(4);
        box.selectAll();
        QTest::keyClicks(&box, typed);
        QCOMPARE(box.value(), 0.5);
        QVERIFY2(box.text().startsWith(u"0.5"_s), qPrintable(box.text()));
        QLineEdit edit;
        edit.setValidator(new NumberValidator(1e-9, 10, 12, &edit));
        QTest::keyClicks(&edit, typed + u"e-3"_s);
        QCOMPARE(edit.text(), u"0.5e-3"_s);
        QVERIFY(edit.hasAcceptableInput());
        QLocale::setDefault(QLocale::c());
    }

    void commasNeverPartThousands()
    {
        QLocale::setDefault(QLocale(u"en_US"_s));
        NumberBox box;
        box.setRange(0, 10000);
        box.selectAll();
        QTest::keyClicks(&box, u"1,234"_s);
        QCOMPARE(box.value(), 1.23); // two decimals, and no more are taken
        QLocale::setDefault(QLocale::c());
    }
};

QTEST_MAIN(TestNumberFields)
#include "test_number_fields.moc"
