// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_card.h"
#include "tests/support/markdown_tables.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestLungCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyNameStaysInItsCell()
    {
        LungTrainingOutcome outcome;
        outcome.student.images
            = {{u"1.png"_s, u"p"_s, u"P|A %2"_s, 0.5, true}, {u"2.png"_s, u"q"_s, {}, 0.5, true}};
        outcome.teacher = outcome.student;
        outcome.sources[u"x|y %2"_s] = {30, 4};
        const QString card = lungCard({}, outcome);
        QCOMPARE(raggedRow(card), QString());
        QVERIFY(hasRow(card, {u"x|y %2"_s, u"30"_s, u"4"_s}));
        QVERIFY(hasRow(
            card,
            {u"P|A %2"_s, u"1"_s, u"1"_s, u"0.500 (0.500 to 0.500)"_s, u"0.500"_s, u"0.500"_s}));
        QVERIFY(hasRow(card, {u"view unknown"_s, u"1"_s}));
    }
};

QTEST_GUILESS_MAIN(TestLungCard)
#include "test_lung_card.moc"
