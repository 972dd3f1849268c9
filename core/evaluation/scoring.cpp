// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/scoring.h"

#include "core/imaging/reader.h"

#include <algorithm>

namespace ccad {

InputOf inputFromFile(const PreprocessSpec& spec, const CancelToken& cancel)
{
    return [preprocessor = Preprocessor(spec),
            cancel](const DatasetItem& item) -> Result<NetworkInput> {
        auto radiograph = readRadiograph(item.file, {}, cancel);
        if (!radiograph)
            return radiograph.error();
        return preprocessor(*radiograph);
    };
}

Result<Scored> scoreItems(const Classifier& classifier, const InputOf& inputOf,
                          const std::vector<DatasetItem>& items, const CancelToken& cancel,
                          const Progress& progress)
{
    constexpr std::size_t chunk = 32;
    Scored scored;
    for (std::size_t first = 0; first < items.size(); first += chunk) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(items.size()),
                     QStringLiteral("Classifying images"));
        std::vector<NetworkInput> inputs;
        const std::size_t known = scored.items.size();
        for (std::size_t i = first; i < std::min(items.size(), first + chunk); ++i) {
            auto input = inputOf(items[i]);
            if (!input && input.error().code == ErrorCode::Cancelled)
                return input.error();
            if (!input) {
                scored.unreadable.append(
                    QStringLiteral("%1: %2").arg(items[i].file, input.error().message));
                continue;
            }
            inputs.push_back(std::move(*input));
            scored.items.push_back({items[i], {}, {}});
        }
        if (inputs.empty())
            continue;
        auto predictions = classifier.predict(inputs, cancel);
        if (!predictions)
            return predictions.error();
        for (std::size_t i = 0; i < predictions->size(); ++i) {
            scored.items[known + i].logits = std::move((*predictions)[i].logits);
            scored.items[known + i].probabilities = std::move((*predictions)[i].probabilities);
        }
    }
    return scored;
}

} // namespace ccad
