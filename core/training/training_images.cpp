// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_images.h"

#include "core/imaging/reader.h"

#include <cmath>

namespace ccad {

namespace {

/// Grey 0..1 from values in the spec's range, and back.
float toUnit(float value, const PreprocessSpec& spec)
{
    return (value - spec.rangeLow) / (spec.rangeHigh - spec.rangeLow);
}

float fromUnit(float gray, const PreprocessSpec& spec)
{
    return spec.rangeLow + gray * (spec.rangeHigh - spec.rangeLow);
}

} // namespace

TrainingImages::Picture TrainingImages::prepare(const Radiograph& radiograph,
                                                const PreprocessSpec& spec)
{
    const GrayImage16 shown = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
    const NetworkInput plain = Preprocessor(spec)(shown);
    PreprocessSpec larger = spec;
    larger.inputSize = spec.inputSize + spec.inputSize / 4;
    const NetworkInput large = Preprocessor(larger)(shown);

    Picture picture;
    picture.imageLeft = plain.imageLeft;
    picture.imageTop = plain.imageTop;
    picture.imageWidth = plain.imageWidth;
    picture.imageHeight = plain.imageHeight;
    for (const float value : plain.values)
        picture.plain.push_back(
            static_cast<std::uint16_t>(std::lround(toUnit(value, spec) * 65535)));
    picture.large.size = larger.inputSize;
    for (const float value : large.values)
        picture.large.pixels.push_back(
            static_cast<std::uint8_t>(std::lround(toUnit(value, spec) * 255)));
    return picture;
}

Result<TrainingImages> TrainingImages::load(const std::vector<DatasetItem>& items,
                                            const PreprocessSpec& spec, const CancelToken& cancel,
                                            const Progress& progress)
{
    TrainingImages images;
    images.m_spec = spec;
    qint64 done = 0;
    for (const DatasetItem& item : items) {
        if (cancel.isCancelled())
            return Error{
                ErrorCode::Cancelled, QStringLiteral("Reading the data set was cancelled."), {}};
        if (progress)
            progress(done++, static_cast<qint64>(items.size()), QStringLiteral("Reading images"));
        auto radiograph = readRadiograph(item.file, {}, cancel);
        if (radiograph)
            images.m_pictures.emplace(item.file, prepare(*radiograph, spec));
        else
            images.m_unreadable.append(
                QStringLiteral("%1: %2").arg(item.file, radiograph.error().message));
    }
    if (images.m_pictures.empty())
        return Error{ErrorCode::DatasetUnusable,
                     QStringLiteral("None of the %1 images can be read; the first: %2")
                         .arg(items.size())
                         .arg(images.m_unreadable.value(0)),
                     {}};
    return images;
}

bool TrainingImages::contains(const DatasetItem& item) const
{
    return m_pictures.contains(item.file);
}

NetworkInput TrainingImages::input(const DatasetItem& item) const
{
    const Picture& picture = m_pictures.at(item.file);
    NetworkInput input;
    input.width = m_spec.inputSize;
    input.height = m_spec.inputSize;
    input.imageLeft = picture.imageLeft;
    input.imageTop = picture.imageTop;
    input.imageWidth = picture.imageWidth;
    input.imageHeight = picture.imageHeight;
    for (const std::uint16_t gray : picture.plain)
        input.values.push_back(fromUnit(static_cast<float>(gray) / 65535, m_spec));
    return input;
}

InputOf TrainingImages::inputs() const
{
    return [this](const DatasetItem& item) -> Result<NetworkInput> {
        if (!contains(item))
            return Error{ErrorCode::FileUnreadable, QStringLiteral("It was not decoded."),
                         item.file};
        return input(item);
    };
}

NetworkInput TrainingImages::augmentedInput(const DatasetItem& item,
                                            const Augmentation& augmentation, Random& random) const
{
    NetworkInput input;
    input.width = m_spec.inputSize;
    input.height = m_spec.inputSize;
    input.imageWidth = m_spec.inputSize;
    input.imageHeight = m_spec.inputSize;
    input.values
        = augmented(m_pictures.at(item.file).large, augmentation, m_spec.inputSize, random);
    for (float& value : input.values)
        value = fromUnit(value, m_spec);
    return input;
}

} // namespace ccad
