// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/scoring.h"

#include "core/base/parallel.h"
#include "core/isolation/decoding_service.h"

#include <algorithm>
#include <map>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

/// Images that the network is given at once. The first layers of 32 would take 300 MB more.
constexpr std::size_t chunk = 16;

using ChunkInputs = std::vector<std::optional<Result<NetworkInput>>>;

/// The inputs of up to `chunk` items from `first` on, by all cores.
ChunkInputs inputsOf(const InputOf& inputOf, const std::vector<DatasetItem>& items,
                     std::size_t first)
{
    ChunkInputs inputs(std::min(chunk, items.size() - first));
    parallelFor(inputs.size(), [&](std::size_t i) { inputs[i] = inputOf(items[first + i]); });
    return inputs;
}

/// Sorts one chunk into the network's inputs and the unreadable items. Error: Cancelled.
Result<std::vector<NetworkInput>> readableOf(ChunkInputs inputs,
                                             const std::vector<DatasetItem>& items,
                                             std::size_t first, Scored& scored)
{
    std::vector<NetworkInput> readable;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Result<NetworkInput>& input = *inputs[i];
        const DatasetItem& item = items[first + i];
        if (input) {
            readable.push_back(std::move(*input));
            scored.items.push_back({item, {}, {}});
        } else if (input.error().code == ErrorCode::Cancelled) {
            return input.error();
        } else {
            scored.unreadable.append(u"%1: %2"_s.arg(item.file, input.error().message));
        }
    }
    return readable;
}

Result<void> predictInto(const Classifier& classifier, const std::vector<NetworkInput>& inputs,
                         const CancelToken& cancel, Scored& scored)
{
    if (inputs.empty())
        return {};
    auto predictions = classifier.predict(inputs, cancel);
    if (!predictions)
        return predictions.error();
    const std::size_t known = scored.items.size() - inputs.size();
    for (std::size_t i = 0; i < predictions->size(); ++i) {
        scored.items[known + i].logits = std::move((*predictions)[i].logits);
        scored.items[known + i].probabilities = std::move((*predictions)[i].probabilities);
    }
    return {};
}

Result<Scored> scoreInChunks(const Classifier& classifier, const InputOf& inputOf,
                             const std::vector<DatasetItem>& items, const CancelToken& cancel,
                             const Progress& progress)
{
    Scored scored;
    for (std::size_t first = 0; first < items.size(); first += chunk) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(items.size()),
                     u"Classifying images"_s);
        // Reading and the network take turns, each on all cores. Side by side they would have more
        // threads than cores, and the network's threads would wait for each other in busy loops.
        auto readable = readableOf(inputsOf(inputOf, items, first), items, first, scored);
        if (!readable)
            return readable.error();
        if (auto predicted = predictInto(classifier, *readable, cancel, scored); !predicted)
            return predicted.error();
    }
    return scored;
}

} // namespace

InputOf inputFromFile(const Preprocessor& preprocessor, const CancelToken& cancel)
{
    return [preprocessor, cancel](const DatasetItem& item) -> Result<NetworkInput> {
        // As a prediction reads it, so that both say the same to the last digit.
        const auto reduced = decoding().reduced(item.file, preprocessor.readSize(), cancel);
        if (!reduced)
            return reduced.error();
        return preprocessor(*reduced);
    };
}

std::vector<int> patientNumbers(const std::vector<ScoredItem>& items)
{
    std::map<QString, int> known;
    std::vector<int> numbers;
    numbers.reserve(items.size());
    for (const ScoredItem& scored : items)
        numbers.push_back(known.try_emplace(patientOf(scored.item), static_cast<int>(known.size()))
                              .first->second);
    return numbers;
}

Result<Scored> scoreItems(const Classifier& classifier, const InputOf& inputOf,
                          const std::vector<DatasetItem>& items, const CancelToken& cancel,
                          const Progress& progress)
{
    try {
        return scoreInChunks(classifier, inputOf, items, cancel, progress);
    } catch (const std::exception& failure) { // memory or threads ran out
        return Error{ErrorCode::Internal,
                     u"Classifying failed: %1"_s.arg(QString::fromUtf8(failure.what())),
                     {}};
    }
}

} // namespace ccad
