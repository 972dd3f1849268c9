// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/saliency_grade.h"

#include "core/base/random.h"
#include "core/explain/internal/cell_detail.h"
#include "core/inference/finding.h"
#include "core/overlay/saliency_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double blankedShare = 0.2; // of the map's cells
constexpr int placesElsewhere = 8;
constexpr int weakerPlacesToPass = 6;
constexpr double enrichmentToPass = 1.2;

enum class Outcome
{
    Passed,
    Undecided,
    Failed,
    NotDone
};

CellSet highestCells(const SaliencyMap& map)
{
    std::vector<std::size_t> order(map.values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t cell) { return map.values[cell]; });
    const auto count = std::max<std::size_t>(
        1, static_cast<std::size_t>(blankedShare * static_cast<double>(order.size())));
    CellSet set{map.width, map.height, std::vector<bool>(order.size())};
    for (std::size_t i = 0; i < count; ++i)
        set.cells[order[i]] = true;
    return set;
}

/// The pattern in other places: the moves with the least overlap, drawn among equals so that they
/// do not all lie on one side.
std::vector<CellSet> elsewhere(const CellSet& set)
{
    std::vector<CellSet> places;
    for (int down = 0; down < set.rows; ++down)
        for (int right = 0; right < set.columns; ++right)
            if (down + right > 0)
                places.push_back(set.moved(down, right));
    constexpr std::uint64_t seed = 1;
    Random random(seed);
    random.shuffle(places);
    std::ranges::stable_sort(places, {}, [&](const CellSet& place) { return place.overlap(set); });
    places.resize(std::min<std::size_t>(places.size(), placesElsewhere));
    return places;
}

/// Log-odds of a class against all others.
double logOdds(const std::vector<float>& logits, int label)
{
    double largest = -INFINITY;
    for (int i = 0; i < static_cast<int>(logits.size()); ++i)
        if (i != label)
            largest = std::max(largest, static_cast<double>(logits[static_cast<std::size_t>(i)]));
    double others = 0;
    for (int i = 0; i < static_cast<int>(logits.size()); ++i)
        if (i != label)
            others += std::exp(logits[static_cast<std::size_t>(i)] - largest);
    return logits[static_cast<std::size_t>(label)] - largest - std::log(others);
}

Result<Outcome> testByDeletion(const Classifier& classifier, const NetworkInput& input, int label,
                               const SaliencyMap& map, const CancelToken& cancel,
                               SaliencyGrade& grade)
{
    const CellSet highest = highestCells(map);
    std::vector<NetworkInput> inputs{input, withoutDetail(input, highest)};
    for (const CellSet& place : elsewhere(highest))
        inputs.push_back(withoutDetail(input, place));
    const auto predictions = classifier.predict(inputs, cancel);
    if (!predictions)
        return predictions.error();
    std::vector<double> falls;
    const double whole = logOdds(predictions->front().logits, label);
    for (std::size_t i = 1; i < predictions->size(); ++i)
        falls.push_back(whole - logOdds((*predictions)[i].logits, label));
    grade.fall = falls.front();
    grade.places = static_cast<int>(falls.size()) - 1;
    grade.fallElsewhere
        = std::accumulate(falls.begin() + 1, falls.end(), 0.0) / std::max(1, grade.places);
    grade.weakerPlaces = static_cast<int>(std::count_if(
        falls.begin() + 1, falls.end(), [&](double other) { return other < grade.fall; }));
    if (grade.fall <= 0 || grade.fall <= grade.fallElsewhere)
        return Outcome::Failed;
    return grade.weakerPlaces >= weakerPlacesToPass ? Outcome::Passed : Outcome::Undecided;
}

Outcome testByLungs(const NetworkInput& input, const SaliencyMap& map, const LungMask* lungs,
                    SaliencyGrade& grade)
{
    if (!lungs || !shapeOf(*lungs).isPlausible())
        return Outcome::NotDone;
    grade.insideLungs = shareInLungs(map, windowOf(input), *lungs);
    const SaliencyMap even{map.width, map.height, std::vector<float>(map.values.size(), 1.0F)};
    grade.lungShare = shareInLungs(even, windowOf(input), *lungs);
    if (*grade.insideLungs < grade.lungShare)
        return Outcome::Failed;
    return *grade.insideLungs >= enrichmentToPass * grade.lungShare ? Outcome::Passed
                                                                    : Outcome::Undecided;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 0) + u" %"_s;
}

QString deletionWords(Outcome outcome, const SaliencyGrade& grade)
{
    const QString weaker = u"%1 of %2 other places"_s.arg(grade.weakerPlaces).arg(grade.places);
    if (outcome == Outcome::Failed)
        return u"Without the marked places the prediction stays as sure as without "
               "other ones, so it does not rest on them (it falls more than in "
               "%1)."_s.arg(weaker);
    if (outcome == Outcome::Passed)
        return u"Without the marked places the prediction loses more than in %1."_s.arg(weaker);
    return u"Without the marked places the prediction loses more than on average "
           "elsewhere, but more than in %1 only."_s.arg(weaker);
}

QString lungWords(Outcome outcome, const SaliencyGrade& grade)
{
    if (outcome == Outcome::NotDone)
        return u"How much of the map lies inside the lungs could not be told, since "
               "they were not found."_s;
    const QString shares
        = u"%1 of the map lies inside the lungs, which fill %2 of what it covers"_s.arg(
            percent(*grade.insideLungs), percent(grade.lungShare));
    return outcome == Outcome::Failed ? shares + u": the network looked elsewhere."_s
                                      : shares + u'.';
}

SaliencyGrade::Level levelOf(Outcome deletion, Outcome lungs)
{
    if (deletion == Outcome::Failed || lungs == Outcome::Failed)
        return SaliencyGrade::Level::Low;
    if (deletion == Outcome::Passed && lungs == Outcome::Passed)
        return SaliencyGrade::Level::Good;
    return SaliencyGrade::Level::Fair;
}

Error badArgument(const QString& what)
{
    return {ErrorCode::InvalidArgument, what, {}};
}

} // namespace

Result<SaliencyGrade> gradeSaliency(const Classifier& classifier, const NetworkInput& input,
                                    int label, const SaliencyMap& map, const LungMask* lungs,
                                    const CancelToken& cancel)
{
    if (label < 0 || label >= classifier.manifest().network.classes)
        return badArgument(u"The model has no class number %1."_s.arg(label));
    if (map.width < 2 || map.height < 2
        || map.values.size() != static_cast<std::size_t>(map.width * map.height))
        return badArgument(u"The saliency map has too few cells to be judged."_s);
    SaliencyGrade grade;
    const SaliencyMap drawn = normalised(map);
    if (std::ranges::all_of(drawn.values, [](float value) { return value <= 0; })) {
        grade.words = u"The map is empty: nothing in the picture speaks for this "
                      "class."_s;
        return grade;
    }
    const auto deletion = testByDeletion(classifier, input, label, drawn, cancel, grade);
    if (!deletion)
        return deletion.error();
    const Outcome inLungs = testByLungs(input, drawn, lungs, grade);
    grade.level = levelOf(*deletion, inLungs);
    const QString advice
        = grade.level == SaliencyGrade::Level::Low ? u"Do not rely on this map. "_s : QString();
    grade.words = advice + deletionWords(*deletion, grade) + u' ' + lungWords(inLungs, grade);
    return grade;
}

double shareInLungs(const SaliencyMap& map, const MapWindow& window, const LungMask& lungs)
{
    const std::vector<float> drawn = enlarged(normalised(map), window, lungs.columns, lungs.rows);
    double inside = 0;
    double all = 0;
    for (std::size_t cell = 0; cell < drawn.size(); ++cell) {
        inside += static_cast<double>(drawn[cell]) * lungs.probability[cell];
        all += drawn[cell];
    }
    return all > 0 ? inside / all : 0;
}

} // namespace ccad
