// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"
#include "tests/core/training/toy_training.h"
#include "tests/support/markdown_tables.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestModelCard : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;

    [[nodiscard]] static ModelPackage packageOf(const TrainingRequest& request)
    {
        auto outcome = trainModel(request);
        return outcome ? std::move(outcome->package) : ModelPackage();
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        m_request.recipe.headEpochs = 2;
        m_request.recipe.fineTuneEpochs = 1;
        m_request.concerns = {u"Two images look the same."_s};
        m_request.dataset.items[0].license = u"CC BY 4.0"_s;
    }

    void saysWhatTheModelLearnedFromAndHowWellItDoes()
    {
        const ModelPackage package = packageOf(m_request);
        for (const char* words :
             {"Research use only. Not for diagnosis.", "Split by patient: nobody is on two sides.",
              "Two images look the same.", "CC BY 4.0 (1)", "not stated (63)", "Recipe \"robust\"",
              "seed 1", "| head | 2 |", "| fine-tuning | 1 |", "95 % by patient (bootstrap)",
              "| all | striped |", "| north | plain |", "Nobody has tested this model"})
            QVERIFY2(package.card.contains(QString::fromLatin1(words)), words);
        QVERIFY(package.card.contains(datasetFingerprint(m_request.dataset)));
        QVERIFY(!package.card.contains(u"Stopped before"));
    }

    void provenanceHoldsTheSame()
    {
        const QJsonObject json = packageOf(m_request).manifest.provenance;
        QCOMPARE(json[u"seed"_s].toString(), u"1"_s);
        QCOMPARE(json[u"patients_known"_s].toBool(), true);
        QCOMPARE(json[u"concerns"_s].toArray().size(), 1);
        QCOMPARE(json[u"curves"_s].toArray().size(), 3);
        const QJsonObject test = json[u"test"_s].toObject();
        const QJsonObject striped = test[u"per_class"_s][u"striped"].toObject();
        for (const char* key : {"auc", "auc_low", "auc_patient_low", "sensitivity", "precision"})
            QVERIFY2(striped[QLatin1String(key)].isDouble(), key);
        QVERIFY(test[u"by_source"_s].toObject().contains(u"north"_s));
        QCOMPARE(json[u"stopped_early"_s].toBool(true), false);
    }

    void unknownPatientsAreSaidBesideTheResults()
    {
        TrainingRequest request = m_request;
        request.dataset.items[3].patient.clear();
        const QString card = packageOf(request).card;
        const auto results = card.indexOf(u"## Results on the test side");
        QVERIFY(results > 0);
        QVERIFY(card.indexOf(u"Some images name no patient", results) > results);
        QVERIFY(!card.contains(u"nobody is on two sides"));
    }

    void whatIsNotKnownIsNoNumber()
    {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        TrainingOutcome outcome;
        outcome.outside.emplace();
        ClassReport report;
        report.auc = {0.75, unknown, unknown}; // one image of the class alone
        outcome.outside->overall.perClass = {report};
        ModelManifest manifest;
        manifest.classes = {{u"striped"_s, {}}};
        QVERIFY(outsideSentence(outcome, manifest).endsWith(u"striped 0.750 (- to -)."));
    }

    void namesMayHoldCommasAndPipes()
    {
        TrainingRequest request = m_request;
        request.dataset.classes = {u"a | b"_s, u"c, d"_s};
        request.positiveClass = u"c, d"_s;
        for (DatasetItem& item : request.dataset.items)
            item.source = u"ward|2"_s;
        const QString card = packageOf(request).card;
        QVERIFY(card.contains(u"\"a | b\", \"c, d\""));
        QCOMPARE(raggedRow(card), QString());
        QVERIFY(hasRow(card, {u"all"_s, u"a | b"_s}));
        QVERIFY(hasRow(card, {u"ward|2"_s, u"c, d"_s}));
        QVERIFY(hasRow(card, {u"training"_s, u"ward|2"_s, u"a | b"_s}));
        QVERIFY(card.contains(u"| all | a \\| b |"));
        QVERIFY(card.contains(u"| ward\\|2 | c, d |"));
    }
};

QTEST_GUILESS_MAIN(TestModelCard)
#include "test_model_card.moc"
