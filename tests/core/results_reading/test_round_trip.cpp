// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/map_regions.h"
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/model_report.h"
#include "core/results_reading/object_text.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

ReadObject readObject(const QByteArray& bytes)
{
    auto read = readResultObject(bytes, u"object.dcm"_s);
    if (!read)
        qFatal("%s", qPrintable(read.error().message));
    return *std::move(read);
}

/// The largest distance of a point of one outline from its own in the other, in pixels.
double apart(const std::vector<QPointF>& points, const ContourLine& line, const Radiograph& film)
{
    if (points.size() != line.points.size())
        return 1e9;
    double most = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        most = std::max(most,
                        std::hypot(points[i].x() - line.points[i].x * film.columns,
                                   points[i].y() - line.points[i].y * film.rows));
    return most;
}

/// Where a direction of the film points in the view: mirrored, then turned clockwise.
QPointF asShown(const ShownAs& shown, QPointF direction)
{
    QPointF turned(shown.mirrored ? -direction.x() : direction.x(), direction.y());
    for (int i = 0; i < shown.quarterTurns; ++i)
        turned = QPointF(-turned.y(), turned.x());
    return turned;
}

/// The same by what was read: turned clockwise, then mirrored.
QPointF asRead(const DrawnTurn& turn, QPointF direction)
{
    QPointF turned = direction;
    for (int i = 0; i < turn.quarterTurns; ++i)
        turned = QPointF(-turned.y(), turned.x());
    return {turn.isFlipped ? -turned.x() : turned.x(), turned.y()};
}

/// A film whose pixels are twice as high as wide: the reader makes them square.
FilmFixture filmOfTallPixels()
{
    FilmFixture film = lyingFilm();
    film.tags
        = [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_PixelAspectRatio, "2\\1"); };
    return film;
}

} // namespace

/// What CCAD writes it reads: the same numbers, and outlines within a pixel.
class TestRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReportHasTheSameNumbers()
    {
        for (int label = 0; label < 3; ++label) {
            const JudgedChest chest(lyingFilm(), label);
            const ReadObject object = readObject(chest.make(ObjectKind::StructuredReport).bytes);
            const auto own = modelReportOf(std::get<StructuredReport>(object.content));
            QVERIFY(own);
            QCOMPARE(own->classes.size(), chest.result.classes.size());
            for (std::size_t i = 0; i < own->classes.size(); ++i) {
                const ClassResult& written = chest.result.classes[i];
                QCOMPARE(QString::number(own->classes[i].percent, 'f', 4),
                         QString::number(written.probability * 100, 'f', 4));
                QCOMPARE(own->classes[i].finding.value, written.code.value);
                QCOMPARE(own->classes[i].title, written.code.meaning);
            }
            QCOMPARE(own->modelName, chest.result.modelName);
            QCOMPARE(own->modelVersion, chest.result.modelVersion);
            QVERIFY(own->parameters.contains(u"weights SHA-256 = "_s + chest.result.modelSha256));
            QVERIFY(own->notice.startsWith(researchUseOnly()));
            QCOMPARE(object.facts.equipment.manufacturer, u"CCAD"_s);
            QVERIFY(object.facts.refersTo(chest.film.sopInstanceUid));
        }
    }

    void aReportsOutlineLiesWhereItLay_data()
    {
        QTest::addColumn<bool>("tallPixels");
        QTest::newRow("square pixels") << false;
        QTest::newRow("tall pixels") << true;
    }
    void aReportsOutlineLiesWhereItLay()
    {
        QFETCH(bool, tallPixels);
        const JudgedChest chest(tallPixels ? filmOfTallPixels() : lyingFilm(), 0);
        QCOMPARE(chest.radiograph.stored.has_value(), tallPixels);
        const ReadObject object = readObject(chest.make(ObjectKind::StructuredReport).bytes);
        const auto drawn = graphicsOn(chest.radiograph, object);
        QVERIFY2(drawn, qPrintable(drawn ? QString() : drawn.error().message));
        QCOMPARE(drawn->lines.size(), 1U);
        QVERIFY(drawn->lines.front().isClosed);
        const auto& regions = chest.result.classes[0].regions;
        QVERIFY(!regions.empty());
        const double most = apart(drawn->lines.front().points, regions.front(), chest.radiograph);
        QVERIFY2(most < 0.01, qPrintable(QString::number(most)));
        QCOMPARE(drawn->texts.size(), 1U);
    }

    void aReportWithoutARegionDrawsNone()
    {
        JudgedChest chest(lyingFilm(), 0);
        for (ClassResult& one : chest.result.classes)
            one.regions.clear();
        const ReadObject object = readObject(chest.make(ObjectKind::StructuredReport).bytes);
        const auto drawn = graphicsOn(chest.radiograph, object);
        QVERIFY(drawn);
        QVERIFY(!drawn->drawsAnything());
    }

    void aPresentationStateShowsWhatWasShown_data()
    {
        QTest::addColumn<int>("quarterTurns");
        QTest::addColumn<bool>("mirrored");
        for (int turns = 0; turns < 4; ++turns)
            for (const bool mirrored : {false, true})
                QTest::addRow("%d turns%s", turns, mirrored ? ", mirrored" : "")
                    << turns << mirrored;
    }
    void aPresentationStateShowsWhatWasShown()
    {
        QFETCH(int, quarterTurns);
        QFETCH(bool, mirrored);
        for (const bool inverted : {false, true}) {
            const JudgedChest chest;
            ShownAs shown = chest.shown();
            shown.quarterTurns = quarterTurns;
            shown.mirrored = mirrored;
            shown.inverted = inverted;
            shown.voi = VoiWindow{1000, 800, VoiFunction::Linear, u"mine"_s};
            shown.measurements = {{{{10.5, 10}, {50, 40}}, u"12.3 mm"_s}};
            const ReadObject object
                = readObject(chest.make(ObjectKind::PresentationState, shown).bytes);
            const auto drawn = graphicsOn(chest.radiograph, object);
            QVERIFY2(drawn, qPrintable(drawn ? QString() : drawn.error().message));
            QVERIFY(drawn->turn);
            for (const QPointF direction : {QPointF(1, 0), QPointF(0, 1)})
                QCOMPARE(asRead(*drawn->turn, direction), asShown(shown, direction));
            QVERIFY(drawn->voi == shown.voi);
            QCOMPARE(drawn->inverted, std::optional(inverted));
            QVERIFY(!drawn->area);
            const auto& regions = chest.result.classes[0].regions;
            QCOMPARE(drawn->lines.size(), regions.size() + 1);
            for (std::size_t i = 0; i < regions.size(); ++i)
                QVERIFY(apart(drawn->lines[i].points, regions[i], chest.radiograph) < 0.01);
            QCOMPARE(drawn->lines.back().points[0], QPointF(10.5, 10));
        }
    }

    /// Its words stand at the foot of what is shown, whichever side of the film that is.
    void wordsOfADisplayTurnWithTheFilm_data() { aPresentationStateShowsWhatWasShown_data(); }
    void wordsOfADisplayTurnWithTheFilm()
    {
        QFETCH(int, quarterTurns);
        QFETCH(bool, mirrored);
        const JudgedChest chest;
        ShownAs shown = chest.shown();
        shown.quarterTurns = quarterTurns;
        shown.mirrored = mirrored;
        const ReadObject object
            = readObject(chest.make(ObjectKind::PresentationState, shown).bytes);
        const auto drawn = graphicsOn(chest.radiograph, object);
        QVERIFY(drawn);
        const auto words = std::find_if(drawn->texts.begin(), drawn->texts.end(),
                                        [](const DrawnText& text) { return text.box.has_value(); });
        QVERIFY(words != drawn->texts.end());
        QVERIFY(words->text.contains(u"Research use only"_s));
        const QPointF middle(chest.radiograph.columns / 2.0, chest.radiograph.rows / 2.0);
        const QPointF way = asShown(shown, words->box->center() - middle);
        QVERIFY2(way.y() > 0 && std::abs(way.x()) < way.y() / 10,
                 qPrintable(u"%1, %2"_s.arg(way.x()).arg(way.y())));
    }

    void windowsOfOtherUnitsAreTurnedIntoTheFilms()
    {
        FilmFixture film = lyingFilm();
        film.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_RescaleSlope, "2");
            dataset.putAndInsertString(DCM_RescaleIntercept, "-100");
        };
        const JudgedChest chest(film, 0);
        ShownAs shown = chest.shown();
        shown.voi = VoiWindow{1000, 800, VoiFunction::LinearExact, {}};
        const ReadObject object
            = readObject(chest.make(ObjectKind::PresentationState, shown).bytes);
        const auto drawn = graphicsOn(chest.radiograph, object);
        QVERIFY(drawn && drawn->voi);
        QVERIFY(*drawn->voi == shown.voi);
        // The same state for a reader whose film has other values for the same stored pixels.
        Radiograph other = chest.radiograph;
        other.valueScale = 1;
        other.valueOffset = other.lowestStored.value_or(0);
        const auto converted = graphicsOn(other, object);
        QVERIFY(converted && converted->voi);
        const auto& window = std::get<VoiWindow>(*converted->voi);
        QCOMPARE(window.center, 550.0);
        QCOMPARE(window.width, 400.0);
    }

    void aMapHasTheSameNumbers()
    {
        const JudgedChest chest;
        const ReadObject object = readObject(chest.make(ObjectKind::ParametricMap).bytes);
        const auto& map = std::get<ParametricMap>(object.content);
        QVERIFY(map.isSaliency);
        QVERIFY(!map.frames.empty());
        QCOMPARE(map.frames.front().label, chest.result.classes[0].name);
        const auto drawn = graphicsOn(chest.radiograph, object);
        QVERIFY(drawn && drawn->map);
        QVERIFY(drawn->mapTitle.contains(chest.result.classes[0].title));
        // Its outline at the same level is the one that was written with the report.
        const auto regions = mapRegions(*drawn->map, chest.result.regionLevel);
        const auto& written = chest.result.classes[0].regions;
        QCOMPARE(regions.size(), written.size());
        QVERIFY(std::abs(areaOf(regions.front()) - areaOf(written.front())) < 0.01);
    }

    void whoWroteItIsSaid()
    {
        const JudgedChest chest;
        for (const ObjectKind kind : {ObjectKind::StructuredReport, ObjectKind::PresentationState,
                                      ObjectKind::ParametricMap}) {
            const ReadObject object = readObject(chest.make(kind).bytes);
            QVERIFY(object.facts.writtenBy().startsWith(u"CCAD"_s));
            QVERIFY(!object.facts.writtenBy().contains(u" of CCAD"_s));
            QVERIFY(!object.facts.made.isEmpty());
            QCOMPARE(object.facts.contributors.front().model, chest.result.modelName);
            QVERIFY(objectLines(object).join(u'\n').contains(u"Written by CCAD"_s));
        }
    }
};

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "test_round_trip.moc"
