// SPDX-License-Identifier: GPL-3.0-or-later
// Whether "COVID" and "covid" are one class, nobody but the user knows.
#include "tests/support/patience.h"
#include "tests/support/toy_dataset.h"
#include "ui/settings/settings.h"
#include "ui/training/internal/data_step.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestAlikeQuestion final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classesThatAreAlikeAreAskedAbout()
    {
        QTemporaryDir home;
        Settings settings(home.filePath(u"settings.ini"_s));
        qputenv("XDG_CACHE_HOME", home.filePath(u"cache"_s).toUtf8());
        DataStep step(settings);
        step.show();
        const QString folder = home.filePath(u"alike"_s);
        Random random(3);
        for (const char* name : {"COVID", "covid", "normal"})
            for (int i = 0; i < 4; ++i) {
                const QString inside = folder + u'/' + QLatin1String(name);
                QVERIFY(QDir().mkpath(inside));
                QVERIFY(writeFileAtomically(inside + u"/%1.bmp"_s.arg(i),
                                            test::toyPicture(64, i % 2 == 0, random)));
            }
        const auto question = [&] { return step.findChild<QMessageBox*>(); };
        const auto answer = [&](const QString& words) {
            for (auto* button : question()->buttons())
                if (button->text().remove(u'&') == words)
                    button->click();
        };
        step.choose(folder);
        QTRY_VERIFY(question() && question()->isVisible());
        QVERIFY(question()->informativeText().contains(u"“COVID”, “covid”"_s));
        QVERIFY(!step.index());
        answer(u"One Class"_s);
        QTRY_VERIFY(step.index());
        QCOMPARE(step.index()->dataset.classes, QStringList({"covid", "normal"}));
        QTRY_VERIFY(!question());
        // Another look is not another question; the data set chosen anew is.
        step.reread();
        QTRY_VERIFY(!step.isBusy());
        QVERIFY(!question());
        step.choose(folder);
        QTRY_VERIFY(question() && question()->isVisible());
        answer(u"Keep Apart"_s);
        QTRY_VERIFY(step.index());
        QCOMPARE(step.index()->dataset.classes.size(), 3);
        QTRY_VERIFY(!question());
        step.choose(folder);
        QTRY_VERIFY(question() && question()->isVisible());
        answer(u"Cancel"_s);
        QTRY_VERIFY(!question());
        QVERIFY(!step.index());
        QVERIFY(step.stateLine().contains(u"alike"_s));
    }
};

QTEST_MAIN(TestAlikeQuestion)
#include "test_alike_question.moc"
