// SPDX-License-Identifier: GPL-3.0-or-later
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
};

QTEST_GUILESS_MAIN(TestDeterminism)
#include "test_determinism.moc"
