// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/urgency.h"

#include <QTest>

#include <vector>

using namespace ccad;

class TestUrgency final : public QObject
{
    Q_OBJECT

    static QStringList names(std::initializer_list<const char*> classes)
    {
        QStringList list;
        for (const char* name : classes)
            list << QString::fromUtf8(name);
        return list;
    }

private Q_SLOTS:
    void theNegativeClass()
    {
        QCOMPARE(negativeClass(names({"a", "b"}), 1), 0);
        QCOMPARE(negativeClass(names({"a", "b"}), 0), 1);
        QCOMPARE(negativeClass(names({"covid", "NORMAL", "pneumonia"}), 0), 1);
        QCOMPARE(negativeClass(names({"covid", "pneumonia", "no_finding"}), 0), 2);
        QCOMPARE(negativeClass(names({"covid", "pneumonia", "No Finding"}), 0), 2);
        QCOMPARE(negativeClass(names({"covid", "pneumonia", "tuberculosis"}), 0), -1);
        // A model whose positive class is called normal has nothing that is negative.
        QCOMPARE(negativeClass(names({"normal", "pneumonia", "tuberculosis"}), 0), -1);
        QCOMPARE(negativeClass(names({"a", "b"}), 2), -1);
        QCOMPARE(negativeClass({}, 0), -1);
    }

    void positivesComeBeforeAllOthers()
    {
        // A threshold of 0.1 makes a low probability positive, one of 0.9 a high one negative.
        const std::vector<float> low{0.88F, 0.12F};
        const std::vector<float> high{0.0F, 1.0F};
        QVERIFY(urgencyOf(low, true, 1, 0) >= 0.5);
        QVERIFY(urgencyOf(high, false, 1, 0) < 0.5);
        QVERIFY(urgencyOf(low, true, 1, 0) > urgencyOf(high, false, 1, 0));
        QCOMPARE(urgencyOf(high, true, 1, 0), 1.0);
        QCOMPARE(urgencyOf(std::vector<float>{1, 0}, false, 1, 0), 0.0);
    }

    void risesWithAnythingAbnormal()
    {
        // Three classes, the first normal, the second positive.
        const std::vector<float> healthy{0.9F, 0.05F, 0.05F};
        const std::vector<float> other{0.2F, 0.05F, 0.75F};
        QVERIFY(urgencyOf(other, false, 1, 0) > urgencyOf(healthy, false, 1, 0));
        QCOMPARE(urgencyOf(other, false, 1, 0), 0.5 * (1 - double(0.2F)));
        // Without a negative class the positive one decides.
        QCOMPARE(urgencyOf(other, false, 1, -1), 0.5 * double(0.05F));
        QCOMPARE(urgencyOf(other, true, 2, -1), 0.5 + 0.5 * 0.75);
    }
};

QTEST_GUILESS_MAIN(TestUrgency)
#include "test_urgency.moc"
