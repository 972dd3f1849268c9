// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_scores.h"

#include "core/statistics/bootstrap.h"

#include <QSet>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad {

double diceOf(const LungMask& mask, const GrayImage16& reference)
{
    const std::vector<float> found = enlarged(mask, reference.width, reference.height);
    std::int64_t both = 0;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool isFound = found[i] >= 0.5F;
        const bool isThere = reference.pixels[i] >= 32768;
        both += isFound && isThere ? 1 : 0;
        sum += (isFound ? 1 : 0) + (isThere ? 1 : 0);
    }
    return sum == 0 ? 1 : 2.0 * static_cast<double>(both) / static_cast<double>(sum);
}

int LungScores::patients() const
{
    QSet<QString> names;
    for (const LungScore& score : images)
        names.insert(score.patient);
    return static_cast<int>(names.size());
}

Interval LungScores::meanDice() const
{
    std::map<QString, int> numbers;
    std::vector<int> groups;
    for (const LungScore& score : images)
        groups.push_back(
            numbers.emplace(score.patient, static_cast<int>(numbers.size())).first->second);
    constexpr std::uint64_t seed = 1;
    return bootstrapInterval(
        groups,
        [&](const std::vector<int>& rows) {
            double total = 0;
            for (const int row : rows)
                total += images[static_cast<std::size_t>(row)].dice;
            return total / static_cast<double>(rows.size());
        },
        seed);
}

double LungScores::medianDice() const
{
    std::vector<double> values;
    for (const LungScore& score : images)
        values.push_back(score.dice);
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double LungScores::lowestDice() const
{
    return std::ranges::min(images, {}, &LungScore::dice).dice;
}

LungScores LungScores::ofView(const QString& view) const
{
    LungScores some;
    std::ranges::copy_if(images, std::back_inserter(some.images),
                         [&](const LungScore& score) { return score.view == view; });
    return some;
}

QStringList LungScores::views() const
{
    QStringList views;
    for (const LungScore& score : images)
        if (!views.contains(score.view))
            views.append(score.view);
    views.sort();
    return views;
}

QJsonObject toJson(const LungScores& scores)
{
    const Interval mean = scores.meanDice();
    return {{u"images"_s, static_cast<int>(scores.images.size())},
            {u"patients"_s, scores.patients()},
            {u"dice_mean"_s, mean.value},
            {u"dice_low"_s, mean.low},
            {u"dice_high"_s, mean.high},
            {u"dice_median"_s, scores.medianDice()},
            {u"dice_lowest"_s, scores.lowestDice()}};
}

} // namespace ccad
