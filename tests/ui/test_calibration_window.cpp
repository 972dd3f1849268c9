// SPDX-License-Identifier: GPL-3.0-or-later
// A model is fitted to the films of one department in the window: a package of its own comes of it,
// and nothing else changes.
#include "tests/support/disk_watch.h"
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/model/internal/calibration_window.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/widgets/number_fields.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestCalibrationWindow final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ModelLibrary> m_models;
    std::unique_ptr<ModelPlace> m_place;
    QString m_folder; ///< of the model that is fitted
    QString m_films; ///< enough of them
    CalibrationWindow* m_window = nullptr;

    /// The button of the question whether a model may be replaced; null: it was not asked.
    [[nodiscard]] QAbstractButton* answer(QMessageBox::ButtonRole role) const
    {
        const auto* box = m_window->findChild<QMessageBox*>();
        if (box)
            for (QAbstractButton* button : box->buttons())
                if (box->buttonRole(button) == role)
                    return button;
        return nullptr;
    }

    void fit()
    {
        m_window->setDataset(m_films);
        QVERIFY(test::buttonIn(*m_window, "startCalibration").isEnabled());
        test::buttonIn(*m_window, "startCalibration").click();
        QVERIFY(m_window->isBusy());
    }

    [[nodiscard]] QString sentences() const { return m_window->sentences().join(u' '); }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = userModelsDir() + u"/ours"_s;
        QVERIFY(QDir().mkpath(userModelsDir()));
        QVERIFY(m_home.writeModel(m_folder, u"ours"_s));
        QVERIFY(test::writeToyDataset(m_home.path(u"far/films"_s), 104));
        m_films = m_home.path(u"far/films/manifest.csv"_s);
        m_settings = std::make_unique<Settings>(m_home.path(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
        m_place = std::make_unique<ModelPlace>(*m_models, *m_settings);
        QTRY_VERIFY(m_place->packages().rowOf(m_folder) >= 0);
    }

    void init()
    {
        m_place->select(m_folder);
        m_window = m_place->calibrateSelected();
        QVERIFY(m_window);
        m_window->folder().setText(m_home.path(u"far/fitted"_s));
    }

    void cleanup()
    {
        delete m_window;
        for (const QString& name : {u"far/fitted"_s, u"far/fitted.old"_s})
            QDir(m_home.path(name)).removeRecursively();
    }

    void cleanupTestCase()
    {
        m_place.reset();
        m_models.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void aPackageOfItsOwnIsMadeListedAndUsed()
    {
        QVERIFY(!test::firstWithoutName(m_window));
        QVERIFY(m_window->text().contains(u"50 films each"_s));
        QVERIFY(!test::buttonIn(*m_window, "startCalibration").isEnabled()); // no films yet
        QVERIFY(!test::buttonIn(*m_window, "useCalibrated").isEnabled());
        m_window->coverage().setValue(0.8);
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        const test::DiskWatch watch(m_home.path(u"far"_s));
        fit();
        QVERIFY(!test::buttonIn(*m_window, "startCalibration").isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 2 * test::patienceMs); // the audit trains, too
        VERIFY_UNTOUCHED(watch);
        const QString folder = m_home.path(u"far/fitted"_s);
        QVERIFY2(sentences().contains(folder), qPrintable(sentences()));
        QVERIFY(m_window->text().contains(u"calibration error"_s));
        const auto package = loadModelPackage(folder);
        QVERIFY(package);
        QVERIFY(package->manifest.predictionSets);
        QCOMPARE(package->manifest.predictionSets->coverage, 0.8);
        QVERIFY(!loadModelManifest(m_folder)->predictionSets); // as it was

        QTRY_VERIFY(m_place->packages().rowOf(folder) >= 0);
        QVERIFY(m_models->activeFolder() != folder);
        test::buttonIn(*m_window, "useCalibrated").click();
        QCOMPARE(m_models->activeFolder(), folder);
        QVERIFY(!test::buttonIn(*m_window, "useCalibrated").isEnabled());
        m_models->rollBack();
        QVERIFY(m_models->activeFolder() != folder);
    }

    void tooFewFilmsAreSaidWithTheNumberNeeded()
    {
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        m_window->setDataset(m_home.path(u"toys/manifest.csv"_s)); // 24 of each
        m_window->calibrate();
        QTRY_COMPARE(ended.size(), 1);
        for (const QString& words : {u"24 of \"plain\""_s, u"need 50 each"_s, u"0.1 wide"_s})
            QVERIFY2(sentences().contains(words), qPrintable(sentences()));
        QVERIFY(!QFileInfo::exists(m_home.path(u"far/fitted"_s)));
        QVERIFY(test::buttonIn(*m_window, "startCalibration").isEnabled());
        QVERIFY(!test::buttonIn(*m_window, "useCalibrated").isEnabled());
    }

    void whatIsCancelledLeavesNothing_data()
    {
        QTest::addColumn<bool>("byAnotherDataSet");
        QTest::newRow("by the button") << false;
        QTest::newRow("by another data set") << true;
    }

    void whatIsCancelledLeavesNothing()
    {
        QFETCH(bool, byAnotherDataSet);
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        fit();
        if (byAnotherDataSet)
            m_window->setDataset(m_home.path(u"toys"_s));
        else
            Q_EMIT m_window->findChild<DatasetSourceBar*>()->cancelled();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY2(sentences().contains(u"Nothing was written"_s), qPrintable(sentences()));
        QVERIFY(!QFileInfo::exists(m_home.path(u"far/fitted"_s)));
        QVERIFY(test::buttonIn(*m_window, "startCalibration").isEnabled());
    }

    void aModelIsReplacedOnlyWhenTheUserSaysSo()
    {
        const QString folder = m_home.path(u"far/fitted"_s);
        QVERIFY(m_home.writeModel(folder, u"earlier"_s));
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        fit();
        QTRY_VERIFY(answer(QMessageBox::RejectRole));
        answer(QMessageBox::RejectRole)->click();
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>());
        QVERIFY(!m_window->isBusy());
        QCOMPARE(loadModelManifest(folder)->name, u"earlier"_s);

        fit();
        QTRY_VERIFY(answer(QMessageBox::DestructiveRole));
        answer(QMessageBox::DestructiveRole)->click();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 2 * test::patienceMs);
        QCOMPARE(loadModelManifest(folder)->name, u"ours"_s);
        QCOMPARE(loadModelManifest(folder + u".old"_s)->name, u"earlier"_s);
    }

    void whatMustStayIsNamed_data()
    {
        QTest::addColumn<bool>("isModel");
        QTest::newRow("a model that came with the program") << true;
        QTest::newRow("a folder of something else") << false;
    }

    void whatMustStayIsNamed()
    {
        QFETCH(bool, isModel);
        const QString mine = m_home.path(u"far/fitted/thesis.txt"_s);
        QVERIFY(QDir().mkpath(QFileInfo(mine).path()));
        QVERIFY(writeFileAtomically(mine, "mine"));
        if (isModel)
            m_window->folder().setText(m_home.base);
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        fit();
        QTRY_COMPARE(ended.size(), 1);
        const QString words = isModel ? u"came with CCAD"_s : u"thesis.txt"_s;
        QVERIFY2(sentences().contains(words), qPrintable(sentences()));
        QVERIFY(!m_window->findChild<QMessageBox*>());
        QCOMPARE(*readFile(mine, 100), QByteArray("mine"));
        QVERIFY(!test::buttonIn(*m_window, "useCalibrated").isEnabled());
    }

    void classesThatTheModelWritesOtherwiseAreAskedAbout()
    {
        const QString folder = m_home.path(u"far/capitals"_s);
        Random random(3);
        for (const char* name : {"Striped", "plain"})
            for (int i = 0; i < 52; ++i) {
                const QString inside = folder + u'/' + QLatin1String(name);
                QVERIFY(QDir().mkpath(inside));
                QVERIFY(writeFileAtomically(
                    inside + u"/%1.bmp"_s.arg(i),
                    test::toyPicture(64, QLatin1String(name) == "Striped", random)));
            }
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        m_window->setDataset(folder);
        m_window->calibrate();
        QTRY_VERIFY(answer(QMessageBox::AcceptRole));
        QVERIFY(m_window->findChild<QMessageBox*>()->informativeText().contains(
            u"“Striped”, “striped”"_s));
        answer(QMessageBox::AcceptRole)->click();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 2 * test::patienceMs);
        QVERIFY2(test::buttonIn(*m_window, "useCalibrated").isEnabled(), qPrintable(sentences()));
    }

    void filmsThatAreNoneAreNamed()
    {
        const QSignalSpy ended(m_window, &CalibrationWindow::ended);
        m_window->setDataset(m_home.path(u"nothing here"_s));
        m_window->calibrate();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY2(sentences().contains(u"nothing here"_s), qPrintable(sentences()));
    }

    void theFolderSuggestedIsOneOfTheUsers()
    {
        CalibrationWindow* another = m_place->calibrateSelected();
        QVERIFY(another);
        QCOMPARE(another->folder().text(), userModelsDir() + u"/ours-local"_s);
        another->setDataset(m_films);
        another->folder().clear();
        QVERIFY(!test::buttonIn(*another, "startCalibration").isEnabled());
        delete another;
    }
};

QTEST_MAIN(TestCalibrationWindow)
#include "test_calibration_window.moc"
