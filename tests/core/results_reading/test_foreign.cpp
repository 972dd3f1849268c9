// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/model_report.h"
#include "core/results_reading/object_text.h"
#include "tests/core/results_reading/foreign_objects.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

Radiograph filmOf(const ForeignFilm& film)
{
    Radiograph radiograph;
    radiograph.columns = 100;
    radiograph.rows = 80;
    radiograph.lowestStored = 0;
    radiograph.sopInstanceUid = QString::fromLatin1(film.sopInstanceUid);
    radiograph.patientId = QString::fromLatin1(film.patientId);
    radiograph.patientName = QString::fromLatin1(film.patientName);
    return radiograph;
}

FilmGraphics drawnBy(const std::function<void(DcmDataset&)>& fill)
{
    const ForeignFilm film;
    const auto object = readResultObject(foreignState(film, fill), u"state.dcm"_s);
    if (!object)
        qFatal("%s", qPrintable(object.error().message));
    auto drawn = graphicsOn(filmOf(film), *object);
    if (!drawn)
        qFatal("%s", qPrintable(drawn.error().message));
    return *std::move(drawn);
}

DcmItem& annotationIn(DcmDataset& dataset, const char* layer = "ONE")
{
    DcmItem* annotation = nullptr;
    dataset.findOrCreateSequenceItem(DCM_GraphicAnnotationSequence, annotation, -2);
    annotation->putAndInsertString(DCM_GraphicLayer, layer);
    return *annotation;
}

DcmItem& textIn(DcmItem& annotation, const char* words)
{
    DcmItem* text = nullptr;
    annotation.findOrCreateSequenceItem(DCM_TextObjectSequence, text, -2);
    text->putAndInsertString(DCM_UnformattedTextValue, words);
    return *text;
}

void putFloats(DcmItem& item, const DcmTag& tag, float x, float y)
{
    const Float32 values[] = {x, y};
    item.putAndInsertFloat32Array(tag, values, 2);
}

} // namespace

/// Objects of other programs: reports as trees of words, presentation states on their films.
class TestForeign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReportIsATreeOfWords()
    {
        const ForeignFilm film;
        const auto object = readResultObject(foreignReport(film), u"report.dcm"_s);
        QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
        const auto& report = std::get<StructuredReport>(object->content);
        QVERIFY(!modelReportOf(report));
        const QStringList lines = objectLines(*object);
        const QString text = lines.join(u'\n');
        for (const QString& line :
             {u"Radiology Report"_s, u"  Person Observer Name: Dr. Marie Curie"_s,
              u"  Finding: Tr\u00fcbung links"_s, u"  Impression: Pneumonia"_s,
              u"  Study Date: 2026-11-23"_s, u"  Path length: 12.5 mm"_s,
              u"    Image Region: circle"_s})
            QVERIFY2(lines.contains(line), qPrintable(line + u"\nis not in\n"_s + text));
        QVERIFY2(text.contains(u"a digital radiograph 1.2.3.4.5"_s), qPrintable(text));
        QVERIFY(!text.contains(u"Doe"_s));
        const QJsonObject json = objectJson(*object);
        QCOMPARE(json[u"kind"_s].toString(), u"structured report"_s);
        QVERIFY(!QJsonDocument(json).toJson().contains("4711"));
    }

    void aReportsRegionLiesOnItsFilm()
    {
        const ForeignFilm film;
        const auto object = readResultObject(foreignReport(film), u"report.dcm"_s);
        QVERIFY(object);
        const auto drawn = graphicsOn(filmOf(film), *object);
        QVERIFY(drawn);
        QCOMPARE(drawn->lines.size(), 1U);
        for (const QPointF point : drawn->lines.front().points)
            QVERIFY(std::abs(std::hypot(point.x() - 40, point.y() - 30) - 10) < 1e-6);
    }

    void everyGraphicIsDrawn()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            DcmItem& annotation = annotationIn(dataset);
            addGraphic(annotation, "POINT", "PIXEL", {5, 6});
            addGraphic(annotation, "POLYLINE", "PIXEL", {0, 0, 10, 0, 10, 10, 0, 0}, "Y");
            addGraphic(annotation, "INTERPOLATED", "PIXEL", {0, 0, 10, 10, 20, 0});
            addGraphic(annotation, "CIRCLE", "PIXEL", {50, 40, 60, 40}, "N");
            addGraphic(annotation, "ELLIPSE", "PIXEL", {20, 40, 60, 40, 40, 30, 40, 50});
            addGraphic(annotation, "POLYLINE", "DISPLAY", {0, 0, 1, 1});
            addGraphic(annotation, "SPIRAL", "PIXEL", {0, 0, 1, 1});
        });
        QCOMPARE(drawn.points.size(), 1U);
        QCOMPARE(drawn.points.front(), QPointF(5, 6));
        QCOMPARE(drawn.lines.size(), 5U);
        QVERIFY(drawn.lines[0].isClosed && drawn.lines[0].isFilled);
        QCOMPARE(drawn.lines[0].points.size(), 3U);
        const auto& curve = drawn.lines[1].points;
        QVERIFY(curve.size() > 20);
        QCOMPARE(curve.front(), QPointF(0, 0));
        QCOMPARE(curve.back(), QPointF(20, 0));
        QVERIFY(std::find(curve.begin(), curve.end(), QPointF(10, 10)) != curve.end());
        for (const QPointF point : drawn.lines[2].points)
            QVERIFY(std::abs(std::hypot(point.x() - 50, point.y() - 40) - 10) < 1e-6);
        for (const QPointF point : drawn.lines[3].points)
            QVERIFY(std::abs(std::hypot((point.x() - 40) / 20, (point.y() - 40) / 10) - 1) < 1e-6);
        QCOMPARE(drawn.lines[4].points.back(), QPointF(100, 80));
        QCOMPARE(drawn.notes.size(), 1);
    }

    void layersAreDrawnInTheirOrder()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            addGraphic(annotationIn(dataset, "UPPER"), "POLYLINE", "PIXEL", {2, 2, 3, 3});
            addGraphic(annotationIn(dataset, "LOWER"), "POLYLINE", "PIXEL", {1, 1, 3, 3});
            for (const char* name : {"UPPER", "LOWER"}) {
                DcmItem* layer = nullptr;
                dataset.findOrCreateSequenceItem(DCM_GraphicLayerSequence, layer, -2);
                layer->putAndInsertString(DCM_GraphicLayer, name);
                layer->putAndInsertString(DCM_GraphicLayerOrder, *name == 'U' ? "2" : "1");
            }
        });
        QCOMPARE(drawn.lines.size(), 2U);
        QCOMPARE(drawn.lines[0].points[0], QPointF(1, 1));
    }

    void wordsHaveBoxesAndAnchors()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            DcmItem& annotation = annotationIn(dataset);
            DcmItem& boxed = textIn(annotation, "first\r\nsecond");
            boxed.putAndInsertString(DCM_BoundingBoxAnnotationUnits, "DISPLAY");
            putFloats(boxed, DCM_BoundingBoxTopLeftHandCorner, 0.5F, 0.5F);
            putFloats(boxed, DCM_BoundingBoxBottomRightHandCorner, 1, 1);
            DcmItem& anchored = textIn(annotation, "here");
            anchored.putAndInsertString(DCM_AnchorPointAnnotationUnits, "PIXEL");
            putFloats(anchored, DCM_AnchorPoint, 7, 8);
            anchored.putAndInsertString(DCM_AnchorPointVisibility, "Y");
        });
        QCOMPARE(drawn.texts.size(), 2U);
        QCOMPARE(drawn.texts[0].text, u"first\nsecond"_s);
        QCOMPARE(*drawn.texts[0].box, QRectF(50, 40, 50, 40));
        QCOMPARE(*drawn.texts[1].anchor, QPointF(7, 8));
        QVERIFY(drawn.texts[1].isAnchorVisible);
    }

    void aPartOfTheFilmIsDisplayed()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            DcmItem* area = nullptr;
            dataset.findOrCreateSequenceItem(DCM_DisplayedAreaSelectionSequence, area);
            // Turned by a quarter clockwise: the film's lower left is at the upper left.
            area->putAndInsertSint32(DCM_DisplayedAreaTopLeftHandCorner, 11, 0);
            area->putAndInsertSint32(DCM_DisplayedAreaTopLeftHandCorner, 60, 1);
            area->putAndInsertSint32(DCM_DisplayedAreaBottomRightHandCorner, 50, 0);
            area->putAndInsertSint32(DCM_DisplayedAreaBottomRightHandCorner, 21, 1);
            dataset.putAndInsertUint16(DCM_ImageRotation, 90);
            addGraphic(annotationIn(dataset), "POLYLINE", "DISPLAY", {0, 0, 1, 0});
        });
        QCOMPARE(*drawn.area, QRectF(10, 20, 40, 40));
        QCOMPARE(*drawn.turn, (DrawnTurn{1, false}));
        QCOMPARE(drawn.lines[0].points[0], QPointF(10, 60));
        QCOMPARE(drawn.lines[0].points[1], QPointF(10, 20)); // to the right is up the film
    }

    void shuttersLeaveWhatIsWithinAllOfThem()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_ShutterShape, "RECTANGULAR\\CIRCULAR\\POLYGONAL");
            dataset.putAndInsertString(DCM_ShutterLeftVerticalEdge, "11");
            dataset.putAndInsertString(DCM_ShutterRightVerticalEdge, "90");
            dataset.putAndInsertString(DCM_ShutterUpperHorizontalEdge, "6");
            dataset.putAndInsertString(DCM_ShutterLowerHorizontalEdge, "70");
            dataset.putAndInsertString(DCM_CenterOfCircularShutter, "40\\50");
            dataset.putAndInsertString(DCM_RadiusOfCircularShutter, "30");
            dataset.putAndInsertString(DCM_VerticesOfThePolygonalShutter, "1\\1\\1\\99\\79\\50");
        });
        QCOMPARE(drawn.visible.size(), 3U);
        QCOMPARE(drawn.visible[0].front(), QPointF(10, 5));
        QCOMPARE(drawn.visible[0][2], QPointF(90, 70));
        for (const QPointF point : drawn.visible[1])
            QVERIFY(std::abs(std::hypot(point.x() - 49.5, point.y() - 39.5) - 30) < 1e-6);
        QCOMPARE(drawn.visible[2][1], QPointF(98.5, 0.5));
    }

    void greysOfEveryKind()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            DcmItem* voi = nullptr;
            dataset.findOrCreateSequenceItem(DCM_SoftcopyVOILUTSequence, voi);
            DcmItem* lut = nullptr;
            voi->findOrCreateSequenceItem(DCM_VOILUTSequence, lut);
            const Uint16 descriptor[] = {3, 10, 8};
            const Uint16 entries[] = {0, 100, 255};
            lut->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
            lut->putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_US), entries, 3);
            dataset.putAndInsertString(DCM_PresentationLUTShape, "INVERSE");
        });
        QVERIFY(drawn.voi);
        const auto& table = std::get<VoiTable>(*drawn.voi);
        QCOMPARE(table.firstValue, 10);
        QCOMPARE(table.entries, (std::vector<std::uint16_t>{0, 100, 255}));
        QCOMPARE(drawn.inverted, std::optional(true));
    }

    void overlaysOfTheStateItself()
    {
        const FilmGraphics drawn = drawnBy([](DcmDataset& dataset) {
            dataset.putAndInsertUint16(DcmTag(0x6000, 0x0010, EVR_US), 2);
            dataset.putAndInsertUint16(DcmTag(0x6000, 0x0011, EVR_US), 10);
            const Sint16 origin[] = {5, 3};
            dataset.putAndInsertSint16Array(DcmTag(0x6000, 0x0050, EVR_SS), origin, 2);
            const Uint16 bits[] = {0x0401, 0x0000}; // columns 0 of both rows
            dataset.putAndInsertUint16Array(DcmTag(0x6000, 0x3000, EVR_OW), bits, 2);
            dataset.putAndInsertString(DcmTag(0x6000, 0x1001, EVR_CS), "ONE");
        });
        QCOMPARE(drawn.planes.size(), 1U);
        const OverlayPlane& plane = drawn.planes.front();
        QCOMPARE(plane.left, 2.0);
        QCOMPARE(plane.top, 4.0);
        QCOMPARE(*plane.bits, (std::vector<std::uint8_t>{1, 0, 1, 0}));
    }
};

QTEST_GUILESS_MAIN(TestForeign)
#include "test_foreign.moc"
