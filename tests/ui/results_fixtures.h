// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/evaluation/model_results.h"
#include "tests/ui/ui_fixtures.h"

#include <QDir>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// One image of a class that a model of some skill scored: the logit of the true class is higher by
/// `skill` on average.
inline ScoredItem scoredItem(const QString& file, int label, int patient, double skill,
                             Random& random, int classes = 3)
{
    ScoredItem scored;
    scored.item.file = file;
    scored.item.label = label;
    scored.item.patient = u"p%1"_s.arg(patient);
    scored.item.source = patient % 3 == 0 ? u"North"_s : u"South"_s;
    double sum = 0;
    for (int i = 0; i < classes; ++i) {
        scored.logits.push_back(float(random.normal() * 1.2 + (i == label ? skill : 0)));
        sum += std::exp(double(scored.logits.back()));
    }
    for (const float logit : scored.logits)
        scored.probabilities.push_back(float(std::exp(double(logit)) / sum));
    return scored;
}

inline std::vector<ScoredItem> scoredItems(const QString& folder, int count, double skill,
                                           std::uint64_t seed)
{
    Random random(seed);
    std::vector<ScoredItem> items;
    for (int i = 0; i < count; ++i)
        items.push_back(scoredItem(QDir(folder).filePath(u"image%1.png"_s.arg(i)),
                                   int(random.below(3)), i / 2, skill, random));
    return items;
}

inline LearningCurve learningCurve(int head, int fineTuning)
{
    LearningCurve curve;
    for (int i = 0; i < head + fineTuning; ++i) {
        EpochReport epoch;
        const bool isHead = i < head;
        epoch.phase = isHead ? EpochReport::Phase::Head : EpochReport::Phase::FineTune;
        epoch.epoch = isHead ? i + 1 : i - head + 1;
        epoch.epochs = isHead ? head : fineTuning;
        epoch.trainingLoss = 0.2 + 0.7 * std::exp(-i / 6.0) + 0.02 * std::sin(i * 2.0);
        epoch.validationLoss = 0.3 + 0.6 * std::exp(-i / 7.0) + 0.04 * std::sin(i * 3.1);
        epoch.trainingAccuracy = 0.95 - 0.4 * std::exp(-i / 5.0);
        epoch.validationAccuracy = 0.90 - 0.35 * std::exp(-i / 6.0) + 0.01 * std::sin(i * 2.7);
        epoch.imagesPerSecond = 40;
        curve.push_back(epoch);
    }
    return curve;
}

/// A model with everything: curve, validation, test images of two sources and 80 from outside.
inline ModelResults modelResults(const QString& folder, int testImages = 200, double skill = 2)
{
    ModelResults results;
    results.manifest = threeClasses();
    results.knowsPatients = true;
    results.curve = learningCurve(10, 31);
    results.validation.items = scoredItems(folder, 150, skill, 2);
    results.test.items = scoredItems(folder, testImages, skill, 3);
    results.outside = TestScores{scoredItems(folder, 80, skill / 3, 4), {}};
    return results;
}

/// Grey pictures for the files of the items.
inline void writePictures(const std::vector<ScoredItem>& items)
{
    for (const ScoredItem& scored : items) {
        QImage image(64, 64, QImage::Format_Grayscale8);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x)
                image.scanLine(y)[x] = uchar((x * 2 + y + 40 * scored.item.label) % 256);
        image.save(scored.item.file);
    }
}

} // namespace ccad::test
