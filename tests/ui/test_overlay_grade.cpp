// SPDX-License-Identifier: GPL-3.0-or-later
// What the viewer says and shows of a saliency map that was put to the test, and how a model leaves
// this computer.
#include "tests/support/hash_weights.h"
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/model/internal/export_dialog.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/viewer/saliency_overlay.h"
#include "ui/widgets/sentence_list.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestOverlayGrade final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::shared_ptr<const Classifier> m_classifier;

    static SaliencyGrade grade(SaliencyGrade::Level level, const QString& words)
    {
        SaliencyGrade grade;
        grade.level = level;
        grade.words = words;
        return grade;
    }

    static QStringList sentencesOf(OverlayControls& controls)
    {
        for (const SentenceList* list : controls.findChildren<SentenceList*>())
            if (!list->isHidden())
                return list->sentences();
        return {};
    }

    std::unique_ptr<SaliencyOverlay> makeOverlay()
    {
        return std::make_unique<SaliencyOverlay>(*m_settings, std::make_shared<ComputeLane>(),
                                                 std::make_shared<KeptExplainer>(),
                                                 std::make_shared<KeptLungs>());
    }

    ExplainedStudy study(const Finding& finding) const
    {
        return {test::ramp(120, 100), finding, m_classifier->manifest(), m_classifier};
    }

    static InstalledModel installed(AuditSummary::Colour colour)
    {
        InstalledModel model;
        model.folder = u"/models/of-ours"_s;
        model.manifest = test::threeClasses();
        model.manifest->audit = {colour, u"Each class has its own source."_s};
        return model;
    }

private Q_SLOTS:
    void initTestCase()
    {
        ModelPackage package;
        package.manifest = test::threeClasses();
        package.weights = test::hashWeights(package.manifest.network);
        auto classifier = Classifier::create(package);
        QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
        m_classifier = *std::move(classifier);
        m_settings = std::make_unique<Settings>(m_folder.filePath(u"settings.ini"_s));
    }

    void theGradeStandsBelowTheTitle()
    {
        OverlayControls controls(*m_settings);
        controls.setShown(u"CAM for COVID-19"_s, std::nullopt);
        QVERIFY(sentencesOf(controls).isEmpty());
        controls.setShown(u"CAM for COVID-19"_s,
                          grade(SaliencyGrade::Level::Low, u"It looks elsewhere."_s));
        QCOMPARE(sentencesOf(controls), QStringList{u"It looks elsewhere."_s});
        controls.setShown({}, std::nullopt);
        QVERIFY(sentencesOf(controls).isEmpty());
    }

    void aMapIsTestedAfterItIsShown()
    {
        const auto overlay = makeOverlay();
        const auto finding = analyse(test::ramp(120, 100), *m_classifier);
        QVERIFY2(finding, finding ? "" : qPrintable(finding.error().message));
        overlay->setStudy(study(*finding));
        QVERIFY(!overlay->grade());
        QTRY_VERIFY(overlay->grade());
        QVERIFY(!overlay->grade()->words.isEmpty());
        const bool isLow = overlay->grade()->level == SaliencyGrade::Level::Low;
        QTRY_COMPARE(overlay->layer().colourMap == ColourMap::Grey, isLow);
        overlay->clear();
        QVERIFY(!overlay->grade());
    }

    void aMapThatShowsNothingTurnsGrey()
    {
        const auto overlay = makeOverlay();
        auto finding = analyse(test::ramp(120, 100), *m_classifier);
        QVERIFY(finding);
        std::fill(finding->map.map.values.begin(), finding->map.map.values.end(), 0.0F);
        overlay->setStudy(study(*finding));
        QTRY_VERIFY(overlay->grade());
        QCOMPARE(overlay->grade()->level, SaliencyGrade::Level::Low);
        QTRY_COMPARE(overlay->layer().colourMap, ColourMap::Grey);
    }

    void itIsSaidWhenTheModelSawTheLungsAlone()
    {
        const auto finding = analyse(test::ramp(120, 100), *m_classifier);
        QVERIFY(finding);
        for (const auto outside : {LungPreparation::Outside::Keep, LungPreparation::Outside::Blank,
                                   LungPreparation::Outside::BlankHulls}) {
            const auto overlay = makeOverlay();
            ExplainedStudy blanked = study(*finding);
            blanked.model.preprocess.lungs.outside = outside;
            overlay->setStudy(blanked);
            QTRY_VERIFY(!overlay->layer().isEmpty());
            QCOMPARE(overlay->layer().lungsAlone, outside != LungPreparation::Outside::Keep);
        }
    }

    void aModelUnderSuspicionIsExportedByWhoKnows()
    {
        ExportDialog dialog(installed(AuditSummary::Colour::Red));
        dialog.folder().setText(m_folder.path());
        QVERIFY(!test::buttonIn(dialog, "exportNow").isEnabled());
        QTest::keyClicks(&dialog.acknowledgement(), u"yes"_s);
        QVERIFY(!test::buttonIn(dialog, "exportNow").isEnabled());
        dialog.acknowledgement().clear();
        QTest::keyClicks(&dialog.acknowledgement(), dialog.acknowledgement().placeholderText());
        QTRY_VERIFY(test::buttonIn(dialog, "exportNow").isEnabled());
        const QSignalSpy chosen(&dialog, &ExportDialog::chosen);
        test::buttonIn(dialog, "exportNow").click();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(0).toString(), m_folder.filePath(u"of-ours"_s));
        QCOMPARE(chosen.first().at(1).toString(), dialog.acknowledgement().placeholderText());
    }

    void otherModelsNeedAFolderAlone()
    {
        ExportDialog dialog(installed(AuditSummary::Colour::Green));
        QVERIFY(dialog.acknowledgement().isHidden());
        QTRY_VERIFY(test::buttonIn(dialog, "exportNow").isEnabled());
        dialog.folder().setText(m_folder.filePath(u"not there"_s));
        QTRY_VERIFY(!test::buttonIn(dialog, "exportNow").isEnabled());
        dialog.folder().setText(m_folder.path());
        QTRY_VERIFY(test::buttonIn(dialog, "exportNow").isEnabled());
    }
};

QTEST_MAIN(TestOverlayGrade)
#include "test_overlay_grade.moc"
