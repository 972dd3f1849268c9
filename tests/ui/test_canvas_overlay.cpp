// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the picture and at its edges.
#include "tests/ui/canvas_fixture.h"
#include "ui/viewer/internal/overlay_image.h"

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// A quarter of the radiograph in each colour.
QImage quarters()
{
    QImage image(64, 32, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 64; ++x)
            image.setPixelColor(
                x, y, x < 32 ? (y < 16 ? Qt::red : Qt::green) : (y < 16 ? Qt::blue : Qt::yellow));
    return image;
}

int brightIn(const QImage& image, const QRect& box)
{
    int bright = 0;
    for (int y = box.top(); y <= box.bottom(); ++y)
        for (int x = box.left(); x <= box.right(); ++x)
            bright += qGray(image.pixel(x, y)) > 180;
    return bright;
}

/// The same radiograph, all black, so that only what is written on it is bright.
OpenedStudy black(const QString& rowDirection = {}, const QString& columnDirection = {})
{
    OpenedStudy study = test::openedRamp(200, 200);
    study.radiograph.initialVoi = VoiWindow{1e6, 10, VoiFunction::LinearExact, {}};
    study.radiograph.rowDirection = rowDirection;
    study.radiograph.columnDirection = columnDirection;
    study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
    return study;
}

/// The same, and what the file itself draws over it.
OpenedStudy blackWith(const std::vector<OverlayPlane>& planes)
{
    OpenedStudy study = black();
    study.radiograph.planes = planes;
    study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
    return study;
}

const QRect leftEdge(4, 180, 30, 40);
const QRect rightEdge(366, 180, 30, 40);
const QRect topEdge(185, 4, 30, 30);
const QRect bottomEdge(185, 366, 30, 30);

} // namespace

class TestCanvasOverlay final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::CanvasFixture> m_hand;

    [[nodiscard]] ImageCanvas& canvas() { return m_hand->canvas; }

    /// Calls `check` in all eight orientations, fitted, enlarged and moved.
    template <typename Check> void everywhere(Check check)
    {
        for (int flip = 0; flip < 2; ++flip) {
            for (int quarter = 0; quarter < 4; ++quarter) {
                for (int zoom = 0; zoom < 3; ++zoom) {
                    check();
                    m_hand->wheel({180 + 20 * zoom, 210}, 120 + 100 * zoom);
                }
                canvas().fit();
                canvas().rotateRight();
            }
            canvas().flipHorizontally();
        }
    }

private Q_SLOTS:
    void init() { m_hand = std::make_unique<test::CanvasFixture>(); }
    void cleanup() { m_hand.reset(); }

    void coloursLieOnTheSamePlaceInEveryView()
    {
        OverlayLayer overlay;
        overlay.colours = quarters();
        canvas().setOverlay(overlay);
        canvas().setOverlayOpacity(1);
        int seen = 0;
        everywhere([&] {
            const QImage shown = canvas().viewImage();
            for (const QPoint point :
                 {QPoint(85, 40), QPoint(85, 60), QPoint(115, 40), QPoint(115, 60)}) {
                const QPoint at = canvas().view().imageToView().map(QPointF(point)).toPoint();
                if (!shown.rect().contains(at))
                    continue;
                ++seen;
                QCOMPARE(shown.pixelColor(at), quarters().pixelColor(point * 0.32));
            }
        });
        QVERIFY2(seen > 80, qPrintable(QString::number(seen)));
    }

    void aFrameShowsWhatTheModelSaw()
    {
        // Columns 50..150 and rows 40..120 of 200 x 200.
        PlacedMap map{{2, 2, {0, 0, 0, 1}}, {-0.5, -0.5, 2, 2.5}};
        QCOMPARE(seenPart(map, {200, 200}), QRectF(50, 40, 100, 80));
        canvas().setStudy(black());
        canvas().setOverlay(
            overlayLayer(map, {200, 200}, ColourMap::Inferno, OverlayStyle::Colours));
        const QTransform toView = canvas().view().imageToView();
        const auto around = [&](QPointF from, QPointF to) {
            return QRectF(toView.map(from), toView.map(to))
                .normalized()
                .toAlignedRect()
                .adjusted(-2, -2, 2, 2);
        };
        const QImage shown = canvas().viewImage();
        const auto lit = [&](const QRect& box) {
            int count = 0;
            for (int y = box.top(); y <= box.bottom(); ++y)
                for (int x = box.left(); x <= box.right(); ++x)
                    count += qGray(shown.pixel(x, y)) > 60;
            return count;
        };
        QVERIFY(lit(around({50, 70}, {50, 110})) > 20); // dashes along its left side
        QCOMPARE(lit(around({40, 70}, {40, 110})), 0);
        QCOMPARE(lit(around({160, 50}, {190, 110})), 0);
        OverlayLayer alone
            = overlayLayer(map, {200, 200}, ColourMap::Inferno, OverlayStyle::Colours);
        alone.lungsAlone = true;
        canvas().setOverlay(alone);
        QVERIFY(canvas().viewImage() != shown); // other words
        map.window = {};
        QVERIFY(seenPart(map, {200, 200}).isNull());
        QVERIFY(seenPart({}, {200, 200}).isNull());
        map.window = {0, 0.25, 1, 0.5}; // a letterbox shows all of it
        QVERIFY(seenPart(map, {200, 200}).isNull());
    }

    void contoursLieOnTheSamePlaceInEveryView()
    {
        canvas().setStudy(black());
        OverlayLayer overlay;
        QPainterPath path;
        path.addRect(QRectF(70, 80, 60, 40));
        overlay.contours = {{0.5, path}};
        canvas().setOverlay(overlay);
        int seen = 0;
        everywhere([&] {
            const QImage shown = canvas().viewImage();
            for (const QPointF point :
                 {QPointF(70, 105), QPointF(130, 105), QPointF(105, 80), QPointF(105, 120)}) {
                const QPoint at = canvas().view().imageToView().map(point).toPoint();
                if (!shown.rect().adjusted(9, 9, -9, -9).contains(at))
                    continue;
                ++seen;
                QVERIFY(brightIn(shown, QRect(at - QPoint(1, 1), QSize(3, 3))) >= 1);
            }
        });
        QVERIFY2(seen > 80, qPrintable(QString::number(seen)));
        // On black the outline cannot be seen, on white it must be.
        canvas().setVoi(VoiWindow{-1e6, 10, VoiFunction::LinearExact, {}});
        canvas().reset();
        canvas().setVoi(VoiWindow{-1e6, 10, VoiFunction::LinearExact, {}});
        int dark = 0;
        const QPoint at = canvas().view().imageToView().map(QPointF(70, 105)).toPoint();
        for (int x = -3; x <= 3; ++x)
            dark += m_hand->at(at.x() + x, at.y()).red() < 150;
        QVERIFY(dark >= 1);
    }

    void whatTheFileDrawsLiesOnTheSamePlaceInEveryView()
    {
        const QList<QPoint> dots{{60, 80}, {130, 80}, {60, 125}, {110, 140}};
        canvas().setStudy(blackWith({test::planeOf(
            200, 200, [&](int column, int row) { return dots.contains(QPoint(column, row)); })}));
        // A map lies below it, however opaque.
        canvas().setOverlay(quarters());
        canvas().setOverlayOpacity(1);
        int seen = 0;
        everywhere([&] {
            const QImage shown = canvas().viewImage();
            for (const QPoint dot : dots) {
                const QPointF at = canvas().view().imageToView().map(dot + QPointF(0.5, 0.5));
                const QRect box(int(std::floor(at.x())) - 1, int(std::floor(at.y())) - 1, 3, 3);
                if (!shown.rect().adjusted(9, 9, -9, -9).contains(box))
                    continue;
                ++seen;
                int white = 0;
                for (int i = 0; i < 9; ++i)
                    white += shown.pixelColor(box.topLeft() + QPoint(i % 3, i / 3)) == Qt::white;
                QVERIFY(white >= 1);
            }
        });
        QVERIFY2(seen > 80, qPrintable(QString::number(seen)));
    }

    void whatTheFileDrawsIsSwitchedOffWithAWord()
    {
        const QRect badges(220, 0, 180, 40);
        const QRect middle(100, 100, 200, 200);
        const auto draws
            = [](int column, int row) { return column == 100 && row > 60 && row < 140; };
        canvas().setStudy(blackWith({test::planeOf(200, 200, draws)}));
        QVERIFY(brightIn(canvas().viewImage(), middle) > 100);
        QCOMPARE(brightIn(canvas().viewImage(), badges), 0);
        canvas().setFilmOverlaysVisible(false);
        QCOMPARE(brightIn(canvas().viewImage(), middle), 0);
        QVERIFY(brightIn(canvas().viewImage(), badges) > 20);
        QVERIFY(canvas().shownPlanes().empty());
        // A film without any says nothing.
        canvas().setStudy(black());
        QCOMPARE(brightIn(canvas().viewImage(), badges), 0);
        canvas().setFilmOverlaysVisible(true);
        QCOMPARE(brightIn(canvas().viewImage(), middle), 0);
        canvas().setStudy(blackWith({test::planeOf(200, 200, draws)}));
        QVERIFY(brightIn(canvas().viewImage(), middle) > 100);
        QCOMPARE(canvas().shownPlanes().size(), size_t{1});
    }

    void opacityFadesColours()
    {
        canvas().setStudy(black());
        canvas().setOverlay(quarters());
        canvas().setOverlayOpacity(0.5);
        QVERIFY(std::abs(m_hand->at(100, 100).red() - 128) <= 1);
        canvas().setOverlayOpacity(0);
        QCOMPARE(m_hand->at(100, 100), QColor(Qt::black));
    }

    void theLegendComesWithColoursOnly()
    {
        const QRect legend(384, 270, 6, 40); // the bright end
        canvas().setStudy(black());
        QCOMPARE(brightIn(canvas().viewImage(), legend), 0);
        OverlayLayer overlay;
        overlay.colours = QImage(4, 4, QImage::Format_ARGB32_Premultiplied);
        overlay.colours.fill(Qt::transparent);
        overlay.colourMap = ColourMap::Viridis;
        canvas().setOverlay(overlay);
        QVERIFY(brightIn(canvas().viewImage(), legend) > 10);
        canvas().setOverlayVisible(false);
        QCOMPARE(brightIn(canvas().viewImage(), legend), 0);
    }

    void aNewStudyHasNoOverlay()
    {
        canvas().setOverlay(quarters());
        QVERIFY(canvas().isOverlayShown());
        canvas().setStudy(black());
        QVERIFY(!canvas().isOverlayShown());
    }

    void lettersStandAtTheEdgesThatTheFileNames()
    {
        canvas().setStudy(black());
        for (const QRect& edge : {leftEdge, rightEdge, topEdge, bottomEdge})
            QCOMPARE(brightIn(canvas().viewImage(), edge), 0);
        canvas().setStudy(black(u"L"_s));
        QVERIFY(brightIn(canvas().viewImage(), leftEdge) > 5);
        QVERIFY(brightIn(canvas().viewImage(), rightEdge) > 5);
        QCOMPARE(brightIn(canvas().viewImage(), topEdge), 0);
        canvas().rotateRight();
        QCOMPARE(brightIn(canvas().viewImage(), leftEdge), 0);
        QVERIFY(brightIn(canvas().viewImage(), topEdge) > 5);
        QVERIFY(brightIn(canvas().viewImage(), bottomEdge) > 5);
    }

    void cornerLinesStayInTheirCorner()
    {
        canvas().setStudy(black());
        const QRect corner(0, 0, 180, 60);
        const QRect middle(180, 0, 100, 400);
        canvas().setCornerLines({QString(200, QLatin1Char('W')), u"second"_s});
        QVERIFY(brightIn(canvas().viewImage(), corner) > 50);
        QCOMPARE(brightIn(canvas().viewImage(), middle), 0);
        canvas().setStudy(black());
        QCOMPARE(brightIn(canvas().viewImage(), corner), 0);
    }

    void scaleBarsSayWhereTheyWereMeasured()
    {
        OpenedStudy study = black();
        study.radiograph.spacing = PixelSpacing{1, 1, SpacingSource::Calibrated};
        study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
        canvas().setStudy(study);
        const QRect text(8, 350, 390, 34);
        const int calibrated = brightIn(canvas().viewImage(), text);
        study.radiograph.spacing->source = SpacingSource::ImagerPixelSpacing;
        study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
        canvas().setStudy(study);
        const int atDetector = brightIn(canvas().viewImage(), text);
        canvas().setLengthUnit(LengthUnit::Centimetre);
        QVERIFY(calibrated > 0);
        QVERIFY(atDetector > calibrated);
        QVERIFY(brightIn(canvas().viewImage(), text) != atDetector);
    }

    void thePictureComesWholeAndTheViewAsSeen()
    {
        canvas().setVoi(VoiWindow{500, 1000, VoiFunction::LinearExact, {}});
        canvas().setInverted(true);
        canvas().rotateRight();
        canvas().zoomIn();
        const QImage whole = canvas().pictureImage();
        QCOMPARE(whole.size(), QSize(200, 100));
        QCOMPARE(qGray(whole.pixel(0, 0)), 255);
        QCOMPARE(qGray(whole.pixel(50, 99)), 128);
        canvas().setFocus();
        const QImage view = canvas().viewImage();
        QCOMPARE(view.size(), QSize(400, 400));
        QCOMPARE(view.pixelColor(0, 0), QColor(Qt::black)); // no frame
        const QPoint at = canvas().view().imageToView().map(QPointF(50.5, 50)).toPoint();
        QVERIFY(std::abs(qGray(view.pixel(at)) - 128) <= 2);
    }

    void singlePixelsWhenAskedFor()
    {
        const auto greysAcross = [this] {
            const QImage shown = canvas().viewImage();
            QSet<int> greys;
            for (int x = 160; x < 200; ++x)
                greys.insert(qGray(shown.pixel(x, 200)));
            return greys.size();
        };
        canvas().setVoi(VoiWindow{900, 255, VoiFunction::LinearExact, {}});
        for (int i = 0; i < 4; ++i)
            canvas().zoomIn(); // 4.88 device pixels a pixel, hence nine pixels across
        QVERIFY(greysAcross() > 20);
        canvas().setInterpolation(true);
        QVERIFY(greysAcross() <= 10);
        canvas().setInterpolation(false);
        QVERIFY(greysAcross() > 20);
    }
};

QTEST_MAIN(TestCanvasOverlay)
#include "test_canvas_overlay.moc"
