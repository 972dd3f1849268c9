// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing a model, rolling back, falling back, removing.
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/model/installed_models.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/widgets/message_bar.h"

#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestModelLibrary final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    QString m_first;
    QString m_second;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ModelLibrary> m_models;

    [[nodiscard]] QString asked() const
    {
        const auto classifier = m_loader->classifier();
        return classifier ? classifier->manifest().name : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_first = userModelsDir() + u"/first"_s;
        m_second = m_home.path(u"elsewhere/second"_s);
        QDir().mkpath(userModelsDir());
        QDir().mkpath(m_home.path(u"elsewhere"_s));
        QVERIFY(m_home.writeModel(m_first, u"first"_s));
        QVERIFY(m_home.writeModel(m_second, u"second"_s));
        QFile::remove(m_home.path(u"settings.ini"_s));
        m_settings = std::make_unique<Settings>(m_home.path(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
    }

    void cleanup()
    {
        m_models.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void whatWasReplacedIsNoModelToChoose()
    {
        const auto names = [] {
            QStringList folders;
            for (const InstalledModel& model : installedModels({}))
                folders << QFileInfo(model.folder).fileName();
            return folders;
        };
        QVERIFY(m_home.writeModel(m_first, u"first"_s)); // once more
        QVERIFY(QFileInfo::exists(replacedFolderOf(m_first)));
        QVERIFY(names().contains(u"first"_s));
        QVERIFY(!names().contains(u"first.old"_s));
        QVERIFY(QDir(m_first).removeRecursively()); // as after a crash
        QVERIFY(names().contains(u"first.old"_s));
    }

    void anExportReplacesOnlyAfterAQuestion()
    {
        ModelPlace place(*m_models, *m_settings);
        place.show();
        QTRY_COMPARE(place.packages().rowCount(), 2);
        place.select(m_first);
        const QString target = m_home.path(u"given/away"_s);
        QVERIFY(m_home.writeModel(target, u"there before"_s));
        const auto nameThere = [&] { return loadModelManifest(target)->name; };
        QTRY_VERIFY(test::buttonIn(place, "exportSelected").isEnabled());
        for (const bool agreed : {false, true}) {
            place.exportSelected(target, {});
            QTRY_VERIFY(place.findChild<QMessageBox*>());
            auto* question = place.findChild<QMessageBox*>();
            QVERIFY2(question->text().contains(target), qPrintable(question->text()));
            QCOMPARE(nameThere(), u"there before"_s);
            for (QAbstractButton* button : question->buttons())
                if ((button == question->button(QMessageBox::Cancel)) != agreed)
                    QTest::mouseClick(button, Qt::LeftButton);
            QTRY_VERIFY(!place.findChild<QMessageBox*>());
            if (agreed)
                QTRY_COMPARE(nameThere(), u"first"_s);
            else
                QCOMPARE(nameThere(), u"there before"_s);
        }
        QCOMPARE(loadModelManifest(replacedFolderOf(target))->name, u"there before"_s);
        // Somebody's web app is not even asked about.
        const QString app = m_home.path(u"webapp"_s);
        QVERIFY(QDir().mkpath(app + u"/src"_s));
        QVERIFY(writeFileAtomically(app + u"/manifest.json"_s, "{}"));
        QVERIFY(writeFileAtomically(app + u"/src/thesis.txt"_s, "years of work"));
        place.exportSelected(app, {});
        QTRY_VERIFY(place.messageBar().text().contains(app));
        QVERIFY(!place.findChild<QMessageBox*>());
        QVERIFY(QFile::exists(app + u"/src/thesis.txt"_s));
    }

    void startsWithTheDefaultModel()
    {
        m_models->loadActive();
        QTRY_COMPARE(asked(), u"narrow"_s);
        QVERIFY(m_models->previousFolder().isEmpty());
        m_models->rollBack(); // to nothing
        QCOMPARE(m_models->activeFolder(), m_home.base);
    }

    void usesAndRollsBackInOneCallEach()
    {
        m_models->loadActive();
        m_models->use(m_first);
        QTRY_COMPARE(asked(), u"first"_s);
        QCOMPARE(m_settings->value(Setting::ActiveModel).toString(), m_first);
        m_models->use(m_second);
        QTRY_COMPARE(asked(), u"second"_s);
        QCOMPARE(m_models->previousFolder(), m_first);
        m_models->rollBack();
        QTRY_COMPARE(asked(), u"first"_s);
        QCOMPARE(m_models->previousFolder(), m_second);
        m_models->use(m_home.base);
        // No path is kept for the default model: an update may move it.
        QCOMPARE(m_settings->value(Setting::ActiveModel).toString(), QString());
        m_models->rollBack();
        QCOMPARE(m_models->activeFolder(), m_first);
    }

    void isKeptForTheNextStart()
    {
        m_models->use(m_first);
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
        m_models->loadActive();
        QTRY_COMPARE(asked(), u"first"_s);
    }

    void aBrokenActiveModelGivesWayToTheDefaultOne()
    {
        m_models->use(m_first);
        QTRY_COMPARE(asked(), u"first"_s);
        QVERIFY(QFile::remove(m_first + u"/weights.safetensors"_s));
        QSignalSpy fellBack(m_models.get(), &ModelLibrary::fellBack);
        m_models->loadActive();
        QTRY_COMPARE(asked(), u"narrow"_s);
        QCOMPARE(fellBack.count(), 1);
        const QString sentence = fellBack.front().front().toString();
        QVERIFY2(sentence.contains(u"default model"_s), qPrintable(sentence));
        QCOMPARE(m_models->activeFolder(), m_home.base);
        QCOMPARE(m_models->previousFolder(), m_first);
    }

    void lookingWithAModelDoesNotMakeItActive()
    {
        m_models->loadActive();
        m_models->lookWith(m_first);
        QTRY_COMPARE(asked(), u"first"_s);
        QVERIFY(m_models->isLookingElsewhere());
        QCOMPARE(m_models->activeFolder(), m_home.base);
        m_models->lookWithActive();
        QTRY_COMPARE(asked(), u"narrow"_s);
        QVERIFY(!m_models->isLookingElsewhere());
    }

    void lookingWithABrokenModelKeepsTheActiveOne()
    {
        m_models->use(m_first);
        QSignalSpy fellBack(m_models.get(), &ModelLibrary::fellBack);
        m_models->lookWith(m_home.path(u"nothing"_s));
        QTRY_COMPARE(fellBack.count(), 1);
        QTRY_COMPARE(asked(), u"first"_s);
        QCOMPARE(m_models->activeFolder(), m_first);
    }

    void neverRemovesTheActiveOrAShippedModel()
    {
        m_models->use(m_first);
        const QSignalSpy failed(m_models.get(), &ModelLibrary::removeFailed);
        m_models->remove(m_first);
        m_models->remove(m_home.base);
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(failed.front().front().toString().contains(u"active"_s));
        QVERIFY(failed.back().front().toString().contains(u"came with CCAD"_s));
        QVERIFY(QFileInfo::exists(m_first));
        QVERIFY(QFileInfo::exists(m_home.base));
        m_models->use(m_second);
        m_models->remove(m_first);
        QTRY_VERIFY(m_models->previousFolder().isEmpty());
        QVERIFY(!QFileInfo::exists(m_first));
        QCOMPARE(failed.count(), 2);
    }

    void thePlaceListsUsesAndRollsBack()
    {
        m_models->loadActive();
        m_models->remember(m_second);
        ModelPlace place(*m_models, *m_settings);
        place.show();
        QTRY_COMPARE(place.packages().rowCount(), 3);
        QVERIFY(!test::buttonIn(place, "rollBack").isVisible());
        QVERIFY(!test::buttonIn(place, "useSelected").isEnabled()); // the active one is selected
        QVERIFY(!test::buttonIn(place, "removeSelected").isEnabled());
        place.select(m_second);
        QTRY_VERIFY(place.cardText().contains(u"second"_s));
        QVERIFY(!test::buttonIn(place, "openResults").isEnabled());
        test::buttonIn(place, "useSelected").click();
        QTRY_COMPARE(asked(), u"second"_s);
        QTRY_VERIFY(test::buttonIn(place, "rollBack").isVisible());
        QVERIFY(test::buttonIn(place, "rollBack").text().endsWith(u"narrow"_s));
        test::buttonIn(place, "rollBack").click();
        QTRY_COMPARE(asked(), u"narrow"_s);

        place.select(m_first);
        QTRY_VERIFY(test::buttonIn(place, "removeSelected").isEnabled());
        place.removeSelected();
        QTRY_COMPARE(place.packages().rowCount(), 2);
        QVERIFY(place.messageBar().isHidden());
        QVERIFY(!QFileInfo::exists(replacedFolderOf(m_first)));
        const QWidget* mute = test::firstWithoutName(&place);
        QVERIFY2(!mute, mute ? mute->metaObject()->className() : "");
    }
};

QTEST_MAIN(TestModelLibrary)
#include "test_model_library.moc"
