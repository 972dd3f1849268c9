// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/audit_images.h"

#include "core/audit/internal/altered_inputs.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/gate/picture_facts.h"
#include "core/gate_fitting/changed_pictures.h"
#include "core/isolation/decoding_service.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t imagesAtOnce = 8;

/// One image before the network sees it.
struct Prepared
{
    AuditedImage image;
    std::vector<NetworkInput> inputs;
    std::vector<Alteration> kinds; ///< of the inputs
    std::optional<Error> error;
};

/// Converts a box in fractions of the radiograph to fractions of what the input shows of it.
CropBox boxWithin(const CropBox& box, const NetworkInput& input)
{
    const auto along = [](double first, double length, double start, double size, double limit) {
        const double low = std::max(start, 0.0);
        const double shown = std::min(start + size, limit) - low;
        return std::pair((start + first * size - low) / shown, length * size / shown);
    };
    const auto [left, width]
        = along(box.left, box.width, input.imageLeft, input.imageWidth, input.width);
    const auto [top, height]
        = along(box.top, box.height, input.imageTop, input.imageHeight, input.height);
    return {left, top, width, height};
}

std::optional<CropBox> lungBox(const LungSegmenter* lungs, const Radiograph& radiograph,
                               GreyRule greys)
{
    if (lungs == nullptr)
        return std::nullopt;
    const auto mask = lungs->segment(radiograph, greys);
    if (!mask)
        return std::nullopt;
    const LungShape shape = shapeOf(*mask);
    return shape.isPlausible() ? std::optional(shape.box) : std::nullopt;
}

/// Tells only how bright the picture is, not where, and how many pixels there were.
std::vector<float> plainFacts(const Radiograph& radiograph, const NetworkInput& input,
                              const PreprocessSpec& spec)
{
    std::vector<float> facts = pictureFacts(pictureOf(input, spec)).values;
    facts.resize(PictureFacts::plainCount);
    facts.push_back(static_cast<float>(std::log(radiograph.columns)));
    facts.push_back(static_cast<float>(std::log(radiograph.rows)));
    facts.push_back(facts.end()[-2] - facts.end()[-1]);
    return facts;
}

/// How images are prepared: as the network was trained, and once more after a change.
struct Preparation
{
    explicit Preparation(const Preprocessor& trained)
        : asTrained(trained), again(unchanging(trained.spec())), whole(wholePicture(trained.spec()))
    {
    }

    const Preprocessor& asTrained;
    Preprocessor again;
    Preprocessor whole; ///< for what is changed before crop and harmonisation

private:
    /// No crop and no harmonisation, since what the network is shown went through them already.
    static PreprocessSpec unchanging(const PreprocessSpec& spec)
    {
        PreprocessSpec result;
        result.inputSize = spec.inputSize;
        result.fit = spec.fit;
        result.rangeLow = spec.rangeLow;
        result.rangeHigh = spec.rangeHigh;
        result.centreSample = spec.centreSample;
        return result;
    }
};

void addAltered(const Radiograph& radiograph, const Preparation& preparation,
                const LungSegmenter* lungs, std::uint64_t seed, Prepared& prepared)
{
    const auto add = [&](Alteration kind, NetworkInput input) {
        prepared.kinds.push_back(kind);
        prepared.inputs.push_back(std::move(input));
    };
    const Preprocessor& again = preparation.again;
    NetworkInput whole = preparation.asTrained(radiograph);
    const GrayImage16 greys = greysOf(whole, again.spec());
    prepared.image.facts = plainFacts(radiograph, whole, again.spec());
    Random random(seed);
    add(Alteration::Border, again(borderAlone(greys)));
    add(Alteration::Thumbnail, again(asThumbnail(greys)));
    add(Alteration::Corners, again(cornersAlone(greys)));
    const GrayImage16 picture = greysOf(preparation.whole(radiograph), preparation.whole.spec());
    add(Alteration::Unmarked, preparation.asTrained(picture));
    add(Alteration::Markers, preparation.asTrained(withMarkers(picture, random)));
    if (const auto box = lungBox(lungs, radiograph, preparation.asTrained.spec().greys))
        add(Alteration::LungsBlanked, again(boxBlanked(greys, boxWithin(*box, whole))));
    add(Alteration::Whole, std::move(whole));
}

Prepared preparedFrom(const DatasetItem& item, const Preparation& preparation,
                      const LungSegmenter* lungs, std::uint64_t seed, const CancelToken& cancel)
{
    Prepared prepared;
    prepared.image.item = item;
    const auto radiograph = decoding().radiograph(item.file, cancel);
    if (!radiograph)
        prepared.error = radiograph.error();
    else
        addAltered(*radiograph, preparation, lungs, seed, prepared);
    return prepared;
}

/// Features and probabilities for prepared images. Errors: those of Classifier::predict.
Result<void> askNetwork(const Classifier& classifier, std::vector<Prepared>& prepared,
                        const CancelToken& cancel)
{
    std::vector<NetworkInput> inputs;
    for (Prepared& image : prepared)
        std::ranges::move(image.inputs, std::back_inserter(inputs));
    auto predictions = classifier.predict(inputs, cancel);
    if (!predictions)
        return predictions.error();
    std::size_t next = 0;
    for (Prepared& image : prepared)
        for (const Alteration kind : image.kinds) {
            Prediction& prediction = (*predictions)[next++];
            image.image.features[static_cast<std::size_t>(kind)] = std::move(prediction.features);
            if (kind == Alteration::Whole)
                image.image.probabilities = std::move(prediction.probabilities);
            else if (kind == Alteration::Unmarked)
                image.image.withoutMarkers = std::move(prediction.probabilities);
            else if (kind == Alteration::Markers)
                image.image.withMarkers = std::move(prediction.probabilities);
        }
    return {};
}

} // namespace

Result<AuditedImages> auditedImages(const Classifier& classifier, const LungSegmenter* lungs,
                                    const std::vector<DatasetItem>& items, std::uint64_t seed,
                                    const CancelToken& cancel, const Progress& progress)
{
    const Preparation preparation(classifier.preprocessor());
    AuditedImages result;
    for (std::size_t first = 0; first < items.size(); first += imagesAtOnce) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(items.size()),
                     u"Auditing images"_s);
        std::vector<Prepared> prepared(std::min(imagesAtOnce, items.size() - first));
        parallelFor(prepared.size(), [&](std::size_t i) {
            prepared[i] = preparedFrom(items[first + i], preparation, lungs,
                                       derivedSeed(seed, first + i), cancel);
        });
        for (const Prepared& image : prepared)
            if (image.error && image.error->code == ErrorCode::Cancelled)
                return *image.error;
        if (auto asked = askNetwork(classifier, prepared, cancel); !asked)
            return asked.error();
        for (Prepared& image : prepared) {
            if (image.error)
                result.unreadable.append(
                    u"%1: %2"_s.arg(image.image.item.file, image.error->message));
            else
                result.images.push_back(std::move(image.image));
        }
    }
    return result;
}

} // namespace ccad
