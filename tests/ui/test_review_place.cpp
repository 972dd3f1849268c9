// SPDX-License-Identifier: GPL-3.0-or-later
// Review alone: saliency maps, the comparison of two studies, notes, the session, the report.
#include "tests/support/patience.h"
#include "tests/ui/review_fixture.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/viewer/saliency_overlay.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestReviewPlace final : public QObject, private test::ReviewFixture
{
    Q_OBJECT

    [[nodiscard]] ComparedViews& views() const { return *m_review->findChild<ComparedViews*>(); }

    [[nodiscard]] QString shownMap() const
    {
        return m_review->findChild<QLabel*>(u"shownMap"_s)->text();
    }

    [[nodiscard]] QImage overlay() const { return m_review->reportContent().overlay.colours; }

    void choose(Setting setting, const char* word)
    {
        m_settings->setValue(setting, QString::fromLatin1(word));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = file(u"model"_s);
        writeModel(m_model);
    }

    void init() { startAfresh(); }
    void cleanup() { closeReview(); }

    // Saliency

    void theMapOfTheFindingComesFirst()
    {
        openAndWait({writePicture(u"a.png"_s)});
        QVERIFY(shownMap().startsWith(u"CAM for "_s));
        QVERIFY(shownMap().endsWith(u"last layer"_s));
    }

    void theChosenMethodAndLayerAreShown()
    {
        openAndWait({writePicture(u"a.png"_s)});
        QTRY_VERIFY(!m_review->reportContent().overlayGrade.isEmpty()); // it may turn grey then
        const QImage before = overlay();
        choose(Setting::SaliencyMethod, "layercam");
        QTRY_VERIFY(shownMap().startsWith(u"LayerCAM"_s));
        choose(Setting::SaliencyLayer, "middle");
        QTRY_VERIFY(shownMap().endsWith(u"middle layer"_s));
        QVERIFY(overlay() != before);
        choose(Setting::SaliencyMethod, "cam"); // which has no middle layer
        QTRY_COMPARE(overlay(), before);
        QVERIFY(message().isEmpty());
    }

    void anotherClassGivesAnotherMap()
    {
        openAndWait({writePicture(u"a.png"_s)});
        QTRY_VERIFY(!m_review->reportContent().overlayGrade.isEmpty()); // it may turn grey then
        const QImage before = overlay();
        QComboBox* classes = nullptr;
        for (auto* box : m_review->findChildren<QComboBox*>())
            if (box->accessibleName() == u"Class that the overlay explains"_s)
                classes = box;
        QVERIFY(classes);
        const int label = m_review->reportContent().finding->label;
        const int other = (label + 1) % 3;
        classes->setCurrentIndex(1 + other);
        QTRY_VERIFY(shownMap().contains(classes->itemText(1 + other)));
        QVERIFY(overlay() != before);
        classes->setCurrentIndex(0);
        QTRY_COMPARE(overlay(), before);
    }

    void contoursInPlaceOfColours()
    {
        openAndWait({writePicture(u"a.png"_s)});
        choose(Setting::OverlayStyle, "contours");
        QTRY_VERIFY(m_review->reportContent().overlay.colours.isNull());
        const OverlayLayer layer = m_review->reportContent().overlay;
        QVERIFY(!layer.contours.empty());
        for (const OverlayContour& contour : layer.contours)
            QVERIFY(QRectF(0, 0, 160, 120).contains(contour.path.boundingRect()));
        choose(Setting::OverlayStyle, "both");
        QTRY_VERIFY(!m_review->reportContent().overlay.colours.isNull());
        QCOMPARE(m_review->reportContent().overlay.contours.size(), layer.contours.size());
    }

    void aFailingExplanationIsSaidAndTheFindingsMapStays()
    {
        openAndWait({writePicture(u"a.png"_s)});
        auto* overlay = m_review->findChild<SaliencyOverlay*>();
        QVERIFY(overlay);
        // Asked for a class that its network does not have.
        const auto classifier = m_loader->classifier();
        const auto finding = analyse(test::ramp(120, 100), *classifier);
        QVERIFY(finding);
        ExplainedStudy study{test::ramp(120, 100), *finding, classifier->manifest(), classifier};
        study.model.classes.resize(8);
        overlay->setStudy(study);
        overlay->setClass(7);
        QTRY_VERIFY(message().contains(u"is shown instead."_s));
        QVERIFY(shownMap().startsWith(u"CAM for "_s));
        QVERIFY(m_review->canvas().isOverlayShown());
    }

    void aModelThatIsGoneExplainsByTheWeightsInMemory()
    {
        const QString folder = file(u"fleeting"_s);
        writeModel(folder);
        m_loader->loadModel(folder);
        QTRY_VERIFY(m_loader->classifier());
        openAndWait({writePicture(u"a.png"_s)});
        QVERIFY(QDir(folder).removeRecursively());
        choose(Setting::SaliencyMethod, "grad-cam");
        QTRY_VERIFY(shownMap().startsWith(u"Grad-CAM"_s));
        QVERIFY(!message().contains(u"is shown instead."_s));
    }

    void aModelPutInItsPlaceExplainsNothing()
    {
        const QString folder = file(u"replaced"_s);
        writeModel(folder);
        m_loader->loadModel(folder);
        QTRY_VERIFY(m_loader->classifier());
        openAndWait({writePicture(u"a.png"_s)});
        writeModel(folder, 2); // other weights in the same place: those loaded explain
        choose(Setting::SaliencyMethod, "grad-cam");
        QTRY_VERIFY(shownMap().startsWith(u"Grad-CAM"_s));
        QVERIFY(!message().contains(u"is shown instead."_s));
    }

    // The list

    void anotherModelTakesItsFindingsOffTheList()
    {
        openAndWait({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        m_review->openNext();
        QTRY_VERIFY(m_review->currentPath().endsWith(u"b.png"_s));
        waitForFinding();
        const auto summary = [this](int row) {
            return m_review->studies().index(row).data(StudyListModel::SummaryRole).toString();
        };
        QVERIFY(!summary(0).isEmpty() && !summary(1).isEmpty());
        const QString folder = file(u"other"_s);
        writeModel(folder, 2);
        m_loader->loadModel(folder);
        QTRY_VERIFY(m_loader->classifier());
        QTRY_VERIFY(summary(0).isEmpty()); // not asked yet
        QTRY_VERIFY(!summary(1).isEmpty());
    }

    void recentFilesAreKeptTheNewestFirst()
    {
        QStringList paths;
        for (int i = 0; i < 14; ++i)
            paths << writePicture(u"%1.png"_s.arg(i));
        m_review->open(paths);
        for (const QString& path : paths) {
            QTRY_COMPARE(m_review->currentPath(), path);
            QTRY_VERIFY(m_review->canvas().hasStudy());
            m_review->openNext();
        }
        const QStringList recent = m_settings->value(Setting::RecentFiles).toStringList();
        QCOMPARE(recent.size(), 12);
        QCOMPARE(recent.first(), paths.last());
        QCOMPARE(recent.last(), paths[2]);
    }

    void closeAllEmptiesEverything()
    {
        openAndWait({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        m_review->setCompared(true);
        m_review->closeAll();
        QCOMPARE(m_review->studies().rowCount(), 0);
        QVERIFY(!m_review->canvas().hasStudy());
        QVERIFY(!m_review->isCompared());
        QVERIFY(m_review->currentPath().isEmpty());
        QVERIFY(!m_review->measurements());
        QVERIFY(!m_review->hasNext() && !m_review->hasPrevious());
        openAndWait({writePicture(u"b.png"_s)});
    }

    // Two studies

    void nothingToCompareWithoutAStudy()
    {
        QSignalSpy compared(m_review.get(), &ReviewPlace::comparedChanged);
        m_review->setCompared(true);
        QVERIFY(!m_review->isCompared());
        QCOMPARE(compared.last().first().toBool(), false);
    }

    void theListDrivesTheLeftAndThePinnedStays()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 7);
        openAndWait({a, b});
        m_review->setCompared(true);
        QVERIFY(views().pinned().isVisible());
        QVERIFY(views().pinned().hasStudy());
        QTRY_VERIFY(views().pinned().isOverlayShown());
        m_review->openNext();
        QTRY_COMPARE(m_review->currentPath(), b);
        waitForFinding();
        QVERIFY(views().pinned().accessibleName().contains(u"a.png"_s));
        QVERIFY(views().main().accessibleName().contains(u"b.png"_s));
        const Voi window = VoiWindow{120, 60, VoiFunction::Linear, {}};
        views().pinned().setVoi(window);
        views().pinned().setInverted(true);
        m_review->swapViews();
        QTRY_COMPARE(m_review->currentPath(), a);
        waitForFinding();
        // Each side keeps its look.
        QVERIFY(views().main().voi() == window);
        QVERIFY(views().main().isInverted());
        QVERIFY(!views().pinned().isInverted());
        QVERIFY(views().pinned().accessibleName().contains(u"b.png"_s));
        m_review->setCompared(false);
        QVERIFY(!views().pinned().isVisible());
        QVERIFY(views().main().hasStudy());
    }

    void linkedViewsMoveTogetherButNotTheirWindows()
    {
        openAndWait({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        m_review->setCompared(true);
        ImageCanvas& left = views().main();
        ImageCanvas& right = views().pinned();
        QVERIFY(m_review->areViewsLinked());
        left.rotateRight();
        left.zoomIn();
        QCOMPARE(right.relativeView().orientation, left.relativeView().orientation);
        QCOMPARE(right.relativeView().zoom, left.relativeView().zoom);
        right.flipHorizontally();
        QCOMPARE(left.relativeView().orientation, right.relativeView().orientation);
        left.setInverted(true);
        QVERIFY(!right.isInverted());
        // The next study on the left is looked at in the same way.
        m_review->openNext();
        QTRY_VERIFY(m_review->currentPath().endsWith(u"b.png"_s));
        QTRY_VERIFY(left.hasStudy());
        QCOMPARE(left.relativeView().orientation, right.relativeView().orientation);
        QVERIFY(!left.isInverted());
        m_review->setViewsLinked(false);
        left.rotateRight();
        QVERIFY(left.relativeView().orientation != right.relativeView().orientation);
        m_review->setViewsLinked(true);
        QCOMPARE(left.relativeView().orientation, right.relativeView().orientation);
    }

    void theCanvasWithTheFocusIsTheActiveOne()
    {
        openAndWait({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        QVERIFY(QTest::qWaitForWindowActive(m_review.get(), test::patienceMs));
        m_review->setCompared(true);
        m_review->openNext();
        waitForFinding();
        MeasurementList* left = m_review->measurements();
        QSignalSpy active(m_review.get(), &ReviewPlace::activeCanvasChanged);
        views().pinned().setFocus();
        QCOMPARE(&m_review->canvas(), &views().pinned());
        QCOMPARE(active.size(), 1);
        QVERIFY(m_review->measurements() && m_review->measurements() != left);
        m_review->setCompared(false);
        QCOMPARE(&m_review->canvas(), &views().main());
        QCOMPARE(m_review->measurements(), left);
    }

    void closingThePinnedStudyEndsTheComparison()
    {
        openAndWait({writePicture(u"a.png"_s), writePicture(u"b.png"_s)});
        m_review->setCompared(true);
        m_review->closeStudy();
        QVERIFY(!m_review->isCompared());
        QTRY_VERIFY(m_review->currentPath().endsWith(u"b.png"_s));
    }

    void oneToolForBothCanvases()
    {
        openAndWait({writePicture(u"a.png"_s)});
        m_review->setCompared(true);
        QSignalSpy changed(m_review.get(), &ReviewPlace::measurementsChanged);
        m_review->setTool(Tool::Length);
        QCOMPARE(views().pinned().tool(), Tool::Length);
        QVERIFY(!changed.isEmpty());
        QVERIFY(views().pinned().cancelTool());
        QCOMPARE(views().main().tool(), Tool::Navigate);
    }

    // Patient text

    void patientTextIsHiddenEverywhere()
    {
        QFile broken(file(u"Musterfrau.dcm"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no radiograph") > 0);
        broken.close();
        openAndWait({writePicture(u"Mustermann.png"_s), broken.fileName()});
        m_review->setCompared(true);
        m_review->openNext();
        QTRY_VERIFY(message().contains(u"Musterfrau"_s));
        m_settings->setValue(Setting::HidePatientText, true);
        const auto shows = [this](const QString& word) {
            for (const QWidget* widget : m_review->findChildren<QWidget*>())
                if (widget->accessibleName().contains(word) || widget->toolTip().contains(word))
                    return true;
            for (const QLabel* label : m_review->findChildren<QLabel*>())
                if (label->text().contains(word))
                    return true;
            return false;
        };
        QVERIFY(!shows(u"Muster"_s));
        QVERIFY(message().contains(u"Study 2"_s));
        QCOMPARE(m_review->title(), u"Study 2"_s);
        m_settings->setValue(Setting::HidePatientText, false);
        QVERIFY(shows(u"Mustermann"_s));
        QVERIFY(message().contains(u"Musterfrau"_s));
    }
};

QTEST_MAIN(TestReviewPlace)
#include "test_review_place.moc"
