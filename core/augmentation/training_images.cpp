// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/training_images.h"

#include "core/augmentation/image_change.h"
#include "core/augmentation/internal/picture_store.h"
#include "core/augmentation/prepared_picture.h"
#include "core/base/parallel.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

TrainingImages::TrainingImages(const PreprocessSpec& spec) : m_loadedSpec(spec), m_spec(spec) { }
TrainingImages::TrainingImages(TrainingImages&&) noexcept = default;
TrainingImages& TrainingImages::operator=(TrainingImages&&) noexcept = default;
TrainingImages::~TrainingImages() = default;

std::span<const std::uint16_t> TrainingImages::plainGreys(const Picture& picture) const
{
    const auto side = static_cast<std::size_t>(m_spec.inputSize);
    const auto record = m_store->record(picture.record);
    return {reinterpret_cast<const std::uint16_t*>(record.data()), side * side};
}

std::span<const std::uint8_t> TrainingImages::largeGreys(const Picture& picture) const
{
    const auto side = static_cast<std::size_t>(enlargedSize(m_spec));
    return m_store->record(picture.record).subspan(plainGreys(picture).size_bytes(), side * side);
}

PreprocessSpec TrainingImages::centre(const Augmentation& augmentation, const TrainingItems& items)
{
    const double mean = augmentation.centreFeatures ? meanGrey(items) : 0;
    m_spec = centred(m_loadedSpec, augmentation.centreSamples, augmentation.centreFeatures, mean);
    return m_spec;
}

double TrainingImages::meanGrey(const TrainingItems& items) const
{
    double sum = 0;
    std::size_t pixels = 0;
    for (const TrainingItem& item : trainingItems(items)) {
        const auto greys = plainGreys(m_pictures.at(item->file));
        sum += static_cast<double>(std::accumulate(greys.begin(), greys.end(), std::uint64_t{0}));
        pixels += greys.size();
    }
    return pixels == 0 ? 0 : sum / (65535.0 * static_cast<double>(pixels));
}

bool TrainingImages::contains(const DatasetItem& item) const
{
    return m_pictures.contains(item.file);
}

NetworkInput TrainingImages::input(const DatasetItem& item) const
{
    const Picture& picture = m_pictures.at(item.file);
    NetworkInput input = emptyInput(m_spec.inputSize, picture.place);
    input.values = inputValues(m_spec, plainGreys(picture));
    return input;
}

InputOf TrainingImages::inputs() const
{
    return [this](const DatasetItem& item) -> Result<NetworkInput> {
        if (!contains(item))
            return Error{ErrorCode::FileUnreadable, u"It was not decoded."_s, item.file};
        return input(item);
    };
}

std::vector<TrainingItem> TrainingImages::trainingItems(const TrainingItems& items) const
{
    std::vector<TrainingItem> result;
    for (const DatasetItem& item : items.items)
        if (contains(item))
            result.push_back(TrainingItem(item));
    return result;
}

NetworkInput TrainingImages::augmentedInput(const TrainingItem& item,
                                            const Augmentation& augmentation, Random& random) const
{
    if (!augmentation.isRandom())
        return input(*item);
    const Picture& picture = m_pictures.at(item->file);
    const GreySquare source{enlargedSize(m_spec), largeGreys(picture),
                            greyBeyond(m_spec, picture.place)};
    NetworkInput input
        = emptyInput(m_spec.inputSize, {0, 0, m_spec.inputSize, m_spec.inputSize, {}, false});
    const ImageChange change = drawChange(augmentation, m_spec.inputSize, random);
    input.values = changed(source, change, m_spec.inputSize);
    toRange(m_spec, input.values);
    return input;
}

std::vector<NetworkInput> TrainingImages::augmentedInputs(std::span<const TrainingItem> items,
                                                          const Augmentation& augmentation,
                                                          std::uint64_t seed) const
{
    std::vector<NetworkInput> inputs(items.size());
    parallelFor(items.size(), [&](std::size_t i) {
        Random random(derivedSeed(seed, i));
        inputs[i] = augmentedInput(items[i], augmentation, random);
    });
    return inputs;
}

} // namespace ccad
