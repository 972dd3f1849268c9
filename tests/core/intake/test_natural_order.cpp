// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/natural_order.h"

#include <QStringList>
#include <QTest>

#include <algorithm>

using namespace ccad;

class TestNaturalOrder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersCount()
    {
        QStringList names{QStringLiteral("image10"), QStringLiteral("image2.dcm"),
                          QStringLiteral("Image3"),  QStringLiteral("image"),
                          QStringLiteral("image2"),  QStringLiteral("1")};
        std::sort(names.begin(), names.end(), comesBefore);
        QCOMPARE(names,
                 (QStringList{QStringLiteral("1"), QStringLiteral("Image3"),
                              QStringLiteral("image"), QStringLiteral("image2"),
                              QStringLiteral("image2.dcm"), QStringLiteral("image10")}));
    }

    /// std::sort needs it.
    void isAStrictOrder()
    {
        const QStringList names{QStringLiteral(""),    QStringLiteral("a1"),  QStringLiteral("a01"),
                                QStringLiteral("a1b"), QStringLiteral("a10"), QStringLiteral("ä"),
                                QStringLiteral("-1"),  QStringLiteral("a 1")};
        for (const QString& a : names)
            for (const QString& b : names)
                QVERIFY2(a == b ? !comesBefore(a, b) : comesBefore(a, b) != comesBefore(b, a),
                         qPrintable(a + u'|' + b));
    }
};

QTEST_GUILESS_MAIN(TestNaturalOrder)
#include "test_natural_order.moc"
