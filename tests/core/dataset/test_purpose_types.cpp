// SPDX-License-Identifier: GPL-3.0-or-later
// That nothing can be fitted, calibrated or thresholded on test images is a matter of types: what
// must not be possible must not compile.
#include "core/augmentation/training_images.h"
#include "core/evaluation/model_results.h"

#include <QTest>

using namespace ccad;

namespace {

template <typename Scores>
concept CanCalibrate = requires(const Scores& scores)
{
    calibrate(scores, 0);
};
static_assert(CanCalibrate<ValidationScores>);
static_assert(!CanCalibrate<TestScores>);
static_assert(!CanCalibrate<std::vector<ScoredItem>>);
static_assert(!CanCalibrate<Scored>);

template <typename Scores>
concept CanChooseThreshold = requires(const Scores& scores)
{
    operatingPointOn(scores, 0, 0.5);
};
static_assert(CanChooseThreshold<ValidationScores>);
static_assert(!CanChooseThreshold<TestScores>);
static_assert(!CanChooseThreshold<std::vector<ScoredItem>>);

// Only the images of the training side can be augmented, and give the mean for centring.
template <typename Items>
concept CanTrainOn = requires(const TrainingImages& images, const Items& items)
{
    images.trainingItems(items);
};
static_assert(CanTrainOn<TrainingItems>);
static_assert(!CanTrainOn<ValidationItems>);
static_assert(!CanTrainOn<TestItems>);
static_assert(!CanTrainOn<std::vector<DatasetItem>>);
static_assert(!std::is_constructible_v<TrainingItem, const DatasetItem&>);

template <typename Items>
concept CanCentreBy = requires(TrainingImages& images, const Items& items)
{
    images.centre(Augmentation{}, items);
};
static_assert(CanCentreBy<TrainingItems>);
static_assert(!CanCentreBy<TestItems>);

// Scores keep the purpose of their items.
template <typename Items>
using ScoresOf = decltype(score(std::declval<const Classifier&>(), std::declval<InputOf>(),
                                std::declval<const Items&>(), std::declval<CancelToken>()));
static_assert(std::is_same_v<ScoresOf<TestItems>, Result<TestScores>>);
static_assert(std::is_same_v<ScoresOf<ValidationItems>, Result<ValidationScores>>);

// No side turns into another.
static_assert(!std::is_convertible_v<TestItems, ValidationItems>);
static_assert(!std::is_convertible_v<TestItems, TrainingItems>);
static_assert(!std::is_convertible_v<TestScores, ValidationScores>);
static_assert(!std::is_assignable_v<ValidationScores&, TestScores>);

} // namespace

class TestPurposeTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyValidationImagesFixAnything()
    {
        QVERIFY(CanCalibrate<ValidationScores> && !CanCalibrate<TestScores>);
        QVERIFY(CanChooseThreshold<ValidationScores> && !CanChooseThreshold<TestScores>);
    }
    void onlyTrainingImagesAreLearnedFrom()
    {
        QVERIFY(CanTrainOn<TrainingItems> && !CanTrainOn<ValidationItems>);
        QVERIFY(!CanTrainOn<TestItems> && !CanCentreBy<TestItems>);
    }
};

QTEST_GUILESS_MAIN(TestPurposeTypes)
#include "test_purpose_types.moc"
