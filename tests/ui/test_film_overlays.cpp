// SPDX-License-Identifier: GPL-3.0-or-later
// Overlays that files bring along (groups 60xx), from the file to the screen and to the report.
#include "tests/support/dicom_writer.h"
#include "tests/support/overlay_writer.h"
#include "tests/support/patience.h"
#include "tests/support/phantom.h"
#include "tests/ui/window_fixture.h"
#include "ui/viewer/film_overlays.h"
#include "ui/widgets/english_plurals.h"

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFilmOverlays final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    EnglishPlurals m_plurals;

    static test::OverlaySpec frame()
    {
        test::OverlaySpec overlay;
        overlay.columns = 160;
        overlay.rows = 120;
        overlay.isSet = test::squareFrame(60, 40, 30, 2);
        return overlay;
    }

    /// A chest, and in its file these overlays.
    QString writeFilm(const QString& name, const std::vector<test::OverlaySpec>& overlays = {})
    {
        test::DicomSpec spec;
        spec.columns = 160;
        spec.rows = 120;
        spec.values = test::drawChest(160, 120, 4095);
        spec.tags = [overlays](DcmDataset& dataset) {
            for (const test::OverlaySpec& overlay : overlays)
                test::addOverlay(dataset, overlay);
        };
        return write(name, test::writeDicom(spec));
    }

    void openAndWait(const QString& path)
    {
        m_window->open({path});
        QTRY_COMPARE(review().currentPath(), path);
        QTRY_VERIFY(canvas().hasStudy());
        QTRY_VERIFY(canvas().isOverlayShown()); // there is a finding
    }

    ImageCanvas& canvas() { return review().canvas(); }

    /// In the middle of the frame's upper side.
    QColor onTheFrame()
    {
        const QPointF at = canvas().view().imageToView().map(QPointF(75.5, 41));
        return canvas().viewImage().pixelColor(at.toPoint());
    }

    /// What is written at the upper left, on a film without greys.
    int brightInTheCorner()
    {
        canvas().setVoi(VoiWindow{1e6, 10, VoiFunction::LinearExact, {}});
        canvas().setOverlayVisible(false);
        const QImage shown = canvas().viewImage();
        int bright = 0;
        for (int y = 0; y < 120; ++y)
            for (int x = 0; x < shown.width() / 3; ++x)
                bright += qGray(shown.pixel(x, y)) > 180;
        return bright;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::installTranslator(&m_plurals);
        writeModelOfThreeClasses();
    }
    void init()
    {
        openWindow();
        for (const Setting setting :
             {Setting::OverlayVisible, Setting::FilmOverlays, Setting::HidePatientText})
            m_settings->reset(setting);
    }
    void cleanup() { closeWindow(); }

    void areDrawnOverFilmAndMap()
    {
        openAndWait(writeFilm(u"plain.dcm"_s));
        QVERIFY(onTheFrame() != Qt::white);
        openAndWait(writeFilm(u"film.dcm"_s, {frame()}));
        QCOMPARE(onTheFrame(), QColor(Qt::white));
        for (int turn = 0; turn < 4; ++turn) {
            m_window->commands()[Command::RotateRight]->trigger();
            m_window->commands()[Command::FlipVertically]->trigger();
            m_window->commands()[Command::ZoomIn]->trigger();
            QCOMPARE(onTheFrame(), QColor(Qt::white));
        }
        // The study to compare with shows its own.
        m_window->commands()[Command::Compare]->trigger();
        QCOMPARE(onTheFrame(), QColor(Qt::white));
    }

    /// The corner's words lie on a dark ground, under which a side marker would vanish.
    void areNotHiddenByTheWordsInTheCorner()
    {
        test::OverlaySpec marker = frame();
        marker.isSet = [](int column, int) { return column >= 30 && column < 100; };
        openAndWait(writeFilm(u"marker.dcm"_s, {marker}));
        // Until the marker lies in the corner of the view.
        const QPoint corner(10, 10);
        const auto columnInTheCorner
            = [&] { return canvas().view().imageToView().inverted().map(QPointF(corner)).x(); };
        while (columnInTheCorner() < 40)
            m_window->commands()[Command::ZoomIn]->trigger();
        QVERIFY(columnInTheCorner() < 90);
        QCOMPARE(canvas().viewImage().pixelColor(corner), QColor(Qt::white));
        m_window->commands()[Command::FilmOverlays]->trigger();
        QVERIFY(canvas().viewImage().pixelColor(corner) != Qt::white);
    }

    void aKeySwitchesThem()
    {
        openAndWait(writeFilm(u"film.dcm"_s, {frame()}));
        canvas().setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_G);
        QVERIFY(!m_settings->value(Setting::FilmOverlays).toBool());
        QVERIFY(onTheFrame() != Qt::white);
        QVERIFY(!m_window->commands()[Command::FilmOverlays]->isChecked());
        // The switch of the map is another.
        QVERIFY(canvas().isOverlayShown());
        QTest::keyClick(m_window.get(), Qt::Key_G);
        QVERIFY(m_settings->value(Setting::FilmOverlays).toBool());
        QCOMPARE(onTheFrame(), QColor(Qt::white));
        QTest::keyClick(m_window.get(), Qt::Key_O);
        QVERIFY(!canvas().isOverlayShown());
        QCOMPARE(onTheFrame(), QColor(Qt::white));
    }

    void areInReportsAndPicturesWhileTheyAreShown()
    {
        openAndWait(writeFilm(u"film.dcm"_s, {frame()}));
        QCOMPARE(review().reportContent().planes.size(), size_t{1});
        QVERIFY(!review().reportContent().arePlanesHidden);
        m_settings->setValue(Setting::FilmOverlays, false);
        QVERIFY(review().reportContent().planes.empty());
        QVERIFY(review().reportContent().arePlanesHidden);
        openAndWait(writeFilm(u"plain.dcm"_s));
        QVERIFY(!review().reportContent().arePlanesHidden);
    }

    void areListedAndSayNoWordsWhilePatientTextIsHidden()
    {
        test::OverlaySpec nameless = frame();
        nameless.isSet = test::squareFrame(155, 115, 3, 1); // far from the corner
        test::OverlaySpec named = nameless;
        named.label = u"Jane Doe"_s;
        const auto written = [this](const QString& film) {
            openAndWait(film);
            const int bright = brightInTheCorner();
            canvas().setOverlayVisible(true);
            return bright;
        };
        const QString plain = writeFilm(u"plain.dcm"_s);
        const QString withOne = writeFilm(u"nameless.dcm"_s, {nameless});
        const QString withName = writeFilm(u"named.dcm"_s, {named});
        QVERIFY(written(withOne) > written(plain));
        QVERIFY(written(withName) > written(withOne));
        m_settings->setValue(Setting::HidePatientText, true);
        QVERIFY(written(withOne) > written(plain));
        QCOMPARE(written(withName), written(withOne));
    }

    void aFewLinesNameThem()
    {
        OverlayPlane plane;
        plane.group = 0x6000;
        QCOMPARE(filmOverlayLines({}, false), QStringList());
        QCOMPARE(filmOverlayLines({plane}, false), QStringList{u"Overlay 6000"_s});
        plane.label = u"L"_s;
        QCOMPARE(filmOverlayLines({plane}, false), QStringList{u"Overlay 6000: L"_s});
        plane.description = u"side marker %1"_s;
        QCOMPARE(filmOverlayLines({plane}, false),
                 QStringList{u"Overlay 6000: L, side marker %1"_s});
        plane.label.clear();
        QCOMPARE(filmOverlayLines({plane}, false), QStringList{u"Overlay 6000: side marker %1"_s});
        QCOMPARE(filmOverlayLines({plane}, true), QStringList{u"Overlay 6000"_s});
        std::vector<OverlayPlane> many(6);
        for (size_t i = 0; i < many.size(); ++i)
            many[i].group = 0x6010 + 2 * int(i);
        const QStringList expected{u"Overlay 6010"_s, u"Overlay 6012"_s, u"Overlay 6014"_s,
                                   u"Overlay 6016"_s, u"and 2 more overlays"_s};
        QCOMPARE(filmOverlayLines(many, false), expected);
    }

    void theNetworkDoesNotSeeThem()
    {
        openAndWait(writeFilm(u"plain.dcm"_s));
        const auto without = review().reportContent().finding;
        openAndWait(writeFilm(u"film.dcm"_s, {frame()}));
        const auto with = review().reportContent().finding;
        QVERIFY(without && with);
        QCOMPARE(with->probabilities, without->probabilities);
    }

    void aBrokenOneCostsTheFilmNothing()
    {
        test::OverlaySpec broken = frame();
        broken.bytes = 100;
        openAndWait(writeFilm(u"plain.dcm"_s));
        const QImage plain = canvas().pictureImage();
        openAndWait(writeFilm(u"film.dcm"_s, {broken}));
        QVERIFY(!complains());
        QCOMPARE(canvas().pictureImage(), plain);
        QVERIFY(canvas().shownPlanes().empty());
        QVERIFY(!canvas().arePlanesHidden());
        const QString notes = canvas().radiograph().notes.join(u' ');
        QVERIFY2(notes.contains(u"overlay 6000 is left out"_s), qPrintable(notes));
    }
};

QTEST_MAIN(TestFilmOverlays)
#include "test_film_overlays.moc"
