// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/object_text.h"
#include "tests/core/results/judged_chest.h"
#include "tests/core/results_reading/foreign_objects.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

QByteArray reportOf(const std::function<void(DcmDataset&)>& fill)
{
    return foreignState({}, [&fill](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPClassUID, UID_BasicTextSRStorage);
        dataset.putAndInsertString(DCM_ValueType, "CONTAINER");
        fill(dataset);
    });
}

DcmItem& contentIn(DcmItem& item)
{
    DcmItem* child = nullptr;
    item.findOrCreateSequenceItem(DCM_ContentSequence, child, -2);
    child->putAndInsertString(DCM_RelationshipType, "CONTAINS");
    return *child;
}

} // namespace

/// Files made to break whoever reads them: a sentence, or what can be shown.
class TestHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAbyssIsASentence()
    {
        QElapsedTimer clock;
        clock.start();
        const auto object = readResultObject(nestedReport(100000), u"deep.dcm"_s);
        QVERIFY(!object);
        QVERIFY2(object.error().message.contains(u"nested deeper"_s),
                 qPrintable(object.error().message));
        QVERIFY(object.error().message.endsWith(u'.'));
        QVERIFY(clock.elapsed() < 5000);
        const auto shallow = readResultObject(nestedReport(60), u"deep.dcm"_s);
        QVERIFY2(shallow, qPrintable(shallow ? QString() : shallow.error().message));
        QVERIFY(objectLines(*shallow).size() > 60);
    }

    void aCircleOfReferencesIsNotFollowed()
    {
        const QByteArray bytes = reportOf([](DcmDataset& dataset) {
            DcmItem& child = contentIn(dataset);
            const Uint32 itself[] = {1, 1};
            child.putAndInsertUint32Array(DCM_ReferencedContentItemIdentifier, itself, 2);
        });
        const auto object = readResultObject(bytes, u"circle.dcm"_s);
        QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
        QVERIFY(objectLines(*object).join(u'\n').contains(u"see item 1.1"_s));
    }

    void hugeTextIsCut()
    {
        const QByteArray bytes = reportOf([](DcmDataset& dataset) {
            DcmItem& child = contentIn(dataset);
            child.putAndInsertString(DCM_ValueType, "TEXT");
            child.putAndInsertString(DCM_TextValue, QByteArray(8 << 20, 'a').constData());
        });
        const auto object = readResultObject(bytes, u"text.dcm"_s);
        QVERIFY(object);
        const auto& report = std::get<StructuredReport>(object->content);
        QVERIFY(report.root.children.front().value.size() < 30000);
        QVERIFY(report.root.children.front().value.endsWith(u"(cut off here)"_s));
    }

    void tooManyItemsAreCounted()
    {
        const QByteArray bytes = reportOf([](DcmDataset& dataset) {
            for (int i = 0; i < 1500; ++i)
                contentIn(dataset).putAndInsertString(DCM_ValueType, "TEXT");
        });
        const auto object = readResultObject(bytes, u"many.dcm"_s);
        QVERIFY(object);
        const auto& report = std::get<StructuredReport>(object->content);
        QVERIFY(report.isTruncated);
        QVERIFY(objectLines(*object).last().contains(u"left out"_s));
    }

    void numbersThatAreNoneDrawNothing()
    {
        const auto nothing = std::numeric_limits<float>::quiet_NaN();
        const QByteArray bytes = foreignState({}, [nothing](DcmDataset& dataset) {
            DcmItem* annotation = nullptr;
            dataset.findOrCreateSequenceItem(DCM_GraphicAnnotationSequence, annotation);
            addGraphic(*annotation, "POLYLINE", "PIXEL", {nothing, nothing, nothing, nothing});
            addGraphic(*annotation, "CIRCLE", "PIXEL", {1, 1});
            addGraphic(*annotation, "ELLIPSE", "PIXEL", {1, 1, 2, 2});
            dataset.putAndInsertString(DCM_ShutterShape, "RECTANGULAR\\POLYGONAL\\CIRCULAR");
            dataset.putAndInsertString(DCM_ShutterLeftVerticalEdge, "99999999999");
            dataset.putAndInsertUint16(DcmTag(0x6000, 0x0010, EVR_US), 65535);
            dataset.putAndInsertUint16(DcmTag(0x6000, 0x0011, EVR_US), 65535);
            dataset.putAndInsertString(DcmTag(0x6000, 0x1001, EVR_CS), "ONE");
            const Uint16 bits[] = {1};
            dataset.putAndInsertUint16Array(DcmTag(0x6000, 0x3000, EVR_OW), bits, 1);
        });
        const auto object = readResultObject(bytes, u"state.dcm"_s);
        QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
        const auto& state = std::get<PresentationState>(object->content);
        for (const GraphicAnnotation& annotation : state.annotations)
            QVERIFY(annotation.graphics.empty());
        QVERIFY(state.planes.empty());
        QVERIFY(state.shutter.isEmpty());
    }

    /// Cut off anywhere, an object of each kind gives a sentence or what is left of it.
    void everyBeginIsSurvived()
    {
        const JudgedChest chest;
        for (const ObjectKind kind : {ObjectKind::StructuredReport, ObjectKind::PresentationState,
                                      ObjectKind::ParametricMap}) {
            const QByteArray whole = chest.make(kind).bytes;
            const int step = std::max(1, int(whole.size() / 400));
            for (int size = 0; size < whole.size(); size += step) {
                const auto object = readResultObject(whole.left(size), u"cut.dcm"_s);
                if (!object)
                    QVERIFY(object.error().message.endsWith(u'.'));
                else
                    static_cast<void>(graphicsOn(chest.radiograph, *object));
            }
        }
    }

    /// Bytes changed anywhere do no harm, and no number leaves the reader that is none.
    void changedBytesDoNoHarm()
    {
        const JudgedChest chest;
        quint32 state = 1;
        for (const ObjectKind kind :
             {ObjectKind::StructuredReport, ObjectKind::PresentationState}) {
            const QByteArray whole = chest.make(kind).bytes;
            for (int round = 0; round < 500; ++round) {
                QByteArray changed = whole;
                for (int i = 0; i < 8; ++i) {
                    state = state * 1664525U + 1013904223U;
                    changed[qsizetype(state >> 8) % changed.size()] = char(state >> 24);
                }
                const auto object = readResultObject(changed, u"changed.dcm"_s);
                if (!object)
                    continue;
                static_cast<void>(objectLines(*object));
                if (const auto drawn = graphicsOn(chest.radiograph, *object))
                    for (const DrawnLine& line : drawn->lines)
                        for (const QPointF point : line.points)
                            QVERIFY(std::isfinite(point.x()) && std::isfinite(point.y()));
            }
        }
    }

    void otherFilesAreNamed()
    {
        const JudgedChest chest;
        const auto film = readResultObject(chest.bytes, u"film.dcm"_s);
        QVERIFY(!film);
        QVERIFY2(film.error().message.contains(u"a digital radiograph"_s),
                 qPrintable(film.error().message));
        QVERIFY(!readResultObject(QByteArray("hello"), u"text.txt"_s));
        QVERIFY(!readResultObject(u"/nonexistent.dcm"_s));
        QVERIFY(!beginsAsResultObject(chest.bytes.left(1024)));
        QVERIFY(beginsAsResultObject(chest.make(ObjectKind::StructuredReport).bytes.left(1024)));
        QVERIFY(!beginsAsResultObject({}));
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "test_hostile.moc"
