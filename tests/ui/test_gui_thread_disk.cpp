// SPDX-License-Identifier: GPL-3.0-or-later
// The thread of the window asks no disk for what may lie on a slow one: models, data sets, batches
// and what is exported. The program's own folder and its settings are excepted.
#include "core/base/files.h"
#include "core/dataset/relabels.h"
#include "tests/support/disk_watch.h"
#include "tests/support/patience.h"
#include "tests/ui/results_fixtures.h"
#include "tests/ui/training_fixtures.h"
#include "ui/model/internal/export_dialog.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/plots/roc_plot.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/training/internal/data_step.h"
#include "ui/training/internal/output_fields.h"
#include "ui/training/internal/recipe_step.h"
#include "ui/training/results/internal/label_corrections.h"
#include "ui/training/results/internal/threshold_page.h"
#include "ui/training/results/results_view.h"
#include "ui/training/training_place.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/internal/manual_window.h"
#include "ui/words/patient_text.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestGuiThreadDisk final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    QString m_first;
    QString m_second;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ModelLibrary> m_models;

    /// A results view with a package on disk that its threshold can be saved to.
    std::unique_ptr<ResultsView> resultsOf(const QString& folder, const QString& dataFolder = {})
    {
        ModelResults results = test::modelResults(dataFolder);
        ModelPackage package;
        package.manifest = results.manifest;
        package.weights = test::hashWeights(package.manifest.network);
        package.card = u"# Test\n"_s;
        if (!saveModelPackage(package, folder, Existing::Replace))
            qFatal("cannot write the package of the test");
        auto view = std::make_unique<ResultsView>();
        view->setResults(results, folder);
        return view;
    }

private Q_SLOTS:
    void init()
    {
        m_first = m_home.path(u"far/first"_s);
        m_second = m_home.path(u"far/second"_s);
        QVERIFY(QDir().mkpath(m_home.path(u"far"_s)));
        QVERIFY(m_home.writeModel(m_first, u"first"_s));
        QVERIFY(m_home.writeModel(m_second, u"second"_s));
        QFile::remove(m_home.path(u"settings.ini"_s));
        m_settings = std::make_unique<Settings>(m_home.path(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
        m_models->remember(m_first);
        m_models->remember(m_second);
    }

    void cleanup()
    {
        m_models.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void theWatchSees()
    {
        const test::DiskWatch watch(m_home.path(u"far"_s));
        QVERIFY(QFileInfo::exists(m_first));
        QVERIFY(!watch.touched().isEmpty());
        QVERIFY(readFile(m_first + u"/MODEL_CARD.md"_s, 1000).hasValue());
        QVERIFY(watch.touched().join(u' ').contains(u"open"_s));
        QVERIFY(!QFileInfo(m_first).canonicalFilePath().isEmpty());
        QVERIFY(!QDir(m_first).entryList().isEmpty());
        QVERIFY(watch.touched().size() >= 4);
    }

    void modelsAreListedShownAndUsed()
    {
        const test::DiskWatch watch(m_home.path(u"far"_s));
        ModelPlace place(*m_models, *m_settings);
        place.show();
        QTRY_COMPARE(place.packages().rowCount(), 3);
        place.select(m_first);
        QTRY_VERIFY(place.cardText().contains(u"first"_s));
        test::buttonIn(place, "useSelected").click();
        QTRY_VERIFY(!test::buttonIn(place, "useSelected").isEnabled());
        place.select(m_second);
        QTRY_VERIFY(place.cardText().contains(u"second"_s));
        m_models->lookWith(m_second);
        m_models->lookWithActive();
        VERIFY_UNTOUCHED(watch);
    }

    void aLinkToTheActiveModelIsTheActiveModel()
    {
        const QString link = m_home.path(u"far/link"_s);
        QFile::remove(link);
        QVERIFY(QFile::link(m_first, link));
        m_models->use(link);
        ModelPlace place(*m_models, *m_settings);
        QTRY_COMPARE(place.packages().rowCount(), 3);
        place.select(m_first);
        QTRY_VERIFY(place.cardText().contains(u"first"_s));
        QVERIFY(!test::buttonIn(place, "useSelected").isEnabled());
        QVERIFY(!test::buttonIn(place, "removeSelected").isEnabled());
        // Not even when nobody asks the buttons.
        const QSignalSpy failed(m_models.get(), &ModelLibrary::removeFailed);
        m_models->remove(m_first);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(QFileInfo::exists(m_first));
    }

    void aCardOnASlowDiskIsWaitedForInWords()
    {
        ModelPlace place(*m_models, *m_settings);
        QTRY_COMPARE(place.packages().rowCount(), 3);
        place.select(m_first);
        QTRY_VERIFY(place.cardText().contains(u"first"_s));
        test::DiskWatch watch(m_home.path(u"far"_s));
        watch.slowDown(std::chrono::milliseconds(300));
        place.select(m_second);
        QVERIFY(place.cardText().contains(u"first"_s)); // a quick disk needs no word between
        QTRY_VERIFY(place.cardText().contains(u"being read"_s));
        QTRY_VERIFY(place.cardText().contains(u"second"_s));
        VERIFY_UNTOUCHED(watch);
    }

    void aCardThatCannotBeReadSaysWhy()
    {
        QVERIFY(QFile::remove(m_second + u"/MODEL_CARD.md"_s));
        ModelPlace place(*m_models, *m_settings);
        QTRY_COMPARE(place.packages().rowCount(), 3);
        place.select(m_second);
        QTRY_VERIFY(place.cardText().contains(u"There is no file"_s));
    }

    void aCardOpensNoFile()
    {
        const QString picture = m_home.path(u"far/picture.png"_s);
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(picture));
        const test::DiskWatch watch(m_home.path(u"far"_s));
        MarkdownView view;
        view.resize(300, 300);
        view.showMarkdown(
            u"# Card\n\n![one](%1) ![two](file://%1)\n\n[link](file://%1)\n"_s.arg(picture));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view, test::patienceMs));
        view.grab();
        view.setSource(QUrl::fromLocalFile(picture)); // as a click on the link does
        VERIFY_UNTOUCHED(watch);
        QVERIFY(view.toPlainText().contains(u"Card"_s));
    }

    void aModelIsRemovedInTheBackground()
    {
        ModelPlace place(*m_models, *m_settings);
        QTRY_COMPARE(place.packages().rowCount(), 3);
        // The wastebasket lies in the folder of the user's data, which a new user has not.
        QVERIFY(QDir().mkpath(qEnvironmentVariable("XDG_DATA_HOME")));
        place.select(m_second);
        const test::DiskWatch watch(m_home.path(u"far"_s));
        place.removeSelected();
        QTRY_COMPARE(place.packages().rowCount(), 2);
        VERIFY_UNTOUCHED(watch);
        QVERIFY(!QFileInfo::exists(m_second));
    }

    void aTargetOfAnExportIsLookedFor()
    {
        InstalledModel model;
        model.folder = m_first;
        model.manifest = *loadModelManifest(m_first);
        const test::DiskWatch watch(m_home.path(u"far"_s));
        ExportDialog dialog(model);
        dialog.folder().setText(m_home.path(u"far/not there"_s));
        QTRY_VERIFY(!test::buttonIn(dialog, "exportNow").isEnabled());
        dialog.folder().setText(m_home.path(u"far"_s));
        QTRY_VERIFY(test::buttonIn(dialog, "exportNow").isEnabled());
        VERIFY_UNTOUCHED(watch);
    }

    void aThresholdIsSaved()
    {
        const QString folder = m_home.path(u"far/threshold"_s);
        const auto view = resultsOf(folder, m_home.path(u"far"_s));
        auto* save = view->findChild<QPushButton*>(u"saveThreshold"_s);
        auto* field = view->findChild<QDoubleSpinBox*>(u"threshold"_s);
        const auto* bar = view->findChild<ThresholdPage*>()->findChild<MessageBar*>();
        const QSignalSpy saved(view.get(), &ResultsView::thresholdSaved);
        test::DiskWatch watch(m_home.path(u"far"_s));
        watch.slowDown(std::chrono::milliseconds(150));
        field->setValue(0.25);
        save->click();
        save->click(); // while it is busy: nothing more
        QTRY_VERIFY(bar->text().contains(u"being saved"_s));
        field->setValue(0.6); // the slider may go on meanwhile
        QTRY_COMPARE(saved.size(), 1);
        VERIFY_UNTOUCHED(watch);
        QVERIFY(bar->text().contains(u"0.2500 is saved"_s));
        QCOMPARE(loadModelManifest(folder)->threshold, 0.25);
        QVERIFY(save->isEnabled()); // 0.6 is not saved
    }

    void aThresholdIsSavedThoughTheWindowCloses()
    {
        const QString folder = m_home.path(u"far/threshold"_s);
        auto view = resultsOf(folder, m_home.path(u"far"_s));
        view->findChild<QDoubleSpinBox*>(u"threshold"_s)->setValue(0.35);
        view->findChild<QPushButton*>(u"saveThreshold"_s)->click();
        view.reset();
        QCOMPARE(loadModelManifest(folder)->threshold, 0.35);
    }

    void aPlotIsExported()
    {
        const ModelResults results = test::modelResults(m_home.path(u"far"_s));
        RocPlot roc;
        roc.setScores(u"ROC"_s, plottedScores(results.test.items, results.manifest));
        const QSignalSpy exported(&roc, &PlotFrame::exported);
        const test::DiskWatch watch(m_home.path(u"far"_s));
        roc.exportTo(m_home.path(u"far/roc.svg"_s), PlotFormat::Svg);
        roc.exportTo(m_home.path(u"far/roc.csv"_s), PlotFormat::Csv);
        QTRY_COMPARE(exported.size(), 2);
        VERIFY_UNTOUCHED(watch);
    }

    void labelsAreCorrected()
    {
        const QString data = m_home.path(u"far/data"_s);
        QVERIFY(QDir().mkpath(data));
        QFile::remove(data + u"/ccad-labels.csv"_s);
        const QString file = data + u"/a.png"_s;
        {
            const test::DiskWatch watch(data);
            LabelCorrections corrections;
            const QSignalSpy corrected(&corrections, &LabelCorrections::corrected);
            const QSignalSpy found(&corrections, &LabelCorrections::found);
            corrections.setDatasetPath(data);
            corrections.correct(file, u"covid"_s);
            corrections.readFor({file});
            QTRY_COMPARE(found.size(), 1);
            QCOMPARE(corrected.size(), 1);
            const auto classes = found.front().front().value<QHash<QString, QString>>();
            QCOMPARE(classes.value(file), u"covid"_s);
            VERIFY_UNTOUCHED(watch);
        }
        QCOMPARE(Relabels::load(data)->labelOf(file), u"covid"_s);
    }

    void aDataSetIsChosenAndAModelNamed()
    {
        TrainingPlace place(*m_settings, *m_loader, *m_models);
        place.show();
        const test::DiskWatch watch(m_home.path(u"toys"_s));
        place.chooseDataset(m_home.path(u"toys/manifest.csv"_s));
        QTRY_VERIFY(place.data().index());
        QTRY_VERIFY(place.recipe().output().name().startsWith(u"toys-"_s));
        place.recipe().output().setFolder(m_home.path(u"toys/images"_s));
        place.recipe().output().setFolder(m_home.path(u"toys"_s));
        QTRY_VERIFY(!place.recipe().output().problem().isEmpty());
        VERIFY_UNTOUCHED(watch);
    }

    void aBatchOfTheLastTimeIsLookedFor()
    {
        m_settings->setValue(Setting::LastBatch, m_home.path(u"far/gone.ccad-batch"_s));
        const test::DiskWatch watch(m_home.path(u"far"_s));
        {
            const ScreeningPlace place(*m_settings, *m_loader);
            QCoreApplication::processEvents();
        }
        VERIFY_UNTOUCHED(watch);
    }

    void aPathIsHiddenUnseen()
    {
        const QString path = m_home.path(u"far/first/MODEL_CARD.md"_s); // of a file that is there
        const test::DiskWatch watch(m_home.path(u"far"_s));
        QCOMPARE(withoutPath(u"Cannot read %1."_s.arg(path), path, u"Study 3"_s, true),
                 u"Cannot read Study 3."_s);
        VERIFY_UNTOUCHED(watch);
    }

    void theManualIsRead()
    {
        const QString file = m_home.path(u"far/manual.md"_s);
        QVERIFY(writeFileAtomically(file, "# One\n\n# Two\n\nText.\n"));
        const test::DiskWatch watch(m_home.path(u"far"_s));
        const ManualWindow window(file);
        QTRY_VERIFY(window.browser().toPlainText().contains(u"Text."_s));
        VERIFY_UNTOUCHED(watch);
    }
};

QTEST_MAIN(TestGuiThreadDisk)
#include "test_gui_thread_disk.moc"
