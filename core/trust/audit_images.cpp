// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trust/audit_images.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/imaging/reader.h"
#include "core/trust/altered_inputs.h"
#include "core/trust/changed_pictures.h"

#include <algorithm>

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

std::optional<CropBox> lungBox(const LungSegmenter* lungs, const Radiograph& radiograph)
{
    if (lungs == nullptr)
        return std::nullopt;
    const auto mask = lungs->segment(radiograph);
    if (!mask)
        return std::nullopt;
    const LungShape shape = shapeOf(*mask);
    return shape.isPlausible() ? std::optional(shape.box) : std::nullopt;
}

void addAltered(const Radiograph& radiograph, const Preprocessor& preprocessor,
                const LungSegmenter* lungs, std::uint64_t seed, Prepared& prepared)
{
    const auto add = [&](Alteration kind, NetworkInput input) {
        prepared.kinds.push_back(kind);
        prepared.inputs.push_back(std::move(input));
    };
    NetworkInput whole = preprocessor(radiograph);
    const GrayImage16 greys = greysOf(whole, preprocessor.spec());
    Random random(seed);
    add(Alteration::Border, preprocessor(borderAlone(greys)));
    add(Alteration::Thumbnail, preprocessor(asThumbnail(greys)));
    add(Alteration::Corners, preprocessor(cornersAlone(greys)));
    add(Alteration::Markers, preprocessor(withMarkers(greys, random)));
    if (const auto box = lungBox(lungs, radiograph))
        add(Alteration::LungsBlanked, preprocessor(boxBlanked(greys, *box)));
    add(Alteration::Whole, std::move(whole));
}

Prepared preparedFrom(const DatasetItem& item, const Preprocessor& preprocessor,
                      const LungSegmenter* lungs, std::uint64_t seed, const CancelToken& cancel)
{
    Prepared prepared;
    prepared.image.item = item;
    const auto radiograph = readRadiograph(item.file, {}, cancel);
    if (!radiograph)
        prepared.error = radiograph.error();
    else
        addAltered(*radiograph, preprocessor, lungs, seed, prepared);
    return prepared;
}

/// Features and probabilities for images that stand ready. Errors: those of Classifier::predict.
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
    const Preprocessor preprocessor(classifier.manifest().preprocess);
    AuditedImages result;
    for (std::size_t first = 0; first < items.size(); first += imagesAtOnce) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(items.size()),
                     QStringLiteral("Auditing images"));
        std::vector<Prepared> prepared(std::min(imagesAtOnce, items.size() - first));
        parallelFor(prepared.size(), [&](std::size_t i) {
            prepared[i] = preparedFrom(items[first + i], preprocessor, lungs,
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
                    QStringLiteral("%1: %2").arg(image.image.item.file, image.error->message));
            else
                result.images.push_back(std::move(image.image));
        }
    }
    return result;
}

} // namespace ccad
