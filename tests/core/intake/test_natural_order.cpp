// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/natural_order.h"

#include <QStringList>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestNaturalOrder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersCount()
    {
        QStringList names{u"image10"_s, u"image2.dcm"_s, u"Image3"_s,
                          u"image"_s,   u"image2"_s,     u"1"_s};
        std::sort(names.begin(), names.end(), comesBefore);
        QCOMPARE(names,
                 (QStringList{u"1"_s, u"Image3"_s, u"image"_s, u"image2"_s, u"image2.dcm"_s,
                              u"image10"_s}));
    }

    /// std::sort needs it.
    void isAStrictOrder()
    {
        const QStringList names{u""_s,    u"a1"_s, u"a01"_s, u"a1b"_s,
                                u"a10"_s, u"ä"_s,  u"-1"_s,  u"a 1"_s};
        for (const QString& a : names)
            for (const QString& b : names)
                QVERIFY2(a == b ? !comesBefore(a, b) : comesBefore(a, b) != comesBefore(b, a),
                         qPrintable(a + u'|' + b));
    }
};

QTEST_GUILESS_MAIN(TestNaturalOrder)
#include "test_natural_order.moc"
