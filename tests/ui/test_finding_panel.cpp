// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/widgets/probability_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFindingPanel final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<FindingPanel> m_panel;

    [[nodiscard]] QString text(const char* name) const
    {
        return m_panel->findChild<QLabel*>(QString::fromLatin1(name))->text();
    }

    [[nodiscard]] bool says(const QString& words) const
    {
        const auto labels = m_panel->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) {
            return !label->isHidden() && label->text().contains(words);
        });
    }

    [[nodiscard]] int timesSaid(const QString& words) const
    {
        const auto labels = m_panel->findChildren<QLabel*>();
        return int(std::count_if(labels.begin(), labels.end(), [&words](const QLabel* label) {
            return !label->isHidden() && label->text().contains(words);
        }));
    }

    [[nodiscard]] QComboBox* choice(const char* name) const
    {
        for (auto* box : m_panel->findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String(name))
                return box;
        qFatal("there is no choice of that name");
    }

private Q_SLOTS:
    void init()
    {
        m_panel.reset();
        m_settings.reset(); // before its file goes, or it would write it again
        QFile::remove(m_folder.filePath(u"s.ini"_s));
        m_settings = std::make_unique<Settings>(m_folder.filePath(u"s.ini"_s));
        m_panel = std::make_unique<FindingPanel>(*m_settings);
        m_panel->setModel(test::threeClasses());
    }

    void saysTheLabelInWords()
    {
        m_panel->setFinding(test::findingOf({0.1F, 0.2F, 0.7F}, 2));
        QCOMPARE(m_panel->labelText(), u"No finding"_s);
        QVERIFY(text("findingSentence").contains(u"COVID-19: negative, 10.0 %"_s));
        QVERIFY(text("findingSentence").contains(u"40.0 %"_s));
    }

    void aPositiveThatIsNotTheLabelIsSaid()
    {
        m_panel->setFinding(test::findingOf({0.45F, 0.1F, 0.45F}, 2));
        QVERIFY(text("findingSentence").contains(u"COVID-19: positive"_s));
    }

    void everyClassHasABarWithNumberAndWord()
    {
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QCOMPARE(m_panel->bars().size(), size_t(3));
        QCOMPARE(m_panel->bars()[0]->accessibleName(), u"COVID-19: 60.0 %"_s);
        QVERIFY(m_panel->bars()[0]->content().threshold.has_value());
        QVERIFY(!m_panel->bars()[1]->content().threshold.has_value());
        QVERIFY(m_panel->bars()[0]->content().isLabel);
    }

    void refusalAndWarningsAreInSight()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.status = Finding::Status::Refused;
        finding.reason = u"This is a hand."_s;
        finding.warnings = {u"The view is lateral."_s};
        m_panel->setFinding(finding);
        QCOMPARE(m_panel->labelText(), u"Refused"_s);
        QVERIFY(says(finding.reason));
        QVERIFY(says(finding.warnings.front()));
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QVERIFY(!says(u"hand"_s));
    }

    void whatTheReaderNotedIsInSightWithoutAFinding()
    {
        const QString note = u"Only the first of 3 frames is shown."_s;
        m_panel->setNotes({note});
        m_panel->setProblem({ErrorCode::Internal, u"The analysis failed."_s, {}});
        QVERIFY(says(note));
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.warnings = {u"The view is lateral."_s, note};
        m_panel->setFinding(finding);
        QCOMPARE(timesSaid(note), 1);
        m_panel->setStage(StudyLoader::Stage::Reading); // the next study
        QVERIFY(!says(note));
    }

    void theNextStudyStartsEmpty()
    {
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        m_panel->setStage(StudyLoader::Stage::Reading);
        QCOMPARE(m_panel->labelText(), u"Reading…"_s);
        QVERIFY(m_panel->bars()[0]->isHidden());
        m_panel->setStage(StudyLoader::Stage::Analysing);
        QCOMPARE(m_panel->labelText(), u"Analysing…"_s);
    }

    void saysThatNobodyTestedTheModel()
    {
        QVERIFY(text("modelTest").contains(u"Nobody has tested"_s));
        ModelManifest manifest = test::threeClasses();
        manifest.externalEvaluation = u"AUC 0.71 in 300 patients."_s;
        m_panel->setModel(manifest);
        QVERIFY(text("modelTest").contains(manifest.externalEvaluation));
        QVERIFY(text("modelName").contains(u"test-model 1.2.3 · aaaaaaaaaaaa"_s));
    }

    void theIntendedUseStaysInSight()
    {
        const QString words = u"Research use only. Not for diagnosis."_s;
        QVERIFY(says(words));
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QVERIFY(says(words));
        m_panel->setModelProblem({ErrorCode::ModelMissing, u"Gone."_s, {}});
        QVERIFY(says(words));
        QVERIFY(says(u"Gone."_s));
    }

    void saysWhichClassesRemainPossible()
    {
        ModelManifest model = test::threeClasses();
        Finding finding = test::findingOf({0.2F, 0.6F, 0.2F}, 1);
        m_panel->setFinding(finding);
        QVERIFY(text("findingPossible").isEmpty());
        model.predictionSets = PredictionSets{0.9, 1, {0.1, 0.1, 0.1}, {50, 50, 50}};
        m_panel->setModel(model);
        finding.possible = std::vector<int>{1};
        m_panel->setFinding(finding);
        QVERIFY(says(u"alone."_s));
        finding.possible = std::vector<int>{0, 1};
        m_panel->setFinding(finding);
        QVERIFY(says(u"does not know which"_s));
        finding.possible = std::vector<int>{};
        m_panel->setFinding(finding);
        QVERIFY(says(u"no class is possible"_s));
        m_panel->clearFinding();
        QVERIFY(!says(u"no class is possible"_s));
    }

    void severityIsShownOnRequestAlone()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.severity
            = {{SeverityScore::Extent, 3.06, 1.2, 5}, {SeverityScore::Opacity, 2, 0, 6}};
        m_panel->setFinding(finding);
        QVERIFY(!says(u"xtent"_s));
        m_settings->setValue(Setting::ShowSeverity, true);
        QVERIFY(says(u"Extent 3.1 of 8 (1.2 to 5.0), opacity 2.0 of 6 (0.0 to 6.0): "
                     "research output, not a measurement."_s));
        // Another finding without it, and the same one after a study was closed.
        m_panel->setFinding(test::findingOf({0.1F, 0.2F, 0.7F}, 2));
        QVERIFY(!says(u"xtent"_s));
        finding.severity.pop_back();
        m_panel->setFinding(finding);
        QVERIFY(says(u"Extent 3.1 of 8 (1.2 to 5.0): research output"_s));
        m_panel->setStage(StudyLoader::Stage::Reading);
        QVERIFY(!says(u"xtent"_s));
        m_panel->setFinding(finding);
        m_settings->setValue(Setting::ShowSeverity, false);
        QVERIFY(!says(u"xtent"_s));
    }

    void noMarkupFromFiles()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.warnings = {u"<h1>big</h1>"_s};
        m_panel->setFinding(finding);
        for (const QLabel* label : m_panel->findChildren<QLabel*>())
            if (label->text().contains(QLatin1Char('<')))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(says(u"<h1>"_s));
    }

    void percentNeverRoundsUpToCertainty()
    {
        QCOMPARE(percentText(0.99999), u"99.9 %"_s);
        QCOMPARE(percentText(1), u"100.0 %"_s);
        QCOMPARE(percentText(0.1234), u"12.3 %"_s);
    }

    void controlsWriteTheSettingsAndFollowThem()
    {
        auto* slider = m_panel->findChild<QSlider*>();
        slider->setValue(80);
        QCOMPARE(m_settings->value(Setting::OverlayOpacity).toInt(), 80);
        m_settings->setValue(Setting::OverlayOpacity, 20);
        QCOMPARE(slider->value(), 20);
        choice("Colours of the overlay")->setCurrentIndex(2);
        QCOMPARE(m_settings->value(Setting::ColourMap).toString(), u"cividis"_s);
        choice("Style of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::OverlayStyle).toString(), u"contours"_s);
        m_panel->findChild<QCheckBox*>()->setChecked(false);
        QVERIFY(!m_settings->value(Setting::OverlayVisible).toBool());
        QVERIFY(!slider->isEnabled());
    }

    void theLayerIsAChoiceOfTheMethodsWithGradients()
    {
        QVERIFY(!choice("Layer of the overlay")->isEnabled()); // CAM at first
        choice("Method of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::SaliencyMethod).toString(), u"grad-cam"_s);
        QVERIFY(choice("Layer of the overlay")->isEnabled());
        choice("Layer of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::SaliencyLayer).toString(), u"middle"_s);
        m_settings->setValue(Setting::SaliencyMethod, u"layercam"_s);
        QCOMPARE(choice("Method of the overlay")->currentText(), u"LayerCAM"_s);
        // At the last layer it fails the weight-randomisation test.
        m_settings->setValue(Setting::SaliencyLayer, u"last"_s);
        QVERIFY(!choice("Layer of the overlay")->isEnabled());
        QCOMPARE(choice("Layer of the overlay")->currentIndex(), 1);
        QCOMPARE(m_settings->value(Setting::SaliencyLayer).toString(), u"last"_s);
        m_settings->setValue(Setting::SaliencyMethod, u"hirescam"_s);
        QCOMPARE(choice("Layer of the overlay")->currentIndex(), 0);
    }

    void everyClassCanBeExplained()
    {
        OverlayControls& controls = m_panel->overlayControls();
        QComboBox* classes = choice("Class that the overlay explains");
        QCOMPARE(classes->count(), 4);
        QCOMPARE(controls.chosenClass(), -1);
        QSignalSpy chosen(&controls, &OverlayControls::classChosen);
        classes->setCurrentIndex(2);
        QCOMPARE(chosen.last().first().toInt(), 1);
        // Another model may have other classes.
        m_panel->setModel(test::threeClasses());
        QCOMPARE(chosen.last().first().toInt(), -1);
        QCOMPARE(controls.chosenClass(), -1);
    }

    void saysHowToReadTheProbabilities()
    {
        QVERIFY(text("modelCalibration").contains(u"not calibrated"_s));
        ModelManifest manifest = test::threeClasses();
        manifest.temperature = 1.4142;
        m_panel->setModel(manifest);
        QVERIFY(text("modelCalibration").contains(u"temperature 1.41"_s));
    }

    void theTimingsAreToldInParts()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.timings = {120, 8, 45.25, 1.5, 174.75};
        m_panel->setFinding(finding);
        QCOMPARE(text("timings"), u"Read in 120 ms, analysed in 55 ms."_s);
        QCOMPARE(m_panel->findChild<QLabel*>(u"timings"_s)->toolTip(),
                 u"Read 120 ms, prepared 8.0 ms, network 45 ms, map 1.5 ms."_s);
        m_panel->clearFinding();
        QVERIFY(text("timings").isEmpty());
    }

    void aCommentIsToldOnlyWhenTheUserEditsIt()
    {
        QSignalSpy edited(m_panel.get(), &FindingPanel::commentEdited);
        m_panel->setComment(u"of another study"_s);
        QCOMPARE(edited.size(), 0);
        auto* field = m_panel->findChild<QPlainTextEdit*>(u"comment"_s);
        field->selectAll();
        QTest::keyClicks(field, u"seen"_s);
        QCOMPARE(edited.last().first().toString(), u"seen"_s);
        QCOMPARE(m_panel->comment(), u"seen"_s);
    }
};

QTEST_MAIN(TestFindingPanel)
#include "test_finding_panel.moc"
