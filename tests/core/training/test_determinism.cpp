// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/lungs/lung_package.h"
#include "tests/core/training/toy_training.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

/// The same request gives the same bytes, whatever the recipe.
class TestDeterminism : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
    }

    void theSeedDecides_data()
    {
        QTest::addColumn<QString>("recipe");
        QTest::addColumn<bool>("extras");
        for (const QString& name : recipeNames()) {
            QTest::addRow("%s", qPrintable(name)) << name << false;
            QTest::addRow("%s, weights and patience", qPrintable(name)) << name << true;
        }
    }

    void theSeedDecides()
    {
        QFETCH(QString, recipe);
        QFETCH(bool, extras);
        TrainingRequest request = m_request;
        request.recipe = *recipeByName(recipe);
        request.recipe.headEpochs = 2;
        request.recipe.fineTuneEpochs = std::min(2, request.recipe.fineTuneEpochs);
        request.recipe.classWeights = extras;
        request.recipe.patience = extras ? 1 : 0;
        const QByteArray first = trainedBytes(request);
        QVERIFY(!first.isEmpty());
        QVERIFY(trainedBytes(request) == first);
        request.seed = 2;
        const QByteArray other = trainedBytes(request);
        QVERIFY(!other.isEmpty());
        QVERIFY(other != first);
    }

    void theLungsDecide()
    {
        TrainingRequest request = m_request;
        request.recipe.headEpochs = 1;
        request.recipe.fineTuneEpochs = 1;
        DatasetItem chest = request.dataset.items[0];
        for (const char* name : {"average-normal.dcm", "average-covid.dcm"}) {
            chest.file = samplesDir() + u'/' + QString::fromLatin1(name);
            chest.patient = QString::fromLatin1(name);
            request.dataset.items.push_back(chest);
        }
        const QByteArray plain = trainedBytes(request);
        request.recipe.lungs.crop = LungPreparation::Crop::Lungs;
        request.recipe.lungs.margin = 0.1;
        request.recipe.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        request.recipe.lungs.outside = LungPreparation::Outside::BlankHulls;
        const auto outcome = trainModel(request);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(bytesOf(*outcome) != plain);
        QVERIFY(trainedBytes(request) == bytesOf(*outcome));
        QVERIFY(outcome->package.card.contains(
            u"The network sees a box around both lungs with a margin of 0.1 "));
        const PreprocessSpec& spec = outcome->package.manifest.preprocess;
        QCOMPARE(spec.lungs.crop, LungPreparation::Crop::Lungs);
        QCOMPARE(spec.lungs.harmonise, LungPreparation::Harmonise::Lungs);
        QCOMPARE(spec.lungs.outside, LungPreparation::Outside::BlankHulls);
        QCOMPARE(spec.lungs.margin, 0.1);
        QCOMPARE(spec.lungsSha256, loadLungPackage(lungModelDir())->manifest.weightsSha256);
    }
};

QTEST_GUILESS_MAIN(TestDeterminism)
#include "test_determinism.moc"
