// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/internal/gate_samples.h"

#include "core/base/parallel.h"
#include "core/gate_fitting/changed_pictures.h"
#include "core/gate_fitting/internal/other_pictures.h"

#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t imagesAtOnce = 8;

struct Picture
{
    PictureKind kind = PictureKind::Frontal;
    int item = -1;
    bool asItWas = false;
    GrayImage16 image;
};

/// The pictures made of one image, with the image.
std::vector<Picture> picturesOf(GrayImage16 image, int item, const SamplePlan& plan)
{
    Random random(derivedSeed(plan.seed, static_cast<std::uint64_t>(item)));
    std::vector<Picture> pictures;
    const auto add = [&](PictureKind kind, GrayImage16 changed) {
        pictures.push_back({kind, item, false, std::move(changed)});
    };
    for (int i = 0; i < plan.varied; ++i)
        add(PictureKind::Frontal, varied(image, random));
    if (plan.wrongOnes) {
        // Some of the changed ones are varied, too, so that the change itself is what is learned.
        const auto base = [&] { return random.chance(0.5) ? image : varied(image, random); };
        add(PictureKind::UpsideDown, upsideDown(base(), random.chance(0.5)));
        GrayImage16 side = onItsSide(base(), random.chance(0.5));
        add(PictureKind::OnItsSide, random.chance(0.3) ? mirrored(side) : std::move(side));
        GrayImage16 negative = inverted(base());
        add(PictureKind::Inverted,
            random.chance(0.2) ? upsideDown(negative, random.chance(0.5)) : std::move(negative));
        add(PictureKind::Piece, pieceOf(image, random));
        add(PictureKind::Other, shuffled(image, random));
    }
    pictures.push_back({PictureKind::Frontal, item, true, std::move(image)});
    return pictures;
}

std::vector<Picture> picturesOfTeacher(GrayImage16 image, int item, PictureKind kind,
                                       std::uint64_t seed)
{
    Random random(derivedSeed(seed, static_cast<std::uint64_t>(item)));
    std::vector<Picture> pictures;
    const auto add = [&](GrayImage16 changed) {
        pictures.push_back({kind, item, false, std::move(changed)});
    };
    add(varied(image, random));
    add(mirrored(image));
    if (kind == PictureKind::Other) {
        add(onItsSide(image, random.chance(0.5)));
        add(upsideDown(image, random.chance(0.5)));
        add(pieceOf(image, random));
    }
    pictures.push_back({kind, item, true, std::move(image)});
    return pictures;
}

Result<void> addSamples(const Classifier& classifier, const std::vector<Picture>& pictures,
                        const CancelToken& cancel, std::vector<GateSample>& samples)
{
    const Preprocessor& preprocessor = classifier.preprocessor();
    std::vector<NetworkInput> inputs(pictures.size());
    const std::size_t known = samples.size();
    samples.resize(known + pictures.size());
    parallelFor(pictures.size(), [&](std::size_t i) {
        inputs[i] = preprocessor(pictures[i].image);
        samples[known + i] = {pictures[i].kind,
                              pictures[i].item,
                              pictures[i].asItWas,
                              pictureFacts(pictureOf(inputs[i], preprocessor.spec())),
                              {}};
    });
    auto predictions = classifier.predict(inputs, cancel);
    if (!predictions)
        return predictions.error();
    for (std::size_t i = 0; i < pictures.size(); ++i)
        samples[known + i].features = std::move((*predictions)[i].features);
    return {};
}

/// Makes pictures of the image of an item, given with its number.
using PicturesOf = std::function<std::vector<Picture>(GrayImage16 image, int item)>;

/// The pictures of up to imagesAtOnce items from `first` on. Error: Cancelled.
Result<std::vector<Picture>> picturesOfItems(const Classifier& classifier, const InputOf& inputOf,
                                             const std::vector<DatasetItem>& items,
                                             std::size_t first, const PicturesOf& make)
{
    const std::size_t count = std::min(imagesAtOnce, items.size() - first);
    const PreprocessSpec whole = wholePicture(classifier.manifest().preprocess);
    std::vector<std::optional<Result<NetworkInput>>> inputs(count);
    std::vector<std::vector<Picture>> made(count);
    parallelFor(count, [&](std::size_t i) {
        inputs[i] = inputOf(items[first + i]);
        if (*inputs[i])
            made[i] = make(greysOf(**inputs[i], whole), static_cast<int>(first + i));
    });
    std::vector<Picture> pictures;
    for (std::size_t i = 0; i < count; ++i) {
        if (!*inputs[i] && inputs[i]->error().code == ErrorCode::Cancelled)
            return inputs[i]->error();
        std::ranges::move(made[i], std::back_inserter(pictures));
    }
    return pictures;
}

Result<std::vector<GateSample>> samplesOfItems(const Classifier& classifier, const InputOf& inputOf,
                                               const std::vector<DatasetItem>& items,
                                               const PicturesOf& make, const CancelToken& cancel,
                                               const Progress& progress)
{
    std::vector<GateSample> samples;
    for (std::size_t first = 0; first < items.size(); first += imagesAtOnce) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(items.size()),
                     u"Fitting the gate"_s);
        auto pictures = picturesOfItems(classifier, inputOf, items, first, make);
        if (!pictures)
            return pictures.error();
        if (auto added = addSamples(classifier, *pictures, cancel, samples); !added)
            return added.error();
    }
    return samples;
}

} // namespace

Result<std::vector<GateSample>> teacherSamples(const Classifier& classifier, const InputOf& inputOf,
                                               const std::vector<DatasetItem>& items,
                                               PictureKind kind, std::uint64_t seed,
                                               const CancelToken& cancel, const Progress& progress)
{
    return samplesOfItems(
        classifier, inputOf, items,
        [&](GrayImage16 image, int item) {
            return picturesOfTeacher(std::move(image), item, kind, seed);
        },
        cancel, progress);
}

Result<std::vector<GateSample>> gateSamples(const Classifier& classifier, const InputOf& inputOf,
                                            const std::vector<DatasetItem>& items,
                                            const SamplePlan& plan, const CancelToken& cancel,
                                            const Progress& progress)
{
    auto made = samplesOfItems(
        classifier, inputOf, items,
        [&](GrayImage16 image, int item) { return picturesOf(std::move(image), item, plan); },
        cancel, progress);
    if (!made)
        return made.error();
    std::vector<GateSample> samples = std::move(*made);
    const int side = classifier.manifest().preprocess.inputSize;
    for (int first = 0; first < plan.otherPictures; first += 32) {
        std::vector<Picture> pictures;
        for (int i = first; i < std::min(first + 32, plan.otherPictures); ++i) {
            // A random stream of its own, far from the items' streams.
            Random random(
                derivedSeed(plan.seed, (std::uint64_t{1} << 32) + static_cast<std::uint64_t>(i)));
            GrayImage16 picture = otherPicture(i % otherPictureKinds(), random, side);
            // A crop to what a network takes for lungs may magnify any part of a picture.
            if (random.chance(0.7))
                pictures.push_back({PictureKind::Other, -1, false, pieceOf(picture, random)});
            pictures.push_back({PictureKind::Other, -1, false, std::move(picture)});
        }
        if (auto added = addSamples(classifier, pictures, cancel, samples); !added)
            return added.error();
    }
    return samples;
}

} // namespace ccad
