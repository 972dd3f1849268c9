// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/internal/trial_scores.h"

#include "core/evaluation/metrics_json.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/roc.h"

#include <algorithm>

namespace ccad {

namespace {

constexpr int theRest = -1;

/// Two classes to be told apart, by index.
struct Question
{
    int positive = 0;
    int negative = theRest;
};

std::vector<Question> questionsOn(const std::vector<ScoredItem>& items, int classes, int first)
{
    std::set<int> labels;
    for (const ScoredItem& scored : items)
        labels.insert(scored.item.label);
    std::vector<int> occurring(labels.begin(), labels.end());
    if (const auto found = std::ranges::find(occurring, first); found != occurring.end())
        std::rotate(occurring.begin(), found, found + 1);
    std::vector<Question> questions;
    for (std::size_t i = 0; i < occurring.size(); ++i)
        for (std::size_t j = i + 1; j < occurring.size(); ++j)
            questions.push_back({occurring[i], occurring[j]});
    if (classes > 2 && occurring.size() > 1)
        for (const int label : occurring)
            questions.push_back({label, theRest});
    return questions;
}

float scoreFor(const std::vector<float>& probabilities, const Question& question)
{
    const float positive = probabilities[static_cast<std::size_t>(question.positive)];
    if (question.negative == theRest)
        return positive;
    const float both = positive + probabilities[static_cast<std::size_t>(question.negative)];
    return both > 0 ? positive / both : 0.5F;
}

/// The images that the question is about, each with the one score that answers it.
ClassScores answersTo(const Question& question, const std::vector<ScoredItem>& items)
{
    std::vector<ScoredItem> asked;
    for (const ScoredItem& scored : items) {
        const int label = scored.item.label;
        if (question.negative != theRest && label != question.positive
            && label != question.negative)
            continue;
        asked.push_back({scored.item, {}, {scoreFor(scored.probabilities, question)}});
        asked.back().item.label = label == question.positive ? 0 : 1;
    }
    return classScores(asked, 0);
}

/// The images with the mean of all seeds' probabilities.
std::vector<ScoredItem> averaged(const std::vector<std::vector<ScoredItem>>& seeds)
{
    std::vector<ScoredItem> items = seeds.front();
    for (std::size_t i = 0; i < items.size(); ++i)
        for (std::size_t c = 0; c < items[i].probabilities.size(); ++c) {
            double sum = 0;
            for (const auto& seed : seeds)
                sum += seed[i].probabilities[c];
            items[i].probabilities[c] = static_cast<float>(sum / static_cast<double>(seeds.size()));
        }
    return items;
}

} // namespace

std::vector<TrialScore> trialScores(const std::vector<std::vector<ScoredItem>>& seeds,
                                    const QStringList& classes, const QString& positiveClass)
{
    if (seeds.empty() || seeds.front().empty())
        return {};
    const std::vector<ScoredItem> mean = averaged(seeds);
    std::vector<TrialScore> scores;
    for (const Question& question : questionsOn(mean, static_cast<int>(classes.size()),
                                                static_cast<int>(classes.indexOf(positiveClass)))) {
        const ClassScores all = answersTo(question, mean);
        TrialScore score;
        score.positive = classes[question.positive];
        score.negative = classes.value(question.negative);
        score.positives
            = static_cast<int>(std::count(all.positive.begin(), all.positive.end(), true));
        score.negatives = static_cast<int>(all.positive.size()) - score.positives;
        score.patients = *std::max_element(all.patients.begin(), all.patients.end()) + 1;
        for (const auto& seed : seeds) {
            const ClassScores ofSeed = answersTo(question, seed);
            score.aucs.push_back(rocArea(ofSeed.scores, ofSeed.positive));
        }
        score.averaged
            = bootstrapAuc(all.scores, all.positive, all.patients, bootstrapSeed, bootstrapDraws);
        scores.push_back(std::move(score));
    }
    return scores;
}

} // namespace ccad
