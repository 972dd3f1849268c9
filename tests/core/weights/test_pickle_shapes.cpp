// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes that a pickle of tensors declares.
#include "core/weights/internal/pickle_reader.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QByteArray text(const QByteArray& value)
{
    return QByteArray("X") + char(value.size()) + QByteArray(3, '\0') + value;
}

QByteArray tuple(const QByteArray& items)
{
    return '(' + items + 't';
}

/// A state dict of one tensor "w" whose shape and strides are ones, as PyTorch writes it.
QByteArray stateDict(int sides)
{
    const QByteArray storage = tuple(text("storage") + "ctorch\nFloatStorage\n" + text("0")
                                     + text("cpu") + QByteArray("K\x01", 2))
        + 'Q';
    const QByteArray ones = tuple(QByteArray("K\x01", 2).repeated(sides));
    const QByteArray arguments = tuple(storage + QByteArray("K\x00", 2) + ones + ones + '\x89'
                                       + "ccollections\nOrderedDict\n)R");
    return QByteArray("\x80\x02}", 3) + text("w") + "ctorch._utils\n_rebuild_tensor_v2\n"
        + arguments + "Rs.";
}

} // namespace

class TestPickleShapes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTensorHasAFewSides()
    {
        const auto read = readStateDictPickle(stateDict(8));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->size(), std::size_t{1});
        QCOMPARE(read->front().shape.size(), std::size_t{8});
    }

    void notThousands_data()
    {
        QTest::addColumn<int>("sides");
        QTest::newRow("one more") << 9;
        QTest::newRow("very many") << 5000;
    }

    void notThousands()
    {
        QFETCH(const int, sides);
        const auto read = readStateDictPickle(stateDict(sides));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileBroken);
        QVERIFY2(read.error().message.contains(u"shape"_s), qPrintable(read.error().message));
    }
};

QTEST_GUILESS_MAIN(TestPickleShapes)
#include "test_pickle_shapes.moc"
