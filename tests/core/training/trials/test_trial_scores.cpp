// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/internal/trial_scores.h"
#include "core/training/trials/recipe_trials.h"
#include "tests/support/markdown_tables.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

ScoredItem scored(const char* name, int label, const std::vector<float>& probabilities)
{
    ScoredItem result;
    result.item.file = QString::fromLatin1(name);
    result.item.patient = result.item.file;
    result.item.label = label;
    result.probabilities = probabilities;
    return result;
}

const QStringList classes = {"covid", "normal", "pneumonia"};

} // namespace

class TestTrialScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPairIsToldApartByTheRenormalisedProbability()
    {
        // By p(covid) alone the order is wrong; by p(covid) / (p(covid) + p(pneumonia)) it is
        // right.
        const std::vector<ScoredItem> items
            = {scored("a", 0, {0.2F, 0.75F, 0.05F}), scored("b", 2, {0.4F, 0.1F, 0.5F})};
        const auto scores = trialScores({items}, classes, "covid");
        QCOMPARE(scores.size(), std::size_t{3}); // the pair, and both against the rest
        QCOMPARE(scores[0].positive, u"covid"_s);
        QCOMPARE(scores[0].negative, u"pneumonia"_s);
        QCOMPARE(scores[0].aucs, std::vector<double>{1.0});
        QCOMPARE(scores[1].positive, u"covid"_s);
        QVERIFY(scores[1].negative.isEmpty());
        QCOMPARE(scores[1].aucs, std::vector<double>{0.0});
        QCOMPARE(scores[1].negatives, 1);
    }

    void theClassInQuestionIsNamedFirst()
    {
        const std::vector<ScoredItem> items
            = {scored("a", 0, {0.2F, 0.8F, 0}), scored("b", 1, {0.4F, 0.6F, 0})};
        QCOMPARE(trialScores({items}, classes, "normal").front().positive, u"normal"_s);
        QCOMPARE(trialScores({items}, classes, "pneumonia").front().positive, u"covid"_s);
    }

    void seedsAreAveragedImageByImage()
    {
        // Each seed confuses another pair; their mean confuses none.
        const QStringList two = {"ill", "well"};
        const std::vector<ScoredItem> first
            = {scored("a", 0, {0.9F, 0.1F}), scored("b", 0, {0.3F, 0.7F}),
               scored("c", 1, {0.4F, 0.6F}), scored("d", 1, {0.1F, 0.9F})};
        const std::vector<ScoredItem> second
            = {scored("a", 0, {0.4F, 0.6F}), scored("b", 0, {0.9F, 0.1F}),
               scored("c", 1, {0.1F, 0.9F}), scored("d", 1, {0.5F, 0.5F})};
        const auto scores = trialScores({first, second}, two, "ill");
        QCOMPARE(scores.size(), std::size_t{1});
        QCOMPARE(scores[0].aucs, (std::vector<double>{0.75, 0.75}));
        QCOMPARE(scores[0].averaged.value, 1.0);
        QCOMPARE(scores[0].patients, 4);
    }

    void oneClassAloneAnswersNothing()
    {
        QVERIFY(trialScores({{scored("a", 0, {0.2F, 0.8F, 0})}}, classes, "covid").empty());
        QVERIFY(trialScores({}, classes, "covid").empty());
    }

    void meanDeviationAndRangeAreWritten()
    {
        TrialResult result;
        result.recipe = u"robust"_s;
        result.trial = {RecipeTrial::Kind::Within, u"source=a|b"_s, {}, {}};
        result.scores
            = {{"covid", "normal", 5, 7, 12, {0.7, 0.9, std::nan("")}, {0.85, 0.6, 0.97}}};
        TrainingRequest request;
        request.dataset.classes = classes;
        TrialPlan plan;
        plan.recipes = {robustRecipe()};
        const RecipeTrials trials{{result}, {}};
        const QJsonObject json
            = trialsJson(trials, request, plan)["trials"][0]["scores"][0].toObject();
        QCOMPARE(json["mean"].toDouble(), 0.8);
        QVERIFY(std::abs(json["standard_deviation"].toDouble() - std::sqrt(0.02)) < 1e-12);
        QCOMPARE(json["lowest"].toDouble(), 0.7);
        QCOMPARE(json["highest"].toDouble(), 0.9);
        QVERIFY(json["auc"][2].isNull());
        QVERIFY(trialsText(trials, request, plan)
                    .contains("| within source=a\\|b | covid against normal | robust | 5 + 7 | 12 "
                              "| 0.800 | 0.141 | 0.700 to 0.900 | 0.850 | 0.600 to 0.970 |"));
    }

    void anyNameStaysInItsCell()
    {
        TrialResult result;
        result.recipe = u"robust"_s;
        result.trial = {RecipeTrial::Kind::LeaveOut, u"source=x|y"_s, {}, {}};
        result.scores = {{"a|b", {}, 5, 7, 12, {0.5}, {0.5, 0.25, 0.75}}};
        TrialPlan plan;
        plan.recipes = {robustRecipe()};
        const QString text = trialsText({{result}, {}}, {}, plan);
        QCOMPARE(raggedRow(text), QString());
        QVERIFY(hasRow(text, {u"source=x|y left out"_s, u"a|b against the rest"_s, u"robust"_s}));
    }
};

QTEST_GUILESS_MAIN(TestTrialScores)
#include "test_trial_scores.moc"
