// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/overlay_controls.h"
#include "ui/widgets/probability_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

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
        QFile::remove(m_folder.filePath(QStringLiteral("s.ini")));
        m_settings = std::make_unique<Settings>(m_folder.filePath(QStringLiteral("s.ini")));
        m_panel = std::make_unique<FindingPanel>(*m_settings);
        m_panel->setModel(test::threeClasses());
    }

    void saysTheLabelInWords()
    {
        m_panel->setFinding(test::findingOf({0.1F, 0.2F, 0.7F}, 2));
        QCOMPARE(m_panel->labelText(), QStringLiteral("No finding"));
        QVERIFY(text("findingSentence").contains(QStringLiteral("COVID-19: negative, 10.0 %")));
        QVERIFY(text("findingSentence").contains(QStringLiteral("40.0 %")));
    }

    void aPositiveThatIsNotTheLabelIsSaid()
    {
        m_panel->setFinding(test::findingOf({0.45F, 0.1F, 0.45F}, 2));
        QVERIFY(text("findingSentence").contains(QStringLiteral("COVID-19: positive")));
    }

    void everyClassHasABarWithNumberAndWord()
    {
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QCOMPARE(m_panel->bars().size(), size_t(3));
        QCOMPARE(m_panel->bars()[0]->accessibleName(), QStringLiteral("COVID-19: 60.0 %"));
        QVERIFY(m_panel->bars()[0]->content().threshold.has_value());
        QVERIFY(!m_panel->bars()[1]->content().threshold.has_value());
        QVERIFY(m_panel->bars()[0]->content().isLabel);
    }

    void refusalAndWarningsAreInSight()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.status = Finding::Status::Refused;
        finding.reason = QStringLiteral("This is a hand.");
        finding.warnings = {QStringLiteral("The view is lateral.")};
        m_panel->setFinding(finding);
        QCOMPARE(m_panel->labelText(), QStringLiteral("Refused"));
        QVERIFY(says(finding.reason));
        QVERIFY(says(finding.warnings.front()));
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QVERIFY(!says(QStringLiteral("hand")));
    }

    void theNextStudyStartsEmpty()
    {
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        m_panel->setStage(StudyLoader::Stage::Reading);
        QCOMPARE(m_panel->labelText(), QStringLiteral("Reading…"));
        QVERIFY(m_panel->bars()[0]->isHidden());
        m_panel->setStage(StudyLoader::Stage::Analysing);
        QCOMPARE(m_panel->labelText(), QStringLiteral("Analysing…"));
    }

    void saysThatNobodyTestedTheModel()
    {
        QVERIFY(text("modelTest").contains(QStringLiteral("Nobody has tested")));
        ModelManifest manifest = test::threeClasses();
        manifest.externalEvaluation = QStringLiteral("AUC 0.71 in 300 patients.");
        m_panel->setModel(manifest);
        QVERIFY(text("modelTest").contains(manifest.externalEvaluation));
        QVERIFY(text("modelName").contains(QStringLiteral("test-model 1.2.3 · aaaaaaaaaaaa")));
    }

    void theIntendedUseStaysInSight()
    {
        const QString words = QStringLiteral("Research use only. Not for diagnosis.");
        QVERIFY(says(words));
        m_panel->setFinding(test::findingOf({0.6F, 0.3F, 0.1F}, 0));
        QVERIFY(says(words));
        m_panel->setModelProblem({ErrorCode::ModelMissing, QStringLiteral("Gone."), {}});
        QVERIFY(says(words));
        QVERIFY(says(QStringLiteral("Gone.")));
    }

    void severityIsShownOnRequestAlone()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.severity
            = {{SeverityScore::Extent, 3.06, 1.2, 5}, {SeverityScore::Opacity, 2, 0, 6}};
        m_panel->setFinding(finding);
        QVERIFY(!says(QStringLiteral("xtent")));
        m_settings->setValue(Setting::ShowSeverity, true);
        QVERIFY(says(QStringLiteral("Extent 3.1 of 8 (1.2 to 5.0), opacity 2.0 of 6 (0.0 to 6.0): "
                                    "research output, not a measurement.")));
        // Another finding without it, and the same one after a study was closed.
        m_panel->setFinding(test::findingOf({0.1F, 0.2F, 0.7F}, 2));
        QVERIFY(!says(QStringLiteral("xtent")));
        finding.severity.pop_back();
        m_panel->setFinding(finding);
        QVERIFY(says(QStringLiteral("Extent 3.1 of 8 (1.2 to 5.0): research output")));
        m_panel->setStage(StudyLoader::Stage::Reading);
        QVERIFY(!says(QStringLiteral("xtent")));
        m_panel->setFinding(finding);
        m_settings->setValue(Setting::ShowSeverity, false);
        QVERIFY(!says(QStringLiteral("xtent")));
    }

    void noMarkupFromFiles()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.warnings = {QStringLiteral("<h1>big</h1>")};
        m_panel->setFinding(finding);
        for (const QLabel* label : m_panel->findChildren<QLabel*>())
            if (label->text().contains(QLatin1Char('<')))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(says(QStringLiteral("<h1>")));
    }

    void percentNeverRoundsUpToCertainty()
    {
        QCOMPARE(percentText(0.99999), QStringLiteral("99.9 %"));
        QCOMPARE(percentText(1), QStringLiteral("100.0 %"));
        QCOMPARE(percentText(0.1234), QStringLiteral("12.3 %"));
    }

    void controlsWriteTheSettingsAndFollowThem()
    {
        auto* slider = m_panel->findChild<QSlider*>();
        slider->setValue(80);
        QCOMPARE(m_settings->value(Setting::OverlayOpacity).toInt(), 80);
        m_settings->setValue(Setting::OverlayOpacity, 20);
        QCOMPARE(slider->value(), 20);
        choice("Colours of the overlay")->setCurrentIndex(2);
        QCOMPARE(m_settings->value(Setting::ColourMap).toString(), QStringLiteral("cividis"));
        choice("Style of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::OverlayStyle).toString(), QStringLiteral("contours"));
        m_panel->findChild<QCheckBox*>()->setChecked(false);
        QVERIFY(!m_settings->value(Setting::OverlayVisible).toBool());
        QVERIFY(!slider->isEnabled());
    }

    void theLayerIsAChoiceOfTheMethodsWithGradients()
    {
        QVERIFY(!choice("Layer of the overlay")->isEnabled()); // CAM at first
        choice("Method of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::SaliencyMethod).toString(), QStringLiteral("grad-cam"));
        QVERIFY(choice("Layer of the overlay")->isEnabled());
        choice("Layer of the overlay")->setCurrentIndex(1);
        QCOMPARE(m_settings->value(Setting::SaliencyLayer).toString(), QStringLiteral("middle"));
        m_settings->setValue(Setting::SaliencyMethod, QStringLiteral("layercam"));
        QCOMPARE(choice("Method of the overlay")->currentText(), QStringLiteral("LayerCAM"));
        // At the last layer it fails the weight-randomisation test.
        m_settings->setValue(Setting::SaliencyLayer, QStringLiteral("last"));
        QVERIFY(!choice("Layer of the overlay")->isEnabled());
        QCOMPARE(choice("Layer of the overlay")->currentIndex(), 1);
        QCOMPARE(m_settings->value(Setting::SaliencyLayer).toString(), QStringLiteral("last"));
        m_settings->setValue(Setting::SaliencyMethod, QStringLiteral("hirescam"));
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
        QVERIFY(text("modelCalibration").contains(QStringLiteral("not calibrated")));
        ModelManifest manifest = test::threeClasses();
        manifest.temperature = 1.4142;
        m_panel->setModel(manifest);
        QVERIFY(text("modelCalibration").contains(QStringLiteral("temperature 1.41")));
    }

    void theTimingsAreToldInParts()
    {
        Finding finding = test::findingOf({0.6F, 0.3F, 0.1F}, 0);
        finding.timings = {120, 8, 45.25, 1.5, 174.75};
        m_panel->setFinding(finding);
        QCOMPARE(text("timings"), QStringLiteral("Read in 120 ms, analysed in 55 ms."));
        QCOMPARE(m_panel->findChild<QLabel*>(QStringLiteral("timings"))->toolTip(),
                 QStringLiteral("Read 120 ms, prepared 8.0 ms, network 45 ms, map 1.5 ms."));
        m_panel->clearFinding();
        QVERIFY(text("timings").isEmpty());
    }

    void aCommentIsToldOnlyWhenTheUserEditsIt()
    {
        QSignalSpy edited(m_panel.get(), &FindingPanel::commentEdited);
        m_panel->setComment(QStringLiteral("of another study"));
        QCOMPARE(edited.size(), 0);
        auto* field = m_panel->findChild<QPlainTextEdit*>(QStringLiteral("comment"));
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("seen"));
        QCOMPARE(edited.last().first().toString(), QStringLiteral("seen"));
        QCOMPARE(m_panel->comment(), QStringLiteral("seen"));
    }
};

QTEST_MAIN(TestFindingPanel)
#include "test_finding_panel.moc"
