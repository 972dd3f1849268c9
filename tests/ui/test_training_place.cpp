// SPDX-License-Identifier: GPL-3.0-or-later
// The training place from a folder to a model in use, and what it says when something is wrong.
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/model/installed_models.h"
#include "ui/model/model_library.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/training/internal/augmentation_preview_panel.h"
#include "ui/training/internal/base_weights.h"
#include "ui/training/internal/data_step.h"
#include "ui/training/internal/dataset_view.h"
#include "ui/training/internal/output_fields.h"
#include "ui/training/internal/patient_key_form.h"
#include "ui/training/internal/recipe_fields.h"
#include "ui/training/internal/recipe_step.h"
#include "ui/training/internal/run_step.h"
#include "ui/training/internal/stepper.h"
#include "ui/training/results/results_view.h"
#include "ui/training/training_place.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTrainingPlace final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ModelLibrary> m_models;
    std::unique_ptr<TrainingPlace> m_place;

    template <typename Widget> Widget* named(QWidget& root, const QString& accessibleName)
    {
        for (auto* widget : root.findChildren<Widget*>())
            if (widget->accessibleName() == accessibleName)
                return widget;
        qFatal("there is no such widget");
    }

    [[nodiscard]] QString line(int step) const { return m_place->stepper().button(step).line(); }
    [[nodiscard]] bool canTake(int step) const
    {
        return m_place->stepper().button(step).isEnabled();
    }

    void chooseToys()
    {
        m_place->chooseDataset(m_home.path(u"toys/manifest.csv"_s));
        QTRY_VERIFY(m_place->data().index());
        QTRY_VERIFY(m_place->recipe().base().manifest());
    }

    /// A few epochs of the head on 64 pixels.
    void makeItShort(const QString& name)
    {
        RecipeStep& recipe = m_place->recipe();
        named<QSpinBox>(recipe, u"Epochs of the head"_s)->setValue(3);
        named<QSpinBox>(recipe, u"Epochs of fine-tuning"_s)->setValue(1);
        named<QSpinBox>(recipe, u"Batch"_s)->setValue(8);
        named<QSpinBox>(recipe, u"Share of validation images"_s)->setValue(25);
        named<QSpinBox>(recipe, u"Share of test images"_s)->setValue(25);
        auto* augmentation = named<QComboBox>(recipe, u"Augmentation"_s);
        augmentation->setCurrentIndex(augmentation->findData(u"none"_s));
        recipe.output().setName(name);
        QCOMPARE(recipe.problem(), QString());
    }

private Q_SLOTS:
    void init()
    {
        QFile::remove(m_home.path(u"settings.ini"_s));
        m_settings = std::make_unique<Settings>(m_home.path(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
        m_place = std::make_unique<TrainingPlace>(*m_settings, *m_loader, *m_models);
        m_place->resize(1200, 760);
        m_place->show();
    }

    void cleanup()
    {
        m_place.reset();
        m_models.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void laterStepsSayWhatTheyWaitFor()
    {
        QVERIFY(canTake(TrainingPlace::Data));
        for (const int step : {TrainingPlace::Recipe, TrainingPlace::Run, TrainingPlace::Results}) {
            QVERIFY(!canTake(step));
            QVERIFY(!line(step).isEmpty());
        }
    }

    void fromAFolderToAModelInUse()
    {
        chooseToys();
        QVERIFY2(line(TrainingPlace::Data).contains(u"48 images, 2 classes"_s),
                 qPrintable(line(TrainingPlace::Data)));
        QVERIFY(m_place->data().view().counts().rowCount() >= 2);
        QCOMPARE(m_settings->value(Setting::RecentDatasets).toStringList().size(), 1);
        QVERIFY(canTake(TrainingPlace::Recipe));
        m_place->showStep(TrainingPlace::Recipe);
        makeItShort(u"toy-model"_s);
        QVERIFY(canTake(TrainingPlace::Run));
        m_place->showStep(TrainingPlace::Run);
        QSignalSpy job(m_place.get(), &TrainingPlace::jobChanged);
        test::buttonIn(m_place->run(), "startTraining").click();
        QVERIFY(m_place->job().isActive());
        QVERIFY(!test::buttonIn(m_place->run(), "startTraining").isVisible());
        QTRY_COMPARE(m_place->step(), TrainingPlace::Results);
        QVERIFY(job.count() > 0);
        QCOMPARE(job.back().front().toString(), QString());
        QVERIFY(m_place->run().log().contains(u"Done in"_s));
        QVERIFY2(line(TrainingPlace::Results).startsWith(u"toy-model: AUC"_s),
                 qPrintable(line(TrainingPlace::Results)));

        const QString folder = userModelsDir() + u"/toy-model"_s;
        QVERIFY(loadModelPackage(folder).hasValue());
        Q_EMIT m_place->results().useModelRequested(folder);
        QCOMPARE(m_models->activeFolder(), folder);
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"toy-model"_s);
        m_models->rollBack();
        QCOMPARE(m_models->activeFolder(), m_home.base);

        // A test image opens with the map of the model that was shown, active or not.
        QSignalSpy open(m_place.get(), &TrainingPlace::openRequested);
        Q_EMIT m_place->results().openRequested(u"/x.bmp"_s);
        QCOMPARE(open.count(), 1);
        QCOMPARE(open.front().at(1).toString(), folder);

        // What the package records is what was shown.
        const QString shown = line(TrainingPlace::Results);
        m_place->showStep(TrainingPlace::Data);
        m_place->showResultsOf(folder);
        QTRY_COMPARE(m_place->step(), TrainingPlace::Results);
        QCOMPARE(line(TrainingPlace::Results), shown);
    }

    void aModelGivesWayOnlyAfterAQuestion()
    {
        const QString folder = userModelsDir() + u"/taken"_s;
        QVERIFY(m_home.writeModel(folder, u"there before"_s));
        chooseToys();
        makeItShort(u"taken"_s);
        QTRY_VERIFY(m_place->recipe().output().replaces());
        m_place->showStep(TrainingPlace::Run);
        for (const bool agreed : {false, true}) {
            test::buttonIn(m_place->run(), "startTraining").click();
            QVERIFY(!m_place->job().isActive());
            auto* question = m_place->findChild<QMessageBox*>();
            QVERIFY(question);
            QVERIFY2(question->text().contains(folder), qPrintable(question->text()));
            for (QAbstractButton* button : question->buttons())
                if ((button == question->button(QMessageBox::Cancel)) != agreed)
                    QTest::mouseClick(button, Qt::LeftButton);
            QCOMPARE(m_place->job().isActive(), agreed);
            QTRY_VERIFY(!m_place->findChild<QMessageBox*>());
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_place->step(), TrainingPlace::Results, 60000);
        QCOMPARE(loadModelManifest(folder)->name, u"taken"_s);
        QCOMPARE(loadModelManifest(replacedFolderOf(folder))->name, u"there before"_s);
    }

    void cancelOffersToGoOn()
    {
        chooseToys();
        makeItShort(u"interrupted"_s);
        // Long enough not to end by itself, however fast the head learns.
        for (const char* phase : {"Epochs of the head", "Epochs of fine-tuning"})
            named<QSpinBox>(m_place->recipe(), QString::fromLatin1(phase))->setValue(500);
        m_place->showStep(TrainingPlace::Run);
        QVERIFY(!test::buttonIn(m_place->run(), "resumeTraining").isVisible());
        QSignalSpy epochs(&m_place->job(), &TrainingJob::epochDone);
        test::buttonIn(m_place->run(), "startTraining").click();
        QTRY_VERIFY(epochs.count() > 1);
        test::buttonIn(m_place->run(), "pauseTraining").click();
        QCOMPARE(m_place->job().state(), TrainingJob::State::Paused);
        QVERIFY(line(TrainingPlace::Run).startsWith(u"Paused"_s));
        test::buttonIn(m_place->run(), "pauseTraining").click();
        QCOMPARE(m_place->job().state(), TrainingJob::State::Running);
        test::buttonIn(m_place->run(), "cancelTraining").click();
        QTRY_VERIFY(!m_place->job().isActive());
        QTRY_VERIFY(test::buttonIn(m_place->run(), "resumeTraining").isVisible());
        QVERIFY(m_place->run().messageBar().text().contains(u"checkpoint"_s));
        QVERIFY(!canTake(TrainingPlace::Results));

        test::buttonIn(m_place->run(), "resumeTraining").click();
        QTRY_VERIFY(epochs.count() > 4);
        test::buttonIn(m_place->run(), "stopTraining").click();
        QTRY_COMPARE(m_place->step(), TrainingPlace::Results);
        QVERIFY(m_place->run().log().contains(u"before its last epoch"_s));
    }

    void brokenDataSetsAreExplained_data()
    {
        QTest::addColumn<QString>("path");
        const QString one = m_home.path(u"one-class"_s);
        QDir().mkpath(one + u"/covid"_s);
        Random random(3);
        for (int i = 0; i < 4; ++i)
            if (!writeFileAtomically(u"%1/covid/%2.bmp"_s.arg(one).arg(i),
                                     test::toyPicture(64, true, random)))
                qFatal("cannot write a picture for the test");
        QTest::newRow("one class") << one;
        const QString empty = m_home.path(u"empty"_s);
        QDir().mkpath(empty);
        QTest::newRow("empty folder") << empty;
        QTest::newRow("not there") << m_home.path(u"gone"_s);
    }

    void brokenDataSetsAreExplained()
    {
        QFETCH(QString, path);
        m_place->chooseDataset(path);
        QTRY_VERIFY(!m_place->data().isBusy());
        QTRY_VERIFY(!m_place->data().messageBar().isHidden());
        const QString text = m_place->data().messageBar().text();
        QVERIFY2(text.endsWith(u'.') && text.size() > 15, qPrintable(text));
        QVERIFY(!canTake(TrainingPlace::Recipe));
        QCOMPARE(line(TrainingPlace::Data), text);
        chooseToys(); // nothing is lost
        QVERIFY(m_place->data().messageBar().isHidden());
        QVERIFY(canTake(TrainingPlace::Recipe));
    }

    void theFolderOfTheModelIsCheckedWhileTyping()
    {
        chooseToys();
        OutputFields& output = m_place->recipe().output();
        QCOMPARE(output.problem(), QString());
        QVERIFY(output.folder().startsWith(userModelsDir()));
        output.setFolder(m_home.dataset); // somebody's pictures
        QTRY_VERIFY2(output.problem().endsWith(u'.'), qPrintable(output.problem()));
        QVERIFY(!canTake(TrainingPlace::Run));
        QCOMPARE(line(TrainingPlace::Run), output.problem());
        output.setFolder(m_home.path(u"free"_s));
        QTRY_VERIFY(canTake(TrainingPlace::Run));
        output.setName(QString());
        QVERIFY(!canTake(TrainingPlace::Run));
    }

    void baseWeightsThatCannotBeUsedAreExplained()
    {
        chooseToys();
        BaseWeights& base = m_place->recipe().base();
        const QString text = m_home.path(u"notes.pth"_s);
        QVERIFY(writeFileAtomically(text, "no weights"));
        base.choose(text);
        QVERIFY(!base.manifest());
        QTRY_VERIFY(base.problem().contains(u"notes.pth"_s));
        QVERIFY(!canTake(TrainingPlace::Run));
        base.choose({});
        QTRY_VERIFY(base.manifest());
        QCOMPARE(base.problem(), QString());
        QVERIFY(canTake(TrainingPlace::Run));
    }

    void changesOfARecipeAreMarkedAndTakenBack()
    {
        RecipeFields& recipe = m_place->recipe().recipe();
        QVERIFY(!recipe.isChanged());
        auto* name = named<QComboBox>(recipe, u"Recipe"_s);
        for (int i = 0; i < name->count(); ++i) {
            name->setCurrentIndex(i);
            QVERIFY2(!recipe.isChanged(), qPrintable(name->currentText()));
            QCOMPARE(recipe.recipe().name, name->currentData().toString());
        }
        auto* rate = named<QLineEdit>(recipe, u"Learning rate of the head"_s);
        rate->setText(u"2e-4"_s);
        QVERIFY(recipe.isChanged());
        QCOMPARE(recipe.recipe().headLearningRate, 2e-4);
        rate->setText(u"often"_s);
        QVERIFY(recipe.problem().contains(u"often"_s));
        recipe.reset();
        QVERIFY(!recipe.isChanged());
        QCOMPARE(recipe.problem(), QString());
    }

    void whatTheModelSeesCanBeChosen()
    {
        RecipeFields& recipe = m_place->recipe().recipe();
        auto* name = named<QComboBox>(recipe, u"Recipe"_s);
        name->setCurrentIndex(name->findData(u"paper"_s)); // as they are
        QCOMPARE(recipe.recipe().lungs.crop, LungPreparation::Crop::None);
        const auto choose = [&](const QString& field, const QString& value) {
            auto* box = named<QComboBox>(recipe, field);
            box->setCurrentIndex(box->findData(value));
        };
        choose(u"The model sees"_s, u"lungs"_s);
        QVERIFY(recipe.isChanged());
        QCOMPARE(recipe.recipe().lungs.crop, LungPreparation::Crop::Lungs);
        choose(u"Greys"_s, u"lungs"_s);
        QCOMPARE(recipe.recipe().lungs.harmonise, LungPreparation::Harmonise::Lungs);
        choose(u"Outside of the lungs"_s, u"blank"_s);
        QCOMPARE(recipe.recipe().lungs.outside, LungPreparation::Outside::Blank);
        choose(u"Outside of the lungs"_s, u"blank-hulls"_s);
        QCOMPARE(recipe.recipe().lungs.outside, LungPreparation::Outside::BlankHulls);
        recipe.reset();
        QCOMPARE(toJson(recipe.recipe()), toJson(paperRecipe()));
    }

    void patientKeysFromFileNames()
    {
        chooseToys();
        PatientKeyForm& form = m_place->data().view().patientKey();
        QCOMPARE(m_place->data().index()->patients, 24); // two images each, by the manifest
        auto* source = named<QComboBox>(form, u"Where the patient key comes from"_s);
        auto* pattern = named<QLineEdit>(form, u"Pattern of the patient key"_s);
        auto* preview = form.findChild<QTableWidget*>();
        QVERIFY(!pattern->isVisible());
        source->setCurrentIndex(source->findData(int(PatientKeyRule::Source::FileName)));
        QTRY_COMPARE(form.rule().source, PatientKeyRule::Source::FileName);
        QVERIFY(pattern->isVisible());
        pattern->setText(u"(["_s);
        const QString before = form.rule().pattern;
        pattern->setText(u"^([a-z])"_s);
        QCOMPARE(preview->rowCount(), 10);
        QCOMPARE(preview->item(0, 1)->text(), preview->item(0, 0)->text().left(1));
        QTRY_VERIFY(form.rule().pattern != before);
        QTRY_COMPARE(m_place->data().index()->patients, 2); // "p" and "s"
        source->setCurrentIndex(source->findData(int(PatientKeyRule::Source::None)));
        QTRY_COMPARE(m_place->data().index()->unknownPatients, 48);
    }

    void theAugmentationIsShownOnImagesOfTheSet()
    {
        chooseToys();
        QSignalSpy shown(&m_place->recipe().preview(), &AugmentationPreviewPanel::shown);
        m_place->showStep(TrainingPlace::Recipe);
        auto* augmentation = named<QComboBox>(m_place->recipe(), u"Augmentation"_s);
        augmentation->setCurrentIndex(augmentation->findData(u"paper"_s));
        AugmentationPreviewPanel& panel = m_place->recipe().preview();
        QTRY_COMPARE(int(panel.pictures().size()), 12); // three files, each plain and thrice
        QVERIFY(panel.pictures()[0] != panel.pictures()[1]);
        const std::vector<QImage> before = panel.pictures();
        const auto shows = shown.count();
        named<QPushButton>(panel, u"Another"_s)->click();
        QTRY_VERIFY(shown.count() > shows);
        QVERIFY(panel.pictures()[0] == before[0]); // the plain one
        QVERIFY(panel.pictures()[1] != before[1]);
        augmentation->setCurrentIndex(augmentation->findData(u"none"_s));
        QTRY_COMPARE(int(panel.pictures().size()), 3);
    }

    void indexingCanBeCancelled()
    {
        m_place->chooseDataset(m_home.path(u"toys/manifest.csv"_s));
        QVERIFY(m_place->data().isBusy());
        QVERIFY(!canTake(TrainingPlace::Recipe));
        named<QPushButton>(m_place->data(), u"Cancel"_s)->click();
        QVERIFY(!m_place->data().isBusy());
        QVERIFY(line(TrainingPlace::Data).contains(u"cancelled"_s));
        chooseToys();
    }

    void everyWidgetHasAnAccessibleName()
    {
        chooseToys();
        for (const auto step : {TrainingPlace::Data, TrainingPlace::Recipe, TrainingPlace::Run}) {
            m_place->showStep(step);
            const QWidget* mute = test::firstWithoutName(m_place.get());
            QVERIFY2(!mute,
                     mute ? qPrintable(
                         u"%1 in %2"_s.arg(QString::fromLatin1(mute->metaObject()->className()),
                                           mute->parentWidget()->accessibleName()))
                          : "");
        }
    }
};

QTEST_MAIN(TestTrainingPlace)
#include "test_training_place.moc"
