// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/films_needed.h"

#include <QTest>

#include <cmath>

using namespace ccad;

class TestFilmsNeeded : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The example of the paper: an area of 0.893 from 51 and 58 films has a standard error of
    /// 0.032.
    void standardErrorOfThePaper()
    {
        const int films = filmsNeeded(0.893, 2 * 1.959963984540054 * 0.032);
        QVERIFY2(films > 50 && films < 59, qPrintable(QString::number(films)));
    }

    void narrowerNeedsMore()
    {
        int before = 0;
        for (const double width : {0.4, 0.2, 0.1, 0.05, 0.02}) {
            const int films = filmsNeeded(0.85, width);
            QVERIFY(films > before);
            before = films;
        }
        QCOMPARE(filmsNeeded(0.99, 2.0), 2);
    }
};

QTEST_APPLESS_MAIN(TestFilmsNeeded)
#include "test_films_needed.moc"
