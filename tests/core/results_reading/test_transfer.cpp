// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a read object out of the process that read it.
#include "core/base/files.h"
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/internal/object_transfer.h"
#include "core/results_reading/object_text.h"
#include "tests/core/results/judged_chest.h"
#include "tests/core/results_reading/foreign_objects.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

std::vector<QByteArray> filesOfAllKinds()
{
    const JudgedChest chest;
    std::vector<QByteArray> files;
    for (const ObjectKind kind :
         {ObjectKind::StructuredReport, ObjectKind::PresentationState, ObjectKind::ParametricMap})
        files.push_back(chest.make(kind).bytes);
    files.push_back(nestedReport(60));
    return files;
}

} // namespace

class TestTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyObjectComesBack()
    {
        for (const QByteArray& file : filesOfAllKinds()) {
            const auto object = readResultObject(file, u"object.dcm"_s);
            QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
            const QByteArray bytes = objectToBytes(*object);
            const auto back = objectFromBytes(bytes);
            QVERIFY(back.has_value());
            QCOMPARE(objectToBytes(*back), bytes);
            QCOMPARE(objectJson(*back), objectJson(*object));
            QCOMPARE(objectLines(*back), objectLines(*object));
        }
    }

    /// A process of its own reads it, and the program gets the same.
    void theServiceTellsTheSame()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"object.dcm"_s);
        for (const QByteArray& file : filesOfAllKinds()) {
            QVERIFY(writeFileAtomically(path, file));
            const auto object = readResultObject(file, path);
            const auto told = readResultObject(path);
            QVERIFY2(told, qPrintable(told ? QString() : told.error().message));
            QCOMPARE(objectJson(*told), objectJson(*object));
        }
        QVERIFY(writeFileAtomically(path, "hello"));
        QCOMPARE(readResultObject(path).error().message,
                 readResultObject("hello", path).error().message);
    }

    void cutBytesAreRefused()
    {
        for (const QByteArray& file : filesOfAllKinds()) {
            const QByteArray bytes = objectToBytes(*readResultObject(file, u"object.dcm"_s));
            const int step = std::max(1, int(bytes.size() / 300));
            for (int size = 0; size < bytes.size(); size += step)
                QVERIFY(!objectFromBytes(bytes.left(size)));
            QVERIFY(!objectFromBytes(bytes + 'x'));
        }
    }

    /// What a process that was taken over may say: refused, or an object that a reader could give.
    void changedBytesAreRefusedOrPossible()
    {
        const JudgedChest chest;
        quint32 state = 1;
        int refused = 0;
        for (const QByteArray& file : filesOfAllKinds()) {
            const QByteArray bytes = objectToBytes(*readResultObject(file, u"object.dcm"_s));
            for (int round = 0; round < 300; ++round) {
                QByteArray changed = bytes;
                for (int i = 0; i < 4; ++i) {
                    state = state * 1664525U + 1013904223U;
                    changed[qsizetype(state >> 8) % changed.size()] = char(state >> 24);
                }
                const auto object = objectFromBytes(changed);
                refused += object ? 0 : 1;
                if (!object)
                    continue;
                static_cast<void>(objectLines(*object));
                if (const auto drawn = graphicsOn(chest.radiograph, *object))
                    for (const DrawnLine& line : drawn->lines)
                        for (const QPointF point : line.points)
                            QVERIFY(std::isfinite(point.x()) && std::isfinite(point.y()));
            }
        }
        QVERIFY(refused > 100);
    }
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "test_transfer.moc"
